"""What the running server sends is valid against the schemas of the IVOA."""
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

from server import ServerTest

SCHEMAS = Path(os.environ.get("VESPA_SHARED_DATA", Path(__file__).resolve().parents[4] / "shared/data")) / "uws/xsd"


@unittest.skipUnless((SCHEMAS / "service.xsd").exists(), f"the schemas are not there: {SCHEMAS}")
class Schema(ServerTest):
    def check(self, path):
        with tempfile.NamedTemporaryFile(suffix=".xml") as file:
            file.write(self.server.request("GET", path).body)
            file.flush()
            checked = subprocess.run(["xmllint", "--nonet", "--noout", "--schema", SCHEMAS / "service.xsd", file.name],
                                     capture_output=True, text=True, env={"XML_CATALOG_FILES": str(SCHEMAS / "catalog.xml")})
        self.assertEqual(checked.returncode, 0, path + ": " + checked.stderr)

    def test_documents_of_jobs_in_every_phase_that_occurs(self):
        jobs = {
            "PENDING": self.server.create(run=False, text="a\x01b<&>", RUNID="<&>\"'"),
            "EXECUTING": self.server.create(seconds=600, progress=600),
            "COMPLETED": self.server.create(text="done", bytes=10),
            "ERROR": self.server.create(exit_code=9),
            "ABORTED": self.server.create(seconds=600, EXECUTIONDURATION=1),
        }
        for phase, url in jobs.items():
            if phase != "PENDING":
                self.server.wait_for(url, phase)
            for child in ("", "/parameters", "/results"):
                self.check(url + child)
        for path in ("/rest/selftest", "/selftest/async", "/rest/selftest?PHASE=HELD", "/availability", "/selftest/capabilities"):
            self.check(path)


if __name__ == "__main__":
    unittest.main()
