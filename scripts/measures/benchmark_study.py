"""What studies by a benchmark program of their own have in common: options, folder, result files."""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

from . import machine
from .study_runs import Launch


def add_options(parser: argparse.ArgumentParser, kind: str) -> None:
    parser.add_argument("--slurm", action="store_true", help="submit each run with sbatch and wait for it")
    parser.add_argument("--slurm-option", action="append", default=[], metavar="OPTION",
                        help="handed to sbatch as it is, e.g. --slurm-option=--partition=main")
    parser.add_argument("--build", type=Path, default=machine.DEFAULT_BUILD, metavar="FOLDER",
                        help="build folder (default: build/release)")
    parser.add_argument("-o", "--output", type=Path, metavar="FOLDER",
                        help=f"where study.json and study.png go (default: run/study/{kind}-CODE)")


@dataclass(frozen=True)
class BenchmarkStudy:
    program: Path
    folder: Path
    launch: Launch
    where: str  # for the title

    def finish(self, title: str, table: str, found: dict, draw: Callable[[Path], None]) -> None:
        """Prints the table, writes study.json and draws study.png."""
        print(title)
        print(table)
        (self.folder / "study.json").write_text(json.dumps({"title": title} | found, indent=1) + "\n")
        draw(self.folder / "study.png")
        print(f"{self.folder / 'study.json'}\n{self.folder / 'study.png'}")


def begin(parser: argparse.ArgumentParser, asked: argparse.Namespace, kind: str) -> BenchmarkStudy:
    """Finds the program and makes the folder; ends with a usage error where that cannot be."""
    program = asked.build / "benchmarks" / f"{kind}_{asked.code}"
    if not program.exists():
        parser.error(f"no program {program}; run scripts/build, or check the code's name")
    if asked.slurm_option and not asked.slurm:
        parser.error("--slurm-option needs --slurm")
    folder = (asked.output or machine.REPOSITORY / "run" / "study" / f"{kind}-{asked.code}").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    launch = Launch(asked.slurm, tuple(asked.slurm_option))
    return BenchmarkStudy(program, folder, launch, "Slurm" if asked.slurm else machine.describe())
