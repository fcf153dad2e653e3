#!/usr/bin/python3
"""Writes a small result file in the layout of vespa-raytrace, without vespa-raytrace.

The rays are those of an unmagnetised plasma (dr/dt = n, dn/dt = -grad X / 2, X = fp^2/f^2, fixed steps), launched
on a hollow cone from one flux tube of a tilted dipole: enough for the figures to look like the real ones.

    synthetic_result.py FILE.h5 [RAYS]
"""

from __future__ import annotations

import sys
from pathlib import Path

import h5py
import numpy as np

RADIUS, POLAR_RADIUS = 71492.0, 66854.0  # km
OUTER = 20.0 * RADIUS
DIPOLE = 4.17e5  # nT at the equator
AXIS = np.array([np.sin(np.radians(9.6)), 0.0, np.cos(np.radians(9.6))])
MEANINGS = "0 outer_boundary: left the box\n1 body_surface: met the body\n2 maximum_path: reached the longest path"


def field(r: np.ndarray) -> np.ndarray:
    """The dipole's field in nT at r [..., 3] in body radii, southward moment turned so that B leaves the north."""
    d = np.linalg.norm(r, axis=-1, keepdims=True)
    u = r / d
    return DIPOLE * (3.0 * (u @ AXIS)[..., None] * u - AXIS) / d**3


def density(r: np.ndarray) -> np.ndarray:
    """cm-3 at r in body radii: an ionosphere and a torus about the dipole equator."""
    d = np.linalg.norm(r, axis=-1)
    z = r @ AXIS
    rho = np.sqrt(np.maximum(d * d - z * z, 0.0))
    ionosphere = 2.0e5 * np.exp(-np.abs(d - 1.02) / 0.023)
    return ionosphere + 2000.0 * np.exp(-(((rho - 5.9) / 1.2) ** 2) - (z / 1.0) ** 2) + 5.0 / np.maximum(d, 1.0) ** 2


def density_gradient(r: np.ndarray) -> np.ndarray:
    step = 1e-5
    return np.stack([(density(r + e) - density(r - e)) / (2.0 * step) for e in np.eye(3) * step], axis=-1)


def trace_field_line(shell: float, longitude: float) -> np.ndarray:
    """The dipole line of that equatorial distance, [k, 3] km, above the surface."""
    latitude = np.linspace(-1.0, 1.0, 181) * np.arccos(np.sqrt(1.0 / shell))
    d = shell * np.cos(latitude) ** 2
    east = np.cross(AXIS, [0.0, 1.0, 0.0])
    across = np.cross(AXIS, east)
    out = np.cos(longitude) * east + np.sin(longitude) * across
    return RADIUS * d[:, None] * (np.cos(latitude)[:, None] * out + np.sin(latitude)[:, None] * AXIS)


