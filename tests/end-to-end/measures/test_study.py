#!/usr/bin/python3
"""scripts/study: launches under mpirun, reads the sidecars and forms speed-up and efficiency."""

from __future__ import annotations

import json
import sys
import unittest
from pathlib import Path

from fake_build import SCRIPTS, FakeBuild

sys.path.insert(0, str(SCRIPTS))
from measures.study_runs import Launch  # noqa: E402

# Takes 8 s on one rank, half of it serial, and never sleeps: it only says so.
PROGRAM = """
import json, os, sys
given = dict(a.lstrip("-").partition("=")[::2] for a in sys.argv[1:])
if given.get("fail"): sys.exit("the field file is missing")
ranks = int(os.environ["OMPI_COMM_WORLD_SIZE"])
if os.environ["OMPI_COMM_WORLD_RANK"] == "0":
    work = 4.0 * float(given.get("rays", 1))
    phases = [{"name": "reading", "seconds": 4.0}, {"name": "tracing", "seconds": work / ranks}]
    record = {"ranks": ranks, "seconds": 4.0 + work / ranks, "phases": phases}
    with open(given["output"].removesuffix(".h5") + ".run.json", "w") as file:
        json.dump(record, file)
"""


class Study(FakeBuild):
    def setUp(self) -> None:
        super().setUp()
        self.program("bin/vespa-toy", PROGRAM)
        self.out = self.build / "out"

    def study(self, *arguments: object) -> list[dict]:
        done = self.call("study", "toy", "--build", self.build, "-o", self.out, "--repeat", 1, *arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertGreater((self.out / "study.png").stat().st_size, 5000)
        return json.loads((self.out / "study.json").read_text())["rows"]

    def test_speedup_of_run_and_phase(self) -> None:
        rows = {(row["phase"], row["ranks"]): row for row in self.study("--ranks", "1,2", "--phase", "tracing")}
        self.assertEqual(len(rows), 4)
        self.assertAlmostEqual(rows["whole run", 2]["speedup"], 8.0 / 6.0)
        self.assertAlmostEqual(rows["whole run", 2]["efficiency"], 4.0 / 6.0)
        self.assertAlmostEqual(rows["tracing", 2]["speedup"], 2.0)

    def test_speedup_counts_from_the_smallest_rank_count(self) -> None:
        rows = self.study("--ranks", "2,1,2")
        self.assertEqual([row["ranks"] for row in rows], [1, 2])
        (row,) = self.study("--ranks", "2")
        self.assertEqual((row["speedup"], row["efficiency"]), (2.0, 1.0))

    def test_varied_option_and_program_arguments(self) -> None:
        rows = self.study("--ranks", "1", "--vary", "rays=1,3", "--", "--unused=x")
        self.assertEqual([(row["case"], row["seconds"]) for row in rows], [("rays = 1", 8.0), ("rays = 3", 16.0)])

    def test_failures_are_explained(self) -> None:
        for arguments, code, word in (
            (("toy", "--ranks", "1", "--", "--fail=1"), 1, "the field file is missing"),
            (("toy", "--ranks", "0"), 2, "1 or more"),
            (("toy", "--ranks", "1", "--phase", "sleeping"), 2, "reading, tracing"),
            (("toy", "--vary", "rays"), 2, "OPTION=VALUE"),
            (("toy", "--slurm-option=--time=3"), 2, "needs --slurm"),
            (("absent",), 2, "no program"),
        ):
            with self.subTest(arguments=arguments):
                head, *rest = arguments
                done = self.call("study", head, "--build", self.build, "-o", self.out, "--repeat", 1, *rest)
                self.assertEqual(done.returncode, code, done.stderr)
                self.assertIn(word, done.stderr)
                self.assertNotIn("Traceback", done.stderr)

    def test_slurm_gets_one_quoted_command(self) -> None:
        launch = Launch(slurm=True, slurm_options=("--partition=main",))
        command = launch.command(16, ["/a b/vespa-toy", "--name=$HOME;x"], Path("/tmp/log"))
        self.assertEqual(command[:2], ["sbatch", "--wait"])
        self.assertIn("--ntasks=16", command)
        self.assertIn("--partition=main", command)
        self.assertEqual(command[-1], "mpirun -n 16 '/a b/vespa-toy' '--name=$HOME;x'")


if __name__ == "__main__":
    unittest.main()
