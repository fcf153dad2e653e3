"""Reads the HDF5 file of vespa-raytrace (format_version 1.x); every length in the file is in km."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import h5py
import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
FILE_TYPE = "vespa-raytrace"
FORMAT_MAJOR = 1


class UnreadableResult(Exception):
    """The file is not a ray-tracing result that this reader understands; the text says why."""


@dataclass(frozen=True)
class Body:
    name: str
    equatorial_radius: float  # km, 0 if there is no body
    polar_radius: float  # km


@dataclass(frozen=True)
class Background:
    """A plane cut through the medium: point = origin + coordinate_1 axis_1 + coordinate_2 axis_2."""

    origin: Array  # [3] km
    axis_1: Array  # [3] unit vector
    axis_2: Array  # [3] unit vector
    coordinate_1: Array  # [n1] km
    coordinate_2: Array  # [n2] km
    electron_density: Array  # [n2, n1] cm-3
    field_lines: list[Array]  # each [k, 3] km


@dataclass(frozen=True)
class HitMap:
    """Rays counted where they ended on the outer sphere."""

    radius: float  # km
    longitude: Array  # [l + 1] deg east, edges
    latitude: Array  # [k + 1] deg, edges
    frequency_lower: Array  # [f] Hz; equal to the upper end where a band is one frequency
    frequency_upper: Array  # [f] Hz
    hits: dict[str, Array]  # by mode, O and X: [f, k, l]
    flown: dict[str, Array]  # by mode: [f]
    accessible: Array  # [places, f, l], both modes
    launch_longitude: Array  # [places] deg east


@dataclass(frozen=True)
class Result:
    path: Path
    program: str
    complete: bool
    rays_asked: int
    body: Body
    frequency: Array  # [n] Hz
    mode: NDArray[np.int8]  # [n] 0 O, 1 X
    stop_reason: NDArray[np.int8]  # [n]
    stop_names: dict[int, str]
    end_position: Array  # [n, 3] km
    group_path: Array  # [n] km
    path_length: Array  # [n] km
    stokes: Array | None  # [n, 3] (Q, U, V)/I
    tube: Array | None  # [n] km2 sr-1
    absorption: Array | None  # [n] dB
    drawn: NDArray[np.intp]  # rays whose paths were read
    paths: list[Array]  # one [k, 3] km a drawn ray
    background: Background | None
    hit_map: HitMap | None


def _text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def _attribute(node: h5py.HLObject, name: str) -> object:
    if name not in node.attrs:
        raise UnreadableResult(f"attribute '{name}' of {node.name} is missing")
    return node.attrs[name]


def _dataset(group: h5py.Group, name: str, dimensions: int, last: int | None = None) -> h5py.Dataset:
    """The dataset, with its number of dimensions and its last extent checked."""
    node = group.get(name)
    if not isinstance(node, h5py.Dataset):
        raise UnreadableResult(f"dataset '{name}' is missing in {group.name}")
    if node.ndim != dimensions or (last is not None and node.shape[-1] != last):
        wanted = "x".join(["n"] * (dimensions - (last is not None)) + ([str(last)] if last else []))
        raise UnreadableResult(f"dataset {node.name} has shape {node.shape}; expected {wanted}")
    return node


def _rows(group: h5py.Group, name: str, rows: int, last: int | None = None) -> NDArray:
    data = _dataset(group, name, 1 if last is None else 2, last)
    if data.shape[0] != rows:
        raise UnreadableResult(f"dataset {data.name} has {data.shape[0]} rows; expected {rows}")
    return data[()]


def _group(parent: h5py.Group, name: str) -> h5py.Group:
    node = parent.get(name)
    if not isinstance(node, h5py.Group):
        raise UnreadableResult(f"group '{name}' is missing")
    return node


def _ragged(data: h5py.Dataset, first: NDArray, count: NDArray, chosen: NDArray) -> list[Array]:
    """The rows of the chosen items of a ragged array."""
    first, count = first.astype(np.uint64), count.astype(np.uint64)
    if first.size and int((first + count).max()) > data.shape[0]:
        raise UnreadableResult(f"{data.name} is shorter than its first/count index says: the file is damaged")
    if chosen.size == first.size:
        everything = data[()].astype(np.float64)
        return [everything[int(first[i]) : int(first[i] + count[i])] for i in chosen]
    return [data[int(first[i]) : int(first[i] + count[i])].astype(np.float64) for i in chosen]


def _stop_names(dataset: h5py.Dataset) -> dict[int, str]:
    """From lines 'code name: explanation'."""
    names: dict[int, str] = {}
    for line in _text(_attribute(dataset, "meanings")).splitlines():
        code, _, rest = line.strip().partition(" ")
        if code.lstrip("-").isdigit():
            names[int(code)] = rest.partition(":")[0].strip().replace("_", " ")
    return names


def _background(group: h5py.Group) -> Background:
    vectors = [np.asarray(_attribute(group, name), dtype=np.float64) for name in ("origin", "axis_1", "axis_2")]
    if any(vector.shape != (3,) for vector in vectors):
        raise UnreadableResult("origin, axis_1 and axis_2 of /background must be vectors of 3 numbers")
    coordinate_1 = _dataset(group, "coordinate_1", 1)[()]
    coordinate_2 = _dataset(group, "coordinate_2", 1)[()]
    density = _rows(group, "electron_density", coordinate_2.size, coordinate_1.size)
    lines: list[Array] = []
    if "field_lines" in group:
        ragged = _group(group, "field_lines")
        first = _dataset(ragged, "first", 1)[()]
        count = _rows(ragged, "count", first.size)
        lines = _ragged(_dataset(ragged, "position", 2, 3), first, count, np.arange(first.size))
    return Background(*vectors, coordinate_1, coordinate_2, density, lines)


def _counts(group: h5py.Group, name: str, shape: tuple[int, ...]) -> Array:
    data = _dataset(group, name, len(shape))
    if data.shape != shape:
        raise UnreadableResult(f"dataset {data.name} has shape {data.shape}; expected {shape}")
    return data[()].astype(np.float64)


def _hit_map(group: h5py.Group, launch_position: Array) -> HitMap:
    longitude, latitude = _dataset(group, "longitude", 1)[()], _dataset(group, "latitude", 1)[()]
    lower = _dataset(group, "frequency_lower", 1)[()]
    shape = (lower.size, latitude.size - 1, longitude.size - 1)
    modes = {"O": "ordinary", "X": "extraordinary"}
    first = _dataset(group, "place_first_ray", 1)[()].astype(np.intp)
    if first.size == 0 or first.max() >= len(launch_position):
        raise UnreadableResult("place_first_ray of /hit_map names rays that are not there")
    x, y, _ = launch_position[first].T
    return HitMap(
        radius=float(_attribute(group, "radius")),
        longitude=longitude,
        latitude=latitude,
        frequency_lower=lower,
        frequency_upper=_rows(group, "frequency_upper", lower.size),
        hits={mode: _counts(group, name, shape) for mode, name in modes.items()},
        flown={mode: _counts(group, f"{name}_flown", shape[:1]) for mode, name in modes.items()},
        accessible=_counts(group, "accessible", (first.size, shape[0], shape[2])),
        launch_longitude=np.degrees(np.arctan2(y, x)) % 360.0,
    )


def read_result(path: Path, most_paths: int) -> Result:
    """Reads the file, with the sampled paths of at most `most_paths` rays spread evenly over all.

    Raises UnreadableResult, with a sentence that says what is wrong.
    """
    if not path.exists():
        raise UnreadableResult("no such file")
    try:
        with h5py.File(path, "r") as file:
            return _read(file, path, most_paths)
    except OSError as error:
        raise UnreadableResult(f"not a readable HDF5 file ({error})") from error


def _read(file: h5py.File, path: Path, most_paths: int) -> Result:
    if "file_type" not in file.attrs or _text(file.attrs["file_type"]) != FILE_TYPE:
        raise UnreadableResult(f"not a result of {FILE_TYPE} (root attribute file_type)")
    version = _text(_attribute(file, "format_version"))
    if version.partition(".")[0] != str(FORMAT_MAJOR):
        raise UnreadableResult(f"format_version {version} is not known; this reader knows {FORMAT_MAJOR}.x")

    rays = _group(file, "rays")
    frequency = _dataset(rays, "frequency", 1)[()].astype(np.float64)
    n = frequency.size
    if n == 0:
        raise UnreadableResult("the file holds no rays: nothing to draw")
    first, count = _rows(rays, "sample_first", n), _rows(rays, "sample_count", n)
    sampled = np.flatnonzero(count > 1)
    if sampled.size > most_paths:
        sampled = sampled[np.linspace(0, sampled.size - 1, most_paths).round().astype(np.intp)]

    body = _group(file, "body")
    return Result(
        path=path,
        program=f"{_text(_attribute(file, 'program'))} {_text(_attribute(file, 'program_version'))}",
        complete=_text(_attribute(file, "status")) == "complete",
        rays_asked=int(_attribute(file, "rays_asked")),
        body=Body(
            _text(_attribute(body, "name")),
            float(_attribute(body, "equatorial_radius")),
            float(_attribute(body, "polar_radius")),
        ),
        frequency=frequency,
        mode=_rows(rays, "mode", n),
        stop_reason=_rows(rays, "stop_reason", n),
        stop_names=_stop_names(rays["stop_reason"]),
        end_position=_rows(rays, "end_position", n, 3),
        group_path=_rows(rays, "group_path", n),
        path_length=_rows(rays, "path_length", n),
        stokes=_rows(rays, "stokes", n, 3) if "stokes" in rays else None,
        tube=_rows(rays, "tube", n) if "tube" in rays else None,
        absorption=_rows(rays, "absorption", n) if "absorption" in rays else None,
        drawn=sampled,
        paths=_ragged(_dataset(_group(file, "samples"), "position", 2, 3), first, count, sampled),
        background=_background(file["background"]) if "background" in file else None,
        hit_map=_hit_map(file["hit_map"], _rows(rays, "launch_position", n, 3)) if "hit_map" in file else None,
    )
