"""Bands over HTTP: an uploaded cube, header and data, in; maps, tables and the picture out."""
import io
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import h5py
import numpy as np

from server import BUILD, Server

INPUTS = Path(__file__).resolve().parents[3] / "inputs" / "mulumesc"
OPTIONS = [("keep-continuum", "true"), ("composition", "true"), ("fit", "orthopyroxene"), ("parameters", "crism"), ("maps", "true"), ("votable", "true")]


class Mulumesc(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server("--codes", BUILD / "share" / "vespa-hpc" / "descriptions")

    @classmethod
    def tearDownClass(cls):
        cls.server.clean()

    def submit(self, options, header=None):
        files = [("spectra", "mixtures.hdr", header or (INPUTS / "mixtures.hdr").read_bytes()), ("data-file", "mixtures.img", (INPUTS / "mixtures.img").read_bytes())]
        answer = self.server.multipart("/rest/mulumesc", [*options, ("PHASE", "RUN")], files)
        self.assertEqual(answer.status, 303, answer.text)
        url = answer.headers["Location"]
        self.addCleanup(self.server.request, "DELETE", url)
        return url

    def test_maps_tables_and_picture_come_back(self):
        url = self.submit(OPTIONS)
        self.server.wait_for(url, "COMPLETED")
        bands = self.server.request("GET", url + "/results/bands")
        with h5py.File(io.BytesIO(bands.body)) as file:
            np.testing.assert_allclose(file["composition/band_1_centre"][11], 0.914, atol=0.004)
        header = self.server.request("GET", url + "/results/maps-header").text
        names = [name.strip() for name in header.partition("band names = {")[2].rstrip().rstrip("}").split(",")]
        maps = np.frombuffer(self.server.request("GET", url + "/results/maps").body, "<f4").reshape(len(names), 6, 12)
        self.assertAlmostEqual(float(maps[names.index("composition: band_1_centre"), 0, 11]), 0.914, delta=0.004)
        for name in ("votable", "fits-votable", "composition-votable"):
            table = self.server.request("GET", url + "/results/" + name)
            self.assertEqual(table.headers["Content-Type"], "application/x-votable+xml")
            self.assertTrue(list(table.xml.iter("{http://www.ivoa.net/xml/VOTable/v1.3}TR")))
            self.check_by_votlint(table.body)
        picture = self.server.request("GET", url + "/results/picture")
        self.assertEqual(picture.headers["Content-Type"], "image/png")
        self.assertTrue(picture.body.startswith(b"\x89PNG"))

    def check_by_votlint(self, table):
        if not shutil.which("stilts"):
            self.skipTest("SKIPPED: stilts is not there (scripts/install-packages test)")
        with tempfile.NamedTemporaryFile(suffix=".vot") as file:
            file.write(table)
            file.flush()
            done = subprocess.run(["stilts", "votlint", "ucd=true", "unit=true", file.name], capture_output=True, text=True, timeout=200)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))

    def test_a_header_that_promises_too_much_is_explained(self):
        url = self.submit([], (INPUTS / "mixtures.hdr").read_bytes().replace(b"lines = 6\n", b"lines = 7\n"))
        self.assertIn("its header promises", self.server.wait_for(url, "ERROR").message)


if __name__ == "__main__":
    unittest.main()
