"""One page of a run: the paths above, delay and end map below."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from . import delay, end_map, paths, style
from .projection import choose_plane
from .result_file import Result


def figure(result: Result, width: float, plane_name: str | None) -> Figure:
    left, right, bottom, top = paths.extent(result, choose_plane(result, plane_name))
    upper = 0.74 * width * float(np.clip((top - bottom) / (right - left), 0.4, 1.4)) + 0.4
    lower = 0.36 * width
    made = style.new_figure(width, upper + lower + 0.5)
    above, below = made.subfigures(2, 1, height_ratios=(upper, lower))
    paths.draw(above.add_subplot(), result, plane_name)
    pair = below.subplots(1, 2, width_ratios=(1.0, 1.5))
    delay.draw(pair[0], result)
    end_map.draw(pair[1], result)
    return made
