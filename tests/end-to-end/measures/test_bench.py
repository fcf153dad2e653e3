#!/usr/bin/python3
"""scripts/bench: which figure stands beside which, from a program that prints known numbers."""

from __future__ import annotations

import json
import unittest

from fake_build import FakeBuild

PRINTS = """
import json, sys
assert "--benchmark_format=json" in sys.argv
def entry(name, cpu, unit="ns", **more):
    return dict(name=name, run_name=name, run_type="iteration", iterations=10, real_time=2 * cpu, cpu_time=cpu,
                time_unit=unit, threads=1, repetitions=2, repetition_index=0, **more)
print(json.dumps({"context": {}, "benchmarks": [
    entry("field/jrm33", 10.0, **{"items_per_second": 30e6, "flop/s": 4e9, "degree": 13.0}),
    entry("field/jrm33", 12.0, **{"items_per_second": 25e6, "flop/s": 3e9, "degree": 13.0}),
    entry("field_reference/jrm33", 100.0, items_per_second=3e6),
    entry("wait/real_time", 3.0, "ms"),
    entry("torus/lanes/AVX2", 5.0), entry("torus/lanes/SCALAR", 20.0),
    entry("torus/twin/density", 30.0), entry("torus/twin/gradient", 50.0),
    entry("lonely_peer", 1.0, "us"),
    entry("peak", 1.0, **{"items_per_second": 1.0, "flop/s": 16e9}),
    dict(name="field/jrm33_mean", run_name="field/jrm33", run_type="aggregate", cpu_time=0.1, real_time=0.1,
         time_unit="ns", aggregate_name="mean"),
]}))
"""


class Bench(FakeBuild):
    def rows(self) -> list[dict]:
        out = self.build / "out.json"
        done = self.call("bench", "toy", "--build", self.build, "--json", out)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.table = done.stdout
        return json.loads(out.read_text())["rows"]

    def row(self, what: str, unit: str) -> dict:
        (found,) = [row for row in self.rows() if row["what"] == what and row["unit"] == unit]
        return found

    def setUp(self) -> None:
        super().setUp()
        self.program("benchmarks/benchmark_toy", PRINTS)

    def test_best_repetition_beside_its_reference(self) -> None:
        row = self.row("toy: field/jrm33", "items/s")
        self.assertEqual((row["figure"], row["peer"], row["peer_figure"]), (30e6, "field_reference/jrm33", 3e6))
        self.assertAlmostEqual(row["ratio"], 10.0)
        self.assertIsNone(row["limit"])

    def test_fraction_of_the_peak(self) -> None:
        row = self.row("toy: field/jrm33", "flop/s")
        self.assertEqual((row["limit"], row["fraction"], row["ratio"]), (16e9, 0.25, None))

    def test_counters_that_are_no_rates_only_describe(self) -> None:
        row = self.row("toy: field/jrm33", "degree")
        self.assertEqual((row["figure"], row["ratio"], row["limit"]), (13.0, None, None))

    def test_real_time_where_the_benchmark_asks_for_it(self) -> None:
        self.assertAlmostEqual(self.row("toy: wait", "s")["figure"], 6e-3)

    def test_each_twin_of_each_instruction_set(self) -> None:
        rows = [row for row in self.rows() if row["what"].startswith("toy: torus/lanes/")]
        ratios = {(row["what"][-4:], row["peer"]): round(row["ratio"], 6) for row in rows}
        self.assertEqual(ratios, {
            ("AVX2", "torus/twin/density"): 6.0, ("AVX2", "torus/twin/gradient"): 10.0,
            ("ALAR", "torus/twin/density"): 1.5, ("ALAR", "torus/twin/gradient"): 2.5,
        })

    def test_peers_without_subject_are_not_lost(self) -> None:
        self.assertAlmostEqual(self.row("toy: lonely_peer", "s")["figure"], 1e-6)

    def test_table_is_readable(self) -> None:
        self.rows()
        self.assertIn("30 Mitems/s", self.table)
        self.assertIn("25 %", self.table)
        self.assertIn("6 ms", self.table)

    def test_unknown_code_lists_those_there_are(self) -> None:
        done = self.call("bench", "nothing", "--build", self.build)
        self.assertEqual(done.returncode, 2)
        self.assertIn("there are: toy", done.stderr)

    def test_failing_programs(self) -> None:
        for text, word in (
            ("import sys; sys.exit('no memory')", "no memory"),
            ("print('warming up')", "JSON"),
            ("import json; print(json.dumps({'benchmarks': [{'name': 'a', 'run_type': 'iteration', "
             "'error_occurred': True, 'error_message': 'no data'}]}))", "no data"),
        ):
            with self.subTest(word=word):
                self.program("benchmarks/benchmark_toy", text)
                done = self.call("bench", "toy", "--build", self.build)
                self.assertEqual(done.returncode, 1)
                self.assertIn(word, done.stderr)
                self.assertNotIn("Traceback", done.stderr)


if __name__ == "__main__":
    unittest.main()
