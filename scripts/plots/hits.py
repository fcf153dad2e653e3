"""How rays spread over the outer sphere: maps by mode, and which longitudes are reached at which frequency."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from matplotlib.ticker import FuncFormatter

from . import style
from .projection import View
from .result_file import Array, HitMap, Result

LOWEST, HIGHEST = 0.03, 100.0  # of the colour scale at most; 1 is an even spread


def solid_angle(hits: HitMap) -> Array:
    """[k, l] of the bins, as a share of the sphere."""
    rows = np.diff(np.sin(np.radians(hits.latitude))) / 2.0
    return rows[:, None] * np.diff(hits.longitude)[None, :] / 360.0


def spread(counts: Array, flown: float, share: Array) -> Array:
    """Counts over those of an even spread of all flown rays; masked where no ray came."""
    return np.ma.masked_equal(counts / (max(flown, 1.0) * share), 0.0)


def colour_scale(values: list[Array]) -> LogNorm:
    reached = np.concatenate([value.compressed() for value in values])
    if reached.size == 0:
        return LogNorm(LOWEST, HIGHEST)
    low, high = max(float(reached.min()), LOWEST), min(float(reached.max()), HIGHEST)
    return LogNorm(low, max(high, 1.5 * low))


def band_edges(hits: HitMap) -> Array:
    """[f + 1] MHz: the bands' own ends, or half-way (of the logarithm) between single frequencies."""
    lower, upper = hits.frequency_lower / 1e6, hits.frequency_upper / 1e6
    if (upper > lower).any():
        return np.append(lower, upper[-1])
    middle = np.sqrt(lower[1:] * lower[:-1])
    return np.concatenate(([lower[0] ** 2 / middle[0]], middle, [lower[-1] ** 2 / middle[-1]]))


def draw_sphere(axes: Axes, hits: HitMap, values: Array, norm: LogNorm, title: str) -> None:
    # Mollweide's longitudes run from -180 to 180: the map is cut at 180 and its halves change places.
    west = hits.longitude > 180.0 + 1e-9
    halves = ((hits.longitude[~west], values[:, : (~west).sum() - 1]),
              (hits.longitude[(~west).sum() - 1 :] - 360.0, values[:, (~west).sum() - 1 :]))
    for longitude, part in halves:
        if part.shape[1] > 0:
            axes.pcolormesh(np.radians(longitude), np.radians(hits.latitude), part, cmap="magma_r", norm=norm, rasterized=True)
    for longitude in hits.launch_longitude[:24]:
        axes.plot(np.radians((longitude + 180.0) % 360.0 - 180.0), 0.0, marker="v", markersize=5, color="#1f77b4",
                  markeredgecolor="white", markeredgewidth=0.5)
    axes.set_xticks(np.radians(np.arange(-120, 121, 60)), labels=[f"{d % 360}\u00b0" for d in range(-120, 121, 60)], fontsize=7)
    for label in axes.get_xticklabels():
        label.set_path_effects([withStroke(linewidth=2.0, foreground="white")])
    axes.set_yticks(np.radians(np.arange(-60, 61, 30)), labels=[f"{d}\u00b0" for d in range(-60, 61, 30)], fontsize=7)
    axes.grid(linewidth=0.3, color="#9aa2ac")
    axes.set_title(title, fontsize=9)


def draw_zone(axes: Axes, result: Result, hits: HitMap, norm: LogNorm) -> None:
    flown = sum(hits.flown.values())
    share = np.diff(hits.longitude) / 360.0
    counts = hits.accessible.sum(axis=0)
    if len(flown) == 1:
        axes.stairs(100.0 * counts[0] / max(flown[0], 1.0), hits.longitude, color="#7b3f8c", fill=True, alpha=0.6)
        axes.set_ylabel("share of the rays (%)")
    else:
        values = np.ma.masked_equal(counts / (np.maximum(flown, 1.0)[:, None] * share), 0.0)
        axes.pcolormesh(hits.longitude, band_edges(hits), values, cmap="magma_r", norm=norm, rasterized=True)
        axes.set(yscale="log", ylabel="frequency (MHz)")
        ticks = style.frequency_ticks(LogNorm(*band_edges(hits)[[0, -1]])) if band_edges(hits)[0] > 0.0 else None
        if ticks is not None:
            axes.set_yticks(ticks, labels=[f"{t:g}" for t in ticks])
            axes.yaxis.set_minor_formatter(FuncFormatter(lambda *_: ""))
    for longitude in hits.launch_longitude[:24]:
        axes.plot(longitude, 0.0, marker="^", markersize=6, color="#1f77b4", clip_on=False, transform=axes.get_xaxis_transform(), zorder=5)
    axes.set(xlim=(0, 360), xticks=range(0, 361, 60), xlabel="east longitude reached on the sphere, all latitudes, both modes (deg); triangles: launch")
    if result.body.name.lower() == "jupiter":
        above = axes.secondary_xaxis("top", functions=(lambda east: 360.0 - east, lambda west: 360.0 - west))
        above.set_xticks(range(0, 361, 60))
        above.set_xlabel("west longitude, System III (deg)", fontsize=8.5)
        axes.tick_params(top=False)


def figure(result: Result, view: View) -> Figure:
    hits = result.hit_map
    if hits is None:
        raise ValueError("the file has no hit map; it comes of vespa-raytrace --hit-map")
    share = solid_angle(hits)
    modes = [mode for mode in hits.hits if hits.flown[mode].sum() > 0.0] or ["O"]
    values = [spread(hits.hits[mode].sum(axis=0), hits.flown[mode].sum(), share) for mode in modes]
    norm = colour_scale(values)

    made = style.new_figure(view.width, (0.8 if len(modes) == 2 else 1.05) * view.width)
    made.get_layout_engine().set(rect=(0.0, 0.05, 1.0, 0.95))  # room for the caption
    grid = made.add_gridspec(2, len(modes), height_ratios=(0.68, 1.0) if len(modes) == 2 else (1.0, 0.9))
    spheres = [made.add_subplot(grid[0, i], projection="mollweide") for i in range(len(modes))]
    for axes, mode, value in zip(spheres, modes, values):
        hit = hits.hits[mode].sum() / max(hits.flown[mode].sum(), 1.0)
        draw_sphere(axes, hits, value, norm, f"{mode} mode: {100.0 * hit:.3g} % of the rays arrive")
    zone = made.add_subplot(grid[1, :])
    draw_zone(zone, result, hits, norm)
    bar = made.colorbar(style.ScalarMappable(norm, "magma_r"), ax=[*spheres, zone], shrink=0.75, aspect=35, pad=0.02,
                        label="rays, relative to an even spread over the sphere (above) or over longitude (below)")
    bar.outline.set_linewidth(0.5)
    return made
