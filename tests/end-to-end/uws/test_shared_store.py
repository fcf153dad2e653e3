"""Two servers on one PostgreSQL: each sees and serves the jobs of both. Run by tests/support/with_postgres."""
import os
import shutil
import tempfile
import unittest
from pathlib import Path

from server import Server


class SharedStore(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="vespa-shared-"))
        self.one, self.two = self.start("one"), self.start("two")

    def start(self, name):
        settings = self.folder / f"{name}.toml"
        settings.write_text(f'[store]\nkind = "postgresql"\ndatabase = "{os.environ["VESPA_POSTGRES"]}"\n'
                            f'server = "{name}"\nlease = "3 s"\n', encoding="utf-8")
        return Server("--config", settings, data=self.folder)

    def tearDown(self):
        last = self.two
        for job in last.request("GET", "/rest/selftest").xml:
            last.request("DELETE", f"/rest/selftest/{job.get('id')}")
        last.until(lambda: not any(self.folder.glob("jobs/*/*")), "all jobs to be gone")
        for server in (self.one, self.two):
            if server.process.poll() is None:
                server.end()
        shutil.rmtree(self.folder)

    @staticmethod
    def at(server, url):
        """The same job at another server."""
        return server.url + url[url.index("/rest/"):]

    def see(self, server, url):
        url = self.at(server, url)
        server.until(lambda: server.request("GET", url).status == 200, "the job to be seen by the other server")
        return url

    def test_a_job_of_one_is_run_by_the_other_and_seen_by_both(self):
        here = self.one.create(run=False, text="shared")
        there = self.see(self.two, here)
        self.assertEqual(self.two.request("POST", there + "/phase", {"PHASE": "RUN"}).status, 303)
        self.two.wait_for(there, "COMPLETED")
        self.one.wait_for(here, "COMPLETED")
        for server, url in ((self.one, here), (self.two, there)):
            self.assertIn("shared", server.request("GET", url + "/results/result").text)
            listed = [job.get("id") for job in server.request("GET", "/rest/selftest").xml]
            self.assertEqual(listed, [here.rsplit("/", 1)[1]])

    def test_the_other_server_ends_and_deletes_a_run(self):
        here = self.one.create(seconds=600)
        self.one.wait_for(here, "EXECUTING")
        there = self.see(self.two, here)
        self.two.until(lambda: self.two.request("GET", there + "/phase").text == "EXECUTING", "the phase to be seen")
        self.assertEqual(self.two.request("POST", there + "/parameters", {"text": "late"}).status, 403)
        self.assertEqual(self.two.request("POST", there + "/phase", {"PHASE": "ABORT"}).status, 303)
        self.one.wait_for(here, "ABORTED")
        self.two.wait_for(there, "ABORTED")
        again = self.one.create(seconds=600)
        self.one.wait_for(again, "EXECUTING")
        there = self.see(self.two, again)
        self.assertEqual(self.two.request("DELETE", there).status, 303)
        self.assertEqual(self.two.request("GET", there).status, 404)
        self.one.until(lambda: self.one.request("GET", again).status == 404, "the job to be gone")

    def test_the_jobs_of_a_dead_server_live_on(self):
        running = self.one.create(seconds=8, text="survivor")
        self.one.wait_for(running, "EXECUTING")
        there = self.see(self.two, running)
        self.one.kill()
        self.two.wait_for(there, "COMPLETED")
        self.assertIn("survivor", self.two.request("GET", there + "/results/result").text)
        self.one = self.start("one")
        self.one.wait_for(self.at(self.one, running), "COMPLETED")

    def test_a_name_is_one_servers_only(self):
        with self.assertRaisesRegex(RuntimeError, "'one'"):
            self.start("one")


if __name__ == "__main__":
    unittest.main()
