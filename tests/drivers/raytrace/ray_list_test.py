#!/usr/bin/python3
"""Lists of rays as a user brings them: CSV and HDF5 give the same rays, and one bad ray stops no other.

Usage: ray_list_test.py PROGRAM MPIEXEC [unittest arguments]
"""

import filecmp
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import h5py
import numpy as np

PROGRAM, MPIEXEC = "", ""
RAYS = 5000  # more than a block of the list
OPTIONS = ["--magnetic-field=dipole:moment=417000", "--outer-radius=4", "--samples=ends", "--source=list"]
BAD = {7: "bad_position", 4100: "bad_direction", 4200: "bad_frequency", 4999: "bad_mode"}


class RayListTest(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="vespa-rays-")
        self.addCleanup(holder.cleanup)
        self.path = Path(holder.name)
        chance = np.random.default_rng(3)
        self.direction = chance.normal(size=(RAYS, 3))
        self.position = 2.0 * self.direction / np.linalg.norm(self.direction, axis=1)[:, None]
        self.frequency = chance.uniform(10.0, 30.0, RAYS)
        self.mode = chance.integers(0, 2, RAYS)
        self.position[7, 1] = np.nan
        self.direction[4100] = 0.0
        self.frequency[4200] = -1.0
        self.mode[4999] = 7

    def write_csv(self):
        with open(self.path / "rays.csv", "w") as file:
            file.write("x,y,z,dx,dy,dz,frequency,mode\n")
            for x, d, f, m in zip(self.position.tolist(), self.direction.tolist(), self.frequency.tolist(), self.mode):
                file.write(",".join(map(repr, [*x, *d, f])) + f",{ {0: 'O', 1: 'X'}.get(m, m) }\n")

    def write_hdf5(self):
        with h5py.File(self.path / "list.h5", "w") as file:
            file.create_dataset("position", data=self.position).attrs["unit"] = "radius"
            file["direction"] = self.direction
            file.create_dataset("frequency", data=self.frequency).attrs["unit"] = "MHz"
            file["mode"] = self.mode

    def run_it(self, source, output, ranks=1, extra=()):
        launcher = [MPIEXEC, "-n", str(ranks)] if ranks > 1 else []
        command = [*launcher, PROGRAM, *OPTIONS, f"--source-file={self.path / source}", f"--output={self.path / output}"]
        return subprocess.run([*command, *extra], capture_output=True, text=True, timeout=120)

    def test_one_bad_ray_stops_no_other(self):
        self.write_csv()
        self.write_hdf5()
        for source, output, ranks in (("rays.csv", "csv1.h5", 1), ("rays.csv", "csv3.h5", 3), ("list.h5", "h1.h5", 1), ("list.h5", "h3.h5", 3)):
            ended = self.run_it(source, output, ranks)
            self.assertEqual(ended.returncode, 0, ended.stderr)
        self.assertTrue(filecmp.cmp(self.path / "csv1.h5", self.path / "csv3.h5", shallow=False))
        self.assertTrue(filecmp.cmp(self.path / "h1.h5", self.path / "h3.h5", shallow=False))
        with h5py.File(self.path / "csv1.h5") as csv, h5py.File(self.path / "h1.h5") as hdf:
            for name in csv["rays"]:
                np.testing.assert_array_equal(csv["rays"][name][()], hdf["rays"][name][()], name)
            meanings = csv["rays/stop_reason"].attrs["meanings"].decode().splitlines()
            names = {int(line.split(" ", 1)[0]): line.split(" ", 1)[1].split(":")[0] for line in meanings}
            reasons = [names[code] for code in csv["rays/stop_reason"][()]]
            for ray, reason in enumerate(reasons):
                self.assertEqual(reason, BAD.get(ray, "outer_sphere"), ray)
            self.assertEqual(csv.attrs["rays_flown"], RAYS)

    def test_a_row_that_is_no_numbers_ends_the_run_before_anything_flies(self):
        self.write_csv()
        with open(self.path / "rays.csv", "a") as file:
            file.write("1,2,three,0,0,1,5,O\n")
        for extra in ((), ("--check",)):
            ended = self.run_it("rays.csv", "out.h5", 3, extra)
            self.assertEqual(ended.returncode, 1, ended.stderr)
            for word in (f"rays.csv:{RAYS + 2}", "three", "a number"):
                self.assertIn(word, ended.stderr)
        self.assertEqual([path.name for path in self.path.iterdir()], ["rays.csv"])

    def test_a_list_without_modes_takes_the_one_of_the_options(self):
        self.write_hdf5()
        with h5py.File(self.path / "list.h5", "a") as file:
            del file["mode"]
        self.assertEqual(self.run_it("list.h5", "x.h5").returncode, 0)
        with h5py.File(self.path / "x.h5") as file:
            self.assertEqual(set(file["rays/mode"][()]), {1})
        ended = self.run_it("list.h5", "both.h5", 1, ["--modes=X;O"])
        self.assertEqual(ended.returncode, 1)
        self.assertIn("--modes", ended.stderr)

    def test_data_of_other_files_are_not_read(self):
        self.write_hdf5()
        secret = self.path / "secret.h5"
        (self.path / "list.h5").rename(secret)
        (self.path / "secret.bin").write_bytes(self.frequency.tobytes())
        whole = h5py.VirtualLayout(shape=(RAYS,), dtype="f8")
        whole[:] = h5py.VirtualSource(str(secret), "frequency", shape=(RAYS,))
        for kind in ("link", "virtual", "storage"):
            with h5py.File(self.path / "list.h5", "w") as file, h5py.File(secret) as own:
                for name in ("position", "direction", "mode"):
                    file[name] = own[name][()]
                if kind == "link":
                    file["frequency"] = h5py.ExternalLink(str(secret), "/frequency")
                elif kind == "virtual":
                    file.create_virtual_dataset("frequency", whole)
                else:
                    stored = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
                    stored.set_external(str(self.path / "secret.bin").encode(), 0, 8 * RAYS)
                    space = h5py.h5s.create_simple((RAYS,))
                    h5py.h5d.create(file.id, b"frequency", h5py.h5t.IEEE_F64LE, space, stored)
            ended = self.run_it("list.h5", "out.h5", 2)
            self.assertEqual(ended.returncode, 1, f"{kind}: {ended.stderr}")
            self.assertIn("frequency: stands in another file", ended.stderr, kind)


if __name__ == "__main__":
    PROGRAM, MPIEXEC = sys.argv[1:3]
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
