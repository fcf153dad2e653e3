"""An occultation: dynamic spectra of the modes, light curves, bending and delay against time."""

from __future__ import annotations

import textwrap
from datetime import timedelta
from pathlib import Path

import matplotlib.dates as dates
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm, Normalize
from matplotlib.figure import Figure

from . import style
from .occultation_file import Occultation

LOWEST_DB, HIGHEST_DB = -10.0, 10.0
CURVES = 4
NO_RAY = "#20242b"
UNKNOWN = "#c9ccd1"


def _edges(centres: np.ndarray) -> np.ndarray:
    """Edges of bins about centres."""
    if centres.size == 1:
        return centres[0] + np.array([-0.5, 0.5]) * max(abs(centres[0]) * 0.1, 1e-6)
    middles = 0.5 * (centres[1:] + centres[:-1])
    return np.concatenate(([2 * centres[0] - middles[0]], middles, [2 * centres[-1] - middles[-1]]))


def _clock(result: Occultation, seconds: np.ndarray) -> np.ndarray:
    return dates.date2num([result.first_time + timedelta(seconds=float(s)) for s in seconds])


def _decibels(intensity: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return 10 * np.log10(intensity)


def _shadow_edges(result: Occultation) -> np.ndarray:
    """Times at which the line of sight enters or leaves the geometric shadow, between the rows of the table."""
    changes = np.flatnonzero(np.diff(result.in_shadow.astype(np.int8)))
    return 0.5 * (result.time[changes] + result.time[changes + 1])


def _mark_shadow(axes: Axes, result: Occultation, colour: str) -> None:
    for edge in _clock(result, _shadow_edges(result)):
        axes.axvline(edge, color=colour, linewidth=0.9, linestyle=(0, (4, 2.5)))


def _spectrum(axes: Axes, result: Occultation, mode: int) -> object:
    colours = plt.get_cmap("RdBu_r").with_extremes(bad=UNKNOWN, under=NO_RAY)
    decibels = _decibels(result.intensity[mode])
    decibels[np.isneginf(decibels)] = -1e3
    time, frequency = _clock(result, _edges(result.time)), np.exp(_edges(np.log(result.frequency / 1e6)))
    image = axes.pcolormesh(time, frequency, np.ma.masked_invalid(decibels), cmap=colours, rasterized=True,
                            norm=Normalize(LOWEST_DB, HIGHEST_DB))
    axes.set_yscale("log")
    axes.set_ylabel(f"frequency (MHz)\n{result.modes[mode]} mode")
    ticks = style.frequency_ticks(LogNorm(frequency[0], frequency[-1]))
    axes.set_yticks(ticks, labels=[f"{t:g}" for t in ticks])
    axes.minorticks_off()
    _mark_shadow(axes, result, "#9aa3ad")
    return image


def _chosen(result: Occultation) -> np.ndarray:
    """Frequencies of the light curves, evenly over the scale."""
    return np.unique(np.linspace(0, result.frequency.size - 1, min(CURVES, result.frequency.size)).round().astype(int))


def _curves(axes: Axes, result: Occultation, values: np.ndarray, label: str) -> None:
    """values [m, f, t]: the first mode solid, the second dotted."""
    time, chosen = _clock(result, result.time), _chosen(result)
    for rank, f in enumerate(chosen):
        colour = style.FREQUENCY_MAP(rank / max(1, chosen.size - 1))
        for mode, line in zip(range(len(result.modes)), ("-", ":")):
            text = f"{result.frequency[f] / 1e6:.3g} MHz" if mode == 0 else None
            axes.plot(time, values[mode, f], color=colour, linewidth=1.1, linestyle=line, label=text)
    axes.set_ylabel(label)
    largest = np.nanmax(np.abs(values), initial=0.0)
    if largest > 0 and np.nanmin(values) > -1e-3 * largest:
        axes.set_ylim(bottom=0.0)
    _mark_shadow(axes, result, style.FIELD_LINE)


def figure(result: Occultation, width: float) -> Figure:
    modes = len(result.modes)
    heights = [1.9] * modes + [1.4, 1.1, 1.1]
    drawn = style.new_figure(width, sum(heights) + 0.9)
    rows = drawn.subplots(len(heights), 1, sharex=True, gridspec_kw={"height_ratios": heights})
    for mode in range(modes):
        image = _spectrum(rows[mode], result, mode)
    bar = drawn.colorbar(image, ax=list(rows[:modes]), label="intensity (dB of the unocculted)", pad=0.01, aspect=30)
    bar.outline.set_linewidth(0.5)
    light = np.where(result.intensity > 0, _decibels(result.intensity), np.nan)
    light[(result.intensity == 0)] = 2 * LOWEST_DB
    _curves(rows[modes], result, light, "intensity (dB)")
    rows[modes].set_ylim(LOWEST_DB, 1.2 * HIGHEST_DB)
    rows[modes].legend(loc="best")
    _curves(rows[modes + 1], result, np.degrees(result.bending), "bending (°)")
    _curves(rows[modes + 2], result, result.group_delay * 1e3, "group delay (ms)")
    locator = dates.AutoDateLocator(minticks=4, maxticks=9)
    locator.intervald[dates.MINUTELY] = [1, 2, 5, 10, 15, 30]
    rows[-1].xaxis.set_major_locator(locator)
    rows[-1].xaxis.set_major_formatter(dates.DateFormatter("%H:%M"))
    rows[-1].set_xlabel(f"time on {result.first_time:%Y-%m-%d}")
    rows[-1].set_xlim(*_clock(result, result.time[[0, -1]]))
    title = f"Occultation by {result.body.capitalize()}"
    rows[0].set_title(title if result.complete else f"{title}: stopped on request, incomplete",
                      color="black" if result.complete else style.WARNING)
    lines = "" if modes == 1 else f" Solid: {result.modes[0]} mode, dotted: {result.modes[1]} mode."
    words = (f"Black: no ray joins observer and source; grey: unknown. Dashed: edges of the geometric shadow.{lines} {result.program}.")
    drawn.supxlabel("\n".join(textwrap.wrap(words, int(width * 15.5))), fontsize=7.8, color=style.CAPTION, x=0.02, ha="left")
    return drawn


def draw(result: Occultation, width: float, output: Path) -> None:
    style.save(figure(result, width), output)
