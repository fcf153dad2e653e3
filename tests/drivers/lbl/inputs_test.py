#!/usr/bin/python3
"""What comes with vespa-lbl: the atmospheres are what their script makes, and the run files are in order.

Usage: inputs_test.py PROGRAM INPUTS SCRIPTS
"""

import filecmp
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM, INPUTS, SCRIPTS = sys.argv[1:4]


class Inputs(unittest.TestCase):
    def test_atmospheres_are_what_the_script_makes(self):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([f"{SCRIPTS}/make-atmospheres", "-o", folder], check=True)
            made = sorted(path.name for path in Path(folder).iterdir())
            self.assertEqual(made, sorted(path.name for path in Path(INPUTS).glob("*.profile")))
            for name in made:
                self.assertTrue(filecmp.cmp(f"{folder}/{name}", f"{INPUTS}/{name}", shallow=False), name)

    def test_run_files_are_in_order(self):
        for name in ("mars-co", "venus-co2", "hot-jupiter-transit"):
            done = subprocess.run([PROGRAM, "spectrum", f"--config={INPUTS}/{name}.toml", "--check"], capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stderr), (0, ""), name)
            self.assertIn("in order", done.stdout)

    def test_a_run_file_that_needs_a_list_of_the_users_says_so(self):
        done = subprocess.run([PROGRAM, "spectrum", f"--config={INPUTS}/jupiter-5um.toml", "--check"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 1)
        self.assertIn("PH3.par", done.stderr)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[4:]], verbosity=2)
