"""Two servers on one PostgreSQL: each sees and serves the jobs of both. Run by tests/support/with_postgres."""
import os
import shutil
import tempfile
import threading
import unittest
from pathlib import Path

from server import PATIENCE, Server


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

    def test_a_key_makes_one_job_whoever_is_asked(self):
        def post(server, key, seen):
            answer = server.request("POST", "/rest/selftest", {"text": key}, {"Idempotency-Key": key})
            while answer.status == 503:  # the other was first, and its job has not been seen yet
                answer = server.request("POST", "/rest/selftest", {"text": key}, {"Idempotency-Key": key})
            seen.append((answer.status, answer.headers["Location"].rsplit("/", 1)[1]))

        for i in range(10):
            seen = []
            threads = [threading.Thread(target=post, args=(server, f"key {i}".replace(" ", "-"), seen))
                       for server in (self.one, self.two, self.one, self.two)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(PATIENCE)
            self.assertEqual(len(seen), 4)
            self.assertEqual({status for status, _ in seen}, {303})
            self.assertEqual(len({name for _, name in seen}), 1, seen)
        for server in (self.one, self.two):
            server.until(lambda: len(server.request("GET", "/rest/selftest").xml) == 10, "ten jobs and no more")
        refused = self.two.request("POST", "/rest/selftest", {"text": "another"}, {"Idempotency-Key": "key-0"})
        self.assertEqual(refused.status, 409)

    def sweep(self, server, **more):
        answer = server.request("POST", "/rest/selftest", {"SWEEP": "text:a,b,c,d,e,f", "PHASE": "RUN", **more})
        self.assertEqual(answer.status, 303, answer.text)
        return answer.headers["Location"]

    def members(self, server, url):
        return server.request("GET", f"/rest/selftest?PARENT={url.rsplit('/', 1)[1]}").xml

    def test_a_sweep_can_be_deleted_by_the_other_server(self):
        here = self.sweep(self.one)
        there = self.see(self.two, here)
        self.one.wait_for(here, "COMPLETED")
        self.two.wait_for(there, "COMPLETED")
        self.two.until(lambda: [m[0].text for m in self.members(self.two, there)] == 6 * ["COMPLETED"], "the members to be seen")
        self.assertIn("TABLEDATA", self.two.request("GET", there + "/results/result").text)
        self.assertEqual(self.two.request("DELETE", there).status, 303)
        for server in (self.one, self.two):
            server.until(lambda: len(server.request("GET", "/rest/selftest").xml) == 0, "the family to be gone")

    def test_a_sweep_can_be_aborted_by_the_other_server(self):
        here = self.sweep(self.one, seconds="600")
        self.one.wait_for(here, "EXECUTING")
        there = self.see(self.two, here)
        self.two.wait_for(there, "EXECUTING")
        self.assertEqual(self.two.request("POST", there + "/phase", {"PHASE": "ABORT"}).status, 303)
        self.two.wait_for(there, "ABORTED")
        self.two.until(lambda: [m[0].text for m in self.members(self.two, there)] == 6 * ["ABORTED"], "the members to end")

    def test_a_sweep_outlives_its_server(self):
        here = self.sweep(self.one, seconds="1")
        self.one.wait_for(here, "EXECUTING")
        there = self.see(self.two, here)
        self.one.kill()
        self.two.wait_for(there, "COMPLETED")
        table = self.two.request("GET", there + "/results/result").text
        self.assertEqual(table.count("<TR>"), 6)
        self.assertEqual(table.count(">COMPLETED<"), 6)
        self.assertEqual(len(self.members(self.two, there)), 6)
        self.one = self.start("one")

    def test_a_name_is_one_servers_only(self):
        with self.assertRaisesRegex(RuntimeError, "'one'"):
            self.start("one")


if __name__ == "__main__":
    unittest.main()
