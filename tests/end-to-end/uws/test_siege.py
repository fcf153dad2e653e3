"""Many clients that do not behave, and a store that fails: others are served, and whoever is not is told why."""
import json
import os
import resource
import selectors
import shutil
import socket
import sqlite3
import tempfile
import time
import unittest
from pathlib import Path

from server import PATIENCE, Server

TIMES = '[http]\nhead = "{0} s"\nstall = "{0} s"\ngrace = "{0} s"\nidle = "{0} s"\n'
MOST = 10_000

IDLE = b""
HALF_A_HEAD = b"GET /rest/selftest HTTP/1.1\r\nHost: a\r\nX-Slow: "
HALF_A_BODY = b"POST /rest/selftest HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\ntext="
HALF_A_FILE = (b"POST /rest/selftest HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000\r\n\r\n"
               b'--b\r\nContent-Disposition: form-data; name="upload"; filename="a"\r\n\r\n')
ANSWERED = b"GET /rest/selftest HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


class Clients:
    """Connections by what they have sent; dripping ones send a byte more from time to time."""

    def __init__(self, server):
        self.address = ("127.0.0.1", int(server.host.rsplit(":", 1)[1]))
        self.kinds = {}
        self.answers = {}
        self.open = selectors.DefaultSelector()

    def connect(self, kind):
        connection = socket.create_connection(self.address, timeout=PATIENCE)
        connection.setblocking(False)
        if kind:
            connection.send(kind)
        self.kinds[connection] = kind
        self.answers[connection] = b""
        self.open.register(connection, selectors.EVENT_READ)

    def drip(self):
        for key in list(self.open.get_map().values()):
            if self.kinds[key.fileobj] in (HALF_A_HEAD, HALF_A_BODY):
                try:
                    key.fileobj.send(b"a")
                except OSError:
                    pass

    def listen(self, seconds):
        """Takes what comes meanwhile. Returns how many are still open."""
        end = time.monotonic() + seconds
        while self.open.get_map() and (left := end - time.monotonic()) > 0:
            for key, _ in self.open.select(left):
                try:
                    came = key.fileobj.recv(65536)
                except BlockingIOError:
                    continue
                except ConnectionError:
                    came = b""
                self.answers[key.fileobj] += came
                if not came:
                    self.open.unregister(key.fileobj)
                    key.fileobj.close()
        return len(self.open.get_map())

    def statuses(self, kind):
        """What those of a kind were answered, as a set of status and whether a reason came."""
        found = set()
        for connection, answer in self.answers.items():
            if self.kinds[connection] == kind:
                head, _, body = answer.partition(b"\r\n\r\n")
                found.add((int(head.split()[1]) if head else 0, bool(body)))
        return found

    def close(self):
        for connection in self.kinds:
            connection.close()
        self.open.close()


