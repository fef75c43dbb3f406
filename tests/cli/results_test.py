#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""icekeel report, compare, plot, csv and view: what they write, and what they say to files that are no results."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../support"))
import h5py
import icekeel

wrong = []


def expect(holds, what):
    if not holds:
        wrong.append(what)


def example(name):
    return os.path.join(icekeel.SOURCE, "examples", name, "scenario.yaml")


def prepare(folder):
    """Three results, and files that are none."""
    rack = example("01-first-rack")
    for name, changes in {"a": (), "b": ("seed=2",), "c": ("sites[0].climate={like: climates/singapore}",)}.items():
        settings = [word for change in changes for word in ("--set", change)]
        done = icekeel.run("run", rack, "-o", f"{name}.h5", *settings, folder=folder)
        expect(done.returncode == 0, f"{name}: {done.stderr}")
    path = os.path.join(folder, "a.h5")
    with open(path, "rb") as file, open(os.path.join(folder, "cut.h5"), "wb") as cut:
        cut.write(file.read()[:5000])
    shutil.copy(path, os.path.join(folder, "later.h5"))
    with h5py.File(os.path.join(folder, "later.h5"), "r+") as file:
        file.attrs["icekeel_format"] = [2, 3]
    with h5py.File(os.path.join(folder, "foreign.h5"), "w") as file:
        file["x"] = 1.0


def compares(folder):
    def ask(*arguments):
        return json.loads(icekeel.run("compare", *arguments, "--format", "json", folder=folder).stdout)

    two = ask("a.h5", "c.h5", "--rank", "pue")
    pue = next(f for f in two["figures"] if f["name"] == "pue")
    expect(pue["differences"] == [0.0, pue["values"][1] - pue["values"][0]], "the difference is B less A")
    paths = {s["path"]: s["values"] for s in two["settings"]}
    expect(any("climate" in path for path in paths), f"the climate differs: {paths}")
    order = [place["file"] for place in two["ranking"]["order"]]
    other = ask("c.h5", "a.h5", "c.h5", "--rank", "pue")["ranking"]["order"]
    expect(list(dict.fromkeys(place["file"] for place in other)) == order, "order and copies change no ranking")
    expect(ask("a.h5", "a.h5")["settings"] == [], "a result differs from itself in nothing")
    text = icekeel.run("compare", "a.h5", "b.h5", "c.h5", folder=folder).stdout
    expect(max(map(len, text.splitlines())) <= 100, "text is at most 100 columns wide")
    page = icekeel.run("compare", "a.h5", "c.h5", "--format", "html", "-o", "c.html", folder=folder)
    expect(page.returncode == 0 and os.path.getsize(os.path.join(folder, "c.html")) > 5000, "a page")
    unknown = icekeel.run("compare", "a.h5", "c.h5", "--rank", "puee", folder=folder)
    expect(unknown.returncode == 2 and "did you mean 'pue'?" in unknown.stderr, unknown.stderr)


def plots(folder):
    for end, start in {"svg": b"<?xml", "png": b"\x89PNG", "pdf": b"%PDF"}.items():
        done = icekeel.run("plot", "a.h5", "it_power", "pue", "-o", f"p.{end}", folder=folder)
        expect(done.returncode == 0, f"{end}: {done.stderr}")
        with open(os.path.join(folder, f"p.{end}"), "rb") as file:
            expect(file.read().startswith(start), f"p.{end} is a picture")
    os.remove(os.path.join(folder, "p.pdf"))
    subprocess.run(["gnuplot", "p.gp"], cwd=folder, check=True)
    expect(os.path.exists(os.path.join(folder, "p.pdf")), "the script draws it again")
    bad = icekeel.run("plot", "a.h5", "it_powr", "pue[x]", "-o", "q.svg", folder=folder)
    expect(bad.returncode == 2 and "did you mean 'it_power'?" in bad.stderr and "write 'pue'" in bad.stderr, bad.stderr)
    kind = icekeel.run("plot", "a.h5", "pue", "-o", "q.gif", folder=folder)
    expect(kind.returncode == 2 and ".svg, .png or .pdf" in kind.stderr, kind.stderr)
    over = icekeel.run("plot", "a.h5", "pue", "-o", "a.h5", folder=folder)
    expect(over.returncode == 2, "a result is not drawn over")


def writes_csv(folder):
    def rows(*names):
        done = icekeel.run("csv", "a.h5", *names, folder=folder)
        expect(done.returncode == 0, done.stderr)
        return list(csv.reader(io.StringIO(done.stdout)))

    series = rows("facility_power", "rack_air_inlet_temperature")
    expect(series[0] == ["from", "seconds", "facility_power [W]", "rack_air_inlet_temperature [degC]"], f"{series[0]}")
    energy = sum(float(row[1]) * float(row[2]) for row in series[1:]) / 3.6e9
    summary = json.loads(icekeel.run("summary", "a.h5", "--format", "json", folder=folder).stdout)
    expect(abs(energy / summary["facility_energy_MWh"] - 1) < 1e-12, "the rows hold the energy of the summary")
    expect(series[1][0] == "2026-06-15T00:00:00Z" and len(series) == 1441, "a row a minute of the day")
    expect(rows("/jobs")[1][0] == "fine-tune a 7B model", "a table")
    expect(rows("rack_power")[0][2] == "rack_power[hall/r01-01] [W]", "a column a name")
    for names, words in {("it_powr",): "did you mean 'it_power'", ("/jobs", "pue"): "stands alone", ("pue", "rack_power"): "two files", ("/job",): "did you mean '/jobs'"}.items():
        done = icekeel.run("csv", "a.h5", *names, folder=folder)
        expect(done.returncode == 2 and words in done.stderr, f"{names}: {done.stderr}")


def views(folder):
    done = icekeel.run("view", "a.h5", "-o", "v.html", folder=folder)
    if "built without the viewer" in done.stderr:
        return
    expect(done.returncode == 0 and os.path.getsize(os.path.join(folder, "v.html")) > 1e6, done.stderr)
    done = icekeel.run("view", "cut.h5", "-o", "v.html", folder=folder)
    expect(done.returncode == 2 and "damaged or cut short" in done.stderr, done.stderr)


def refuses(folder):
    said = {"later.h5": ("2.3", "version 1"), "foreign.h5": ("icekeel_format",), "cut.h5": ("damaged or cut short",), "none.h5": ("does not exist",)}
    for name, words in said.items():
        for command in (["report", "a.h5", name], ["compare", "a.h5", name], ["plot", name, "pue"]):
            done = icekeel.run(*command, folder=folder)
            expect(done.returncode == 2 and all(word in done.stderr for word in words), f"{command}: {done.returncode} {done.stderr}")
    over = icekeel.run("report", "a.h5", "-o", "a.h5", folder=folder)
    expect(over.returncode == 2 and "a result is read from this file" in over.stderr, over.stderr)
    nowhere = icekeel.run("report", "a.h5", "-o", "no/where.html", folder=folder)
    expect(nowhere.returncode == 2 and "there is no folder 'no'" in nowhere.stderr, nowhere.stderr)


with tempfile.TemporaryDirectory() as scratch:
    prepare(scratch)
    compares(scratch)
    plots(scratch)
    writes_csv(scratch)
    views(scratch)
    refuses(scratch)
print("\n".join(wrong) if wrong else "results are shown, compared and drawn; what is none is refused")
sys.exit(1 if wrong else 0)
