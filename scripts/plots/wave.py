"""What became of the wave on its way: polarisation, focusing and absorption at the end, against frequency."""

from __future__ import annotations

from typing import Callable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from . import style
from .projection import View
from .result_file import Result

MODES = ((0, "O mode", "#0b5394"), (1, "X mode", "#c2571a"))


def focusing_db(result: Result) -> np.ndarray:
    """[n] flux density beside that in a vacuum at the same length of path, dB."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return 10.0 * np.log10(result.path_length**2 / np.abs(result.tube))


def _scatter(axes: Axes, result: Result, values: np.ndarray, label: str) -> None:
    dot = float(np.clip(6000.0 / result.frequency.size, 4.0, 30.0))
    for code, name, colour in MODES:
        these = (result.mode == code) & np.isfinite(values)
        if these.any():
            axes.scatter(result.frequency[these] / 1e6, values[these], s=dot, alpha=0.5, linewidths=0, color=colour,
                         label=name, rasterized=these.sum() > 5000)
    axes.set(xscale="log", ylabel=label)
    ticks = style.frequency_ticks(style.frequency_norm(result.frequency))
    if ticks is not None:
        axes.set_xticks(ticks, labels=[f"{t:g}" for t in ticks])
        axes.xaxis.set_minor_formatter(FuncFormatter(lambda *_: ""))


def _panels(result: Result) -> list[tuple[str, Callable[[], np.ndarray]]]:
    panels: list[tuple[str, Callable[[], np.ndarray]]] = []
    if result.stokes is not None:
        stokes = result.stokes
        panels.append(("circular, V/I", lambda: stokes[:, 2]))
        panels.append(("linear, (Q² + U²)½/I", lambda: np.hypot(stokes[:, 0], stokes[:, 1])))
    if result.tube is not None:
        panels.append(("focusing (dB)", lambda: focusing_db(result)))
    if result.absorption is not None:
        panels.append(("absorption (dB)", lambda: result.absorption))
    return panels


def figure(result: Result, view: View) -> Figure:
    panels = _panels(result)
    if not panels:
        raise ValueError(f"{result.path} has nothing of the wave: fly it with --polarisation, --spreading or --collisions")
    height = (0.15 + 0.21 * len(panels)) * view.width
    made = style.new_figure(view.width, height)
    below, above = (inches / height for inches in style.margins(result.complete))
    made.get_layout_engine().set(rect=(0.0, below, 1.0, 1.0 - below - above))
    all_axes = made.subplots(len(panels), 1, sharex=True, squeeze=False)[:, 0]
    for axes, (label, values) in zip(all_axes, panels):
        _scatter(axes, result, values(), label)
    all_axes[-1].set_xlabel("frequency (MHz)")
    style.legend_above(all_axes[0], columns=2)
    return made
