#!/usr/bin/python3
"""Trivial jobs a second, end to end: created over HTTP, queued, run under the shim, finished, results hashed, stored.

A vespa-uwsd of the build folder with fresh data runs the diagnostic code, which does nothing, without mpirun. Prints the
rate between the first request and the last job's end, and what the server itself took of a core.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import http.client
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse
import xml.etree.ElementTree as ElementTree
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
FORM = urllib.parse.urlencode({"PHASE": "RUN", "text": "trivial"})
FORM_HEADERS = {"Content-Type": "application/x-www-form-urlencoded"}


def start(build: Path, data: Path, cores: int) -> tuple[subprocess.Popen, str]:
    server = subprocess.Popen([build / "bin" / "vespa-uwsd", "--listen", "127.0.0.1:0", "--data", data, "--cores", str(cores),
                               "--codes", build / "share" / "vespa-hpc" / "diagnostic"], stdout=subprocess.PIPE, text=True)
    greeting = server.stdout.readline()
    host = next((word.rstrip("/,").removeprefix("http://") for word in greeting.split() if word.startswith("http://")), "")
    if not host:
        raise RuntimeError("the server did not start: " + greeting)
    return server, host


def create(host: str, count: int) -> None:
    connection = http.client.HTTPConnection(host)
    for _ in range(count):
        connection.request("POST", "/rest/selftest", FORM, FORM_HEADERS)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 303:
            raise RuntimeError(f"a job was refused: {answer.status}")
    connection.close()


def count_in(host: str, phases: tuple[str, ...]) -> int:
    connection = http.client.HTTPConnection(host)
    connection.request("GET", "/rest/selftest?" + "&".join("PHASE=" + phase for phase in phases))
    jobs = len(ElementTree.fromstring(connection.getresponse().read()))
    connection.close()
    return jobs


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(build: Path, jobs: int, cores: int, clients: int, folder: Path | None = None) -> dict:
    data = Path(tempfile.mkdtemp(prefix="vespa-trivial-", dir=folder))
    server, host = start(build, data, cores)
    try:
        begin = time.monotonic()
        shares = [jobs // clients + (i < jobs % clients) for i in range(clients)]
        with concurrent.futures.ThreadPoolExecutor(clients) as pool:
            list(pool.map(lambda share: create(host, share), shares))
        created = time.monotonic()
        while count_in(host, ("QUEUED", "EXECUTING")):
            time.sleep(0.05)
        seconds = time.monotonic() - begin
        completed = count_in(host, ("COMPLETED",))
        if completed != jobs:
            raise RuntimeError(f"{completed} of {jobs} jobs completed")
        return {"what": "trivial jobs end to end", "jobs": jobs, "cores": cores, "clients": clients,
                "jobs_per_second": jobs / seconds, "creates_per_second": jobs / (created - begin),
                "server_cpu_ms_per_job": 1e3 * cpu_seconds(server.pid) / jobs}
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(data)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=400, metavar="N", help="how many (default: 400)")
    parser.add_argument("--cores", type=int, default=4, metavar="N", help="jobs that run at a time (default: 4)")
    parser.add_argument("--clients", type=int, default=4, metavar="N", help="connections that create them (default: 4)")
    parser.add_argument("--build", type=Path, default=REPOSITORY / "build" / "release", metavar="FOLDER",
                        help="build folder (default: build/release)")
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="where the jobs' data go (default: the temporary folder)")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    asked = parser.parse_args()
    if min(asked.jobs, asked.cores, asked.clients) < 1:
        parser.error("--jobs, --cores and --clients take numbers of 1 or more")
    figures = measure(asked.build, asked.jobs, asked.cores, asked.clients, asked.data)
    if asked.json:
        print(json.dumps(figures))
    else:
        print("{jobs_per_second:.0f} trivial jobs/s end to end ({jobs} jobs, {cores} at a time, created at "
              "{creates_per_second:.0f}/s by {clients} clients); server: {server_cpu_ms_per_job:.2f} ms CPU a job".format(**figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
