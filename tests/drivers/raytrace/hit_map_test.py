#!/usr/bin/python3
"""The hit map against a count of the rays in the same file, at one and three ranks; what it refuses.

Usage: hit_map_test.py PROGRAM MPIEXEC [unittest arguments]
"""

import filecmp
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import h5py
import numpy as np

PROGRAM, MPIEXEC = "", ""
# Two places, 720 rays that leave, hit the body, start within it or cannot start: 1.5 radii up and below the surface.
OPTIONS = ["--magnetic-field=dipole:moment=417000,tilt=10", "--plasma=chapman:density=2e5,height=2000,scale_height=800", "--samples=ends",
           "--hit-map", "--hit-map-longitudes=24", "--hit-map-latitudes=10"]
PATTERN = ["--source-positions=1.5,0,0.2,0,-1.3,-0.4,0.5,0,0", "--frequencies=20,3,1,10", "--modes=X;O", "--directions=cone",
           "--cone-angles=30,80,150", "--cone-azimuths=30"]
PLACES, FREQUENCIES, RAYS_OF_PLACE = 3, (1e6, 3e6, 10e6, 20e6), 4 * 2 * 3 * 30


class HitMapTest(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="vespa-hits-")
        self.addCleanup(holder.cleanup)
        self.path = Path(holder.name)

    def fly(self, output, *arguments, ranks=1, options=(*PATTERN, "--outer-radius=4")):
        launcher = [MPIEXEC, "-n", str(ranks)] if ranks > 1 else []
        command = [*launcher, PROGRAM, *OPTIONS, *options, *arguments, f"--output={self.path / output}"]
        return subprocess.run(command, capture_output=True, text=True, timeout=120)

    def expected(self, file, bands):
        """Hits [band, latitude, longitude] and flown [band] by mode, accessible [place, band, longitude]."""
        rays = file["rays"]
        frequency, mode, reason = (rays[name][()] for name in ("frequency", "mode", "stop_reason"))
        x, y, z = rays["end_position"][()].T
        longitude = np.degrees(np.arctan2(y, x)) % 360.0
        latitude = np.degrees(np.arctan2(z, np.hypot(x, y)))
        flown = rays["sample_count"][()] > 0
        hit = reason == 2
        place = np.arange(frequency.size) // RAYS_OF_PLACE
        sides = np.linspace(-90, 90, 11), np.linspace(0, 360, 25)
        hits, starts, zone = [], [], np.zeros((PLACES, len(bands), 24))
        for number in (0, 1):
            of = [(mode == number) & band(frequency) for band in bands]
            hits.append([np.histogram2d(latitude[chosen & hit], longitude[chosen & hit], sides)[0] for chosen in of])
            starts.append([(chosen & flown).sum() for chosen in of])
        for i, band in enumerate(bands):
            for p in range(PLACES):
                chosen = band(frequency) & hit & (place == p)
                zone[p, i] = np.histogram(longitude[chosen], sides[1])[0]
        return np.array(hits), np.array(starts), zone

    def check(self, name, bands):
        with h5py.File(self.path / name) as file:
            hits, flown, zone = self.expected(file, bands)
            group = file["hit_map"]
            for number, mode in enumerate(("ordinary", "extraordinary")):
                np.testing.assert_array_equal(group[mode][()], hits[number], mode)
                np.testing.assert_array_equal(group[f"{mode}_flown"][()], flown[number], mode)
            np.testing.assert_array_equal(group["accessible"][()], zone)
            np.testing.assert_array_equal(group["place_first_ray"][()], RAYS_OF_PLACE * np.arange(PLACES))
            self.assertGreater(hits.sum(), 300)
            self.assertLess(hits.sum(), flown.sum())
            self.assertLess(flown.sum(), file["rays/mode"].size)
            self.assertEqual((group.attrs["radius"], group.attrs["unit"]), (4 * 71492.0, b"km"))
            for dataset in group.values():
                self.assertIn("unit", dataset.attrs)
                self.assertIn("description", dataset.attrs)
            return group["frequency_lower"][()], group["frequency_upper"][()]

    def test_counts_are_those_of_the_rays(self):
        for ranks in (1, 3):
            ended = self.fly(f"np{ranks}.h5", ranks=ranks)
            self.assertEqual(ended.returncode, 0, ended.stderr)
        self.assertTrue(filecmp.cmp(self.path / "np1.h5", self.path / "np3.h5", shallow=False))
        lower, upper = self.check("np1.h5", [lambda f, at=at: f == at for at in FREQUENCIES])
        np.testing.assert_array_equal(lower, FREQUENCIES)
        np.testing.assert_array_equal(upper, FREQUENCIES)

    def test_bands_hold_their_lower_end_alone(self):
        self.assertEqual(self.fly("bands.h5", "--hit-map-edges=2,3,10,15").returncode, 0)
        bands = [lambda f, a=a, b=b: (f >= a) & (f < b) for a, b in ((2e6, 3e6), (3e6, 10e6), (10e6, 15e6))]
        lower, upper = self.check("bands.h5", bands)
        np.testing.assert_array_equal(lower, (2e6, 3e6, 10e6))
        np.testing.assert_array_equal(upper, (3e6, 10e6, 15e6))

    def test_a_list_is_one_place_and_one_band(self):
        (self.path / "list.csv").write_text("x,y,z,dx,dy,dz,frequency,mode\n2,0,0,1,0,0,10,X\n0,-2,0,0,-1,0,20,O\n0,-2,0,0,0,0,20,O\n")
        ended = self.fly("list.h5", options=["--source=list", f"--source-file={self.path}/list.csv", "--outer-radius=4"], ranks=3)
        self.assertEqual(ended.returncode, 0, ended.stderr)
        with h5py.File(self.path / "list.h5") as file:
            group = file["hit_map"]
            self.assertEqual((group["frequency_lower"][0], group["frequency_upper"][0]), (0.0, np.inf))
            self.assertEqual(group["ordinary"].shape, (1, 10, 24))
            self.assertEqual([int(group[f"{mode}_flown"][0]) for mode in ("ordinary", "extraordinary")], [1, 1])
            self.assertEqual(group["accessible"][()].sum(), 2)
            self.assertEqual(group["accessible"][0, 0, 18], 1)  # 270 degrees is the lower edge of bin 18

    def refused(self, words, *arguments, options=(*PATTERN, "--outer-radius=4")):
        ended = self.fly("refused.h5", *arguments, options=options, ranks=3)
        self.assertEqual(ended.returncode, 1, ended.stderr)
        for word in words:
            self.assertIn(word, ended.stderr)
        self.assertEqual(list(self.path.iterdir()), [])

    def test_what_it_refuses(self):
        self.refused(["--hit-map", "--outer-radius"], options=[*PATTERN, "--maximum-path=9"])
        self.refused(["--hit-map-edges", "one edge"], "--hit-map-edges=3")
        self.refused(["--hit-map-edges", "rising"], "--hit-map-edges=3,5,5")
        wide = [argument for argument in PATTERN if not argument.startswith("--frequencies")]
        wide += ["--frequency-lower=1", "--frequency-upper=30", "--frequency-count=100000", "--outer-radius=4"]
        self.refused(["--hit-map", "100000 bands", "33554432", "--hit-map-edges"], options=wide)


if __name__ == "__main__":
    PROGRAM, MPIEXEC = sys.argv[1:3]
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
