"""What a job list offers beyond jobs made one by one: sync, compression, idempotency keys, clones, sweeps, large uploads."""
import gzip
import hashlib
import http.client
import os
import tempfile
import threading
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from server import PATIENCE, UWS, XLINK, Server, ServerTest

INFO = "{urn:vespa-hpc:jobinfo:1}"
VOTABLE = "{http://www.ivoa.net/xml/VOTable/v1.3}"


class Sync(ServerTest):
    def follow(self, answer):
        """The answers after an answer, up to one that is no redirect."""
        chain = [answer]
        while chain[-1].status == 303:
            self.assertLess(len(chain), 20)
            chain.append(self.server.request("GET", chain[-1].headers["Location"]))
        return chain

    def test_post_and_get_lead_to_the_main_result(self):
        for answer in (self.server.request("POST", "/selftest/sync", {"text": "at once", "seconds": "0.2", "RUNID": "s"}),
                       self.server.request("GET", "/selftest/sync?text=at+once&RUNID=s")):
            chain = self.follow(answer)
            self.assertIn("/selftest/sync/", chain[0].headers["Location"])
            self.assertIn("/results/", chain[-2].headers["Location"])
            self.assertIn("at once\n", chain[-1].text)
            name = chain[0].headers["Location"].rsplit("/", 1)[1]
            job = self.server.job("/selftest/async/" + name)
            self.assertEqual((job.phase, job.xml.findtext(UWS + "runId")), ("COMPLETED", "s"))

    def test_responseformat_chooses_among_the_results(self):
        for wanted, name in (("application/octet-stream", "blob"), ("text/plain", "result"), ("TEXT", "result"),
                             ("votable", "result"), ("no/such", "result")):
            chain = self.follow(self.server.request("POST", "/selftest/sync", {"bytes": "3", "ResponseFormat": wanted}))
            self.assertTrue(chain[-2].headers["Location"].endswith("/results/" + name), (wanted, chain[-2].headers["Location"]))
        failed = self.follow(self.server.request("POST", "/selftest/sync", {"exit_code": "5", "RESPONSEFORMAT": "votable"}))[-1]
        self.assertEqual((failed.status, failed.headers["Content-Type"]), (400, "application/x-votable+xml"))

    def test_failures_are_told_in_the_answer(self):
        failed = self.follow(self.server.request("POST", "/selftest/sync", {"exit_code": "5"}))[-1]
        self.assertEqual((failed.status, failed.headers["Content-Type"]), (400, "text/plain; charset=UTF-8"))
        self.assertIn("exit code 5", failed.text)
        table = self.follow(self.server.request("POST", "/selftest/sync", {"QUERY": "ERROR <&>"}))[-1]
        self.assertEqual((table.status, table.headers["Content-Type"]), (400, "application/x-votable+xml"))
        info = table.xml.find(f"{VOTABLE}RESOURCE/{VOTABLE}INFO")
        self.assertEqual((info.get("name"), info.get("value")), ("QUERY_STATUS", "ERROR"))
        over = self.follow(self.server.request("POST", "/selftest/sync", {"seconds": "600", "EXECUTIONDURATION": "1"}))[-1]
        self.assertEqual(over.status, 400)
        self.assertIn("ABORTED", over.text)

    def test_nothing_is_made_by_mistake(self):
        before = len(self.server.request("GET", "/rest/selftest").xml)
        for method, path, headers, status in (("HEAD", "/selftest/sync", {}, 405), ("PUT", "/selftest/sync", {}, 405),
                                              ("GET", "/selftest/sync?seconds=x", {}, 400), ("GET", "/selftest/sync?PHASE=ABORT", {}, 400),
                                              ("GET", "/selftest/sync", {"Sec-Fetch-Site": "cross-site"}, 403),
                                              ("GET", "/selftest/sync/" + "0" * 32, {}, 404), ("GET", "/selftest/sync/a/b", {}, 404)):
            self.assertEqual(self.server.request(method, path, headers=headers).status, status, (method, path))
        self.assertEqual(len(self.server.request("GET", "/rest/selftest").xml), before)

    def test_a_deleted_job_ends_the_wait(self):
        job = self.server.request("POST", "/selftest/sync", {"seconds": "600"}).headers["Location"]
        seen = []
        waiter = threading.Thread(target=lambda: seen.append(self.server.request("GET", job).status))
        waiter.start()
        self.server.wait_for(job.replace("/sync/", "/async/"), "EXECUTING")
        self.server.request("DELETE", job.replace("/sync/", "/async/"))
        waiter.join(PATIENCE)
        self.assertEqual(seen, [404])


