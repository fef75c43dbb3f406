#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Runs every block of simulator/docs/formats/tools.md on a year, and the notebook; all must agree.

use_with_tools.py ICEKEEL: the program that makes the year.
"""

import json
import os
import re
import subprocess
import sys
import tempfile

SOURCE = os.path.abspath(os.path.join(os.path.dirname(__file__), "../.."))
ICEKEEL = os.path.abspath(sys.argv[1])
os.environ.update(ICEKEEL=ICEKEEL, ICEKEEL_CATALOGUE=SOURCE, MPLBACKEND="Agg", LC_ALL="C.UTF-8")
os.environ["PATH"] = os.path.dirname(ICEKEEL) + os.pathsep + os.environ["PATH"]
sys.path.insert(0, os.path.join(SOURCE, "analysis/python"))
import icekeel  # noqa: E402
import matplotlib.pyplot  # noqa: E402
import numpy  # noqa: E402

wrong = []


def expect(holds, what):
    print(("" if holds else "FAILED: ") + what)
    if not holds:
        wrong.append(what)


def blocks():
    """Name, language and code of every block of the page."""
    with open(os.path.join(SOURCE, "simulator/docs/formats/tools.md"), encoding="utf-8") as file:
        parts = re.split(r"^## ", file.read(), flags=re.M)[1:]
    for part in parts:
        found = re.search(r"^```(\w+)\n(.*?)^```", part, flags=re.M | re.S)
        if found:
            yield part.split("\n", 1)[0], found[1], found[2]


def pue_of(language, code):
    """What a block finds, month by month; a block in Python also has to draw."""
    if language == "sh":
        done = subprocess.run(["bash", "-euo", "pipefail", "-c", code], capture_output=True, text=True, check=False)
        if done.returncode:
            return done.stderr
        expect(os.path.getsize("pue.png") > 1000, "a picture by gnuplot")
        os.remove("pue.png")
        return [float(line.split()[1]) for line in done.stdout.splitlines()]
    names = {}
    matplotlib.pyplot.figure()
    exec(code, names)  # noqa: S102: the page's own code
    expect(matplotlib.pyplot.gca().has_data(), "a picture by matplotlib")
    return numpy.asarray(names["pue"])


def same(found, truth):
    return not isinstance(found, str) and len(found) == len(truth) and numpy.allclose(found, truth, rtol=1e-5)


def run_notebook():
    with open(os.path.join(SOURCE, "analysis/python/example.ipynb"), encoding="utf-8") as file:
        cells = json.load(file)["cells"]
    names = {}
    os.chdir(SOURCE)
    for cell in cells:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), names)  # noqa: S102
    expect(names["singapore"].icekeel.pue() > names["paris"].icekeel.pue(), "the notebook: Singapore needs more cooling than Paris")


def complains(act, error, words):
    try:
        act()
    except error as problem:
        return all(word in str(problem) for word in words)
    return False


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    scenario = os.path.join(SOURCE, "examples/01-first-rack/scenario.yaml")
    run = icekeel.run(scenario, "run.h5", duration="365 d", facility_step="1 h", record="{every: 1 h}", seed=7)
    expect(run.attrs["seed"] == 7, "a seed from Python")
    summary = run.icekeel.summary
    expect(abs(float(run.icekeel.energy()) / summary["facility_energy_MWh"] - 1) < 1e-9, "the series hold the energy of the summary")
    expect(abs(float(run.icekeel.pue()) / summary["pue"] - 1) < 1e-9, "and its PUE")
    truth = numpy.asarray(run.icekeel.pue(by="month"))
    months = run.icekeel.energy(by="month")
    expect(13 == len(truth) and abs(float(months.sum()) / summary["facility_energy_MWh"] - 1) < 1e-9, "months hold all of the energy")
    with open("run.h5", "rb") as file:  # a second look, as another program has it
        expect(file.read(4) == b"\x89HDF", "a result file")
    for title, language, code in blocks():
        lines = [line for line in code.splitlines() if not line.startswith("cat ")]
        expect(len(lines) <= 5, f"{title}: at most five lines")
        found = pue_of(language, code)
        expect(same(found, truth), f"{title}: PUE by month" if same(found, truth) else f"{title}: {str(found)[:300]} is not {truth}")
    expect(list(run.icekeel.jobs["name"]) == ["fine-tune a 7B model"], "jobs as a table")
    expect("sites:" in run.icekeel.provenance["resolved_scenario"], "the scenario as a text")
    expect(icekeel.setting_path("sites__0__halls__1__racks__count") == "sites[0].halls[1].racks.count", "names are paths")
    expect(complains(lambda: icekeel.run(scenario, sites__0__colour="red"), icekeel.BadScenario, ["colour"]), "a wrong setting is told")
    expect(complains(lambda: icekeel.open("none.h5"), FileNotFoundError, ["none.h5"]), "a missing file is told")
    with open("text.h5", "w", encoding="utf-8") as file:
        file.write("no HDF5")
    expect(complains(lambda: icekeel.open("text.h5"), ValueError, ["no result file"]), "a foreign file is told")
    run_notebook()
    run.close()
sys.exit(1 if wrong else 0)
