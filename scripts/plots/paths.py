"""Rays over the medium: density, field lines, the body, and the paths coloured by frequency."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure
from matplotlib.patches import Ellipse

from . import style
from .projection import Plane, View, choose_plane, shows_background, silhouette
from .result_file import Result

# Vector graphics with more points than this are slower to open than the run took; the lines become an image then.
MOST_VECTOR_POINTS = 100_000


def length_unit(result: Result) -> tuple[float, str]:
    """Kilometres in a unit of the axes, and its name."""
    if result.body.equatorial_radius > 0.0:
        return result.body.equatorial_radius, style.SYMBOLS.get(result.body.name.lower(), "body radii")
    return 1000.0, r"$10^3$ km"


def outside_body(result: Result) -> np.ndarray:
    """[n2, n1] of the background: a model's density within the body means nothing and sets no colour scale."""
    ground, body = result.background, result.body
    if body.equatorial_radius <= 0.0:
        return np.ones(ground.electron_density.shape, dtype=bool)
    right, up = np.meshgrid(ground.coordinate_1, ground.coordinate_2)
    point = ground.origin + right[..., None] * ground.axis_1 + up[..., None] * ground.axis_2
    scaled = point / np.array([body.equatorial_radius, body.equatorial_radius, body.polar_radius])
    return np.sum(scaled * scaled, axis=-1) >= 1.0


def draw_medium(axes: Axes, result: Result, unit: float) -> None:
    ground = result.background
    density = ground.electron_density
    there = density[outside_body(result) & np.isfinite(density) & (density > 0.0)]
    if there.size == 0:
        return
    high = float(there.max())
    low = max(float(there.min()), 1e-6 * high)
    right, up = ground.coordinate_1 / unit, ground.coordinate_2 / unit
    mesh = axes.pcolormesh(right, up, np.clip(density, low, high), cmap=style.DENSITY_MAP,
                           norm=LogNorm(low, max(high, 1.001 * low)), shading="nearest", rasterized=True, zorder=0)
    bar = axes.figure.colorbar(mesh, cax=axes.inset_axes([1.145, 0.0, 0.022, 1.0]), label="electron density (cm$^{-3}$)")
    bar.outline.set_linewidth(0.5)


def draw_field_lines(axes: Axes, result: Result, plane: Plane, unit: float) -> None:
    lines = [plane.without_hidden(line, result.body) / unit for line in result.background.field_lines]
    axes.add_collection(LineCollection(lines, colors=style.FIELD_LINE, linewidths=0.5, alpha=0.75, zorder=2))


def draw_body(axes: Axes, result: Result, plane: Plane, unit: float) -> None:
    if result.body.equatorial_radius <= 0.0:
        return
    across, along = silhouette(plane, result.body)
    centre = -plane.origin @ plane.axis_1 / unit, -plane.origin @ plane.axis_2 / unit
    axes.add_patch(Ellipse(centre, 2.0 * across / unit, 2.0 * along / unit, facecolor=style.PLANET,
                           edgecolor=style.PLANET_RIM, linewidth=0.8, zorder=3))


def draw_rays(axes: Axes, result: Result, plane: Plane, unit: float) -> None:
    """High frequencies are drawn first: they go straight, the bent low ones stay on top."""
    frequency = result.frequency[result.drawn]
    order = np.argsort(-frequency, kind="stable")
    lines = [plane.without_hidden(result.paths[i], result.body) / unit for i in order]
    alpha = float(np.clip(12.0 / np.sqrt(max(len(lines), 1)), 0.16, 0.9))
    width = float(np.clip(14.0 / np.sqrt(max(len(lines), 1)), 0.45, 1.1))
    norm = style.frequency_norm(result.frequency)
    rays = LineCollection(lines, array=frequency[order] / 1e6, cmap=style.FREQUENCY_MAP, norm=norm,
                          linewidths=width, alpha=alpha, zorder=4, capstyle="round")
    rays.set_rasterized(sum(map(len, lines)) > MOST_VECTOR_POINTS)
    axes.add_collection(rays)
    style.frequency_colorbar(axes, norm)


def extent(result: Result, plane: Plane, view: View) -> tuple[float, float, float, float]:
    """(left, right, bottom, top) in km: as asked, else the background's if it is shown, else what holds the rays."""
    if view.extent is not None:
        half = view.extent * length_unit(result)[0]
        return -half, half, -half, half
    if shows_background(result, plane):
        ground = result.background
        return ground.coordinate_1.min(), ground.coordinate_1.max(), ground.coordinate_2.min(), ground.coordinate_2.max()
    points = np.concatenate(result.paths) if result.paths else result.end_position
    points = points[np.isfinite(points).all(axis=1)]
    right, up = plane.coordinates(np.concatenate([points, np.zeros((1, 3))]))
    margin = 1.2 * result.body.equatorial_radius or 0.5 * max(np.ptp(right), np.ptp(up), 1.0)
    return (min(right.min(), -margin), max(right.max(), margin), min(up.min(), -margin), max(up.max(), margin))


def height(result: Result, view: View) -> float:
    """Inches that the paths need below the width asked for, within reason for flat and for tall planes."""
    left, right, bottom, top = extent(result, choose_plane(result, view.plane), view)
    return 0.74 * view.width * float(np.clip((top - bottom) / (right - left), 0.4, 1.4)) + 0.6


def draw(axes: Axes, result: Result, view: View) -> None:
    plane = choose_plane(result, view.plane)
    unit, unit_name = length_unit(result)
    if shows_background(result, plane):
        draw_medium(axes, result, unit)
        draw_field_lines(axes, result, plane, unit)
    draw_body(axes, result, plane, unit)
    draw_rays(axes, result, plane, unit)
    left, right, bottom, top = (edge / unit for edge in extent(result, plane, view))
    axes.set(xlim=(left, right), ylim=(bottom, top), aspect="equal",
             xlabel=f"{plane.label_1} ({unit_name})", ylabel=f"{plane.label_2} ({unit_name})")


def figure(result: Result, view: View) -> Figure:
    made = style.new_figure(view.width, height(result, view) + 0.15)
    draw(made.add_subplot(), result, view)
    return made