class Discovery(ServerTest):
    def test_capabilities_name_what_is_there(self):
        for path, count in (("/capabilities", 3), ("/selftest/capabilities", 6)):
            urls = [e.text for e in self.server.request("GET", path).xml.iter("accessURL")]
            self.assertEqual(len(urls), count)
            for url in urls:
                self.assertEqual(self.server.request("GET", url).status, 303 if url.endswith("/sync") else 200, url)

    def test_tables_and_examples_hold_the_parameters(self):
        columns = [e.text for e in self.server.request("GET", "/selftest/tables").xml.iterfind("schema/table/column/name")]
        self.assertIn("seconds", columns)
        html = "{http://www.w3.org/1999/xhtml}"
        example = self.server.request("GET", "/selftest/examples").xml.find(f".//{html}div[@typeof='example']")
        keys = [e.text for e in example.iterfind(f".//{html}span[@property='key']")]
        values = [e.text for e in example.iterfind(f".//{html}span[@property='value']")]
        self.assertIn("seconds", keys)
        answer = self.server.request("POST", "/selftest/async", dict(zip(keys, values), PHASE="RUN"))
        self.server.wait_for(answer.headers["Location"], "COMPLETED")

    def test_quotes_come_with_experience(self):
        first = self.server.create(seconds=0.5)
        self.server.wait_for(first, "COMPLETED")
        job = self.server.create(run=False)
        quote = self.server.request("GET", job + "/quote").text
        self.assertEqual(quote, self.server.job(job).xml.findtext(UWS + "quote"))
        self.assertGreater(quote, self.server.job(job).times["creationTime"])

    def test_texts_are_compressed_for_those_who_take_it(self):
        for i in range(30):
            self.server.create(run=False, text=f"{i} <&>")
        for path in ("/rest/selftest", "/selftest/tables"):
            plain = self.server.request("GET", path)
            packed = self.server.request("GET", path, headers={"Accept-Encoding": "deflate, gzip;q=0.5"})
            self.assertEqual((plain.headers["Content-Encoding"], packed.headers["Content-Encoding"]), (None, "gzip"))
            self.assertEqual(gzip.decompress(packed.body), plain.body)
            self.assertIn("Accept-Encoding", plain.headers.get_all("Vary"))
            self.assertLess(len(packed.body), len(plain.body) / 2)
            self.assertIsNone(self.server.request("GET", path, headers={"Accept-Encoding": "gzip;q=0"}).headers["Content-Encoding"])


class Lists(ServerTest):
    def pages(self, path):
        """The ids of each page, from the first to the one without a next."""
        pages = []
        while path:
            answer = self.server.request("GET", path)
            pages.append([job.get("id") for job in answer.xml])
            link = answer.headers["Link"]
            path = link and link.removeprefix("<").removesuffix('>; rel="next"')
            self.assertLess(len(pages), 20)
        return pages

    def test_what_last_cuts_off_is_a_link_away(self):
        made = [self.server.create(run=False, RUNID="a b" if i % 2 else "c").rsplit("/", 1)[1] for i in range(7)][::-1]
        self.assertEqual(self.pages("/rest/selftest"), [made])
        self.assertEqual(self.pages("/rest/selftest?LAST=7"), [made])
        self.assertEqual(self.pages("/selftest/async?last=3"), [made[:3], made[3:6], made[6:]])
        odd = made[1::2]
        self.assertEqual(self.pages("/rest/selftest?LAST=2&RUNID=a+b&PHASE=PENDING&PHASE=QUEUED"), [odd[:2], odd[2:]])

    def test_the_operator_can_bound_a_list(self):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "uwsd.toml").write_text("[limits]\nlongest-list = 2\n")
            self.server.options = ["--config", str(Path(folder) / "uwsd.toml")]
            self.server.restart()
            made = [self.server.create(run=False).rsplit("/", 1)[1] for _ in range(5)][::-1]
            self.assertEqual(self.pages("/rest/selftest"), [made[:2], made[2:4], made[4:]])
            self.assertEqual(self.pages("/rest/selftest?LAST=1")[0], made[:1])
            self.server.options = []
            self.server.restart()
            for name in made:
                self.server.request("DELETE", "/rest/selftest/" + name)


