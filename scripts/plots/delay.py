"""What the plasma costs in time: group delay beyond light's along the same path, against frequency."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from . import style
from .projection import View
from .result_file import Result

LIGHT_SPEED_KM_S = 299792.458


def plasma_delay(result: Result) -> np.ndarray:
    """[n] seconds: (group path - geometric length) / c."""
    return (result.group_path - result.path_length) / LIGHT_SPEED_KM_S


def draw(axes: Axes, result: Result) -> None:
    delay_ms = 1e3 * plasma_delay(result)
    shown = np.isfinite(delay_ms) & (delay_ms > 0.0)
    dot = float(np.clip(6000.0 / result.frequency.size, 7.0, 40.0))
    colours = ("#0b5394", "#c2571a", "#3d7a3a", "#7b3f8c", "#6b6b6b")
    for colour, code in zip(colours, np.unique(result.stop_reason[shown])):
        these = shown & (result.stop_reason == code)
        axes.scatter(result.frequency[these] / 1e6, delay_ms[these], s=dot, alpha=0.5, linewidths=0, color=colour,
                     label=result.stop_names.get(int(code), f"reason {code}"), rasterized=these.sum() > 5000)
    if shown.any():  # what is far smaller is the rounding of the difference
        axes.set_ylim(bottom=max(0.5 * float(delay_ms[shown].min()), 1e-7 * float(delay_ms[shown].max())))
    axes.set(xscale="log", yscale="log", xlabel="frequency (MHz)", ylabel="plasma delay (ms)")
    ticks = style.frequency_ticks(style.frequency_norm(result.frequency))
    if ticks is not None:
        axes.set_xticks(ticks, labels=[f"{t:g}" for t in ticks])
        axes.xaxis.set_minor_formatter(FuncFormatter(lambda *_: ""))
    if shown.any():
        style.legend_above(axes, columns=2)
    else:
        axes.text(0.5, 0.5, "no ray was delayed", transform=axes.transAxes, ha="center", color=style.CAPTION)


def figure(result: Result, view: View) -> Figure:
    made = style.new_figure(view.width, 0.68 * view.width)
    draw(made.add_subplot(), result)
    return made
