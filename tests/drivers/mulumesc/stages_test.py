#!/usr/bin/python3
"""The stages after the bands: fits, composition, abundances; the same at any number of ranks, and after a stop.

Usage: stages_test.py PROGRAM MPIEXEC INPUTS [unittest arguments]
"""

import filecmp
import json
import xml.etree.ElementTree

import h5py
import numpy as np

import mulumesc_runs as runs
from mulumesc_runs import SAMPLES, MulumescCase

SURFACES = "--endmembers=11;23;35;47;59;60"  # the last sample of each line of the example, and one without bands


class StagesTest(MulumescCase):
    def library(self):
        return f"--endmember-library={runs.INPUTS / 'mixtures.hdr'}"

    def fitted(self, file, line, sample):
        spectrum = line * SAMPLES + sample
        first, count = int(file["fits/band_first"][spectrum]), int(file["fits/band_count"][spectrum])
        self.assertTrue((file["fitted_bands/spectrum"][first:first + count] == spectrum).all())
        return {name: file["fitted_bands"][name][first:first + count] for name in file["fitted_bands"]}

    def test_all_stages_are_the_same_at_any_number_of_ranks(self):
        for extra in (("--fit=mafic", "--composition", self.library(), SURFACES),
                      ("--fit=detected", "--fit-shape=asymmetric", self.library(), SURFACES, "--mixing=intimate", "--incidence=30")):
            for ranks in (1, 2, 3, 4):
                self.example(f"{ranks}.h5", "--overwrite", *extra, ranks=ranks).close()
            for ranks in (2, 3, 4):
                self.assertTrue(filecmp.cmp(self.path / "1.h5", self.path / f"{ranks}.h5", shallow=False), (extra, ranks))

    def test_fits_find_the_bands_that_were_put_in(self):
        table = self.path / "spectrum.csv"
        x = np.linspace(0.6, 2.5, 191)
        ln = -0.9 - 0.06 / x
        for strength, centre, width in ((-0.4, 0.92, 0.18), (-0.3, 1.95, 0.5)):
            ln += strength * np.exp(-0.5 * ((x - centre) * 2.354820045 / width) ** 2)
        table.write_text("wavelength (um),sample\n" + "".join(f"{a:.4f},{np.exp(b):.12f}\n" for a, b in zip(x, ln)))
        done = self.run_program("out.h5", f"--spectra={table}", "--fit=own", "--fit-bands=0.95:0.2:0.2;1.9:0.4", "--fit-tolerance=1e-12", "--votable")
        self.assertEqual(done.returncode, 0, done.stderr)
        with h5py.File(self.path / "out.h5") as file:
            self.assertEqual([name.decode() for name in file["fits"].attrs["models"]], ["own"])
            self.assertEqual((file["fits/end"][0], file["fits/model"][0], file["fits/band_count"][0]), (0, 0, 2))
            for name, expected in (("centre", [0.92, 1.95]), ("width", [0.18, 0.5]), ("strength", [-0.4, -0.3])):
                np.testing.assert_allclose(file["fitted_bands"][name][()], expected, rtol=1e-6)
            np.testing.assert_allclose([file["fits/offset"][0], file["fits/slope"][0]], [-0.9, -0.06], rtol=1e-5)
        rows = xml.etree.ElementTree.parse(self.path / "out-fits.vot").getroot().iter("{http://www.ivoa.net/xml/VOTable/v1.3}TR")
        self.assertEqual(len(list(rows)), 2)

    def test_a_spectrum_that_cannot_be_fitted_says_why(self):
        with self.example("out.h5", "--fit=orthopyroxene") as file:
            self.assertEqual((file["fits/end"][-1], file["fits/model"][-1]), (3, 255))  # the pixel without measurement
            self.assertTrue(np.isnan(file["fits/chi2"][-1]))
            self.assertEqual(file["fits/band_count"][()].sum(), 3 * 71)
            np.testing.assert_allclose(self.fitted(file, 0, SAMPLES - 1)["centre"][0], 0.914, atol=0.01)

    def test_fits_of_detected_bands_and_of_a_part_of_the_channels(self):
        with self.example("out.h5", "--fit=detected", "--fit-range=2.0,2.45") as file:
            bands = self.fitted(file, 3, SAMPLES - 1)
            self.assertEqual(bands["place"].tolist(), [0, 1, 2])
            np.testing.assert_allclose(bands["centre"][1:], [2.165, 2.205], atol=0.001)
            self.assertEqual(file["fits/channels"][0], 91)
            self.assertEqual(file["fits/band_count"][5 * SAMPLES + 3], 0)  # the surface without bands: its continuum alone
            self.assertTrue(np.isfinite(file["fits/slope"][5 * SAMPLES + 3]))

    def test_composition(self):
        with self.example("out.h5", "--composition", "--method=none") as file:
            composition = {name: file["composition"][name][:SAMPLES] for name in file["composition"]}
            self.assertEqual(file["bands/centre"].size, 0)
            np.testing.assert_allclose(composition["band_1_centre"], 0.914, atol=0.007)
            np.testing.assert_allclose(composition["band_2_centre"][2:], 1.848, atol=0.02)
            fs = 205.86 * composition["band_2_centre"] - 364.3
            np.testing.assert_allclose(composition["hed_fs_2"], fs, atol=1e-9)
            self.assertTrue((composition["hed_fs_2_error"] >= 16).all())  # the relation's own error, not the band's
            self.assertTrue(np.isnan(file["composition/band_2_centre"][5 * SAMPLES:]).all())
            self.assertTrue(np.isnan(file["composition/gaffey_fs"][5 * SAMPLES:]).all())
            self.assertIn("kind alone", file["composition"].attrs["note"].decode())

    def test_abundances(self):
        for mixing in ("areal", "intimate"):
            with self.example("out.h5", self.library(), SURFACES, f"--mixing={mixing}", "--overwrite") as file:
                fraction = file["abundances/fraction"][()]
                self.assertEqual(file["abundances"].attrs["mixing"].decode(), mixing)
                self.assertEqual(len(file["endmembers"].attrs["names"]), 6)
                for place, pixel in enumerate((11, 23, 35, 47, 59, 60)):  # an endmember is itself
                    np.testing.assert_allclose(fraction[pixel], np.eye(6)[place], atol=1e-9)
                known = fraction[:-1]
                self.assertTrue((known >= 0).all())
                np.testing.assert_allclose(known.sum(axis=1), 1, atol=1e-9)
                self.assertTrue(np.isnan(fraction[-1]).all() and file["abundances/end"][-1] == 2)
                if mixing == "areal":  # bands deepen evenly along a line of one band: half the sample, half the endmember
                    np.testing.assert_allclose(fraction[5, 0], 0.5, atol=0.06)

    def noisy_map(self):
        """A cube of two surfaces that change over into each other, with noise and a hole; their abundances; the options that unmix it."""
        lines, samples, wave = 20, 16, np.linspace(0.6, 2.5, 60)
        pure = np.array([0.4 - 0.1 * np.exp(-0.5 * ((wave - centre) / 0.1) ** 2) for centre in (0.95, 1.9)])
        first = 0.5 + 0.5 * np.cos(np.linspace(0, 3, lines)[:, None] + np.linspace(0, 1, samples)[None, :])
        truth = np.stack([first, 1 - first], axis=-1)
        cube = truth @ pure + 0.02 * np.random.default_rng(8).standard_normal((lines, samples, wave.size))
        cube[9:11, 3:9] = -1
        for name, data in (("map", cube), ("pure", pure[:, None, :])):
            data.astype("<f4").tofile(self.path / f"{name}.img")
            (self.path / f"{name}.hdr").write_text(
                f"ENVI\nsamples = {data.shape[1]}\nlines = {data.shape[0]}\nbands = {wave.size}\nheader offset = 0\nfile type = ENVI Standard\n"
                "data type = 4\ninterleave = bip\nbyte order = 0\nwavelength units = Micrometers\n"
                f"wavelength = {{{', '.join(f'{x:.4f}' for x in wave)}}}\n")
        return truth.reshape(-1, 2), (f"--spectra={self.path / 'map.hdr'}", "--method=none", f"--endmember-library={self.path / 'pure.hdr'}")

    def test_smooth_abundances(self):
        truth, unmixed = self.noisy_map()
        found = {}
        for ranks in (1, 2, 3, 4):
            done = self.run_program(f"{ranks}.h5", *unmixed, "--abundance-smoothness=60", "--maps", ranks=ranks)
            self.assertEqual(done.returncode, 0, done.stderr)
            with h5py.File(self.path / f"{ranks}.h5") as file:
                found[ranks] = {name: file["abundances"][name][()] for name in file["abundances"]}
                self.assertEqual(file["abundances"].attrs["smoothness"], 60)
            measures = json.loads((self.path / f"{ranks}.run.json").read_text())["measures"]
            self.assertEqual((measures["smoothing_converged"], measures["smoothing_pixels_left_out"]), (1, 12))
            self.assertLess(measures["smoothing_last_change"], 1e-10)
            self.assertLess(measures["smoothing_roughness"], 0.5 * measures["smoothing_roughness_before"])
            self.assertGreaterEqual(measures["smoothing_misfit"], measures["smoothing_misfit_before"])
        hole = np.isnan(found[1]["fraction"][:, 0])
        self.assertEqual(hole.sum(), 12)
        for ranks in (2, 3, 4):
            np.testing.assert_allclose(found[ranks]["smooth_fraction"], found[1]["smooth_fraction"], atol=1e-9)
            np.testing.assert_array_equal(found[ranks]["fraction"], found[1]["fraction"])
        smooth, alone = found[1]["smooth_fraction"], found[1]["fraction"]
        np.testing.assert_array_equal(np.isnan(smooth[:, 0]), hole)
        np.testing.assert_array_equal(found[1]["smooth_part"], ~hole)
        self.assertTrue((smooth[~hole] >= 0).all())
        np.testing.assert_allclose(smooth[~hole].sum(axis=1), 1, atol=1e-9)
        self.assertLess(np.std((smooth - truth)[~hole]), 0.6 * np.std((alone - truth)[~hole]))
        self.assertTrue((found[1]["smooth_rms"][~hole] >= found[1]["rms"][~hole] - 1e-9).all())
        header = (self.path / "1-maps.hdr").read_text()
        self.assertIn("smooth abundance: spectrum 1", header)

    def test_without_smoothness_each_pixel_stands_alone(self):
        _, unmixed = self.noisy_map()
        self.assertEqual(self.run_program("none.h5", *unmixed, "--abundance-smoothness=0").returncode, 0)
        self.assertEqual(self.run_program("little.h5", *unmixed, "--abundance-smoothness=1e-9").returncode, 0)
        with h5py.File(self.path / "none.h5") as none, h5py.File(self.path / "little.h5") as little:
            self.assertNotIn("smooth_fraction", none["abundances"])
            np.testing.assert_allclose(little["abundances/smooth_fraction"][()], none["abundances/fraction"][()], atol=1e-8)
        table = self.path / "spectrum.txt"
        table.write_text("".join(f"{0.6 + 0.1 * k:.1f} 0.{k + 3}\n" for k in range(6)))
        for arguments, word in (((*unmixed[:2], "--abundance-smoothness=1"), "--endmember-library"),
                                ((f"--spectra={table}", *unmixed[1:], "--abundance-smoothness=1"), "no image")):
            done = self.run_program("bad.h5", *arguments)
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertIn(word, done.stderr)
        self.assertEqual(self.run_program("bad.h5", *unmixed, "--abundance-smoothness=-1").returncode, 64)

    def test_maps(self):
        for name in ("hdr", "img"):
            (self.path / f"cube.{name}").write_bytes((runs.INPUTS / f"mixtures.{name}").read_bytes())
        with (self.path / "cube.hdr").open("a") as header:
            header.write("\nmap info = {Arbitrary, 1, 1, 10, 20, 2, 2}\n")
        done = self.run_program("out.h5", f"--spectra={self.path / 'cube.hdr'}", "--fit=orthopyroxene", "--composition", self.library(), SURFACES,
                                "--maps", ranks=2)
        self.assertEqual(done.returncode, 0, done.stderr)
        header = (self.path / "out-maps.hdr").read_text()
        self.assertIn("map info = {Arbitrary, 1, 1, 10, 20, 2, 2}", header)
        names = [name.strip() for name in header.partition("band names = {")[2].rstrip().rstrip("}").split(",")]
        maps = dict(zip(names, np.fromfile(self.path / "out-maps.img", "<f4").reshape(len(names), 72), strict=True))
        with h5py.File(self.path / "out.h5") as file:
            for name, dataset in (("composition: hed_fs_2", "composition/hed_fs_2"), ("fit: chi2", "fits/chi2"), ("number of bands", "spectra/band_count")):
                np.testing.assert_array_equal(maps[name], file[dataset][()].astype("f4"))
            np.testing.assert_array_equal(maps["abundance: spectrum 23"], file["abundances/fraction"][:, 1].astype("f4"))
            owner, depth, centre = (file["bands"][name][()] for name in ("spectrum", "depth", "centre"))
            for spectrum in range(72):
                own = owner == spectrum
                expected = centre[own][depth[own].argmax()] if own.any() else np.nan
                np.testing.assert_array_equal(maps["deepest band: centre (um)"][spectrum], np.float32(expected))
            second = file["fitted_bands/centre"][()][file["fitted_bands/place"][()] == 1]
            np.testing.assert_array_equal(maps["fitted band 2: centre (um)"][:71], second.astype("f4"))
            self.assertTrue(np.isnan(maps["fitted band 2: centre (um)"][71]))

    def test_a_stopped_run_is_gone_on_with(self):
        cube = self.large_cube()
        stages = (f"--spectra={cube}", "--fit=detected", "--fit-range=2.0,2.45", "--composition", self.library(), SURFACES, "--votable")
        self.run_and_stop("out.h5", *stages)
        with h5py.File(self.path / "out.h5") as file:
            done = int(file.attrs["spectra_computed"])
            self.assertTrue(np.isnan(file["abundances/rms"][done:]).all())
        other = self.run_program("out.h5", *stages, "--resume", "--threshold=5")
        self.assertEqual(other.returncode, 1, other.stderr)
        self.assertIn("other options", other.stderr)
        again = self.run_program("out.h5", *stages, "--resume", ranks=2)
        self.assertEqual(again.returncode, 0, again.stderr)
        whole = self.run_program("whole.h5", *stages, ranks=2)
        self.assertEqual(whole.returncode, 0, whole.stderr)
        self.assertTrue(filecmp.cmp(self.path / "out.h5", self.path / "whole.h5", shallow=False))
        self.assertEqual(self.bodies("out"), self.bodies("whole"))
        self.assertIn("complete", self.run_program("out.h5", *stages, "--resume").stdout)

    def bodies(self, name):
        """The VOTables, but for the line that names the result."""
        return [[line for line in (self.path / (name + ending)).read_text().splitlines() if f"{name}.h5" not in line]
                for ending in (".vot", "-fits.vot", "-composition.vot")]

    def test_what_is_refused(self):
        cube = f"--spectra={runs.INPUTS / 'mixtures.hdr'}"
        visible = self.path / "visible.csv"
        visible.write_text("wavelength (um),a\n0.3,0.1\n0.35,0.1\n0.4,0.1\n")
        for arguments, word in (
            ([cube, "--fit=own"], "--fit-bands"),
            ([cube, "--fit-bands=1:0.1"], "--fit=own"),
            ([cube, "--fit=own", "--fit-bands=1"], "CENTRE:FWHM"),
            ([cube, "--fit=mafic", "--fit-shape=asymmetric"], "--fit-shape"),
            ([cube, "--fit=detected", "--method=none"], "--method"),
            ([cube, "--fit=mafic", "--fit-range=3,4"], "no channel"),
            ([cube, "--fit-range=1,2"], "none but with --fit"),
            ([cube, "--endmembers=1"], "--endmember-library"),
            ([cube, self.library(), "--endmembers=1;1"], "chosen already"),
            ([cube, self.library(), "--endmembers=100"], "0 to 71"),
            ([cube, self.library(), "--endmembers=quartz"], "no spectrum is named 'quartz'"),
            ([cube, f"--endmember-library={visible}"], "channels in common"),
            ([cube, self.library(), "--endmembers=1", "--incidence=10"], "--mixing=intimate"),
            ([cube, "--composition", "--band-1=1.4,0.7"], "--band-1"),
            ([f"--spectra={visible}", "--maps"], "no image"),
        ):
            with self.subTest(word=word):
                done = self.run_program("bad.h5", *arguments, ranks=2)
                self.assertEqual(done.returncode, 1, done.stderr)
                self.assertIn(word, done.stderr)
                self.assertEqual(list(self.path.glob("bad*")), [])


if __name__ == "__main__":
    runs.main()
