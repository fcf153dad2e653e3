"""A job told while it happens: server-sent events, logs that are followed."""
import http.client
import json
import threading
import unittest

from server import PATIENCE, ServerTest


class Events:
    """Reads a stream of events, or of text, on a connection of its own."""

    def __init__(self, server, path, headers=None):
        self.connection = http.client.HTTPConnection(server.host, timeout=PATIENCE)
        self.connection.request("GET", path.removeprefix(server.url), headers=headers or {})
        self.answer = self.connection.getresponse()

    def __iter__(self):
        """Yields (event, id, data) until the server ends the stream."""
        event = {"data": []}
        for line in self.answer:
            name, _, value = line.decode("utf-8").rstrip("\n").partition(": ")
            if name == "":
                if "event" in event:
                    yield event["event"], event["id"], "\n".join(event["data"])
                event = {"data": []}
            elif name == "data":
                event["data"].append(value)
            else:
                event[name] = value

    def close(self):
        self.answer.close()
        self.connection.close()


class EventStreams(ServerTest):
    def follow(self, path, headers=None):
        events = Events(self.server, path, headers)
        self.addCleanup(events.close)
        return events

    def test_a_job_is_told_from_its_start_to_its_end(self):
        url = self.server.create(run=False, seconds=1, progress=4)
        events = self.follow(url + "/events")
        self.assertEqual((events.answer.status, events.answer.headers["Content-Type"]), (200, "text/event-stream"))
        told = iter(events)
        self.assertEqual(json.loads(next(told)[2]), {"phase": "PENDING"})
        self.server.request("POST", url + "/phase", {"PHASE": "RUN"})
        seen = list(told)
        jobs = [json.loads(data) for event, _, data in seen if event == "job"]
        phases = list(dict.fromkeys(job["phase"] for job in jobs))
        self.assertEqual(phases, ["QUEUED", "EXECUTING", "COMPLETED"])
        fractions = [job["progress"]["fraction"] for job in jobs if "progress" in job]
        self.assertEqual(fractions, sorted(fractions))
        self.assertTrue(fractions)
        self.assertEqual(seen[-1][::2], ("end", "COMPLETED"))
        log = [line for event, _, data in seen if event == "stdout" for line in data.split("\n")]
        self.assertEqual(log, self.server.request("GET", url + "/stdout").text.splitlines())

    def test_a_client_that_comes_again_misses_nothing(self):
        url = self.server.create(seconds=0.5, progress=3)
        self.server.wait_for(url, "COMPLETED")
        whole = self.server.request("GET", url + "/stdout").text
        self.assertGreaterEqual(whole.count("\n"), 2, "the diagnostic code prints lines")
        first = whole.index("\n") + 1
        rest = [data for event, _, data in self.follow(url + "/events", {"Last-Event-ID": f"{first}.0"}) if event == "stdout"]
        self.assertEqual("\n".join(rest), whole[first:].rstrip("\n"))
        nothing = [event for event, _, _ in self.follow(url + "/events", {"Last-Event-ID": f"{len(whole)}.0"})]
        self.assertEqual(nothing, ["job", "end"])
        for strange in ("x", "99999999999999999999999.1", "-1.-1", "."):
            self.assertEqual([event for event, _, _ in self.follow(url + "/events", {"Last-Event-ID": strange})][-1], "end")

    def test_abort_and_deletion_are_told(self):
        for request, last in ((("POST", "/phase", {"PHASE": "ABORT"}), "ABORTED"), (("DELETE", "", None), "deleted")):
            url = self.server.create(seconds=600)
            self.server.wait_for(url, "EXECUTING")
            told = iter(self.follow(url + "/events"))
            next(told)
            method, child, form = request
            self.server.request(method, url + child, form)
            self.assertEqual(list(told)[-1][::2], ("end", last))

    def test_a_log_is_followed_as_text_and_as_events(self):
        url = self.server.create(seconds=1, progress=4)
        text = self.follow(url + "/stdout?follow=1")
        lines = [data for _, _, data in self.follow(url + "/stdout?follow=1", {"Accept": "text/event-stream"})]
        whole = self.server.request("GET", url + "/stdout").text
        self.assertEqual(text.answer.read().decode(), whole)
        self.assertEqual("\n".join(lines[:-1]) + "\n", whole)
        self.assertEqual(self.server.request("GET", url + "/stdout?follow=2").status, 400)

    def test_those_who_leave_are_forgotten(self):
        url = self.server.create(seconds=600)
        self.server.wait_for(url, "EXECUTING")
        streams = [Events(self.server, url + "/events") for _ in range(200)]
        for stream in streams:
            self.assertEqual(next(iter(stream))[0], "job")
        threads = [threading.Thread(target=stream.close) for stream in streams]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(next(iter(self.follow(url + "/events")))[0], "job")
        self.server.request("DELETE", url)

    def test_the_server_ends_though_jobs_are_followed(self):
        url = self.server.create(seconds=600)
        self.server.wait_for(url, "EXECUTING")
        told = iter(self.follow(url + "/events"))
        next(told)
        self.server.end()
        self.assertEqual(list(told), [])
        self.server.start()
        self.assertEqual(self.server.job(self.server.url + url[url.index("/rest"):]).phase, "EXECUTING")
        self.server.request("DELETE", url[url.index("/rest"):])


if __name__ == "__main__":
    unittest.main()
