#!/usr/bin/python3
"""Gridded media from outside: files of every kind that is allowed, and of those that are not.

Usage: grid_test.py PROGRAM MPIEXEC [unittest arguments]
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

# Rays from outside through a cloud of 3 cm-3 at 20 kHz (X = 0.6): they bend by some degrees.
OPTIONS = {
    "body": "none",
    "length-unit": "km",
    "length-scale": "1000",
    "source-positions": "-2900,-200,100,-2900,300,150",
    "frequencies": "0.02",
    "modes": "O",
    "directions": "cone",
    "cone-axis": "1,0,0",
    "cone-angles": "0,10",
    "cone-azimuths": "6",
    "tolerance": "1e-9",
    "samples": "ends",
}


def cloud(x, y, z):
    return 3 * np.exp(-(x**2 + 2 * y**2 + z**2) / 1500**2) + 0.01


def write_box(path, n=33, dtype="f8", order="zyx", scales=True, units=True, change=None):
    """A Cartesian cube of half side 3000 km. `change` may spoil the values before they are written."""
    axis = np.linspace(-3000, 3000, n)
    z, y, x = np.meshgrid(axis, axis, axis, indexing="ij")
    values = cloud(x, y, z)
    if change:
        change(values)
    values = values.transpose(["zyx".index(name) for name in order])
    with h5py.File(path, "w") as file:
        data = file.create_dataset("electron_density", data=values.astype(dtype))
        if units:
            data.attrs["units"] = "cm-3"
        for name in "xyz":
            file[name] = axis
            if units:
                file[name].attrs["units"] = "km"
            if scales:
                file[name].make_scale(name)
        for extent, name in enumerate(order):
            if scales:
                data.dims[extent].attach_scale(file[name])
    return path


def write_sphere(path, n=40, spacing=np.linspace):
    """All around, poles between nodes, r from 200 to 3500 km."""
    r = spacing(200, 3500, n)
    latitude = (np.arange(n) + 0.5) / n * 180 - 90
    longitude = np.arange(2 * n) / (2 * n) * 360 - 180
    a, b, c = np.meshgrid(r, np.radians(latitude), np.radians(longitude), indexing="ij")
    values = cloud(a * np.cos(b) * np.cos(c), a * np.cos(b) * np.sin(c), a * np.sin(b))
    with h5py.File(path, "w") as file:
        file["electron_density"] = values * 1e6
        file["electron_density"].attrs["units"] = "m-3"
        for extent, (name, nodes, unit) in enumerate((("r", r * 1e3, "m"), ("lat", latitude, "degrees_north"),
                                                      ("lon", longitude, "degrees_east"))):
            file[name] = nodes
            file[name].attrs["units"] = unit
            file[name].make_scale(name)
            file["electron_density"].dims[extent].attach_scale(file[name])
    return path


def dipole(x, y, z):
    """nT; 20,000 at 1000 km over the equator, its centre 5000 km below the box."""
    z = z + 5000
    r = np.sqrt(x**2 + y**2 + z**2)
    strength = 2e4 * (1000 / r)**3
    return [strength * (3 * z * component / r**2 - (1 if axis == 2 else 0)) for axis, component in enumerate((x, y, z))]


def write_field(path, n=33, field=dipole, names="magnetic_field_{}", change=None):
    """B at the nodes of the cube of write_box."""
    axis = np.linspace(-3000, 3000, n)
    z, y, x = np.meshgrid(axis, axis, axis, indexing="ij")
    components = field(x, y, z)
    if change:
        change(components)
    with h5py.File(path, "w") as file:
        for name in "xyz":
            file[name] = axis
            file[name].attrs["units"] = "km"
            file[name].make_scale(name)
        for component, name in zip(components, "xyz"):
            data = file.create_dataset(names.format(name), data=np.broadcast_to(component, x.shape))
            data.attrs["units"] = "nT"
            for extent, scale in enumerate("zyx"):
                data.dims[extent].attach_scale(file[scale])
    return path


class GridTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="vespa-grid-")
        self.path = Path(self.folder.name)

    def tearDown(self):
        self.folder.cleanup()

    def run_it(self, plasma, output="rays.h5", ranks=2, changes=None, extra=()):
        options = {**OPTIONS, **(changes or {}), "plasma": plasma}
        arguments = [f"--{name}={value}" for name, value in options.items() if value is not None]
        return subprocess.run([MPIEXEC, "-n", str(ranks), PROGRAM, "--output", str(self.path / output), *arguments, *extra],
                              capture_output=True, text=True, timeout=120)

    def rays(self, plasma, output="rays.h5", **named):
        ended = self.run_it(plasma, output, **named)
        self.assertEqual(ended.returncode, 0, ended.stderr)
        with h5py.File(self.path / output) as file:
            return {name: file["rays"][name][:] for name in ("end_position", "group_path", "stop_reason")}, ended.stdout

    def refused(self, plasma, *words, code=1, **named):
        ended = self.run_it(plasma, **named)
        self.assertEqual(ended.returncode, code, ended.stderr)
        for word in words:
            self.assertIn(word, ended.stderr)
        self.assertFalse((self.path / "rays.h5").exists())

    def test_every_form_of_the_same_grid_gives_the_same_rays(self):
        wanted, said = self.rays(f"grid:path={write_box(self.path / 'plain.h5')}")
        self.assertIn("33 x 33 x 33 nodes", said)
        # At the box's far side, after some bending.
        self.assertTrue((wanted["stop_reason"] == 3).all())
        np.testing.assert_allclose(np.abs(wanted["end_position"]).max(axis=1), 3000, rtol=1e-9)
        self.assertGreater(np.ptp(wanted["group_path"]), 100)
        forms = {
            "xyz": {"order": "xyz"},
            "yxz": {"order": "yxz"},
            "by_name": {"scales": False},
        }
        for name, form in forms.items():
            found, _ = self.rays(f"grid:path={write_box(self.path / (name + '.h5'), **form)}", name + "_rays.h5")
            np.testing.assert_array_equal(found["end_position"], wanted["end_position"], name)
        bare = write_box(self.path / "bare.h5", units=False)
        found, _ = self.rays(f"grid:path={bare},unit=cm-3,length-unit=km", "bare_rays.h5")
        np.testing.assert_array_equal(found["end_position"], wanted["end_position"])
        single = write_box(self.path / "single.h5", dtype="f4")
        found, _ = self.rays(f"grid:path={single}", "single_rays.h5")
        np.testing.assert_allclose(found["group_path"], wanted["group_path"], rtol=1e-6)

    def test_packed_integers_and_another_name(self):
        path = write_box(self.path / "packed.h5")
        wanted, _ = self.rays(f"grid:path={path}", "plain_rays.h5")
        with h5py.File(path, "a") as file:
            values = file["electron_density"][:]
            file["ne"] = np.round((values - 1) / 1e-4).astype("i4")
            file["ne"].attrs.update({"units": "cm-3", "scale_factor": 1e-4, "add_offset": 1.0, "_FillValue": -99999})
        found, _ = self.rays(f"grid:path={path},variable=ne")
        np.testing.assert_allclose(found["group_path"], wanted["group_path"], rtol=1e-4)

    def test_a_spherical_grid_gives_the_rays_of_the_box(self):
        changes = {"outer-radius": "2950", "source-positions": "-2800,-200,100,-2800,300,150,100,200,2800"}
        wanted, _ = self.rays(f"grid:path={write_box(self.path / 'box.h5', 65)}", "box_rays.h5", changes=changes)
        # the third source looks over the pole; the inner 200 km are not in the spherical grids
        self.assertTrue((wanted["stop_reason"] == 2).all())
        for name, spacing in (("linear", np.linspace), ("logarithmic", np.geomspace)):
            sphere = write_sphere(self.path / (name + ".h5"), 80, spacing)
            found, _ = self.rays(f"grid:path={sphere}", name + "_rays.h5", changes=changes)
            np.testing.assert_allclose(found["end_position"], wanted["end_position"], atol=0.05, err_msg=name)

    def test_the_edge_of_the_grid_ends_rays_and_a_tighter_surface_before(self):
        path = write_sphere(self.path / "sphere.h5")
        found, _ = self.rays(f"grid:path={path}", "sphere_rays.h5")
        self.assertTrue((found["stop_reason"] == 2).all())
        np.testing.assert_allclose(np.linalg.norm(found["end_position"], axis=1), 3500, rtol=1e-9)
        box = write_box(self.path / "box.h5")
        found, _ = self.rays(f"grid:path={box}", changes={"box-lower": "-2950,-5000,-5000", "box-upper": "2000,5000,5000"})
        self.assertTrue((found["end_position"][:, 0] < 2000.001).all())
        self.assertTrue((np.abs(found["end_position"]) < 3000.001).all())

    def test_below_the_grid_the_medium_is_undefined(self):
        path = write_sphere(self.path / "sphere.h5")
        found, _ = self.rays(f"grid:path={path}", changes={"source-positions": "-2900,0,0", "cone-angles": "0", "cone-azimuths": "1"})
        self.assertEqual(found["stop_reason"].tolist(), [8])

    def test_same_bytes_at_any_number_of_ranks(self):
        path = write_sphere(self.path / "sphere.h5")
        for ranks in (1, 2, 3, 4):
            self.rays(f"grid:path={path};uniform:density=0.01", f"np{ranks}.h5", ranks=ranks)
        for ranks in (2, 3, 4):
            self.assertTrue(filecmp.cmp(self.path / "np1.h5", self.path / f"np{ranks}.h5", shallow=False), f"{ranks} ranks")

    def test_zero_density_is_raised_and_said(self):
        def hollow(values):
            values[:3] = 0
        path = write_box(self.path / "hollow.h5", change=hollow)
        _, said = self.rays(f"grid:path={path}")
        self.assertIn(f"{3 * 33 * 33} of them raised to 1e-05 cm-3", said)
        _, said = self.rays(f"grid:path={path},floor=0.002", "again.h5")
        self.assertIn("raised to 0.002 cm-3", said)

    def test_bad_values(self):
        cases = [(np.nan, "nan at index [z 4, y 5, x 6]"), (-1.0, "density"), (-1.0, "[z 4, y 5, x 6]"), (np.inf, "finite numbers")]
        for value, word in cases:
            def spoil(values, value=value):
                values[4, 5, 6] = value
            path = write_box(self.path / "bad.h5", change=spoil)
            self.refused(f"grid:path={path}", "bad.h5:/electron_density", word, "allowed", ranks=3)
        path = write_box(self.path / "fill.h5")
        with h5py.File(path, "a") as file:
            file["electron_density"][1, 2, 3] = 9.96921e36
            file["electron_density"].attrs["_FillValue"] = np.array([9.96921e36])
        self.refused(f"grid:path={path}", "fill value at index [z 1, y 2, x 3]")
        path = write_box(self.path / "empty.h5", change=lambda values: values.fill(0))
        self.refused(f"grid:path={path}", "no density is above 0")

    def test_bad_axes(self):
        def axis(name, nodes):
            path = write_box(self.path / "axis.h5", scales=False)
            with h5py.File(path, "a") as file:
                del file[name]
                if nodes is not None:
                    file[name] = nodes
                    file[name].attrs["units"] = "km"
            return f"grid:path={path}"
        even = np.linspace(-3000, 3000, 33)
        uneven = even.copy()
        uneven[7] += 50
        self.refused(axis("y", None), "an axis is missing", "x, y, z or r, latitude, longitude")
        self.refused(axis("y", even[::-1]), "axis.h5:/y", "at index 1 follows", "increasing")
        self.refused(axis("y", uneven), "axis.h5:/y", "at index 7", "evenly spaced")
        self.refused(axis("y", even[:-1]), "axis.h5:/y", "33 numbers")
        self.refused(axis("y", np.where(even == 0, np.nan, even)), "axis.h5:/y", "nan at index 16")
        self.refused(f"grid:path={write_box(self.path / 'few.h5', 3)}", "has 3 nodes", "at least 4")
        with h5py.File(self.path / "huge.h5", "w") as file:  # of nothing but claims: some kilobytes
            file.create_dataset("electron_density", (1 << 40, 4, 4), chunks=(4, 4, 4))
            file.create_dataset("z", (1 << 40,), chunks=(4,))
            file["y"] = file["x"] = even[:4]
            for name in "xyz":
                file[name].attrs["units"] = "R_J"
        self.refused(f"grid:path={self.path}/huge.h5", "huge.h5:/z", f"has {1 << 40} nodes", "at most 100000", ranks=2)

    def test_bad_units(self):
        bare = write_box(self.path / "bare.h5", units=False)
        self.refused(f"grid:path={bare}", "no unit is given", "length-unit=")
        self.refused(f"grid:path={bare},length-unit=km", "no unit is given", "cm-3, m-3")
        self.refused(f"grid:path={bare},length-unit=furlong", "unknown unit \"furlong\"", "m, km, radii")
        self.refused(f"grid:path={bare},length-unit=radii", "unknown unit \"radii\"")  # of the body none
        self.refused(f"grid:path={bare},length-unit=km,unit=nT", "unknown unit \"nT\"", "cm-3, m-3")

    def test_bad_files(self):
        good = write_box(self.path / "good.h5")
        (self.path / "text.h5").write_text("not one")
        (self.path / "classic.nc").write_bytes(b"CDF\x02" + bytes(100))
        (self.path / "cut.h5").write_bytes(good.read_bytes()[:20000])
        self.refused(f"grid:path={self.path}/text.h5", "text.h5", "is not an HDF5 file", ranks=4)
        self.refused(f"grid:path={self.path}/classic.nc", "classic.nc", "nccopy -k nc4")
        self.refused(f"grid:path={self.path}/cut.h5", "cut.h5", "undamaged")
        self.refused(f"grid:path={self.path}/absent.h5", "absent.h5", ranks=3)
        self.refused(f"grid:path={good},variable=ne", "good.h5:/ne", "no such dataset")
        self.refused(f"grid:path={good},variable=x", "has 1 dimensions")
        self.refused("grid", "no path", "path=FILE")
        self.refused(f"grid:path={good},florr=2", "florr", "floor")
        self.refused(f"grid:path={good},floor=-1", "floor", "-1")
        with h5py.File(good, "a") as file:
            file.create_dataset("words", data=np.full((4, 4, 4), b"x"))
            odd = file.create_dataset("odd", data=np.ones((33, 33, 33)))
            odd.attrs["units"] = "cm-3"
            file["time"] = np.arange(33.0)
            file["time"].make_scale("time")
            for extent, name in enumerate(("time", "y", "x")):
                odd.dims[extent].attach_scale(file[name])
        self.refused(f"grid:path={good},variable=words", "words", "cannot be read")
        self.refused(f"grid:path={good},variable=odd", "its axes are time, y, x")

    def test_a_field_on_a_grid_bends_rays_as_its_formula_does(self):
        field = write_field(self.path / "field.h5", 49)
        box = write_box(self.path / "box.h5", 49)
        exact = {"magnetic-field": "dipole:moment=20000,radius=1000,z=-5000", "modes": "X", "frequencies": "0.04"}
        wanted, _ = self.rays(f"grid:path={box}", "exact.h5", changes=exact)
        found, said = self.rays(f"grid:path={box}", changes={**exact, "magnetic-field": f"grid:path={field}"})
        self.assertRegex(said, "field at 49 x 49 x 49 nodes, made free of divergence by a change of [0-9.]+e-0[4-9]")
        np.testing.assert_allclose(found["end_position"], wanted["end_position"], atol=0.01)
        without, _ = self.rays(f"grid:path={box}", "without.h5", changes={**exact, "magnetic-field": None})
        self.assertGreater(np.abs(without["end_position"] - wanted["end_position"]).max(), 1)
        named = write_field(self.path / "named.h5", 49, names="B_{}")
        again, _ = self.rays(f"grid:path={box}", "named_rays.h5", ranks=3,
                             changes={**exact, "magnetic-field": f"grid:path={named},variable=B"})
        np.testing.assert_array_equal(again["end_position"], found["end_position"])

    def test_a_field_with_divergence_is_warned_of(self):
        field = write_field(self.path / "field.h5", 17, lambda x, y, z: (x + 100, y, z))
        ended = self.run_it("uniform:density=1", changes={"magnetic-field": f"grid:path={field}"})
        self.assertEqual(ended.returncode, 0, ended.stderr)
        self.assertIn("% of the field was taken away", ended.stderr)

    def test_bad_fields(self):
        def refused(path, *words, keys="", ranks=2):
            self.refused("uniform:density=1", *words, changes={"magnetic-field": f"grid:path={path}{keys}"}, ranks=ranks)

        def spoil(components):
            components[1][2, 3, 4] = np.nan
        refused(write_field(self.path / "nan.h5", change=spoil), "nan.h5:/magnetic_field_y", "nan at index [z 2, y 3, x 4]", ranks=3)
        good = write_field(self.path / "good.h5", 9)
        refused(good, "good.h5:/B_x", "no such dataset", keys=",variable=B")
        refused(good, "unknown unit \"cm-3\"", "nT, T, G", keys=",unit=cm-3")
        refused(good, "angle-unit", keys=",angle-unit=deg")
        refused(write_field(self.path / "few.h5", 5), "5 nodes", "6 to")
        with h5py.File(good, "a") as file:
            file["longer/x"] = np.linspace(-3000, 3100, 9)
            file["longer/x"].attrs["units"] = "km"
            file["longer/x"].make_scale("x")
            file["magnetic_field_z"].dims[2].detach_scale(file["x"])
            file["magnetic_field_z"].dims[2].attach_scale(file["longer/x"])
        refused(good, "magnetic_field_z", "stands on another grid")
        sphere = write_sphere(self.path / "sphere.h5", 12)
        with h5py.File(sphere, "a") as file:
            for name in "xyz":
                file.move("electron_density", "B_x") if name == "x" else file.copy("B_x", f"B_{name}")
        refused(sphere, "the grid is spherical", "x, y, z", keys=",variable=B")

    def test_the_sample_grids(self):
        script = Path(__file__).parents[3] / "scripts/make-grid"
        changes = {"body": "jupiter", "length-unit": "radius", "length-scale": None, "source-positions": "3,0,0", "frequencies": "0.5",
                   "cone-angles": "60,120"}
        for frame in ("cartesian", "spherical"):
            path = self.path / (frame + ".h5")
            command = [script, path, "--frame", frame, "--nodes", "24"]
            subprocess.run(command, check=True, timeout=60)
            self.assertEqual(subprocess.run(command, capture_output=True, timeout=60).returncode, 1)  # it is there
            found, said = self.rays(f"grid:path={path}", frame + "_rays.h5", changes=changes)
            self.assertIn("24 nodes", said)
            self.assertTrue(np.isin(found["stop_reason"], (1, 2, 3)).all(), found["stop_reason"])

    def test_a_grid_is_an_input_of_the_record_and_stays_within_the_folder_set(self):
        path = write_box(self.path / "grid.h5")
        self.rays(f"grid:path={path}")
        with h5py.File(self.path / "rays.h5") as file:
            names = [name.decode() for name in np.atleast_1d(file.attrs["input_names"])]
        self.assertEqual(names, ["grid.h5"])
        (self.path / "rays.h5").unlink()
        with tempfile.TemporaryDirectory() as inside:
            self.refused(f"grid:path={path}", "grid.h5", "outside", extra=[f"--inputs-within={inside}"])


if __name__ == "__main__":
    PROGRAM, MPIEXEC = sys.argv[1:3]
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
