#!/usr/bin/python3
"""vespa-lbl as a user meets it: bytes at any number of ranks, resumption, what its files say, what it refuses.

Usage: program_test.py PROGRAM MPIEXEC [unittest arguments]
"""

import filecmp
import os
import signal
import subprocess
import sys
import time
import unittest
from pathlib import Path

import h5py
import numpy as np

from lbl_runs import LblTest


class Absorption(LblTest):
    def test_bytes_do_not_depend_on_ranks(self):
        for ranks in (1, 2, 3, 4):
            done = subprocess.run(self.absorption(f"{ranks}.h5", ranks=ranks), cwd=self.path, capture_output=True, text=True, timeout=300)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertTrue(filecmp.cmp(self.path / "1.h5", self.path / f"{ranks}.h5", shallow=False), f"{ranks} ranks")
        with h5py.File(self.path / "1.h5") as file:
            self.check_file(file)

    def check_file(self, file):
        self.assertEqual(file.attrs["file_type"].decode(), "vespa-lbl-absorption")
        self.assertEqual(file.attrs["status"].decode(), "complete")
        self.assertEqual(file.attrs["wings"].decode(), "line-cut, 25 cm-1")
        self.assertLess(file.attrs["verified_error"], 1e-4)
        self.assertGreater(file.attrs["verified_error"], 0)
        self.assertEqual(file["cross_section/CO"].shape, (2, 110001))
        np.testing.assert_allclose(file["wavenumber"][[0, 1, -1]], [2000, 2000.002, 2220], rtol=1e-14)
        self.assertTrue((file["cross_section/CO"][()] > 0).all())
        self.assertTrue((file["block/check"][()] != 0).all())
        self.assertEqual(file["block/points"][()].sum(), 110001)

    def test_precision_classes_agree_within_their_bounds(self):
        for word in ("coarse", "standard", "fine"):
            subprocess.run(self.absorption(f"{word}.h5", f"--precision={word}"), cwd=self.path, check=True, capture_output=True)
        read = {word: h5py.File(self.path / f"{word}.h5")["cross_section/CO"][()] for word in ("coarse", "standard", "fine")}
        for word, bound in (("coarse", 1e-3), ("standard", 1e-4)):
            self.assertLess(np.abs(read[word] / read["fine"] - 1).max(), bound * 1.01)

    def test_mixture_adds_up_to_the_coefficient(self):
        self.done("absorption", f"--lines={self.store()}", "--composition=CO=0.25;N2=0.75", "--from=2100", "--to=2110", "--step=0.01",
                  "--temperatures=200", "--pressures=2", "--output=m.h5")
        with h5py.File(self.path / "m.h5") as file:
            density = 2e5 / (1.380649e-23 * 200) * 1e-6
            np.testing.assert_allclose(file["absorption_coefficient"][0], 0.25 * density * file["cross_section/CO"][0], rtol=1e-14)


SLOW = "--checked-points=5000"  # makes a run take some seconds


