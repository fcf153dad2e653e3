#!/usr/bin/python3
"""scripts/install-packages on systems in every state, played by stand-ins of dpkg-query, apt-get, sudo and id."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parents[3] / "scripts"
ENTRIES = [line.split()[:2] for line in (SCRIPTS / "packages.txt").read_text().splitlines() if line and line[0] != "#"]
NAMES = [(kind, name.split("(")[0]) for kind, name in ENTRIES]


class Install(unittest.TestCase):
    def setUp(self) -> None:
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.bin = Path(holder.name)
        self.log = self.bin / "log"
        for tool in ("bash", "dirname", "grep", "sed", "env"):
            (self.bin / tool).symlink_to(shutil.which(tool))

    def tool(self, name: str, text: str) -> None:
        (self.bin / name).write_text(f"#!/bin/bash\n{text}\n")
        (self.bin / name).chmod(0o755)

    def system(self, *absent: str, root: bool = True, sudo: bool = True, apt_fails: bool = False) -> None:
        """A Debian on which all packages but those are installed; apt-get writes what it is asked for to the log."""
        states = "\n".join(f"installed {name}" for _, name in NAMES if name not in absent)
        self.tool("dpkg-query", f"cat <<'END'\n{states}\nEND\nexit {int(bool(absent))}")
        (self.bin / "cat").symlink_to(shutil.which("cat"))
        self.tool("apt-get", f'echo "apt-get $*" >>{self.log}; exit {100 if apt_fails else 0}')
        self.tool("id", f"echo {0 if root else 1000}")
        if sudo:
            self.tool("sudo", f'echo sudo >>{self.log}; exec "$@"')

    def install(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([str(SCRIPTS / "install-packages"), *arguments], env={"PATH": str(self.bin)},
                              capture_output=True, text=True, check=False)

    def asked(self) -> str:
        return self.log.read_text() if self.log.exists() else ""

    def test_nothing_missing_touches_nothing(self) -> None:
        self.system()
        done = self.install()
        self.assertEqual((done.returncode, done.stdout, done.stderr, self.asked()), (0, "", "", ""))

    def test_only_what_is_missing_is_installed(self) -> None:
        self.system("libhwy-dev", "curl")
        self.assertEqual(self.install().returncode, 0)
        update, install = self.asked().splitlines()
        self.assertIn("update", update)
        self.assertIn("--no-install-recommends libhwy-dev curl", install)
        self.assertNotIn("cmake", install)

    def test_a_command_that_is_there_stands_for_its_package(self) -> None:
        self.system("npm", "nodejs")
        self.assertEqual(self.install("--list").stdout.split(), ["nodejs", "npm"])
        self.tool("npm", "exit 0")
        self.assertEqual(self.install("--list").stdout.split(), ["nodejs"])

    def test_sets_are_kept_apart(self) -> None:
        self.system("libhwy-dev", "curl", "hdf5-tools")
        self.assertEqual(self.install("--list", "run").stdout.split(), ["curl"])
        self.assertEqual(self.install("--list", "build", "test").stdout.split(), ["libhwy-dev", "hdf5-tools"])
        self.assertEqual(self.asked(), "")

    def test_sudo_for_those_who_are_not_root(self) -> None:
        self.system("curl", root=False)
        self.assertEqual(self.install().returncode, 0)
        self.assertEqual(self.asked().count("sudo"), 2)

    def test_neither_root_nor_sudo(self) -> None:
        self.system("curl", root=False, sudo=False)
        done = self.install()
        self.assertEqual(done.returncode, 1)
        self.assertIn("neither root nor sudo", done.stderr)
        self.assertIn("apt-get install --yes --no-install-recommends curl", done.stderr)
        self.assertEqual(self.asked(), "")

    def test_apt_get_that_fails(self) -> None:
        self.system("curl", apt_fails=True)
        done = self.install()
        self.assertEqual(done.returncode, 1)
        self.assertIn("could not install", done.stderr)
        self.assertIn("Mend the network", done.stderr)

    def test_system_without_apt_get_is_told_what_to_bring(self) -> None:
        done = self.install()
        self.assertEqual(done.returncode, 0)
        self.assertIn("no apt-get", done.stderr)
        self.assertIn("libopenmpi-dev", done.stderr)

    def test_unknown_set(self) -> None:
        self.system()
        done = self.install("everything")
        self.assertEqual(done.returncode, 64)
        self.assertIn("build run test", done.stderr)

    def test_every_line_of_the_list_has_set_name_and_reason(self) -> None:
        for line in (SCRIPTS / "packages.txt").read_text().splitlines():
            if line and line[0] != "#":
                self.assertRegex(line, r"^(build|run|test|fuzz) +[a-z0-9.+-]+(\([a-z]+\))? +\S.+$")
        names = [name for _, name in NAMES]
        self.assertEqual(len(names), len(set(names)))


if __name__ == "__main__":
    unittest.main()
