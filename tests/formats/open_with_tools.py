#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Opens a result file with the tools people use, and checks the rules of the format.

usage: open_with_tools.py RESULT.h5 [--sample]     # --sample: also what write_sample.cpp has written

The rules are those of simulator/docs/formats/result.md. A tool that is missing is a failure that
names its Debian package.
"""
import importlib
import shutil
import subprocess
import sys

PACKAGES = {
    "ncdump": "netcdf-bin", "h5dump": "hdf5-tools", "udunits2": "udunits-bin",
    "h5py": "python3-h5py", "netCDF4": "python3-netcdf4", "h5netcdf": "python3-h5netcdf",
    "xarray": "python3-xarray", "numpy": "python3-numpy",
}
AXIS_ATTRIBUTES = {"standard_name": "time", "axis": "T", "calendar": "standard"}
STATUSES = {"complete", "interrupted", "failed", "running"}

failures = []


def check(holds, text):
    if not holds:
        failures.append(text)


def module(name):
    try:
        return importlib.import_module(name)
    except ImportError:
        sys.exit(f"the Python module '{name}' is missing; install {PACKAGES[name]}")


def output_of(*command):
    if not shutil.which(command[0]):
        sys.exit(f"'{command[0]}' is missing; install {PACKAGES[command[0]]}")
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    check(run.returncode == 0, f"{' '.join(command)} ends with {run.returncode}: {run.stderr}")
    return run.stdout


h5py, netCDF4, np, xr = (module(name) for name in ("h5py", "netCDF4", "numpy", "xarray"))
module("h5netcdf")


def datasets(file):
    """Every dataset under its path; soft links (the plots) are not followed."""
    found = {}
    file.visititems(lambda path, item: found.update({path: item})
                    if isinstance(item, h5py.Dataset) else None)
    return found


def check_attributes(path, item):
    own = {"CLASS", "NAME", "DIMENSION_LIST", "REFERENCE_LIST", "_Netcdf4Dimid"}
    for name in item.attrs:
        if name in own:
            continue
        kind = item.attrs.get_id(name).get_type()
        if kind.get_class() == h5py.h5t.STRING:
            check(kind.is_variable_str() and kind.get_cset() == h5py.h5t.CSET_UTF8,
                  f"{path}@{name} is no UTF-8 text of free length")


def check_root(file):
    wanted = {"Conventions", "title", "history", "source", "icekeel_format", "run_status",
              "date_created", "time_start", "seed", "scenario_sha256"}
    check(wanted <= set(file.attrs), f"attributes are missing: {wanted - set(file.attrs)}")
    check(file.attrs["Conventions"] == "CF-1.10", "Conventions is not CF-1.10")
    check(list(file.attrs["icekeel_format"]) == [1, 0], "icekeel_format is not 1.0")
    check(file.attrs["run_status"] in STATUSES, "run_status is none of " + " ".join(STATUSES))
    groups = ["/"]
    file.visititems(lambda path, item: groups.append(path)
                    if isinstance(item, h5py.Group) else None)
    for path in groups:
        plist = h5py.h5g.open(file.id, path.encode()).get_create_plist()
        check(plist.get_link_creation_order() & h5py.h5p.CRT_ORDER_TRACKED,
              f"the order of creation is not tracked in {path}")
        check_attributes(path, file[path])


def check_dataset(path, item):
    check_attributes(path, item)
    kind = item.id.get_type().get_class()
    check(kind in (h5py.h5t.INTEGER, h5py.h5t.FLOAT, h5py.h5t.STRING), f"{path} has another type")
    check(h5py.h5o.get_info(item.id).rc == 1, f"{path} has a second hard link")
    if kind == h5py.h5t.STRING:
        check(item.id.get_type().is_variable_str(), f"{path} has texts of fixed length")
    scale = item.attrs.get("CLASS") == b"DIMENSION_SCALE"
    for i in range(item.ndim):
        check(len(item.dims[i]) == 1 or scale, f"dimension {i} of {path} has no scale")
    if item.chunks and kind != h5py.h5t.STRING:
        check(item.shuffle and item.fletcher32 and item.compression_opts == 4,
              f"{path} is not shuffled, deflated and summed")
    if "_FillValue" in item.attrs:
        check(np.isnan(item.attrs["_FillValue"]).all() and np.isnan(item.fillvalue),
              f"{path} has another fill value than NaN")


def check_units(found):
    seen = {item.attrs["units"] for item in found.values() if "units" in item.attrs}
    for unit in sorted(seen):
        same = "seconds since 1970-01-01" if " since " in unit else unit
        run = subprocess.run(["udunits2", "-H", unit, "-W", same],
                             capture_output=True, text=True, check=False)
        told = run.stdout + run.stderr
        check(run.returncode == 0 and "not" not in told and "rror" not in told,
              f"udunits2 does not know '{unit}': {told.strip()}")
    return seen


def check_axes(file, found):
    axes = [name for name in file if isinstance(file.get(name), h5py.Dataset)
            and file[name].attrs.get("axis") == "T"]
    for name in axes:
        axis, bounds = file[name], file[file[name].attrs["bounds"]]
        check(all(axis.attrs[key] == value for key, value in AXIS_ATTRIBUTES.items()),
              f"{name} is not described as an axis of time")
        check(bounds.shape == (len(axis), 2), f"the bounds of {name} have another length")
        edges = bounds[:]
        check((edges[:, 0] < edges[:, 1]).all(), f"an interval of {name} has no length")
        check((edges[1:, 0] >= edges[:-1, 1]).all(), f"intervals of {name} overlap")
        check((axis[:] >= edges[:, 0]).all() and (axis[:] <= edges[:, 1]).all(),
              f"a value of {name} is outside of its interval")
        chunk = axis.chunks[0]
        check(chunk in (512, 4096), f"{name} has chunks of {chunk}")
    for path, item in found.items():
        on_axis = item.ndim and "cell_methods" in item.attrs
        if not on_axis:
            continue
        axis = next(iter(item.dims[0].values()))
        check(len(axis) == len(item), f"{path} has another length than its axis")
        check({"units", "long_name", "_FillValue"} <= set(item.attrs), f"{path} is not described")
        if item.ndim == 2:
            check(item.chunks == (512, min(max(item.shape[1], 1), 256)), f"{path} has other chunks")
    return axes


def check_plots(file):
    if "plots" not in file:
        return
    check(file.attrs["default"] == "plots", "the root group names no default plot")
    plots = file["plots"]
    check(plots.attrs["default"] in plots, "the default plot is not there")
    for name, plot in plots.items():
        check(plot.attrs["NX_class"] == "NXdata", f"plot {name} is no NXdata")
        signals = [plot.attrs["signal"], *plot.attrs.get("auxiliary_signals", [])]
        for link in [*signals, *plot.attrs["axes"]]:
            check(isinstance(plot.get(link, getlink=True), h5py.SoftLink) and link in plot,
                  f"{link} of plot {name} is no soft link to a dataset")
        for signal in signals:
            check(plot[signal].ndim == len(plot.attrs["axes"]), f"{signal} has other axes")


def check_xarray(path, groups, axes, engine):
    with xr.open_dataset(path, engine=engine) as root:
        for axis in axes:
            check(np.issubdtype(root[axis].dtype, np.datetime64), f"{engine}: {axis} is no date")
        for name, variable in root.variables.items():
            if "cell_methods" in variable.attrs:
                check(variable.dims[0] in axes, f"{engine}: {name} has lost its axis")
        root.load()
    for group in groups:
        with xr.open_dataset(path, engine=engine, group=group) as content:
            content.load()


def check_sample(path, engine):
    with xr.open_dataset(path, engine=engine, decode_times=False) as root:
        width = root.time_bounds[:, 1] - root.time_bounds[:, 0]
        energy = float((root.it_power * width).sum()) / 3.6e9
        gaps = int(root.coolant_supply_temperature.isnull().sum())
        check(list(root.rack.values) == ["A1", "A2", "Ünit 3"], f"{engine}: rack names differ")
        check(root.rack_power.dims == ("time_rack", "rack"), f"{engine}: rack_power has lost axes")
        check(root.rack_power.dtype == np.float32, f"{engine}: rack_power is not in 4 bytes")
        check(gaps == 715, f"{engine}: {gaps} gaps")
    with xr.open_dataset(path, engine=engine) as root:
        first, last = root.time.values[[0, -1]]
        check(first == np.datetime64("2026-01-01T00:00:30"), f"{engine}: begins at {first}")
        check(last == np.datetime64("2026-01-04T11:19:30"), f"{engine}: ends at {last}")
        day = root.it_power.sel(time="2026-01-02").mean()
        check(abs(float(day) - 9e4) < 1.0, f"{engine}: mean of a day is {float(day)}")
    with xr.open_dataset(path, engine=engine, group="summary") as summary:
        check(abs(float(summary.it_energy_MWh) / energy - 1) < 1e-12, f"{engine}: energy differs")
        check("erf" not in summary, f"{engine}: an absent figure is there")
        check(summary.scenario.item() == "a sample, é", f"{engine}: a text differs")
    with xr.open_dataset(path, engine=engine, group="jobs") as jobs:
        check(list(jobs.name.values) == ["llama-65b", "apprentissage é"], f"{engine}: names differ")
        check(list(jobs.nodes.values) == [256, 1], f"{engine}: nodes differ")
        check(np.isnan(jobs.wait_time.values[1]), f"{engine}: a gap is lost")
    with xr.open_dataset(path, engine=engine, group="events") as events:
        check(events.sizes["event"] == 0, f"{engine}: events are not empty")


def main(path, is_sample):
    with h5py.File(path) as file:
        found = datasets(file)
        check_root(file)
        for name, item in found.items():
            check_dataset(name, item)
        seen = check_units(found)
        axes = check_axes(file, found)
        check_plots(file)
        groups = [name for name in file if isinstance(file.get(name), h5py.Group)
                  and name != "plots"]
    with netCDF4.Dataset(path) as file:
        check(file.data_model == "NETCDF4", f"netCDF calls it {file.data_model}")
        for variable in file.variables.values():
            variable[...]
    check("Conventions" in output_of("ncdump", "-h", path), "ncdump shows no attributes")
    output_of("ncdump", path)
    header = output_of("h5dump", "-H", path)
    for forbidden in ("H5T_ENUM", "H5T_OPAQUE", "HARDLINK"):
        check(forbidden not in header, f"h5dump shows {forbidden}")
    for engine in ("netcdf4", "h5netcdf"):
        check_xarray(path, groups, axes, engine)
        if is_sample:
            check_sample(path, engine)
    for failure in failures:
        print(failure)
    print(f"{path}: {len(found)} datasets, {len(axes)} time axes, {len(seen)} units, "
          f"{len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    output_of("udunits2", "-H", "W", "-W", "W")
    sys.exit(main(sys.argv[1], "--sample" in sys.argv[2:]))
