"""Rays over the medium: density, field lines, the body, and the paths coloured by frequency."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure
from matplotlib.patches import Ellipse
from matplotlib.ticker import MaxNLocator

from . import style
from .projection import Plane, View, choose_plane, shows_background, silhouette
from .result_file import Result

# Inches about the axes: labels at the left and below, one colour bar at the right or two.
LEFT, BELOW, ABOVE = 0.72, 0.5, 0.12
ONE_BAR, TWO_BARS = 0.95, 1.85
BAR_WIDTH, FIRST_BAR, SECOND_BAR = 0.15, 0.13, 1.0

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


def grown_into_body(density: np.ndarray, outside: np.ndarray) -> np.ndarray:
    """Gives the cells that the body's edge cuts the greatest value beside them, lest they show as gaps."""
    padded = np.pad(np.where(outside, density, 0.0), 1)
    rows, columns = density.shape
    around = np.max([padded[i : i + rows, j : j + columns] for i in range(3) for j in range(3)], axis=0)
    return np.where(outside, density, around)


def bar_axes(axes: Axes, offset: float) -> Axes:
    """Axes for a colour bar as high as the main ones, `offset` inches to their right."""
    width = axes.get_position().width * axes.figure.get_figwidth()
    return axes.inset_axes([1.0 + offset / width, 0.0, BAR_WIDTH / width, 1.0])


def draw_medium(axes: Axes, result: Result, unit: float) -> None:
    ground = result.background
    density = ground.electron_density
    outside = outside_body(result)
    there = density[outside & np.isfinite(density) & (density > 0.0)]
    if there.size == 0:
        return
    high = float(there.max())
    low = max(float(there.min()), 1e-6 * high)
    right, up = ground.coordinate_1 / unit, ground.coordinate_2 / unit
    mesh = axes.pcolormesh(right, up, np.clip(grown_into_body(density, outside), low, high), cmap=style.DENSITY_MAP,
                           norm=LogNorm(low, max(high, 1.001 * low)), shading="nearest", rasterized=True, zorder=0)
    bar = axes.figure.colorbar(mesh, cax=bar_axes(axes, SECOND_BAR), label="electron density (cm$^{-3}$)")
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
    style.frequency_colorbar(bar_axes(axes, FIRST_BAR), norm)


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


@dataclass(frozen=True)
class Place:
    """Where the paths stand on the page, in inches; the page is as wide as the view asks."""

    width: float
    height: float  # of the axes alone

    @property
    def total(self) -> float:
        return BELOW + self.height + ABOVE


def place(result: Result, view: View) -> Place:
    plane = choose_plane(result, view.plane)
    left, right, bottom, top = extent(result, plane, view)
    width = view.width - LEFT - (TWO_BARS if shows_background(result, plane) else ONE_BAR)
    if width < 0.5:
        raise ValueError(f"a width of {view.width:g} inches leaves no room beside the colour bars; allowed: 3.5 or more")
    return Place(width, width * float(np.clip((top - bottom) / (right - left), 0.3, 1.6)))


def draw(figure: Figure, result: Result, view: View, bottom: float) -> None:
    """Draws the paths with their labels and bars from `bottom` inches of the page upward."""
    plane, size = choose_plane(result, view.plane), place(result, view)
    page = np.array([figure.get_figwidth(), figure.get_figheight()])
    axes = figure.add_axes([*([LEFT, bottom + BELOW] / page), *([size.width, size.height] / page)])
    unit, unit_name = length_unit(result)
    if shows_background(result, plane):
        draw_medium(axes, result, unit)
        draw_field_lines(axes, result, plane, unit)
    draw_body(axes, result, plane, unit)
    draw_rays(axes, result, plane, unit)
    left, right, low, high = (edge / unit for edge in extent(result, plane, view))
    axes.set(xlim=(left, right), ylim=(low, high), aspect="equal",
             xlabel=f"{plane.label_1} ({unit_name})", ylabel=f"{plane.label_2} ({unit_name})")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(MaxNLocator(nbins=9, steps=[1, 2, 5, 10]))


def figure(result: Result, view: View) -> Figure:
    below, above = style.margins(result.complete)
    made = style.bare_figure(view.width, below + place(result, view).total + above)
    draw(made, result, view, below)
    return made
