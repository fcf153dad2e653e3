"""Runs of vespa-mulumesc for the tests beside this file."""

import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

import h5py

PROGRAM, MPIEXEC, INPUTS = "", "", Path()
SAMPLES = 12


class MulumescCase(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="vespa-mulumesc-")
        self.addCleanup(holder.cleanup)
        self.path = Path(holder.name)

    def command(self, output, *arguments, ranks=1):
        launcher = [MPIEXEC, "-n", str(ranks)] if ranks > 1 else []
        return [*launcher, PROGRAM, *arguments, f"--output={self.path / output}"]

    def run_program(self, output, *arguments, ranks=1):
        return subprocess.run(self.command(output, *arguments, ranks=ranks), capture_output=True, text=True, timeout=120)

    def example(self, output, *arguments, ranks=1):
        done = self.run_program(output, f"--config={INPUTS / 'mixtures.toml'}", *arguments, ranks=ranks)
        self.assertEqual(done.returncode, 0, done.stderr)
        return h5py.File(self.path / output)

    def large_cube(self):
        """The example a hundred times over."""
        header = (INPUTS / "mixtures.hdr").read_text().replace("lines = 6\n", "lines = 600\n")
        (self.path / "large.hdr").write_text(header)
        (self.path / "large.img").write_bytes((INPUTS / "mixtures.img").read_bytes() * 100)
        return self.path / "large.img"

    def run_and_stop(self, output, *arguments):
        """Starts the program and asks it to stop once some spectra are done."""
        progress = self.path / "progress"
        command = [*self.command(output, *arguments), f"--progress-file={progress}"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
            while not (progress.exists() and '"phase":"spectra"' in progress.read_text() and '"done":0' not in progress.read_text()):
                self.assertIsNone(run.poll())
                time.sleep(0.02)
            run.send_signal(signal.SIGTERM)
            run.communicate(timeout=100)
        self.assertEqual(run.returncode, 3)


def main():
    global PROGRAM, MPIEXEC, INPUTS
    PROGRAM, MPIEXEC, INPUTS = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    unittest.main(argv=[sys.argv[0], *sys.argv[4:]])
