"""A code of somebody else, added by one file: the example of uws-wrapper/examples with a stand-in for its program."""
import json
import os
import shutil
import tempfile
import unittest
from pathlib import Path

from server import Server

HERE = Path(__file__).parent
EXAMPLE = HERE.parents[2] / "uws-wrapper" / "examples" / "chapman.json"


class Codes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.codes = Path(tempfile.mkdtemp(prefix="vespa-codes-"))
        cls.addClassCleanup(shutil.rmtree, cls.codes)
        shutil.copy(EXAMPLE, cls.codes)
        (cls.codes / "chapman.launch.json").write_text(json.dumps(
            {"format": "vespa-launch/1", "program": str(cls.codes / "chapman")}))
        shutil.copy(HERE / "chapman.py", cls.codes / "chapman")
        os.chmod(cls.codes / "chapman", 0o755)
        (cls.codes / "draft.json").write_text(json.dumps(
            {"format": "vespa-job-description/1", "name": "draft", "annotation": "Nobody has said how it is run.",
             "parameters": [{"name": "n", "datatype": "xs:integer"}], "results": []}))
        cls.server = Server("--codes", cls.codes, codes=("chapman",))
        cls.addClassCleanup(cls.server.clean)

    def create(self, fields, files=()):
        return self.server.multipart("/rest/chapman", [*fields, ("PHASE", "RUN")], files)

    def finished(self, answer):
        self.assertEqual(answer.status, 303, answer.text)
        url = answer.headers["Location"]
        return url, self.server.wait_for(url, "COMPLETED")

    def test_a_preset_and_a_list_of_angles_make_a_namelist(self):
        title = "it's /, &grid levels=1 ! not a comment"
        url, job = self.finished(self.create(
            [("PRESET", "mars"), ("zenith_angle", "0"), ("zenith_angle", "60"), ("scale_height", "11"), ("title", title)]))
        self.assertEqual(list(job.results)[:3], ["summary", "profile_1.txt", "profile_2.txt"])
        summary = self.server.request("GET", url + "/results/summary").text.splitlines()
        self.assertEqual(summary[0], title)
        self.assertEqual(summary[1], "0 170000")  # the peak of the preset, on the grid
        namelist = (self.server.folder(url) / "in" / "chapman.nml").read_text()
        self.assertIn("  title = 'it''s /, &grid levels=1 ! not a comment'\n", namelist)
        self.assertIn("  scale_height = 11\n", namelist)
        self.assertIn("  zenith_angle = 0, 60\n", namelist)
        self.assertIn("  beta = .false.\n", namelist)
        self.assertNotIn("altitudes", namelist)
        self.assertEqual(self.server.request("GET", url + "/results/result").text.splitlines(), summary)

    def test_a_file_of_the_right_kind_is_named_in_the_namelist(self):
        fields = [("peak_density", "1e5"), ("peak_altitude", "100")]
        url, _ = self.finished(self.create(fields, [("altitudes", "z.txt", b"100\n110\n")]))
        self.assertEqual(self.server.request("GET", url + "/results/profile_1.txt").text.splitlines()[0], "100 100000")
        self.assertEqual(self.create(fields, [("altitudes", "z.exe", b"100\n")]).status, 415)
        self.assertEqual(self.create(fields, [("altitudes", "z.txt", b"1" * 1000001)]).status, 413)

    def test_a_line_break_never_gets_into_the_namelist(self):
        answer = self.create([("peak_density", "1"), ("title", "x'\n/\n&grid\n levels = 3")])
        self.assertEqual(answer.status, 400)
        self.assertIn("title: line breaks", answer.text)
        self.assertEqual(self.create([("peak_density", "1"), ("title", "x" * 73)]).status, 400)
        self.assertEqual(self.create([("PRESET", "pluto")]).status, 400)

    def test_printed_lines_are_progress(self):
        answer = self.create([("PRESET", "mars"), ("title", "slow"), *[("zenith_angle", "1")] * 3])
        url = answer.headers["Location"]
        seen = set()

        def progress():
            job = self.server.job(url)
            found = job.xml.find(".//{urn:vespa-hpc:jobinfo:1}progress")
            if found is not None:
                seen.add((found.get("done"), found.get("total")))
            return seen or job.phase not in ("QUEUED", "EXECUTING")
        self.server.until(progress, "progress")
        self.assertTrue(seen <= {("1", "3"), ("2", "3"), ("3", "3")} and seen, seen)
        self.server.wait_for(url, "COMPLETED")

    def test_a_draft_is_shown_and_not_run(self):
        answer = self.server.request("POST", "/rest/draft", {"n": "1", "PHASE": "RUN"})
        self.assertEqual(answer.status, 403)
        self.assertIn("draft", answer.text)
        self.assertEqual(self.server.request("GET", "/rest/draft").status, 200)
        page = self.server.request("GET", "/rest/draft", headers={"Accept": "text/html"})
        self.assertIn("draft", page.text)


if __name__ == "__main__":
    unittest.main()
