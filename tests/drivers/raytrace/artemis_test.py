#!/usr/bin/python3
"""Inputs of ARTEMIS-P: its two toy models against quadrature and the conserved wave vector; what it refuses.

The files are written here, by the format's description. Usage: artemis_test.py PROGRAM MPIEXEC [unittest arguments]
"""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import h5py
import numpy as np

PROGRAM, MPIEXEC = "", ""
Z0 = 2 * 6400.0  # km

# Toy model 1 at z = z0 + 10 000 km, ARTEMIS-P's constants: angle (deg), height of the turning point over z0, x, group path (km).
TOY_1 = ((-50, 158.50265152, 6959.1104094017, 21173.470243368), (-30, 615.374578134, 9098.5727547616, 20547.00153192),
         (-10, 951.243711379, 9601.4107876847, 19067.309006875), (10, None, 8497.9714793007, 16876.00413215),
         (30, None, 6483.0461649993, 14640.445603299), (50, None, 4248.1128087119, 12925.113247839))


def environ(*values):
    comments = ("n0, density at z0 (cm-3)", "z0 (km)", "B0 (T)", "z0B (km)")
    return "".join(f"{value}   ! {comment}\n" for value, comment in zip(values, comments))


def rays(directions, modes, positions=None, coordinates="cart", unit="km", frequency="100.", mumax="5.", iterations="1000000"):
    positions = positions or [f"0. 0. {Z0 + 1000.0}"] * len(directions)
    lines = ["toy1   name of the output", "RK4T  integrator: RK4T or RK4F", f"{frequency}  frequency (kHz)", f"{len(directions)}  Nray",
             f"{iterations}  Niter", f"{coordinates} cart or sphr", f"{unit}  unit", *positions, *directions, *modes, f"{mumax}  mumax",
             "1.d-1  dtinit", "1.d-1  dtmax", "1.d-1  dtmin"]
    return "\n".join(lines) + "\n"


