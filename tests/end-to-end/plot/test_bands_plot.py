#!/usr/bin/python3
"""scripts/plot draws bands, and refuses what it cannot read with a sentence that says why."""

from __future__ import annotations

import subprocess
import tempfile
import unittest
from pathlib import Path

import h5py
import matplotlib.image
import numpy as np

PLOT = Path(__file__).resolve().parents[3] / "scripts" / "plot"
LINES, SAMPLES, CHANNELS = 6, 10, 40


def write(path: Path, image: bool = True, kept: bool = True, status: str = "complete", ranges: bool = False) -> None:
    """A made-up result: a band at 1 um in the upper half, one at 2 um in the lower."""
    count, wavelength = LINES * SAMPLES, np.linspace(0.5, 2.5, CHANNELS)
    centre = np.where(np.arange(count) < count // 2, 1.0, 2.0)
    with h5py.File(path, "w") as file:
        for name, value in (("file_type", "vespa-mulumesc"), ("format_version", "1.0"), ("program", "vespa-mulumesc"),
                            ("program_version", "0.0"), ("status", status), ("method", "mulumesc-r"), ("method_note", "a reconstruction")):
            file.attrs[name] = np.bytes_(value)
        file.attrs["lines"], file.attrs["samples"] = (LINES, SAMPLES) if image else (0, 0)
        file["axis/wavelength"] = wavelength
        file["spectra/state"] = np.ones(count, np.int8)
        if kept:
            file["spectra/continuum"] = np.full((count, CHANNELS), 0.5, np.float32)
            file["spectra/reflectance"] = (0.5 - 0.2 * np.exp(-0.5 * ((wavelength - centre[:, None]) / 0.1) ** 2)).astype(np.float32)
        file["bands/spectrum"] = np.arange(count, dtype=np.uint64)
        file["bands/range"] = (centre > 1.5).astype(np.int32) if ranges else np.full(count, -1, np.int32)
        file["bands/flags"] = np.zeros(count, np.uint16)
        file["bands/centre"], file["bands/depth"] = centre, np.full(count, 0.4)
        file["bands/start"], file["bands/end"] = centre - 0.3, centre + 0.3


class BandsPlot(unittest.TestCase):
    def setUp(self) -> None:
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = Path(holder.name)
        self.result = self.folder / "b.h5"
        write(self.result)

    def plot(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        command = [str(PLOT), str(self.result), *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, cwd=self.folder, check=False)

    def image(self) -> np.ndarray:
        done = self.plot()
        self.assertEqual(done.returncode, 0, done.stderr)
        return matplotlib.image.imread(self.result.with_suffix(".png"))[..., :3]

    def words(self, *arguments: object) -> str:
        done = self.plot("-o", "b.svg", *arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        return (self.folder / "b.svg").read_text()

    def test_centre_is_hue_and_depth_is_brightness(self) -> None:
        image = self.image()
        is_violet = np.abs(image - np.array([0.5, 0, 1])).max(axis=2) < 0.05
        is_red = np.abs(image - np.array([1, 0, 0])).max(axis=2) < 0.05
        self.assertGreater(is_violet.sum(), 50000)
        self.assertGreater(is_red.sum(), 50000)
        self.assertLess(np.flatnonzero(is_violet.any(axis=1)).min(), np.flatnonzero(is_red.sum(axis=1) > 100).min() + 5)
        with h5py.File(self.result, "r+") as file:
            file["bands/depth"][: LINES * SAMPLES // 2] = 0.04
        image = self.image()
        self.assertLess((np.abs(image - np.array([0.5, 0, 1])).max(axis=2) < 0.05).sum(), 20000)

    def test_bands_without_a_measured_middle_are_left_out(self) -> None:
        self.assertLess((self.image().max(axis=2) < 0.02).sum(), 20000)
        with h5py.File(self.result, "r+") as file:
            file["bands/flags"][: LINES * SAMPLES // 2] = 16 + 32
        self.assertGreater((self.image().max(axis=2) < 0.02).sum(), 50000)

    def test_what_was_not_computed_is_grey(self) -> None:
        with h5py.File(self.result, "r+") as file:
            file["spectra/state"][...] = 0
        grey = np.abs(self.image() - np.array([0xC9, 0xCC, 0xD1]) / 255.0).max(axis=2) < 0.02
        self.assertGreater(grey.mean(), 0.2)

    def test_words(self) -> None:
        text = self.words()
        for word in ("deepest band", "centre (µm)", "method mulumesc-r: a reconstruction", "reflectance"):
            self.assertIn(word, text)
        self.assertIn("line 5, sample 9", self.words("--spectrum", LINES * SAMPLES - 1))
        write(self.result, image=False, kept=False, status="stopped")
        text = self.words()
        self.assertNotIn("deepest band", text)
        self.assertIn("60 bands of 60 spectra", text)
        self.assertIn("incomplete", text)
        write(self.result, ranges=True)
        self.assertIn("range 2", self.words())

    def test_a_result_without_bands(self) -> None:
        with h5py.File(self.result, "r+") as file:
            for name in list(file["bands"]):
                kind = file["bands"][name].dtype
                del file["bands"][name]
                file["bands"][name] = np.empty(0, kind)
        self.assertEqual(self.plot().returncode, 0)

    def test_stages_after_the_bands(self) -> None:
        count = LINES * SAMPLES
        with h5py.File(self.result, "r+") as file:
            file["abundances/fraction"] = np.linspace(0, 1, 2 * count).reshape(count, 2)
            file["abundances/rms"] = np.full(count, 0.01)
            file["abundances"].attrs["endmembers"] = np.array([b"basalt", b"snow"])
            for name in ("band_1_centre", "band_2_centre", "area_ratio", "hed_fs_2", "gaffey_fs", "chondrite_olivine"):
                file["composition/" + name] = np.linspace(0.9, 2.0, count) if name == "band_2_centre" else np.full(count, np.nan)
            file["fits/model"] = np.zeros(count, np.uint8)
            file["fits"].attrs["models"] = np.array([b"pyroxene"])
            file["fits/band_first"], file["fits/band_count"] = np.arange(count, dtype=np.uint64), np.ones(count, np.uint32)
            file["fits/offset"], file["fits/slope"] = np.full(count, np.log(0.5)), np.zeros(count)
            for name, value in (("strength", -0.5), ("centre", 1.0), ("width", 0.23)):
                file["fitted_bands/" + name] = np.full(count, value)
        whole = self.words()
        for word in ("basalt", "snow", "rms residual", "band II centre", "pyroxene", "residual", "deepest band"):
            self.assertIn(word, whole)
        self.assertNotIn("Fs (mol %)", whole)  # nothing is known of it
        only = self.words("--kind", "abundances")
        self.assertIn("snow", only)
        self.assertNotIn("deepest band", only)
        self.assertIn("modified Gaussian model, pyroxene", self.words("--kind", "fit"))
        with h5py.File(self.result, "r+") as file:  # spectra with places instead of an image
            file.attrs["lines"], file.attrs["samples"] = 0, 0
            file["spectra/longitude"], file["spectra/latitude"] = np.arange(count, dtype=float), np.arange(count, dtype=float)
        self.assertIn("longitude (deg)", self.words("--kind", "abundances"))
        self.assertIn("deepest band", self.words())

    def test_refuses(self) -> None:
        def refused(*arguments: object) -> str:
            done = self.plot(*arguments)
            self.assertEqual(done.returncode, 1)
            self.assertNotIn("Traceback", done.stderr)
            return done.stderr

        self.assertIn("not for bands", refused("--kind", "map"))
        self.assertIn("abundances were not asked for", refused("--kind", "abundances"))
        self.assertIn("--keep-continuum", refused("--kind", "fit"))
        self.assertIn("there is no spectrum 60", refused("--spectrum", 60))
        with h5py.File(self.result, "r+") as file:
            file.attrs["lines"] = 7
        self.assertIn("no image of 7 x 10", refused())
        with h5py.File(self.result, "r+") as file:
            del file["bands/depth"]
        self.assertIn("depth", refused())
        with h5py.File(self.result, "r+") as file:
            file.attrs["format_version"] = np.bytes_("2.0")
        self.assertIn("format_version 2.0", refused())


if __name__ == "__main__":
    unittest.main()
