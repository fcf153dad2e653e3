"""The provenance of a run in every form, each read by somebody else, and OPUS's addresses."""
import hashlib
import io
import json
import unittest
import xml.etree.ElementTree as ElementTree

import prov.model

from server import UWS, XLINK, ServerTest

PROV = "{http://www.w3.org/ns/prov#}"
FORMS = ("provjson", "provxml", "provn", "provsvg", "rocrate")
AWKWARD = 'a "b" \\ <c> & \'d\'\n\u00e9\U0001f600 http'


class Provenance(ServerTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        answer = cls.server.multipart("/rest/selftest", [("text", AWKWARD), ("bytes", "1000"), ("PHASE", "RUN"), ("RUNID", "my <run>")],
                                      [("upload", "in put.txt", b"hello")])
        cls.url = answer.headers["Location"]
        cls.job = cls.server.wait_for(cls.url, "COMPLETED")

    def child(self, name, url=None):
        answer = self.server.request("GET", f"{url or self.url}/{name}")
        self.assertEqual(answer.status, 200, answer.text)
        return answer

    def hash_of(self, result):
        return hashlib.sha256(self.child("results/" + result).body).hexdigest()

    def test_all_forms_are_listed_and_served_the_same_each_time(self):
        listed = {name: result.get(XLINK + "href") for name, result in self.job.results.items()}
        for form in FORMS:
            self.assertEqual(listed[form], f"{self.url}/{form}")
            first = self.child(form)
            self.assertNotIn("server.invalid", first.text)
            self.assertEqual(first.body, self.child(form).body)
            self.assertEqual(first.body, self.child("results/" + form).body)
        self.assertEqual(self.server.request("POST", self.url + "/provjson", {}).status, 405)

    def test_json_and_xml_say_the_same_to_an_independent_reader(self):
        text = self.child("provjson").text
        document = prov.model.ProvDocument.deserialize(content=text, format="json")
        self.assertEqual(document, prov.model.ProvDocument.deserialize(
            source=io.BytesIO(self.child("provxml").body), format="xml"))
        activity, = document.get_records(prov.model.ProvActivity)
        self.assertEqual(str(activity.identifier), "opus_job:j" + self.job.id)
        self.assertEqual(activity.get_startTime().isoformat()[:19], self.job.times["startTime"][:19])
        self.assertEqual(activity.get_endTime().isoformat()[:19], self.job.times["endTime"][:19])
        entities = {str(e.identifier).split(":", 1)[1]: dict((str(k), v) for k, v in e.attributes)
                    for e in document.get_records(prov.model.ProvEntity)}
        result = entities[f"e{self.job.id}_result"]
        self.assertEqual(result["vespa:sha256"], self.hash_of("result"))
        self.assertEqual(result["vespa:size"], int(self.job.results["result"].get("size")))
        self.assertEqual(result["prov:location"], f"{self.url}/results/result")
        self.assertEqual(entities[f"e{self.job.id}_in_0_upload"]["vespa:sha256"], hashlib.sha256(b"hello").hexdigest())
        values = {e["voprov:name"]: e["prov:value"] for e in entities.values() if "prov:value" in e}
        self.assertEqual(values, {"text": AWKWARD, "bytes": "1000"})
        kinds = [type(r).__name__ for r in document.get_records(prov.model.ProvRelation)]
        self.assertEqual(kinds.count("ProvGeneration"), 2)
        self.assertEqual(kinds.count("ProvUsage"), 1)
        self.assertEqual(kinds.count("ProvInfluence"), 2)
        self.assertEqual(kinds.count("ProvAssociation"), 2)

    def test_notation_has_a_line_for_each_record(self):
        document = prov.model.ProvDocument.deserialize(content=self.child("provjson").text, format="json")
        lines = self.child("provn").text.splitlines()
        self.assertEqual((lines[0], lines[-1]), ("document", "endDocument"))
        records = [line for line in lines if line.startswith("  ") and not line.startswith("  prefix")]
        self.assertEqual(len(records), len(document.get_records()))
        self.assertIn('"a \\"b\\" \\\\ <c> & \'d\'\\n\u00e9\U0001f600 http"', self.child("provn").text)

    def test_drawing_is_svg_without_scripts(self):
        root = ElementTree.fromstring(self.child("provsvg").body)
        self.assertEqual(root.tag, "{http://www.w3.org/2000/svg}svg")
        texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
        self.assertIn("selftest, COMPLETED", texts)
        self.assertIn("anonymous", texts)

    def test_crate_has_what_its_profile_asks_for(self):
        crate = json.loads(self.child("rocrate").text)
        self.assertEqual(crate["@context"][0], "https://w3id.org/ro/crate/1.1/context")
        graph = {entity["@id"]: entity for entity in crate["@graph"]}
        self.assertEqual(len(graph), len(crate["@graph"]), "an @id stands twice")
        descriptor, root = graph["ro-crate-metadata.json"], graph["./"]
        self.assertEqual(descriptor["about"], {"@id": "./"})
        self.assertEqual(descriptor["conformsTo"], {"@id": "https://w3id.org/ro/crate/1.1"})
        for key in ("name", "description", "datePublished", "license", "hasPart"):
            self.assertTrue(root[key], key)
        self.assertEqual(root["conformsTo"], {"@id": "https://w3id.org/ro/wfrun/process/0.5"})
        action = graph[root["mentions"]["@id"]]
        self.assertEqual(action["@type"], "CreateAction")
        self.assertEqual(action["actionStatus"], "http://schema.org/CompletedActionStatus")
        self.assertEqual(graph[action["instrument"]["@id"]]["@type"], "SoftwareApplication")
        for part in action["object"] + action["result"] + root["hasPart"] + [action["agent"]]:
            self.assertIn(part["@id"], graph)
        files = {entity["name"]: entity for entity in graph.values() if entity["@type"] == "File"}
        self.assertEqual(files["upload_in put.txt"]["sha256"], hashlib.sha256(b"hello").hexdigest())
        self.assertIn(self.hash_of("result"), [entity["sha256"] for entity in files.values()])

    def test_a_failed_job_has_one_too(self):
        url = self.server.create(exit_code=5)
        self.server.wait_for(url, "ERROR")
        activity, = json.loads(self.child("provjson", url).text)["activity"].values()
        self.assertEqual(activity["uws:phase"], "ERROR")
        self.assertEqual(activity["vespa:exitCode"], {"$": "5", "type": "xsd:long"})
        crate = json.loads(self.child("rocrate", url).text)
        action, = (entity for entity in crate["@graph"] if entity["@type"] == "CreateAction")
        self.assertEqual(action["actionStatus"], "http://schema.org/FailedActionStatus")
        self.assertIn("5", action["error"])

    def test_there_is_none_before_the_end(self):
        url = self.server.create(run=False)
        self.assertEqual(self.server.request("GET", url + "/provjson").status, 404)
        self.assertFalse(set(self.server.job(url).results) & set(FORMS))

    def test_it_outlives_the_server(self):
        before = self.child("provxml").body
        port = self.server.host
        self.server.restart()
        after = self.child("provxml", self.url.replace(port, self.server.host)).body
        self.assertEqual(after.replace(self.server.host.encode(), port.encode()), before)
        type(self).url = self.url.replace(port, self.server.host)
        type(self).job = self.server.job(self.url)

    def test_opus_addresses(self):
        store = f"/store?ID=e{self.job.id}_"
        self.assertEqual(self.server.request("GET", store + "result").body, self.child("results/result").body)
        self.assertEqual(self.server.request("GET", store + "in_0_upload").body, b"hello")
        self.assertEqual(self.server.request("GET", f"/store/e{self.job.id}_result/name.txt").status, 200)
        for query in ("", "?ID=x", "?ID=e" + "0" * 32 + "_result", store[6:] + "none", store[6:] + "..%2f..%2fspec.json"):
            self.assertIn(self.server.request("GET", "/store" + query).status, (400, 404), query)
        ids = ("selftest/" + self.job.id, self.job.id, "j" + self.job.id, f"e{self.job.id}_result")
        for name in ids:
            self.assertEqual(self.server.request("GET", f"/provsap?ID={name}").body, self.child("provsvg").body)
        answer = self.server.request("GET", f"/provsap?ID={self.job.id}&RESPONSEFORMAT=PROV-JSON&MODEL=W3C&DEPTH=1")
        self.assertEqual(answer.body, self.child("provjson").body)
        for more in ("RESPONSEFORMAT=PROV-PNG", "MODEL=IVOA", "DEPTH=ALL", "GD=LR", "ID=y"):
            self.assertEqual(self.server.request("GET", f"/provsap?ID={self.job.id}&{more}").status, 400, more)

    def test_descriptions_for_opus_clients(self):
        everything = json.loads(self.server.request("GET", "/jdl").text)
        self.assertEqual(everything["jobnames"], ["selftest"])
        one = json.loads(self.server.request("GET", "/jdl/selftest/json").text)
        self.assertEqual(everything["details"]["selftest"], one)
        self.assertEqual(one["parameters"]["seconds"]["datatype"], "xs:double")
        self.assertEqual(one["control_parameters_keys"][0], "runId")
        votable = self.server.request("GET", "/jdl/selftest")
        self.assertIn('filename="selftest_vot.xml"', votable.headers["Content-Disposition"])
        resource = votable.xml[0]
        self.assertEqual(resource.get("name"), "selftest")
        self.assertEqual(self.server.request("GET", "/jdl/selftest/votable").body, votable.body)
        self.assertEqual(self.server.request("GET", "/jdl/selftest/script").status, 404)
        self.assertEqual(self.server.request("GET", "/jdl/none/json").status, 404)
        self.assertEqual(self.server.request("POST", "/jdl", {"name": "x"}).status, 405)


if __name__ == "__main__":
    unittest.main()