class Idempotency(ServerTest):
    def post(self, form, key, path="/rest/selftest"):
        return self.server.request("POST", path, form, {"Idempotency-Key": key})

    def test_the_same_request_makes_one_job(self):
        first = self.post({"text": "a", "seconds": "0"}, "k1")
        for _ in range(2):
            again = self.post({"seconds": "0", "TEXT": "a"}, "k1")
            self.assertEqual((again.status, again.headers["Location"]), (303, first.headers["Location"]))
        self.assertEqual(self.post({"text": "b"}, "k1").status, 409)
        self.assertNotEqual(self.post({"text": "b"}, "k2").headers["Location"], first.headers["Location"])
        self.server.restart()
        again = self.post({"text": "a", "seconds": "0"}, "k1")
        self.assertEqual(again.headers["Location"].rsplit("/", 1)[1], first.headers["Location"].rsplit("/", 1)[1])
        self.server.request("DELETE", again.headers["Location"])
        self.assertNotEqual(self.post({"text": "b"}, "k1").headers["Location"].rsplit("/", 1)[1],
                            again.headers["Location"].rsplit("/", 1)[1])
        for bad in ("", "a b", "k" * 201):
            self.assertEqual(self.post({}, bad).status, 400 if bad else 303, bad)

    def test_many_at_once_make_one_job(self):
        seen = []
        threads = [threading.Thread(target=lambda: seen.append(self.post({"text": "x"}, "at once").headers["Location"]))
                   for _ in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)
        self.assertEqual((len(seen), len(set(seen))), (12, 1))


class Clones(ServerTest):
    def test_parameters_and_files_come_along(self):
        made = self.server.multipart("/rest/selftest", [("text", "old"), ("seconds", "0")], [("upload", "f", b"bytes")])
        name = made.headers["Location"].rsplit("/", 1)[1]
        clone = self.server.request("POST", "/rest/selftest", {"CLONE": name, "text": "new", "PHASE": "RUN"})
        self.assertEqual(clone.status, 303, clone.text)
        self.server.request("DELETE", made.headers["Location"])
        job = self.server.wait_for(clone.headers["Location"], "COMPLETED")
        self.assertEqual(set(job.parameters), {"text", "seconds", "upload"})
        result = self.server.request("GET", job.results["result"].get(XLINK + "href")).text
        self.assertIn("new\n", result)
        self.assertIn(hashlib.sha256(b"bytes").hexdigest(), result)
        self.assertEqual(self.server.request("POST", "/rest/selftest", {"CLONE": name}).status, 404)
        self.assertEqual(self.server.request("POST", job_url(clone) + "/parameters", {"CLONE": name}).status, 400)


def job_url(answer):
    return answer.headers["Location"]


