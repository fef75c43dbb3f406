#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Cooling plants that are FMI 2.0 units: energy against a unit in closed form, and what is said to units that cannot be used.

ICEKEEL_UNIT names the library of the unit.
"""

import json
import os
import sys
import tempfile
import zipfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../support"))
import h5py
import icekeel
import numpy

wrong = []
NAMES = [("Q", "input", "W"), ("T_wb", "input", "K"), ("P", "output", "W"), ("T_sup", "output", "K"), ("Q_rec", "output", "W"),
         ("Q_rej", "output", "W"), ("Q_sto", "output", "W"), ("delay", "parameter", "s"), ("fails_at", "parameter", "s")]
UNIT = "fmu: plant.fmu, inputs: {heat: Q, wet_bulb: T_wb}, outputs: {power: P, supply_temperature: T_sup, heat_rejected: Q_rej, heat_stored: Q_sto, heat_recovered: Q_rec}"


def expect(holds, what):
    if not holds:
        wrong.append(what)


def description(version="2.0", simulation='<CoSimulation modelIdentifier="plant" canHandleVariableCommunicationStepSize="true"/>', names=NAMES):
    variables = "".join(f'<ScalarVariable name="{name}" valueReference="{i}" causality="{causality}"><Real unit="{unit}"/></ScalarVariable>'
                        for i, (name, causality, unit) in enumerate(names))
    return f'<fmiModelDescription fmiVersion="{version}" modelName="Closed form" guid="{{1}}">{simulation}<ModelVariables>{variables}' \
        '<ScalarVariable name="n" valueReference="0" causality="output"><Integer/></ScalarVariable></ModelVariables></fmiModelDescription>'


def pack(folder, text=None, library="binaries/linux64/plant.so", more=()):
    with zipfile.ZipFile(os.path.join(folder, "plant.fmu"), "w") as file:
        if text != "":
            file.writestr("modelDescription.xml", text or description())
        if library:
            file.write(os.environ["ICEKEEL_UNIT"], library)
        for name in more:
            file.writestr(name, "x")


def run(folder, unit=UNIT, *settings, command="run", example="04-warm-water-heat-to-district"):
    words = ["--set", "sites[0].cooling.unit={" + unit + "}"]
    for setting in settings:
        words += ["--set", setting]
    scenario = os.path.join(icekeel.SOURCE, "examples", example, "scenario.yaml")
    return icekeel.run(command, scenario, *(("-o", "r.h5") if command == "run" else ()), *words, folder=folder)


def summary(folder):
    return json.loads(icekeel.run("summary", "r.h5", "--format", "json", folder=folder).stdout)


def energies(folder):
    """Of the terms of the heat balance, in and out [MWh]."""
    with h5py.File(os.path.join(folder, "r.h5")) as file:
        table = file["balances"]
        rows = zip(table["balance"].asstr()[:], table["term"].asstr()[:], table["energy"][:])
        return {term: energy for balance, term, energy in rows if balance == "heat"}


def conserves_energy(folder):
    pack(folder)
    done = run(folder, UNIT, "duration=1 d")
    expect(done.returncode == 0, done.stderr)
    heat, said = energies(folder), summary(folder)
    told = heat["it"] + heat["losses in room"] + heat["lighting"]
    expect(abs(heat["chiller"] / (0.1 * told) - 1) < 1e-6, f"a tenth of the heat is drawn: {heat}")
    expect(abs(heat["taken for reuse"] / (0.25 * told) - 1) < 1e-6, f"a quarter of the heat is given away: {heat}")
    # In the end the unit holds what a time constant lets wait: the heat of its last half hour.
    expect(0 < heat["stored"] < 0.05 * told, f"stored: {heat}")
    expect(abs(said["balance_residual"]) < 1e-9, f"the books close: {said['balance_residual']}")
    expect(abs(said["cooling_energy_MWh"] / heat["chiller"] - 1) < 1e-9, f"the electricity is at the meter of cooling: {said['cooling_energy_MWh']}, {heat}")
    with h5py.File(os.path.join(folder, "r.h5")) as file:
        gap = file["coolant_supply_temperature"][1:] - file["wet_bulb_temperature"][1:]
    expect(numpy.allclose(gap, 4, atol=0.05), f"water is 4 K above the wet bulb: {gap.min()} to {gap.max()}")
    done = run(folder, UNIT + ", step: 7 s", "duration=1 d")
    expect(done.returncode == 0 and abs(energies(folder)["chiller"] / heat["chiller"] - 1) < 1e-6, "shorter steps of the unit change nothing")


def takes_other_units(folder):
    pack(folder, description(names=[(n, c, {"W": "kW", "K": "degC"}.get(u, u)) for n, c, u in NAMES]))
    done = run(folder, UNIT.replace("T_sup", "T_sup, air_temperature: T_sup"), "duration=6 h")
    expect(done.returncode == 0, done.stderr)
    with h5py.File(os.path.join(folder, "r.h5")) as file:
        gap = file["coolant_supply_temperature"][1:] - file["wet_bulb_temperature"][1:]
    expect(numpy.allclose(gap, 4, atol=0.05), "units of the unit are heeded")


def fails_clearly(folder):
    pack(folder)
    done = run(folder, UNIT + ", start: {fails_at: 7200}", "duration=1 d")
    expect(done.returncode == 1 and "'Closed form' failed after 7200" in done.stderr and "fmi2DoStep returned fmi2Error: pump 7 is dry" in done.stderr, done.stderr)
    kept = [name for name in os.listdir(folder) if name.startswith("r.h5")]
    with h5py.File(os.path.join(folder, "r.h5.partial")) as file:
        expect(file.attrs["run_status"] == "failed" and len(file["time"]) > 60, f"what was simulated is kept: {kept}")
    os.remove(os.path.join(folder, "r.h5.partial"))
    done = run(folder, UNIT + ", start: {delay: -0.01}")
    expect(done.returncode == 1 and "is no finite number" in done.stderr, done.stderr)
    done = run(folder, UNIT.replace("heat_stored: Q_sto, ", ""), "duration=1 d")
    expect(done.returncode == 1 and "the balance of heat does not close" in done.stderr, f"a unit that loses heat: {done.stderr}")


def refuses(folder):
    def says(words, unit=UNIT, **package):
        pack(folder, **package)
        done = run(folder, unit, command="check")
        expect(done.returncode == 2 and all(word in done.stderr for word in words), f"{words}: {done.returncode} {done.stderr}")

    says(["there is no file"], UNIT.replace("plant.fmu", "plan.fmu"))
    says(["of FMI 1.0, not 2.0"], text=description("1.0"))
    says(["of FMI 3.0, not 2.0"], text=description("3.0"))
    says(["model exchange only"], text=description(simulation='<ModelExchange modelIdentifier="plant"/>'))
    says(["steps of different lengths"], text=description(simulation='<CoSimulation modelIdentifier="plant"/>'))
    says(["no XML", "at byte"], text="<fmiModelDescription")
    says(["no modelDescription.xml"], text="")
    says(["no library for this system", "binaries/linux64/plant.so"], library="binaries/win64/plant.dll")
    says(["leads out of its folder"], more=["resources/../../../evil"])
    says(["leads out of its folder"], more=["/etc/evil"])
    says(["no variable 'Q_re'", "did you mean 'Q_rec'?"], UNIT.replace("Q_rec", "Q_re"))
    says(["no variable 'humidity'", "its inputs are Q, T_wb"], UNIT.replace("wet_bulb: T_wb", "wet_bulb: humidity"))
    says(["'P' of the unit is no input but 'output'"], UNIT.replace("heat: Q,", "heat: P,"))
    says(["'n' of the unit is no Real"], UNIT.replace("power: P", "power: n"))
    says(["is in 's', which is not a power", "W, kW or MW"], UNIT.replace("power: P", "power: delay"))
    says(["no variable 'dely'", "did you mean 'delay'?"], UNIT + ", start: {dely: 1}")
    with open(os.path.join(folder, "plant.fmu"), "wb") as file:
        file.write(b"not a zip")
    done = run(folder, command="check")
    expect(done.returncode == 2 and "is no zip archive" in done.stderr, done.stderr)
    pack(folder)
    with open(os.path.join(folder, "plant.fmu"), "r+b") as file:
        file.truncate(3000)
    expect(run(folder, command="check").returncode == 2, "a unit that is cut short")
    pack(folder)
    done = run(folder, command="check", example="01-first-rack")
    expect(done.returncode == 2 and "nobody takes the heat" in done.stderr, done.stderr)


with tempfile.TemporaryDirectory() as scratch:
    conserves_energy(scratch)
    takes_other_units(scratch)
    fails_clearly(scratch)
    refuses(scratch)
print("\n".join("FAILED: " + what for what in wrong))
sys.exit(bool(wrong))
