"""Jobs at a cluster: a Slurm of one node on this machine, and MPI jobs through the server."""
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from server import PATIENCE, Server, load_exit

REPOSITORY = Path(__file__).resolve().parents[3]
LOCAL_CLUSTER = REPOSITORY / "scripts" / "local-cluster"
UNAVAILABLE = 69  # local-cluster: this machine cannot run it


class Slurm(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="vespa-slurm-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        started = subprocess.run([LOCAL_CLUSTER, "start", cls.folder / "cluster"], stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE, text=True, timeout=PATIENCE)
        if started.returncode == UNAVAILABLE:
            print("SKIPPED: no Slurm here: " + started.stderr.strip())
            raise unittest.SkipTest("no Slurm here")
        if started.returncode != 0:
            raise AssertionError("the cluster does not start: " + started.stderr)
        cls.addClassCleanup(subprocess.run, [LOCAL_CLUSTER, "stop", cls.folder / "cluster"], check=True)
        cls.slurm = {**os.environ, "SLURM_CONF": started.stdout.strip()}
        configuration = cls.folder / "uws.toml"
        configuration.write_text(f'[launcher]\nkind = "slurm"\n[launcher.slurm]\ncores = 16\n'
                                 f'configuration = "{started.stdout.strip()}"\ninterval = "1 s"\nlag = "3 s"\n')
        cls.server = Server("--config", configuration)
        cls.addClassCleanup(cls.server.clean)

    def create(self, **parameters):
        """A job that goes with the test, so that the next one finds the cores free."""
        url = self.server.create(**parameters)
        path = url.removeprefix(self.server.url)
        self.addCleanup(lambda: self.server.request("DELETE", path))
        return url

    def command(self, *words):
        return subprocess.run([str(word) for word in words], env=self.slurm, check=True, capture_output=True, text=True,
                              timeout=PATIENCE).stdout

    def queue(self, url):
        """[number, state] of each Slurm job of this job."""
        name = "uws-" + url.rsplit("/", 1)[1]
        lines = self.command("squeue", "-h", "-t", "all", "-o", "%A %T", "--name", name).splitlines()
        return [line.split() for line in lines]

    def number(self, url):
        self.server.until(lambda: self.queue(url), "the job to be at the cluster")
        ((number, _),) = self.queue(url)
        return number

    def until_phase(self, url, phase):
        self.server.until(lambda: self.phase(url) == phase, "phase " + phase)

    def phase(self, url):
        return self.server.request("GET", url + "/phase").text

    def until_it_runs(self, url):
        self.until_phase(url, "EXECUTING")
        self.server.until((self.server.folder(url) / "work" / "result.txt").exists, "the program")

    def test_mpi_jobs_run_and_end(self):
        urls = [self.create(ranks=ranks, text=f"on {ranks}", seconds=0.2) for ranks in (1, 2, 4)]
        failing = self.create(exit_code=7)
        for ranks, url in zip((1, 2, 4), urls):
            job = self.server.wait_for(url, "COMPLETED")
            text = self.server.request("GET", url + "/results/result").text
            self.assertEqual(text.count("started "), 1)
            self.assertIn(f"on {ranks}\n", text)
            self.assertLessEqual(job.times["startTime"], job.times["endTime"])
            self.assertEqual(len(self.queue(url)), 1)
        self.server.until(lambda: self.phase(failing) == "ERROR", "the failure")
        self.assertIn("exit code 7", self.server.job(failing).message)
        self.assertEqual((self.server.folder(urls[0]) / "cluster.log").read_text(), "")

    def test_abort_where_it_waits_and_where_it_runs(self):
        wide = self.create(ranks=4, seconds=600, children=2, ignore_term="false")
        self.until_it_runs(wide)
        waits = self.create(ranks=4)
        self.server.until(lambda: self.queue(waits), "the second job at the cluster")
        self.assertEqual(self.phase(waits), "QUEUED")
        self.server.request("POST", waits + "/phase", {"PHASE": "ABORT"})
        self.until_phase(waits, "ABORTED")
        self.assertFalse(self.server.job(waits).times["startTime"])
        self.server.request("POST", wide + "/phase", {"PHASE": "ABORT"})
        self.until_phase(wide, "ABORTED")
        self.assertEqual(self.server.session_processes(wide), [])

    def test_the_execution_duration_is_kept(self):
        url = self.create(run=False, seconds=600, ranks=2)
        self.server.request("POST", url, {"EXECUTIONDURATION": "1", "PHASE": "RUN"})
        self.until_phase(url, "ABORTED")
        self.assertIn("execution duration", self.server.job(url).message)
        self.assertEqual(load_exit(self.server.folder(url))["reason"], "wall_time")

    def test_held_and_suspended_are_shown(self):
        running = self.create(seconds=600)
        self.until_it_runs(running)
        self.command("scontrol", "suspend", self.number(running))
        self.until_phase(running, "SUSPENDED")
        self.command("scontrol", "resume", self.number(running))
        self.until_phase(running, "EXECUTING")
        blocker = self.create(ranks=3, seconds=600)
        self.until_it_runs(blocker)
        held = self.create(ranks=4)
        self.command("scontrol", "hold", self.number(held))
        self.until_phase(held, "HELD")
        self.assertEqual(self.server.request("POST", held + "/phase", {"PHASE": "RUN"}).status, 303)
        self.server.until(lambda: self.queue(held)[0][1] == "PENDING" and self.phase(held) == "QUEUED", "its release")
        for url in (blocker, running):
            self.server.request("DELETE", url)
        self.until_phase(held, "COMPLETED")

    def test_a_cancel_at_the_cluster_is_an_abort(self):
        url = self.create(seconds=600)
        self.until_it_runs(url)
        self.command("scancel", self.number(url))
        self.until_phase(url, "ABORTED")

    def test_a_restart_in_the_middle_loses_and_doubles_nothing(self):
        runs = self.create(ranks=2, seconds=4, text="runs")
        self.until_it_runs(runs)
        ends_meanwhile = self.create(seconds=0.5)
        self.until_it_runs(ends_meanwhile)
        fresh = [self.create(text="fresh") for _ in range(3)]
        self.server.kill()
        self.server.until((self.server.folder(ends_meanwhile) / "exit.json").exists, "the end of a run")
        self.server.start()
        for url in (runs, ends_meanwhile, *fresh):
            here = self.server.url + "/" + url.split("/", 3)[3]
            self.until_phase(here, "COMPLETED")
            self.assertEqual(self.server.request("GET", here + "/results/result").text.count("started "), 1)
            self.assertEqual(len(self.queue(url)), 1, "handed over twice")

    def test_a_controller_that_is_away_is_waited_for(self):
        controller = int((self.folder / "cluster" / "slurmctld.pid").read_text())
        os.kill(controller, 19)  # SIGSTOP: it does not answer
        try:
            url = self.create(text="late")
            self.assertEqual(self.phase(url), "QUEUED")
        finally:
            os.kill(controller, 18)
        self.until_phase(url, "COMPLETED")


if __name__ == "__main__":
    unittest.main()
