"""The life of a job: created, run, waited for, aborted, deleted."""
import threading
import time
import unittest

from server import PATIENCE, UWS, XLINK, ServerTest


class Life(ServerTest):
    def test_create_run_wait_results(self):
        url = self.server.create(run=False, seconds=0.3, text="hello")
        self.assertEqual(self.server.request("GET", url + "/phase").text, "PENDING")
        answer = self.server.request("POST", url + "/phase", {"PHASE": "RUN"})
        self.assertEqual((answer.status, answer.headers["Location"]), (303, url))
        self.assertIn(self.server.request("GET", url + "/phase").text, ("QUEUED", "EXECUTING", "COMPLETED"))
        job = self.server.wait_for(url, "COMPLETED")
        self.assertTrue(job.times["startTime"] <= job.times["endTime"])
        result = job.results["result"]
        body = self.server.request("GET", result.get(XLINK + "href"))
        self.assertIn("hello\n", body.text)
        self.assertEqual(int(result.get("size")), len(body.body))
        self.assertEqual(body.headers["ETag"].strip('"'), result.get("{urn:uwscustom}sha256"))

    def test_run_with_creation_in_query_body_and_multipart(self):
        for answer in (self.server.request("POST", "/rest/selftest?PHASE=RUN", {"text": "q"}),
                       self.server.request("POST", "/selftest/async/", {"phase": "RUN"}),
                       self.server.multipart("/selftest/async", [("PHASE", "RUN"), ("text", "m")])):
            self.assertEqual(answer.status, 303, answer.text)
            self.server.wait_for(answer.headers["Location"], "COMPLETED")

    def test_both_lists_name_the_same_jobs(self):
        url = self.server.create(run=False)
        name = url.rsplit("/", 1)[1]
        for base in ("/rest/selftest", "/selftest/async"):
            self.assertEqual(self.server.job(f"{base}/{name}").id, name)
            jobs = {job.get("id"): job.get(XLINK + "href") for job in self.server.request("GET", base).xml}
            self.assertEqual(jobs[name], f"{self.server.url}{base}/{name}")

    def test_a_waiter_wakes_when_the_phase_changes(self):
        url = self.server.create(run=False)
        seen = []
        waiter = threading.Thread(target=lambda: seen.append(self.server.job(url, "?WAIT=45&PHASE=PENDING").phase))
        waiter.start()
        time.sleep(0.3)
        self.assertEqual(seen, [])
        began = time.monotonic()
        self.server.request("POST", url + "/phase", {"PHASE": "ABORT"})
        waiter.join(PATIENCE)
        self.assertEqual(seen, ["ABORTED"])
        self.assertLess(time.monotonic() - began, 40)  # woken, not timed out

    def test_a_waiter_is_told_that_the_job_is_gone(self):
        url = self.server.create(run=False)
        seen = []
        waiter = threading.Thread(target=lambda: seen.append(self.server.request("GET", url + "?WAIT=45").status))
        waiter.start()
        time.sleep(0.3)
        self.server.request("DELETE", url)
        waiter.join(PATIENCE)
        self.assertEqual(seen, [404])

    def test_wait_answers_at_once_where_it_must(self):
        url = self.server.create(run=False)
        for query in ("?WAIT=0", "?WAIT=45&PHASE=QUEUED"):
            self.assertEqual(self.server.request("GET", url + query, timeout=20).status, 200)
        self.assertEqual(self.server.request("GET", url + "?WAIT=1").status, 200)
        for query in ("?WAIT=x", "?WAIT=-2", "?WAIT=1&PHASE=NO"):
            self.assertEqual(self.server.request("GET", url + query).status, 400)

    def test_abort_leaves_no_process_and_keeps_partial_results(self):
        url = self.server.create(seconds=600, ranks=2, children=2, ignore_term="true")
        self.server.wait_for(url, "EXECUTING")
        self.server.until(lambda: len(self.server.session_processes(url)) >= 5, "ranks and children")
        answer = self.server.request("POST", url + "/phase", {"PHASE": "ABORT"})
        self.assertEqual(answer.status, 303)
        job = self.server.wait_for(url, "ABORTED")
        self.assertIn("aborted", job.message)
        self.assertEqual(self.server.session_processes(url), [])
        self.assertIn("result", job.results)
        self.assertEqual(self.server.request("POST", url + "/phase", {"PHASE": "ABORT"}).status, 403)

    def test_abort_before_it_runs(self):
        url = self.server.create(run=False)
        self.assertEqual(self.server.request("POST", url, {"PHASE": "ABORT"}).status, 303)
        job = self.server.job(url)
        self.assertEqual(job.phase, "ABORTED")
        self.assertIsNotNone(job.times["endTime"])
        self.assertEqual(self.server.request("POST", url + "/phase", {"PHASE": "RUN"}).status, 403)

    def test_failure_is_explained(self):
        url = self.server.create(exit_code=7)
        job = self.server.wait_for(url, "ERROR")
        self.assertIn("exit code 7", job.message)
        summary = job.xml.find(UWS + "errorSummary")
        self.assertEqual(summary.get("hasDetail"), "true")
        error = self.server.request("GET", url + "/error")
        self.assertEqual(error.status, 200)
        self.assertIn("exit code 7", error.text)
        self.assertEqual(self.server.request("GET", self.server.create(run=False) + "/error").status, 404)

    def test_the_execution_duration_is_enforced(self):
        url = self.server.create(seconds=600, EXECUTIONDURATION=1)
        job = self.server.wait_for(url, "ABORTED")
        self.assertIn("1 s was exceeded", job.message)

    def test_delete_while_running_leaves_nothing(self):
        for delete in (lambda url: self.server.request("DELETE", url),
                       lambda url: self.server.request("POST", url, {"ACTION": "DELETE"})):
            url = self.server.create(seconds=600, children=1)
            self.server.wait_for(url, "EXECUTING")
            answer = delete(url)
            self.assertEqual((answer.status, answer.headers["Location"]), (303, self.server.url + "/rest/selftest?LAST=100"))
            self.assertEqual(self.server.request("GET", url).status, 404)
            self.server.until(lambda: not self.server.folder(url).exists(), "the folder to go")
            self.assertEqual(self.server.session_processes(url), [])

    def test_destruction_destroys(self):
        url = self.server.create()
        self.server.wait_for(url, "COMPLETED")
        self.assertEqual(self.server.request("POST", url + "/destruction", {"DESTRUCTION": "2020-01-01T00:00:00Z"}).status, 303)
        self.server.until(lambda: self.server.request("GET", url).status == 404, "the job to be destroyed")
        self.server.until(lambda: not self.server.folder(url).exists(), "the folder to go")

    def test_progress_reaches_job_info(self):
        url = self.server.create(seconds=600, progress=600)
        seen = []

        def reported():
            progress = self.server.job(url).xml.find(f"{UWS}jobInfo/{{urn:vespa-hpc:jobinfo:1}}progress")
            if progress is not None:
                seen.append(float(progress.get("fraction")))
            return len(set(seen)) >= 2
        self.server.until(reported, "two reports")
        self.assertEqual(seen, sorted(seen))
        self.server.request("DELETE", url)


class Queue(ServerTest):
    options = ("--cores", "1")

    def test_one_core_runs_one_job_at_a_time_in_order(self):
        first = self.server.create(seconds=600)
        self.server.wait_for(first, "EXECUTING")
        others = [self.server.create() for _ in range(3)]
        for url in others:
            self.assertEqual(self.server.request("GET", url + "/phase").text, "QUEUED")
        self.server.request("POST", others[1] + "/phase", {"PHASE": "ABORT"})
        self.server.request("POST", first + "/phase", {"PHASE": "ABORT"})
        last = self.server.wait_for(others[2], "COMPLETED")
        early = self.server.job(others[0])
        self.assertEqual(early.phase, "COMPLETED")
        self.assertLessEqual(early.times["endTime"], last.times["startTime"])
        self.assertEqual(self.server.job(others[1]).phase, "ABORTED")

    def test_more_ranks_than_cores_are_refused(self):
        answer = self.server.request("POST", "/rest/selftest", {"ranks": "2", "PHASE": "RUN"})
        self.assertEqual(answer.status, 400)
        self.assertIn("ranks", answer.text)


if __name__ == "__main__":
    unittest.main()