class Resumption(LblTest):
    def finish(self, *arguments, ranks=1):
        done = subprocess.run(self.absorption("b.h5", "--block-points=1024", *arguments, ranks=ranks), cwd=self.path,
                              capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done

    def whole(self, *arguments):
        subprocess.run(self.absorption("a.h5", "--block-points=1024", *arguments), cwd=self.path, check=True, capture_output=True)
        return self.path / "a.h5"

    def test_after_a_kill_the_same_bytes(self):
        whole = self.whole(SLOW)
        for ranks in (1, 2):
            process = self.start_and_wait_for_blocks(self.absorption("b.h5", "--block-points=1024", SLOW, ranks=ranks))
            self.assertIsNotNone(process, "the run was too quick to be killed")
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            while subprocess.run(["pgrep", "-f", f"--output={self.path}"], capture_output=True).stdout:
                time.sleep(0.05)  # ranks see their launcher gone
            self.assertFalse((self.path / "b.h5").exists())
            said = self.finish("--resume", SLOW).stdout
            self.assertRegex(said, "going on with [1-9]")
            self.assertTrue(filecmp.cmp(whole, self.path / "b.h5", shallow=False), f"{ranks} ranks")
            (self.path / "b.h5").unlink()

    def test_killed_before_anything_was_there(self):
        (self.path / "b.h5.part").write_bytes(b"\0" * 4096)
        done = self.finish("--resume", ranks=2)
        self.assertIn("nothing to go on with", done.stderr)

    def test_a_damaged_block_is_done_again(self):
        whole = self.whole()
        (self.path / "b.h5").write_bytes(whole.read_bytes())
        with h5py.File(self.path / "b.h5", "r+") as file:
            file["cross_section/CO"][1, 5000] *= 1.001
            file["block/check"][7] = 0
            file.attrs.modify("status", np.bytes_(b"stopped\0"))
        self.assertIn("going on with 106 of 108", self.finish("--resume", ranks=2).stdout)
        with h5py.File(whole) as a, h5py.File(self.path / "b.h5") as b:
            self.assertTrue((a["cross_section/CO"][()] == b["cross_section/CO"][()]).all())
            self.assertTrue((a["block/check"][()] == b["block/check"][()]).all())
            self.assertEqual(b.attrs["status"].decode(), "complete")

    def test_a_stopped_run_is_kept_and_gone_on_with(self):
        whole = self.whole(SLOW)
        process = self.start_and_wait_for_blocks(self.absorption("b.h5", "--block-points=1024", SLOW))
        self.assertIsNotNone(process, "the run was too quick to be stopped")
        process.send_signal(signal.SIGTERM)
        _, complaint = process.communicate(timeout=100)
        self.assertEqual(process.returncode, 3, complaint)
        with h5py.File(self.path / "b.h5") as file:
            self.assertEqual(file.attrs["status"].decode(), "stopped")
        self.finish("--resume", SLOW)
        self.assertTrue(filecmp.cmp(whole, self.path / "b.h5", shallow=False))

    def test_resuming_a_whole_file_does_nothing_and_other_options_are_refused(self):
        self.finish()
        before = (self.path / "b.h5").read_bytes()
        self.assertIn("complete: nothing to be done", self.finish("--resume").stdout)
        self.assertEqual(before, (self.path / "b.h5").read_bytes())
        refused = subprocess.run(self.absorption("b.h5", "--resume", "--cut=10", ranks=2), cwd=self.path, capture_output=True, text=True)
        self.assertEqual(refused.returncode, 1)
        self.assertIn("was made with other options", refused.stderr)


class Spectrum(LblTest):
    def read(self, name):
        return h5py.File(self.path / name)

    def test_bytes_do_not_depend_on_ranks_and_shapes_are_as_told(self):
        wanted = ["--views=nadir;nadir:angle=60;zenith;limb:height=10;occultation:from=0,to=10,step=5", "--opacities", "--contributions",
                  "--transit", "--emissivity=0.9"]
        for ranks in (1, 2, 4):
            done = self.spectrum(f"{ranks}.h5", *wanted, ranks=ranks)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertTrue(filecmp.cmp(self.path / "1.h5", self.path / f"{ranks}.h5", shallow=False), f"{ranks} ranks")
        with self.read("1.h5") as file:
            self.assertEqual([name.decode() for name in file.attrs["views"]],
                             ["nadir", "nadir 60 deg", "zenith", "limb 10 km", "occultation 0 km", "occultation 5 km", "occultation 10 km"])
            self.assertEqual(file["radiance"].shape, (7, 5001))
            self.assertEqual(file["contribution"].shape, (7, 11, 5001))
            radiance, through = file["radiance"][()], file["transmittance"][()]
            self.assertTrue(np.isnan(radiance[4:]).all() and (radiance[:4] > 0).all())
            self.assertTrue((through >= 0).all() and (through <= 1).all())
            # the slant way is deeper; a zenith view lets through what a nadir view does
            self.assertTrue((through[1] <= through[0]).all())
            np.testing.assert_allclose(through[2], through[0], rtol=1e-12)
            np.testing.assert_allclose(through[0], np.exp(-file["optical_depth/CO"][()]), rtol=1e-11)
            # what the layers add up to is the limb's radiance
            np.testing.assert_allclose(file["contribution"][3].sum(axis=0), radiance[3], rtol=1e-10)
            self.assertTrue((file["effective_radius"][()] >= 6371e3).all())

    def test_aerosols_and_streams(self):
        (self.path / "dust.txt").write_text("vespa-aerosol 1\ncolumns wavenumber:cm-1 extinction albedo asymmetry\n"
                                            "2000 0.8 0.9 0.6\n2200 1.2 0.8 0.6\n")
        haze = "--aerosols=haze:depth=0.3,top=10,albedo=0.7,asymmetry=0.5;dust:file=dust.txt,depth=0.5,top=20,bottom=5,scale-height=3"
        options = ["--views=nadir;zenith:angle=40", "--opacities", haze, "--streams=4"]
        for ranks in (1, 3):
            done = self.spectrum(f"{ranks}.h5", *options, "--block-points=1000", ranks=ranks)
            self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue(filecmp.cmp(self.path / "1.h5", self.path / "3.h5", shallow=False))
        with self.read("1.h5") as file:
            nu = file["wavenumber"][()]
            np.testing.assert_allclose(file["optical_depth/haze"], 0.3, rtol=1e-12)
            np.testing.assert_allclose(file["optical_depth/dust"], 0.5 * np.interp(nu, [2000, 2200], [0.8, 1.2]), rtol=1e-12)
            total = sum(file[f"optical_depth/{name}"][()] for name in ("CO", "haze", "dust"))
            np.testing.assert_allclose(file["transmittance"][0], np.exp(-total), rtol=1e-10)
            self.assertTrue((file["radiance"][()] > 0).all())
        for text, said in (("haze:depth=1,top=5", "albedo"), ("haze:albedo=1,top=5", "depth"), ("haze:depth=1,albedo=1", "top"),
                           ("haze:depth=1,top=5,albedo=2", "0 to 1"), ("haze:depth=1,top=5,albedo=1,size=3", "size"),
                           ("haze:depth=1,top=5,albedo=1,reference=100", "exponent"), ("haze:depth=1,top=5,file=none.txt", "none.txt")):
            bad = self.spectrum("bad.h5", "--views=nadir", f"--aerosols={text}")
            self.assertIn(bad.returncode, (1, 64), text)
            self.assertIn(said, bad.stderr)
        self.assertIn("mirror", self.spectrum("bad.h5", "--views=nadir", "--streams=4", "--emissivity=0.5").stderr)

    def test_isothermal_atmosphere_above_a_black_surface_is_a_black_body(self):
        rows = [f"{1000 * 0.7 ** i:.6f} 250 1e-3 0.999" for i in range(12)]
        done = self.spectrum("i.h5", "--views=nadir;nadir:angle=45", profile=self.profile(rows=rows))
        self.assertEqual(done.returncode, 0, done.stderr)
        with self.read("i.h5") as file:
            nu = file["wavenumber"][()]
            planck = 1.1910429723971885e-8 * nu**3 / np.expm1(1.438776877503933802 * nu / 250)
            for view in (0, 1):
                np.testing.assert_allclose(file["radiance"][view], planck, rtol=1e-12)

    def test_jacobians_are_the_differences(self):
        rows = [f"{1000 * 0.7 ** i:.6f} {280 - 5 * i} 1e-4 0.9999" for i in range(12)]
        changed = {"temperature": (0, 0.01), "CO": (2, 1e-7)}
        done = self.spectrum("j.h5", "--views=nadir;limb:height=8", "--jacobians=temperature;CO", "--columns=pressure",
                             profile=self.profile(rows=rows))
        self.assertEqual(done.returncode, 0, done.stderr)
        level = 6
        for name, (_, step) in changed.items():
            spectra = []
            for sign in (-1, 1):
                words = rows[level].split()
                column = 1 if name == "temperature" else 2
                words[column] = repr(float(words[column]) + sign * step)
                some = rows[:level] + [" ".join(words)] + rows[level + 1:]
                result = self.spectrum("d.h5", "--views=nadir", "--precision=fine", "--overwrite", profile=self.profile(rows=some))
                self.assertEqual(result.returncode, 0, result.stderr)
                with self.read("d.h5") as file:
                    spectra.append(file["radiance"][0])
            difference = (spectra[1] - spectra[0]) / (2 * step)
            with self.read("j.h5") as file:
                analytic = file[f"jacobian/{name}"][0, level]
            self.assertLess(np.abs(analytic - difference).max(), 2e-3 * np.abs(difference).max(), name)

    def test_a_thick_transit_is_larger_than_a_thin_one(self):
        radius = {}
        for share in ("1e-9", "1e-3"):
            rows = [f"{1000 * 0.7 ** i:.6f} 250 {share} 0.99" for i in range(12)]
            done = self.spectrum("t.h5", "--transit", "--overwrite", profile=self.profile(rows=rows))
            self.assertEqual(done.returncode, 0, done.stderr)
            with self.read("t.h5") as file:
                radius[share] = file["effective_radius"][()]
        self.assertTrue((radius["1e-3"] > radius["1e-9"]).all())


class Refusals(LblTest):
    """Bad input: said what, where and what is allowed; nothing is left behind; all ranks end."""

    def refused(self, result, *said, code=1):
        self.assertEqual(result.returncode, code, result.stderr)
        for text in said:
            self.assertIn(text, result.stderr)
        self.assertEqual([file.name for file in self.path.iterdir() if file.name.startswith("out")], [])

    def test_profiles(self):
        good = [f"{1000 * 0.7 ** i:.6f} {280 - 5 * i} 1e-4 0.9999" for i in range(6)]
        cases = {
            "pressure": (good[:3] + ["900 250 1e-4 0.99"] + good[3:], "air.profile"),
            "abundance": (good[:3] + ["300 250 -1e-4 0.99"], "CO"),
            "temperature": (good[:3] + ["300 -5 1e-4 0.99"], "temperature"),
            "words": (good[:3] + ["300 abc 1e-4 0.99"], "abc"),
        }
        for ranks in (1, 4):
            for rows, said in cases.values():
                result = self.spectrum("out.h5", "--views=nadir", profile=self.profile(rows=rows), ranks=ranks)
                self.refused(result, said)

    def test_lines(self):
        (self.path / "broken.par").write_text("this is no record\n")
        (self.path / "empty.h5").write_text("")
        self.store()
        grid = ["--from=2000", "--to=2001", "--step=0.1", "--temperatures=200", "--pressures=1", "--output=out.h5"]
        for ranks in (1, 4):
            run = lambda *more: self.run_command("absorption", *grid, *more, ranks=ranks)
            self.refused(run("--lines=CO:file=broken.par"), "broken.par")
            self.refused(run("--lines=CO:file=empty.h5"), "empty.h5")
            self.refused(run("--lines=XY"), "no list of XY")
            self.refused(run("--lines=CO:file=absent.h5"), "absent.h5", "an existing file")
            self.refused(run("--lines=CO:file=lines.h5,colour=blue"), "colour")
            self.refused(run("--lines=CO:file=lines.h5", "--composition=CO=1.5"), "CO=1.5", "0 to 1")
            self.refused(run("--lines=CO:file=lines.h5", "--composition=CO=0.6;N2=0.6"), "sum up to 1.2")

    def test_temperatures_outside_the_partition_sum(self):
        result = self.run_command("absorption", f"--lines={self.store()}", "--from=2000", "--to=2001", "--step=0.1", "--temperatures=9000",
                                  "--pressures=1", "--output=out.h5", ranks=3)
        self.refused(result, "9000", "1 to 3000 K")

    def test_views_and_wishes(self):
        for arguments, said in ((["--views=sideways"], "sideways"), (["--views=limb:height=4000"], "4000"), ([], "nothing is looked at"),
                                (["--views=occultation:height=5", "--jacobians=CO"], "has no radiance"),
                                (["--views=nadir", "--jacobians=N2"], "N2 has no lines")):
            self.refused(self.spectrum("out.h5", *arguments), said)
        self.refused(self.spectrum("out.h5", "--views=nadir", "--emissivity=2"), "emissivity", code=64)

    def test_a_full_disk_is_said_before_the_work(self):
        command = self.absorption("out.h5")
        result = subprocess.run(["bash", "-c", 'ulimit -f 1000; exec "$@"', "limited", *command], cwd=self.path, capture_output=True,
                                text=True, timeout=100)
        self.assertIn(result.returncode, (1, 2))
        self.assertFalse((self.path / "out.h5").exists())
        self.assertNotEqual(result.stderr, "")


class SharedData(LblTest):
    """Against brute-force spectra that are not in the project."""

    def setUp(self):
        super().setUp()
        folder = os.environ.get("VESPA_SHARED_DATA", Path(__file__).resolve().parents[4] / "shared/data")
        self.data = f"{folder}/line-by-line"
        if not os.path.isdir(self.data):
            self.skipTest(f"SKIPPED: {folder} holds no line-by-line (VESPA_SHARED_DATA)")

    def subset(self):
        """The records that the untruncated truth was made of."""
        with open(f"{self.data}/lines/28_hit12.par", encoding="ascii") as whole:
            (self.path / "some.par").write_text("".join(line for line in whole if 775 <= float(line[3:15]) <= 1325))
        return "some.par"

    def test_phosphine_in_every_convention(self):
        lines = self.subset()
        for wings, truth in (("line-cut", "sigma_linecut"), ("whole-wavenumber", "sigma_intcut"), ("pedestal", "sigma_pedestal"),
                             ("unlimited", "sigma_untruncated")):
            self.done("absorption", f"--lines=PH3:file={lines}", f"--partition-sums={self.data}/tips/tips2025.h5",
                      "--from=800", "--to=1300", "--step=0.01", "--temperatures=296", "--pressures=1.01325", f"--wings={wings}",
                      "--overwrite", "--output=b.h5", ranks=2)
            with h5py.File(self.path / "b.h5") as mine, h5py.File(f"{self.data}/ref/truth_B.h5") as file:
                ratio = mine["cross_section/PH3"][0] / file[truth][()]
            # the pedestal is a difference: its precision is that of its terms
            self.assertLess(np.abs(ratio - 1).max(), 1e-4 if wings != "pedestal" else 1e-2, wings)
            self.assertLess(np.median(np.abs(ratio - 1)), 1e-5, wings)


    def test_radiances_of_forty_layers(self):
        """Carbon monoxide over a black surface: exact sums of the same layers, published to 1e-10."""
        levels = np.loadtxt(f"{self.data}/profiles/case_f_levels.csv", delimiter=",", comments="#", skiprows=2)
        rows = [f"{p:.12g} {t:.12g} 1e-7" for _, _, p, t in levels]
        (self.path / "f.profile").write_text("vespa-profile 1\nmolar_mass 28.964\ncolumns pressure:hPa temperature:K CO:1\n" + "\n".join(rows) + "\n")
        with h5py.File(f"{self.data}/ref/layers40_CO.h5") as truth:
            for emissivity, name in ((1, "up_emissivity_1"), (0.9, "up_emissivity_0.9")):
                self.done("spectrum", "--profile=f.profile", "--radius=1e9", "--gravity=9.80665",
                          f"--lines=CO:file={self.data}/lines/05_hit12.par", f"--partition-sums={self.data}/tips/tips2025.h5",
                          "--from=2140", "--to=2200", "--step=0.002", "--views=nadir;zenith", f"--emissivity={emissivity}",
                          "--jacobians=CO", "--overwrite", "--output=f.h5", ranks=2)
                with h5py.File(self.path / "f.h5") as mine:
                    np.testing.assert_allclose(mine["radiance"][0], truth[name][()], rtol=1e-5)
                    np.testing.assert_allclose(mine["transmittance"][0], truth["transmittance_vertical"][()], rtol=1e-5, atol=1e-7)
                    down = truth["down_surface"][()]
                    np.testing.assert_allclose(mine["radiance"][1], down, rtol=2e-5)


if __name__ == "__main__":
    LblTest.program, LblTest.mpiexec = sys.argv[1:3]
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
