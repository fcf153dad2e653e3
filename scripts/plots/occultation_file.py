"""Reads the HDF5 file of vespa-occultation (format_version 1.x)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import h5py
import numpy as np
from numpy.typing import NDArray

from .result_file import Array, UnreadableResult, _attribute, _dataset, _group, _rows, _text

FILE_TYPE = "vespa-occultation"
FORMAT_MAJOR = 1
NOT_COMPUTED, UNRESOLVED = 0, 5


@dataclass(frozen=True)
class Occultation:
    program: str
    complete: bool
    body: str
    first_time: datetime
    time: Array  # [t] s since first_time
    frequency: Array  # [f] Hz
    modes: list[str]  # O, X
    intensity: Array  # [m, f, t], 0 where there is no image, NaN where nothing is known
    bending: Array  # [m, f, t] rad
    group_delay: Array  # [m, f, t] s
    in_shadow: NDArray[np.bool_]  # [t]


def file_type(path: Path) -> str:
    """What the file says it is; empty for a file that is none of the suite's."""
    try:
        with h5py.File(path, "r") as file:
            return _text(file.attrs.get("file_type", ""))
    except OSError:
        return ""


def _cells(file: h5py.File, name: str, shape: tuple[int, ...]) -> NDArray:
    data = _dataset(file, name, 3)
    if data.shape != shape:
        raise UnreadableResult(f"dataset {data.name} has shape {data.shape}; expected {shape}")
    return data[()]


def read_occultation(path: Path) -> Occultation:
    """Raises UnreadableResult, with a sentence that says what is wrong."""
    try:
        with h5py.File(path, "r") as file:
            return _read(file)
    except OSError as error:
        raise UnreadableResult(f"not a readable HDF5 file ({error})") from error


def _read(file: h5py.File) -> Occultation:
    version = _text(_attribute(file, "format_version"))
    if version.partition(".")[0] != str(FORMAT_MAJOR):
        raise UnreadableResult(f"format_version {version} is not known; this reader knows {FORMAT_MAJOR}.x")
    time, frequency, mode = (_dataset(file, name, 1)[()] for name in ("time", "frequency", "mode"))
    if time.size < 2:
        raise UnreadableResult("the file holds one time: nothing to draw along it")
    first = _text(_attribute(file["time"], "epoch"))
    try:
        first_time = datetime.fromisoformat(first.rstrip("Z")[:19])
    except ValueError as error:
        raise UnreadableResult(f"attribute 'epoch' of /time is no time: {first}") from error
    shape = (mode.size, frequency.size, time.size)
    intensity = _cells(file, "intensity", shape).astype(np.float64)
    state = _cells(file, "state", shape)
    intensity[(state == NOT_COMPUTED) | (state == UNRESOLVED)] = np.nan
    return Occultation(
        program=f"{_text(_attribute(file, 'program'))} {_text(_attribute(file, 'program_version'))}",
        complete=_text(_attribute(file, "status")) == "complete",
        body=_text(_attribute(_group(file, "body"), "name")),
        first_time=first_time,
        time=time,
        frequency=frequency,
        modes=[{0: "O", 1: "X"}.get(int(m), str(m)) for m in mode],
        intensity=intensity,
        bending=_cells(file, "bending", shape),
        group_delay=_cells(file, "group_delay", shape),
        in_shadow=_rows(_group(file, "geometry"), "in_shadow", time.size).astype(bool),
    )
