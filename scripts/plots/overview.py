"""One page of a run: the paths above, delay and end map below."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from . import delay, end_map, paths, style
from .projection import View
from .result_file import Result


LEGEND, BETWEEN, BAR = 0.35, 0.85, 0.95  # inches: above the lower panels, between them, at the right


def figure(result: Result, view: View) -> Figure:
    caption, above = style.margins(result.complete)
    lower = 0.25 * view.width
    upper_begins = caption + paths.BELOW + lower + LEGEND
    made = style.bare_figure(view.width, upper_begins + paths.place(result, view).total + above)
    paths.draw(made, result, view, upper_begins)

    page = np.array([made.get_figwidth(), made.get_figheight()])
    widths = (view.width - paths.LEFT - BETWEEN - BAR) * np.array([0.42, 0.58])
    lefts = (paths.LEFT, paths.LEFT + widths[0] + BETWEEN)
    panels = [made.add_axes([*([left, caption + paths.BELOW] / page), *([width, lower] / page)])
              for left, width in zip(lefts, widths)]
    delay.draw(panels[0], result)
    end_map.draw(panels[1], result)
    return made
