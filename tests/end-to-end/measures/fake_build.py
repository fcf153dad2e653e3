"""A build folder with made-up programs, so that the scripts' own work can be tested against known numbers."""

from __future__ import annotations

import subprocess
import tempfile
import unittest
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parents[3] / "scripts"


class FakeBuild(unittest.TestCase):
    def setUp(self) -> None:
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.build = Path(holder.name)

    def program(self, place: str, text: str) -> None:
        path = self.build / place
        path.parent.mkdir(exist_ok=True)
        path.write_text("#!/usr/bin/python3\n" + text)
        path.chmod(0o755)

    def call(self, script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
        command = [str(SCRIPTS / script), *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, check=False)