class Sweeps(ServerTest):
    options = ("--cores", "4")

    def members(self, url):
        return self.server.request("GET", f"/rest/selftest?PARENT={url.rsplit('/', 1)[1]}").xml

    def test_a_family_runs_and_tells_of_its_members(self):
        answer = self.server.multipart("/rest/selftest", [("SWEEP", "text:a,b,c"), ("SWEEP", "seconds:0:0.2:2"), ("PHASE", "RUN"),
                                                          ("RUNID", "family")], [("upload", "f", b"shared")])
        self.assertEqual(answer.status, 303, answer.text)
        parent = self.server.wait_for(job_url(answer), "COMPLETED")
        self.assertEqual(parent.xml.find(f"{UWS}jobInfo/{INFO}sweep").get("members"), "6")
        members = self.members(job_url(answer))
        self.assertEqual(len(members), 6)
        table = self.server.request("GET", job_url(answer) + "/results/result").xml
        names = [f.get("name") for f in table.iter(VOTABLE + "FIELD")]
        rows = [dict(zip(names, [cell.text for cell in row])) for row in table.iter(VOTABLE + "TR")]
        self.assertEqual([(r["text"], r["seconds"]) for r in rows], [(t, s) for t in "abc" for s in ("0", "0.2")])
        self.assertEqual({r["phase"] for r in rows}, {"COMPLETED"})
        self.assertEqual({r["job"] for r in rows}, {m.get("id") for m in members})
        member = self.server.job("/rest/selftest/" + rows[3]["job"])
        self.assertEqual((member.xml.findtext(UWS + "runId"), member.parameters["text"].text), ("family", "b"))
        self.assertTrue(member.xml.find(f"{UWS}jobInfo/{INFO}parent").get(XLINK + "href").endswith(parent.id))
        result = self.server.request("GET", member.results["result"].get(XLINK + "href")).text
        self.assertIn(hashlib.sha256(b"shared").hexdigest(), result)
        self.server.request("DELETE", job_url(answer))
        self.server.until(lambda: len(self.members(job_url(answer))) == 0, "the members to go")

    def test_failing_members_fail_the_family(self):
        url = job_url(self.server.request("POST", "/rest/selftest", {"SWEEP": "exit_code:0,7", "PHASE": "RUN"}))
        parent = self.server.wait_for(url, "ERROR")
        self.assertIn("1 of 2", parent.message)
        self.assertIn("result", parent.results)

    def test_abort_and_restart(self):
        url = job_url(self.server.request("POST", "/rest/selftest", {"SWEEP": "text:a,b,c,d,e,f,g,h", "seconds": "600"}))
        self.assertEqual(len(self.members(url)), 0)  # made when it is run
        self.server.request("POST", url + "/phase", {"PHASE": "RUN"})
        self.server.wait_for(url, "EXECUTING")
        self.server.restart()
        path = url.removeprefix("http://").split("/", 1)[1]
        url = f"{self.server.url}/{path}"
        self.assertEqual(self.server.job(url).phase, "EXECUTING")
        self.server.until(lambda: len(self.members(url)) == 8, "all members")
        self.assertEqual(self.server.request("POST", url + "/phase", {"PHASE": "ABORT"}).status, 303)
        self.server.wait_for(url, "ABORTED")
        self.assertEqual({m[0].text for m in self.members(url)}, {"ABORTED"})

    def test_what_cannot_be_swept_is_refused(self):
        for bad in ("nothing:1,2", "text", "upload:a,b", "exit_code:1,256", "exit_code:0:1:5", "text:a,,b", "seconds:0:1:10001"):
            answer = self.server.request("POST", "/rest/selftest", {"SWEEP": bad, "PHASE": "RUN"})
            self.assertEqual(answer.status, 400, bad)
            self.assertIn("SWEEP", answer.text)
        self.assertEqual(self.server.request("POST", "/rest/selftest", {"SWEEP": "ranks:1,64", "PHASE": "RUN"}).status, 400)


