#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""icekeel indicators: what standards ask for, from the figures of the summary."""

import csv
import io
import json
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../support"))
import icekeel

wrong = []


def expect(holds, what):
    if not holds:
        wrong.append(what)


scenario = os.path.join(icekeel.SOURCE, "examples/04-warm-water-heat-to-district/scenario.yaml")
with tempfile.TemporaryDirectory() as scratch:
    result = os.path.join(scratch, "result.h5")
    leaks = "sites[0].direct_emissions={refrigerant: {charge: 300 kg, leak_per_year: 4 %, warming: 1430}}"
    icekeel.run("run", scenario, "-o", result, "--set", leaks)
    summary = json.loads(icekeel.run("summary", result, "--format", "json").stdout)
    answer = json.loads(icekeel.run("indicators", result, "--format", "json").stdout)
    rows = list(csv.DictReader(io.StringIO(icekeel.run("indicators", result, "--format", "csv").stdout)))
    text = icekeel.run("indicators", result)
    missing = icekeel.run("indicators", os.path.join(scratch, "none.h5"))

values = {(row["scheme"], row["indicator"]): row["value"] for row in answer["indicators"]}
expect(values["ISO/IEC 30134", "PUE"] == summary["pue"], "PUE")
expect(values["ISO/IEC 30134", "ERF"] == summary["erf"], "ERF")
expect(abs(values["EU reporting", "E_DC"] - 1e3 * summary["facility_energy_MWh"]) < 1e-6, "E_DC")
expect(values["ISO/IEC 30134", "REF"] is None, "what is not known is null")
cer = values["ISO/IEC 30134", "CER"]
expect(cer > 10, f"warm water removes much heat for its electricity: CER {cer}")
balance = values["other", "TUE"] - values["other", "iTUE"] * values["ISO/IEC 30134", "PUE"]
expect(abs(balance) < 1e-9, "TUE = iTUE PUE")
direct = [row["value"] for row in answer["indicators"] if row["document"] == "GHG Protocol, scope 1"]
expect(abs(direct[0] - 17.16 * 7 / 365) < 1e-9, f"a week of leaks: {direct[0]} t")
expect(len(rows) == len(answer["indicators"]), "as many rows in CSV")
expect(rows[1]["value"] == "", "what is not known is empty")
expect(text.returncode == 0 and "PUE" in text.stdout, "the text")
expect(missing.returncode == 2 and missing.stdout == "", "a file that is not there")
print("\n".join(wrong) if wrong else "the indicators are those of the summary")
sys.exit(1 if wrong else 0)
