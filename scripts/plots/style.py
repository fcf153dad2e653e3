"""One look for all figures: fonts, colour maps, number texts, and saving without dates so that a figure repeats."""

from __future__ import annotations

from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402
import numpy as np  # noqa: E402
from matplotlib.axes import Axes  # noqa: E402
from matplotlib.cm import ScalarMappable  # noqa: E402
from matplotlib.colors import ListedColormap, LogNorm, Normalize  # noqa: E402
from matplotlib.figure import Figure  # noqa: E402

DOTS_PER_INCH = 150
FIELD_LINE = "#51606f"
PLANET = "#20242b"
PLANET_RIM = "#8a93a0"
WARNING = "#b3261e"
CAPTION = "#3c4148"
SYMBOLS = {
    "jupiter": r"$R_\mathrm{J}$",
    "saturn": r"$R_\mathrm{S}$",
    "earth": r"$R_\mathrm{E}$",
    "ganymede": r"$R_\mathrm{G}$",
    "europa": r"$R_\mathrm{Eu}$",
    "callisto": r"$R_\mathrm{C}$",
    "io": r"$R_\mathrm{Io}$",
    "sun": r"$R_\odot$",
}

plt.rcParams.update(
    {
        "font.size": 9.5,
        "font.family": "sans-serif",
        "font.sans-serif": ["DejaVu Sans"],
        "axes.titlesize": 10.5,
        "axes.linewidth": 0.7,
        "axes.edgecolor": "#30343a",
        "xtick.direction": "in",
        "ytick.direction": "in",
        "xtick.top": True,
        "ytick.right": True,
        "legend.frameon": False,
        "legend.fontsize": 8.5,
        "svg.fonttype": "none",
        "svg.hashsalt": "vespa-hpc",
        "agg.path.chunksize": 20000,
    }
)


def _part(name: str, low: float, high: float) -> ListedColormap:
    """The part of a colour map that stays readable on the figure's ground."""
    return ListedColormap(plt.get_cmap(name)(np.linspace(low, high, 256)), name=f"{name}_part")


FREQUENCY_MAP = _part("plasma", 0.0, 0.88)
DENSITY_MAP = _part("bone_r", 0.0, 0.55)


def frequency_norm(frequency_hz: np.ndarray) -> Normalize:
    """Colour scale in MHz: logarithmic once the frequencies span a factor of 3."""
    low, high = float(frequency_hz.min()) / 1e6, float(frequency_hz.max()) / 1e6
    if low == high:
        return Normalize(0.9 * low, 1.1 * high)
    return LogNorm(low, high) if high / low >= 3.0 else Normalize(low, high)


def frequency_ticks(norm: Normalize) -> list[float] | None:
    """1-2-5 ticks of a logarithmic frequency scale; None leaves a linear one to matplotlib."""
    if not isinstance(norm, LogNorm):
        return None
    decades = range(int(np.floor(np.log10(norm.vmin))), int(np.ceil(np.log10(norm.vmax))) + 1)
    ticks = [m * 10.0**d for d in decades for m in (1, 2, 5) if norm.vmin <= m * 10.0**d * 1.0001 <= norm.vmax * 1.001]
    return ticks if len(ticks) >= 2 else [norm.vmin, norm.vmax]


def frequency_colorbar(place: Axes, norm: Normalize) -> None:
    bar = place.figure.colorbar(ScalarMappable(norm, FREQUENCY_MAP), cax=place, label="frequency (MHz)")
    ticks = frequency_ticks(norm)
    if ticks is not None:
        bar.set_ticks(ticks, labels=[f"{t:g}" for t in ticks])
        bar.ax.minorticks_off()
    bar.outline.set_linewidth(0.5)


def new_figure(width: float, height: float) -> Figure:
    """An empty figure of that size in inches, with a small margin on all sides."""
    figure = plt.figure(figsize=(width, height), layout="constrained")
    figure.get_layout_engine().set(w_pad=0.07, h_pad=0.07)
    return figure


def bare_figure(width: float, height: float) -> Figure:
    """An empty figure of that size in inches, whose axes are placed by hand."""
    return plt.figure(figsize=(width, height))


def margins(complete: bool) -> tuple[float, float]:
    """Inches for the caption below a figure, and above it for the warning of a run that was stopped."""
    return 0.4, 0.0 if complete else 0.3


def legend_above(axes: Axes, columns: int) -> None:
    legend = axes.legend(loc="lower left", ncols=columns, bbox_to_anchor=(0.0, 1.0), borderaxespad=0.2,
                         handletextpad=0.1, columnspacing=1.0)
    for handle in legend.legendHandles:
        handle.set_alpha(0.9)


def save(figure: Figure, path: Path) -> None:
    """Writes PNG or SVG by the name's ending."""
    if path.suffix == ".svg":
        figure.savefig(path, dpi=DOTS_PER_INCH, metadata={"Date": None})
    else:
        figure.savefig(path, dpi=DOTS_PER_INCH, metadata={"Software": None}, pil_kwargs={"optimize": True})
    plt.close(figure)