class ArtemisTest(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="vespa-artemis-")
        self.addCleanup(holder.cleanup)
        self.path = Path(holder.name)

    def fly(self, environ_text, rays_text, *arguments, ranks=1):
        launcher = [MPIEXEC, "-n", str(ranks)] if ranks > 1 else []
        command = [*launcher, PROGRAM, f"--output={self.path}/rays.h5", "--overwrite"]
        for name, text in (("environ", environ_text), ("rays", rays_text)):
            if text is not None:
                (self.path / f"{name}.txt").write_text(text)
                command.append(f"--artemis-{name}={self.path}/{name}.txt")
        return subprocess.run([*command, *arguments], capture_output=True, text=True, timeout=120)

    def done(self, *arguments, **keywords):
        ended = self.fly(*arguments, **keywords)
        self.assertEqual(ended.returncode, 0, ended.stderr)
        return ended

    def refused(self, words, *arguments, **keywords):
        ended = self.fly(*arguments, **keywords)
        self.assertEqual(ended.returncode, 1, ended.stderr)
        for word in words:
            self.assertIn(word, ended.stderr)
        self.assertFalse((self.path / "rays.h5").exists())

    def test_toy_1_gives_the_exact_values(self):
        angles = np.radians([row[0] for row in TOY_1])
        # directions of any length, positions with commas, a Fortran exponent, blank lines: all that Fortran reads
        directions = [f"{7 * np.cos(a)!r}, 0.d0 {7 * np.sin(a)!r}  direction" for a in angles]
        text = rays(directions, ["O  mode"] * 6).replace("RK4T", "\nRK4T", 1).replace(f"0. 0. {Z0 + 1000.0}", "0.,0., 1.38d4 start")
        ceiling = ("--box-lower=-1e6,-1e6,-1e6", f"--box-upper=1e6,1e6,{Z0 + 10000.0}", "--tolerance=1e-11")
        self.done(environ("115.", f"{Z0}"), text, *ceiling, ranks=3)
        with h5py.File(self.path / "rays.h5") as file:
            self.assertEqual(list(file["rays/stop_reason"][()]), [3] * 6)
            end, turning = file["rays/end_position"][()], file["rays/turning_position"][()]
            for ray, (_, height, x, path) in enumerate(TOY_1):
                self.assertAlmostEqual(end[ray, 0] / x, 1.0, delta=1e-9)
                self.assertAlmostEqual(file["rays/group_path"][ray] / path, 1.0, delta=1e-9)
                if height is not None:
                    self.assertAlmostEqual(turning[ray, 2] - Z0, height, delta=1e-6)

    def test_toy_2_conserves_the_transverse_wave_vector(self):
        angles = np.radians((10, 20, 30))
        text = rays([f"{np.sin(a)!r} 0. {np.cos(a)!r}" for a in angles], ["X"] * 3)
        self.done(environ("100.", f"{Z0}", "6.d-5", "6400."), text, "--tolerance=1e-11")
        with h5py.File(self.path / "rays.h5") as file:
            first, count = file["rays/sample_first"][()], file["rays/sample_count"][()]
            self.assertEqual(list(file["rays/stop_reason"][()]), [5] * 3)  # resonance: n reached mumax
            index = file["samples/refractive_index"][()]
            field = file["samples/magnetic_field"][()]
            z = file["samples/position"][:, 2]
            np.testing.assert_allclose(field[:, 2], 6e4 * (z / 6400.0) ** -3, rtol=1e-12)
            np.testing.assert_allclose(file["samples/electron_density"][()], 100.0 * (z / Z0) ** -2, rtol=1e-12)
            for ray in range(3):
                along = index[first[ray] : first[ray] + count[ray]]
                self.assertGreater(count[ray], 20)
                np.testing.assert_allclose(along[:, 0], along[0, 0], rtol=1e-8)
            np.testing.assert_allclose(np.linalg.norm(file["rays/end_refractive_index"][()], axis=1), 5.0, rtol=1e-6)

    def test_defaults_give_way_to_options(self):
        down = rays(["0. 0. 1."], ["O"], iterations="20000")
        self.done(environ("115.", f"{Z0}"), down)
        with h5py.File(self.path / "rays.h5") as file:
            self.assertEqual(file["rays/stop_reason"][0], 4)  # maximum_path: iterations x dtmax
            self.assertAlmostEqual(file["rays/path_length"][0], 2000.0, delta=1e-6)
            artemis = file["rays/maximum_plasma_ratio"][0]
        self.done(environ("115.", f"{Z0}"), down, "--constants=codata", "--maximum-path=500")
        with h5py.File(self.path / "rays.h5") as file:
            self.assertAlmostEqual(file["rays/path_length"][0], 500.0, delta=1e-6)
            codata = file["rays/maximum_plasma_ratio"][0]
        self.assertAlmostEqual(artemis / codata, (8971.08051172 / 8978.66282049) ** 2, delta=1e-6)

    def test_spherical_positions_units_and_vacuum_mode_in_a_medium_of_ours(self):
        text = rays(["1. 0. 0.", "0. 1. 0."], ["V", "X"], ["2. 90. 30.", "1.5 180. 0."], "sphr", "RJ", "20000.")
        ended = self.done(None, text, "--outer-radius=4", "--magnetic-field=dipole:moment=417000")
        self.assertIn("mode V", ended.stderr)
        with h5py.File(self.path / "rays.h5") as file:
            expected = 69911.0 * np.array([[0.0, 2 * np.cos(np.pi / 6), 1.0], [-1.5, 0.0, 0.0]])
            np.testing.assert_allclose(file["rays/launch_position"][()], expected, atol=1e-9)
            self.assertEqual(list(file["rays/mode"][()]), [0, 1])
            self.assertEqual(list(file["rays/frequency"][()]), [2e7, 2e7])

    def test_the_record_repeats_the_run(self):
        self.done(environ("115.", f"{Z0}"), rays(["1. 0. 1."], ["O"]))
        (self.path / "rays.h5").rename(self.path / "first.h5")
        with h5py.File(self.path / "first.h5") as file:
            (self.path / "again.toml").write_text(file.attrs["options"].decode())
            self.assertEqual(sorted(name.decode() for name in file.attrs["input_names"]), ["environ.txt", "rays.txt"])
        ended = subprocess.run([PROGRAM, "--config", self.path / "again.toml", "-o", self.path / "rays.h5"], capture_output=True, text=True)
        self.assertEqual(ended.returncode, 0, ended.stderr)
        self.assertEqual((self.path / "first.h5").read_bytes(), (self.path / "rays.h5").read_bytes())

    def test_errors_name_file_and_line(self):
        toy_1, ray = environ("115.", f"{Z0}"), rays(["1. 0. 0."], ["O"])
        for words, medium in (
            (("environ.txt:1", "n0", "twelve"), "twelve\n12800\n"), (("environ.txt", "ends before", "z0"), "115.\n"),
            (("environ.txt:2", "-5", "above 0"), "115.\n-5\n"), (("environ.txt", "ends before", "z0B"), "115.\n12800\n6e-5\n"),
            (("environ.txt:5", "2 values", "4"), "1\n2\n3\n4\n5\n"), (("environ.txt", "ends before"), ""),
            (("environ.txt:1", "nan"), "nan\n1\n"),
        ):
            self.refused(words, medium, ray, ranks=3)
        for words, text in (
            (("rays.txt", "ends before an integrator"), "toy1\n"), (("rays.txt:3", "frequency", "above 0"), rays(["1 0 0"], "O", frequency="0")),
            (("rays.txt:4", "number of rays", "1 to"), rays(["1 0 0"], "O").replace("1  Nray", "1.5  Nray")),
            (("rays.txt:6", "polar", "cart, sphr"), rays(["1 0 0"], "O", coordinates="polar")),
            (("rays.txt:7", "furlong", "km, m, RJ, RS, RT, RSun"), rays(["1 0 0"], "O", unit="furlong")),
            (("rays.txt:8", "ray 1 of 1", "2 values"), rays(["1 0 0"], "O", ["1. 2."])),
            (("rays.txt:9", "direction x, y, z of ray 1 of 1", "\"up\""), rays(["0 0 up"], "O")),
            (("rays.txt:10", "\"Z\"", "X, O, V"), rays(["1 0 0"], "Z")), (("rays.txt:11", "mumax", "above 1"), rays(["1 0 0"], "O", mumax="1")),
            (("rays.txt", "ends before", "dtmin"), rays(["1 0 0"], "O").rsplit("\n", 2)[0] + "\n"),
        ):
            self.refused(words, toy_1, text)
        self.refused(("--plasma", "--artemis-environ"), toy_1, ray, "--plasma=uniform:density=1")
        self.refused(("--modes", "--artemis-rays"), toy_1, ray, "--modes=O;X")


if __name__ == "__main__":
    PROGRAM, MPIEXEC = sys.argv[1:3]
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
