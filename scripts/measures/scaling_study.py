"""How a solver scales without files: runs benchmarks/scaling_CODE at several rank counts, rays shared and in bricks.

Each run measures one rank beside all of them in turn, so that the ratio is of one machine in one state; strong: the
same rays on all ranks, weak: as many rays each.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from . import machine
from .benchmark_study import add_options, begin
from .study_runs import run_program

KINDS = ("strong", "weak")


def rank_list(text: str) -> list[int]:
    ranks = sorted({int(item) for item in text.split(",")})
    if ranks[0] < 1:
        raise argparse.ArgumentTypeError("rank counts are 1 or more")
    return ranks


def options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="study scaling", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("code", help="raytrace runs benchmarks/scaling_raytrace of the build folder")
    parser.add_argument("--ranks", type=rank_list, default=None, metavar="N,N,...",
                        help="rank counts (default: 1, 2, 4, ... up to the cores of this machine)")
    parser.add_argument("--tolerance", type=float, default=1e-8, metavar="T", help="of the rays (default: 1e-8)")
    parser.add_argument("--rays", type=int, default=200000, metavar="N",
                        help="strong: in all; weak: a rank (default: 200000)")
    parser.add_argument("--bricks", type=int, choices=range(1, 1001), default=4, metavar="N",
                        help="N x N x N bricks of space (default: 4)")
    parser.add_argument("--repeat", type=int, choices=range(1, 1001), default=5, metavar="N",
                        help="the best of N flights counts (default: 5)")
    add_options(parser, "scaling")
    return parser


def mode(run: dict) -> str:
    return f"{run['bricks']}\u00b3 bricks" if run["bricks"] else "rays shared"


def rows(runs: list[dict]) -> list[dict]:
    """The ratio of one rank to itself is 1: its two measurements differ by the machine's noise alone."""
    return [
        {
            "mode": mode(run),
            "kind": kind,
            "ranks": run["ranks"],
            "rays_s": run[kind]["rays_s"],
            "ratio": run[kind]["rays_s"] / run["one"]["rays_s"] if run["ranks"] > 1 else 1.0,
            "ratio_processor": run[kind]["rays_s_processor"] * run["ranks"] / run["one"]["rays_s_processor"]
            if run["ranks"] > 1 else 1.0,
            "migrations": run[kind]["migrations"],
            "idle": run[kind]["idle"],
            "nanoseconds_beyond_flight": run["nanoseconds_beyond_flight"] if kind == "strong" else 0.0,
            "nanoseconds_beyond_one_rank": run["nanoseconds_beyond_one_rank"] if kind == "strong" else 0.0,
        }
        for run in runs
        for kind in KINDS
    ]


def table(found: list[dict], cores: int) -> str:
    lines = [f"{'mode':12} {'kind':7} {'ranks':>5} {'rays/s':>10} {'ratio':>6} {'of processor':>12} {'migrations':>10} "
             f"{'idle':>6} {'ns a migration: all':>19} {'beyond 1 rank':>13}"]
    for row in found:
        mark = "  (more ranks than cores)" if row["ranks"] > cores else ""
        costs = "".join(f" {row[key]:{width}.0f}" if row[key] else " " * (width + 1) for key, width in
                        (("nanoseconds_beyond_flight", 19), ("nanoseconds_beyond_one_rank", 13)))
        lines.append(f"{row['mode']:12} {row['kind']:7} {row['ranks']:5} {row['rays_s']:10.0f} {row['ratio']:6.2f} "
                     f"{row['ratio_processor']:12.2f} {row['migrations']:10.2f} {row['idle']:6.2f}{costs}{mark}".rstrip())
    return "\n".join(lines)


def draw(found: list[dict], title: str, output: Path) -> None:
    from plots import style

    figure = style.new_figure(8.0, 3.8)
    panels = dict(zip(KINDS, figure.subplots(1, 2)))
    ranks = sorted({row["ranks"] for row in found})
    for kind, axes in panels.items():
        axes.plot(ranks, ranks, color="#9aa3ad", linewidth=1, linestyle="--", label="ideal")
        for name in dict.fromkeys(row["mode"] for row in found):
            own = [row for row in found if row["mode"] == name and row["kind"] == kind]
            (line,) = axes.plot([row["ranks"] for row in own], [row["ratio"] for row in own], "o-", markersize=4,
                                linewidth=1.2, label=name)
            axes.plot([row["ranks"] for row in own], [row["ratio_processor"] for row in own], ":", linewidth=1.2,
                      color=line.get_color(), label=f"{name}, by processor time")
        axes.set(xlabel="ranks", ylabel="rays a second, relative to one rank", xticks=ranks, ylim=(0.0, None),
                 title="the same rays on all ranks" if kind == "strong" else "as many rays a rank")
    panels["strong"].legend(loc="best")
    figure.supxlabel(title, fontsize=7.8, color=style.CAPTION, x=0.02, ha="left")
    style.save(figure, output)


def main(arguments: list[str]) -> int:
    """Raises RunFailed."""
    parser = options()
    asked = parser.parse_args(arguments)
    study = begin(parser, asked, "scaling")
    case = [f"{asked.tolerance:g}", str(asked.rays), str(asked.repeat)]
    runs = [run_program(study.launch, [str(study.program), *case, str(bricks)], count, study.folder / f"measured-{bricks}-{count}.json")
            for bricks in (0, asked.bricks) for count in asked.ranks or machine.doubling()]
    found = rows(runs)
    cores = max(run["ranks"] for run in runs) if asked.slurm else machine.cores()
    title = f"{asked.code}: tolerance {asked.tolerance:g}, {asked.rays} rays; best of {asked.repeat}; {study.where}"
    study.finish(title, table(found, cores), {"rows": found}, lambda output: draw(found, title, output))
    return 0
