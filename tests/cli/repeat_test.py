#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The same scenario and seed give the same numbers; another seed gives another year."""

import json
import os
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../support"))
import icekeel  # noqa: E402

try:
    import h5py
    import numpy
except ImportError:
    icekeel.skip("python3-h5py is not installed")

RACK = os.path.join(HERE, "scenarios/rack.yaml")
# What differs from run to run: the date, the seconds it took, the names of the files.
ITS_OWN = {"history", "date_created", "/provenance/command_line", "/summary/wall_s"}


def contents(path):
    """Everything in the file as {name: bytes or text}, but for what is its own."""
    found = {}

    def keep(name, value):
        if name not in ITS_OWN and name.rsplit("@", 1)[-1] not in ITS_OWN:
            found[name] = value

    def visit(name, thing):
        for key, value in thing.attrs.items():
            if key not in ("DIMENSION_LIST", "REFERENCE_LIST"):
                keep(f"/{name}@{key}", str(value))
        if isinstance(thing, h5py.Dataset):
            values = thing[()]
            text = isinstance(values, bytes) or getattr(values, "dtype", None) == object
            keep("/" + name, str(values.tolist() if hasattr(values, "tolist") else values)
                 if text else numpy.asarray(values).tobytes())

    with h5py.File(path, "r") as file:
        visit("", file)
        file.visititems(visit)
    return found


class Repetition(unittest.TestCase):
    """Runs of one scenario, side by side."""

    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory(prefix="icekeel-cli-")

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()

    def path(self, name):
        return os.path.join(self.scratch.name, name)

    def simulate(self, name, *options, scenario=RACK):
        done = icekeel.run("run", scenario, "-o", self.path(name), *options)
        self.assertEqual(done.returncode, 0, done.stderr)
        return self.path(name)

    def summary(self, path):
        shown = icekeel.run("summary", path, "--format", "json")
        self.assertEqual(shown.returncode, 0, shown.stderr)
        return json.loads(shown.stdout)

    def expect_equal_numbers(self, one, other):
        first, second = self.summary(one), self.summary(other)
        for key in ("facility_energy_MWh", "it_energy_MWh", "cooling_energy_MWh", "gpu_hours",
                    "water_m3", "carbon_operational_t"):
            self.assertEqual(first[key], second[key], key)

    def test_one_seed_gives_one_result(self):
        first, second = contents(self.simulate("a.h5")), contents(self.simulate("b.h5"))
        self.assertEqual(set(first), set(second))
        self.assertGreater(len(first), 100)
        different = sorted(name for name in first if first[name] != second[name])
        self.assertEqual(different, [])

    def test_another_seed_changes_the_weather(self):
        first = contents(self.simulate("c.h5", "--seed", "7"))
        second = contents(self.simulate("d.h5", "--seed", "8"))
        self.assertEqual(first["/time"], second["/time"])
        self.assertNotEqual(first["/wet_bulb_temperature"], second["/wet_bulb_temperature"])

    def test_the_seed_of_the_command_line_is_the_seed_of_the_file(self):
        first = contents(self.simulate("e.h5", "--seed", "11"))
        second = contents(self.simulate("f.h5", "--set", "seed=11"))
        self.assertEqual(first["/wet_bulb_temperature"], second["/wet_bulb_temperature"])
        self.assertEqual(first["/@seed"], second["/@seed"])

    def test_the_resolved_scenario_is_the_same_scenario(self):
        resolved = icekeel.run("check", RACK, "--resolved")
        self.assertEqual(resolved.returncode, 0, resolved.stderr)
        with open(self.path("resolved.yaml"), "w", encoding="utf-8") as file:
            file.write(resolved.stdout)
        again = icekeel.run("check", self.path("resolved.yaml"), "--resolved")
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertEqual(again.stdout, resolved.stdout)
        self.expect_equal_numbers(
            self.simulate("g.h5"), self.simulate("h.h5", scenario=self.path("resolved.yaml"))
        )

    def test_the_result_holds_the_scenario_that_made_it(self):
        with h5py.File(self.simulate("i.h5", "--set", "seed=12"), "r") as file:
            resolved = file["/provenance/resolved_scenario"][()].decode()
        with open(self.path("kept.yaml"), "w", encoding="utf-8") as file:
            file.write(resolved)
        self.expect_equal_numbers(
            self.path("i.h5"), self.simulate("j.h5", scenario=self.path("kept.yaml"))
        )

    def test_energy_does_not_depend_on_the_recording(self):
        fine = self.summary(self.simulate("k.h5", "--set", "record.every=10 s"))
        coarse = self.summary(self.simulate("l.h5", "--set", "record.every=1 h"))
        for key in ("it_energy_MWh", "facility_energy_MWh"):
            self.assertAlmostEqual(fine[key] / coarse[key], 1.0, delta=1e-9, msg=key)


if __name__ == "__main__":
    unittest.main()
