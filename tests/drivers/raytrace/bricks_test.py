#!/usr/bin/python3
"""A gridded medium dealt out to the ranks: the same file as when every node keeps the whole, in less memory.

Usage: bricks_test.py PROGRAM MPIEXEC [unittest arguments]
"""

import filecmp
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import h5py
import numpy as np
from grid_test import write_field

PROGRAM, MPIEXEC = "", ""

OPTIONS = {
    "body": "none",
    "length-unit": "km",
    "length-scale": "1000",
    "magnetic-field": "dipole:moment=300,radius=1000",
    "source-positions": "-2900,-200,100,2000,2500,-1500,500,-2800,2700",
    "frequencies": "0.015,0.02,0.05",
    "modes": "O",
    "directions": "cone",
    "cone-axis": "1,0,0",
    "cone-angles": "0,20,60,100,150",
    "cone-azimuths": "7",
    "tolerance": "1e-7",
    "samples": "steps",
}


def write_box(path, n, order="zyx"):
    axis = np.linspace(-3000, 3000, n)
    z, y, x = np.meshgrid(axis, axis, axis, indexing="ij")
    values = 3 * np.exp(-((x**2 + 2 * y**2 + z**2) / 1500**2)) + 0.01
    with h5py.File(path, "w") as file:
        data = file.create_dataset("electron_density", data=values.transpose(["zyx".index(name) for name in order]))
        data.attrs["units"] = "cm-3"
        for name in "xyz":
            file[name] = axis
            file[name].attrs["units"] = "km"
            file[name].make_scale(name)
        for extent, name in enumerate(order):
            data.dims[extent].attach_scale(file[name])
    return path


