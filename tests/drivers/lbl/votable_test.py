#!/usr/bin/python3
"""Results of vespa-lbl as vespa-export makes VOTables and FITS tables of them: one row a wavenumber, one field a view or state.

Usage: votable_test.py PROGRAM MPIEXEC EXPORT [unittest arguments]
"""

import subprocess
import sys
import unittest
from xml.etree import ElementTree

import h5py
import numpy as np
from astropy.io import fits

from lbl_runs import LblTest

EXPORT = ""
NAMESPACE = {"v": "http://www.ivoa.net/xml/VOTable/v1.3"}


class VotableTest(LblTest):
    def exported(self, result, output="out.xml", *arguments):
        return subprocess.run([EXPORT, f"--result={result}", f"--output={output}", *arguments], capture_output=True, text=True,
                              timeout=120, cwd=self.path)

    def table(self, result):
        """Fields by name, in order, and the numbers of each."""
        done = self.exported(result, "out.xml", "--serialization=tabledata", "--overwrite")
        self.assertEqual(done.returncode, 0, done.stderr)
        table = ElementTree.parse(self.path / "out.xml").find(".//v:TABLE", NAMESPACE)
        fields = table.findall("v:FIELD", NAMESPACE)
        rows = [[float(cell.text) for cell in row] for row in table.findall(".//v:TR", NAMESPACE)]
        self.assertEqual(int(table.get("nrows")), len(rows))
        return {field.get("name"): field for field in fields}, np.array(rows).T

    def test_spectra_of_views(self):
        done = self.spectrum("s.h5", "--views=nadir;limb:height=10", "--opacities", "--jacobians=temperature", "--block-points=1000")
        self.assertEqual(done.returncode, 0, done.stderr)
        fields, columns = self.table("s.h5")
        names = list(fields)
        with h5py.File(self.path / "s.h5") as file:
            views = [view.decode().replace(" ", "_") for view in file.attrs["views"]]
            self.assertEqual(names, ["wavenumber", *[f"radiance_{view}" for view in views],
                                     *[f"transmittance_{view}" for view in views], "optical_depth_CO"])
            np.testing.assert_array_equal(columns[0], file["wavenumber"][()])
            np.testing.assert_array_equal(columns[1:3], file["radiance"][()])
            np.testing.assert_array_equal(columns[3:5], file["transmittance"][()])
            np.testing.assert_array_equal(columns[5], file["optical_depth/CO"][()])
            self.assertEqual(fields[names[1]].get("unit"), file["radiance"].attrs["unit"].decode())
        self.assertEqual(fields["wavenumber"].get("ucd"), "em.wavenumber")
        self.assertEqual(fields["wavenumber"].get("unit"), "cm-1")

    def test_cross_sections_of_more_rows_than_a_block(self):
        self.done("absorption", f"--lines={self.store()}", "--from=2000", "--to=2040", "--step=0.002", "--temperatures=150,250",
                  "--pressures=0.01", "--output=a.h5")
        fields, columns = self.table("a.h5")
        with h5py.File(self.path / "a.h5") as file:
            self.assertEqual(list(fields), ["wavenumber", "absorption_coefficient_1", "absorption_coefficient_2",
                                            "cross_section_CO_1", "cross_section_CO_2"])
            self.assertEqual(columns.shape, (5, 20001))
            np.testing.assert_array_equal(columns[3:], file["cross_section/CO"][()])

    def test_fits_holds_the_same_numbers(self):
        done = self.spectrum("s.h5", "--views=nadir;limb:height=10", "--fits", "--jacobians=CO")
        self.assertEqual(done.returncode, 0, done.stderr)
        with fits.open(self.path / "s.fits") as units, h5py.File(self.path / "s.h5") as file:
            units.verify("exception")
            table, header = units[1].data, units[1].header
            self.assertEqual(table.names, ["wavenumber", "radiance_nadir", "radiance_limb_10_km", "transmittance_nadir",
                                           "transmittance_limb_10_km"])
            np.testing.assert_array_equal(table["wavenumber"], file["wavenumber"][()])
            np.testing.assert_array_equal(table["transmittance_limb_10_km"], file["transmittance"][1])
            self.assertEqual((header["TUNIT1"], header["TUCD1"], header["EXTNAME"]), ("cm-1", "em.wavenumber", "spectra"))
            self.assertEqual(header["TCOMM2"], file["radiance"].attrs["description"].decode() + "; nadir")
            self.assertTrue(any(line.startswith("options = ") for line in header["HISTORY"]))
        self.assertEqual(self.exported("s.h5", "again.fits").returncode, 0)
        self.assertEqual((self.path / "again.fits").read_bytes(), (self.path / "s.fits").read_bytes())
        refused = self.exported("s.h5", "again.fits")
        self.assertEqual(refused.returncode, 64)
        self.assertIn("exists", refused.stderr)
        self.assertFalse((self.path / "again.fits.part").exists())

    def test_spectra_are_no_paths(self):
        self.assertEqual(self.spectrum("s.h5", "--views=nadir").returncode, 0)
        done = self.exported("s.h5", "out.vtp")
        self.assertEqual(done.returncode, 1)
        self.assertIn("holds spectra", done.stderr)
        done = self.exported("s.h5", "out.vot", "--table=level/mole_fraction")
        self.assertEqual(done.returncode, 0, done.stderr)


if __name__ == "__main__":
    LblTest.program, LblTest.mpiexec, EXPORT = sys.argv[1:4]
    unittest.main(argv=[sys.argv[0], *sys.argv[4:]])
