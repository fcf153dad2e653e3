#!/usr/bin/python3
"""vespa-occultation as a user meets it: the example at one to three ranks, what its file says, what it refuses.

Usage: program_test.py PROGRAM MPIEXEC EXAMPLE.toml [unittest arguments]
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

PROGRAM, MPIEXEC, EXAMPLE = "", "", ""
FEW = ["--frequency-count=4", "--fan=48"]
HEADER = "time,observer_x,observer_y,observer_z,source_x,source_y,source_z\n"


class ProgramTest(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="vespa-occultation-")
        self.addCleanup(holder.cleanup)
        self.path = Path(holder.name)

    def run_program(self, output, *arguments, ranks=1):
        launcher = [MPIEXEC, "-n", str(ranks)] if ranks > 1 else []
        command = [*launcher, PROGRAM, *arguments, f"--output={self.path / output}"]
        return subprocess.run(command, capture_output=True, text=True, timeout=240)

    def table(self, *rows, header=HEADER):
        file = self.path / "table.csv"
        file.write_text(header + "".join(f"{row}\n" for row in rows))
        return f"--ephemeris={file}"

    def small(self, output, *rows, arguments=(), header=HEADER):
        return self.run_program(output, "--body=ganymede", "--plasma=moon-ionosphere:density=200", "--outer-radius=18000",
                                "--modes=O", "--frequencies=0.3", self.table(*rows, header=header), *arguments)

    def test_the_example_is_the_same_at_any_number_of_ranks(self):
        for ranks in (1, 2, 3):
            done = self.run_program(f"{ranks}.h5", f"--config={EXAMPLE}", *FEW, ranks=ranks)
            self.assertEqual(done.returncode, 0, done.stderr)
        for ranks in (2, 3):
            self.assertTrue(filecmp.cmp(self.path / "1.h5", self.path / f"{ranks}.h5", shallow=False))
        with h5py.File(self.path / "1.h5") as file:
            self.check_example(file)

    def check_example(self, file):
        self.assertEqual(file.attrs["file_type"].decode(), "vespa-occultation")
        self.assertEqual(file.attrs["status"].decode(), "complete")
        intensity, state = file["intensity"][()], file["state"][()]
        self.assertEqual(intensity.shape, (2, 4, 161))
        self.assertEqual(file["direction"].shape, (2, 4, 161, 3))
        for name in ("intensity", "bending", "group_delay", "state", "images"):
            self.assertIn("unit", file[name].attrs)
            self.assertIn("description", file[name].attrs)
        shadow = file["geometry/in_shadow"][()].astype(bool)
        seen = state == 1
        self.assertTrue((intensity[seen] > 0).all())
        self.assertTrue((intensity[~seen] == 0).all())
        self.assertTrue((state[:, -1, shadow] == 2).all())  # 2 MHz: the geometric shadow
        # At the lowest frequency the ionosphere makes the shadow wider; nothing is seen well before the body's limb.
        dark = (~seen).sum(axis=2)
        self.assertTrue((dark[:, 0] > 2 * dark[:, -1]).all())
        self.assertTrue((np.diff(dark, axis=1) <= 0).all())
        # Far from the body little is bent; a plasma delays the group and advances the phase.
        self.assertLess(abs(intensity[:, -1, 0] - 1).max(), 0.01)
        self.assertTrue((file["group_delay"][()][seen] > 0).all())
        self.assertTrue((file["phase_delay"][()][seen] < 0).all())
        # A straight pass past x: the impact parameter is that of the perpendicular to the line of sight.
        y = file["geometry/observer"][()][:, 1]
        self.assertLess(file["geometry/impact"][()][np.argmin(abs(y))], 2634.1)

    def test_a_bad_epoch_has_its_reason(self):
        done = self.small("out.h5", "2000-01-01T00:00,nan,0,0,1e6,0,0", "2000-01-01T00:01,-100,0,0,1e6,0,0",
                          "2000-01-01T00:02,-9000,0,0,5000,0,0", "2000-01-01T00:03,-9000,0,0,1e6,0,0",
                          "2000-01-01T00:04,-20000,25000,0,1e6,0,0")
        self.assertEqual(done.returncode, 0, done.stderr)
        with h5py.File(self.path / "out.h5") as file:
            self.assertEqual(file["state"][0, 0].tolist(), [6, 7, 8, 2, 1])
            self.assertIn("6 bad_geometry", file["state"].attrs["meanings"].decode())
            self.assertAlmostEqual(file["intensity"][0, 0, 4], 1, places=3)

    def test_collisions_absorb(self):
        rows = ["2000-01-01T00:00,-20000,6000,0,1e6,0,0", "2000-01-01T00:01,-20000,9000,0,1e6,0,0", "2000-01-01T00:02,-20000,0,0,1e6,0,0"]
        self.assertEqual(self.small("clear.h5", *rows).returncode, 0)
        done = self.small("lossy.h5", *rows, arguments=["--collisions=exponential:frequency=3e4,scale_height=200"])
        self.assertEqual(done.returncode, 0, done.stderr)
        with h5py.File(self.path / "clear.h5") as clear, h5py.File(self.path / "lossy.h5") as lossy:
            self.assertNotIn("absorption", clear)
            absorption = lossy["absorption"][0, 0]
            self.assertEqual(lossy["absorption"].attrs["unit"].decode(), "dB")
            self.assertTrue(np.isnan(absorption[2]))
            self.assertGreater(absorption[0], absorption[1])
            self.assertGreater(absorption[1], 0)
            for name in ("group_delay", "bending", "images", "state", "direction"):
                np.testing.assert_array_equal(clear[name][()], lossy[name][()], err_msg=name)
            np.testing.assert_allclose(lossy["brightest_intensity"][0, 0, :2] / clear["brightest_intensity"][0, 0, :2],
                                       10 ** (-absorption[:2] / 10), rtol=1e-12)
        done = self.small("bad.h5", *rows, arguments=["--collisions=uniform:frequency=-1"])
        self.assertEqual(done.returncode, 1)
        self.assertIn("frequency = -1 is out of range", done.stderr)

    def test_a_source_at_infinity(self):
        done = self.small("out.h5", "2000-01-01T00:00,-20000,9000,0", "2000-01-01T00:01,-20000,0,0",
                          header="time,observer_x,observer_y,observer_z\n", arguments=["--source-direction=2,0,0"])
        self.assertEqual(done.returncode, 0, done.stderr)
        with h5py.File(self.path / "out.h5") as file:
            self.assertEqual(file["state"][0, 0].tolist(), [1, 2])
            self.assertEqual(file["geometry/source"].attrs["unit"].decode(), "")

    def test_what_is_refused(self):
        good = "2000-01-01T00:00,-9000,9000,0,1e6,0,0"
        for rows, arguments, word in (
            (["2000-01-01T00:00,-9000,x,0,1e6,0,0"], [], "observer_y"),
            ([good, good], [], "ascend"),
            ([], [], "holds no positions"),
            ([good], ["--source-direction=1,0,0"], "no column"),
            ([good], ["--outer-radius=2000"], "within the body"),
            ([good], ["--modes=O;O"], "given twice"),
            ([good], ["--frequencies=2,1"], "ascend"),
            ([good], ["--plasma=aether"], "aether"),
        ):
            with self.subTest(word=word):
                # The same option twice is a usage error: the small run's own is taken out.
                names = {argument.split("=")[0] for argument in arguments}
                own = [o for o in ("--body=ganymede", "--plasma=moon-ionosphere:density=200", "--outer-radius=18000", "--modes=O",
                                   "--frequencies=0.3") if o.split("=")[0] not in names]
                done = self.run_program("bad.h5", *own, self.table(*rows), *arguments, ranks=2)
                self.assertEqual(done.returncode, 1, done.stderr)
                self.assertIn(word, done.stderr)
                self.assertEqual(list(self.path.glob("bad*")), [])
        done = self.run_program("bad.h5", "--body=ganymede", self.table(good))
        self.assertEqual(done.returncode, 64)

    def test_check_forecasts_and_writes_nothing(self):
        done = self.run_program("out.h5", f"--config={EXAMPLE}", "--check")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("161 times x 48 frequencies x 2 modes", done.stdout)
        self.assertIn("rays", done.stdout)
        self.assertFalse((self.path / "out.h5").exists())

    def test_plasma_on_the_sphere_is_warned_of(self):
        done = self.small("out.h5", "2000-01-01T00:00,-20000,9000,0,1e6,0,0", arguments=["--check"])
        self.assertEqual(done.stderr, "")
        done = self.run_program("out.h5", "--body=ganymede", "--plasma=moon-ionosphere:density=200", "--outer-radius=4000", "--modes=O",
                                "--frequencies=0.3", self.table("2000-01-01T00:00,-20000,9000,0,1e6,0,0"), "--check")
        self.assertIn("outer sphere", done.stderr)

    def test_a_stopped_run_keeps_its_cells(self):
        command = [PROGRAM, f"--config={EXAMPLE}", "--fan=400", f"--output={self.path / 'out.h5'}", f"--progress-file={self.path / 'p'}"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
            while not ((self.path / "p").exists() and '"done":0' not in (self.path / "p").read_text()
                       and '"phase":"rays"' in (self.path / "p").read_text()):
                self.assertIsNone(run.poll())
                time.sleep(0.05)
            run.send_signal(signal.SIGTERM)
            run.communicate(timeout=120)
        self.assertEqual(run.returncode, 3)
        with h5py.File(self.path / "out.h5") as file:
            self.assertEqual(file.attrs["status"].decode(), "stopped")
            computed = int(file.attrs["cells_computed"])
            state = file["state"][()].ravel()
            self.assertTrue(0 < computed < state.size)
            self.assertTrue((state[:computed] != 0).all() and (state[computed:] == 0).all())
            self.assertTrue(np.isnan(file["intensity"][()].ravel()[computed:]).all())


if __name__ == "__main__":
    PROGRAM, MPIEXEC, EXAMPLE = sys.argv[1:4]
    unittest.main(argv=[sys.argv[0], *sys.argv[4:]])
