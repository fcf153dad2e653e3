"""Parameter values are values: checked, kept, given back unchanged, never interpreted."""
import hashlib
import json
import unittest
from pathlib import Path

from server import BUILD, UWS, ServerTest

HOSTILE = [
    "; touch /tmp/vespa-e2e-pwned", "$(touch /tmp/vespa-e2e-pwned)", "`touch /tmp/vespa-e2e-pwned`", "| cat /etc/passwd",
    "&& false", "--seconds=600", "-h", "../../../etc/passwd", "/etc/passwd", "a\nb", "a\r\nb\tc", "'\"\\'\"", "*?[a]{b,c}~",
    "%41%zz+ +", "<script>alert(1)</script>&amp;]]>", "é ☿ 🪐", "{program}", "${HOME} $PATH", "\x01\x02\x1b[31m", " ",
]


class Values(ServerTest):
    def test_hostile_text_comes_back_and_reaches_the_program_unchanged(self):
        pwned = Path("/tmp/vespa-e2e-pwned")
        for form in (lambda text: self.server.request("POST", "/rest/selftest", {"text": text, "PHASE": "RUN"}),
                     lambda text: self.server.multipart("/rest/selftest", [("text", text), ("PHASE", "RUN")])):
            made = [(text, form(text).headers["Location"]) for text in HOSTILE]
            for text, url in made:
                self.assertEqual(self.server.request("GET", url + "/parameters/text").body, text.encode(), text)
                job = self.server.wait_for(url, "COMPLETED")
                element = job.parameters["text"]
                if element.get("byReference") == "true":
                    self.assertTrue(any(ord(c) < 32 for c in text))
                    self.assertEqual(element.text, url + "/parameters/text")
                else:
                    self.assertEqual(element.text, text)
                result = self.server.request("GET", url + "/results/result").body
                self.assertEqual(result.split(b"\n", 1)[1], text.encode() + b"\n", text)
        self.assertFalse(pwned.exists())

    def test_bad_values_make_no_job(self):
        before = len(self.server.request("GET", "/rest/selftest").xml)
        for form in ({"seconds": "-1"}, {"seconds": "x"}, {"seconds": "nan"}, {"exit_code": "1.5"}, {"unknown": "1"},
                     {"LD_PRELOAD": "x"}, {"ignore_term": "maybe"}, {"PHASE": "STOP"}, {"PHASE": "ABORT"}, {"ACTION": "DELETE"},
                     {"EXECUTIONDURATION": "-1"}, {"DESTRUCTION": "soon"}, {"RUNID": "x" * 65}):
            answer = self.server.request("POST", "/rest/selftest", form)
            self.assertEqual(answer.status, 400, form)
            self.assertTrue(answer.text.strip(), form)
        for body in ("seconds=1&seconds=2", "PHASE=RUN&phase=RUN", "text=%zz", "text=%00", "text=%FF"):
            answer = self.server.request("POST", "/rest/selftest", body, {"Content-Type": "application/x-www-form-urlencoded"})
            self.assertEqual(answer.status, 400, body)
        self.assertEqual(self.server.request("POST", "/rest/selftest", "{}", {"Content-Type": "application/json"}).status, 415)
        self.assertEqual(len(self.server.request("GET", "/rest/selftest").xml), before)

    def test_parameters_change_while_pending_only(self):
        url = self.server.create(run=False, text="old")
        for answer in (self.server.request("POST", url + "/parameters", {"TEXT": "new", "RUNID": "label"}),
                       self.server.request("POST", url + "/parameters/exit_code", {"VALUE": "3"}),
                       self.server.request("PUT", url + "/parameters/seconds", "0.5")):
            self.assertEqual((answer.status, answer.headers["Location"]), (303, url), answer.text)
        job = self.server.job(url)
        self.assertEqual({name: p.text for name, p in job.parameters.items()}, {"text": "new", "exit_code": "3", "seconds": "0.5"})
        self.assertEqual(job.xml.findtext(UWS + "runId"), "label")
        self.assertEqual(self.server.request("PUT", url + "/parameters/seconds", "-5").status, 400)
        self.assertEqual(self.server.request("GET", url + "/parameters/seconds").text, "0.5")
        self.server.request("POST", url + "/parameters", {"text": ""})
        self.assertEqual(self.server.request("GET", url + "/parameters/text").status, 404)
        self.assertEqual(self.server.request("GET", url + "/parameters/nothing").status, 404)
        self.server.request("POST", url + "/phase", {"PHASE": "ABORT"})
        self.assertEqual(self.server.request("POST", url + "/parameters", {"text": "late"}).status, 403)

    def test_dali_keeps_parameters_off_the_job_itself(self):
        url = self.server.create(run=False)
        strict = url.replace("/rest/selftest", "/selftest/async")
        self.assertEqual(self.server.request("POST", strict, {"text": "x"}).status, 403)
        self.assertEqual(self.server.request("POST", url, {"text": "x"}).status, 303)

    def test_control_values_are_clamped_and_printed(self):
        url = self.server.create(run=False, EXECUTIONDURATION=3000000000)
        self.assertEqual(self.server.request("GET", url + "/executionduration").text, "604800")
        self.server.request("POST", url + "/executionduration", {"EXECUTIONDURATION": "60"})
        self.assertEqual(self.server.request("GET", url + "/executionduration").text, "60")
        self.server.request("POST", url + "/destruction", {"DESTRUCTION": "9999-01-01T00:00:00.000000Z"})
        destruction = self.server.request("GET", url + "/destruction").text
        self.assertEqual(destruction, self.server.job(url).times["destruction"])
        self.assertLess(destruction, "9999")
        quote = self.server.job(url).xml.findtext("{http://www.ivoa.net/xml/UWS/v1.0}quote") or ""
        self.assertEqual(self.server.request("GET", url + "/quote").text, quote)  # empty before the first run of the code
        self.assertEqual(self.server.request("GET", url + "/owner").text, "")
        for child in ("/phase", "/executionduration", "/destruction"):
            self.assertEqual(self.server.request("POST", url + child, {}).status, 400)

    def test_an_upload_reaches_the_program(self):
        content = bytes(range(256)) * 100
        description = json.loads((BUILD / "share/vespa-hpc/diagnostic/selftest.json").read_text())
        upload = next(p["name"] for p in description["parameters"] if p["datatype"] == "file")
        answer = self.server.multipart("/rest/selftest", [("PHASE", "RUN")], [(upload, "../../etc/x y.bin", content)])
        self.assertEqual(answer.status, 303, answer.text)
        url = answer.headers["Location"]
        self.server.wait_for(url, "COMPLETED")
        self.assertIn(hashlib.sha256(content).hexdigest(), self.server.request("GET", url + "/results/result").text)
        back = self.server.request("GET", f"{url}/parameters/{upload}")
        self.assertEqual((back.body, back.headers["Content-Type"]), (content, "application/octet-stream"))
        self.assertEqual(self.server.job(url).parameters[upload].get("byReference"), "true")
        self.assertEqual(self.server.multipart("/rest/selftest", [], [("text", "a", b"x")]).status, 400)
        self.assertEqual(self.server.request("POST", "/rest/selftest", {upload: "/etc/passwd"}).status, 400)


if __name__ == "__main__":
    unittest.main()
