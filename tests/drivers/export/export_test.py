#!/usr/bin/python3
"""The table of rays as VOTable and the paths as VTK: what the result holds, number for number.

Usage: export_test.py VESPA-RAYTRACE MPIEXEC VESPA-EXPORT [unittest arguments]
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
from readers import VOTABLE, read_votable, read_vtp

PROGRAM, MPIEXEC, EXPORT = "", "", ""
POSITIONS = "1.5,0,0.2,0.5,0,0,0,1.3,-0.4"  # the second within the body: its rays have no samples
OPTIONS = ["--magnetic-field=dipole:moment=417000", "--plasma=chapman:density=2e5,height=2000,scale_height=800", "--outer-radius=4",
           "--frequencies=1,3,10,20", "--modes=X;O", "--directions=cone",
           "--cone-angles=30,80,150", "--cone-azimuths=30"]


class ExportsTest(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="vespa-exports-")
        self.addCleanup(holder.cleanup)
        self.path = Path(holder.name)

    def fly(self, *arguments, ranks=1, output="rays.h5", positions=POSITIONS):
        launcher = [MPIEXEC, "-n", str(ranks)] if ranks > 1 else []
        command = [*launcher, PROGRAM, *OPTIONS, f"--source-positions={positions}", f"--output={self.path / output}", *arguments]
        return subprocess.run(command, capture_output=True, text=True, timeout=120)

    def export(self, *arguments, result="rays.h5"):
        return subprocess.run([EXPORT, f"--result={self.path / result}", *arguments], capture_output=True, text=True, timeout=120)

    def names(self):
        return sorted(path.name for path in self.path.iterdir())

    def check_votable(self, path):
        table = read_votable(path)
        with h5py.File(self.path / "rays.h5") as file:
            self.assertEqual(set(table.columns), set(file["rays"]))
            self.assertEqual([field.get("name") for field in table.fields][:3], ["frequency", "mode", "launch_position"])
            for field in table.fields:
                dataset = file["rays"][field.get("name")]
                np.testing.assert_array_equal(table.columns[field.get("name")], dataset[()], field.get("name"))
                self.assertEqual(field.get("unit") or "", dataset.attrs["unit"].decode())
                self.assertEqual(field.get("ucd") or "", dataset.attrs.get("ucd", b"").decode())
                self.assertEqual(field.find(f"{VOTABLE}DESCRIPTION").text, dataset.attrs["description"].decode())
            self.assertEqual(table.params["options"][0], file.attrs["options"].decode())
            self.assertEqual(int(table.params["rays_asked"][0]), file.attrs["rays_asked"])
            self.assertEqual((float(table.params["body_equatorial_radius"][0]), table.params["body_equatorial_radius"][1]), (71492.0, "km"))
            reasons = next(field for field in table.fields if field.get("name") == "stop_reason")
            options = {o.get("name"): int(o.get("value")) for o in reasons.iter(f"{VOTABLE}OPTION")}
            self.assertEqual((options["body"], options["starts_inside_body"]), (1, 10))

    def check_vtp(self, path):
        lines = read_vtp(path)
        with h5py.File(self.path / "rays.h5") as file:
            count, first = file["rays/sample_count"][()], file["rays/sample_first"][()]
            drawn = count >= 2
            self.assertTrue(0 < drawn.sum() < drawn.size)
            np.testing.assert_array_equal(lines.points, file["samples/position"][()])
            self.assertEqual([list(line) for line in lines.lines], [list(range(f, f + c)) for f, c in zip(first[drawn], count[drawn])])
            self.assertEqual(set(lines.point_data), set(file["samples"]) - {"position"})
            for name, values in lines.point_data.items():
                np.testing.assert_array_equal(values, file["samples"][name][()], name)
            self.assertEqual(set(lines.cell_data), set(file["rays"]))
            for name, values in lines.cell_data.items():
                self.assertEqual(values.dtype, file["rays"][name].dtype, name)
                np.testing.assert_array_equal(values, file["rays"][name][()][drawn], name)
        self.assertEqual((lines.units["electron_density"], lines.units["frequency"]), ("cm-3", "Hz"))

    def test_beside_the_result_and_later_are_the_same(self):
        ended = self.fly("--votable", "--vtk", ranks=3)
        self.assertEqual(ended.returncode, 0, ended.stderr)
        self.assertEqual(self.names(), ["rays.h5", "rays.run.json", "rays.vot", "rays.vtp"])
        self.check_votable(self.path / "rays.vot")
        self.check_vtp(self.path / "rays.vtp")
        record = (self.path / "rays.run.json").read_text()
        self.assertEqual(self.export(f"--output={self.path / 'rays.vot'}", "--overwrite").returncode, 0)
        self.assertEqual((self.path / "rays.run.json").read_text(), record)  # an export has a record of its own
        for ending in (".vot", ".vtp"):
            ended = self.export(f"--output={self.path / 'later'}{ending}")
            self.assertEqual(ended.returncode, 0, ended.stderr)
            self.assertTrue(filecmp.cmp(self.path / f"rays{ending}", self.path / f"later{ending}", shallow=False))
        ended = self.export(f"--output={self.path / 'text.xml'}", "--serialization=tabledata")
        self.assertEqual(ended.returncode, 0, ended.stderr)
        self.check_votable(self.path / "text.xml")

    def test_a_run_of_which_nothing_flew(self):
        self.assertEqual(self.fly("--vtk", "--votable", positions="0.5,0,0").returncode, 0)
        lines = read_vtp(self.path / "rays.vtp")
        self.assertEqual((len(lines.lines), lines.points.shape), (0, (0, 3)))
        self.assertEqual(read_votable(self.path / "rays.vot").columns["stop_reason"].tolist(), [10.0] * 720)

    def test_what_stands_in_the_way_is_told_before_anything_flies(self):
        (self.path / "rays.vtp").write_text("precious")
        for extra in ((), ("--check",)):
            ended = self.fly("--vtk", *extra, ranks=3)
            self.assertEqual(ended.returncode, 1, ended.stderr)
            for word in ("--vtk", "rays.vtp", "exists", "--overwrite"):
                self.assertIn(word, ended.stderr)
        self.assertEqual(self.names(), ["rays.vtp"])
        self.assertEqual((self.path / "rays.vtp").read_text(), "precious")
        self.assertEqual(self.fly("--vtk", "--overwrite").returncode, 0)
        self.check_vtp(self.path / "rays.vtp")
        ended = self.fly("--votable", output="other.vot")
        self.assertEqual(ended.returncode, 1)
        self.assertIn("would replace the result", ended.stderr)

    def test_a_stopped_run_leaves_them_to_later(self):
        progress = self.path / "progress.json"
        command = [PROGRAM, *OPTIONS[:-1], "--cone-azimuths=300000", "--samples=ends", "--tolerance=1e-11", f"--source-positions={POSITIONS}",
                   "--votable", f"--output={self.path}/rays.h5", f"--progress-file={progress}"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            deadline = time.monotonic() + 60
            while time.monotonic() < deadline and not (progress.exists() and '"rays"' in progress.read_text()):
                time.sleep(0.05)
            time.sleep(1)
            process.send_signal(signal.SIGUSR1)
            _, errors = process.communicate(timeout=60)
        finally:
            process.kill()
        self.assertEqual(process.returncode, 3, errors)
        self.assertEqual(self.names(), ["progress.json", "rays.h5", "rays.run.json"])
        self.assertEqual(self.export(f"--output={self.path}/rays.vot").returncode, 0)
        self.assertEqual(read_votable(self.path / "rays.vot").params["status"][0], "stopped")

    def refused(self, code, words, *arguments, result="rays.h5"):
        before = self.names()
        ended = self.export(*arguments, result=result)
        self.assertEqual(ended.returncode, code, ended.stderr)
        for word in words:
            self.assertIn(word, ended.stderr)
        self.assertEqual(self.names(), before)

    def test_export_refuses_what_it_cannot_do(self):
        self.assertEqual(self.fly("--samples=ends").returncode, 0)
        out = f"--output={self.path}/x"
        self.refused(1, ["x.csv", ".vot", ".vtp"], f"{out}.csv")
        self.refused(64, ["absent.h5"], f"{out}.vot", result="absent.h5")
        self.refused(64, ["rays.h5", "--overwrite"], f"--output={self.path}/rays.h5")
        self.refused(1, ["rays.h5:/spectra", "no such group"], f"{out}.vot", "--table=spectra")
        self.refused(1, ["rays.h5:/body", "no dataset"], f"{out}.vot", "--table=body")
        (self.path / "text.h5").write_text("no HDF5")
        self.refused(1, ["text.h5", "not an HDF5 file"], f"{out}.vot", result="text.h5")
        with h5py.File(self.path / "rays.h5", "a") as file:
            file["rays/sample_count"][3] = 4_000_000_000
        self.refused(1, ["sample_count", "row 3", "undamaged"], f"{out}.vtp")
        with h5py.File(self.path / "rays.h5", "a") as file:
            file["rays/short"] = [1.0]
        self.refused(1, ["rays/short", "1 rows"], f"{out}.vot")
        self.refused(1, ["rays/short", "1 rows"], f"{out}.vtp")


if __name__ == "__main__":
    PROGRAM, MPIEXEC, EXPORT = sys.argv[1:4]
    unittest.main(argv=[sys.argv[0], *sys.argv[4:]], verbosity=2)
