#!/usr/bin/python3
"""scripts/plot draws every kind of figure, and refuses what it cannot read with a sentence that says why."""

from __future__ import annotations

import subprocess
import tempfile
import unittest
from pathlib import Path
from xml.etree import ElementTree

import h5py
import matplotlib.image
import numpy as np
import synthetic_result

PLOT = Path(__file__).resolve().parents[3] / "scripts" / "plot"


class PlotTest(unittest.TestCase):
    def setUp(self) -> None:
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = Path(holder.name)
        self.result = self.folder / "rays.h5"
        synthetic_result.write(self.result, rays=24)

    def plot(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        command = [str(PLOT), *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, cwd=self.folder, check=False)

    def refused(self, *words: str) -> None:
        done = self.plot(self.result)
        self.assertEqual(done.returncode, 1, done.stderr)
        for word in words:
            self.assertIn(word, done.stderr)
        self.assertNotIn("Traceback", done.stderr)
        self.assertFalse(self.result.with_suffix(".png").exists())

    def edit(self) -> h5py.File:
        return h5py.File(self.result, "r+")


class Draws(PlotTest):
    def image(self, *arguments: object) -> np.ndarray:
        out = self.folder / "figure.png"
        done = self.plot(self.result, "-o", out, *arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout.strip(), str(out))
        return matplotlib.image.imread(out)[..., :3]

    def assert_not_blank(self, image: np.ndarray) -> None:
        """Ink beyond that of axes and text, and colours, not greys alone."""
        self.assertGreater(float((image.min(axis=2) < 0.9).mean()), 1e-2)
        self.assertGreater(float((np.ptp(image, axis=2) > 0.3).mean()), 3e-4)

    def test_what_became_of_the_wave(self) -> None:
        self.refused_kind("wave", "--polarisation")
        rays = 24
        with self.edit() as file:
            angle = np.linspace(0, 3, rays)
            stokes = np.stack([np.cos(angle), 0 * angle, np.sin(angle)], axis=1)
            synthetic_result.put(file["rays"], "stokes", stokes, "", "(Q, U, V)/I")
            synthetic_result.put(file["rays"], "tube", file["rays/path_length"][()] ** 2 * (1.2 - angle), "km2 sr-1", "tube")
        two = self.image("--kind", "wave")
        self.assert_not_blank(two)
        with self.edit() as file:
            synthetic_result.put(file["rays"], "absorption", angle, "dB", "absorption")
        self.assertGreater(self.image("--kind", "wave").shape[0], two.shape[0])

    def test_kinds_of_other_results_are_refused(self) -> None:
        self.refused_kind("abundances", "vespa-mulumesc")
        self.refused_kind("opacity", "vespa-lbl")

    def refused_kind(self, kind: str, said: str) -> None:
        done = self.plot(self.result, "--kind", kind)
        self.assertEqual(done.returncode, 1)
        self.assertIn(said, done.stderr)

    def test_every_kind_as_png(self) -> None:
        for kind in ("paths", "delay", "map", "overview"):
            with self.subTest(kind=kind):
                self.assert_not_blank(self.image("--kind", kind))

    def test_hit_map(self) -> None:
        done = self.plot(self.result, "--kind", "hits")
        self.assertEqual(done.returncode, 1)
        self.assertIn("no hit map", done.stderr)
        for bands, modes in ((4, "OX"), (1, "X")):
            synthetic_result.write_hit_map(self.result, bands, modes)
            with self.subTest(bands=bands):
                self.assert_not_blank(self.image("--kind", "hits"))
        with self.edit() as file:
            del file["hit_map/accessible"]
        done = self.plot(self.result, "--kind", "hits")
        self.assertEqual(done.returncode, 1)
        self.assertIn("'accessible' is missing in /hit_map", done.stderr)

    def test_the_body_is_dark_in_the_middle_of_its_place(self) -> None:
        image = self.image("--plane", "xz", "--kind", "paths")
        dark = (np.abs(image - np.array([0x20, 0x24, 0x2B]) / 255.0).max(axis=2) < 0.02)
        # Single pixels of text may have the colour too: rows and columns with many are the disc's.
        height, width = (np.ptp(np.flatnonzero(dark.sum(axis=axis) > 10)) for axis in (1, 0))
        self.assertGreater(width, 50)
        self.assertAlmostEqual(height / width, 66854.0 / 71492.0, delta=0.06)

    def test_width_is_in_inches_at_150_dots(self) -> None:
        self.assertEqual(self.image("--width", 4).shape[1], 600)

    def test_extent_zooms(self) -> None:
        whole, near = (self.image("--extent", extent) for extent in (12, 4))
        dark = [(np.abs(image - np.array([0x20, 0x24, 0x2B]) / 255.0).max(axis=2) < 0.02).sum() for image in (whole, near)]
        self.assertAlmostEqual(dark[1] / dark[0], 9.0, delta=1.5)

    def test_svg_is_well_formed_and_repeats(self) -> None:
        texts = []
        for name in ("a.svg", "b.svg"):
            done = self.plot(self.result, "-o", name)
            self.assertEqual(done.returncode, 0, done.stderr)
            texts.append((self.folder / name).read_text())
        self.assertEqual(texts[0], texts[1])
        root = ElementTree.fromstring(texts[0])
        self.assertTrue(root.tag.endswith("svg"))
        self.assertGreater(len(root.findall(".//{*}path")), 24)
        self.assertIn("electron density", texts[0])
        self.assertIn("24 rays, 1–", texts[0])

    def test_default_name_stands_beside_the_result(self) -> None:
        self.assertEqual(self.plot(self.result).returncode, 0)
        self.assertTrue(self.result.with_suffix(".png").exists())

    def test_without_background_and_body(self) -> None:
        with self.edit() as file:
            del file["background"]
            file["body"].attrs["equatorial_radius"] = 0.0
            file["body"].attrs["polar_radius"] = 0.0
        for plane in ("xy", "xz", "yz"):
            self.assert_not_blank(self.image("--plane", plane))
        done = self.plot(self.result, "--plane", "background")
        self.assertEqual(done.returncode, 1)
        self.assertIn("no background plane", done.stderr)

    def test_one_frequency_and_few_paths(self) -> None:
        with self.edit() as file:
            file["rays/frequency"][...] = 5.0e6
        done = self.plot(self.result, "--rays", 5, "-o", "few.svg", "--kind", "overview")
        self.assertEqual(done.returncode, 0, done.stderr)
        text = (self.folder / "few.svg").read_text()
        self.assertIn("24 rays, 5 MHz", text)
        self.assertIn("Drawn: 5 rays", text)

    def test_stopped_run_is_marked(self) -> None:
        synthetic_result.write(self.result, rays=24, status="stopped")
        self.assertEqual(self.plot(self.result, "-o", "stopped.svg").returncode, 0)
        self.assertIn("Stopped on request: 24 of 48 rays", (self.folder / "stopped.svg").read_text())

    def test_rays_that_never_started_are_counted_not_drawn(self) -> None:
        with self.edit() as file:
            file["rays/sample_count"][...] = 0
            file["rays/end_position"][...] = np.nan
            file["rays/group_path"][...] = np.nan
        for kind in ("paths", "delay", "map"):
            done = self.plot(self.result, "--kind", kind, "-o", "none.svg")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("24 rays", (self.folder / "none.svg").read_text())


class Refuses(PlotTest):
    def test_missing_file(self) -> None:
        self.result.unlink()
        self.refused("rays.h5", "no such file")

    def test_not_hdf5(self) -> None:
        self.result.write_text("frequency, mode\n1e6, X\n")
        self.refused("not a readable HDF5 file")

    def test_truncated_file(self) -> None:
        self.result.write_bytes(self.result.read_bytes()[:5000])
        self.refused("not a readable HDF5 file")

    def test_another_kind_of_file(self) -> None:
        with self.edit() as file:
            file.attrs["file_type"] = "vespa-lbl"
        self.refused("not a result of vespa-raytrace")

    def test_newer_format(self) -> None:
        with self.edit() as file:
            file.attrs["format_version"] = "2.0"
        self.refused("format_version 2.0", "1.x")

    def test_missing_dataset(self) -> None:
        with self.edit() as file:
            del file["rays/stop_reason"]
        self.refused("stop_reason", "missing")

    def test_missing_group(self) -> None:
        with self.edit() as file:
            del file["samples"]
        self.refused("samples", "missing")

    def test_wrong_shape(self) -> None:
        with self.edit() as file:
            del file["samples/position"]
            file["samples/position"] = np.zeros((10, 2))
        self.refused("/samples/position", "shape", "nx3")

    def test_columns_of_unequal_length(self) -> None:
        with self.edit() as file:
            del file["rays/mode"]
            file["rays/mode"] = np.zeros(3, dtype=np.int8)
        self.refused("/rays/mode", "3 rows", "24")

    def test_index_beyond_the_samples(self) -> None:
        with self.edit() as file:
            file["rays/sample_first"][0] = 10**12
        self.refused("/samples/position", "damaged")

    def test_no_rays(self) -> None:
        with self.edit() as file:
            del file["rays/frequency"]
            file["rays/frequency"] = np.zeros(0)
        self.refused("no rays")

    def test_wrong_command_lines(self) -> None:
        for arguments, word in (
            ((), "FILE.h5"),
            ((self.result, "-o", "figure.gif"), ".png .svg"),
            ((self.result, "--kind", "pie"), "overview"),
            ((self.result, "--rays", "0"), "1 or more"),
            ((self.result, "--width", "1000"), "2 to 40"),
            ((self.result, "--extent", "-3"), "above 0"),
        ):
            with self.subTest(arguments=arguments):
                done = self.plot(*arguments)
                self.assertEqual(done.returncode, 2)
                self.assertIn(word, done.stderr)

    def test_folder_that_does_not_exist(self) -> None:
        done = self.plot(self.result, "-o", "nowhere/figure.png")
        self.assertEqual(done.returncode, 1)
        self.assertIn("nowhere/figure.png", done.stderr)


if __name__ == "__main__":
    unittest.main()
