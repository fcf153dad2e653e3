"""The words under a figure: how many rays, which, how they ended."""

from __future__ import annotations

import textwrap

import numpy as np
from matplotlib.figure import Figure

from .result_file import Result
from .style import CAPTION, WARNING

MODE_NAMES = {0: "O", 1: "X"}


def number(value: int) -> str:
    """12 345 with a thin space between the thousands."""
    return f"{value:,}".replace(",", "\u2009")


def frequencies(result: Result) -> str:
    low, high = result.frequency.min() / 1e6, result.frequency.max() / 1e6
    return f"{low:.3g} MHz" if low == high else f"{low:.3g}\u2013{high:.3g} MHz"


def modes(result: Result) -> str:
    return " and ".join(MODE_NAMES.get(int(mode), f"mode {mode}") for mode in np.unique(result.mode)) + " mode"


def endings(result: Result) -> str:
    """'left the box 1 900, met the body 80': the stop reasons, most frequent first."""
    codes, counts = np.unique(result.stop_reason, return_counts=True)
    order = np.argsort(-counts, kind="stable")
    return ", ".join(f"{result.stop_names.get(int(codes[i]), f'reason {codes[i]}')} {number(int(counts[i]))}" for i in order)


def describe(result: Result) -> str:
    text = f"{number(result.frequency.size)} rays, {frequencies(result)}, {modes(result)}."
    text += f" Ended: {endings(result)}."
    if result.drawn.size < result.frequency.size:
        text += f" Drawn: {number(result.drawn.size)} rays."
    return text + f" {result.program}."


def write_caption(figure: Figure, result: Result) -> None:
    """Puts the caption below the axes, and a warning above them if the run was stopped."""
    width = int(figure.get_figwidth() * 15.5)
    text = "\n".join(textwrap.wrap(describe(result), width))
    figure.supxlabel(text, fontsize=7.8, color=CAPTION, x=0.02, y=0.08 / figure.get_figheight(), ha="left")
    if not result.complete:
        asked = number(result.rays_asked)
        figure.suptitle(f"Stopped on request: {number(result.frequency.size)} of {asked} rays",
                        fontsize=10, color=WARNING, weight="bold", y=1.0 - 0.08 / figure.get_figheight(), va="top")
