"""Runs a program at several rank counts, here under mpirun or as Slurm jobs, and reads its own timings."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .machine import MPI_ENVIRONMENT


class RunFailed(Exception):
    """The program, mpirun or sbatch failed; the text says how."""


@dataclass(frozen=True)
class Timing:
    """One run, from its run.json: seconds between MPI_Init and the written result, and by phase."""

    ranks: int
    seconds: float
    phases: dict[str, float]


@dataclass(frozen=True)
class Launch:
    """How the program is started. slurm_options go to sbatch as they are."""

    slurm: bool = False
    slurm_options: tuple[str, ...] = ()

    def command(self, ranks: int, program: list[str], log: Path) -> list[str]:
        """The whole argument vector for that number of ranks."""
        mpirun = ["mpirun", "-n", str(ranks), *program]
        if not self.slurm:
            return mpirun
        return ["sbatch", "--wait", "--parsable", f"--ntasks={ranks}", f"--output={log}", *self.slurm_options,
                "--wrap", shlex.join(mpirun)]


def run_once(launch: Launch, program: list[str], ranks: int, result: Path) -> Timing:
    """Runs `program --output=result` and reads the sidecar. Raises RunFailed."""
    start(launch, [*program, f"--output={result}", "--overwrite", "--quiet"], ranks, result.with_suffix(".log"))
    return read_timing(result.with_suffix(".run.json"), ranks)


def run_program(launch: Launch, program: list[str], ranks: int, output: Path) -> dict:
    """Runs `program output`, which writes JSON there. Raises RunFailed."""
    output.unlink(missing_ok=True)  # lest an older one be read
    start(launch, [*program, str(output)], ranks, output.with_suffix(".log"))
    try:
        return json.loads(output.read_text())
    except (OSError, ValueError) as error:
        raise RunFailed(f"{output}: cannot read what was measured ({error})") from error


def start(launch: Launch, arguments: list[str], ranks: int, log: Path) -> None:
    """Runs a program to its end. Raises RunFailed."""
    command = launch.command(ranks, arguments, log)
    try:
        done = subprocess.run(command, env=os.environ | MPI_ENVIRONMENT, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise RunFailed(f"{command[0]} is not installed") from error
    if done.returncode != 0:
        said = done.stderr.strip() or (log.read_text().strip() if log.exists() else "")
        raise RunFailed(f"exit code {done.returncode} from: {shlex.join(command)}\n{said}")


def read_timing(sidecar: Path, ranks: int) -> Timing:
    """Raises RunFailed if the sidecar is missing, not ours, or of another number of ranks."""
    try:
        record = json.loads(sidecar.read_text())
        phases = {phase["name"]: float(phase["seconds"]) for phase in record["phases"]}
        timing = Timing(int(record["ranks"]), float(record["seconds"]), phases)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RunFailed(f"{sidecar}: cannot read the timings ({error})") from error
    if timing.ranks != ranks:
        raise RunFailed(f"{sidecar}: ran with {timing.ranks} ranks where {ranks} were asked for")
    return timing
