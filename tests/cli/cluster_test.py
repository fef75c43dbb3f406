#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""One study run by the pool, by a job array of a real Slurm and by mpirun: the tables are the same.

usage: cluster_test.py [STUDY.yaml]      by default a study of 12 short points
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../support"))
import icekeel  # noqa: E402
import small_cluster  # noqa: E402

SHORT = f"""\
schema: 1
name: Three ways to run a study
scenario: {HERE}/scenarios/rack.yaml
set: [record.every=1 h]
parameters:
  - {{path: "sites[0].halls[0].racks.count", name: racks, values: [1, 2, 3]}}
  - {{path: "sites[0].cooling.supply", from: 15 degC, to: 18 degC, steps: 4}}
outputs: [pue, facility_energy_MWh]
limits: {{time: 1 min, memory: 1 GiB}}
slurm: {{tasks: 5, time: 10 min}}
"""


def expect(holds, what):
    if not holds:
        sys.exit(what)


def sweep(*arguments, folder):
    answer = icekeel.run("sweep", *arguments, folder=folder, timeout=1800)
    expect(answer.returncode == 0, f"sweep {arguments}: {answer.stderr}{answer.stdout}")
    return answer.stdout


def by_pool(study, folder):
    sweep("run", study, "--folder", "pool.points", folder=folder)
    sweep("collect", study, "--folder", "pool.points", "-o", "pool.h5", folder=folder)


def by_slurm(study, folder, cluster):
    place = ["--folder", "slurm.points"]
    said = sweep("submit", study, "--slurm", *place, "-o", "slurm.h5", folder=folder)
    expect("#SBATCH --array=0-" in said and "job array" in said, said)
    state = json.loads(sweep("status", study, *place, "--format", "json", folder=folder))
    expect(state["slurm"]["array"]["states"], f"the queue knows nothing of it: {state}")
    table = os.path.join(folder, "slurm.h5")
    cluster.wait(lambda: os.path.exists(table), "Slurm makes no table", 1800)
    state = json.loads(sweep("status", study, *place, "--format", "json", folder=folder))
    expect(state["complete"] == state["points"], f"not all points are complete: {state}")


def by_mpirun(study, folder):
    environment = {**icekeel.environment(), "OMPI_ALLOW_RUN_AS_ROOT": "1",
                   "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}
    ranks = subprocess.run(
        ["mpirun", "--oversubscribe", "-n", "3", icekeel.program(), "sweep", "run", study,
         "--folder", "mpi.points"], cwd=folder, env=environment, capture_output=True, text=True,
        timeout=1800, check=False, stdin=subprocess.DEVNULL)
    expect(ranks.returncode == 0, ranks.stderr + ranks.stdout)
    shares = [int(line.split(" failed), ")[1].split(" ")[0])
              for line in ranks.stdout.splitlines() if " of them in this run" in line]
    expect(len(shares) == 3 and min(shares) > 0, f"a rank ran nothing: {ranks.stdout}")
    sweep("collect", study, "--folder", "mpi.points", "-o", "mpi.h5", folder=folder)
    return sum(shares)


def equal(folder, names):
    import xarray
    first = xarray.open_dataset(os.path.join(folder, names[0]))
    expect(int((first.status == 0).sum()) == first.status.size, "points are missing")
    for name in names[1:]:
        with xarray.open_dataset(os.path.join(folder, name)) as other:
            expect(first.identical(other), f"{names[0]} and {name} differ")
        with open(os.path.join(folder, names[0]), "rb") as a, \
                open(os.path.join(folder, name), "rb") as b:
            expect(a.read() == b.read(), f"{names[0]} and {name} differ in their bytes")
    return first.status.size


problem = small_cluster.why_not()
if not problem and not shutil.which("mpirun"):
    problem = "mpirun not found (package openmpi-bin)"
if problem:
    icekeel.skip(problem)
with tempfile.TemporaryDirectory(prefix="icekeel-cluster-") as scratch:
    file = os.path.join(scratch, "study.yaml")
    if len(sys.argv) > 1:
        file = os.path.abspath(sys.argv[1])
    else:
        with open(file, "w", encoding="utf-8") as out:
            out.write(SHORT)
    times = [time.monotonic()]
    by_pool(file, scratch)
    times.append(time.monotonic())
    with small_cluster.Cluster() as slurm:
        times.append(time.monotonic())
        by_slurm(file, scratch, slurm)
        times.append(time.monotonic())
    ran = by_mpirun(file, scratch)
    times.append(time.monotonic())
    points = equal(scratch, ["pool.h5", "slurm.h5", "mpi.h5"])
    print(f"{points} points, three equal tables: pool {times[1] - times[0]:.1f} s, "
          f"Slurm {times[3] - times[2]:.1f} s, mpirun {times[4] - times[3]:.1f} s ({ran} points run)")
