"""What the shell does around a program: exit codes, agreement of ranks, signals, files. Runs PROBE under MPIEXEC."""

import hashlib
import json
import os
import pathlib
import pty
import signal
import subprocess
import sys
import tempfile
import time
import unittest

MPIEXEC, PROBE, COMMANDS_PROBE = sys.argv[1:4]
PATIENCE = 100  # seconds; what hangs is meant to fail, not what is slow
# mpirun sleeps this long (else 1 s) after every exit code but 0, before it kills what is left
HASTE = {**os.environ, "OMPI_MCA_odls_base_sigkill_timeout": "0"}


class ProgramTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="vespa-probe-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_probe(self, *arguments, ranks=None, probe=PROBE):
        launcher = [] if ranks is None else [MPIEXEC, "-n", str(ranks)]
        return subprocess.run([*launcher, probe, *arguments], cwd=self.folder, env=HASTE, timeout=PATIENCE,
                              capture_output=True, text=True, encoding="utf-8", check=False)

    def start(self, *arguments, ranks=None):
        """Starts a probe that runs long and returns it when it counts."""
        launcher = [] if ranks is None else [MPIEXEC, "-n", str(ranks)]
        arguments = ["--items=100000", "--item-ms=10", "--progress-file=progress.json", *arguments]
        process = subprocess.Popen([*launcher, PROBE, *arguments], cwd=self.folder, text=True,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(self.end, process)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and process.poll() is None:
            progress = self.folder / "progress.json"
            if progress.exists() and json.loads(progress.read_text())["done"] > 2:
                return process
            time.sleep(0.02)
        self.fail(f"the probe does not count: {process.poll()}")

    @staticmethod
    def end(process):
        if process.poll() is None:
            process.kill()
        process.communicate()

    def children(self, process):
        task = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children")
        found = [int(pid) for pid in task.read_text().split()]
        return [pid for pid in found if os.path.realpath(f"/proc/{pid}/exe") == os.path.realpath(PROBE)]

    def assert_stopped(self, process, code=3):
        _, complaint = process.communicate(timeout=PATIENCE)
        self.assertEqual(process.returncode, code, complaint)
        self.assertEqual(complaint.count("stopped on request"), 1, complaint)
        self.assert_partial_result()

    def assert_partial_result(self):
        first = (self.folder / "probe.txt").read_text().splitlines()[0].split()
        self.assertEqual(first[0], "counted")
        self.assertGreater(int(first[1]), 0)
        self.assertLess(int(first[1]), 100000)
        sidecar = json.loads((self.folder / "probe.txt.run.json").read_text())
        self.assertEqual((sidecar["state"], sidecar["exit_code"]), ("stopped", 3))


class Commands(ProgramTest):
    """A program of several: PROBE with the commands count and recount."""

    def run_command(self, *arguments, ranks=None):
        return self.run_probe(*arguments, ranks=ranks, probe=COMMANDS_PROBE)

    def test_a_command_is_a_program_of_its_own(self):
        result = self.run_command("recount", "--items=3", ranks=2)
        self.assertEqual((result.returncode, result.stdout), (0, "counted 3\n"), result.stderr)
        self.assertIn("vespa-probe recount", self.run_command("recount", "--help").stdout)
        description = json.loads(self.run_command("count", "--describe").stdout)
        self.assertEqual((description["name"], description["program"]), ("probe-count", "vespa-probe"))
        self.assertEqual(description["launch"]["argv"], ["{program}", "count"])
        complaint = self.run_command("count", "--itmes=3")
        self.assertEqual(complaint.returncode, 64)
        self.assertIn("vespa-probe count: --itmes: unknown option", complaint.stderr)

    def test_the_commands_are_listed(self):
        result = self.run_command("--help")
        self.assertEqual(result.returncode, 0)
        self.assertIn("  recount: fails and stops", result.stdout)
        self.assertTrue(self.run_command("--version").stdout.startswith("vespa-probe "))

    def test_a_wrong_command_is_explained_once(self):
        for ranks in (None, 4):
            for arguments, said in (((), "a command is missing; one of: count, recount"),
                                    (("cuont",), "no command 'cuont', did you mean count?")):
                result = self.run_command(*arguments, ranks=ranks)
                self.assertEqual(result.returncode, 64)
                self.assertEqual(result.stderr.count(said), 1, result.stderr)


class Endings(ProgramTest):
    def test_done(self):
        contents = set()
        for ranks in (None, 1, 2, 3, 4):
            result = self.run_probe("--overwrite", ranks=ranks)
            self.assertEqual(result.returncode, 0, result.stderr)
            self.assertEqual(result.stdout.count("counted 8"), 1)
            contents.add((self.folder / "probe.txt").read_text())
            sidecar = json.loads((self.folder / "probe.txt.run.json").read_text())
            self.assertEqual((sidecar["state"], sidecar["ranks"]), ("completed", ranks or 1))
            self.assertEqual([phase["name"] for phase in sidecar["phases"]], ["reading", "counting"])
        self.assertEqual(len(contents), 1)

    def test_agreed_bad_input(self):
        for ranks in (None, 1, 2, 3, 4):
            result = self.run_probe("--failure=agreed", ranks=ranks)
            self.assertEqual(result.returncode, 1, result.stderr)
            self.assertEqual(result.stderr.count("the data: a hole; allowed: no holes"), 1, result.stderr)
            self.assertEqual(list(self.folder.iterdir()), [])

    def test_failure_of_one_rank(self):
        for ranks in (None, 1, 2, 3, 4):
            result = self.run_probe("--failure=alone", ranks=ranks)
            self.assertEqual(result.returncode, 2, result.stderr)
            self.assertEqual(result.stderr.count("a broken leg"), 1, result.stderr)
            if ranks and ranks > 1:
                self.assertIn(f"vespa-probe: rank {ranks - 1} of {ranks} failed alone: a broken leg", result.stderr)

    def test_bad_input_outside_agreement(self):
        self.assertEqual(self.run_probe("--failure=alone-bad-input").returncode, 1)
        self.assertEqual(self.run_probe("--failure=alone-bad-input", ranks=2).returncode, 2)

    def test_agreement_of_some_ranks_is_no_agreement(self):
        self.assertEqual(self.run_probe("--failure=partly-agreed", ranks=2).returncode, 2)

    def test_quiet_is_silent(self):
        result = self.run_probe("--quiet", ranks=2)
        self.assertEqual((result.returncode, result.stdout, result.stderr), (0, "", ""))


class WrongOptions(ProgramTest):
    def refuse(self, message, *arguments, rank_counts=(None, 2)):
        for ranks in rank_counts:
            result = self.run_probe(*arguments, ranks=ranks)
            self.assertEqual(result.returncode, 64, result.stderr)
            self.assertEqual(result.stderr.count(message), 1, result.stderr)
            self.assertEqual(result.stdout, "")

    def test_unknown_option(self):
        self.refuse("vespa-probe: --itmes: unknown option; did you mean --items?\n", "--itmes=4",
                    rank_counts=(None, 1, 2, 3, 4))

    def test_bad_value(self):
        self.refuse("vespa-probe: --items: 0 is out of range; allowed: an integer, at least 1\n", "--items=0",
                    rank_counts=(None, 1, 2, 3, 4))

    def test_bad_config(self):
        (self.folder / "run.toml").write_text("items = 3\nscal = 4\n")
        self.refuse("run.toml:2:1: unknown key 'scal'; did you mean 'scale'?", "--config=run.toml", rank_counts=(1, 4))
        (self.folder / "run.toml").write_text("scale = 1e\n")
        self.refuse("vespa-probe: run.toml:1:", "--config=run.toml")

    def test_missing_files(self):
        self.refuse("--source: no file 'none.csv'", "--source=none.csv", rank_counts=(None, 4))
        self.refuse("--config: no file 'none.toml'", "--config=none.toml")

    def test_existing_output(self):
        output = self.folder / "probe.txt"
        output.write_text("earlier")
        self.refuse("--output: 'probe.txt' exists; allowed: another name, or --overwrite")
        self.assertEqual(output.read_text(), "earlier")
        self.assertEqual(self.run_probe("--overwrite").returncode, 0)
        self.assertIn("counted 8", output.read_text())

    def test_input_as_output(self):
        (self.folder / "a.csv").write_text("precious")
        self.refuse("is also the input --source", "--source=a.csv", "--output=./a.csv", "--overwrite")
        self.assertEqual((self.folder / "a.csv").read_text(), "precious")


class Answers(ProgramTest):
    def test_one_process_answers_for_all(self):
        for question, part in (("--help", "--item-ms NUMBER ms"), ("--version", "vespa-probe "),
                               ("--describe", '"format": "vespa-job-description/1"'), ("--dump-config", "items = 8")):
            for ranks in (None, 3):
                result = self.run_probe(question, ranks=ranks)
                self.assertEqual((result.returncode, result.stderr), (0, ""))
                self.assertEqual(result.stdout.count(part), 1)

    def test_check_computes_nothing(self):
        result = self.run_probe("--check", "--items=1000000", "--item-ms=1000", ranks=2)
        self.assertEqual((result.returncode, result.stdout.count("in order")), (0, 1))
        self.assertEqual(list(self.folder.iterdir()), [])
        self.assertEqual(self.run_probe("--check", "--failure=agreed", ranks=2).returncode, 1)
        self.assertEqual(self.run_probe("--check", "--source=none", ranks=2).returncode, 64)

    def test_dump_repeats_the_run(self):
        (self.folder / "sub").mkdir()
        (self.folder / "sub" / "a.csv").write_text("1,2\n")
        (self.folder / "sub" / "run.toml").write_text('source = "a.csv"\nscale = 0.1\ntitle = "it\'s"\n')
        dump = self.run_probe("--config=sub/run.toml", "--items=5", "--dump-config").stdout
        (self.folder / "dump.toml").write_text(dump)
        again = self.run_probe("--config=dump.toml", "--dump-config").stdout
        self.assertEqual(again, dump)
        self.assertEqual(self.run_probe("--config=sub/run.toml", "--items=5", "--output=a.txt").returncode, 0)
        self.assertEqual(self.run_probe("--config=dump.toml", "--output=b.txt", ranks=2).returncode, 0)
        self.assertEqual((self.folder / "a.txt").read_text(), (self.folder / "b.txt").read_text())


class Inputs(ProgramTest):
    def test_checksums_reach_the_result(self):
        content = os.urandom(100_000)
        (self.folder / "a.bin").write_bytes(content)
        self.assertEqual(self.run_probe("--source=a.bin", ranks=3).returncode, 0)
        self.assertIn(f"input a.bin {hashlib.sha256(content).hexdigest()}\n", (self.folder / "probe.txt").read_text())

    def test_values_are_just_values(self):
        text = "$(touch pwned) `touch pwned` ; & | > x '\" \\ {ranks} -n 7 é"
        self.assertEqual(self.run_probe(f"--title={text}", ranks=2).returncode, 0)
        self.assertIn(f"title {text}\n", (self.folder / "probe.txt").read_text())
        self.assertFalse((self.folder / "pwned").exists())


class Terminal(ProgramTest):
    def said_to_terminal(self, *arguments, ranks):
        """What reaches a terminal that is the launcher's standard error."""
        ours, theirs = pty.openpty()
        launcher = [] if ranks is None else [MPIEXEC, "-n", str(ranks)]
        with subprocess.Popen([*launcher, PROBE, "--items=30", "--item-ms=20", *arguments], cwd=self.folder,
                              stdout=subprocess.DEVNULL, stderr=theirs) as process:
            os.close(theirs)
            said = b""
            try:
                while piece := os.read(ours, 4096):
                    said += piece
            except OSError:  # how a terminal without writers ends
                pass
            os.close(ours)
        self.assertEqual(process.returncode, 0, said)
        return said.decode()

    def test_a_terminal_gets_a_bar_also_through_the_launcher(self):
        for ranks in (None, 2):
            said = self.said_to_terminal("--overwrite", ranks=ranks)
            self.assertIn("\rcounting [", said)
            self.assertIn("[##############################] 100 %  30 of 30", said)
        self.assertEqual(self.said_to_terminal("--overwrite", "--quiet", ranks=2), "")

    def test_a_pipe_gets_no_bar(self):
        result = self.run_probe("--items=30", "--item-ms=20", ranks=2)
        self.assertEqual((result.returncode, result.stderr), (0, ""))


class Signals(ProgramTest):
    def test_usr1_to_the_launcher(self):
        for ranks in (1, 3):
            process = self.start("--overwrite", ranks=ranks)
            process.send_signal(signal.SIGUSR1)
            self.assert_stopped(process)
            (self.folder / "progress.json").unlink()

    def test_a_signal_to_one_rank(self):
        for name in (signal.SIGTERM, signal.SIGINT, signal.SIGUSR1):
            process = self.start("--overwrite", ranks=2)
            os.kill(self.children(process)[-1], name)
            self.assert_stopped(process)
            (self.folder / "progress.json").unlink()

    def test_term_to_the_launcher(self):
        process = self.start(ranks=2)
        ranks = self.children(process)
        self.assertEqual(len(ranks), 2)
        process.terminate()
        process.communicate(timeout=PATIENCE)
        self.assertNotEqual(process.returncode, 0)  # Open MPI's own code, whatever the ranks return
        self.assert_partial_result()
        deadline = time.monotonic() + PATIENCE
        while any(os.path.exists(f"/proc/{pid}") for pid in ranks) and time.monotonic() < deadline:
            time.sleep(0.05)
        self.assertFalse(any(os.path.exists(f"/proc/{pid}") for pid in ranks))

    def test_without_launcher(self):
        process = self.start()
        process.send_signal(signal.SIGINT)
        self.assert_stopped(process)

    def test_a_second_interrupt_ends_the_process(self):
        process = self.start("--deaf")
        process.send_signal(signal.SIGTERM)
        process.send_signal(signal.SIGINT)
        time.sleep(0.3)
        self.assertIsNone(process.poll())
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE)
        self.assertEqual(process.returncode, -signal.SIGINT)
        self.assertFalse((self.folder / "probe.txt").exists())


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[4:], verbosity=2)
