"""The pages that a browser gets."""
import html
import re
import subprocess
import unittest
import urllib.parse
from html.parser import HTMLParser

from server import ServerTest

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
VOID = {"meta", "link", "input", "img", "br", "hr"}


class Balanced(HTMLParser):
    """Every element that is opened is closed, in order."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.problems = [], [], []
        self.feed(text)
        self.problems += [f"<{tag}> is never closed" for tag in self.open]

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.problems.append(f"</{tag}> out of place")

    def all(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]


class Pages(ServerTest):
    def page(self, path, status=200):
        answer = self.server.request("GET", path, headers=BROWSER)
        self.assertEqual((answer.status, answer.headers["Content-Type"]), (status, "text/html; charset=UTF-8"))
        self.assertIn("default-src 'none'", answer.headers["Content-Security-Policy"])
        page = Balanced(answer.text)
        self.assertEqual(page.problems, [])
        self.assertNotRegex(answer.text, r"""(?i)\son\w+=|javascript:|<script>|style=""")
        ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
        self.assertEqual(len(ids), len(set(ids)))
        return answer.text, page

    def test_the_index_lists_the_codes(self):
        _, page = self.page("/")
        self.assertIn(self.server.url + "/rest/selftest", [a.get("href") for a in page.all("a")])

    def test_the_form_has_every_parameter_with_its_bounds(self):
        _, page = self.page("/selftest/form")
        fields = {field["name"]: field for field in page.all("input") + page.all("select") if "name" in field}
        self.assertTrue({"seconds", "exit_code", "text", "ignore_term", "ranks", "RUNID"} <= set(fields))
        self.assertEqual((fields["seconds"]["data-type"], fields["seconds"]["data-min"], fields["seconds"]["placeholder"]), ("xs:double", "0", "0"))
        form = next(form for form in page.all("form"))
        self.assertEqual((form["method"], form["enctype"]), ("post", "multipart/form-data"))
        labels = {label["for"] for label in page.all("label")}
        self.assertTrue({field["id"] for field in fields.values()} <= labels)

    def test_an_untouched_form_runs_the_defaults(self):
        _, page = self.page("/selftest/form")
        fields = [(f["name"], "") for f in page.all("input") + page.all("select") if f.get("type") != "file" and "name" in f]
        answer = self.server.multipart("/rest/selftest", fields + [("PHASE", "RUN")])
        self.assertEqual(answer.status, 303, answer.text)
        job = self.server.wait_for(answer.headers["Location"], "COMPLETED")
        self.assertEqual(job.parameters, {})

    def send_form(self, fields):
        body = "&".join(f"{name}={urllib.parse.quote(value)}" for name, value in fields.items())
        answer = self.server.request("POST", "/rest/selftest", body, {**BROWSER, "Content-Type": "application/x-www-form-urlencoded"})
        return answer, Balanced(answer.text)

    def test_a_wrong_form_comes_back_as_it_was_typed(self):
        answer, page = self.send_form({"seconds": "-1", "exit_code": "x", "text": "<kept>", "RUNID": "mine", "PHASE": "RUN"})
        self.assertEqual(answer.status, 400)
        self.assertEqual(page.problems, [])
        fields = {field["name"]: field for field in page.all("input") if "name" in field}
        self.assertEqual([fields[name]["value"] for name in ("seconds", "exit_code", "text", "RUNID")], ["-1", "x", "<kept>", "mine"])
        self.assertEqual({name for name, field in fields.items() if "aria-invalid" in field}, {"seconds", "exit_code"})
        self.assertIn("out of range; allowed: from 0 to 86400 s", answer.text)
        # A program gets one line, as ever.
        plain = self.server.request("POST", "/rest/selftest", {"seconds": "-1"})
        self.assertEqual((plain.status, len(plain.text.splitlines())), (400, 1))

    def test_a_job_shows_what_it_is_and_offers_what_it_allows(self):
        url = self.server.create(run=False, text="<b>&\"'", RUNID="<i>label</i>")
        text, page = self.page(url)
        self.assertIn("&lt;i&gt;label", text)
        self.assertNotIn("<i>", text)
        self.assertNotIn("<b>&", text)
        self.assertEqual([b["value"] for b in page.all("button")], ["RUN", "ABORT", "DELETE"])
        self.server.request("POST", url + "/phase", {"PHASE": "RUN"})
        self.server.wait_for(url, "COMPLETED")
        text, page = self.page(url)
        self.assertEqual([b["value"] for b in page.all("button")], ["DELETE"])
        self.assertIn(url + "/results/result", [a.get("href") for a in page.all("a")])
        self.assertIn(url, re.findall(r'href="([^"]*)"', self.page("/rest/selftest")[0]))

    def test_a_clone_is_the_form_filled_from_the_job(self):
        url = self.server.create(text="twice & \"more\"", seconds=0.25, RUNID="first")
        _, page = self.page(url + "/form")
        fields = {field["name"]: field for field in page.all("input") if "name" in field}
        self.assertEqual([fields[name]["value"] for name in ("text", "seconds", "RUNID")], ['twice & "more"', "0.25", "first"])
        self.page("/rest/selftest/0123456789abcdef0123456789abcdef/form", 404)

    def test_what_is_copied_as_curl_makes_the_same_job(self):
        url = self.server.create(text="it's @\"x\"; $(y) %41", seconds="0")
        command = html.unescape(re.search(r"Copy as curl</summary><pre>(.*?)</pre>", self.page(url)[0], re.S).group(1))
        made = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True).stdout.strip()
        self.assertNotEqual(made, url)
        values = {name: parameter.text for name, parameter in self.server.job(made).parameters.items()}
        self.assertEqual(values, {"text": "it's @\"x\"; $(y) %41", "seconds": "0"})

    def test_the_list_is_filtered_and_paged(self):
        urls = [self.server.create(run=False, RUNID="paged") for _ in range(52)]
        text, page = self.page("/rest/selftest?PHASE=&RUNID=paged")
        listed = re.findall(r'class="name"><a href="([^"]*)"', text)
        self.assertEqual(listed, urls[:1:-1])
        older = next(a["href"] for a in page.all("a") if a.get("rel") == "next")
        self.assertEqual(re.findall(r'class="name"><a href="([^"]*)"', self.page(older.removeprefix(self.server.url))[0]), urls[1::-1])
        self.assertIn("No job is like that.", self.page("/rest/selftest?PHASE=ERROR&RUNID=paged")[0])

    def test_an_executing_job_is_live_also_without_script(self):
        url = self.server.create(seconds=600, progress=600)
        self.server.wait_for(url, "EXECUTING")
        _, page = self.page(url)
        self.assertIn("EXECUTING", [d.get("data-phase") for d in page.all("div")])
        self.assertTrue(page.all("progress"))
        self.assertIn("refresh", [m.get("http-equiv") for m in page.all("meta")])
        self.server.request("DELETE", url)

    def test_browsers_say_whose_forms_they_send(self):
        # With no-referrer a browser sends "Origin: null" with the forms of these pages, which is refused.
        answer = self.server.request("GET", "/rest/selftest", headers={"Accept": "text/html"})
        self.assertEqual(answer.headers["Referrer-Policy"], "same-origin")

    def test_refusals_are_pages_too(self):
        text, _ = self.page("/rest/selftest?PHASE=<x>", 400)
        self.assertIn("&lt;x&gt;", text)
        self.page("/nowhere", 404)

    def test_assets_are_kept_by_the_browser(self):
        for name, kind in (("style.css", "text/css"), ("page.js", "text/javascript"), ("icon.svg", "image/svg+xml")):
            for headers in ({}, {"Accept-Encoding": "gzip, br"}):
                answer = self.server.request("GET", "/static/" + name, headers=headers)
                self.assertTrue(answer.headers["Content-Type"].startswith(kind))
                self.assertEqual(answer.headers.get("Content-Encoding"), "gzip" if headers else None)
                again = self.server.request("GET", "/static/" + name, headers={**headers, "If-None-Match": answer.headers["ETag"]})
                self.assertEqual((again.status, again.body), (304, b""))


if __name__ == "__main__":
    unittest.main()
