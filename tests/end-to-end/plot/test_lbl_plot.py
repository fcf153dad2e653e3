#!/usr/bin/python3
"""scripts/plot draws spectra line by line, and refuses what a file does not have with a sentence that says so."""

from __future__ import annotations

import subprocess
import tempfile
import unittest
from pathlib import Path

import h5py
import matplotlib.image
import numpy as np

PLOT = Path(__file__).resolve().parents[3] / "scripts" / "plot"
POINTS, LEVELS = 6000, 8


def write(path: Path, everything: bool = True, blocks_done: int = 3) -> None:
    """A made-up spectrum of two views in three blocks."""
    nu = np.linspace(2000, 2100, POINTS)
    line = np.exp(-((nu - 2050) ** 2))
    with h5py.File(path, "w") as file:
        for name, value in (("file_type", "vespa-lbl-spectrum"), ("format_version", "1.0"), ("program", "vespa-lbl spectrum"),
                            ("program_version", "0.0"), ("status", "complete" if blocks_done == 3 else "stopped"),
                            ("wings", "line-cut, 25 cm-1")):
            file.attrs[name] = np.bytes_(value)
        file.attrs["first_wavenumber"], file.attrs["last_wavenumber"] = nu[0], nu[-1]
        file.attrs["views"] = np.array([b"nadir", b"occultation 10 km"])
        file["wavenumber"] = nu
        file["level/pressure"] = np.geomspace(1e5, 1, LEVELS)
        file["radiance"] = np.stack([1 - 0.5 * line, np.full(POINTS, np.nan)])
        file["transmittance"] = np.stack([1 - 0.5 * line, 1 - line])
        file["radiance"].attrs["unit"] = np.bytes_("W")
        for name, value in (("first", np.arange(3) * 2000), ("points", np.full(3, 2000)), ("check", (np.arange(3) < blocks_done) * 77)):
            file[f"block/{name}"] = value.astype(np.uint64)
        if everything:
            file["bins/wavenumber"] = np.linspace(2000, 2099, 100)
            file["bins/radiance"] = np.stack([np.linspace(200, 250, 100), np.full(100, np.nan)])
            file["bins/radiance"].attrs["unit"] = np.bytes_("K")
            file["bins/transmittance"] = np.full((2, 100), 0.5)
            file["optical_depth/CO"], file["optical_depth/CO2"] = 10 * line + 1e-6, np.full(POINTS, 1e-3)
            file["contribution"] = np.ones((2, LEVELS - 1, POINTS)) * np.arange(1, LEVELS)[:, None]
            file["jacobian/temperature"] = np.ones((2, LEVELS, POINTS)) * np.linspace(-1, 1, LEVELS)[:, None]


def write_table(path: Path, k: bool) -> None:
    """A made-up table of two pressures and three temperatures, the last of its three blocks not computed."""
    count = 30 if k else POINTS
    with h5py.File(path, "w") as file:
        for name, value in (("file_type", "vespa-lbl-table"), ("format_version", "1.0"), ("program", "vespa-lbl table"),
                            ("program_version", "0.0"), ("status", "stopped"), ("wings", "line-cut, 25 cm-1")):
            file.attrs[name] = np.bytes_(value)
        file["mol_name"], file["p"], file["t"] = np.array([b"CO"]), [0.01, 1.0], [200.0, 300.0, 500.0]
        values = np.full((2, 3, count), 1e-20)
        if k:
            file["bin_edges"], file["bin_centers"] = np.linspace(2000, 2060, count + 1), np.linspace(2001, 2059, count)
            file["weights"], file["kcoeff"] = [0.5, 0.5], values[..., None] * [0.1, 1.9]
        else:
            file["bin_edges"], file["xsecarr"] = np.linspace(2000, 2060, count), values
        for name, value in (("first", np.arange(3) * (count // 3)), ("points", np.full(3, count // 3)), ("check", np.array([7, 7, 0]))):
            file[f"block/{name}"] = value.astype(np.uint64)


class LblPlot(unittest.TestCase):
    def setUp(self) -> None:
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = Path(holder.name)
        self.result = self.folder / "s.h5"

    def plot(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([PLOT, self.result, "-o", self.folder / "s.png", *arguments], capture_output=True, text=True, timeout=300,
                              check=False)

    def test_draws_tables(self) -> None:
        pictures = []
        for k in (False, True):
            write_table(self.result, k)
            done = self.plot("--kind", "spectrum")
            self.assertEqual(done.returncode, 0, done.stderr)
            pictures.append(matplotlib.image.imread(self.folder / "s.png"))
            self.assertGreater(pictures[-1].std(), 0.05)
        self.assertNotEqual(pictures[0].tobytes(), pictures[1].tobytes())
        self.assertNotEqual(self.plot("--kind", "weighting").returncode, 0)

    def test_draws_each_kind(self) -> None:
        write(self.result)
        pictures = []
        for kind in ("spectrum", "instrument", "opacity", "contribution", "weighting"):
            done = self.plot("--kind", kind)
            self.assertEqual((done.returncode, done.stderr), (0, ""), kind)
            picture = matplotlib.image.imread(self.folder / "s.png")
            self.assertGreater(len(np.unique(picture.reshape(-1, picture.shape[2]), axis=0)), 20, kind)
            pictures.append(picture.tobytes())
        self.assertEqual(len(set(pictures)), 5)

    def test_draws_what_a_stopped_run_left(self) -> None:
        write(self.result, blocks_done=2)
        self.assertEqual(self.plot().returncode, 0)
        write(self.result, blocks_done=0)
        self.assertIn("no block is finished", self.plot().stderr)

    def test_refuses_what_is_not_there(self) -> None:
        write(self.result, everything=False)
        for kind, said in (("instrument", "--line-shape"), ("opacity", "--opacities"), ("contribution", "--contributions"), ("weighting", "--jacobians"),
                           ("paths", "vespa-raytrace")):
            done = self.plot("--kind", kind)
            self.assertEqual(done.returncode, 1)
            self.assertIn(said, done.stderr)

    def test_refuses_another_format(self) -> None:
        write(self.result)
        with h5py.File(self.result, "r+") as file:
            file.attrs["format_version"] = np.bytes_("2.0")
        self.assertIn("format_version 2.0", self.plot().stderr)


if __name__ == "__main__":
    unittest.main()
