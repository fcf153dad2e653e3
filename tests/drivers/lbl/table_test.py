#!/usr/bin/python3
"""vespa-lbl table: read back as TauREx does, held to vespa-lbl absorption, the same bytes at any ranks and after a kill.

Usage: table_test.py PROGRAM MPIEXEC [unittest arguments]
"""

import filecmp
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

import h5py
import numpy as np

PROGRAM, MPIEXEC = "", ""
TEMPERATURES, PRESSURES = [200.0, 296.0, 500.0], [0.01, 1.0]
STATES = ["--lines=CO", "--temperatures=200,296,500", "--pressures=0.01,1"]
GRID = ["--from=2140", "--to=2180", "--step=0.005"]


class TableTest(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="vespa-lbl-table-")
        self.addCleanup(holder.cleanup)
        self.path = Path(holder.name)

    def command(self, output, *arguments, command="table", ranks=1):
        launcher = [MPIEXEC, "-n", str(ranks)] if ranks > 1 else []
        return [*launcher, PROGRAM, command, *arguments, f"--output={self.path / output}"]

    def run_program(self, output, *arguments, **how):
        return subprocess.run(self.command(output, *arguments, **how), capture_output=True, text=True, timeout=240)

    def made(self, output, *arguments, **how):
        done = self.run_program(output, *arguments, **how)
        self.assertEqual(done.returncode, 0, done.stderr)
        return h5py.File(self.path / output)

    def cross_sections(self, *arguments):
        """Of vespa-lbl absorption, [p][t][wavenumber]."""
        with self.made("plain.h5", *STATES, "--all-pairs", *arguments, command="absorption") as file:
            return file["wavenumber"][()], file["cross_section/CO"][()].reshape(2, 3, -1)

    def check_axes(self, file):
        """What TauREx's readers of both kinds do first."""
        self.assertEqual(file["p"].attrs["units"].decode(), "bar")
        np.testing.assert_array_equal(file["p"][:], PRESSURES)
        np.testing.assert_array_equal(file["t"][:], TEMPERATURES)
        self.assertEqual(file["mol_name"][()][0].decode(), "CO")
        self.assertEqual(file.attrs["status"].decode(), "complete")
        self.assertEqual(file.attrs["wings"].decode(), "line-cut, 25 cm-1")

    def test_cross_sections_as_a_reader_takes_them(self):
        wavenumber, plain = self.cross_sections(*GRID)
        with self.made("CO.h5", *STATES, *GRID) as file:
            self.check_axes(file)
            np.testing.assert_array_equal(file["bin_edges"][:], wavenumber)
            self.assertTrue((np.diff(file["bin_edges"][:]) > 0).all())
            table = file["xsecarr"]
            self.assertEqual(table.shape, (2, 3, 8001))
            self.assertEqual(table.attrs["units"].decode(), "cm^2/molecule")
            np.testing.assert_array_equal(table[...], plain)
            self.assertTrue((table[...] > 0).all())

    def test_k_gives_the_transmission_of_the_bins(self):
        """exp(-k u) over g against the mean over the same points of a plain run (a bin's points are the centres of its
        cells). What remains is the quadrature's error: largest, mid; of the mean cross section, which a few points near
        g = 1 carry. It has to fall as its points grow."""
        _, plain = self.cross_sections("--from=2140.001", "--to=2179.999", "--step=0.002")
        plain = plain.reshape(2, 3, 10, 2000)
        for points, worst, middle, of_mean in ((20, 6e-3, 5e-4, 0.2), (80, 1e-3, 1e-4, 0.04)):
            k, weights, stated, attributes = self.k_table(points)
            self.check_stated_errors(plain, k, weights, stated, attributes)
            off = np.array([abs(np.exp(-k * u) @ weights - np.exp(-plain * u).mean(axis=3)) for u in np.logspace(16, 23, 15)])
            self.assertLess(off.max(), worst)
            self.assertLess(max(np.median(at_column) for at_column in off), middle)
            self.assertLess(abs((k @ weights) / plain.mean(axis=3) - 1).max(), of_mean)

    def check_stated_errors(self, plain, k, weights, stated, attributes):
        """What the file says of its error, bin by bin, against the line-by-line answer at amounts of our own."""
        found = np.zeros(plain.shape[:3])
        for u in np.geomspace(1e14, 1e27, 601):
            found = np.maximum(found, abs(np.exp(-k * u) @ weights - np.exp(-plain * u).mean(axis=3)))
        np.testing.assert_array_less(stated, 1.02 * found + 1e-9)
        np.testing.assert_array_less(0.8 * found, stated + 1e-9)
        self.assertAlmostEqual(attributes["mean_transmission_error"], stated.mean(), places=12)
        self.assertEqual(attributes["largest_transmission_error"], stated.max())
        self.assertLess(found.max(), attributes["transmission_error_bound"])

    def k_table(self, points):
        with self.made("CO_k.h5", *STATES, "--k-distribution", f"--g-points={points}", "--g-split", "--from=2140", "--to=2180",
                       "--bin-width=4", "--step=0.002", "--overwrite") as file:
            self.check_axes(file)
            edges, centres = file["bin_edges"][:], file["bin_centers"][:]
            np.testing.assert_allclose(edges, 2140 + 4 * np.arange(11), rtol=0, atol=1e-9)
            np.testing.assert_allclose(centres, (edges[1:] + edges[:-1]) / 2, rtol=1e-15)
            self.assertEqual(file["ngauss"][()], points)
            self.assertEqual(file["ngauss"].shape, ())
            k, weights, samples = file["kcoeff"][...], file["weights"][:], file["samples"][:]
            stated, attributes = file["transmission_error"][...], dict(file.attrs)
        self.assertEqual(k.shape, (2, 3, 10, points))
        self.assertAlmostEqual(weights.sum(), 1, places=14)
        self.assertTrue((np.diff(samples) > 0).all() and (np.diff(k, axis=3) >= 0).all())
        return k, weights, stated, attributes

    def test_bins_of_constant_resolving_power(self):
        with self.made("CO_k.h5", *STATES, "--k-distribution", "--resolving-power=500", "--from=2140", "--to=2180",
                       "--step=0.01", "--block-points=700") as file:
            edges = file["bin_edges"][:]
            np.testing.assert_allclose((edges[1:] + edges[:-1]) / 2 / np.diff(edges), 500, rtol=1e-9)
            self.assertEqual(edges[0], 2140)
            self.assertTrue(edges[-1] <= 2180 < edges[-1] * 1001 / 999)
            self.assertEqual(file["kcoeff"].shape, (2, 3, len(edges) - 1, 16))
            self.assertEqual(file["block/points"][:].sum(), len(edges) - 1)
            self.assertGreater(len(file["block/points"]), 5)
            whole = file["kcoeff"][...]
        with self.made("other.h5", *STATES, "--k-distribution", "--resolving-power=500", "--from=2140", "--to=2180",
                       "--step=0.01", "--precision=fine") as file:  # other blocks, another sum: the same to its precision
            np.testing.assert_allclose(file["kcoeff"][...], whole, rtol=2e-4)

    def test_the_same_bytes_at_any_number_of_ranks(self):
        for kind in ([*GRID, "--block-points=1000"], ["--k-distribution", "--bin-width=2", "--block-points=800", *GRID]):
            for ranks in (1, 2, 3, 4):
                self.made(f"{ranks}.h5", *STATES, *kind, "--overwrite", ranks=ranks).close()
            for ranks in (2, 3, 4):
                self.assertTrue(filecmp.cmp(self.path / "1.h5", self.path / f"{ranks}.h5", shallow=False))

    def test_resume_after_kill(self):
        for name, kind in (("sigma", []), ("k", ["--k-distribution", "--bin-width=1"])):
            with self.subTest(kind=name):
                self.check_resume(name, ["--lines=CO", "--temperatures=200,250,296,350,500", "--pressures=0.001,0.01,0.1,1",
                                         "--from=2000", "--to=2250", "--step=0.0005", "--block-points=4096",
                                         "--precision=fine", *kind])

    def check_resume(self, name, arguments):
        self.made(f"{name}.h5", *arguments).close()
        part = self.path / f"{name}-killed.h5.part"
        with subprocess.Popen(self.command(f"{name}-killed.h5", *arguments), stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL) as run:
            while self.blocks_done(part) < 3:
                self.assertIsNone(run.poll(), "ended before it was killed")
                time.sleep(0.01)
            run.send_signal(signal.SIGKILL)
        self.assertTrue(part.exists())
        done = self.run_program(f"{name}-killed.h5", *arguments, "--resume", ranks=2)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stdout, r"going on with [1-9]\d* of")
        self.assertTrue(filecmp.cmp(self.path / f"{name}.h5", self.path / f"{name}-killed.h5", shallow=False))

    @staticmethod
    def blocks_done(part):
        try:
            with h5py.File(part, locking=False) as file:
                return int((file["block/check"][()] != 0).sum())
        except (OSError, KeyError):
            return 0

    def test_what_is_refused(self):
        for arguments, word in (
            (["--lines=CO;HCl"], "one gas"),
            (["--temperatures=300,200"], "rising"),
            (["--bin-width=2"], "--k-distribution"),
            (["--g-points=4"], "--k-distribution"),
            (["--k-distribution"], "one of both"),
            (["--k-distribution", "--bin-width=2", "--resolving-power=100"], "one of both"),
            (["--k-distribution", "--bin-width=0.02"], "--step"),
            (["--k-distribution", "--bin-width=90"], "fit into"),
            (["--k-distribution", "--bin-width=2", "--g-split", "--g-points=5"], "even"),
        ):
            with self.subTest(word=word, arguments=arguments):
                names = {argument.split("=")[0] for argument in arguments}
                own = [option for option in (*STATES, *GRID) if option.split("=")[0] not in names]
                done = self.run_program("bad.h5", *own, *arguments, ranks=2)
                self.assertEqual(done.returncode, 1, done.stderr)
                self.assertIn(word, done.stderr)
                self.assertEqual(list(self.path.glob("bad*")), [])

    def test_the_name_that_a_reader_takes_the_gas_from(self):
        arguments = [*STATES, *GRID, "--k-distribution", "--bin-width=2", "--check"]
        self.assertIn("CO_....h5", self.run_program("k.h5", *arguments).stderr)
        self.assertEqual(self.run_program("CO_k.h5", *arguments).stderr, "")


if __name__ == "__main__":
    PROGRAM, MPIEXEC = sys.argv[1:3]
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
