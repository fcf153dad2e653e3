"""The web client of OPUS (uws_client/static/js): what it sends, and what it must be given."""
import base64
import tempfile
import unittest
import urllib.parse
from pathlib import Path

from server import UWS, XLINK, Server

AWKWARD = "50% of a+b & <c> ;é"


class OpusClient(unittest.TestCase):
    """As its form does it: through a proxy that signs in and follows redirects."""

    def start(self, settings=""):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        (Path(folder.name) / "uwsd.toml").write_text(settings, encoding="utf-8")
        self.server = Server("--config", str(Path(folder.name) / "uwsd.toml"))
        self.addCleanup(self.server.clean)

    def ask(self, method, path, body=None, **headers):
        headers["Authorization"] = "Basic " + base64.b64encode(b"anonymous:anonymous").decode()
        answer = self.server.request(method, path, body, headers)
        while answer.status == 303:
            answer = self.server.request("GET", answer.headers["Location"], headers=headers)
        return answer

    def submit(self, *fields, file=("upload", "", b"")):
        """Every field of the form, those that were left alone at their defaults."""
        boundary = "----WebKitFormBoundary7MA4YWxk"
        given = {"seconds": "0", "exit_code": "0", "text": "", "bytes": "0", "ranks": "1", "children": "0", "progress": "0",
                 "QUERY": "", **dict(fields), "runId": "by OPUS", "executionDuration": "60", "uws_quote": "1",
                 "control_parameters": "runId,executionDuration,destruction,uws_quote", "csrf_token": "IjAyZ", "PHASE": "RUN"}
        parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
                 for name, value in given.items()]
        parts.append(f'--{boundary}\r\nContent-Disposition: form-data; name="{file[0]}"; filename="{file[1]}"\r\n'
                     "Content-Type: application/octet-stream\r\n\r\n".encode() + file[2] + b"\r\n")
        body = b"".join(parts) + f"--{boundary}--\r\n".encode()
        answer = self.ask("POST", "/rest/selftest", body, **{"Content-Type": "multipart/form-data; boundary=" + boundary})
        self.assertEqual(answer.status, 200, answer.text)
        return self.server.wait_for("/rest/selftest/" + answer.xml.findtext(UWS + "jobId"), "COMPLETED")

    def test_a_form_with_everything_at_its_default(self):
        self.start()
        job = self.submit()
        self.assertEqual((job.xml.findtext(UWS + "runId"), job.xml.findtext(UWS + "executionDuration")), ("by OPUS", "60"))
        # An empty file name: none was chosen.
        for name in ("upload", "control_parameters", "csrf_token", "uws_quote", "text", "QUERY"):
            self.assertNotIn(name, job.parameters)
        self.assertEqual(self.ask("GET", f"/rest/selftest/{job.id}/phase").text, "COMPLETED")
        # Its deletion is answered, at the end of the redirects, by a list that is XML.
        deleted = self.ask("POST", f"/rest/selftest/{job.id}", {"ACTION": "DELETE"})
        self.assertEqual((deleted.status, deleted.xml.tag), (200, UWS + "jobs"))

    def test_values_and_results_are_the_standards_unless_told_otherwise(self):
        self.start()
        job = self.submit(("text", AWKWARD), file=("upload", "f.bin", b"\0\1"))
        self.assertEqual(job.parameters["text"].text, AWKWARD)
        self.assertIn(f"/rest/selftest/{job.id}/results/", job.results["result"].get(XLINK + "href"))
        self.assertEqual(self.ask("GET", f"/rest/selftest/{job.id}/parameters/upload").body, b"\0\1")

    def test_quoting_and_hrefs_as_the_client_undoes_them(self):
        self.start("[opus]\nhrefs = true\nquoting = true\n")
        job = self.submit(("text", AWKWARD))
        shown = job.parameters["text"].text
        self.assertNotEqual(shown, AWKWARD)
        self.assertEqual(urllib.parse.unquote(shown.replace("+", " ")), AWKWARD)  # decodeURIComponent
        self.assertEqual(self.ask("GET", f"/rest/selftest/{job.id}/parameters/text").text, AWKWARD)
        listed = self.ask("GET", f"/rest/selftest/{job.id}/parameters").xml
        self.assertIn(shown, [parameter.text for parameter in listed])
        self.assertLess({"result", "provjson", "provxml", "provsvg"}, set(job.results))
        for name, result in job.results.items():
            href = urllib.parse.urlsplit(result.get(XLINK + "href"))
            self.assertEqual(href.path, "/store")
            # The client sends the query to its proxy, which asks on its user's behalf.
            self.assertEqual(self.ask("GET", "/store?" + href.query).status, 200, name)
        self.assertIn(AWKWARD, self.ask("GET", f"/store?ID=e{job.id}_result").text)


if __name__ == "__main__":
    unittest.main()
