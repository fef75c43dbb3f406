# SPDX-License-Identifier: Apache-2.0
"""icekeel import: a scenario of a site that exists runs, and its IT draws what the meter showed."""

import json
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
import icekeel

RACKS = """name,row,kind,power_kW
A1,A,dgx-h100-4,44
A2,A,dgx-h100-4,44
B1,B,dgx-a100-4,30
"""


def write(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def expect(holds, what):
    if not holds:
        sys.exit(f"does not hold: {what}")


def ran(folder):
    result = os.path.join(folder, "result.h5")
    run = icekeel.run("run", os.path.join(folder, "site", "scenario.yaml"), "-o", result)
    expect(run.returncode == 0, f"the scenario runs: {run.stderr}")
    return json.loads(icekeel.run("summary", result, "--format", "json").stdout), result


def main():
    with tempfile.TemporaryDirectory() as folder:
        racks = write(folder, "racks.csv", RACKS)
        site = os.path.join(folder, "site")

        # A meter is replayed to the watt: what is left over the switches goes to the nodes.
        powers = [41.5, 60.25, 48.0, 39.0]
        rows = "".join(f"2026-05-01T{6 + i // 4:02}:{15 * (i % 4):02}:00Z,{p}\n" for i, p in enumerate(powers + [0]))
        meter = write(folder, "meter.csv", "time,power_kW\n" + rows)
        made = icekeel.run("import", "--racks", racks, "--meter", meter, "-o", site)
        expect(made.returncode == 0, f"import with a meter: {made.stderr}")
        summary, _ = ran(folder)
        energy = sum(powers) * 0.25 / 1000
        expect(abs(summary["it_energy_MWh"] / energy - 1) < 1e-9,
               f"{summary['it_energy_MWh']} MWh of IT are the {energy} MWh of the meter")

        # Jobs of a trace run, and come back out with their numbers and sizes.
        lines = ["; UnixStartTime: 1770000000"] + [
            f"{i} {60 * i} -1 {600 + i} {1 + i % 8} -1 -1 {1 + i % 8} 1800 -1 1 {i % 3} -1 -1 1 -1 -1 -1"
            for i in range(1, 51)]
        trace = write(folder, "jobs.swf", "\n".join(lines) + "\n")
        made = icekeel.run("import", "--racks", racks, "--jobs", trace, "-o", site)
        expect(made.returncode == 0, f"import with jobs: {made.stderr}")
        summary, result = ran(folder)
        expect(summary["jobs"]["submitted"] == 50, "all jobs are submitted")
        out = [line.split() for line in icekeel.run("jobs", result).stdout.splitlines()
               if not line.startswith(";")]
        expect([(f[0], f[1], f[4], f[8], f[11]) for f in out] ==
               [(f[0], f[1], f[4], f[8], f[11]) for f in (line.split() for line in lines[1:])],
               "numbers, submissions, sizes, requests and users come back")
        expect(all(len(f) == 18 for f in out), "18 fields")

        # Bad tables: every fault with its line.
        bad = write(folder, "bad.csv", RACKS + "A1,A,dgx-h100-5,x\n")
        wrong = icekeel.run("import", "--racks", bad, "-o", site)
        expect(wrong.returncode == 2, "exit 2")
        for text in ("bad.csv:5", "there is a rack 'A1' already", "did you mean 'dgx-h100-4'?", "'x' is not a power"):
            expect(text in wrong.stderr, f"'{text}' in: {wrong.stderr}")
        meter = write(folder, "meter.csv", "time,power_kW\n2026-05-01T06:00:00Z,1\n2026-05-01T05:00:00Z,x\n")
        wrong = icekeel.run("import", "--racks", racks, "--meter", meter, "-o", site)
        expect(wrong.returncode == 2 and "clock goes back" in wrong.stderr, wrong.stderr)
    print("imports hold")


main()
