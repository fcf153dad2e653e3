"""Killing the server loses nothing."""
import http.client
import subprocess
import threading
import time
import unittest

from server import BUILD, PATIENCE, Server, load_exit


class Restart(unittest.TestCase):
    def setUp(self):
        self.server = Server("--cores", "2")
        self.addCleanup(self.server.clean)

    def path(self, url):
        return url.split("/", 3)[3]

    def after_restart(self, url):
        """The same job at the restarted server, which has another port."""
        return f"{self.server.url}/{self.path(url)}"

    def test_every_job_is_where_it_truly_is(self):
        going_on = self.server.create(seconds=600, text="goes on")
        ends_meanwhile = self.server.create(seconds=3, text="ends")
        for url in (going_on, ends_meanwhile):
            self.server.wait_for(url, "EXECUTING")
        self.server.until((self.server.folder(going_on) / "work" / "result.txt").exists, "all processes of the job")
        queued = [self.server.create(text=f"queued {i}") for i in range(3)]
        pending = self.server.create(run=False, text="pending")
        started = self.server.job(going_on).times["startTime"]
        runners = set(self.server.session_processes(going_on))

        self.server.kill()
        self.server.until(lambda: (self.server.folder(ends_meanwhile) / "exit.json").exists(), "the end of a run")
        self.server.start()

        job = self.server.job(self.after_restart(going_on))
        self.assertEqual((job.phase, job.times["startTime"]), ("EXECUTING", started))
        self.assertEqual(set(self.server.session_processes(going_on)), runners)
        done = self.server.wait_for(self.after_restart(ends_meanwhile), "COMPLETED")
        self.assertEqual(done.times["endTime"], load_exit(self.server.folder(ends_meanwhile))["end"])
        self.assertIn("result", done.results)
        starts = [self.server.wait_for(self.after_restart(url), "COMPLETED").times["startTime"] for url in queued]
        self.assertEqual(starts, sorted(starts))
        for url in [ends_meanwhile, *queued]:  # each ran once
            result = self.server.request("GET", self.after_restart(url) + "/results/result").text
            self.assertEqual(result.count("started "), 1)
        self.assertEqual(self.server.job(self.after_restart(pending)).phase, "PENDING")
        self.server.request("POST", self.after_restart(going_on) + "/phase", {"PHASE": "ABORT"})
        self.server.wait_for(self.after_restart(going_on), "ABORTED")
        self.assertEqual(self.server.session_processes(going_on), [])

    def test_an_abort_that_was_asked_is_carried_out(self):
        url = self.server.create(seconds=600, ignore_term="true")
        self.server.wait_for(url, "EXECUTING")
        self.server.request("POST", url + "/phase", {"PHASE": "ABORT"})
        self.server.restart()
        self.server.wait_for(self.after_restart(url), "ABORTED")

    def test_a_delete_that_was_asked_is_carried_out(self):
        url = self.server.create(seconds=600)
        self.server.wait_for(url, "EXECUTING")
        self.server.request("DELETE", url)
        self.server.restart()
        self.assertEqual(self.server.request("GET", self.after_restart(url)).status, 404)
        self.server.until(lambda: not self.server.folder(url).exists(), "the folder to go")

    def test_many_kills_lose_no_job(self):
        urls = []
        for round_number in range(4):
            urls += [self.server.create(seconds=0.2, text=f"{round_number}.{i}") for i in range(4)]
            time.sleep(0.15 * round_number)
            self.server.restart()
        for url in urls:
            self.server.wait_for(self.after_restart(url), "COMPLETED")
            result = self.server.request("GET", self.after_restart(url) + "/results/result").text
            self.assertEqual(result.count("started "), 1)

    def test_a_graceful_end_answers_waiters_and_leaves_runs_alone(self):
        url = self.server.create(seconds=600)
        self.server.wait_for(url, "EXECUTING")
        seen = []
        waiter = threading.Thread(target=lambda: seen.append(self.server.job(url, "?WAIT=45").phase))
        waiter.start()
        time.sleep(0.3)
        self.assertEqual(self.server.end(), 0)
        waiter.join(PATIENCE)
        self.assertEqual(seen, ["EXECUTING"])
        self.server.until(lambda: self.server.session_processes(url), "the run, which goes on")
        with self.assertRaises((ConnectionError, http.client.HTTPException)):
            self.server.request("GET", url)
        self.server.start()
        self.assertEqual(self.server.job(self.after_restart(url)).phase, "EXECUTING")

    def test_the_store_belongs_to_one_server(self):
        second = subprocess.run(
            [BUILD / "bin" / "vespa-uwsd", "--listen", "127.0.0.1:0", "--data", self.server.data,
             "--codes", BUILD / "share" / "vespa-hpc" / "diagnostic"], capture_output=True, text=True, timeout=PATIENCE)
        self.assertEqual(second.returncode, 1)
        self.assertIn("store", second.stderr)
        self.assertEqual(self.server.request("GET", "/availability").status, 200)


class CommandLine(unittest.TestCase):
    def run_server(self, *options):
        return subprocess.run([BUILD / "bin" / "vespa-uwsd", *options], capture_output=True, text=True, timeout=PATIENCE)

    def test_wrong_options_are_usage_errors(self):
        for options in (["--listen"], ["--listen", "here"], ["--listen", "127.0.0.1:x"], ["--listen", "127.0.0.1:70000"],
                        ["--cores", "0"], ["--cores=two"], ["--nonsense"], ["extra"], ["--help=yes"]):
            ended = self.run_server(*options)
            self.assertEqual(ended.returncode, 64, options)
            self.assertIn("--help", ended.stderr)

    def test_what_cannot_be_served_is_said(self):
        for options, said in ((["--codes", "/no/such/folder"], "/no/such/folder"), (["--public-url", "nowhere"], "nowhere")):
            ended = self.run_server("--listen", "127.0.0.1:0", "--data", "/tmp/vespa-e2e-never", *options,
                                    *([] if "--codes" in options else ["--codes", BUILD / "share/vespa-hpc/diagnostic"]))
            self.assertEqual(ended.returncode, 1)
            self.assertIn(said, ended.stderr)

    def test_help_and_version(self):
        self.assertIn("--listen ADDRESS:PORT", self.run_server("--help").stdout)
        self.assertRegex(self.run_server("--version").stdout, r"vespa-uwsd \d+\.\d+")


if __name__ == "__main__":
    unittest.main()
