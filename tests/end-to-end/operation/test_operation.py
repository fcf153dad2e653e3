"""The examples for operators hold: systemd reads the unit, the server its configuration, and nginx passes everything on."""
import hashlib
import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

from server import BUILD, PATIENCE, Server

OPERATION = Path(os.environ["VESPA_SOURCE_DIR"]) / "uws-wrapper" / "operation"


class Unit(unittest.TestCase):
    @unittest.skipUnless(shutil.which("systemd-analyze"), "SKIPPED: systemd-analyze is missing")
    def test_systemd_reads_the_unit(self):
        text = (BUILD / "uws-wrapper/operation/vespa-uwsd.service").read_text()
        programs = set(re.findall(r"^ExecStart\w*=(\S+)", text, re.M))
        self.assertEqual(len(programs), 1)
        with tempfile.TemporaryDirectory() as folder:
            unit = Path(folder) / "vespa-uwsd.service"
            unit.write_text(text.replace(programs.pop(), str(BUILD / "bin/vespa-uwsd")))  # where it is built
            done = subprocess.run(["systemd-analyze", "verify", "--man=no", unit], capture_output=True, text=True, timeout=PATIENCE)
            complaints = [line for line in done.stderr.splitlines() if "vespa-uwsd" in line]
            self.assertEqual((done.returncode, complaints), (0, []), done.stderr)

    def test_jobs_outlive_a_restart(self):
        text = (OPERATION / "vespa-uwsd.service.in").read_text()
        self.assertIn("\nKillMode=process\n", text)
        self.assertNotIn("\nPrivateTmp=", text)

    def test_the_server_takes_its_configuration(self):
        command = [BUILD / "bin/vespa-uwsd", "--check", "--config", OPERATION / "uwsd.toml"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("the configuration is good", done.stdout)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@unittest.skipUnless(shutil.which("nginx") and shutil.which("openssl"), "SKIPPED: nginx or openssl is missing")
class BehindNginx(unittest.TestCase):
    settings = ""

    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="vespa-nginx-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        port = free_port()
        cls.host = f"localhost:{port}"
        (cls.folder / "uwsd.toml").write_text(cls.settings)
        cls.server = Server("--config", cls.folder / "uwsd.toml", "--public-url", f"https://{cls.host}")
        cls.addClassCleanup(cls.server.clean)
        cls.certificate = cls.folder / "vespa.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                        "-addext", "subjectAltName=DNS:localhost", "-keyout", cls.folder / "vespa.key", "-out", cls.certificate], check=True, capture_output=True)
        site = (OPERATION / "nginx.conf").read_text()
        changes = {"server 127.0.0.1:8642": f"server {cls.server.host}", "listen 443 ssl": f"listen 127.0.0.1:{port} ssl", "    listen [::]:443 ssl;\n": "",
                   "vespa.example.org": "localhost", "/etc/ssl/vespa": str(cls.folder / "vespa"), "Host $host": "Host $http_host",
                   "/var/lib/vespa-hpc": str(cls.server.data)}
        for old, new in changes.items():
            if old not in site:
                raise AssertionError(f"nginx.conf does not say {old}")
            site = site.replace(old, new)
        temporary = "".join(f"{kind}_temp_path {cls.folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        user = "user root;\n" if os.geteuid() == 0 else ""  # who may read the server's data
        (cls.folder / "nginx.conf").write_text(f"{user}daemon off;\nworker_processes 1;\npid {cls.folder}/pid;\nerror_log stderr warn;\nevents {{}}\n"
                                               f"http {{\naccess_log off;\n{temporary}{site}}}\n")
        command = ["nginx", "-p", cls.folder, "-c", cls.folder / "nginx.conf", "-e", "stderr"]
        done = subprocess.run([*command, "-t"], capture_output=True, text=True)
        if done.returncode != 0:
            raise AssertionError(done.stderr)
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        cls.addClassCleanup(process.wait)
        cls.addClassCleanup(process.terminate)
        cls.wait_for(port)

    @staticmethod
    def wait_for(port):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError("nginx does not answer")

    def request(self, method, path, body=None, headers=None):
        connection = http.client.HTTPSConnection(self.host, timeout=PATIENCE, context=ssl.create_default_context(cafile=self.certificate))
        self.addCleanup(connection.close)
        connection.request(method, path.removeprefix(f"https://{self.host}"), body, headers or {})
        return connection.getresponse()

    def create(self, body):
        answer = self.request("POST", "/rest/selftest", body + "&PHASE=RUN", {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"https://{self.host}"})
        self.assertEqual(answer.status, 303, answer.read())
        url = answer.headers["Location"]
        self.assertTrue(url.startswith(f"https://{self.host}/rest/selftest/"), url)
        return url

    def test_events_come_while_the_job_runs(self):
        url = self.create("seconds=600&progress=6000")
        events = self.request("GET", url + "/events")
        lines = []
        while not any("step" in line for line in lines):  # nginx would hold back so little text
            lines.append(events.readline().decode())
        self.assertEqual(self.request("GET", url + "/phase").read(), b"EXECUTING")
        self.assertEqual(self.request("DELETE", url).status, 303)
        rest = events.read().decode()
        self.assertIn("event: end", rest)

    def test_large_results_come_whole_and_in_parts(self):
        self.fetch_results()

    def fetch_results(self):
        """Runs a job and checks its results as they come; returns the answer that held the smaller one."""
        url = self.create("bytes=50000000&text=x")
        self.request("GET", url + "?WAIT=50&PHASE=QUEUED").read()
        while self.request("GET", url + "/phase").read() in (b"QUEUED", b"EXECUTING"):
            self.request("GET", url + "?WAIT=20").read()
        whole = self.request("GET", url + "/results/blob").read()
        self.assertEqual(len(whole), 50000000)
        part = self.request("GET", url + "/results/blob", headers={"Range": "bytes=49999990-"})
        self.assertEqual((part.status, part.read()), (206, whole[-10:]))
        text = self.request("GET", url + "/results/result")
        self.assertEqual(text.status, 200)
        self.assertTrue(text.read().endswith(b"\nx\n"))
        self.assertIn("sandbox", text.headers["Content-Security-Policy"])
        self.assertEqual(text.headers["X-Content-Type-Options"], "nosniff")
        self.assertIn("filename=", text.headers["Content-Disposition"])
        return text

    def test_pages_are_served_under_the_public_name(self):
        page = self.request("GET", "/", headers={"Accept": "text/html"}).read().decode()
        self.assertIn(f'href="https://{self.host}/rest/selftest"', page)


class ResultsSentByNginx(BehindNginx):
    settings = '[http]\naccel = "/protected"\n'

    def test_large_results_come_whole_and_in_parts(self):
        text = self.fetch_results()
        self.assertRegex(text.headers["ETag"], '^"[0-9a-f]+-[0-9a-f]+"$')  # of time and size: nginx's own

    def test_nobody_comes_to_the_folders_from_outside(self):
        name = self.create("text=x").rsplit("/", 1)[1]
        self.assertEqual(self.request("GET", f"/protected/{name[:2]}/{name}/spec.json").status, 404)


class SignedInThroughNginx(BehindNginx):
    token = "a token of this test alone"
    settings = ('[access]\ntrusted-proxies = ["127.0.0.1"]\naudit-log = "audit.jsonl"\n[[access.user]]\nname = "ada"\n'
                f'token-sha256 = "{hashlib.sha256(token.encode()).hexdigest()}"\n')
    test_events_come_while_the_job_runs = test_large_results_come_whole_and_in_parts = test_pages_are_served_under_the_public_name = None

    def test_the_session_is_for_https_and_the_address_is_the_client_s(self):
        form = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"https://{self.host}"}
        answer = self.request("POST", "/sign-in", "USER=ada&RETURN=/account&TOKEN=" + self.token.replace(" ", "+"), {**form, "X-Forwarded-For": "192.0.2.66"})
        self.assertEqual((answer.status, answer.headers["Location"]), (303, f"https://{self.host}/account"), answer.read())
        cookie = answer.headers["Set-Cookie"]
        for word in ("Secure", "HttpOnly", "SameSite=Lax"):
            self.assertIn(word, cookie)
        account = self.request("GET", "/account", headers={"Cookie": cookie.split(";")[0]})
        self.assertEqual((account.status, account.headers["X-VO-Authenticated"]), (200, "ada"))
        self.assertEqual(self.request("GET", "/account").status, 401)
        self.server.until((self.folder / "audit.jsonl").exists, "the audit log")
        self.assertNotIn("192.0.2.66", (self.folder / "audit.jsonl").read_text())

    def test_metrics_are_not_for_the_world(self):
        self.assertEqual(self.request("GET", "/metrics").status, 401)


if __name__ == "__main__":
    unittest.main()
