#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""One request that a simulated site answered: its footprint is that of the site's tables, part by part."""

import json
import os
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../support"))
import icekeel  # noqa: E402

SERVICE = ("{model: {like: llama-7b}, weights: {like: fp16}, method: {like: tensorrt-llm}, nodes: 2, "
           "prompt: 500, answer: 200, arrivals: {rate: 20 1/s}}")


def expect(holds, what):
    if not holds:
        sys.exit(what)


def near(ours, theirs, what, tolerance=1e-9):
    expect(abs(ours / theirs - 1) < tolerance, f"{what}: {ours} and {theirs}")


def footprint(folder, *options):
    return icekeel.run("footprint", "--result", "r.h5", "--country", "france", *options, folder=folder)


def table(name, folder):
    lines = icekeel.run("csv", "r.h5", name, folder=folder).stdout.splitlines()
    heads = [head.split(" ")[0] for head in lines[0].split(",")]
    return [dict(zip(heads, line.split(","))) for line in lines[1:]]


def main():
    with tempfile.TemporaryDirectory() as folder:
        jobs = "[{name: chat, serving: %s}, {name: other, serving: %s}]" % (SERVICE, SERVICE)
        run = icekeel.run("run", os.path.join(HERE, "scenarios/rack.yaml"), "--set", f"workload.jobs={jobs}",
                          "-o", "r.h5", folder=folder)
        expect(run.returncode == 0, run.stderr)
        found = json.loads(footprint(folder, "--service", "chat", "--format", "json").stdout)
        served = table("/services", folder)[0]
        parts = {(p["part"], p["phase"]): p for p in found["request"]["parts_g"]}
        # Electricity: that of the tables, and no other.
        electricity = sum(parts[part, "use"]["mid"] for part in
                          ("servers answering", "servers waiting", "cooling and losses"))
        near(electricity, float(served["request_carbon"]), "electricity")
        share = parts["servers waiting", "use"]["mid"] / electricity
        near(share, float(served["request_idle_energy"]) / float(served["request_facility_energy"]), "idle")
        # What was made: the job's part, over its requests.
        job = table("/jobs", folder)[0]
        made = sum(p["mid"] for (part, phase), p in parts.items() if phase != "use" and part != "device")
        near(made, 1e6 * float(job["carbon_embodied"]) / float(served["answered"]), "made")
        # The way: 500 km more of fibre and a cable are later, and cost more.
        far = json.loads(footprint(folder, "--service", "chat", "--format", "json", "--route",
                                   "exchange-point,submarine-cable-atlantic").stdout)
        expect(far["request"]["time_s"]["up"] > found["request"]["time_s"]["up"], "a longer way takes longer")
        expect(far["request"]["energy_Wh"] > found["request"]["energy_Wh"], "a cable takes energy")
        # What is wrong.
        for options, words in ((["--service", "chatt"], "did you mean 'chat'?"),
                               ([], "name one of: chat, other"),
                               (["--service", "chat", "--model", "llama-7b"], "the run of --result says this itself"),
                               (["--service", "chat", "--route", "exchange-pont"], "did you mean 'exchange-point'?")):
            wrong = footprint(folder, *options)
            expect(wrong.returncode == 2 and words in wrong.stderr, wrong.stderr)
        plain = icekeel.run("run", os.path.join(HERE, "scenarios/rack.yaml"), "-o", "r.h5", folder=folder)
        expect(plain.returncode == 0, plain.stderr)
        wrong = footprint(folder)
        expect(wrong.returncode == 2 and "no service was simulated" in wrong.stderr, wrong.stderr)


main()
