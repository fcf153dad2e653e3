"""Where the rays ended, seen from the body: longitude and latitude of the end points."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from . import style
from .projection import View
from .result_file import Result

MARKERS = "o^sDvP*X"


def directions(points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """East longitude in 0..360 and planetocentric latitude, degrees, of points [n, 3]."""
    x, y, z = points.T
    return np.degrees(np.arctan2(y, x)) % 360.0, np.degrees(np.arctan2(z, np.hypot(x, y)))


def draw(axes: Axes, result: Result) -> None:
    ended = np.isfinite(result.end_position).all(axis=1)
    longitude, latitude = directions(result.end_position)
    dot = float(np.clip(8000.0 / result.frequency.size, 9.0, 40.0))
    norm = style.frequency_norm(result.frequency)
    codes, counts = np.unique(result.stop_reason[ended], return_counts=True)
    codes = codes[np.argsort(-counts, kind="stable")]
    for index, code in enumerate(codes):
        these = np.flatnonzero(ended & (result.stop_reason == code))
        these = these[np.argsort(-result.frequency[these], kind="stable")]
        name = result.stop_names.get(int(code), f"reason {code}")
        dots = axes.scatter(longitude[these], latitude[these], c=result.frequency[these] / 1e6, cmap=style.FREQUENCY_MAP,
                            norm=norm, s=dot if index == 0 else 1.5 * dot, alpha=0.7, marker=MARKERS[index % len(MARKERS)],
                            linewidths=0, label=name, rasterized=these.size > 5000)
        dots.set_zorder(2 + index)
    style.frequency_colorbar(axes.inset_axes([1.02, 0.0, 0.022, 1.0]), norm)
    axes.set(xlim=(0, 360), ylim=(-90, 90), xticks=range(0, 361, 60), yticks=range(-90, 91, 30),
             xlabel="east longitude of the end (deg)", ylabel="latitude of the end (deg)")
    axes.grid(linewidth=0.4, color="#c9ced6")
    axes.set_axisbelow(True)
    style.legend_above(axes, columns=4)


def figure(result: Result, view: View) -> Figure:
    made = style.new_figure(view.width, 0.56 * view.width)
    draw(made.add_subplot(), result)
    return made