class Siege(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="vespa-siege-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.settings = self.folder / "vespa.toml"
        self.settings.write_text(TIMES.format(5), encoding="utf-8")

    def start(self, **more):
        server = Server("--config", self.settings, **more)
        self.addCleanup(server.clean)
        return server

    def clients_of(self, server):
        clients = Clients(server)
        self.addCleanup(clients.close)
        return clients

    def run_a_job(self, server):
        url = server.create(text="served")
        server.wait_for(url, "COMPLETED")
        self.assertTrue(server.request("GET", url + "/results/result").text.endswith("served\n"))

    def test_ten_thousand_connections(self):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        count = min(MOST, hard * 7 // 8 - 500)
        self.settings.write_text(TIMES.format(30), encoding="utf-8")  # so that they are there together
        server = self.start()
        clients = self.clients_of(server)
        kinds = (IDLE, HALF_A_HEAD, HALF_A_BODY, HALF_A_FILE, ANSWERED)
        for i in range(count):
            clients.connect(kinds[i % len(kinds)])
            if i % 500 == 0:
                clients.drip()
                clients.listen(0.01)
        self.run_a_job(server)
        figures = server.request("GET", "/metrics").text
        print("connections at a time:", [line.split()[1] for line in figures.splitlines() if line.startswith("vespa_connections ")], "of", count)
        end = time.monotonic() + PATIENCE
        while clients.listen(1) and time.monotonic() < end:
            clients.drip()
            self.assertEqual(server.request("GET", "/health").status, 200)
        self.assertEqual(clients.listen(0), 0, "connections are left")
        self.run_a_job(server)
        for kind in (HALF_A_HEAD, HALF_A_BODY, HALF_A_FILE):
            self.assertLessEqual(clients.statuses(kind), {(408, True), (0, False)}, kind)
            self.assertIn((408, True), clients.statuses(kind), kind)
        self.assertEqual(clients.statuses(IDLE), {(0, False)})
        self.assertEqual(clients.statuses(ANSWERED), {(200, True)})

    def test_whoever_is_too_many_is_told_so(self):
        self.settings.write_text(TIMES.format(5) + "connections = 50\n", encoding="utf-8")
        server = self.start()
        clients = self.clients_of(server)
        for _ in range(50):
            clients.connect(HALF_A_HEAD)
        answer = server.request("GET", "/health")
        self.assertEqual(answer.status, 503)
        self.assertIn("connections", answer.text)
        self.assertIn("Retry-After", answer.headers)
        server.until(lambda: server.request("GET", "/health").status == 200, "room for connections")

    def test_few_descriptors_are_kept_for_the_work(self):
        command = ["prlimit", "--nofile=300:300"]
        if not shutil.which(command[0]):
            self.skipTest("SKIPPED: prlimit is missing")
        server = self.start(before=command)
        clients = self.clients_of(server)
        refused = 0
        for i in range(300):
            try:
                clients.connect(HALF_A_HEAD)
            except ConnectionError:
                refused += 1
        clients.listen(0.5)
        self.assertIn((503, True), clients.statuses(HALF_A_HEAD) | ({(503, True)} if refused else set()))
        server.until(lambda: server.request("GET", "/health").status == 200, "room for connections")
        self.run_a_job(server)

    @unittest.skipUnless("VESPA_READ_ONLY_STORE" in os.environ, "SKIPPED: a build with sanitizers")
    def test_a_store_that_becomes_read_only(self):
        sign = self.folder / "read-only"
        environment = {**os.environ, "LD_PRELOAD": os.environ["VESPA_READ_ONLY_STORE"], "READ_ONLY_WHILE": str(sign)}
        server = self.start(environment=environment)
        url, other, third = (server.create(run=False) for _ in range(3))
        sign.touch()
        for method, path, body in (("POST", "/rest/selftest", {"text": "x"}), ("POST", other + "/phase", {"PHASE": "RUN"}),
                                   ("POST", url, {"RUNID": "other"}), ("DELETE", third, None)):
            answer = server.request(method, path, body)
            self.assertEqual(answer.status, 503, (method, path, answer.text))
            self.assertGreater(len(answer.text), 10)
        for path in ("/rest/selftest", url, url + "/phase"):
            self.assertLess(server.request("GET", path).status, 500, path)
        health = server.request("GET", "/health")
        self.assertEqual((health.status, json.loads(health.text)["status"]), (503, "degraded"))
        sign.unlink()
        server.until(lambda: server.request("GET", "/health").status == 200, "the store to heal")
        self.run_a_job(server)

    def test_a_store_that_another_holds(self):
        server = self.start()
        server.create(run=False)
        other = sqlite3.connect(server.data / "jobs.db", timeout=0)
        self.assertRaises(sqlite3.OperationalError, other.execute, "BEGIN EXCLUSIVE")  # the server lets nobody in
        other.close()
        records = sqlite3.connect(server.data / "access.db", timeout=0, isolation_level=None)
        records.execute("BEGIN IMMEDIATE")
        self.run_a_job(server)
        self.assertLess(server.request("GET", "/rest/selftest").status, 500)
        records.execute("ROLLBACK")
        records.close()
        self.run_a_job(server)


if __name__ == "__main__":
    unittest.main()
