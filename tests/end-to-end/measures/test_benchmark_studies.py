#!/usr/bin/python3
"""scripts/study precision and scaling: run the benchmark programs, form ratios, draw, and explain failures."""

from __future__ import annotations

import json
import unittest

from fake_build import FakeBuild

PRECISION = """
import json, sys
rows = [{"case": name, "compared": "x", "order": order, "tolerance": t, "rays": 8, "elsewhere": int(t > 1e-6), "worst": 3 * t, "rms": t,
         "microseconds": 2.0 + t, "steps": 9.5} for name in ("layer", "slab") for order in (5, 8) for t in (1e-5, 1e-7)]
if sys.argv[1] == "7": sys.exit("no core is free")
if sys.argv[1] != "9":
    with open(sys.argv[2], "w") as file:
        json.dump({"instructions": "AVX2", "repetitions": int(sys.argv[1]), "rows": rows}, file)
"""

# Two ranks fly 1.5 times as many rays a second as one.
SCALING = """
import json, os, sys
tolerance, rays, repeat, bricks, output = sys.argv[1:]
ranks = int(os.environ["OMPI_COMM_WORLD_SIZE"])
if os.environ["OMPI_COMM_WORLD_RANK"] == "0":
    def flight(rate):
        return {"rays": int(rays), "rays_s": rate, "rays_s_processor": 100.0, "migrations": 2.0 if bricks != "0" else 0.0,
                "idle": 0.1}
    shared = 150.0 if ranks == 2 else 90.0
    record = {"ranks": ranks, "tolerance": float(tolerance), "repetitions": int(repeat), "bricks": int(bricks),
              "one": flight(100.0), "strong": flight(shared), "weak": flight(shared + 10.0),
              "nanoseconds_beyond_flight": 500.0, "nanoseconds_beyond_one_rank": 200.0}
    with open(output, "w") as file:
        json.dump(record, file)
"""


class BenchmarkStudies(FakeBuild):
    def setUp(self) -> None:
        super().setUp()
        self.program("benchmarks/precision_toy", PRECISION)
        self.program("benchmarks/scaling_toy", SCALING)
        self.out = self.build / "out"

    def study(self, kind: str, *arguments: object):
        return self.call("study", kind, "toy", "--build", self.build, "-o", self.out, *arguments)

    def results(self) -> dict:
        self.assertGreater((self.out / "study.png").stat().st_size, 5000)
        return json.loads((self.out / "study.json").read_text())

    def test_precision(self) -> None:
        done = self.study("precision", "--repeat", 3)
        self.assertEqual(done.returncode, 0, done.stderr)
        record = self.results()
        self.assertEqual((len(record["rows"]), record["repetitions"]), (8, 3))
        self.assertIn("best of 3", record["title"])
        self.assertIn("1 of 8 rays end elsewhere", done.stdout)

    def test_scaling_of_both_modes(self) -> None:
        done = self.study("scaling", "--ranks", "1,2", "--repeat", 1, "--bricks", 3)
        self.assertEqual(done.returncode, 0, done.stderr)
        rows = {(row["mode"], row["kind"], row["ranks"]): row for row in self.results()["rows"]}
        self.assertEqual(len(rows), 8)
        self.assertEqual(rows["rays shared", "strong", 2]["ratio"], 1.5)
        self.assertEqual(rows["rays shared", "weak", 2]["ratio"], 1.6)
        self.assertEqual(rows["rays shared", "strong", 1]["ratio"], 1.0)
        self.assertEqual(rows["3\u00b3 bricks", "strong", 2]["ratio_processor"], 2.0)
        self.assertEqual(rows["3\u00b3 bricks", "strong", 2]["nanoseconds_beyond_flight"], 500.0)

    def test_failures_are_explained(self) -> None:
        for kind, arguments, code, word in (
            ("precision", ("--repeat", 7), 1, "no core is free"),
            ("precision", ("--repeat", 9), 1, "cannot read what was measured"),
            ("precision", ("--slurm-option=--time=3",), 2, "needs --slurm"),
            ("scaling", ("--ranks", "0"), 2, "1 or more"),
            ("scaling", ("--slurm-option=--time=3",), 2, "needs --slurm"),
        ):
            with self.subTest(kind=kind, arguments=arguments):
                done = self.study(kind, *arguments)
                self.assertEqual(done.returncode, code, done.stderr)
                self.assertIn(word, done.stderr)
                self.assertNotIn("Traceback", done.stderr)
        for kind in ("precision", "scaling"):
            done = self.call("study", kind, "absent", "--build", self.build, "-o", self.out)
            self.assertEqual(done.returncode, 2)
            self.assertIn("no program", done.stderr)


if __name__ == "__main__":
    unittest.main()
