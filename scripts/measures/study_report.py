"""Speed-up and efficiency: the table and the figure of a scaling study."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .study_runs import Timing


@dataclass(frozen=True)
class Series:
    """The best timing at each rank count, for one value of the varied option ('' if none is varied)."""

    label: str
    phase: str  # "" for the whole run
    best: list[Timing]

    def seconds(self, timing: Timing) -> float:
        return timing.phases[self.phase] if self.phase else timing.seconds

    def speedup(self, timing: Timing) -> float:
        """Against the smallest rank count measured, taken as perfect up to there."""
        first = self.best[0]
        return first.ranks * self.seconds(first) / self.seconds(timing)

    def efficiency(self, timing: Timing) -> float:
        return self.speedup(timing) / timing.ranks


def rows(series: list[Series]) -> list[dict[str, object]]:
    return [
        {
            "case": one.label,
            "phase": one.phase or "whole run",
            "ranks": timing.ranks,
            "seconds": one.seconds(timing),
            "speedup": one.speedup(timing),
            "efficiency": one.efficiency(timing),
        }
        for one in series
        for timing in one.best
    ]


def table(series: list[Series], cores: int) -> str:
    lines = [f"{'case':24} {'phase':14} {'ranks':>5} {'seconds':>10} {'speed-up':>9} {'efficiency':>10}"]
    for row in rows(series):
        mark = "  (more ranks than cores)" if int(row["ranks"]) > cores else ""
        lines.append(
            f"{row['case']:24} {row['phase']:14} {row['ranks']:5} {row['seconds']:10.3f} "
            f"{row['speedup']:9.2f} {row['efficiency']:10.2f}{mark}"
        )
    return "\n".join(lines)


def draw(series: list[Series], title: str, output: Path) -> None:
    from plots import style

    figure = style.new_figure(8.0, 3.8)
    speedup, efficiency = figure.subplots(1, 2)
    ranks = sorted({timing.ranks for one in series for timing in one.best})
    speedup.plot(ranks, ranks, color="#9aa3ad", linewidth=1, linestyle="--", label="ideal")
    for one in series:
        label = " ".join(filter(None, (one.label, one.phase))) or "whole run"
        at = [timing.ranks for timing in one.best]
        speedup.plot(at, [one.speedup(t) for t in one.best], "o-", markersize=4, linewidth=1.2, label=label)
        efficiency.plot(at, [one.efficiency(t) for t in one.best], "o-", markersize=4, linewidth=1.2)
    efficiency.axhline(1.0, color="#9aa3ad", linewidth=1, linestyle="--")
    speedup.set(xlabel="ranks", ylabel="speed-up", xticks=ranks)
    efficiency.set(xlabel="ranks", ylabel="efficiency", xticks=ranks, ylim=(0.0, None))
    speedup.legend(loc="upper left")
    figure.supxlabel(title, fontsize=7.8, color=style.CAPTION, x=0.02, ha="left")
    style.save(figure, output)
