#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Studies: what is run, how often, what is left after an end that nobody asked for, the table."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../support"))
import icekeel  # noqa: E402
import weather_file  # noqa: E402

STUDY = f"""\
schema: 1
name: Racks and their nodes
scenario: {HERE}/scenarios/rack.yaml
set: [record.every=1 h]
parameters:
  - {{path: "sites[0].halls[0].racks.count", name: racks, values: [1, 2, 3]}}
  - {{path: "sites[0].cooling.supply", from: 16 degC, to: 18 degC, steps: 2}}
design: grid
replicates: 2
outputs: [pue, facility_energy_MWh]
"""


class Studies(unittest.TestCase):
    """A study in a folder of its own."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="icekeel-studies-")
        self.addCleanup(scratch.cleanup)
        self.folder = scratch.name
        self.write(STUDY)

    def write(self, text, name="study.yaml"):
        with open(os.path.join(self.folder, name), "w", encoding="utf-8") as file:
            file.write(text)

    def sweep(self, *arguments, code=0, prefix=()):
        answer = icekeel.run("sweep", *arguments, folder=self.folder, prefix=prefix)
        self.assertEqual(answer.returncode, code, answer.stderr + answer.stdout)
        return answer

    def status(self):
        return json.loads(self.sweep("status", "study.yaml", "--format", "json").stdout)

    def outcomes(self):
        folder = os.path.join(self.folder, "study.points/outcomes")
        return {name: os.stat(os.path.join(folder, name)).st_mtime_ns for name in os.listdir(folder)}

    def expect_refused(self, *messages, text=None, arguments=("plan", "study.yaml")):
        if text is not None:
            self.write(text)
        answer = self.sweep(*arguments, code=2)
        for message in messages:
            self.assertIn(message, answer.stderr)
        self.assertEqual(answer.stdout, "")

    def test_a_study_is_planned_run_once_and_collected(self):
        plan = self.sweep("plan", "study.yaml").stdout
        self.assertIn("6 samples, 2 replicates, 12 points (12 different)", plan)
        rows = self.sweep("plan", "study.yaml", "--format", "csv").stdout.splitlines()
        self.assertEqual(rows[0], "id,sample,replicate,seed,racks,supply")
        self.assertEqual([row.split(",")[1:] for row in rows[1:4]],
                         [["0", "0", "7", "1", "16 degC"], ["0", "1", "8", "1", "16 degC"],
                          ["1", "0", "7", "1", "18 degC"]])
        self.sweep("run", "study.yaml")
        first = self.outcomes()
        self.assertEqual({name[:-5] for name in first}, {row.split(",")[0] for row in rows[1:]})
        self.assertIn("0 of them in this run", self.sweep("run", "study.yaml").stdout)
        self.assertEqual(first, self.outcomes(), "no point ran twice")
        self.assertEqual(os.listdir(os.path.join(self.folder, "study.points/work")), [])
        self.assertEqual(os.listdir(os.path.join(self.folder, "study.points/claims")), [])
        found = json.loads(self.sweep("collect", "study.yaml", "--format", "json").stdout)
        self.assertEqual((found["complete"], found["failed"], found["missing"]), (12, 0, 0))
        self.check_table()
        self.check_one_point()

    def ids(self):
        rows = self.sweep("plan", "study.yaml", "--format", "csv").stdout.splitlines()[1:]
        return [row.split(",")[0] for row in rows]

    def test_a_changed_file_gives_other_points(self):
        weather = os.path.join(self.folder, "weather.epw")
        with open(weather, "w", encoding="utf-8") as file:
            file.write(weather_file.epw())
        self.write(STUDY.replace("[record.every=1 h]", f"[record.every=1 h, 'sites[0].climate={{epw: {weather}}}']"))
        first = self.ids()
        self.assertEqual(first, self.ids(), "the same files give the same points")
        with open(weather, "a", encoding="utf-8") as file:
            file.write("\n")
        self.assertTrue(set(first).isdisjoint(self.ids()), "another file gives other points")

    def test_a_changed_catalogue_gives_other_points(self):
        own = os.path.join(self.folder, "own")
        for part in ("platforms", "workloads"):
            shutil.copytree(os.path.join(icekeel.SOURCE, part, "catalogue"), os.path.join(own, part, "catalogue"))
        first = self.ids()
        before = icekeel.SOURCE
        icekeel.SOURCE = own
        try:
            self.assertEqual(first, self.ids(), "a copy of the catalogue changes nothing")
            with open(os.path.join(own, "platforms/catalogue/grids/france.yaml"), "a", encoding="utf-8") as file:
                file.write("\n")
            self.assertTrue(set(first).isdisjoint(self.ids()), "another entry gives other points")
        finally:
            icekeel.SOURCE = before

    def check_table(self):
        import numpy
        import xarray
        with xarray.open_dataset(os.path.join(self.folder, "study.h5")) as table:
            self.assertEqual(table.pue.dims, ("racks", "supply", "replicate"))
            self.assertEqual(list(table.racks.values), [1, 2, 3])
            self.assertEqual(list(table.supply.values), [16, 18])
            self.assertEqual(table.supply.attrs["units"], "degC")
            self.assertTrue((table.status == 0).all())
            energy = table.facility_energy_MWh
            self.assertEqual(energy.attrs["units"], "MW h")
            self.assertTrue((energy.isel(racks=2) > energy.isel(racks=0)).all())
            numpy.testing.assert_allclose(energy.mean("replicate"), table.facility_energy_MWh_mean)
        subprocess.run(["ncdump", "-h", os.path.join(self.folder, "study.h5")], check=True,
                       stdout=subprocess.DEVNULL)

    def test_a_sampled_study_has_its_parameters_as_coordinates(self):
        import netCDF4
        import xarray
        self.write(STUDY.replace("design: grid", "design: latin-hypercube\nsamples: 20").replace(
            'path: "sites[0].halls[0].racks.count", name: racks, values: [1, 2, 3]',
            "name: plant, cases: [{name: small, set: [record.every=2 h]}, "
            "{name: large, set: [record.every=3 h]}]"))
        answer = self.sweep("collect", "study.yaml")
        self.assertIn("40 points have not ended", answer.stderr)
        file = os.path.join(self.folder, "study.h5")
        with xarray.open_dataset(file) as table:
            self.assertEqual(table.pue.dims, ("sample", "replicate"))
            self.assertEqual(table.pue_mean.dims, ("sample",))
            self.assertLessEqual({"supply", "plant"}, set(table.coords))
            self.assertEqual(sorted(table.plant.values), ["large"] * 10 + ["small"] * 10)
            strata = sorted(int((value - 16) * 10) for value in table.supply.values)
            self.assertEqual(strata, list(range(20)))
            self.assertTrue((table.status == 2).all())
            self.assertTrue(bool(table.pue.isnull().all()))
        with netCDF4.Dataset(file) as table:
            self.assertEqual(table["supply"].units, "degC")

    def check_one_point(self):
        """A cell of the table is what a run by hand gives."""
        import xarray
        run = icekeel.run("run", os.path.join(HERE, "scenarios/rack.yaml"), "-o", "own.h5",
                          "--seed", 8, "--set", "record.every=1 h", "--set",
                          "sites[0].halls[0].racks.count=3", "--set",
                          "sites[0].cooling.supply=18 degC", folder=self.folder)
        self.assertEqual(run.returncode, 0, run.stderr)
        own = json.loads(icekeel.run("summary", "own.h5", "--format", "json",
                                     folder=self.folder).stdout)
        with xarray.open_dataset(os.path.join(self.folder, "study.h5")) as table:
            cell = table.pue.sel(racks=3, supply=18, replicate=1)
            self.assertEqual(float(cell), own["pue"])

    def test_a_failed_point_is_reported_and_the_rest_goes_on(self):
        # A century of minutes takes longer than the limit.
        self.write(STUDY.replace("replicates: 2", "limits: {time: 5 s}").replace(
            'path: "sites[0].halls[0].racks.count", name: racks, values: [1, 2, 3]',
            "path: duration, name: span, values: [6 h, 36000 d]").replace("1 h]", "1 min]"))
        answer = self.sweep("run", "study.yaml", code=1)
        self.assertIn("it ran longer than 5 s", answer.stderr)
        self.assertIn("span=36000 d", answer.stderr)
        state = self.status()
        self.assertEqual((state["complete"], state["failed"], state["waiting"]), (2, 2, 0))
        self.assertEqual(len(state["failures"]), 2)
        found = json.loads(self.sweep("collect", "study.yaml", "--format", "json").stdout)
        self.assertEqual([sample["outputs"]["pue"] is None for sample in found["samples"]],
                         [False, False, True, True])

    def test_a_point_that_takes_too_much_memory_is_stopped(self):
        self.write(STUDY.replace("replicates: 2", "limits: {memory: 4 MiB}").replace(
            "[1, 2, 3]", "[1]").replace("1 h]", "1 min, duration=3600 d]"))
        answer = self.sweep("run", "study.yaml", code=1)
        self.assertIn("it used more than 4 MiB of memory", answer.stderr)
        self.write(STUDY.replace("[1, 2, 3]", "[1]").replace("replicates: 2", "limits: {memory: 4 GiB}"))
        self.assertIn("2 of 2 points are done (0 failed)", self.sweep("run", "study.yaml").stdout)

    def start_pool(self, *arguments):
        run = icekeel.start("sweep", "run", "study.yaml", *arguments, folder=self.folder)
        self.addCleanup(run.stdout.close)
        self.addCleanup(run.stderr.close)
        self.addCleanup(run.kill)
        return run

    def wait_for_outcomes(self, run, count):
        deadline = time.monotonic() + 60
        folder = os.path.join(self.folder, "study.points/outcomes")
        while not os.path.isdir(folder) or len(os.listdir(folder)) < count:
            self.assertIsNone(run.poll(), "the sweep ended too early")
            self.assertLess(time.monotonic(), deadline, "no point ends")
            time.sleep(0.005)

    def end_half_way(self, how, code):
        run = self.start_pool("-j", "1")
        self.wait_for_outcomes(run, 3)
        run.send_signal(how)
        out, err = run.communicate(timeout=60)
        self.assertEqual(run.returncode, code, err + out)
        before = self.outcomes()
        self.assertLess(len(before), 12)
        self.sweep("run", "study.yaml")
        after = self.outcomes()
        self.assertEqual(len(after), 12)
        self.assertEqual(before, {name: after[name] for name in before}, "what was done is kept")
        return err

    def test_an_interruption_leaves_what_status_shows(self):
        said = self.end_half_way(signal.SIGINT, 3)
        self.assertIn("of 12 points are done, the same command goes on", said)

    def test_a_kill_is_made_good_by_the_next_run(self):
        self.end_half_way(signal.SIGKILL, -signal.SIGKILL)

    def test_two_pools_share_the_points(self):
        pools = [self.start_pool("-j", "1"), self.start_pool("-j", "1")]
        ran = 0
        for pool in pools:
            out, err = pool.communicate(timeout=60)
            self.assertEqual(pool.returncode, 0, err)
            ran += int(out.split(" failed), ")[1].split(" ")[0])
        self.assertEqual(ran, 12)

    def test_bad_studies_are_refused_with_their_place(self):
        self.expect_refused("study.yaml:7:", "has no setting 'suply'", "did you mean 'supply'?",
                            text=STUDY.replace("cooling.supply", "cooling.suply"))
        self.expect_refused("study.yaml:6:", "'many'", "no point was run",
                            text=STUDY.replace("[1, 2, 3]", "[1, many]"))
        self.expect_refused("it has no '[7]'", text=STUDY.replace("halls[0]", "halls[7]"))
        self.expect_refused("'16 degC' and '18 K' are not in the same unit",
                            text=STUDY.replace("18 degC", "18 K"))
        self.expect_refused("the name 'racks' is taken",
                            text=STUDY.replace("steps: 2", "steps: 2, name: racks"))
        self.expect_refused("no such file", text=STUDY.replace("rack.yaml", "rock.yaml"))

    def test_a_large_study_is_not_run_by_mistake(self):
        large = STUDY.replace("steps: 2", "steps: 1000").replace("replicates: 2", "replicates: 400")
        self.expect_refused("makes 1200000 points", "add --yes", text=large)
        self.expect_refused("would make 3e+09 points", text=large.replace("400", "1000000"),
                            arguments=("run", "study.yaml", "--yes"))

    def test_a_full_disk_leaves_no_table(self):
        self.sweep("run", "study.yaml")
        limit = ["bash", "-c", 'trap "" XFSZ; ulimit -f 4; exec "$@"', "limit"]
        answer = self.sweep("collect", "study.yaml", code=1, prefix=limit)
        self.assertIn("study.h5 cannot be written", answer.stderr)
        self.assertEqual([name for name in os.listdir(self.folder) if ".h5" in name], [])

    def test_an_output_that_no_point_has_is_named(self):
        self.write(STUDY.replace("[pue,", "[peu,"))
        self.sweep("run", "study.yaml")
        answer = self.sweep("collect", "study.yaml")
        self.assertIn("no point has a figure 'peu'; did you mean 'pue'?", answer.stderr)

    def test_the_search_finds_what_trying_all_finds(self):
        racks = STUDY[:STUDY.index("  - {path: \"sites[0].cooling")].replace(
            "values: [1, 2, 3]", "from: 1, to: 12, steps: 12, integer: true")
        self.write(racks + "design: grid\n")
        self.sweep("run", "study.yaml")
        samples = json.loads(self.sweep("collect", "study.yaml", "--format", "json").stdout)["samples"]
        power = [sample["outputs"]["peak_facility_power_MW"] for sample in samples]
        limit = (power[6] + power[7]) / 2
        most = max(i for i, each in enumerate(power) if each <= limit)
        self.write(racks + "optimize:\n  objective: {output: it_energy_MWh, want: most}\n"
                   f"  limits: [{{output: peak_facility_power_MW, most: {limit}}}]\n")
        before = self.outcomes()
        answer = icekeel.run("optimize", "study.yaml", "--format", "json", folder=self.folder)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        found = json.loads(answer.stdout)
        self.assertEqual(found["best"]["parameters"]["racks"], str(most + 1))
        self.assertEqual(before, self.outcomes(), "no point ran twice")
        self.write(racks + "optimize: {objective: {output: it_energy}}\n")
        answer = icekeel.run("optimize", "study.yaml", folder=self.folder)
        self.assertEqual(answer.returncode, 2)
        self.assertIn("no figure 'it_energy'", answer.stderr)

    def test_without_slurm_it_says_so(self):
        shown = self.sweep("submit", "study.yaml", "--slurm", "--show").stdout
        self.assertIn("#SBATCH --array=0-11", shown)
        none = ["env", "PATH=/nonexistent"]
        if os.path.exists("/usr/bin/env"):
            none[0] = "/usr/bin/env"
        answer = self.sweep("submit", "study.yaml", "--slurm", code=1, prefix=none)
        self.assertIn("there is no Slurm here", answer.stderr)


if __name__ == "__main__":
    unittest.main()
