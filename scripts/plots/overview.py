"""One page of a run: the paths above, delay and end map below."""

from __future__ import annotations

from matplotlib.figure import Figure

from . import delay, end_map, paths, style
from .projection import View
from .result_file import Result


def figure(result: Result, view: View) -> Figure:
    upper, lower = paths.height(result, view), 0.36 * view.width
    made = style.new_figure(view.width, upper + lower + 0.15)
    above, below = made.subfigures(2, 1, height_ratios=(upper, lower))
    paths.draw(above.add_subplot(), result, view)
    pair = below.subplots(1, 2, width_ratios=(1.0, 1.5))
    delay.draw(pair[0], result)
    end_map.draw(pair[1], result)
    return made
