"""The kinds of figure by name; importing this loads matplotlib."""

from __future__ import annotations

from pathlib import Path

from . import delay, end_map, hits, overview, paths, style, wave
from .caption import write_caption
from .projection import View
from .result_file import Result

MAKERS = {
    "paths": paths.figure,
    "delay": delay.figure,
    "map": end_map.figure,
    "hits": hits.figure,
    "wave": wave.figure,
    "overview": overview.figure,
}


def draw(result: Result, kind: str, view: View, output: Path) -> None:
    """Draws and writes one figure. Raises ValueError for a plane or a hit map that the file does not have."""
    figure = MAKERS[kind](result, view)
    write_caption(figure, result)
    style.save(figure, output)
