#!/usr/bin/python3
"""scripts/run with the programs of this build: a job through the server, its failures, and Ctrl-C in the middle."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import tempfile
import time
import unittest
import urllib.request
from pathlib import Path

import h5py

REPOSITORY = Path(__file__).resolve().parents[3]
RUN = REPOSITORY / "scripts" / "run"
BUILD = Path(os.environ.get("VESPA_BINARY_DIR", REPOSITORY / "build" / "release"))

SMALL = """
body = "jupiter"
length-unit = "radius"
magnetic-field = ["jrm33:degree=4"]
plasma = ["io-torus"]
source = "flux-tube"
flux-tube-distance = 5.9
flux-tube-longitudes = [200]
frequencies = [2, 5, 10]
modes = ["X"]
directions = "field-cone"
cone-angles = [75]
cone-azimuths = 4
outer-radius = 10
"""
LONG = SMALL.replace("cone-azimuths = 4", "cone-azimuths = 200000").replace("degree=4", "degree=30")
WRONG = SMALL.replace('"io-torus"', '"io-doughnut"')


def descendants_in(folder: Path) -> list[str]:
    """Command lines of the processes that work below that folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").readlink().is_relative_to(folder):
                found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return found


class Run(unittest.TestCase):
    def setUp(self) -> None:
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = Path(holder.name).resolve()

    def command(self, config: str, *more: str) -> list[str]:
        file = self.folder / "small.toml"
        file.write_text(config)
        kept = self.folder / "kept"
        return [str(RUN), "--built", str(BUILD), "--folder", str(kept), "--config", str(file), "--ranks", "2", *more]

    def once(self, config: str, *more: str) -> subprocess.CompletedProcess[str]:
        command = self.command(config, "--once", *more)
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)

    def start(self, config: str) -> subprocess.Popen[str]:
        """In a session of its own, so that a signal to its group is what Ctrl-C on a terminal would be."""
        process = subprocess.Popen(self.command(config), stderr=subprocess.PIPE, text=True, start_new_session=True)
        self.addCleanup(self.end, process)
        return process

    def end(self, process: subprocess.Popen[str]) -> None:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=60)

    def read_until(self, process: subprocess.Popen[str], *words: str) -> str:
        """The first line that holds one of the words."""
        said = ""
        for line in process.stderr:
            said += line
            if any(word in line for word in words):
                return line
        self.fail(f"scripts/run ended without saying {words}:\n{said}")

    def assert_nothing_left(self) -> None:
        deadline = time.monotonic() + 30.0
        while (left := descendants_in(self.folder)) and time.monotonic() < deadline:
            time.sleep(0.1)
        self.assertEqual(left, [])

    def test_one_job_from_file_to_picture(self) -> None:
        done = self.once(SMALL)
        self.assertEqual(done.returncode, 0, done.stderr)
        lines = [line.split() for line in done.stderr.splitlines()]
        said = {line[0]: line[1] for line in lines if len(line) == 2 and line[0] in ("HDF5", "picture", "job", "page")}
        self.assertEqual(set(said), {"HDF5", "picture", "job", "page"}, done.stderr)
        with h5py.File(said["HDF5"]) as file:
            self.assertEqual(file["rays/frequency"].shape, (12,))
            self.assertEqual(file.attrs["rays_flown"], 12)
        self.assertEqual(Path(said["picture"]).read_bytes()[1:4], b"PNG")
        self.assertIn("COMPLETED 100 %", done.stderr)
        self.assertIn("The server has stopped", done.stderr)
        self.assert_nothing_left()

    def test_job_that_fails(self) -> None:
        done = self.once(WRONG)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("io-doughnut", done.stderr)
        self.assert_nothing_left()

    def test_a_log_keeps_what_was_written_before(self) -> None:
        log = self.folder / "log"
        with log.open("wb", buffering=0) as file:
            file.write(b"written before\n")
            subprocess.run(self.command(SMALL, "--once"), stdout=file, stderr=file, check=True, timeout=120)
        text = log.read_bytes()
        self.assertTrue(text.startswith(b"written before\n"), text[:100])
        self.assertNotIn(b"\0", text)

    def test_serves_until_stopped(self) -> None:
        process = self.start(SMALL)
        page = self.read_until(process, "  page ").split()[1]
        self.read_until(process, "Ctrl-C stops it")
        with urllib.request.urlopen(page, timeout=10) as answer:
            self.assertEqual(answer.status, 200)
        os.killpg(process.pid, signal.SIGINT)
        process.wait(timeout=60)
        self.assertEqual(process.returncode, 0)
        self.assert_nothing_left()

    def test_ctrl_c_in_the_middle(self) -> None:
        process = self.start(LONG)
        self.read_until(process, "rays 0 %", "rays 1")
        os.killpg(process.pid, signal.SIGINT)
        self.read_until(process, "Aborting the job")
        process.wait(timeout=60)
        self.assertEqual(process.returncode, 130)
        self.assert_nothing_left()

    def test_port_that_is_taken(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as other:
            port = other.getsockname()[1]
            done = self.once(SMALL, "--port", str(port))
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"port {port} is taken", done.stderr)

    def test_two_folders_have_two_servers(self) -> None:
        first = self.start(SMALL)
        page = self.read_until(first, "  page ").split()[1]
        command = self.command(SMALL, "--once")
        command[command.index("--folder") + 1] = str(self.folder / "other")
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("is taken; trying the next", done.stderr)
        self.assertNotIn(page, done.stderr)

    def test_second_run_uses_the_server_that_is_there(self) -> None:
        first = self.start(SMALL)
        page = self.read_until(first, "  page ").split()[1]
        done = self.once(SMALL)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("already answers at " + page.rstrip("/"), done.stderr)
        with urllib.request.urlopen(page, timeout=10) as answer:
            self.assertEqual(answer.status, 200)
        done = self.once(SMALL, "--port", "1")
        self.assertEqual(done.returncode, 1)
        self.assertIn("already answers", done.stderr)

    def test_wrong_command_lines(self) -> None:
        for arguments, word in (
            (("--ranks", "0"), "1 to 9999"),
            (("--port", "99999"), "1 to 65535"),
            (("--config", "nowhere.toml"), "nowhere.toml"),
            (("--built", str(self.folder)), "vespa-uwsd"),
            (("--fast",), "--once --port"),
        ):
            with self.subTest(arguments=arguments):
                done = subprocess.run([str(RUN), *arguments], capture_output=True, text=True, check=False)
                self.assertEqual(done.returncode, 64)
                self.assertIn(word, done.stderr)


if __name__ == "__main__":
    unittest.main()