class Archive(unittest.TestCase):
    def test_metadata_outlive_the_results(self):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "uwsd.toml").write_text('[limits]\narchive = "30 d"\n')
            server = Server("--config", str(Path(folder) / "uwsd.toml"))
            self.addCleanup(server.clean)
            done, running = server.create(text="kept"), server.create(seconds=600)
            pending = server.create(run=False)
            server.wait_for(done, "COMPLETED")
            server.wait_for(running, "EXECUTING")
            for url in (done, running, pending):
                server.request("POST", url + "/destruction", {"DESTRUCTION": "2020-01-01T00:00:00Z"})
            for url in (done, running):
                server.until(lambda: server.request("GET", url + "/phase").text == "ARCHIVED", "the archive")
                job = server.job(url)
                self.assertEqual((len(job.results), bool(job.times["endTime"])), (0, True))
                self.assertFalse(server.folder(url).exists())
                self.assertEqual(server.request("POST", url + "/phase", {"PHASE": "RUN"}).status, 403)
            server.until(lambda: server.request("GET", pending).status == 404, "what never ran to go")
            names = [job.get("id") for job in server.request("GET", "/rest/selftest").xml]
            self.assertEqual(names, [])
            self.assertEqual(len(server.request("GET", "/rest/selftest?PHASE=ARCHIVED").xml), 2)
            self.assertEqual(server.request("DELETE", done).status, 303)
            server.until(lambda: server.request("GET", done).status == 404, "the job to be forgotten")


class Uploads(ServerTest):
    def test_dali_names_the_part(self):
        answer = self.server.multipart("/selftest/async", [("UPLOAD", "Upload,param:mine"), ("PHASE", "RUN")], [("mine", "f", b"bytes")])
        self.assertEqual(answer.status, 303, answer.text)
        job = self.server.wait_for(answer.headers["Location"], "COMPLETED")
        self.assertEqual(job.parameters["upload"].get("byReference"), "true")
        self.assertIn(hashlib.sha256(b"bytes").hexdigest(), self.server.request("GET", job.results["result"].get(XLINK + "href")).text)
        refused = self.server.request("POST", "/selftest/async", {"UPLOAD": "upload,http://127.0.0.1/secret"})
        self.assertEqual(refused.status, 400)


class LargeUploads(ServerTest):
    def peak_memory(self):
        """kB of the server's largest resident size so far."""
        status = Path(f"/proc/{self.server.process.pid}/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0])

    def upload(self, size, chunked):
        """A form with a file of `size` zero bytes; returns the answer and the SHA-256 of the file."""
        head = (b'--b\r\nContent-Disposition: form-data; name="PHASE"\r\n\r\nRUN\r\n'
                b'--b\r\nContent-Disposition: form-data; name="upload"; filename="zeros"\r\n\r\n')
        tail, block, digest = b"\r\n--b--\r\n", bytes(1 << 20), hashlib.sha256()

        def pieces():
            yield head
            for at in range(0, size, len(block)):
                piece = block[:min(len(block), size - at)]
                digest.update(piece)
                yield piece
            yield tail
        connection = http.client.HTTPConnection(self.server.host, timeout=PATIENCE)
        headers = {"Content-Type": "multipart/form-data; boundary=b"}
        if not chunked:
            headers["Content-Length"] = str(len(head) + size + len(tail))
        connection.request("POST", "/rest/selftest", pieces(), headers, encode_chunked=chunked)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer, digest.hexdigest()

    def test_a_large_file_takes_constant_memory(self):
        size = int(os.environ.get("VESPA_UPLOAD_BYTES", 256 << 20))
        self.upload(1, False)
        before = self.peak_memory()
        for chunked in (False, True):
            answer, digest = self.upload(size, chunked)
            self.assertEqual(answer.status, 303)
            job = self.server.wait_for(answer.headers["Location"], "COMPLETED")
            self.assertIn(digest, self.server.request("GET", job.results["result"].get(XLINK + "href")).text)
            self.server.request("DELETE", answer.headers["Location"])
        self.assertLess(self.peak_memory() - before, 16 << 10)

    def test_what_is_too_large_is_refused_before_it_is_sent(self):
        connection = http.client.HTTPConnection(self.server.host, timeout=PATIENCE)
        connection.putrequest("POST", "/rest/selftest")
        connection.putheader("Content-Type", "multipart/form-data; boundary=b")
        connection.putheader("Content-Length", str(1 << 40))
        connection.endheaders()
        self.assertEqual(connection.getresponse().status, 413)
        connection.close()
        self.assertFalse(any((self.server.data / "spool").iterdir()))


if __name__ == "__main__":
    unittest.main()
