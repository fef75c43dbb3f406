#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""icekeel compare-cooling: what everybody knows of cooling holds in its table, for one year."""

import csv
import io
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../support"))
import icekeel

SCENARIO = os.path.join(icekeel.SOURCE, "examples/05-compare-cooling/scenario.yaml")
COARSE = ["--set", "facility_step=1 h"]
STRATEGIES = "air-economizer,chilled-water,warm-water"

wrong = []


def expect(holds, what):
    if not holds:
        wrong.append(what)


def compare(*arguments):
    return icekeel.run("compare-cooling", SCENARIO, *COARSE, *arguments)


def table():
    answer = compare("--strategies", STRATEGIES, "--climates", "stockholm,singapore", "--format", "json")
    expect(answer.returncode == 0, f"exit {answer.returncode}: {answer.stderr}")
    runs = json.loads(answer.stdout)["runs"]
    return {(run["climate"], run["strategy"]): run for run in runs}


def bad_input():
    cases = {
        "did you mean 'warm-water'": ["--strategies", "warm-wate"],
        "did you mean 'stockholm'": ["--climates", "stokholm"],
        "the catalogue has no racks/jean-zay-h100-26-immersion": [
            "--strategies", "immersion", "--set", "sites[0].halls[0].racks.like=racks/jean-zay-h100-26"],
        "no setting": ["--strategies", "crac-dx", "--set", "sites[0].nothing=1"],
    }
    for message, arguments in cases.items():
        answer = compare(*arguments)
        expect(answer.returncode == 2, f"{arguments}: exit {answer.returncode}")
        expect(message in answer.stderr, f"{arguments}: {answer.stderr}")
        expect(answer.stdout == "", f"{arguments} prints {answer.stdout}")


rows = table()
expect(len(rows) == 6, f"{len(rows)} rows")
north, south = rows["stockholm", "air-economizer"], rows["singapore", "air-economizer"]
expect(north["cooling_energy_MWh"] < 0.5 * south["cooling_energy_MWh"], "free cooling in Stockholm")
for climate in ("stockholm", "singapore"):
    warm, chilled = rows[climate, "warm-water"], rows[climate, "chilled-water"]
    expect(warm["cooling_energy_MWh"] < chilled["cooling_energy_MWh"], f"warm water in {climate}")
    expect(warm["it_energy_MWh"] < chilled["it_energy_MWh"], f"fewer fans on cold plates in {climate}")
    expect(rows[climate, "air-economizer"]["heat_reused_MWh"] is None, "outdoor air has no water")
for run in rows.values():
    expect(1.0 < run["pue"] < run["tue"] < 2.0, f"PUE and TUE of {run}")

listed = compare("--strategies", "crac-dx", "--climates", "paris", "--format", "csv")
lines = list(csv.DictReader(io.StringIO(listed.stdout)))
expect(len(lines) == 1 and lines[0]["strategy"] == "crac-dx", "one row of CSV")
expect(lines[0]["heat_reused_MWh"] == "", "an absent figure is empty")
bad_input()
print("\n".join(wrong) if wrong else "the table says what everybody knows")
sys.exit(1 if wrong else 0)
