"""Line-by-line results: spectra, opacity by species, contribution functions and Jacobians."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Normalize, TwoSlopeNorm
from matplotlib.figure import Figure

from . import style
from .lbl_file import LineByLine, Quantity

COLUMNS = 1200  # across a figure: more points than these are drawn as bands between the least and the greatest
COLOURS = plt.get_cmap("tab10")
MOST_CURVES = 8


def columns_of(values: np.ndarray, count: int) -> np.ndarray:
    """Values as [column, value], the last column filled up with its last value. A spectrum that fits stays as it is."""
    per_column = -(-values.size // count)
    padded = np.pad(values, (0, -values.size % per_column), mode="edge")
    return padded.reshape(-1, per_column)


def draw_curve(axes: Axes, x: np.ndarray, y: np.ndarray, colour, label: str | None) -> None:
    """A line, or where there are more points than columns, the band they fill and their middle."""
    if x.size <= 2 * COLUMNS:
        axes.plot(x, y, color=colour, linewidth=0.8, label=label)
        return
    place, value = columns_of(x, COLUMNS).mean(axis=1), columns_of(y, COLUMNS)
    with np.errstate(invalid="ignore"):
        axes.fill_between(place, np.nanmin(value, axis=1), np.nanmax(value, axis=1), color=colour, alpha=0.35, linewidth=0)
        axes.plot(place, np.nanmedian(value, axis=1), color=colour, linewidth=0.7, label=label)


def shown(result: LineByLine, values: np.ndarray) -> np.ndarray:
    return np.where(result.known, values, np.nan)


def chosen(count: int) -> np.ndarray:
    return np.unique(np.linspace(0, count - 1, min(count, MOST_CURVES)).round().astype(int))


def label_of(quantity: Quantity) -> str:
    return f"{quantity.name} ({quantity.unit})" if quantity.unit else quantity.name


def spans_decades(values: np.ndarray) -> bool:
    positive = values[np.isfinite(values) & (values > 0)]
    return positive.size > 0 and positive.max() > 300 * np.median(positive)


def spectrum(result: LineByLine, width: float) -> Figure:
    quantities = list(result.quantities.values()) or list(result.opacities.values())[:1]
    figure = style.new_figure(width, 0.8 + 2.4 * len(quantities))
    panels = figure.subplots(len(quantities), 1, sharex=True, squeeze=False)[:, 0]
    for axes, quantity in zip(panels, quantities):
        values = np.atleast_2d(quantity.values)
        seen = [row for row in range(len(values)) if np.isfinite(values[row][result.known]).any()]
        for rank in chosen(len(seen)):
            label = result.rows[seen[rank]] if len(values) == len(result.rows) else None
            draw_curve(axes, result.wavenumber, shown(result, values[seen[rank]]), COLOURS(rank % 10), label)
        if spans_decades(quantity.values):
            axes.set_yscale("log")
        axes.set_ylabel(label_of(quantity))
    named = [axes for axes in panels if len(axes.get_legend_handles_labels()[1]) > 1]
    if named:
        fullest = max(named, key=lambda axes: len(axes.get_legend_handles_labels()[1]))
        style.legend_above(fullest, 5)
    return figure


def instrument(result: LineByLine, width: float) -> Figure:
    """Samples or bins; below them, thin, the spectra that they are made of, where the unit is the same."""
    seen = result.seen
    if seen is None:
        raise ValueError("the file has nothing that an instrument sees; run vespa-lbl spectrum with --line-shape or --bin-width")
    figure = style.new_figure(width, 0.8 + 2.6 * len(seen.quantities))
    panels = figure.subplots(len(seen.quantities), 1, sharex=True, squeeze=False)[:, 0]
    for axes, (name, quantity) in zip(panels, seen.quantities.items()):
        values, fine = np.atleast_2d(quantity.values), np.atleast_2d(result.quantities[name].values)
        rows = [row for row in range(len(values)) if np.isfinite(values[row]).any()]
        for rank in chosen(len(rows)):
            row = rows[rank]
            if quantity.unit == result.quantities[name].unit and len(rows) == 1:
                draw_curve(axes, result.wavenumber, fine[row], style.CAPTION, None)
            label = result.rows[row] if len(values) == len(result.rows) else None
            drawn = axes.step if seen.name == "bins" else axes.plot
            drawn(seen.wavenumber, values[row], color=COLOURS(rank % 10), linewidth=1.0, label=label,
                  **({"where": "mid"} if seen.name == "bins" else {}))
        axes.set_ylabel("\n".join(textwrap.wrap(label_of(quantity), 34)))
        if len(rows) > 1:
            style.legend_above(axes, 5)
    return figure


def opacity(result: LineByLine, width: float) -> Figure:
    if not result.opacities:
        raise ValueError("the file has no opacities; run vespa-lbl spectrum with --opacities")
    figure = style.new_figure(width, 4.2)
    axes = figure.subplots()
    for rank, (gas, quantity) in enumerate(result.opacities.items()):
        values = quantity.values if quantity.values.ndim == 1 else quantity.values[0]
        draw_curve(axes, result.wavenumber, shown(result, np.where(values > 0, values, np.nan)), COLOURS(rank % 10), gas)
    unit = next(iter(result.opacities.values())).unit
    axes.set_yscale("log")
    low, high = axes.get_ylim()
    axes.set_ylim(max(low, high * 1e-14), high)
    if result.is_spectrum:
        axes.axhline(1.0, color=style.FIELD_LINE, linewidth=0.7, linestyle=(0, (4, 2.5)))
        axes.set_ylabel("optical depth of the whole atmosphere")
    else:
        axes.set_ylabel(f"cross section ({unit}), {result.rows[0]}")
    axes.legend(loc="best", ncols=3)
    return figure


def _map(figure: Figure, axes: Axes, result: LineByLine, values: np.ndarray, label: str) -> None:
    """values [level, n], drawn against wavenumber and pressure."""
    place = columns_of(result.wavenumber, COLUMNS).mean(axis=1)
    pressure = result.pressure if len(values) == len(result.pressure) else np.sqrt(result.pressure[1:] * result.pressure[:-1])
    averaged = np.array([np.nanmean(columns_of(shown(result, row), COLUMNS), axis=1) for row in values])
    largest = float(np.nanmax(np.abs(averaged), initial=0.0)) or 1.0
    two_signs = np.nanmin(averaged) < -1e-6 * largest
    norm = TwoSlopeNorm(0.0, -largest, largest) if two_signs else Normalize(0.0, largest)
    image = axes.pcolormesh(place, pressure, averaged, cmap="RdBu_r" if two_signs else "magma_r", norm=norm,
                            shading="nearest", rasterized=True)
    axes.set_yscale("log")
    seen = pressure[np.nanmax(np.abs(averaged), axis=1) > 1e-3 * largest]  # most of an atmosphere is too thin to matter
    axes.set_ylim(result.pressure.max(), max(result.pressure.min(), 0.1 * seen.min() if seen.size else 0.0))
    axes.set_ylabel("pressure (Pa)")
    bar = figure.colorbar(image, ax=axes, label=label, pad=0.01, aspect=25)
    bar.outline.set_linewidth(0.5)


def contribution(result: LineByLine, width: float) -> Figure:
    if result.contribution is None:
        raise ValueError("the file has no contribution functions; run vespa-lbl spectrum with --contributions")
    figure = style.new_figure(width, 4.2)
    axes = figure.subplots()
    _map(figure, axes, result, result.contribution.values[0], label_of(result.contribution))
    axes.set_title(result.rows[0])
    return figure


def weighting(result: LineByLine, width: float) -> Figure:
    if not result.jacobians:
        raise ValueError("the file has no Jacobians; run vespa-lbl spectrum with --jacobians")
    figure = style.new_figure(width, 0.6 + 2.7 * len(result.jacobians))
    panels = figure.subplots(len(result.jacobians), 1, sharex=True, squeeze=False)[:, 0]
    for axes, (varied, quantity) in zip(panels, result.jacobians.items()):
        _map(figure, axes, result, quantity.values[0], f"by {varied}\n({quantity.unit})")
    panels[0].set_title(f"weighting functions, {result.rows[0]}")
    return figure


MAKERS: dict[str, Callable[[LineByLine, float], Figure]] = {
    "spectrum": spectrum, "instrument": instrument, "opacity": opacity, "contribution": contribution, "weighting": weighting}


def caption(result: LineByLine, figure: Figure, has_bands: bool) -> None:
    words = f"Wings: {result.convention}. {result.program}." if result.convention else f"{result.program}."
    if has_bands and result.wavenumber.size > 2 * COLUMNS:
        words = "Bands reach from the least to the greatest value of a column, the line is their median. " + words
    figure.supxlabel("\n".join(textwrap.wrap(words, int(figure.get_figwidth() * 15.5))), fontsize=7.8, color=style.CAPTION,
                     x=0.02, ha="left")
    if not result.complete:
        figure.suptitle("Stopped: not all blocks are finished", fontsize=10, color=style.WARNING, weight="bold")


def draw(result: LineByLine, kind: str, width: float, output: Path) -> None:
    """Draws and writes one figure. Raises ValueError for what the file does not have."""
    figure = MAKERS[kind](result, width)
    figure.axes[0].set_xlim(result.wavenumber[0], result.wavenumber[-1])
    drawn = [axes for axes in figure.axes if axes.get_label() != "<colorbar>"]
    drawn[-1].set_xlabel("wavenumber (cm$^{-1}$)")
    caption(result, figure, kind != "instrument")
    style.save(figure, output)
