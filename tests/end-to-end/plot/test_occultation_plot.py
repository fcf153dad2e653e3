#!/usr/bin/python3
"""scripts/plot draws an occultation, and refuses what it cannot read with a sentence that says why."""

from __future__ import annotations

import subprocess
import tempfile
import unittest
from pathlib import Path

import h5py
import matplotlib.image
import numpy as np

PLOT = Path(__file__).resolve().parents[3] / "scripts" / "plot"
BLACK = np.array([0x20, 0x24, 0x2B]) / 255.0


def write(path: Path, times: int = 40, frequencies: int = 12, modes: int = 2, status: str = "complete") -> None:
    """A made-up occultation: no ray in the middle half, brighter beside it."""
    time, frequency = np.arange(times) * 30.0, np.geomspace(1e5, 2e6, frequencies)
    distance = np.abs(np.arange(times) - (times - 1) / 2) / times
    intensity = np.where(distance < 0.25, 0.0, 1.0 + 3.0 * np.exp(-40 * (distance - 0.25)))
    cells = np.broadcast_to(intensity, (modes, frequencies, times)).copy()
    state = np.where(cells > 0, 1, 2).astype(np.int8)
    with h5py.File(path, "w") as file:
        for name, value in (("file_type", "vespa-occultation"), ("format_version", "1.0"), ("program", "vespa-occultation"),
                            ("program_version", "0.0"), ("status", status)):
            file.attrs[name] = np.bytes_(value)
        file.create_group("body").attrs["name"] = np.bytes_("ganymede")
        file["time"], file["frequency"], file["mode"] = time, frequency, np.arange(modes, dtype=np.int8)
        file["time"].attrs["epoch"] = np.bytes_("2032-01-01T11:50:00Z")
        file["intensity"], file["state"] = cells, state
        file["bending"] = file["group_delay"] = np.where(cells > 0, 0.01, np.nan)
        file["geometry/in_shadow"] = (distance < 0.2).astype(np.int8)


class OccultationPlot(unittest.TestCase):
    def setUp(self) -> None:
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = Path(holder.name)
        self.result = self.folder / "g.h5"
        write(self.result)

    def plot(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        command = [str(PLOT), str(self.result), *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, cwd=self.folder, check=False)

    def image(self) -> np.ndarray:
        done = self.plot()
        self.assertEqual(done.returncode, 0, done.stderr)
        return matplotlib.image.imread(self.result.with_suffix(".png"))[..., :3]

    def black(self) -> np.ndarray:
        return np.abs(self.image() - BLACK).max(axis=2) < 0.02

    def test_cells_without_a_ray_are_black(self) -> None:
        half = self.black().sum(axis=1).max()
        write(self.result)
        with h5py.File(self.result, "r+") as file:
            file["intensity"][...] = 1.0
            file["state"][...] = 1
        none = self.black().sum(axis=1).max()
        self.assertGreater(half, none + 200)

    def test_bright_cells_are_red_and_unknown_ones_grey(self) -> None:
        image = self.image()
        self.assertGreater(((image[..., 0] - image[..., 2]) > 0.3).sum(), 500)
        with h5py.File(self.result, "r+") as file:
            file["state"][...] = 0
        grey = np.abs(self.image() - np.array([0xC9, 0xCC, 0xD1]) / 255.0).max(axis=2) < 0.02
        self.assertGreater(grey.mean(), 0.1)

    def test_words(self) -> None:
        self.assertEqual(self.plot("-o", "g.svg").returncode, 0)
        text = (self.folder / "g.svg").read_text()
        for word in ("Occultation by Ganymede", "time on 2032-01-01", "0.1 MHz", "2 MHz", "X mode", "dotted"):
            self.assertIn(word, text)
        write(self.result, status="stopped", modes=1)
        self.assertEqual(self.plot("-o", "g.svg").returncode, 0)
        text = (self.folder / "g.svg").read_text()
        self.assertIn("stopped on request", text)
        self.assertNotIn("dotted", text)

    def test_few_frequencies(self) -> None:
        write(self.result, frequencies=1)
        self.assertEqual(self.plot().returncode, 0)

    def test_refuses(self) -> None:
        def spoil(file: h5py.File, name: str) -> None:
            del file[name]

        for change, word in ((lambda f: spoil(f, "intensity"), "'intensity' is missing"),
                             (lambda f: (spoil(f, "bending"), f.create_dataset("bending", (1, 2, 3))), "expected (2, 12, 40)"),
                             (lambda f: f.attrs.__setitem__("format_version", np.bytes_("2.0")), "format_version 2.0"),
                             (lambda f: f["time"].attrs.__setitem__("epoch", np.bytes_("noon")), "is no time"),
                             (lambda f: spoil(f["geometry"], "in_shadow"), "'in_shadow' is missing")):
            write(self.result)
            with self.subTest(word=word):
                with h5py.File(self.result, "r+") as file:
                    change(file)
                done = self.plot()
                self.assertEqual(done.returncode, 1)
                self.assertIn(word, done.stderr)
                self.assertNotIn("Traceback", done.stderr)
        write(self.result, times=1)
        self.assertIn("one time", self.plot().stderr)
        write(self.result)
        done = self.plot("--kind", "delay")
        self.assertEqual(done.returncode, 1)
        self.assertIn("--kind is for results of vespa-raytrace", done.stderr)
        self.assertFalse(self.result.with_suffix(".png").exists())


if __name__ == "__main__":
    unittest.main()
