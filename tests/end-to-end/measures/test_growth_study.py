#!/usr/bin/python3
"""scripts/study growth: runs the program at each length, measures memory, says how time grows, explains failures."""

from __future__ import annotations

import json
import sys
import unittest

from fake_build import SCRIPTS, FakeBuild

# Half a microsecond and 20 bytes a line; 60 MiB of memory. The sum of 1e5 lines takes as long as that of 1e4.
PROGRAM = """
import json, os, sys
options = dict(argument.lstrip("-").partition("=")[::2] for argument in sys.argv[2:])
filled = b"x" * (60 << 20)
source = options.get("source", "")
lines = int(source.partition("lines=")[2].partition(",")[0]) if source else 0
if lines == 77777: sys.exit("the disk is full")
if not source and not os.path.exists(options["lines"].partition("file=")[2]): sys.exit("no store")
with open(options["output"], "wb") as file: file.truncate(20 * lines)
record = {"phases": [], "ranks": int(os.environ["OMPI_COMM_WORLD_SIZE"]), "seconds": 0.5e-6 * lines if source else 0.25}
with open(options["output"][:-2] + "run.json", "w") as file: json.dump(record, file)
"""


class GrowthStudy(FakeBuild):
    def setUp(self) -> None:
        super().setUp()
        self.program("bin/vespa-lbl", PROGRAM)
        self.out = self.build / "out"

    def study(self, *arguments: object):
        return self.call("study", "growth", "lbl", "--build", self.build, "-o", self.out, *arguments)

    def test_time_and_memory_over_the_length(self) -> None:
        done = self.study("--lines=1e4,1e5")
        self.assertEqual(done.returncode, 0, done.stderr)
        record = json.loads((self.out / "study.json").read_text())
        self.assertEqual([row["lines"] for row in record["rows"]], [10000, 100000])
        for row in record["rows"]:
            self.assertAlmostEqual(row["store"]["seconds"], 0.5e-6 * row["lines"])
            self.assertEqual(row["bytes_a_line"], 20)
            self.assertTrue(60 / 1024 < row["store"]["peak_gib"] < 0.3, row)
        self.assertEqual(record["rows"][1]["spectrum"]["seconds"], 0.25)
        self.assertTrue(all(row[step]["processor"] > 0 for row in record["rows"] for step in ("store", "spectrum")))
        self.assertGreater((self.out / "study.png").stat().st_size, 5000)
        self.assertEqual(list(self.out.glob("*.h5")), [])

    def test_failures_are_explained(self) -> None:
        done = self.study("--lines=77777")
        self.assertEqual(done.returncode, 1)
        self.assertIn("the disk is full", done.stderr)
        self.assertEqual(self.study("--lines=10").returncode, 2)
        self.assertEqual(self.study("--lines=1e4", "--ranks=0").returncode, 2)

    def test_exponents_are_slopes_of_logarithms(self) -> None:
        sys.path.insert(0, str(SCRIPTS))
        from measures.growth_study import Row, Step, exponents

        step = Step(1.0, 1.0, 0.1)
        rows = [Row(lines, step, 21.0, step) for lines in (1000, 10000, 1000000)]
        self.assertEqual(exponents(rows, [1.0, 10.0, 10.0]), [None, 1.0, 0.0])


if __name__ == "__main__":
    unittest.main()
