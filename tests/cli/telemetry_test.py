# SPDX-License-Identifier: Apache-2.0
"""icekeel calibrate telemetry: planted settings are found again in noisy series of a run."""

import json
import os
import random
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
import icekeel

SCENARIO = """schema: 1
name: Measured hall
start: 2026-07-01T00:00:00Z
duration: 2 d
sites:
  - name: here
    climate: {like: climates/paris}
    grid: {like: grids/france}
    halls: [{racks: {like: racks/dgx-a100-4, count: 8}}]
    fabric: {like: fabrics/fat-tree-hdr}
    power: {like: electrical/2n}
    cooling: {like: plants/chilled-water}
facility_step: 10 min
record: {every: 1 h}
"""
TOWER = "sites[0].cooling.tower.design_approach"
SUPPLY = "sites[0].cooling.supply"


def expect(holds, what):
    if not holds:
        sys.exit(f"does not hold: {what}")


def main():
    with tempfile.TemporaryDirectory() as folder:
        scenario = os.path.join(folder, "hall.yaml")
        with open(scenario, "w", encoding="utf-8") as file:
            file.write(SCENARIO)
        real = os.path.join(folder, "real.h5")
        run = icekeel.run("run", scenario, "--set", f"{TOWER}=5.5 K", "--set", f"{SUPPLY}=16.5 degC", "-o", real)
        expect(run.returncode == 0, f"the planted scenario runs: {run.stderr}")

        # Meters with an error of 1 % of each reading.
        lines = icekeel.run("csv", real, "cooling_power", "facility_power").stdout.splitlines()
        noise = random.Random(5)
        table = os.path.join(folder, "meters.csv")
        with open(table, "w", encoding="utf-8") as file:
            file.write(lines[0] + "\n")
            for line in lines[1:]:
                date, seconds, *values = line.split(",")
                noisy = [repr(float(value) * noise.gauss(1, 0.01)) for value in values]
                file.write(",".join([date, seconds] + noisy) + "\n")

        fit = icekeel.run("calibrate", "telemetry", scenario, table, "--free", f"{TOWER}=3:8 K",
                          "--free", f"{SUPPLY}=14:20 degC", "--format", "json")
        expect(fit.returncode == 0, f"the fit settles: {fit.stderr}")
        found = json.loads(fit.stdout)
        for setting, planted in zip(found["settings"], [5.5, 16.5]):
            # One 95 % interval in twenty does not hold it; three standard deviations miss one in 370.
            expect(abs(setting["value"] - planted) <= 3 / 1.96 * setting["confidence"],
                   f"{setting} is near the planted {planted}")
        for series in found["series"]:
            expect(series["cv_rmse"] < 0.02, f"{series['name']} is met within its noise: {series}")
            expect(series["cv_rmse"] <= series["cv_rmse_before"] + 1e-9, f"no worse than before: {series}")

        wrong = icekeel.run("calibrate", "telemetry", scenario, table, "--free", "sites[0].coling.supply=14:20 degC")
        expect(wrong.returncode == 2 and "cooling" in wrong.stderr, f"a wrong path: {wrong.stderr}")


main()
