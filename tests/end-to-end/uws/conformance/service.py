"""A UWS job list as its clients see it: requests, and documents taken apart. Knows nothing of one server."""
import http.client
import re
import time
import urllib.parse
import xml.etree.ElementTree as ElementTree

UWS = "{http://www.ivoa.net/xml/UWS/v1.0}"
XLINK = "{http://www.w3.org/1999/xlink}"
NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
INSTANT = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$")
PHASES = ("PENDING", "QUEUED", "EXECUTING", "COMPLETED", "ERROR", "ABORTED", "UNKNOWN", "HELD", "SUSPENDED", "ARCHIVED")
ACTIVE = ("PENDING", "QUEUED", "EXECUTING")


class Failure(Exception):
    """What the service did, where the standard says otherwise."""


def expect(condition, what):
    if not condition:
        raise Failure(what)


class Answer:
    def __init__(self, response, url):
        self.status, self.headers, self.url = response.status, response.headers, url
        self.body = response.read()

    @property
    def text(self):
        return self.body.decode("utf-8")

    @property
    def location(self):
        return self.headers["Location"]

    @property
    def media_type(self):
        return (self.headers["Content-Type"] or "").split(";")[0].strip()

    def xml(self, root):
        expect(self.status == 200, f"{self.url} answers {self.status}, not 200: {self.body[:200]!r}")
        expect(self.media_type in ("text/xml", "application/xml"), f"{self.url} is {self.media_type}, not XML")
        tree = ElementTree.fromstring(self.body)
        expect(tree.tag == UWS + root, f"the root of {self.url} is {tree.tag}, not uws:{root}")
        return tree

    def see_other(self):
        expect(self.status == 303, f"{self.url} answers {self.status}, not 303: {self.body[:200]!r}")
        expect(self.location is not None, f"the 303 of {self.url} has no Location")
        expect(urllib.parse.urlsplit(self.location).scheme, f"Location is not absolute: {self.location}")
        return self.location


class Job:
    """A <uws:job>."""

    def __init__(self, tree):
        self.tree = tree

    def text(self, name):
        return self.tree.findtext(UWS + name)

    def is_nil(self, name):
        element = self.tree.find(UWS + name)
        return element is not None and element.get(NIL) in ("true", "1")

    @property
    def phase(self):
        return self.text("phase")

    @property
    def results(self):
        return list(self.tree.find(UWS + "results"))

    @property
    def parameters(self):
        return {p.get("id"): p for p in self.tree.find(UWS + "parameters")}


class Service:
    """A job list, and three kinds of jobs that it can be asked for."""

    def __init__(self, url, quick, long, failing, patience=120):
        self.url = url.rstrip("/")
        self.quick, self.long, self.failing = dict(quick), dict(long), dict(failing)
        self.patience = patience
        self.made = []

    def request(self, method, url, form=None, headers=(), body=None):
        """One request; a redirect is an answer like any other."""
        parts = urllib.parse.urlsplit(url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(parts.netloc, timeout=self.patience)
        headers = dict(headers)
        if form is not None:
            body = urllib.parse.urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        target = parts.path + ("?" + parts.query if parts.query else "")
        try:
            connection.request(method, target, body, headers)
            return Answer(connection.getresponse(), url)
        finally:
            connection.close()

    def get(self, url, **query):
        return self.request("GET", url + ("?" + urllib.parse.urlencode(query, doseq=True) if query else ""))

    def post(self, url, **form):
        return self.request("POST", url, form)

    def create(self, form, **controls):
        """A new job; returns its URL."""
        job = self.post(self.url, **form, **controls).see_other().split("?")[0]
        self.made.append(job)
        return job

    def job(self, url, **query):
        return Job(self.get(url, **query).xml("job"))

    def jobs(self, **filters):
        """id -> <uws:jobref>, in the order of the list."""
        return {ref.get("id"): ref for ref in self.get(self.url, **filters).xml("jobs")}

    def wait(self, url, *phases):
        """Polls until the job is in one of the phases; None stands for any that is not active."""
        end = time.monotonic() + self.patience
        while time.monotonic() < end:
            job = self.job(url)
            if job.phase in phases or (None in phases and job.phase not in ACTIVE):
                return job
            expect(job.phase in ACTIVE, f"{url} is {job.phase}, never {phases}")
            time.sleep(0.05)
        raise Failure(f"{url} is not {phases} after {self.patience} s")

    def clean(self):
        for url in self.made:
            self.request("DELETE", url)
        self.made = []


def job_id(url):
    return urllib.parse.unquote(url.split("?")[0].rstrip("/").rsplit("/", 1)[1])


CHECKS = []


def check(section, sentence):
    """Registers a check of one sentence of the standard."""
    def register(function):
        CHECKS.append((section, sentence, function))
        return function
    return register
