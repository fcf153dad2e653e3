"""Absorption bands: maps of the deepest band, its centre as hue and its depth as brightness, and a spectrum with its bands."""

from __future__ import annotations

import textwrap
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Colormap, Normalize

from . import style
from .bands_file import Bands
from .mulumesc_panels import Panel

HUES = plt.get_cmap("rainbow")
UNKNOWN = np.array([0xC9, 0xCC, 0xD1]) / 255.0
BESIDE_A_LONE_MAP = 0.18  # of the width: beside several, the layout finds the room of the colour bars itself
MASKED_CENTRE = 32  # a bit of /bands/flags
MOST_MAPS = 9
PANELS_A_ROW = 3
VALUES = plt.get_cmap("viridis")
TITLES = {"composition": "composition", "abundances": "abundances", "parameters": "summary parameters", "match": "library match"}
SPECTRUM_COLOUR, CONTINUUM_COLOUR = "#20242b", "#b3261e"


def deepest(result: Bands, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Centre and depth of each spectrum's deepest band among the chosen; NaN and 0 where it has none."""
    centre, depth = np.full(result.computed.size, np.nan), np.zeros(result.computed.size)
    order = np.flatnonzero(chosen)
    order = order[np.argsort(result.depth[order], kind="stable")]  # of those written twice the deepest stays
    centre[result.spectrum[order]], depth[result.spectrum[order]] = result.centre[order], result.depth[order]
    return centre, depth


def map_colours(result: Bands, centre: np.ndarray, depth: np.ndarray, hues: Normalize, deepest_shown: float) -> np.ndarray:
    """Black without a band, brighter with its depth; grey where the run did not come to."""
    colours = HUES(hues(np.nan_to_num(centre, nan=hues.vmin)))[:, :3] * np.clip(depth / deepest_shown, 0, 1)[:, None]
    colours[~result.computed] = UNKNOWN
    return colours


def _is_map(result: Bands) -> bool:
    return bool(result.lines) or result.longitude is not None


def _paint(axes: Axes, result: Bands, colours: np.ndarray) -> None:
    """An image, or points at their longitude and latitude."""
    if result.lines:
        axes.imshow(colours.reshape(result.lines, result.samples, 3), interpolation="nearest", aspect="equal")
        axes.set_xlabel("sample")
        axes.set_ylabel("line")
        return
    size = float(np.clip(40000 / result.computed.size, 0.6, 20))
    axes.set_facecolor("black")
    axes.scatter(result.longitude, result.latitude, c=colours, s=size, linewidths=0)
    axes.set_xlim(np.nanmin(result.longitude), np.nanmax(result.longitude))
    axes.set_ylim(np.nanmin(result.latitude), np.nanmax(result.latitude))
    axes.set_xlabel("longitude (deg)")
    axes.set_ylabel("latitude (deg)")


def _colour_bar(axes: Axes, scale: Normalize, colours: Colormap, label: str = "") -> None:
    """Beside the map and as high: a bar of the figure's own would be as high as the cell."""
    axes.figure.colorbar(ScalarMappable(scale, colours), cax=axes.inset_axes((1.03, 0, 0.05, 1)), label=label)


def _panel(axes: Axes, result: Bands, panel: Panel) -> None:
    known = panel.values[np.isfinite(panel.values)]
    low, high = panel.limits or (np.percentile(known, (2, 98)) if known.size else (0.0, 1.0))
    scale = Normalize(low, high if high > low else low + 1e-6)
    colours = VALUES(scale(np.nan_to_num(panel.values, nan=low)))[:, :3]
    colours[~np.isfinite(panel.values)] = 0
    colours[~result.computed] = UNKNOWN
    _paint(axes, result, colours)
    axes.set_title(textwrap.shorten(panel.title, 44, placeholder="…"), fontsize=9)
    _colour_bar(axes, scale, VALUES)


def _histogram(axes: Axes, result: Bands, panel: Panel) -> None:
    """Of spectra without a place."""
    known = panel.values[np.isfinite(panel.values)]
    axes.hist(known, bins=40, range=panel.limits or (tuple(np.percentile(known, (1, 99))) if known.size else None), color="#51606f")
    axes.set_title(textwrap.shorten(panel.title, 44, placeholder="…"), fontsize=9)
    axes.set_ylabel("spectra")


def _fit(axes: Axes, result: Bands) -> None:
    """Reflectance, the fit and its continuum, and each band hung from it."""
    fit, x = result.fit, result.wavelength
    known = np.isfinite(result.reflectance)
    continuum = np.exp(fit.offset + fit.slope / x)
    shapes = [s * np.exp(-0.5 * ((x - c) * 2.354820045 / w) ** 2) for s, c, w in zip(fit.strength, fit.centre, fit.width)]
    model = continuum * np.exp(np.sum(shapes, axis=0)) if shapes else continuum
    for shape, centre in zip(shapes, fit.centre):
        axes.fill_between(x, continuum * np.exp(shape), continuum, alpha=0.16, linewidth=0)
        axes.axvline(centre, color="#51606f", linewidth=0.7)
        axes.annotate(f" {centre:.3f}", (centre, 1), xycoords=("data", "axes fraction"), rotation=90, va="top", ha="left", fontsize=8)
    axes.plot(x, continuum, color=CONTINUUM_COLOUR, linewidth=0.9, linestyle="--", label="continuum")
    axes.plot(x[known], result.reflectance[known], color=SPECTRUM_COLOUR, linewidth=1, label="reflectance")
    axes.plot(x, model, color=CONTINUUM_COLOUR, linewidth=1, label="fit")
    rest = result.reflectance - model
    level = np.nanmin(result.reflectance) - np.nanmax(rest) - 0.04 * np.ptp(result.reflectance[known])
    axes.plot(x, level + rest, color="#51606f", linewidth=0.6, label=f"residual, from {level:.3g} on")
    axes.legend(loc="lower right")
    axes.set_title(f"{result.name}: modified Gaussian model, {fit.model}")
    axes.set_xlabel("wavelength (µm)")
    axes.set_ylabel("reflectance")


def _map(axes: Axes, result: Bands, chosen: np.ndarray, title: str) -> None:
    centre, depth = deepest(result, chosen)
    known = centre[np.isfinite(centre)]
    low, high = (np.percentile(known, (2, 98)) if known.size else result.wavelength[[0, -1]])
    hues = Normalize(low, max(high, low + 1e-3))
    deepest_shown = max(float(np.percentile(depth[depth > 0], 98)) if known.size else 1.0, 1e-6)
    _paint(axes, result, map_colours(result, centre, depth, hues, deepest_shown))
    axes.set_title(f"{title}\nfull brightness at depth {deepest_shown:.2g}", fontsize=9)
    _colour_bar(axes, hues, HUES, "centre (µm)")


def _spectrum(axes: Axes, result: Bands) -> None:
    axes.plot(result.wavelength, result.reflectance, color=SPECTRUM_COLOUR, linewidth=1)
    axes.plot(result.wavelength, result.continuum, color=CONTINUUM_COLOUR, linewidth=0.9, linestyle="--")
    for band in np.flatnonzero(result.spectrum == result.shown):
        within = (result.wavelength >= result.start[band]) & (result.wavelength <= result.end[band])
        axes.fill_between(result.wavelength[within], result.reflectance[within], result.continuum[within], alpha=0.18, linewidth=0)
        axes.axvline(result.centre[band], color="#51606f", linewidth=0.7)
        axes.annotate(f" {result.centre[band]:.3f}", (result.centre[band], 1), xycoords=("data", "axes fraction"), rotation=90,
                      va="top", ha="left", fontsize=8)
    axes.set_title(f"{result.name}: reflectance, continuum (dashed) and centres of bands")
    axes.set_xlabel("wavelength (µm)")
    axes.set_ylabel("reflectance")


def _scatter(axes: Axes, result: Bands) -> None:
    axes.plot(result.centre, result.depth, ".", markersize=3, color=SPECTRUM_COLOUR)
    axes.set_xlim(result.wavelength[0], result.wavelength[-1])
    axes.set_title(f"{result.centre.size:,} bands of {result.computed.size:,} spectra")
    axes.set_xlabel("centre (µm)")
    axes.set_ylabel("depth")


def _choices(result: Bands) -> list[tuple[np.ndarray, str]]:
    """What each map shows of the bands."""
    ranges = [int(r) for r in np.unique(result.range) if r >= 0]
    if not ranges:
        return [(result.flags & MASKED_CENTRE == 0, "deepest band whose middle was measured")]
    return [(result.range == r, f"range {r + 1}") for r in ranges[:MOST_MAPS]]


def _rows(result: Bands, kind: str, width: float) -> list[tuple[float, list, float]]:
    """Of the figure, from above: height in inches, what draws each of its axes, and the share of each cell that is left for a colour bar."""
    aspect = min(max(result.lines / result.samples, 0.25), 1.5) if result.lines else 0.55
    rows = []
    if kind in ("overview", "bands") and _is_map(result):
        maps = [lambda axes, one=one: _map(axes, result, *one) for one in _choices(result)]
        a_row = min(len(maps), PANELS_A_ROW)
        for first in range(0, len(maps), a_row):
            some = maps[first:first + a_row]
            rows.append((0.72 * width * aspect / a_row + 1.0, some + [None] * (a_row - len(some)), BESIDE_A_LONE_MAP if a_row == 1 else 0.0))
    has_spectrum = result.reflectance is not None and result.continuum is not None
    if kind in ("overview", "bands"):
        rows.append((0.42 * width, [lambda axes: (_spectrum if has_spectrum else _scatter)(axes, result)], 0.0))
    if kind in ("overview", "fit") and has_spectrum and result.fit is not None:
        rows.append((0.5 * width, [lambda axes: _fit(axes, result)], 0.0))
    for name, panels in result.panels.items():
        if kind not in ("overview", name):
            continue
        for first in range(0, len(panels), PANELS_A_ROW):
            draw_one = _panel if _is_map(result) else _histogram
            some = [lambda axes, one=one: draw_one(axes, result, one) for one in panels[first:first + PANELS_A_ROW]]
            rows.append((0.72 * width * aspect / PANELS_A_ROW + 0.9, some + [None] * (PANELS_A_ROW - len(some)), 0.0))
    if not rows:
        raise ValueError(f"the result has nothing to draw for --kind {kind}" + (
            ": fits of Gaussians of a run with --keep-continuum are drawn" if kind == "fit" else f"; {TITLES.get(kind, kind)} were not asked for"))
    return rows


def draw(result: Bands, kind: str, width: float, output: Path) -> None:
    rows = _rows(result, kind, width)
    heights = [height for height, _, _ in rows]
    figure = plt.figure(figsize=(width, sum(heights) + 0.5), layout="constrained")
    grid = figure.add_gridspec(len(rows), 1, height_ratios=heights)
    for place, (_, draws, beside) in zip(grid, rows):
        cells = place.subgridspec(1, 2 * len(draws), width_ratios=[1 - beside, max(beside, 1e-6)] * len(draws))
        for column, draw_one in enumerate(draws):
            if draw_one:
                draw_one(figure.add_subplot(cells[2 * column]))
    stopped = "" if result.complete else "; stopped on request, incomplete"
    words = f"{result.program}, method {result.method}: {result.note}{stopped}"
    figure.supxlabel("\n".join(textwrap.wrap(words, int(width * 14))), fontsize=8,
                     color=style.CAPTION if result.complete else style.WARNING)
    style.save(figure, output)
