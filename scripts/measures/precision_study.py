"""What accuracy costs: runs benchmarks/precision_CODE and draws error over processor time."""

from __future__ import annotations

import argparse
from pathlib import Path

from .benchmark_study import add_options, begin
from .study_runs import run_program


def options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="study precision", description=__doc__)
    parser.add_argument("code", help="raytrace runs benchmarks/precision_raytrace of the build folder")
    parser.add_argument("--repeat", type=int, choices=range(1, 1001), default=15, metavar="N",
                        help="the best of N flights counts (default: 15)")
    add_options(parser, "precision")
    return parser


def table(rows: list[dict]) -> str:
    lines = [f"{'case':22} {'order':>5} {'tolerance':>9} {'worst':>8} {'rms':>8} {'µs a ray':>9} {'steps':>7}"]
    for row in rows:
        mark = f"  ({row['elsewhere']} of {row['rays']} rays end elsewhere)" if row["elsewhere"] else ""
        lines.append(f"{row['case']:22} {row['order']:5} {row['tolerance']:9.0e} {row['worst']:8.1e} {row['rms']:8.1e} "
                     f"{row['microseconds']:9.2f} {row['steps']:7.1f}{mark}")
    return "\n".join(lines)


def draw(rows: list[dict], title: str, output: Path) -> None:
    from plots import style

    figure = style.new_figure(8.0, 4.2)
    over_time, over_tolerance = figure.subplots(1, 2, sharey=True)
    cases = list(dict.fromkeys(row["case"] for row in rows))
    orders = sorted({row["order"] for row in rows})
    for number, (case, marker) in enumerate(zip(cases, "osD^vP" * len(cases))):
        for order, line in zip(orders, ("-", ":")):
            own = [row for row in rows if row["case"] == case and row["order"] == order]
            worst = [row["worst"] for row in own]
            look = {"marker": marker, "markersize": 4 if line == "-" else 3, "linewidth": 1.2, "linestyle": line, "color": f"C{number}"}
            over_time.plot([row["microseconds"] for row in own], worst, label=case if line == "-" else None, **look)
            over_tolerance.plot([row["tolerance"] for row in own], worst, **look)
    for order, line in zip(orders, ("-", ":")):
        over_tolerance.plot([], [], line, color="#444444", linewidth=1.2, label=f"order {order}")
    tolerances = sorted({row["tolerance"] for row in rows})
    over_tolerance.plot(tolerances, tolerances, color="#9aa3ad", linewidth=1, linestyle="--", label="error = tolerance")
    over_time.set(xscale="log", yscale="log", xlabel="processor time a ray (µs)", ylabel="worst error, relative")
    times = [row["microseconds"] for row in rows]
    ticks = [t for t in (0.5, 1, 2, 5, 10, 20, 50, 100, 200) if 0.8 * min(times) <= t <= 1.25 * max(times)]
    over_time.set_xticks(ticks, labels=[f"{t:g}" for t in ticks])
    over_time.minorticks_off()
    over_tolerance.set(xscale="log", xlabel="tolerance")
    over_tolerance.invert_xaxis()
    over_time.legend(loc="upper right")
    over_tolerance.legend(loc="upper right")
    figure.supxlabel(title, fontsize=7.8, color=style.CAPTION, x=0.02, ha="left")
    style.save(figure, output)


def main(arguments: list[str]) -> int:
    """Raises RunFailed."""
    parser = options()
    asked = parser.parse_args(arguments)
    study = begin(parser, asked, "precision")
    measured = run_program(study.launch, [str(study.program), str(asked.repeat)], 1, study.folder / "measured.json")
    title = f"{asked.code}: one core, {measured['instructions']}; best of {asked.repeat}; {study.where}"
    study.finish(title, table(measured["rows"]), measured, lambda output: draw(measured["rows"], title, output))
    return 0
