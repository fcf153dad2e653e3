"""The clients that people have: STILTS's validator and pyvo."""
import datetime
import shutil
import subprocess
import unittest
import warnings

from server import PATIENCE, ServerTest

try:
    from pyvo.dal import tap
    from pyvo.dal.exceptions import DALQueryError
except ImportError:
    tap = None


@unittest.skipUnless(shutil.which("stilts"), "stilts is not installed (scripts/install-packages test)")
class Stilts(ServerTest):
    def test_taplint_finds_no_error_in_the_job_list(self):
        run = subprocess.run(["stilts", "taplint", "interface=tap1.0", "report=EWFI", "stages=TMV TME CPV AVV UWS",
                              "tapurl=" + self.server.url + "/selftest"], capture_output=True, text=True, timeout=4 * PATIENCE)
        totals = [line for line in run.stdout.splitlines() if line.startswith("Totals:")]
        self.assertEqual(len(totals), 1, run.stdout + run.stderr)
        self.assertIn("Errors: 0", totals[0], run.stdout)
        self.assertIn("Failures: 0", totals[0], run.stdout)
        # The last stage has made jobs, run one and deleted one.
        for step in ("Created new job", "POSTed PHASE=RUN", "POSTed ACTION=DELETE"):
            self.assertIn(step, run.stdout)


@unittest.skipUnless(tap, "pyvo is not installed for this Python (scripts/install-packages test)")
class Pyvo(ServerTest):
    def setUp(self):
        warnings.simplefilter("ignore")
        self.service = tap.TAPService(self.server.url + "/selftest")

    def test_a_job_from_submission_to_deletion(self):
        job = self.service.submit_job("SELECT 1")
        self.assertEqual(job.phase, "PENDING")
        job.execution_duration = 100
        duration = job.execution_duration  # a number, or a TimeDelta in later versions
        self.assertEqual(getattr(duration, "sec", duration), 100)
        day = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=2, microseconds=123456)
        job.destruction = day.replace(tzinfo=None)
        self.assertEqual(str(job.destruction)[:10], day.date().isoformat())
        job.run().wait(timeout=PATIENCE)
        self.assertEqual(job.phase, "COMPLETED")
        job.raise_if_error()
        self.assertTrue(job.result_uri.endswith("/results/result"), job.result_uri)
        self.assertEqual(len(job.fetch_result()), 1)
        url = job.url
        job.delete()
        self.assertEqual(self.server.request("GET", url).status, 404)

    def test_errors_are_told(self):
        job = self.service.submit_job("ERROR as asked")
        job.run().wait(timeout=PATIENCE)
        self.assertEqual(job.phase, "ERROR")
        with self.assertRaises(DALQueryError):
            job.raise_if_error()
        self.assertIn("as asked", self.server.job(job.url).message)

    def test_an_abort_is_seen(self):
        url = self.server.create(seconds=600)
        job = tap.AsyncTAPJob(url)
        job.wait(phases=["EXECUTING"], timeout=PATIENCE)
        job.abort()
        self.server.wait_for(url, "ABORTED")

    def test_the_list_by_phase_last_and_after(self):
        made = [self.service.submit_job("SELECT 1") for _ in range(3)]
        made[0].run().wait(timeout=PATIENCE)
        ids = {job.job_id for job in made}
        self.assertEqual({j.jobid for j in self.service.get_job_list(phases=["COMPLETED"]) if j.jobid in ids}, {made[0].job_id})
        self.assertEqual([j.jobid for j in self.service.get_job_list(last=2)], [made[2].job_id, made[1].job_id])
        past = datetime.datetime(2020, 1, 1, 0, 0, 0, 5)
        self.assertLessEqual(ids, {j.jobid for j in self.service.get_job_list(after=past)})
        self.assertEqual(list(self.service.get_job_list(after=datetime.datetime(2900, 1, 1))), [])


if __name__ == "__main__":
    unittest.main()
