"""Absorption bands: maps of the deepest band, its centre as hue and its depth as brightness, and a spectrum with its bands."""

from __future__ import annotations

import textwrap
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize

from . import style
from .bands_file import Bands

HUES = plt.get_cmap("rainbow")
UNKNOWN = np.array([0xC9, 0xCC, 0xD1]) / 255.0
MOST_MAPS = 3
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
    return colours.reshape(result.lines, result.samples, 3)


def _map(axes: Axes, result: Bands, chosen: np.ndarray, title: str) -> None:
    centre, depth = deepest(result, chosen)
    known = centre[np.isfinite(centre)]
    low, high = (np.percentile(known, (2, 98)) if known.size else result.wavelength[[0, -1]])
    hues = Normalize(low, max(high, low + 1e-3))
    deepest_shown = max(float(np.percentile(depth[depth > 0], 98)) if known.size else 1.0, 1e-6)
    axes.imshow(map_colours(result, centre, depth, hues, deepest_shown), interpolation="nearest", aspect="equal")
    axes.set_title(f"{title}: full brightness at depth {deepest_shown:.2g}")
    axes.set_xlabel("sample")
    axes.set_ylabel("line")
    axes.figure.colorbar(ScalarMappable(hues, HUES), ax=axes, label="centre (µm)", shrink=0.9)


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
        return [(np.ones(result.range.size, bool), "deepest band")]
    return [(result.range == r, f"range {r + 1}") for r in ranges[:MOST_MAPS]]


def draw(result: Bands, width: float, output: Path) -> None:
    maps = _choices(result) if result.lines else []
    has_spectrum = result.reflectance is not None and result.continuum is not None
    below = _spectrum if has_spectrum else _scatter
    aspect = min(max(result.lines / result.samples, 0.25), 1.5) if maps else 0
    map_height = 0.8 * width * aspect / len(maps) + 1.0 if maps else 0.0
    figure = plt.figure(figsize=(width, map_height + 0.42 * width + 0.5), layout="constrained")
    rows = figure.add_gridspec(2 if maps else 1, 1, height_ratios=[map_height, 0.42 * width] if maps else None)
    if maps:
        places = rows[0].subgridspec(1, len(maps))
        for column, (chosen, title) in enumerate(maps):
            _map(figure.add_subplot(places[column]), result, chosen, title)
    below(figure.add_subplot(rows[1 if maps else 0]), result)
    stopped = "" if result.complete else "; stopped on request, incomplete"
    words = f"{result.program}, method {result.method}: {result.note}{stopped}"
    figure.supxlabel("\n".join(textwrap.wrap(words, int(width * 14))), fontsize=8,
                     color=style.CAPTION if result.complete else style.WARNING)
    style.save(figure, output)
