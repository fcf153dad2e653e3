"""A vespa-uwsd of the build tree, and a small client of it."""
import http.client
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
import unittest
import urllib.parse
import uuid
import xml.etree.ElementTree as ElementTree
from pathlib import Path

BUILD = Path(os.environ["VESPA_BINARY_DIR"])
UWS = "{http://www.ivoa.net/xml/UWS/v1.0}"
XLINK = "{http://www.w3.org/1999/xlink}"
PATIENCE = 120  # s; an event, not a measure: the machine may be busy


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self):
        return self.body.decode("utf-8")

    @property
    def xml(self):
        return ElementTree.fromstring(self.body)


class Server:
    """Started on a free port; its data folder outlives kill() and restart(). `before`: a command that runs it."""

    environment, before = None, ()

    def __init__(self, *options, codes=("selftest",), data=None, environment=None, before=()):
        self.data = data or Path(tempfile.mkdtemp(prefix="vespa-e2e-"))
        self.options = list(options)
        self.environment, self.before = environment, before
        self.codes = codes  # whose jobs clean() removes
        self.process = None
        self.start()

    def open(self, *listen):
        return subprocess.Popen(
            [*self.before, BUILD / "bin" / "vespa-uwsd", *listen, "--data", self.data,
             "--codes", BUILD / "share" / "vespa-hpc" / "diagnostic", *self.options],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=self.environment)

    def start(self):
        self.process = self.open("--listen", "127.0.0.1:0")
        self.greeting = self.process.stdout.readline()
        words = self.greeting.replace(",", " ").split()
        if len(words) < 2 or not words[1].startswith("http://"):
            raise RuntimeError("the server did not start: " + self.greeting)
        self.url = words[1].rstrip("/")
        self.host = self.url.removeprefix("http://")

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def restart(self):
        self.kill()
        self.start()

    def end(self):
        """Graceful; returns the exit code."""
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(PATIENCE)
        self.process.stdout.close()
        return code

    def clean(self):
        if self.process.poll() is None:
            for job in [job for code in self.codes for job in self.request("GET", f"/rest/{code}").xml]:
                self.request("DELETE", job.get(XLINK + "href"))
            self.until(lambda: not any(self.data.glob("jobs/*/*")), "all jobs to be gone")
            self.end()
        shutil.rmtree(self.data)

    def request(self, method, path, body=None, headers=None, timeout=PATIENCE):
        """One request on a connection of its own; redirects are not followed. `body` may be a dict: a form."""
        headers = dict(headers or {})
        if isinstance(body, dict):
            body = urllib.parse.urlencode(body)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection(self.host, timeout=timeout)
        try:
            connection.request(method, path.removeprefix(self.url), body, headers)
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def multipart(self, path, fields, files=()):
        """`fields`: (name, text) pairs; `files`: (name, file name, bytes) triples."""
        boundary = uuid.uuid4().hex
        parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + text.encode()
                 for name, text in fields]
        parts += [f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n'
                  "Content-Type: application/octet-stream\r\n\r\n".encode() + content for name, file, content in files]
        body = b"\r\n".join(parts) + f"\r\n--{boundary}--\r\n".encode()
        return self.request("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={boundary}"})

    def create(self, run=True, **parameters):
        """Makes a selftest job; returns its URL."""
        form = {name: str(value) for name, value in parameters.items()}
        if run:
            form["PHASE"] = "RUN"
        answer = self.request("POST", "/rest/selftest", form)
        if answer.status != 303:
            raise AssertionError(f"{answer.status}: {answer.text}")
        return answer.headers["Location"]

    def job(self, url, query=""):
        return Job(self.request("GET", url + query).xml)

    def wait_for(self, url, *phases):
        """Blocks (by WAIT) until the job is in one of the phases."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            job = self.job(url)
            if job.phase in phases:
                return job
            if job.phase not in ("PENDING", "QUEUED", "EXECUTING"):
                raise AssertionError(f"the job is {job.phase}, not {phases}: {job.message}")
            self.request("GET", f"{url}?WAIT=20&PHASE={job.phase}")
        raise AssertionError(f"the job never came to {phases}")

    def until(self, condition, what):
        end = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > end:
                raise AssertionError("waited in vain for " + what)
            time.sleep(0.02)

    def folder(self, url):
        name = url.rsplit("/", 1)[1]
        return self.data / "jobs" / name[:2] / name

    def session_processes(self, url):
        """Process ids whose working directory is the job's."""
        work = str(self.folder(url) / "work")
        found = []
        for process in Path("/proc").iterdir():
            if process.name.isdigit():
                try:
                    if os.readlink(process / "cwd").startswith(work):
                        found.append(int(process.name))
                except OSError:
                    pass  # gone, or a kernel thread
        return found


class Job:
    """A <uws:job> taken apart."""

    def __init__(self, xml):
        self.xml = xml
        self.id = xml.findtext(UWS + "jobId")
        self.phase = xml.findtext(UWS + "phase")
        self.message = xml.findtext(f"{UWS}errorSummary/{UWS}message")
        self.parameters = {p.get("id"): p for p in xml.find(UWS + "parameters")}
        self.results = {r.get("id"): r for r in xml.find(UWS + "results")}
        self.times = {name: xml.findtext(UWS + name) for name in ("creationTime", "startTime", "endTime", "destruction")}


class ServerTest(unittest.TestCase):
    """One server for the tests of a class."""
    options = ()

    @classmethod
    def setUpClass(cls):
        cls.server = Server(*cls.options)
        cls.addClassCleanup(cls.server.clean)


def load_exit(folder):
    return json.loads((folder / "exit.json").read_text())
