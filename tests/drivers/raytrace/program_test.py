#!/usr/bin/python3
"""vespa-raytrace from outside: its file, its exit codes and messages, at several ranks and when stopped.

Usage: program_test.py PROGRAM MPIEXEC [unittest arguments]
"""

import filecmp
import os
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

# A dipole with a spherical layer: 600 rays, a few of which hit the body, turn back or leave.
OPTIONS = {
    "body": "jupiter",
    "magnetic-field": "dipole:moment=417000,tilt=10,longitude=160",
    "plasma": "chapman:density=2e5,height=2000,scale_height=800",
    "source-positions": "1.5,0,0.2,0,1.3,-0.4",
    "frequencies": "1,3,10,20,30",
    "modes": "X;O",
    "directions": "cone",
    "cone-angles": "30,80,150",
    "cone-azimuths": "10",
    "outer-radius": "6",
    "samples": "steps",
}


def text(attribute):
    """A text attribute: h5py gives those of fixed length as bytes."""
    return attribute.decode() if isinstance(attribute, bytes) else attribute


class ProgramTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="vespa-raytrace-")
        self.path = Path(self.folder.name)

    def tearDown(self):
        self.folder.cleanup()

    def command(self, output, ranks, changes):
        options = {**OPTIONS, **(changes or {})}
        arguments = [f"--{name}={value}" if value is not True else f"--{name}" for name, value in options.items() if value is not None]
        return [MPIEXEC, "-n", str(ranks), PROGRAM, "--output", str(self.path / output), *arguments]

    def run_it(self, output="rays.h5", ranks=1, changes=None, extra=()):
        return subprocess.run([*self.command(output, ranks, changes), *extra], capture_output=True, text=True, timeout=120)

    def leftovers(self):
        return sorted(path.name for path in self.path.iterdir())

    def refused(self, changes, code, *words, ranks=1, extra=()):
        ended = self.run_it(ranks=ranks, changes=changes, extra=extra)
        self.assertEqual(ended.returncode, code, ended.stderr)
        for word in words:
            self.assertIn(word, ended.stderr)
        self.assertEqual(self.leftovers(), [])

    def test_same_bytes_at_any_number_of_ranks(self):
        for ranks in (1, 2, 3, 4):
            ended = self.run_it(f"np{ranks}.h5", ranks, {"background": True, "background-points": "31", "field-line-distances": "2,4"})
            self.assertEqual(ended.returncode, 0, ended.stderr)
        for ranks in (2, 3, 4):
            self.assertTrue(filecmp.cmp(self.path / "np1.h5", self.path / f"np{ranks}.h5", shallow=False), f"{ranks} ranks")

    def test_the_file_tells_all(self):
        ended = self.run_it(ranks=2)
        self.assertEqual(ended.returncode, 0, ended.stderr)
        self.assertEqual(self.leftovers(), ["rays.h5", "rays.run.json"])
        with h5py.File(self.path / "rays.h5") as file:
            self.assertEqual(text(file.attrs["file_type"]), "vespa-raytrace")
            self.assertEqual(text(file.attrs["status"]), "complete")
            count = 2 * 5 * 2 * 3 * 10
            self.assertEqual(file.attrs["rays_asked"], count)
            self.assertEqual(file["rays/frequency"].shape, (count,))
            for group in ("rays", "samples"):
                for name, dataset in file[group].items():
                    self.assertIn("unit", dataset.attrs, name)
                    self.assertIn("description", dataset.attrs, name)
            first, samples = file["rays/sample_first"][:], file["rays/sample_count"][:]
            np.testing.assert_array_equal(first, np.concatenate(([0], np.cumsum(samples)[:-1])))
            self.assertEqual(file["samples/position"].shape[0], samples.sum())
            flown = samples > 0
            self.assertGreater(flown.sum(), 500)
            np.testing.assert_allclose(file["samples/position"][:][first[flown]], file["rays/launch_position"][:][flown], rtol=1e-14)
            last = (first + samples - 1)[flown]
            np.testing.assert_allclose(file["samples/position"][:][last], file["rays/end_position"][:][flown], rtol=1e-14)
            reasons = set(file["rays/stop_reason"][:])
            self.assertIn(1, reasons)  # body
            self.assertIn(2, reasons)  # outer sphere
            left = file["rays/stop_reason"][:] == 2
            radius = np.linalg.norm(file["rays/end_position"][:][left], axis=1)
            np.testing.assert_allclose(radius, 6 * 71492, rtol=1e-9)

    def test_the_record_repeats_the_run(self):
        self.assertEqual(self.run_it().returncode, 0)
        with h5py.File(self.path / "rays.h5") as file:
            (self.path / "again.toml").write_text(text(file.attrs["options"]))
        ended = subprocess.run([PROGRAM, "--config", self.path / "again.toml", "-o", self.path / "again.h5"],
                               capture_output=True, text=True, timeout=120)
        self.assertEqual(ended.returncode, 0, ended.stderr)
        self.assertTrue(filecmp.cmp(self.path / "rays.h5", self.path / "again.h5", shallow=False))

    def test_rays_that_cannot_start_carry_a_reason(self):
        changes = {"source-positions": "0.5,0,0,2,0,0,7,0,0", "frequencies": "0.01,20", "modes": "O", "cone-angles": "0",
                   "plasma": "uniform:density=1000", "magnetic-field": None}
        ended = self.run_it(ranks=4, changes=changes)
        self.assertEqual(ended.returncode, 0, ended.stderr)
        with h5py.File(self.path / "rays.h5") as file:
            lines = text(file["rays/stop_reason"].attrs["meanings"]).splitlines()
            meanings = dict(line.split(" ", 1) for line in lines)
            names = [meanings[str(code)].split(":")[0] for code in file["rays/stop_reason"][:]]
            self.assertEqual(names, ["starts_inside_body"] * 2 + ["starts_evanescent", "outer_sphere"] + ["starts_outside"] * 2)
            np.testing.assert_array_equal(file["rays/sample_count"][:] > 0, [False, False, False, True, False, False])

    def test_bad_usage(self):
        self.refused({"tolerence": "1e-8"}, 64, "tolerence", "tolerance")
        self.refused({"tolerance": "1"}, 64, "--tolerance", "1e-13", "0.01")
        self.refused({"tolerance": "nan"}, 64, "--tolerance")
        self.refused({"source": "list", "source-file": str(self.path / "absent.csv")}, 64, "absent.csv")
        self.refused({"body": "vulcan"}, 64, "vulcan", "jupiter")

    def test_bad_input_is_agreed_on_at_four_ranks(self):
        self.refused({"magnetic-field": "jrm99"}, 1, "jrm99", ranks=4)
        self.refused({"plasma": "cheese"}, 1, "cheese", ranks=4)
        self.refused({"plasma": "uniform:density=nan"}, 1, "density", "nan", ranks=4)
        self.refused({"plasma": "uniform:density=-3"}, 1, "density", "-3", ranks=4)
        self.refused({"plasma": "uniform:densty=3"}, 1, "densty", "density", ranks=4)
        self.refused({"outer-radius": None}, 1, "--outer-radius", "--maximum-path", ranks=4)
        self.refused({"source-positions": "1,2"}, 1, "--source-positions", ranks=4)
        self.refused({"modes": "Z"}, 1, "\"Z\"", "O, X", ranks=4)
        self.refused({"source": "flux-tube", "flux-tube-longitudes": "0", "frequencies": "500"}, 1, "gyrofrequency", "MHz", ranks=4)

    def test_inputs_stay_within_the_folder_that_was_set(self):
        with tempfile.TemporaryDirectory() as inside, tempfile.TemporaryDirectory() as outside:
            field = "vespa-multipoles 1\nnot one\n"
            for folder in (inside, outside):
                Path(folder, "field.txt").write_text(field)
                Path(folder, "run.toml").write_text("tolerance = 1e-6\n")
            os.symlink(Path(outside, "field.txt"), Path(inside, "link.txt"))
            bound = [f"--inputs-within={inside}"]
            for file in (f"{outside}/field.txt", f"{inside}/link.txt", f"{inside}/../{Path(outside).name}/field.txt",
                         f"{outside}/absent.txt"):
                self.refused({"magnetic-field": f"file:path={file}"}, 1, file, "outside", ranks=3, extra=bound)
                self.refused({"source": "list", "source-file": file}, 64, file, "outside", extra=bound)
            self.refused({}, 64, "run.toml", "outside", extra=[*bound, f"--config={outside}/run.toml"])
            # Within the folder it is the file's content that counts.
            self.refused({"magnetic-field": f"file:path={inside}/field.txt"}, 1, "field.txt:2", extra=bound)
            ended = self.run_it(extra=[*bound, f"--config={inside}/run.toml", "--check"])
            self.assertEqual(ended.returncode, 0, ended.stderr)

    def test_a_file_that_a_model_names_is_among_the_inputs(self):
        model = Path(__file__).parents[3] / "inputs/magnetic_field/jrm09.txt"
        ended = self.run_it(changes={"magnetic-field": f"file:path={model}", "frequencies": "20"}, ranks=2)
        self.assertEqual(ended.returncode, 0, ended.stderr)
        with h5py.File(self.path / "rays.h5") as file:
            found = [text(value) for value in np.atleast_1d(file.attrs["input_names"])]
        self.assertEqual([Path(name).name for name in found], ["jrm09.txt"])

    def test_check_writes_nothing(self):
        ended = self.run_it(ranks=2, extra=["--check"])
        self.assertEqual(ended.returncode, 0, ended.stderr)
        self.assertEqual(self.leftovers(), [])

    def test_an_existing_file_stays(self):
        (self.path / "rays.h5").write_text("precious")
        ended = self.run_it(ranks=3)
        self.assertIn(ended.returncode, (1, 64))
        self.assertIn("--overwrite", ended.stderr)
        self.assertEqual((self.path / "rays.h5").read_text(), "precious")
        self.assertEqual(self.run_it(ranks=3, extra=["--overwrite"]).returncode, 0)

    def stop_with(self, number, environment=None):
        """Starts a long run, sends mpirun the signal once rays are flying, and returns how it ended."""
        progress = self.path / "progress.json"
        changes = {"cone-azimuths": "300000", "tolerance": "1e-11", "samples": "ends"}
        process = subprocess.Popen([*self.command("rays.h5", 2, changes), f"--progress-file={progress}"],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **(environment or {})})
        try:
            deadline = time.monotonic() + 60
            while time.monotonic() < deadline and process.poll() is None:
                if progress.exists() and '"rays"' in progress.read_text():
                    break
                time.sleep(0.05)
            time.sleep(1)
            self.assertIsNone(process.poll(), "the run ended by itself")
            process.send_signal(number)
            output, errors = process.communicate(timeout=60)
        finally:
            process.kill()
        return process.returncode, output, errors

    def check_stopped_file(self, output):
        self.assertIn("kept", output)
        with h5py.File(self.path / "rays.h5") as file:
            self.assertEqual(text(file.attrs["status"]), "stopped")
            self.assertLess(file.attrs["rays_flown"], file.attrs["rays_asked"])
            self.assertGreater(file.attrs["rays_flown"], 0)
            self.assertEqual((file["rays/stop_reason"][:] != 0).sum(), file.attrs["rays_flown"])

    def test_stop_on_request_keeps_the_finished_rays(self):
        code, output, errors = self.stop_with(signal.SIGUSR1)
        self.assertEqual(code, 3, errors)
        self.check_stopped_file(output)

    def test_interrupt_keeps_the_finished_rays(self):
        # mpirun passes it on as SIGTERM, reports a code of its own, and kills its ranks after a second unless told
        _, output, _ = self.stop_with(signal.SIGINT, {"OMPI_MCA_odls_base_sigkill_timeout": "10"})
        self.check_stopped_file(output)


if __name__ == "__main__":
    PROGRAM, MPIEXEC = sys.argv[1:3]
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
