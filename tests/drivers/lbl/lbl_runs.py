"""What the tests of vespa-lbl share: runs of the program in a folder of their own."""

import json
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

SYNTHETIC = "synthetic:lines=30000,from=1990,to=2230,seed=7"


class LblTest(unittest.TestCase):
    program, mpiexec = "", ""

    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="vespa-lbl-")
        self.addCleanup(holder.cleanup)
        self.path = Path(holder.name)

    def command(self, word, *arguments, ranks=1):
        launcher = [self.mpiexec, "-n", str(ranks)] if ranks > 1 else []
        return [*launcher, self.program, word, *arguments]

    def run_command(self, word, *arguments, ranks=1):
        return subprocess.run(self.command(word, *arguments, ranks=ranks), capture_output=True, text=True, timeout=300, cwd=self.path)

    def done(self, word, *arguments, ranks=1):
        result = self.run_command(word, *arguments, ranks=ranks)
        self.assertEqual(result.returncode, 0, result.stderr)
        return result

    def store(self):
        """A made-up list of CO lines; its name."""
        if not (self.path / "lines.h5").exists():
            self.done("convert", f"--source={SYNTHETIC}", "--output=lines.h5")
        return "CO:file=lines.h5"

    def absorption(self, output, *arguments, ranks=1):
        return self.command("absorption", f"--lines={self.store()}", "--from=2000", "--to=2220", "--step=0.002", "--temperatures=150,250",
                            "--pressures=0.01", f"--output={output}", *arguments, ranks=ranks)

    def profile(self, name="air.profile", rows=None, columns="pressure:hPa temperature:K CO:1 N2:1"):
        rows = rows or [f"{1000 * 0.7 ** i:.6f} {280 - 5 * i} 1e-4 0.9999" for i in range(12)]
        (self.path / name).write_text("vespa-profile 1\ncolumns " + columns + "\n" + "\n".join(rows) + "\n")
        return [f"--profile={name}", "--radius=6371", "--gravity=9.8"]

    def spectrum(self, output, *arguments, ranks=1, profile=None):
        return self.run_command("spectrum", *(profile or self.profile()), f"--lines={self.store()}", "--from=2100", "--to=2150",
                                "--step=0.01", f"--output={output}", *arguments, ranks=ranks)

    def start_and_wait_for_blocks(self, command):
        """Starts it and returns it when some blocks are done, but not all; None if it was quicker than that."""
        progress = self.path / "progress.json"
        progress.unlink(missing_ok=True)
        process = subprocess.Popen([*command, "--progress-file=progress.json"], cwd=self.path, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.PIPE, text=True, start_new_session=True)
        deadline = time.monotonic() + 200
        while process.poll() is None and time.monotonic() < deadline:
            if progress.exists() and json.loads(progress.read_text())["done"] > 1:
                return process
            time.sleep(0.005)
        process.communicate()
        return None
