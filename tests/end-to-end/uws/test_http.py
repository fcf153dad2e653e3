"""What the server says to HTTP: methods, redirects, filters, files, other sites, curl."""
import subprocess
import time
import unittest

from server import PATIENCE, XLINK, ServerTest


class Http(ServerTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.done = cls.server.create(text="x" * 1000, bytes=100000)
        cls.server.wait_for(cls.done, "COMPLETED")
        cls.pending = cls.server.create(run=False, RUNID="mine")

    def get(self, path, **headers):
        return self.server.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def test_unknown_resources(self):
        for path in ("/nothing", "/rest/nothing", "/nothing/async", "/rest/selftest/0", "/rest/selftest/" + "0" * 32,
                     "/rest/selftest/../selftest", self.done + "/nothing", self.done + "/results/nothing",
                     self.done + "/results/..%2f..%2fjobs.db", self.done + "/phase/x", "/static/nothing", "/selftest/sync/x"):
            self.assertIn(self.get(path).status, (400, 404), path)

    def test_wrong_methods_name_the_right_ones(self):
        for method, path, allowed in (("PUT", "/rest/selftest", "GET, HEAD, POST"), ("DELETE", "/rest/selftest", "GET, HEAD, POST"),
                                      ("PUT", self.done, "GET, HEAD, POST, DELETE"), ("DELETE", self.done + "/results", "GET, HEAD"),
                                      ("POST", self.done + "/quote", "GET, HEAD"), ("POST", self.done + "/results/result", "GET, HEAD"),
                                      ("PATCH", self.done + "/parameters", "GET, HEAD, POST")):
            answer = self.server.request(method, path)
            self.assertEqual((answer.status, answer.headers["Allow"]), (405, allowed), (method, path))

    def test_a_trailing_slash_is_the_same_resource(self):
        for path in ("/rest/selftest", self.done, self.done + "/phase", self.done + "/results"):
            self.assertEqual(self.get(path).body, self.get(path + "/").body)

    def test_media_types(self):
        for path in ("/rest/selftest", self.done, self.done + "/parameters", self.done + "/results", "/availability",
                     "/selftest/availability", "/selftest/capabilities"):
            answer = self.get(path)
            self.assertEqual((answer.status, answer.headers["Content-Type"]), (200, "text/xml; charset=UTF-8"), path)
            self.assertIsNotNone(answer.xml)
            self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
        for path in ("/phase", "/executionduration", "/destruction", "/quote", "/owner", "/stdout", "/stderr"):
            self.assertEqual(self.get(self.done + path).headers["Content-Type"], "text/plain; charset=UTF-8")

    def test_head_is_get_without_its_body(self):
        for path in (self.done, self.done + "/results/blob", self.done + "/phase", "/"):
            get, head = self.get(path), self.server.request("HEAD", path)
            self.assertEqual((head.status, head.body), (get.status, b""))
            self.assertEqual(head.headers["Content-Length"], get.headers["Content-Length"])

    def test_results_by_range_and_tag(self):
        blob = self.done + "/results/blob"
        whole = self.get(blob)
        self.assertEqual(len(whole.body), 100000)
        part = self.get(blob, Range="bytes=1000-1999")
        self.assertEqual((part.status, part.body), (206, whole.body[1000:2000]))
        self.assertEqual(part.headers["Content-Range"], "bytes 1000-1999/100000")
        self.assertEqual(self.get(blob, Range="bytes=-5").body, whole.body[-5:])
        self.assertEqual(self.get(blob, Range="bytes=100000-").status, 416)
        unchanged = self.get(blob, If_None_Match=whole.headers["ETag"])
        self.assertEqual((unchanged.status, unchanged.body), (304, b""))
        self.assertIn("sandbox", whole.headers["Content-Security-Policy"])
        self.assertIn("filename=", whole.headers["Content-Disposition"])

    def test_a_result_that_became_a_link_is_not_served(self):
        url = self.server.create(text="x")
        self.server.wait_for(url, "COMPLETED")
        result = next((self.server.folder(url) / "work").glob("result*"))
        result.unlink()
        result.symlink_to("/etc/hostname")
        self.assertEqual(self.get(url + "/results/result").status, 404)

    def test_logs_by_tail(self):
        self.assertEqual(self.get(self.done + "/stdout?tail=0").text, "")
        self.assertEqual(self.get(self.done + "/stdout?tail=x").status, 400)
        self.assertEqual(self.get(self.pending + "/stdout").text, "")

    def test_filters(self):
        def names(query):
            answer = self.get("/rest/selftest" + query)
            self.assertEqual(answer.status, 200, query)
            return [job.get("id") for job in answer.xml]
        done, pending = self.done.rsplit("/", 1)[1], self.pending.rsplit("/", 1)[1]
        self.assertIn(done, names("?PHASE=COMPLETED"))
        self.assertNotIn(pending, names("?PHASE=COMPLETED"))
        self.assertTrue({done, pending} <= set(names("?PHASE=COMPLETED&PHASE=PENDING")))
        self.assertEqual(names("?LAST=1"), names("")[:1])
        created = self.server.job(self.pending).times["creationTime"]
        self.assertNotIn(pending, names("?AFTER=" + created))
        self.assertIn(pending, names("?AFTER=2020"))
        self.assertEqual(names("?RUNID=mine"), [pending])
        times = [job[-1].text for job in self.get("/rest/selftest").xml]
        self.assertEqual(times, sorted(times, reverse=True))
        self.assertEqual(len(set(times)), len(times))
        for bad in ("?PHASE=", "?PHASE=X", "?LAST=0", "?LAST=x", "?AFTER=x", "?AFTER=2024-01-01T00:00:00%2B01:00"):
            self.assertEqual(self.get("/rest/selftest" + bad).status, 400, bad)

    def test_pages_of_other_sites_can_do_nothing(self):
        for origin in ("http://evil.example", "null", self.server.url.replace("http:", "https:"), "http://127.0.0.1"):
            for method, path in (("POST", "/rest/selftest"), ("DELETE", self.done), ("POST", self.done + "/phase")):
                answer = self.server.request(method, path, {"PHASE": "RUN"}, {"Origin": origin})
                self.assertEqual(answer.status, 403, (origin, method, path))
        answer = self.server.request("POST", "/rest/selftest", {}, {"Origin": self.server.url})
        self.assertEqual(answer.status, 303)

    def test_names_that_were_bound_to_loopback_are_refused(self):
        for host in ("evil.example", "127.evil.example", "localhost.evil.example:80"):
            self.assertEqual(self.get("/rest/selftest", Host=host).status, 403, host)
        for host in ("", "a b", "x/y", "a@b"):
            self.assertEqual(self.get("/rest/selftest", Host=host).status, 400, host)

    def test_urls_are_those_that_the_client_used(self):
        answer = self.get("/rest/selftest?LAST=1", Host="localhost:1234")
        self.assertTrue(answer.xml[0].get(XLINK + "href").startswith("http://localhost:1234/rest/selftest/"))

    def test_malformed_requests_are_refused(self):
        self.assertEqual(self.get("/" + "a" * 9000).status, 414)
        self.assertEqual(self.get("/", X="a" * 20000).status, 431)
        self.assertEqual(self.get("/%zz").status, 400)
        self.assertEqual(self.server.request("POST", "/rest/selftest", "text=" + "a" * 2_000_000,
                                             {"Content-Type": "application/x-www-form-urlencoded"}).status, 413)

    def test_stdout_of_curl(self):
        """The walk that the README shows, by curl and nothing else."""
        def curl(*arguments):
            return subprocess.run(["curl", "--silent", "--show-error", "--fail", *arguments], check=True, text=True,
                                  capture_output=True, timeout=PATIENCE).stdout
        answer = curl("--include", "--form", "seconds=0.2", "--form", "text=by curl", "--form", "PHASE=RUN",
                      self.server.url + "/selftest/async")
        job = next(line.split()[1] for line in answer.splitlines() if line.lower().startswith("location:"))
        end = time.monotonic() + PATIENCE
        while (phase := curl(job + "/phase")) in ("QUEUED", "EXECUTING") and time.monotonic() < end:
            curl(f"{job}?WAIT=30&PHASE={phase}")
        self.assertEqual(phase, "COMPLETED")
        self.assertIn("by curl", curl(job + "/results/result"))
        curl("--request", "DELETE", job)


class PublicUrl(ServerTest):
    options = ("--public-url", "https://example.org/vespa/")

    def test_every_url_begins_with_it(self):
        answer = self.server.request("POST", "/vespa/rest/selftest", {})
        self.assertEqual(answer.status, 303)
        location = answer.headers["Location"]
        self.assertTrue(location.startswith("https://example.org/vespa/rest/selftest/"), location)
        stripped = location.removeprefix("https://example.org/vespa")
        self.assertIn("https://example.org/vespa", self.server.greeting)
        for path in (stripped, "/vespa" + stripped):
            self.assertEqual(self.server.request("GET", path).status, 200)
        self.assertEqual(self.server.request("POST", stripped, {}, {"Origin": "https://example.org"}).status, 303)
        self.assertEqual(self.server.request("POST", stripped, {}, {"Origin": "https://evil.example"}).status, 403)


if __name__ == "__main__":
    unittest.main()
