"""Reads the HDF5 files of vespa-lbl absorption, spectrum and table (format_version 1.x)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import h5py
import numpy as np

from .result_file import Array, UnreadableResult, _attribute, _dataset, _text

ABSORPTION, SPECTRUM, TABLE = "vespa-lbl-absorption", "vespa-lbl-spectrum", "vespa-lbl-table"
PASCALS_PER_BAR = 1e5
FORMAT_MAJOR = 1
SPECTRA = ("radiance", "transmittance", "effective_radius", "absorption_coefficient")


@dataclass(frozen=True)
class Quantity:
    """Something known at every wavenumber, for one or several states, views or levels."""

    name: str
    unit: str
    values: Array  # [row, ..., n]


@dataclass(frozen=True)
class Seen:
    """What an instrument makes of the spectra."""

    name: str  # "instrument" or "bins"
    wavenumber: Array  # [n] cm-1
    quantities: dict[str, Quantity]


@dataclass(frozen=True)
class LineByLine:
    program: str
    complete: bool
    is_spectrum: bool
    known: np.ndarray  # [n] False where a stopped run has not come
    wavenumber: Array  # [n] cm-1
    rows: list[str]  # what each row of the quantities is: "250 K, 1e+03 Pa" or a view
    pressure: Array  # [state or level] Pa
    quantities: dict[str, Quantity]
    opacities: dict[str, Quantity]  # by gas: cross sections [state, n], or optical depth [n] of the whole atmosphere
    contribution: Quantity | None  # [view, level, n]
    jacobians: dict[str, Quantity]  # by what is varied: [view, level, n]
    convention: str
    seen: Seen | None


def _quantity(data: h5py.Dataset) -> Quantity:
    name, unit = data.name.rsplit("/", 1)[-1].replace("_", " "), _text(data.attrs.get("unit", ""))
    return Quantity("brightness temperature" if (name, unit) == ("radiance", "K") else name, unit, data[()])


def _members(file: h5py.File, group: str) -> dict[str, Quantity]:
    return {name: _quantity(data) for name, data in file[group].items()} if group in file else {}


def _known(file: h5py.File, points: int) -> np.ndarray:
    known = np.zeros(points, dtype=bool)
    block = file["block"]
    for first, count, check in zip(block["first"], block["points"], block["check"]):
        if check != 0:
            known[int(first):int(first + count)] = True
    return known


def read_line_by_line(path: Path) -> LineByLine:
    """Raises UnreadableResult, with a sentence that says what is wrong."""
    try:
        with h5py.File(path, "r") as file:
            return _read(file)
    except OSError as error:
        raise UnreadableResult(f"not a readable HDF5 file ({error})") from error
    except KeyError as error:
        raise UnreadableResult(f"something is missing: {error}") from error


def _seen(file: h5py.File) -> Seen | None:
    """The bins, or else the samples; nothing while the run is not complete."""
    for name in ("bins", "instrument"):
        if name in file and _text(_attribute(file, "status")) == "complete":
            group = file[name]
            return Seen(name, group["wavenumber"][()], {key: _quantity(group[key]) for key in SPECTRA if key in group})
    return None


def _states_of_table(file: h5py.File) -> tuple[list[str], Array]:
    """Names of the rows [p, t] and their pressures in Pa."""
    pairs = [(p, t) for p in file["p"] for t in file["t"]]
    return [f"{t:g} K, {p:.3g} bar" for p, t in pairs], np.array([p for p, _ in pairs]) * PASCALS_PER_BAR


def _read_table(file: h5py.File) -> LineByLine:
    """Cross sections, or of a k-table the means over its bins."""
    gas = _text(file["mol_name"][0])
    if "kcoeff" in file:
        wavenumber, values = file["bin_centers"][()], file["kcoeff"][()] @ file["weights"][()]
        name = f"mean cross section of {gas}"
    else:
        wavenumber, values, name = file["bin_edges"][()], file["xsecarr"][()], f"cross section of {gas}"
    known = _known(file, wavenumber.size)
    if not known.any():
        raise UnreadableResult("no block is finished: nothing to draw")
    rows, pressure = _states_of_table(file)
    quantity = Quantity(name, "cm2", values.reshape(len(rows), -1))
    return LineByLine(
        program=f"{_text(_attribute(file, 'program'))} {_text(_attribute(file, 'program_version'))}",
        complete=_text(_attribute(file, "status")) == "complete",
        is_spectrum=False, known=known, wavenumber=wavenumber, rows=rows, pressure=pressure,
        quantities={"cross_section": quantity}, opacities={gas: quantity}, contribution=None, jacobians={},
        convention=_text(file.attrs.get("wings", "")), seen=None)


def _read(file: h5py.File) -> LineByLine:
    version = _text(_attribute(file, "format_version"))
    if version.partition(".")[0] != str(FORMAT_MAJOR):
        raise UnreadableResult(f"format_version {version} is not known; this reader knows {FORMAT_MAJOR}.x")
    if _text(_attribute(file, "file_type")) == TABLE:
        return _read_table(file)
    is_spectrum = _text(_attribute(file, "file_type")) == SPECTRUM
    points = _dataset(file, "wavenumber", 1).size
    known = _known(file, points)
    if not known.any():
        raise UnreadableResult("no block is finished: nothing to draw")
    wavenumber = np.linspace(float(_attribute(file, "first_wavenumber")), float(_attribute(file, "last_wavenumber")), points)
    if is_spectrum:
        rows = [_text(name) for name in np.atleast_1d(_attribute(file, "views"))]
        pressure = file["level/pressure"][()]
    else:
        pressure = file["state/pressure"][()]
        rows = [f"{t:g} K, {p:.3g} Pa" for t, p in zip(file["state/temperature"], pressure)]
    return LineByLine(
        program=f"{_text(_attribute(file, 'program'))} {_text(_attribute(file, 'program_version'))}",
        complete=_text(_attribute(file, "status")) == "complete",
        is_spectrum=is_spectrum,
        known=known,
        wavenumber=wavenumber,
        rows=rows,
        pressure=pressure,
        quantities={name: _quantity(file[name]) for name in SPECTRA if name in file},
        opacities=_members(file, "optical_depth" if is_spectrum else "cross_section"),
        contribution=_quantity(file["contribution"]) if "contribution" in file else None,
        jacobians=_members(file, "jacobian"),
        convention=_text(file.attrs.get("wings", "")),
        seen=_seen(file),
    )
