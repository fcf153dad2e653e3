"""The machine that a measurement was made on."""

from __future__ import annotations

import os
import platform
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
DEFAULT_BUILD = REPOSITORY / "build" / "release"

# As in scripts/lib/common.sh: what mpirun needs as root, with more ranks than cores and beside other jobs.
MPI_ENVIRONMENT = {
    "OMPI_ALLOW_RUN_AS_ROOT": "1",
    "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
    "OMPI_MCA_rmaps_base_oversubscribe": "1",
    "OMPI_MCA_hwloc_base_binding_policy": "none",
    "OMPI_MCA_mpi_yield_when_idle": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0))


def doubling() -> list[int]:
    """1, 2, 4, ... up to the cores."""
    ranks = [1]
    while 2 * ranks[-1] <= cores():
        ranks.append(2 * ranks[-1])
    return ranks


def describe() -> str:
    """'AMD EPYC 7B13, 2 cores, load 0.4'."""
    model = platform.machine()
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    return f"{model}, {cores()} cores, load {os.getloadavg()[0]:.1f}"
