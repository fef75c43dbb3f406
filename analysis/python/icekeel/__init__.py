# SPDX-License-Identifier: Apache-2.0
"""Icekeel from Python: run scenarios, open results.

    import icekeel
    run = icekeel.open("result.h5")              # an xarray dataset
    run.icekeel.pue(by="month")                  # by month, from energies
    run.icekeel.jobs                             # a pandas table
    warm = icekeel.run("scenario.yaml", sites__0__cooling="{like: plants/warm-water}")

Needs xarray with h5netcdf or netCDF4, and pandas.
"""

import atexit
import os
import re
import shutil
import subprocess
import tempfile

import numpy
import xarray

__all__ = ["open", "run", "BadScenario", "RunFailed", "ResultAccessor"]

FORMAT = 1
JOULES_PER_MWH = 3.6e9
_scratch = None


class BadScenario(ValueError):
    """The scenario or a setting is wrong; the text is what the program says."""


class RunFailed(RuntimeError):
    """The run did not end well; the text is what the program says."""


def open(path):  # noqa: A001: icekeel.open reads as it should
    """Opens a result file. Times are datetime64; `.icekeel` has energies, tables and texts."""
    path = os.fspath(path)
    if not os.path.exists(path):
        raise FileNotFoundError(f"'{path}' does not exist")
    try:
        dataset = xarray.open_dataset(path, engine="h5netcdf")
    except (OSError, ValueError) as problem:
        raise ValueError(f"'{path}' is no result file, or it is damaged: {problem}") from problem
    version = dataset.attrs.get("icekeel_format")
    if version is None:
        raise ValueError(f"'{path}' has no attribute 'icekeel_format', so it is no result of icekeel")
    if version[0] != FORMAT:
        raise ValueError(
            f"'{path}' has version {version[0]}.{version[1]} of the result format, "
            f"this module reads version {FORMAT}"
        )
    return dataset


def _program():
    here = os.path.join(os.path.dirname(__file__), "../../../build/release/icekeel")
    for program in (os.environ.get("ICEKEEL"), shutil.which("icekeel"), here):
        if program and os.access(program, os.X_OK):
            return program
    raise FileNotFoundError("there is no program 'icekeel': put it on the PATH, or name it with ICEKEEL")


def _scratch_folder():
    global _scratch
    if _scratch is None:
        _scratch = tempfile.mkdtemp(prefix="icekeel-")
        atexit.register(shutil.rmtree, _scratch, ignore_errors=True)
    return tempfile.mkdtemp(dir=_scratch)


def setting_path(name):
    """'sites__0__cooling__supply' is the path 'sites[0].cooling.supply'."""
    return re.sub(r"\.(\d+)(?=\.|$)", r"[\1]", name.replace("__", "."))


def run(scenario, output=None, *, seed=None, settings=None, **overrides):
    """Simulates a scenario and opens its result.

    settings maps paths to values, {"sites[0].cooling.supply": "32 degC"}; overrides are the same
    as names, sites__0__cooling__supply="32 degC". Without output, the result lives as long as
    this process.
    """
    output = os.fspath(output) if output else os.path.join(_scratch_folder(), "result.h5")
    command = [_program(), "run", os.fspath(scenario), "-o", output, "--progress", "none"]
    if seed is not None:
        command += ["--seed", str(seed)]
    changes = {**(settings or {}), **{setting_path(name): value for name, value in overrides.items()}}
    for path, value in changes.items():
        command += ["--set", f"{path}={value}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if done.returncode == 2:
        raise BadScenario(done.stderr)
    if done.returncode != 0:
        raise RunFailed(done.stderr or f"the program ended with code {done.returncode}")
    return open(output)


@xarray.register_dataset_accessor("icekeel")
class ResultAccessor:
    """What a result says beyond its series."""

    def __init__(self, dataset):
        self._dataset = dataset

    def _axis(self, series):
        return self._dataset[series].dims[0]

    def seconds(self, axis="time"):
        """Length of every interval of an axis."""
        bounds = self._dataset[f"{axis}_bounds"]
        width = bounds.isel({bounds.dims[1]: 1}) - bounds.isel({bounds.dims[1]: 0})
        return width / numpy.timedelta64(1, "s") if width.dtype.kind == "m" else width

    def energy(self, series="facility_power", by=None):
        """Energy of a power series in MWh: all of it, or by 'year', 'month', 'day' or 'hour'."""
        axis = self._axis(series)
        energy = (self._dataset[series] * self.seconds(axis)).fillna(0.0) / JOULES_PER_MWH
        if by is None:
            return energy.sum(axis)
        codes = {"year": "AS", "month": "MS", "day": "D", "hour": "H"}
        if by not in codes:
            raise ValueError(f"by '{by}': there are {', '.join(codes)}")
        # An interval counts where it begins.
        bounds = self._dataset[f"{axis}_bounds"]
        begins = bounds.isel({bounds.dims[1]: 0}).values
        summed = energy.assign_coords({axis: begins}).resample({axis: codes[by]}).sum()
        summed.attrs = {"units": "MW h", "long_name": f"energy of {series}"}
        return summed

    def pue(self, by=None):
        """Power usage effectiveness, a ratio of energies."""
        return (self.energy("facility_power", by) / self.energy("it_power", by)).rename("pue")

    def table(self, name):
        """A table of the file, as 'jobs', 'events' or 'balances', as a pandas table."""
        with xarray.open_dataset(self._path(), group=name, engine="h5netcdf", decode_times=False, decode_timedelta=False) as group:
            return group.load().to_dataframe()

    def _path(self):
        return self._dataset.encoding["source"]

    def _scalars(self, name):
        with xarray.open_dataset(self._path(), group=name, engine="h5netcdf", decode_times=False, decode_timedelta=False) as group:
            return {key: value.values.item() for key, value in group.load().items()}

    @property
    def jobs(self):
        return self.table("jobs")

    @property
    def events(self):
        return self.table("events")

    @property
    def balances(self):
        return self.table("balances")

    @property
    def summary(self):
        """The figures of the summary by name."""
        return self._scalars("summary")

    @property
    def provenance(self):
        """Texts: 'scenario_text', 'resolved_scenario', 'version' ..."""
        return self._scalars("provenance")
