"""What operators see: health, metrics, the log, request ids, a Unix socket, results sent by a proxy, a full disk."""
import http.client
import json
import resource
import shutil
import signal
import socket
import tempfile
import unittest
from pathlib import Path

from server import Server


class Operation(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="vespa-operation-"))
        self.settings = self.folder / "vespa.toml"
        self.settings.write_text('[log]\nrequests = "all"\nfile = "requests.log"\n', encoding="utf-8")
        self.server = Server("--config", self.settings)

    def tearDown(self):
        self.server.clean()
        shutil.rmtree(self.folder)

    def metrics(self):
        lines = self.server.request("GET", "/metrics").text.splitlines()
        return dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))

    def test_metrics_count_requests_jobs_and_commits(self):
        url = self.server.create(run=False)
        self.server.request("GET", url + "/phase")
        self.server.request("GET", url + "/nothing")
        figures = self.metrics()
        asked = 'vespa_http_requests_total{method="GET",route="/rest/{code}/{job}/phase",status="200"}'
        self.assertEqual(figures[asked], "1")
        self.assertEqual(figures['vespa_http_requests_total{method="GET",route="other",status="404"}'], "1")
        self.assertEqual(figures['vespa_jobs{phase="PENDING"}'], "1")
        self.assertGreaterEqual(int(figures["vespa_store_commits_total"]), 1)
        proxied = self.server.request("GET", "/metrics", headers={"X-Forwarded-For": "192.0.2.1"})
        self.assertEqual(proxied.status, 401)
        self.assertGreater(float(figures["vespa_resident_memory_bytes"]), 1e6)

    def test_the_log_and_the_answer_carry_the_request_id(self):
        answer = self.server.request("GET", "/availability?token=secret", headers={"X-Request-ID": "from-a-proxy.1"})
        self.assertEqual(answer.headers["X-Request-ID"], "from-a-proxy.1")
        made = self.server.request("GET", "/availability", headers={"X-Request-ID": "not fit\tfor a log"})
        self.assertRegex(made.headers["X-Request-ID"], "^[0-9a-f]{16}$")
        text = (self.folder / "requests.log").read_text(encoding="utf-8")
        line = json.loads(text.splitlines()[0])
        self.assertEqual((line["request"], line["path"], line["status"]), ("from-a-proxy.1", "/availability", 200))
        self.assertNotIn("secret", text)
        (self.folder / "requests.log").rename(self.folder / "old.log")
        self.server.process.send_signal(signal.SIGHUP)
        self.server.until(lambda: self.server.request("GET", "/health").status == 200
                          and (self.folder / "requests.log").exists(), "the log to be opened anew")

    def test_a_full_store_is_said_so_and_heals(self):
        self.server.create(run=False)
        size = max(file.stat().st_size for file in self.server.data.glob("jobs.db*"))
        limits = resource.prlimit(self.server.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
        try:
            refused = None
            for _ in range(2000):  # until the log of the store has grown to where it may not
                answer = self.server.request("POST", "/rest/selftest", {"text": "x" * 5000})
                if answer.status != 303:
                    refused = answer
                    break
            self.assertEqual(refused.status, 503)
            self.assertIn("could not be kept", refused.text)
            self.assertIn("Retry-After", refused.headers)
            health = self.server.request("GET", "/health")
            self.assertEqual(health.status, 503)
            self.assertEqual(json.loads(health.text)["status"], "degraded")
            self.assertIn("false", self.server.request("GET", "/availability").text)
            self.assertEqual(self.server.request("GET", "/rest/selftest").status, 200)
        finally:
            resource.prlimit(self.server.process.pid, resource.RLIMIT_FSIZE, limits)
        self.server.until(lambda: self.server.request("GET", "/health").status == 200, "the store to heal")
        url = self.server.create(run=False)
        self.server.restart()
        self.assertEqual(self.server.request("GET", self.server.url + url[url.index("/rest"):]).status, 200)

    def test_results_may_be_left_to_the_proxy(self):
        self.settings.write_text('[http]\naccel = "/protected"\n', encoding="utf-8")
        self.server.restart()
        url = self.server.create(text="x")
        self.server.wait_for(url, "COMPLETED")
        answer = self.server.request("GET", url + "/results/result")
        name = url.rsplit("/", 1)[1]
        self.assertEqual(answer.headers["X-Accel-Redirect"], f"/protected/{name[:2]}/{name}/work/result.txt")
        self.assertEqual(answer.body, b"")
        self.assertIn("sandbox", answer.headers["Content-Security-Policy"])


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=60)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(str(self.path))


class UnixSocket(unittest.TestCase):
    def test_is_listened_on(self):
        folder = Path(tempfile.mkdtemp(prefix="vespa-socket-"))
        server = Server.__new__(Server)
        server.data, server.options, server.codes = folder, [], ()
        path = folder / "http.sock"
        process = server.open("--listen", f"unix:{path}")
        try:
            self.assertIn(f"unix:{path}", process.stdout.readline())
            connection = UnixConnection(path)
            connection.request("GET", "/health")
            self.assertEqual(connection.getresponse().status, 200)
            connection.close()
        finally:
            process.send_signal(signal.SIGTERM)
            self.assertEqual(process.wait(60), 0)
            process.stdout.close()
        self.assertFalse(path.exists())
        shutil.rmtree(folder)


if __name__ == "__main__":
    unittest.main()
