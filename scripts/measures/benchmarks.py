"""Runs Google Benchmark programs and pairs what they measure: a kernel with its peer, a figure with its limit.

A benchmark's name is read as words (split at / _ : and space):
  reference, twin, peer, plain, naive  mark the slower twin or the foreign code of the benchmark that has the same name
                                       without this word (and without batch, lanes, fast, simd and instruction sets);
                                       words that follow then say how the peer differs;
  peak                                 marks a limit of the machine: every other benchmark that reports the same counter,
                                       e.g. flop/s, or bytes_per_second, is held against it.
Of two figures of which more is faster ("..._per_second", ".../s") the ratio is formed; other counters only describe.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from .machine import MPI_ENVIRONMENT

PEER_WORDS = {"reference", "twin", "peer", "plain", "naive"}
FAST_WORDS = {"batch", "lanes", "fast", "simd", "scalar", "sse4", "avx2", "avx3"}
PEAK_WORD = "peak"
TIME_IN_SECONDS = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0}
STANDARD_KEYS = {
    "name", "run_name", "run_type", "family_index", "per_family_instance_index", "repetitions", "repetition_index",
    "threads", "iterations", "real_time", "cpu_time", "time_unit", "items_per_second", "bytes_per_second", "label",
    "aggregate_name", "aggregate_unit", "error_occurred", "error_message", "big_o", "rms",
}


class BenchmarkFailed(Exception):
    """A benchmark program failed; the text says which and how."""


@dataclass
class Measured:
    """The best of all repetitions of one benchmark."""

    program: str
    name: str
    label: str
    seconds: float  # per iteration; processor time, or real time where the benchmark asks for it
    place: tuple[int, int]  # in the program: family, instance
    rates: dict[str, float] = field(default_factory=dict)  # per second, and user counters

    @property
    def words(self) -> list[str]:
        return [word for word in re.split(r"[/_:\s]+", re.sub(r"^BM_", "", self.name).lower()) if word]

    @property
    def is_peak(self) -> bool:
        return PEAK_WORD in self.words

    @property
    def is_peer(self) -> bool:
        return not PEER_WORDS.isdisjoint(self.words)

    @property
    def subject(self) -> tuple[str, ...]:
        """What is measured, without which of the twins it is."""
        return tuple(word for word in self.words if word not in PEER_WORDS | FAST_WORDS)


def programs(code: str, folder: Path) -> list[Path]:
    """The benchmark programs whose names hold `code`."""
    found = sorted(path for path in folder.glob("benchmark_*") if os.access(path, os.X_OK))
    return [path for path in found if code in path.name.removeprefix("benchmark_")]


def run(program: Path, repetitions: int, pattern: str, ranks: int, seconds: float | None = None) -> list[Measured]:
    """seconds: how long one repetition lasts at least; None is the program's own. Raises BenchmarkFailed."""
    command = [str(program), "--benchmark_format=json", f"--benchmark_repetitions={repetitions}",
               f"--benchmark_filter={pattern}"]
    if seconds is not None:
        command.append(f"--benchmark_min_time={seconds}")
    if ranks > 1:
        command = ["mpirun", "-n", str(ranks), *command]
    else:  # ranks would each draw another order and wait for each other for ever
        command.append("--benchmark_enable_random_interleaving=true")
    done = subprocess.run(command, env=os.environ | MPI_ENVIRONMENT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise BenchmarkFailed(f"{program.name} ended with {done.returncode}:\n{done.stderr.strip()}")
    return parse(program.name, done.stdout)


def parse(program: str, text: str) -> list[Measured]:
    """From Google Benchmark's JSON. Raises BenchmarkFailed."""
    if not text.strip():  # a filter that matches nothing
        return []
    try:
        entries = json.loads(text)["benchmarks"]
    except (ValueError, KeyError) as error:
        raise BenchmarkFailed(f"{program} did not print Google Benchmark's JSON ({error})") from error
    best: dict[str, Measured] = {}
    for entry in entries:
        if entry.get("run_type") != "iteration":
            continue
        if entry.get("error_occurred"):
            raise BenchmarkFailed(f"{program}: {entry['name']}: {entry.get('error_message', 'failed')}")
        one = _measured(program, entry)
        known = best.get(one.name)
        if known is None or one.seconds < known.seconds:
            best[one.name] = one
    return sorted(best.values(), key=lambda one: one.place)


def _measured(program: str, entry: dict) -> Measured:
    name = entry.get("run_name", entry["name"])
    wall = name.endswith(("/real_time", "/manual_time"))
    seconds = entry["real_time" if wall else "cpu_time"] * TIME_IN_SECONDS[entry["time_unit"]]
    rates = {key: float(value) for key, value in entry.items()
             if key in ("items_per_second", "bytes_per_second")
             or (key not in STANDARD_KEYS and isinstance(value, (int, float)))}
    return Measured(program.removeprefix("benchmark_"), re.sub(r"/(real|manual)_time$", "", name),
                    entry.get("label", ""), seconds,
                    (entry.get("family_index", 0), entry.get("per_family_instance_index", 0)), rates)


@dataclass(frozen=True)
class Row:
    """One line of the table; ratio > 1 where the subject is faster than its peer."""

    what: str
    figure: float
    unit: str
    peer: str = ""
    peer_figure: float | None = None
    ratio: float | None = None
    limit: float | None = None
    fraction: float | None = None


def rows(measured: list[Measured]) -> list[Row]:
    peaks = {key: value for one in measured if one.is_peak for key, value in one.rates.items()
             if _is_rate(key) and key != "items_per_second"}
    subjects = [one for one in measured if not one.is_peak and not one.is_peer]
    paired: set[tuple[str, str]] = set()
    table = []
    for one in subjects:
        peers = _peers_of(one, measured)
        paired |= {(peer.program, peer.name) for peer in peers}
        for peer in peers or [None]:
            table += _rows_of(one, peer, peaks)
    for one in measured:
        if one.is_peak or (one.is_peer and (one.program, one.name) not in paired):
            table += _rows_of(one, None, {})
    return table


def _peers_of(one: Measured, measured: list[Measured]) -> list[Measured]:
    peers = [peer for peer in measured if peer.is_peer and not peer.is_peak and peer.program == one.program]
    same = [peer for peer in peers if peer.subject == one.subject]
    return same or [peer for peer in peers if peer.subject[: len(one.subject)] == one.subject]


def _rows_of(one: Measured, peer: Measured | None, peaks: dict[str, float]) -> list[Row]:
    what = f"{one.program}: {one.name}" + (f" ({one.label})" if one.label else "")
    kept = []
    for key, value in (one.rates or {"": 1.0 / one.seconds}).items():
        other = peer.rates.get(key) if peer and _is_rate(key) else (1.0 / peer.seconds if peer and not key else None)
        limit = peaks.get(key)
        if not key:
            figure, other_figure, unit = one.seconds, peer.seconds if peer else None, "s"
        else:
            figure, other_figure, unit = value, other, _unit(key)
        kept.append(Row(what, figure, unit, peer.name if peer and other else "", other_figure,
                        value / other if other else None, limit, value / limit if limit else None))
    return kept


def _is_rate(key: str) -> bool:
    """Whether more of it is faster; other counters (a degree, a size) only describe."""
    return key.endswith(("_per_second", "/s"))


def _unit(key: str) -> str:
    return {"items_per_second": "items/s", "bytes_per_second": "B/s"}.get(key, key)
