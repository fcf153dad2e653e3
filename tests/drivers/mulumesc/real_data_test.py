#!/usr/bin/python3
"""Spectra of Itokawa, of the Moon and of pyroxenes in the laboratory, from end to end.

Usage: real_data_test.py PROGRAM MPIEXEC INPUTS [unittest arguments]; the data are found through VESPA_SHARED_DATA.
"""

import csv
import os
import re
import unittest
from pathlib import Path

import h5py
import numpy as np

import mulumesc_runs as runs
from mulumesc_runs import MulumescCase

DATA = Path(os.environ.get("VESPA_SHARED_DATA", Path(__file__).resolve().parents[4] / "shared/data")) / "mulumesc"


class RealDataTest(MulumescCase):
    def setUp(self):
        super().setUp()
        if not DATA.is_dir():
            self.skipTest("SKIPPED: VESPA_SHARED_DATA names no folder with mulumesc")

    def result(self, output, *arguments):
        done = self.run_program(output, *arguments, ranks=2)
        self.assertEqual(done.returncode, 0, done.stderr)
        return h5py.File(self.path / output)

    def test_ferrosilite_of_orthopyroxenes(self):
        folder = DATA / "relab_minerals"
        with (folder / "relab_labels.csv").open(encoding="utf-8") as labels:
            samples = [row for row in csv.DictReader(labels) if row["OPX_vol"] and float(row["OPX_vol"]) > 0.95 and row["Fs_opx"]]
        rows = np.array([int(sample["row"]) for sample in samples])
        known = 100 * np.array([float(sample["Fs_opx"]) for sample in samples])
        with self.result("relab.h5", f"--spectra={folder / 'relab_minerals.h5'}", "--reflectance-dataset=spectra", "--method=none", "--composition") as file:
            for name in ("hed_fs_2", "gaffey_fs"):
                error = np.abs(file["composition"][name][()][rows] - known)
                self.assertGreaterEqual(np.isfinite(error).sum(), 72)
                self.assertLessEqual(np.nanmedian(error), 7, name)  # mol %
                stated = file["composition"][name + "_error"][()][rows]
                self.assertGreater(np.nanmean(error <= stated), 0.68)  # the error that stands beside it is honest

    def test_itokawa(self):
        with self.result("itokawa.h5", f"--config={runs.INPUTS / 'itokawa-nirs.toml'}", f"--spectra={DATA / 'itokawa_nirs' / 'itokawa_nirs.h5'}") as file:
            self.assertEqual((file["spectra/state"][()] == 1).sum(), 18695)
            band_1 = file["composition/band_1_centre"][()]
            self.assertGreater(np.isfinite(band_1).mean(), 0.99)
            self.assertTrue(0.99 < np.nanmedian(band_1) < 1.02)  # an S-type asteroid: ordinary chondrites
            self.assertEqual(file["spectra/longitude"].size, 18695)
            self.assertGreater((file["fits/end"][()] == 0).mean(), 0.95)
            self.assertEqual(file["fitted_bands/centre"].size, 5 * 18695)

    def test_the_moon(self):
        with self.result("m3.h5", f"--config={runs.INPUTS / 'moon-m3.toml'}", f"--spectra={DATA / 'cubes' / 'm3_aristarchus.hdr'}") as file:
            self.assertEqual((file.attrs["lines"], file.attrs["samples"]), (50, 50))
            depth = file["composition/band_2_depth"][()].reshape(50, 50)
            fresh, plain = depth[24:34, 6:14], depth[24:34, 26:36]  # the crater's floor; the ground east of it
            self.assertGreater(np.isfinite(fresh).mean(), 0.9)
            self.assertLess(np.isfinite(plain).mean(), 0.4)  # mature ground has no band II of 2 %
            self.assertGreater((self.path / "m3-maps.img").stat().st_size, 50 * 50 * 4 * 20)

    def test_land(self):
        library = DATA / "usgs1995_av95" / "usgs1995_av95.hdr"
        wavelengths = re.search(r"wavelength = {([^}]*)}", library.read_text())[1].split(",")
        cube = DATA / "cubes" / "jasper_ridge_198.hdr"
        channels = re.findall(r"AVIRIS channel (\d+)", cube.read_text())
        (self.path / "wavelengths.txt").write_text("".join(f"{wavelengths[int(c) - 1].strip()}\n" for c in channels))
        with self.result("land.h5", f"--config={runs.INPUTS / 'aviris-land.toml'}", f"--spectra={cube}",
                         f"--wavelength-file={self.path / 'wavelengths.txt'}", f"--endmember-library={library}") as file:
            bands = {name: file["bands"][name][()] for name in ("spectrum", "centre", "depth", "flags")}
            measured = bands["flags"] & 32 == 0
            self.assertLess(bands["depth"].max(), 2)  # noise of the dark lake, no depth made up in the gaps
            chlorophyll = measured & (np.abs(bands["centre"] - 0.677) < 0.02) & (bands["depth"] > 0.5)
            leaf_water = measured & (np.abs(bands["centre"] - 1.18) < 0.03)
            green = file["abundances/fraction"][:, 0]
            plants = np.isin(np.arange(10000), bands["spectrum"][chlorophyll])
            self.assertTrue(0.3 < plants.mean() < 0.8)
            self.assertGreater(np.isin(np.flatnonzero(plants), bands["spectrum"][leaf_water]).mean(), 0.9)
            self.assertGreater(np.median(green[plants]), 0.15)
            lake = green.reshape(100, 100)[10:50, 28:48]
            self.assertLess(lake.max(), 0.02)


if __name__ == "__main__":
    runs.main()
