#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""icekeel openmetrics: the reference parser takes every line, and finds what is in the result.

openmetrics_test.py ICEKEEL RESULT.h5
"""

import calendar
import os
import subprocess
import sys
import tempfile
import time

import h5py
import numpy

try:
    from prometheus_client.openmetrics.parser import text_string_to_metric_families
except ImportError:
    print("skipped: needs python3-prometheus-client")
    sys.exit(77)

PROGRAM, RESULT = map(os.path.abspath, sys.argv[1:3])
FACTORS = {"W": 1, "MW h": 3.6e9, "kW h": 3.6e6, "MW": 1e6, "MW s-1": 1e6, "degC": 1, "1": 1, "s": 1, "h": 3600, "kg s-1": 1e3, "t": 1e6, "kg": 1e3, "m3": 1,
           "L kW-1 h-1": 1e-3 / 3.6e6, "kg kW-1 h-1": 1e3 / 3.6e6, "Gbyte": 1e9, "Pbyte": 1e15}
BASE = {"watts", "joules", "watts_per_second", "seconds", "celsius", "grams", "grams_per_second", "cubic_meters", "cubic_meters_per_joule", "grams_per_joule", "bytes", "ratio", ""}
wrong = []


def expect(holds, what):
    if not holds:
        wrong.append(what)


def ask(*arguments):
    return subprocess.run([PROGRAM, "openmetrics", RESULT, *arguments], capture_output=True, text=True, check=False)


def families(*arguments):
    done = ask(*arguments)
    expect(done.returncode == 0, done.stderr)
    return {family.name: family for family in text_string_to_metric_families(done.stdout)}


def named(all_families, name, unit):
    """The family of a series or figure whose unit has left its name."""
    stem = "icekeel_" + name
    fits = [f for f in all_families.values() if f.unit == unit and f.name == (stem + "_" + unit if unit else stem)]
    return fits[0] if len(fits) == 1 else None


def holds_the_series(file, found):
    start = calendar.timegm(time.strptime(file.attrs["time_start"], "%Y-%m-%dT%H:%M:%SZ"))
    units = {"W": "watts", "degC": "celsius", "kg s-1": "grams_per_second", "1": ""}
    series = [name for name, data in file.items() if isinstance(data, h5py.Dataset) and "cell_methods" in data.attrs]
    expect({"facility_power", "rack_power", "pue"} <= set(series), f"the result has series: {series}")
    for name in series:
        data, factor = file[name], FACTORS[file[name].attrs["units"]]
        family = named(found, name, units[data.attrs["units"]]) or named(found, name, "ratio")
        if family is None:
            expect(False, f"there is no family for {name}")
            continue
        axis = file[data.attrs["cell_methods"].split(":")[0]]
        ends = start + file[axis.attrs["bounds"]][:, 1]
        expect(data.attrs["long_name"] in family.documentation, f"{name}: help is {family.documentation}")
        columns = data[:].reshape(len(ends), -1)
        values = [s.value for s in family.samples]
        expect(numpy.allclose(values, (columns * factor).T[~numpy.isnan(columns.T)], rtol=1e-6 if data.dtype == "f4" else 1e-15), f"{name}: other values")
        times = [float(s.timestamp) for s in family.samples]
        expect(times == [end for column in columns.T for end, value in zip(ends, column) if not numpy.isnan(value)], f"{name}: other times")


def holds_the_summary(file, found):
    energy = named(found, "summary_facility_energy", "joules").samples[0]
    expect(abs(energy.value / (file["summary/facility_energy_MWh"][()] * 3.6e9) - 1) < 1e-12, "the energy is that of the summary, in joules")
    power = named(found, "facility_power", "watts")
    widths = numpy.diff(file["time_bounds"][:])[:, 0]
    expect(abs(sum(s.value * w for s, w in zip(power.samples, widths)) / energy.value - 1) < 1e-9, "powers times intervals are the energy")
    figures = [f for f in found if f.startswith("icekeel_summary_")]
    numbers = [n for n, d in file["summary"].items() if d.dtype.kind == "f" and d.shape == () and numpy.isfinite(d[()])]
    expect(len(figures) == len(numbers), f"{len(figures)} figures of {len(numbers)}")
    run = found["icekeel_run"].samples[0]
    expect(run.labels["seed"] == str(file.attrs["seed"]) and run.labels["scenario"] == file.attrs["title"], f"{run}")
    strange = {f.name: f.unit for f in found.values() if f.unit not in BASE}
    expect(not strange, f"units that are no base units: {strange}")


def takes_names_and_labels():
    few = families("pue", "/summary", "--label", "run=a", "--label", 'note=x"y\\z')
    expect("icekeel_pue_ratio" in few and "icekeel_it_power_watts" not in few, f"only what is asked for: {list(few)}")
    labels = few["icekeel_pue_ratio"].samples[0].labels
    expect(labels == {"run": "a", "note": 'x"y\\z'}, f"{labels}")
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "run.txt")
        done = ask("pue", "-o", path)
        with open(path, encoding="utf-8") as file:
            expect(done.returncode == 0 and file.read() == ask("pue").stdout, "a file holds the same")
        before = os.path.getsize(RESULT)
        over = ask("pue", "-o", RESULT)
        expect(over.returncode == 2 and os.path.getsize(RESULT) == before, "a result is not written over")


def refuses():
    for arguments, words in {("puee",): "did you mean 'pue'?", ("pue", "--label", "run"): "write name=value", ("--label", "9a=b"): "no name of a label",
                             ("--label", "rack=b"): "the result's own", ("--label", "a=1", "--label", "a=2"): "given twice"}.items():
        done = ask(*arguments)
        expect(done.returncode == 2 and words in done.stderr and done.stdout == "", f"{arguments}: {done.returncode} {done.stderr}")
    full = subprocess.run(["sh", "-c", f"'{PROGRAM}' openmetrics '{RESULT}' pue > /dev/full"], capture_output=True, text=True, check=False)
    expect(full.returncode == 1 and "cannot be written" in full.stderr, f"a full disk: {full.returncode} {full.stderr}")


with h5py.File(RESULT) as result:
    everything = families()
    holds_the_series(result, everything)
    holds_the_summary(result, everything)
takes_names_and_labels()
refuses()
print("\n".join("FAILED: " + what for what in wrong))
sys.exit(bool(wrong))
