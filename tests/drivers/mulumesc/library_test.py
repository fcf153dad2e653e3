#!/usr/bin/python3
"""Library match and summary parameters, and that every VOTable is as the IVOA has it.

Usage: library_test.py PROGRAM MPIEXEC INPUTS [unittest arguments]
"""

import filecmp
import shutil
import subprocess
import unittest

import h5py
import numpy as np

import mulumesc_runs as runs
from mulumesc_runs import SAMPLES, MulumescCase


class LibraryTest(MulumescCase):
    def example_as_library(self):
        return f"--match-library={runs.INPUTS / 'mixtures.hdr'}"

    def test_spectra_find_themselves(self):
        with self.example("out.h5", self.example_as_library(), "--match-by=angle", "--matches=3", "--maps") as file:
            best = file["best_match/entry"][()]
            self.assertEqual(best[:71].tolist(), list(range(71)))
            self.assertEqual(best[71], -1)  # the pixel without measurement
            self.assertLess(file["best_match/angle"][:71].max(), 1e-6)
            np.testing.assert_allclose(file["best_match/fit"][:48].reshape(4, SAMPLES)[:, 2:], 1, atol=1e-9)
            self.assertEqual(file["matches/entry"].size, 3 * 71)
            self.assertEqual(file["matches/place"][:6].tolist(), [1, 2, 3, 1, 2, 3])
            self.assertEqual(file["best_match"].attrs["measure"].decode(), "angle")
            self.assertIn("71 spectrum 71: entry 71", file["matches/entry"].attrs["meanings"].decode())
        self.assertIn("best match: entry", (self.path / "out-maps.hdr").read_text())

    def test_a_stored_library_is_as_good_at_any_number_of_ranks(self):
        self.example("first.h5", "--write-library").close()
        with h5py.File(self.path / "first-library.h5") as library:
            self.assertEqual(library["entries/reflectance"].shape, (72, 341))
        for ranks in (1, 3):
            self.example(f"{ranks}.h5", f"--match-library={self.path / 'first-library.h5'}", "--match-by=parameters", "--parameters=crism",
                         ranks=ranks).close()
        self.assertTrue(filecmp.cmp(self.path / "1.h5", self.path / "3.h5", shallow=False))
        with h5py.File(self.path / "1.h5") as stored, self.example("raw.h5", self.example_as_library(), "--match-by=parameters") as raw:
            for name in ("entry", "distance", "angle", "rank_features"):
                np.testing.assert_array_equal(stored["matches"][name][()], raw["matches"][name][()])

    def test_summary_parameters(self):
        table = self.path / "own.txt"
        table.write_text("vespa-parameters 1\ntitle own\nBD910 | | BD(700, 910, 1300) | depth at 0.91 um\nTWICE | | 2*BD910 | twice that\n")
        with self.example("out.h5", "--method=none", "--parameters=own", f"--parameter-table={table}") as file:
            x, y = np.round(file["axis/wavelength"][()], 4), file["spectra/reflectance"][()].astype(float)
            short, centre, long = (int(np.flatnonzero(x == at)[0]) for at in (0.7, 0.91, 1.3))
            weight = (x[centre] - x[short]) / (x[long] - x[short])
            expected = 1 - y[:, centre] / ((1 - weight) * y[:, short] + weight * y[:, long])
            np.testing.assert_allclose(file["parameters/BD910"][()], expected, atol=1e-6)
            np.testing.assert_allclose(file["parameters/TWICE"][()], 2 * file["parameters/BD910"][()], atol=1e-15)
            self.assertEqual(file["parameters/flags"][71].tolist(), [2, 2])
            self.assertTrue(np.isnan(file["parameters/BD910"][71]))
        with self.example("crism.h5", "--method=none", "--parameters=crism") as file:
            self.assertEqual(len(file["parameters"]), 85)  # 84 and their flags
            self.assertGreater(file["parameters/LCPINDEX2"][11], file["parameters/LCPINDEX2"][SAMPLES * 5 + 3] + 0.03)  # orthopyroxene

    def test_what_is_refused(self):
        cube = f"--spectra={runs.INPUTS / 'mixtures.hdr'}"
        broken = self.path / "broken.txt"
        broken.write_text("vespa-parameters 1\nA | | BD(700, 910 | half a formula\n")
        for arguments, word in (
            ([cube, self.example_as_library(), "--method=none", "--match-by=parameters"], "--match-by"),
            ([cube, "--parameters=own"], "no table"),
            ([cube, f"--parameter-table={broken}"], "--parameters=own"),
            ([cube, "--parameters=own", f"--parameter-table={broken}"], "broken.txt"),
            ([cube, "--longitude-dataset=x"], "both or none"),
        ):
            with self.subTest(word=word):
                done = self.run_program("bad.h5", *arguments, ranks=2)
                self.assertEqual(done.returncode, 1, done.stderr)
                self.assertIn(word, done.stderr)
                self.assertEqual(list(self.path.glob("bad*")), [])

    def test_data_may_lie_apart_from_their_header(self):
        header = self.path / "elsewhere.hdr"
        header.write_bytes((runs.INPUTS / "mixtures.hdr").read_bytes())
        done = self.run_program("apart.h5", f"--spectra={header}", f"--data-file={runs.INPUTS / 'mixtures.img'}")
        self.assertEqual(done.returncode, 0, done.stderr)
        with h5py.File(self.path / "apart.h5") as apart, self.example("beside.h5") as beside:
            self.assertEqual(len(apart.attrs["input_names"]), 2)
            np.testing.assert_array_equal(apart["bands/centre"][()], beside["bands/centre"][()])
        done = self.run_program("bad.h5", f"--spectra={runs.INPUTS / 'make_mixtures.py'}", f"--data-file={runs.INPUTS / 'mixtures.img'}")
        self.assertEqual(done.returncode, 1)
        self.assertIn("ENVI", done.stderr)

    def test_positions_are_kept(self):
        with h5py.File(self.path / "spectra.h5", "w") as file:
            file["reflectance"] = np.full((4, 9), 0.3)
            file["wavelength"] = np.linspace(0.5, 1.3, 9)
            file["lon"], file["lat"] = np.arange(4.0), -np.arange(4.0)
        cube = f"--spectra={self.path / 'spectra.h5'}"
        done = self.run_program("out.h5", cube, "--longitude-dataset=lon", "--latitude-dataset=lat", ranks=2)
        self.assertEqual(done.returncode, 0, done.stderr)
        with h5py.File(self.path / "out.h5") as file:
            self.assertEqual(file["spectra/latitude"][()].tolist(), [0, -1, -2, -3])
        done = self.run_program("bad.h5", cube, "--longitude-dataset=lon", "--latitude-dataset=wavelength")
        self.assertEqual(done.returncode, 1)
        self.assertIn("a number for each of 4", done.stderr)

    @unittest.skipUnless(shutil.which("stilts"), "stilts is not there (scripts/install-packages test)")
    def test_votables_pass_votlint(self):
        self.example("out.h5", "--fit=detected", "--fit-range=2.0,2.45", "--composition", self.example_as_library(), "--votable").close()
        for ending in ("", "-fits", "-composition", "-matches"):
            done = subprocess.run(["stilts", "votlint", "ucd=true", "unit=true", self.path / f"out{ending}.vot"], capture_output=True, text=True, timeout=200)
            self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""), ending)


if __name__ == "__main__":
    runs.main()