class Bricks(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def run_program(self, ranks, name, **options):
        settings = {**OPTIONS, **{key.replace("_", "-"): value for key, value in options.items()}}
        output = self.folder / name
        command = [MPIEXEC, "-n", str(ranks), PROGRAM, "-o", str(output), "--quiet"]
        command += [f"--{key}={value}" if value is not True else f"--{key}" for key, value in settings.items()]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=120)
        return output, ended

    def fly(self, ranks, name, **options):
        output, ended = self.run_program(ranks, name, **options)
        self.assertEqual(ended.returncode, 0, ended.stderr)
        return output, json.loads(output.with_suffix(".run.json").read_text())["measures"]

    def test_the_same_bytes_as_without_bricks(self):
        plasma = f"grid:path={write_box(self.folder / 'box.h5', 49)}"
        for number, extra in enumerate(({}, {"polarisation": True, "spreading": True, "samples": "interval",
                                             "sample_interval": "400"}, {"order": "8"})):
            whole, _ = self.fly(2, f"whole{number}.h5", plasma=plasma, parallel="shared", **extra)
            for ranks, bricks in ((1, 4), (2, 1), (3, 4), (4, 2), (4, 40)):
                parts, measures = self.fly(ranks, f"{number}_{ranks}_{bricks}.h5", plasma=plasma, parallel="bricks",
                                           bricks_per_rank=bricks, **extra)
                self.assertTrue(filecmp.cmp(whole, parts, shallow=False), (ranks, bricks))
                self.assertGreaterEqual(measures["bricks"], ranks * bricks)
                self.assertEqual(measures["migrations"] > 0, ranks > 1)

    def test_any_order_of_dimensions(self):
        box = f"grid:path={write_box(self.folder / 'box.h5', 33)}"
        turned = f"grid:path={write_box(self.folder / 'turned.h5', 33, 'xyz')}"
        results = []
        for name, plasma in (("a.h5", box), ("b.h5", turned)):
            output, _ = self.fly(3, name, plasma=plasma, parallel="bricks")
            with h5py.File(output) as file:
                results.append(file["rays/end_position"][()])
        np.testing.assert_array_equal(*results)

    def test_memory_falls_with_the_ranks(self):
        plasma = f"grid:path={write_box(self.folder / 'box.h5', 129)}"
        taken = []
        for ranks in (1, 2, 4):
            _, measures = self.fly(ranks, f"{ranks}.h5", plasma=plasma, parallel="bricks", bricks_per_rank=1,
                                   maximum_reach=150)
            taken.append(measures["medium_bytes_most"])
        self.assertGreaterEqual(taken[0], 129**3 * 8)
        # beside a rank's share stand a reach and a cell around each of its sides within the grid
        self.assertLess(taken[1], 0.6 * taken[0])
        self.assertLess(taken[2], 0.36 * taken[0])

    def test_a_field_on_a_grid_is_dealt_out_too(self):
        media = {"magnetic_field": f"grid:path={write_field(self.folder / 'field.h5', 33)}",
                 "plasma": f"grid:path={write_box(self.folder / 'box.h5', 49)}", "modes": "X", "frequencies": "0.04,0.1"}
        alone = {**media, "plasma": "uniform:density=1"}
        along = {"polarisation": True, "spreading": True, "samples": "interval", "sample_interval": "400"}
        for number, options in enumerate((media, {**media, **along}, alone)):
            whole, _ = self.fly(2, f"whole{number}.h5", parallel="shared", **options)
            for ranks, bricks in ((1, 4), (2, 1), (3, 4), (4, 2)):
                parts, measures = self.fly(ranks, f"{number}_{ranks}_{bricks}.h5", parallel="bricks", bricks_per_rank=bricks, **options)
                self.assertTrue(filecmp.cmp(whole, parts, shallow=False), (number, ranks, bricks))
                self.assertEqual(measures["migrations"] > 0, ranks > 1)

    def test_memory_of_a_field_falls_with_the_ranks(self):
        field = f"grid:path={write_field(self.folder / 'field.h5', 97)}"
        taken = []
        for ranks in (1, 2, 4):
            _, measures = self.fly(ranks, f"{ranks}.h5", magnetic_field=field, plasma="uniform:density=1", parallel="bricks",
                                   bricks_per_rank=1, maximum_reach=150)
            taken.append(measures["medium_bytes_most"])
        self.assertGreaterEqual(taken[0], 3 * 97**3 * 8)
        self.assertLess(taken[1], 0.62 * taken[0])
        self.assertLess(taken[2], 0.40 * taken[0])

    def test_a_grid_smaller_than_the_reach(self):
        plasma = f"grid:path={write_box(self.folder / 'box.h5', 5)}"
        whole, _ = self.fly(1, "whole.h5", plasma=plasma, parallel="shared", maximum_reach=5000)
        parts, _ = self.fly(4, "parts.h5", plasma=plasma, parallel="bricks", bricks_per_rank=20, maximum_reach=5000)
        self.assertTrue(filecmp.cmp(whole, parts, shallow=False))

    def test_what_cannot_be_dealt_out_is_said(self):
        box = f"grid:path={write_box(self.folder / 'box.h5', 9)}"
        field = f"grid:path={write_field(self.folder / 'field.h5', 9)}"
        for said, options in (("no grid", {"plasma": "uniform:density=0.1", "outer_radius": 3000}),
                              ("background", {"plasma": box, "background": True}),
                              ("sampling", {"plasma": box, "samples": "knots"}),
                              ("--directions field-cone", {"plasma": box, "magnetic_field": field, "directions": "field-cone"}),
                              ("--source flux-tube", {"magnetic_field": field, "source": "flux-tube"})):
            output, ended = self.run_program(3, "none.h5", parallel="bricks", **options)
            self.assertEqual(ended.returncode, 1, ended.stderr)
            self.assertIn(said, ended.stderr)
            self.assertFalse(output.exists())
        _, ended = self.run_program(2, "shared.h5", magnetic_field=field, plasma=box, directions="field-cone")
        self.assertEqual(ended.returncode, 0, ended.stderr)
        _, ended = self.run_program(2, "models.h5", plasma=box, directions="field-cone", parallel="bricks")
        self.assertEqual(ended.returncode, 0, ended.stderr)

    def test_a_bad_value_in_one_ranks_part(self):
        path = write_box(self.folder / "box.h5", 33)
        with h5py.File(path, "r+") as file:
            file["electron_density"][20, 3, 4] = -1
        _, ended = self.run_program(3, "none.h5", plasma=f"grid:path={path}", parallel="bricks")
        self.assertEqual(ended.returncode, 1, ended.stderr)
        self.assertIn("[z 20, y 3, x 4]", ended.stderr)

    def test_bad_fields(self):
        def refused(path, *words):
            output, ended = self.run_program(3, "none.h5", magnetic_field=f"grid:path={path}", plasma="uniform:density=1",
                                             parallel="bricks")
            self.assertEqual(ended.returncode, 1, ended.stderr)
            for word in words:
                self.assertIn(word, ended.stderr)
            self.assertFalse(output.exists())

        path = write_field(self.folder / "field.h5", 33)
        for plane, bad, said in ((32, np.nan, "nan"), (15, 1e30, "field 1e+30")):
            with h5py.File(path, "r+") as file:
                kept = file["magnetic_field_y"][plane, 3, 4]
                file["magnetic_field_y"][plane, 3, 4] = bad
            refused(path, "field.h5:/magnetic_field_y", said, f"[z {plane}, y 3, x 4]", "rank")
            with h5py.File(path, "r+") as file:
                file["magnetic_field_y"][plane, 3, 4] = kept
        whole = path.read_bytes()
        for length in (20000, len(whole) - 2000):
            (self.folder / "cut.h5").write_bytes(whole[:length])
            refused(self.folder / "cut.h5", "cut.h5")
        with h5py.File(path, "r+") as file:
            del file["magnetic_field_z"]
        refused(path, "field.h5:/magnetic_field_z", "no such dataset")


if __name__ == "__main__":
    PROGRAM, MPIEXEC = sys.argv[1:3]
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