def launch(rays: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Frequencies (Hz), positions (body radii) and unit directions on hollow cones about the local field."""
    random = np.random.default_rng(seed)
    line = trace_field_line(5.9, np.pi)[::-1] / RADIUS
    line = line[: len(line) // 2]
    gyrofrequency = 28.0 * np.linalg.norm(field(line), axis=1)
    frequency = np.geomspace(1.0e6, 0.98 * gyrofrequency.max(), rays)
    position = np.stack([np.interp(frequency, gyrofrequency[::-1], line[::-1, i]) for i in range(3)], axis=1)
    along = field(position)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    side = np.cross(along, [0.0, 1.0, 0.0])
    side /= np.linalg.norm(side, axis=1, keepdims=True)
    opening = np.radians(random.uniform(65.0, 105.0, rays))[:, None]
    turn = random.uniform(0.0, 2.0 * np.pi, rays)[:, None]
    direction = np.cos(opening) * along
    direction += np.sin(opening) * (np.cos(turn) * side + np.sin(turn) * np.cross(along, side))
    return frequency, position, direction


def trace(frequency: np.ndarray, r: np.ndarray, direction: np.ndarray, steps: int = 260) -> dict[str, np.ndarray]:
    """All rays at once by the midpoint rule; a ray that has ended repeats its last point."""
    x_of_density = (8978.66282049 / frequency) ** 2
    n = direction * np.sqrt(np.maximum(1.0 - x_of_density * density(r), 1e-4))[:, None]
    group, phase, length = np.zeros((3, len(r)))
    reason = np.full(len(r), 2, dtype=np.int8)
    rows = []
    for _ in range(steps):
        rows.append((r.copy(), n.copy(), group.copy(), phase.copy(), length.copy(), reason == 2))
        d = np.linalg.norm(r, axis=1)
        reason[(reason == 2) & (d >= OUTER / RADIUS)] = 0
        reason[(reason == 2) & (d < 1.0)] = 1
        h = np.where(reason == 2, 0.02 * d, 0.0)[:, None]
        half = r + 0.5 * h * n
        force = -0.5 * x_of_density[:, None] * density_gradient(half)
        middle = n + 0.5 * h * force
        r, n = r + h * middle, n + h * force
        group = group + h[:, 0] * RADIUS
        phase = phase + h[:, 0] * RADIUS * np.sum(middle * middle, axis=1)
        length = length + h[:, 0] * RADIUS * np.linalg.norm(middle, axis=1)
    names = ("position", "refractive_index", "group_path", "phase_path", "path_length", "flying")
    return {name: np.stack(column, axis=1) for name, column in zip(names, zip(*rows))} | {"reason": reason}


def put(group: h5py.Group, name: str, data: np.ndarray, unit: str, description: str) -> h5py.Dataset:
    dataset = group.create_dataset(name, data=data)
    dataset.attrs["unit"], dataset.attrs["description"] = unit, description
    return dataset


def write_background(file: h5py.File, cells: int) -> None:
    """A plane of cells x 0.75 cells in x and z."""
    group = file.create_group("background")
    group.attrs["origin"] = np.zeros(3)
    group.attrs["axis_1"], group.attrs["axis_2"] = np.eye(3)[0], np.eye(3)[2]
    first, second = np.linspace(-12.0, 12.0, cells), np.linspace(-9.0, 9.0, 3 * cells // 4)
    points = np.stack([a * np.eye(3)[0] + b * np.eye(3)[2] for b in second for a in first])
    shape = (second.size, first.size)
    put(group, "coordinate_1", first * RADIUS, "km", "along axis_1")
    put(group, "coordinate_2", second * RADIUS, "km", "along axis_2")
    with np.errstate(divide="ignore", invalid="ignore"):
        strength = np.linalg.norm(field(points), axis=1)
    put(group, "electron_density", density(points + 1e-9).reshape(shape), "cm-3", "electron density")
    put(group, "magnetic_field_strength", strength.reshape(shape), "nT", "field strength")
    lines = [trace_field_line(shell, angle) for shell in (2, 3, 4, 5, 5.9, 7, 9, 12, 16) for angle in (0.0, np.pi)]
    count = np.array([len(line) for line in lines], dtype=np.uint32)
    ragged = group.create_group("field_lines")
    put(ragged, "first", (np.cumsum(count) - count).astype(np.uint64), "", "first row of a line")
    put(ragged, "count", count, "", "rows of a line")
    put(ragged, "position", np.concatenate(lines), "km", "points of the lines")


def write(path: Path, rays: int = 60, status: str = "complete", seed: int = 1, cells: int = 120) -> None:
    frequency, position, direction = launch(rays, seed)
    traced = trace(frequency, position, direction)
    flying = traced["flying"]
    count = flying.sum(axis=1).astype(np.uint32)
    last = np.maximum(count, 1) - 1
    each = np.arange(rays)
    end = {name: values[each, last] for name, values in traced.items() if name != "reason"}
    with h5py.File(path, "w") as file:
        file.attrs.update(file_type="vespa-raytrace", format_version="1.0", program="vespa-raytrace")
        file.attrs.update(program_version="0.1.0", revision="unknown", options="", status=status)
        file.attrs.update(rays_asked=rays if status == "complete" else 2 * rays, rays_flown=rays)
        file.create_group("body").attrs.update(name="jupiter", equatorial_radius=RADIUS, polar_radius=POLAR_RADIUS)
        group = file.create_group("rays")
        put(group, "frequency", frequency, "Hz", "wave frequency")
        put(group, "mode", np.ones(rays, dtype=np.int8), "", "0 O, 1 X")
        put(group, "launch_position", position * RADIUS, "km", "start")
        put(group, "launch_direction", direction, "", "unit wave normal at the start")
        put(group, "stop_reason", traced["reason"], "", "why the ray ended").attrs["meanings"] = MEANINGS
        put(group, "end_position", end["position"] * RADIUS, "km", "end")
        put(group, "end_refractive_index", end["refractive_index"], "", "at the end")
        for name in ("group_path", "phase_path", "path_length"):
            put(group, name, end[name], "km", name.replace("_", " "))
        put(group, "steps", last.astype(np.int32), "", "accepted steps")
        put(group, "rejected_steps", np.zeros(rays, dtype=np.int32), "", "rejected steps")
        put(group, "hamiltonian_error", np.zeros(rays), "", "largest |H|")
        put(group, "sample_first", (np.cumsum(count) - count).astype(np.uint64), "", "first sample")
        put(group, "sample_count", count, "", "samples")
        samples = file.create_group("samples")
        put(samples, "position", traced["position"][flying] * RADIUS, "km", "position")
        put(samples, "refractive_index", traced["refractive_index"][flying], "", "refractive index")
        for name in ("group_path", "phase_path", "path_length"):
            put(samples, name, traced[name][flying], "km", name.replace("_", " "))
        put(samples, "electron_density", density(traced["position"][flying]), "cm-3", "electron density")
        put(samples, "magnetic_field", field(traced["position"][flying]), "nT", "magnetic field")
        write_background(file, cells)


def write_hit_map(path: Path, bands: int, modes: str, seed: int = 2) -> None:
    """Adds, or replaces, a hit map of chance; with one band that holds every frequency."""
    random = np.random.default_rng(seed)
    frequency = np.geomspace(1e6, 3e7, bands) if bands > 1 else np.zeros(1)
    hits = random.integers(0, 40, (2, bands, 18, 36)) * np.array(["O" in modes, "X" in modes])[:, None, None, None]
    with h5py.File(path, "a") as file:
        if "hit_map" in file:
            del file["hit_map"]
        group = file.create_group("hit_map")
        group.attrs.update(radius=OUTER, unit="km")
        put(group, "longitude", np.linspace(0.0, 360.0, 37), "deg", "edges")
        put(group, "latitude", np.linspace(-90.0, 90.0, 19), "deg", "edges")
        put(group, "frequency_lower", frequency, "Hz", "lower ends")
        put(group, "frequency_upper", frequency if bands > 1 else np.full(1, np.inf), "Hz", "upper ends")
        for mode, name in enumerate(("ordinary", "extraordinary")):
            put(group, name, hits[mode].astype(np.uint64), "", "rays")
            put(group, f"{name}_flown", 2 * hits[mode].sum(axis=(1, 2)).astype(np.uint64), "", "rays")
        put(group, "place_first_ray", np.zeros(1, dtype=np.uint64), "", "first ray")
        put(group, "accessible", hits.sum(axis=(0, 2))[None].astype(np.uint64), "", "rays")


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 60, cells=480)
