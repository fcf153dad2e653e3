"""How line by line grows with the list: stores of synthetic lines, and cross sections from them.

For each number of lines vespa-lbl makes a store, sorted on the disk, and then sums all its lines within reach of one
piece of spectrum at one state. Seconds are the programs' own (run.json), processor time is of all ranks with mpirun,
memory that of the largest rank. The exponent says how processor time grows from one length to the next: 1 is linear. Stores are removed again; the largest takes about 45
bytes a line of disk while it is made.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
from dataclasses import asdict, dataclass
from pathlib import Path

from . import machine
from .study_runs import RunFailed, read_timing

GIBIBYTE = 2**30
FROM, TO = 100, 10000  # cm-1, of the lists
PIECE = ("--from=2000", "--to=2200", "--step=0.01", "--temperatures=296", "--pressures=1")


@dataclass(frozen=True)
class Step:
    """One program run."""

    seconds: float
    processor: float  # seconds, of all ranks
    peak_gib: float  # of the largest process


@dataclass(frozen=True)
class Row:
    lines: int
    store: Step
    bytes_a_line: float
    spectrum: Step


def counts(text: str) -> list[int]:
    values = sorted({round(float(item)) for item in text.split(",")})
    if values[0] < 1000:
        raise argparse.ArgumentTypeError("at least 1000 lines")
    return values


def options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="study growth", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("code", choices=["lbl"], help="runs bin/vespa-lbl of the build folder")
    parser.add_argument("--lines", type=counts, default=counts("1e6,1e7"), metavar="N,N,...", help="lengths (default: 1e6,1e7)")
    parser.add_argument("--ranks", type=int, default=1, metavar="N", help="ranks of each run (default: 1)")
    parser.add_argument("--memory", type=float, default=1.0, metavar="GB", help="that a rank may use for lines it sorts (default: 1)")
    parser.add_argument("--build", type=Path, default=machine.DEFAULT_BUILD, metavar="FOLDER", help="build folder (default: build/release)")
    parser.add_argument("-o", "--output", type=Path, metavar="FOLDER",
                        help="where the stores, study.json and study.png go (default: run/study/growth-lbl)")
    return parser


def run(program: list[str], ranks: int, output: Path) -> Step:
    """Raises RunFailed."""
    command = ["mpirun", "-n", str(ranks), *program, f"--output={output}", "--overwrite", "--quiet"]
    log = output.with_suffix(".log")
    with log.open("w") as said:
        child = subprocess.Popen(command, env=os.environ | machine.MPI_ENVIRONMENT, stdout=said, stderr=said)
        _, status, usage = os.wait4(child.pid, 0)  # of the largest of mpirun and all that it waited for
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise RunFailed(f"exit code {child.returncode} from: {' '.join(command)}\n{log.read_text().strip()}")
    seconds = read_timing(output.with_suffix(".run.json"), ranks).seconds
    return Step(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / GIBIBYTE)


def measure(asked: argparse.Namespace, program: Path, folder: Path, lines: int) -> Row:
    store, result = folder / f"lines-{lines}.h5", folder / f"spectrum-{lines}.h5"
    try:
        made = run([str(program), "convert", f"--source=synthetic:lines={lines},from={FROM},to={TO},seed=1", f"--memory={asked.memory}"],
                   asked.ranks, store)
        size = store.stat().st_size / lines
        summed = run([str(program), "absorption", f"--lines=CO:file={store}", *PIECE], asked.ranks, result)
    finally:
        store.unlink(missing_ok=True)
        result.unlink(missing_ok=True)
    return Row(lines, made, size, summed)


def exponents(rows: list[Row], seconds: list[float]) -> list[float | None]:
    """Of time as a power of the length, from each row to the next; nothing for the first."""
    found: list[float | None] = [None]
    for i in range(1, len(rows)):
        found.append(math.log(seconds[i] / seconds[i - 1]) / math.log(rows[i].lines / rows[i - 1].lines))
    return found


def table(rows: list[Row]) -> str:
    lines = [f"{'lines':>12} | {'store: s':>9} {'processor':>9} {'µs a line':>9} {'exponent':>8} {'bytes a line':>12} "
             f"{'GiB a rank':>10} | {'spectrum: s':>11} {'processor':>9} {'exponent':>8} {'GiB a rank':>10}"]
    powers = [exponents(rows, [row.store.processor for row in rows]), exponents(rows, [row.spectrum.processor for row in rows])]
    for i, row in enumerate(rows):
        of_store, of_spectrum = (f"{power[i]:8.2f}" if power[i] is not None else " " * 8 for power in powers)
        lines.append(f"{row.lines:12} | {row.store.seconds:9.2f} {row.store.processor:9.2f} {1e6 * row.store.processor / row.lines:9.2f} {of_store} "
                     f"{row.bytes_a_line:12.1f} {row.store.peak_gib:10.2f} | {row.spectrum.seconds:11.2f} {row.spectrum.processor:9.2f} {of_spectrum} {row.spectrum.peak_gib:10.2f}")
    return "\n".join(lines)


def draw(rows: list[Row], title: str, output: Path) -> None:
    from plots import style

    figure = style.new_figure(8.0, 3.8)
    time, memory = figure.subplots(1, 2)
    at = [row.lines for row in rows]
    for name, steps in (("store", [row.store for row in rows]), ("spectrum", [row.spectrum for row in rows])):
        time.plot(at, [step.processor for step in steps], "o-", markersize=4, linewidth=1.2, label=name)
        memory.plot(at, [step.peak_gib for step in steps], "o-", markersize=4, linewidth=1.2, label=name)
    linear = [rows[-1].store.processor * count / at[-1] for count in at]
    time.plot(at, linear, color="#9aa3ad", linewidth=1, linestyle="--", label="linear")
    time.set(xscale="log", yscale="log", xlabel="lines", ylabel="processor seconds")
    memory.set(xscale="log", xlabel="lines", ylabel="GiB of the largest rank", ylim=(0.0, None))
    time.legend(loc="best")
    figure.supxlabel(title, fontsize=7.8, color=style.CAPTION, x=0.02, ha="left")
    style.save(figure, output)


def main(arguments: list[str]) -> int:
    """Raises RunFailed."""
    parser = options()
    asked = parser.parse_args(arguments)
    program = asked.build / "bin" / f"vespa-{asked.code}"
    if not program.exists():
        parser.error(f"no program {program}; run scripts/build")
    if asked.ranks < 1 or not asked.memory > 0:
        parser.error("--ranks and --memory are above 0")
    folder = (asked.output or machine.REPOSITORY / "run" / "study" / f"growth-{asked.code}").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    rows = [measure(asked, program, folder, lines) for lines in asked.lines]
    title = f"{asked.code}: synthetic lines, {asked.ranks} ranks, {asked.memory:g} GB each for sorting; {machine.describe()}"
    print(title)
    print(table(rows))
    (folder / "study.json").write_text(json.dumps({"title": title, "rows": [asdict(row) for row in rows]}, indent=1) + "\n")
    draw(rows, title, folder / "study.png")
    print(f"{folder / 'study.json'}\n{folder / 'study.png'}")
    return 0
