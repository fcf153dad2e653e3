"""A spectrum over HTTP: an uploaded profile and options in, spectrum and picture out."""
import io
import unittest

import h5py
import numpy as np

from server import BUILD, Server

PROFILE = "vespa-profile 1\ncolumns pressure:hPa temperature:K CO:1 CO2:1\n" + "".join(
    f"{6.1 * 0.6 ** i:.6e} {220 - 3 * i} 8e-4 0.957\n" for i in range(16))
OPTIONS = [("radius", "3389.5"), ("gravity", "3.71"), ("from", "2100"), ("to", "2120"), ("step", "0.005"), ("lines", "CO"),
           ("views", "nadir;occultation:height=10"), ("opacities", "true"), ("votable", "true")]


class LineByLine(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server("--codes", BUILD / "share" / "vespa-hpc" / "descriptions")

    @classmethod
    def tearDownClass(cls):
        cls.server.clean()

    def submit(self, options, profile=PROFILE):
        answer = self.server.multipart("/rest/lbl-spectrum", [*options, ("PHASE", "RUN")], [("profile", "mars.profile", profile.encode())])
        self.assertEqual(answer.status, 303, answer.text)
        url = answer.headers["Location"]
        self.addCleanup(self.server.request, "DELETE", url)
        return url

    def test_spectrum_and_picture_come_back(self):
        url = self.submit(OPTIONS)
        self.server.wait_for(url, "COMPLETED")
        spectrum = self.server.request("GET", url + "/results/spectrum")
        self.assertEqual(spectrum.headers["Content-Type"], "application/x-hdf5")
        with h5py.File(io.BytesIO(spectrum.body)) as file:
            self.assertEqual(file["radiance"].shape, (2, 4001))
            self.assertTrue((file["radiance"][0] > 0).all())
            through = file["transmittance"][()]
            self.assertLess(through[1].min(), 1e-3)  # strong lines at grazing incidence
            self.assertGreater(np.median(through[0]), 0.9)
            self.assertLess(file.attrs["verified_error"], 1e-4)
        table = self.server.request("GET", url + "/results/votable")
        self.assertEqual(table.headers["Content-Type"], "application/x-votable+xml")
        fields = [field.get("name") for field in table.xml.iter("{http://www.ivoa.net/xml/VOTable/v1.3}FIELD")]
        self.assertEqual(fields[:3], ["wavenumber", "radiance_nadir", "radiance_occultation_10_km"])
        picture = self.server.request("GET", url + "/results/picture")
        self.assertEqual(picture.headers["Content-Type"], "image/png")
        self.assertTrue(picture.body.startswith(b"\x89PNG"))

    def test_what_is_required_may_stand_in_a_configuration_file(self):
        config = 'from = 2100\nto = 2110\nstep = 0.01\nradius = 3389.5\ngravity = 3.71\nlines = ["CO"]\nviews = ["nadir"]\n'
        files = [("config", "run.toml", config.encode()), ("profile", "mars.profile", PROFILE.encode())]
        answer = self.server.multipart("/rest/lbl-spectrum", [("to", "2105"), ("PHASE", "RUN")], files)
        self.assertEqual(answer.status, 303, answer.text)
        url = answer.headers["Location"]
        self.addCleanup(self.server.request, "DELETE", url)
        self.server.wait_for(url, "COMPLETED")
        with h5py.File(io.BytesIO(self.server.request("GET", url + "/results/spectrum").body)) as file:
            self.assertEqual(file["radiance"].shape, (1, 501))  # what is given beside the file wins
        form = self.server.request("GET", "/lbl-spectrum/form", headers={"Accept": "text/html"}).text
        self.assertIn('name="from"', form)
        self.assertNotRegex(form, r"<(input|select)[^>]* required")  # a browser would hold it back
        # What stands in neither is said by the program.
        answer = self.server.multipart("/rest/lbl-spectrum", [("PHASE", "RUN")], [("config", "run.toml", b"to = 2110\n"), files[1]])
        self.addCleanup(self.server.request, "DELETE", answer.headers["Location"])
        self.assertIn("from", self.server.wait_for(answer.headers["Location"], "ERROR").message)

    def test_tables_and_their_pictures_come_back(self):
        options = [("from", "2140"), ("to", "2150"), ("step", "0.01"), ("lines", "CO"), ("temperatures", "200,300"), ("pressures", "0.01,1"),
                   ("PHASE", "RUN")]
        for more, name, shape in (([], "xsecarr", (2, 2, 1001)),
                                  ([("k-distribution", "true"), ("bin-width", "2"), ("g-points", "8")], "kcoeff", (2, 2, 5, 8))):
            answer = self.server.request("POST", "/rest/lbl-table", dict(options + more))
            self.assertEqual(answer.status, 303, answer.text)
            url = answer.headers["Location"]
            self.addCleanup(self.server.request, "DELETE", url)
            self.server.wait_for(url, "COMPLETED")
            with h5py.File(io.BytesIO(self.server.request("GET", url + "/results/table").body)) as file:
                self.assertEqual(file[name].shape, shape)
                self.assertTrue((file[name][()] > 0).all())
            self.assertTrue(self.server.request("GET", url + "/results/picture").body.startswith(b"\x89PNG"))

    def test_a_bad_profile_is_explained(self):
        lines = PROFILE.splitlines()
        lines[5] = lines[2]  # the pressure of the level below
        url = self.submit(OPTIONS, "\n".join(lines) + "\n")
        job = self.server.wait_for(url, "ERROR")
        self.assertIn("pressure", job.message)

    def test_no_file_of_the_server_is_read(self):
        url = self.submit([option for option in OPTIONS if option[0] != "lines"] + [("lines", "CO:file=/etc/passwd")])
        job = self.server.wait_for(url, "ERROR")
        self.assertIn("outside the folder of the inputs", job.message)


if __name__ == "__main__":
    unittest.main()
