#!/usr/bin/python3
"""vespa-mulumesc as a user meets it: the example at one to four ranks, what its file says, forms of input, what it refuses.

Usage: program_test.py PROGRAM MPIEXEC INPUTS [unittest arguments]
"""

import filecmp
import subprocess
import sys
import xml.etree.ElementTree

import h5py
import numpy as np

import mulumesc_runs as runs
from mulumesc_runs import SAMPLES, MulumescCase


class ProgramTest(MulumescCase):
    def bands_of(self, file, line, sample):
        spectrum = line * SAMPLES + sample
        first, count = int(file["spectra/band_first"][spectrum]), int(file["spectra/band_count"][spectrum])
        self.assertTrue((file["bands/spectrum"][first:first + count] == spectrum).all())
        return {name: file["bands"][name][first:first + count] for name in file["bands"]}

    def test_the_sample_is_what_its_script_makes(self):
        subprocess.run([sys.executable, "-B", runs.INPUTS / "make_mixtures.py", self.path], check=True)
        for name in ("mixtures.hdr", "mixtures.img"):
            self.assertTrue(filecmp.cmp(runs.INPUTS / name, self.path / name, shallow=False), name)

    def test_the_example_is_the_same_at_any_number_of_ranks(self):
        for ranks in (1, 2, 3, 4):
            self.example(f"{ranks}.h5", ranks=ranks).close()
        for ranks in (2, 3, 4):
            self.assertTrue(filecmp.cmp(self.path / "1.h5", self.path / f"{ranks}.h5", shallow=False), ranks)

    def test_the_example_has_the_bands_that_were_put_in(self):
        with self.example("out.h5") as file:
            self.assertEqual(file.attrs["file_type"].decode(), "vespa-mulumesc")
            self.assertEqual(file.attrs["method"].decode(), "mulumesc-r")
            self.assertIn("not its author's code", file.attrs["method_note"].decode())
            self.assertEqual(file.attrs["status"].decode(), "complete")
            self.assertEqual((file.attrs["lines"], file.attrs["samples"]), (6, SAMPLES))
            self.assertEqual(len(file.attrs["input_names"]), 2)  # header and data
            for dataset in (*file["bands"].values(), *file["spectra"].values()):
                self.assertIn("unit", dataset.attrs)
            for line, centres, tolerance in ((0, [0.914, 1.848], 0.004), (1, [1.016, 2.234], 0.008), (3, [1.413, 2.165, 2.205], 0.001),
                                             (4, [1.875, 1.995, 2.338, 2.517], 0.002)):
                bands = self.bands_of(file, line, SAMPLES - 1)
                np.testing.assert_allclose(bands["centre"], centres, atol=tolerance)
            opx = self.bands_of(file, 0, SAMPLES - 1)
            np.testing.assert_allclose(opx["depth"], [0.35, 0.30], atol=0.01)
            np.testing.assert_allclose(opx["width"], [0.18, 0.45], atol=0.015)
            self.assertTrue(((opx["centre_error"] > 0) & (opx["centre_error"] < 0.01)).all())
            self.assertEqual(len(self.bands_of(file, 5, 3)["centre"]), 0)
            state = file["spectra/state"][()]
            self.assertEqual((state[:-1] == 1).all() and state[-1], 2)
            self.assertEqual(file["spectra/masked"][-1], file["axis/wavelength"].size)
            ratio = file["spectra/reflectance"][()] / file["spectra/continuum"][()]
            self.assertLess(np.nanmax(ratio), 1 + 1e-5)
            # The noise is 0.1 % of a reflectance near 0.45.
            self.assertAlmostEqual(np.nanmedian(file["spectra/noise"][()]), 0.00043, delta=0.00005)

    def test_ranges(self):
        with self.example("out.h5", "--method=ranges", "--ranges=0.7,1.3,1.4,2.3", "--precision=double") as file:
            bands = self.bands_of(file, 0, SAMPLES - 1)
            self.assertEqual(bands["range"].tolist(), [0, 1])
            np.testing.assert_allclose(bands["centre"], [0.914, 1.848], atol=0.004)
            self.assertTrue(np.isnan(bands["scale"]).all())
            self.assertEqual(file.attrs["method"].decode(), "ranges")

    def test_masked_channels_are_flagged(self):
        with self.example("out.h5", "--masked=1.8,1.9") as file:
            bands = self.bands_of(file, 0, SAMPLES - 1)
            self.assertEqual([int(flags) & 48 for flags in bands["flags"]], [0, 48])
            self.assertEqual(file["axis/good"][()].sum(), file["axis/good"].size - 21)

    def test_texts(self):
        table = self.path / "spectrum.csv"
        x = np.linspace(2500, 400, 211)
        table.write_text("wavelength (nm),sample\n" + "".join(f"{a:.1f},{0.5 * (1 - 0.3 * np.exp(-0.5 * ((a - 1500) / 60) ** 2)):.6f}\n" for a in x))
        done = self.run_program("out.h5", f"--spectra={table}", "--votable")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("wavelengths fall", done.stderr)
        with h5py.File(self.path / "out.h5") as file:
            np.testing.assert_allclose(file["bands/centre"][()], [1.5], atol=1e-4)
            self.assertEqual(file["spectra"].attrs["names"].astype(str).tolist(), ["spectrum"])
        rows = xml.etree.ElementTree.parse(self.path / "out.vot").getroot().iter("{http://www.ivoa.net/xml/VOTable/v1.3}TR")
        self.assertEqual(len(list(rows)), 1)

    def test_what_is_refused(self):
        cube = f"--spectra={runs.INPUTS / 'mixtures.hdr'}"
        short = self.path / "short.hdr"
        short.write_bytes((runs.INPUTS / "mixtures.hdr").read_bytes())
        (self.path / "short.img").write_bytes((runs.INPUTS / "mixtures.img").read_bytes()[:-2])
        text = self.path / "text.txt"
        text.write_text("0.5 0.1\n0.6 x\n")
        for arguments, word in (
            ([f"--spectra={short}"], "its header promises"),
            ([f"--spectra={text}"], ":2:"),
            ([cube, "--wavelength-unit=nm"], "0.05 to 250"),
            ([cube, "--masked=0.7"], "pairs"),
            ([cube, "--masked=5,6"], "no channel"),
            ([cube, "--ranges=0.7,1.2"], "--method=ranges"),
            ([cube, "--method=ranges"], "no ranges"),
            ([cube, "--method=ranges", "--ranges=3,4"], "range of a band"),
            ([cube, "--continuum=line"], "--anchors"),
            ([cube, "--continuum=line", "--anchors=0.1,1"], "anchors"),
        ):
            with self.subTest(word=word):
                done = self.run_program("bad.h5", *arguments, ranks=2)
                self.assertEqual(done.returncode, 1, done.stderr)
                self.assertIn(word, done.stderr)
                self.assertEqual(list(self.path.glob("bad*")), [])
        self.assertEqual(self.run_program("bad.h5").returncode, 64)
        self.assertEqual(self.run_program("bad.h5", cube, "--degree=9").returncode, 64)

    def test_check_writes_nothing(self):
        done = self.run_program("out.h5", f"--config={runs.INPUTS / 'mixtures.toml'}", "--check")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("72 spectra (ENVI cube), 341 channels", done.stdout)
        self.assertEqual(list(self.path.iterdir()), [])

    def test_a_stopped_run_keeps_its_spectra(self):
        self.run_and_stop("out.h5", f"--spectra={self.large_cube()}")
        with h5py.File(self.path / "out.h5") as file:
            self.assertEqual(file.attrs["status"].decode(), "stopped")
            computed, state = int(file.attrs["spectra_computed"]), file["spectra/state"][()]
            self.assertTrue(0 < computed < state.size)
            self.assertTrue((state[:computed] != 0).all() and (state[computed:] == 0).all())
            self.assertTrue((file["spectra/band_count"][computed:] == 0).all())
            self.assertEqual(file["spectra/band_count"][()].sum(), file["bands/centre"].size)


if __name__ == "__main__":
    runs.main()
