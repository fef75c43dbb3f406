# SPDX-License-Identifier: Apache-2.0
"""Every example runs, and gives the figures that its README states.

A README lists figures as table rows, "| `pue` | 1.129 |", named as in `icekeel summary --format
json`. A figure may differ by half a unit of its last digit. `--update` writes the new figures into
the READMEs; say in the commit why they moved. Figures "cost...." are those of `icekeel cost`. The README of a study says "sample 3 of 20" above the figures
of that sample, which alone is run. Those of a plan are those of `icekeel years`.
"""

import glob
import json
import os
import re
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
import icekeel

ROW = re.compile(r"^\| `([a-zA-Z_.]+)` \| (\S+) \|", re.MULTILINE)
SAMPLE = re.compile(r"sample (\d+) of (\d+)")


def figure(summary, key):
    value = summary
    for part in key.split("."):
        value = value[part]
    return value


def shown(value, like):
    """The value with as many digits as it has in the README."""
    if not isinstance(value, (int, float)):
        return str(value)
    digits = len(re.sub(r"e.*|[-.]", "", like).lstrip("0")) or 1
    text = f"{value:.{digits}g}"
    return f"{float(text):.15g}" if abs(value) < 1e15 else text


def same(stated, value):
    if not isinstance(value, (int, float)):
        return stated == str(value)
    decimals = len(stated.split(".")[1]) if "." in stated else 0
    return abs(float(stated) - value) <= 0.51 * 10.0**-decimals


def run_scenario(scenario, text, scratch):
    run = icekeel.run("run", scenario, "-o", "result.h5", folder=scratch)
    if run.returncode != 0:
        return None, run
    asked = lambda command: json.loads(icekeel.run(command, "result.h5", "--format", "json", folder=scratch).stdout)
    summary = asked("summary")
    if "| `cost." in text:
        summary["cost"] = asked("cost")
    return summary, run


def run_plan(plan, scratch):
    run = icekeel.run("years", plan, "--format", "json", folder=scratch)
    return (json.loads(run.stdout) if run.returncode == 0 else None), run


def run_sample(study, text, scratch):
    sample, of = SAMPLE.search(text).groups()
    run = icekeel.run("sweep", "run", study, "--share", f"{sample}/{of}", folder=scratch)
    if run.returncode != 0:
        return None, run
    found = icekeel.run("sweep", "collect", study, "--format", "json", folder=scratch)
    return json.loads(found.stdout)["samples"][int(sample)]["outputs"], run


def check(folder, update):
    readme = os.path.join(folder, "README.md")
    with open(readme, encoding="utf-8") as file:
        text = file.read()
    study, plan = os.path.join(folder, "study.yaml"), os.path.join(folder, "plan.yaml")
    with tempfile.TemporaryDirectory() as scratch:
        if os.path.exists(study):
            summary, run = run_sample(study, text, scratch)
        elif os.path.exists(plan):
            summary, run = run_plan(plan, scratch)
        else:
            summary, run = run_scenario(os.path.join(folder, "scenario.yaml"), text, scratch)
    if summary is None:
        return [f"{folder}: exit {run.returncode}: {run.stderr.strip()}"]
    rows = ROW.findall(text)
    if not rows:
        return [f"{readme}: states no figures"]
    wrong = []
    for key, stated in rows:
        value = figure(summary, key)
        if same(stated, value):
            continue
        wrong.append(f"{readme}: {key} is stated as {stated} and is {value}")
        text = text.replace(f"| `{key}` | {stated} |", f"| `{key}` | {shown(value, stated)} |")
    if update and wrong:
        with open(readme, "w", encoding="utf-8") as file:
            file.write(text)
        return []
    return wrong


def main():
    examples = sorted(glob.glob(os.path.join(icekeel.SOURCE, "examples", "[0-9]*")))
    if not examples:
        sys.exit("there are no examples")
    wrong = [line for each in examples for line in check(each, "--update" in sys.argv)]
    print("\n".join(wrong) if wrong else f"{len(examples)} examples give the figures they state")
    sys.exit(1 if wrong else 0)


main()
