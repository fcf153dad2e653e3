"""Reads the HDF5 file of vespa-mulumesc (format_version 1.x)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import h5py
import numpy as np
from numpy.typing import NDArray

from .mulumesc_panels import READERS, Fit, Panel, fit_of, panels_of
from .result_file import Array, UnreadableResult, _attribute, _dataset, _group, _rows, _text

FILE_TYPE = "vespa-mulumesc"
FORMAT_MAJOR = 1
NOT_COMPUTED = 0


@dataclass(frozen=True)
class Bands:
    program: str
    method: str
    note: str
    complete: bool
    lines: int  # of an image; 0 where the source is none
    samples: int
    wavelength: Array  # [channel] um
    computed: NDArray[np.bool_]  # [spectrum]
    name: str  # of the shown spectrum
    shown: int  # its number
    reflectance: Array | None  # [channel] of the shown spectrum, where it was kept
    continuum: Array | None
    spectrum: NDArray  # [band] number of its spectrum
    range: NDArray  # [band]
    flags: NDArray  # [band] bits
    centre: Array  # [band] um, as start and end
    depth: Array
    start: Array
    end: Array
    longitude: Array | None  # [spectrum] degree
    latitude: Array | None
    panels: dict[str, list[Panel]]  # by kind
    fit: Fit | None  # of the shown spectrum


def read_bands(path: Path, spectrum: int | None) -> Bands:
    """Shows `spectrum`, or the one with the deepest band. Raises UnreadableResult with a sentence that says what is wrong."""
    try:
        with h5py.File(path, "r") as file:
            return _read(file, spectrum)
    except OSError as error:
        raise UnreadableResult(f"not a readable HDF5 file ({error})") from error


def _read(file: h5py.File, asked: int | None) -> Bands:
    version = _text(_attribute(file, "format_version"))
    if version.partition(".")[0] != str(FORMAT_MAJOR):
        raise UnreadableResult(f"format_version {version} is not known; this reader knows {FORMAT_MAJOR}.x")
    spectra, bands = _group(file, "spectra"), _group(file, "bands")
    state = _dataset(spectra, "state", 1)[()]
    owner = _dataset(bands, "spectrum", 1)[()]
    column = {name: _rows(bands, name, owner.size)[()] for name in ("range", "flags", "centre", "depth", "start", "end")}
    shown = asked if asked is not None else int(owner[np.argmax(column["depth"])]) if owner.size else 0
    if not 0 <= shown < state.size:
        raise UnreadableResult(f"there is no spectrum {shown}: the file has {state.size}, from 0")
    lines, samples = (int(_attribute(file, name)) for name in ("lines", "samples"))
    if lines * samples not in (0, state.size):
        raise UnreadableResult(f"{state.size} spectra are no image of {lines} x {samples}")
    kept = {name: _dataset(spectra, name, 2)[shown] if name in spectra else None for name in ("reflectance", "continuum")}
    places = {name: _dataset(spectra, name, 1)[()] if name in spectra else None for name in ("longitude", "latitude")}
    names = spectra.attrs.get("names")
    if names is not None:
        name = _text(names[shown])
    else:
        name = f"line {shown // samples}, sample {shown % samples}" if samples else f"spectrum {shown}"
    return Bands(program=f"{_text(_attribute(file, 'program'))} {_text(_attribute(file, 'program_version'))}",
                 method=_text(_attribute(file, "method")), note=_text(_attribute(file, "method_note")),
                 complete=_text(_attribute(file, "status")) == "complete", lines=lines, samples=samples,
                 wavelength=_dataset(_group(file, "axis"), "wavelength", 1)[()], computed=state != NOT_COMPUTED, name=name,
                 shown=shown, spectrum=owner, panels={kind: panels_of(file, kind) for kind in READERS}, fit=fit_of(file, shown), **places,
                 **kept, **column)
