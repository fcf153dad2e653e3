#!/usr/bin/python3
"""What an instrument makes of the spectra of vespa-lbl: samples and bins against numpy's own sums.

    observed_test.py PROGRAM MPIEXEC EXPORT
"""

import subprocess
import sys
import unittest

import h5py
import numpy as np

from lbl_runs import LblTest

EXPORT = ""
VIEWS = "--views=nadir;nadir:angle=60;occultation:height=20"


def planck(nu, temperature):
    """W m-2 sr-1 (cm-1)-1, CODATA 2018."""
    h, c, k = 6.62607015e-34, 299792458.0, 1.380649e-23
    return 100 * 2 * h * c**2 * (100 * nu) ** 3 / np.expm1(100 * h * c * nu / (k * temperature))


class Instrument(LblTest):
    def seen(self, *arguments, ranks=1, name="s.h5"):
        done = self.spectrum(name, VIEWS, *arguments, ranks=ranks)
        self.assertEqual(done.returncode, 0, done.stderr)
        with h5py.File(self.path / name) as file:
            tables = {}
            file.visititems(lambda path, item: tables.__setitem__(path, item[()]) if isinstance(item, h5py.Dataset) else None)
            units = {path: file[path].attrs["unit"].decode() for path in tables if "unit" in file[path].attrs}
        return tables, units

    def test_gaussian_samples_are_the_weighted_sums(self):
        tables, _ = self.seen("--line-shape=gauss", "--full-width=0.5", "--transit")
        fine, nu = tables["wavenumber"], tables["instrument/wavenumber"]
        np.testing.assert_allclose(np.diff(nu), 0.13, rtol=1e-9)  # a quarter of the width, in whole steps
        self.assertGreaterEqual(nu[0] - fine[0], 1.5 - 1e-9)
        self.assertGreaterEqual(fine[-1] - nu[-1], 1.5 - 1e-9)
        distance = fine[None, :] - nu[:, None]
        weight = np.where(np.abs(distance) < 1.5 + 1e-6, np.exp(-4 * np.log(2) * (distance / 0.5) ** 2), 0)
        weight /= weight.sum(axis=1, keepdims=True)
        for name in ("radiance", "transmittance"):
            np.testing.assert_allclose(tables[f"instrument/{name}"], tables[name] @ weight.T, rtol=1e-9)
        np.testing.assert_allclose(tables["instrument/effective_radius"],
                                   np.sqrt(weight @ tables["effective_radius"] ** 2), rtol=1e-12)
        np.testing.assert_allclose(tables["instrument/wavelength"], 1e4 / nu, rtol=1e-14)

    def test_bins_are_means(self):
        tables, units = self.seen("--bin-width=0.7", "--radiance-unit=W/m2/sr/um")
        fine, edges = tables["wavenumber"], tables["bins/edges"]
        low, high = fine - 0.005, fine + 0.005
        for b, (left, right) in enumerate(zip(edges, edges[1:])):
            share = np.clip(np.minimum(high, right) - np.maximum(low, left), 0, None)
            self.assertAlmostEqual(share.sum(), 0.7, 9)
            np.testing.assert_allclose(tables["bins/transmittance"][:, b], tables["transmittance"] @ share / 0.7, rtol=1e-10)
            np.testing.assert_allclose(tables["bins/radiance"][:2, b],
                                       tables["radiance"][:2] @ share / (1e4 / left - 1e4 / right), rtol=1e-10)
        self.assertEqual(units["bins/radiance"], "W.m-2.sr-1.um-1")

    def test_brightness_temperature_of_every_point(self):
        tables, units = self.seen("--radiance-unit=K")
        np.testing.assert_array_equal(tables["instrument/wavenumber"], tables["wavenumber"])
        temperature = tables["instrument/radiance"][:2]
        np.testing.assert_allclose(planck(tables["wavenumber"], temperature), tables["radiance"][:2], rtol=1e-9)
        self.assertTrue(np.isnan(tables["instrument/radiance"][2]).all())
        self.assertEqual(units["instrument/radiance"], "K")

    def test_bytes_do_not_depend_on_ranks_nor_on_where_a_run_was_stopped(self):
        options = [VIEWS, "--line-shape=hamming", "--full-width=0.3", "--reach=2", "--resolving-power=3000", "--block-points=500"]
        for ranks in (1, 2, 3, 4):
            self.assertEqual(self.spectrum(f"r{ranks}.h5", *options, ranks=ranks).returncode, 0)
        first = (self.path / "r1.h5").read_bytes()
        for ranks in (2, 3, 4):
            self.assertEqual((self.path / f"r{ranks}.h5").read_bytes(), first)
        (self.path / "s.h5").write_bytes(first)
        with h5py.File(self.path / "s.h5", "r+") as file:
            file["block/check"][2:] = 0
            file["bins/transmittance"][...] = 7
            file["instrument/radiance"][...] = 7
            file.attrs.modify("status", np.bytes_(b"stopped\0"))
        (self.path / "s.h5").rename(self.path / "s.h5.part")
        done = self.spectrum("s.h5", *options, "--resume")
        self.assertEqual(done.returncode, 0, done.stderr)
        with h5py.File(self.path / "s.h5") as again, h5py.File(self.path / "r1.h5") as whole:
            for name in ("bins/transmittance", "instrument/radiance", "radiance"):
                np.testing.assert_array_equal(again[name][()], whole[name][()])

    def test_votable_holds_what_the_instrument_sees(self):
        self.seen("--line-shape=gauss", "--full-width=0.5", "--votable")
        text = (self.path / "s.vot").read_text()
        self.assertIn('name="wavelength"', text)
        self.assertNotIn("bins", text)
        exported = subprocess.run([EXPORT, "--result=s.h5", "--table=instrument", "--output=i.vot"], cwd=self.path,
                                  capture_output=True, text=True, check=False)
        self.assertEqual(exported.returncode, 0, exported.stderr)
        fields = [line for line in (self.path / "i.vot").read_text().splitlines() if "<FIELD" in line]
        self.assertEqual(len(fields), 2 + 3 + 3)

    def test_what_does_not_go_together_is_refused(self):
        for options, word in ((["--full-width=1"], "--line-shape"), (["--line-shape=gauss"], "--full-width"),
                              (["--line-shape=gauss", "--full-width=0.01"], "sixth"),
                              (["--line-shape=gauss", "--full-width=20"], "does not fit"),
                              (["--line-shape=brault", "--full-width=0.5"], "parameter"),
                              (["--line-shape=gauss", "--full-width=0.5", "--shape-parameter=2"], "parameter"),
                              (["--bin-width=1", "--resolving-power=100"], "one of them"),
                              (["--bin-width=100"], "bin")):
            done = self.spectrum("bad.h5", VIEWS, *options)
            self.assertIn(done.returncode, (1, 64), options)
            self.assertIn(word, done.stderr, options)
            self.assertFalse((self.path / "bad.h5").exists())


if __name__ == "__main__":
    LblTest.program, LblTest.mpiexec, EXPORT = sys.argv[1:4]
    unittest.main(argv=[sys.argv[0], *sys.argv[4:]])
