#!/usr/bin/python3
"""Makes mixtures.hdr and mixtures.img: an ENVI cube of spectra whose bands are known.

Usage: make_mixtures.py [FOLDER]

Each line of the image is one surface, whose bands deepen from its first sample to its last; Gaussians in wavelength over a
continuum that is straight in wavelength, noise of 0.1 % of the reflectance with a fixed seed. Bands, centre and FWHM in um, after

 - orthopyroxene 0.914, 1.848 and clinopyroxene 1.016, 2.234: laboratory spectra of the USGS library splib04 (Clark et al. 1993, USGS
   Open File Report 93-592), hypersthene PYX02.e and augite NMNH120049; widths of Sunshine et al. 1990, JGR 95, 6955
 - olivine 0.85, 1.05, 1.25: Sunshine & Pieters 1998, JGR 103, 13675
 - kaolinite 1.396, 1.413, 2.165, 2.205 and calcite 1.875, 1.995, 2.338, 2.517: Clark et al. 1990, JGR 95, 12653
"""

import sys
from pathlib import Path

import numpy as np

SAMPLES = 12
SURFACES = {
    "orthopyroxene": [(0.914, 0.18, 0.35), (1.848, 0.45, 0.30)],
    "clinopyroxene": [(1.016, 0.20, 0.30), (2.234, 0.40, 0.25)],
    "olivine": [(0.85, 0.20, 0.10), (1.05, 0.17, 0.25), (1.25, 0.40, 0.18)],
    "kaolinite": [(1.396, 0.015, 0.15), (1.413, 0.015, 0.20), (2.165, 0.030, 0.20), (2.205, 0.030, 0.30)],
    "calcite": [(1.875, 0.05, 0.06), (1.995, 0.06, 0.08), (2.338, 0.07, 0.35), (2.517, 0.08, 0.40)],
    "without bands": [],
}


def spectrum(wavelength, bands, strength):
    ratio = np.ones_like(wavelength)
    for centre, fwhm, depth in bands:
        ratio *= 1 - strength * depth * np.exp(-0.5 * ((wavelength - centre) * 2.354820045 / fwhm) ** 2)
    return (0.35 + 0.05 * wavelength) * ratio


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    wavelength = np.round(np.concatenate([np.arange(0.5, 1.3, 0.01), np.arange(1.3, 2.6001, 0.005)]), 4)
    random = np.random.default_rng(2017)
    cube = np.array([[spectrum(wavelength, bands, (sample + 1) / SAMPLES) for sample in range(SAMPLES)] for bands in SURFACES.values()])
    cube *= 1 + 0.001 * random.standard_normal(cube.shape)
    stored = np.round(20000 * cube).astype("<u2")
    stored[-1, -1, :] = 65535  # a pixel without measurement
    stored.transpose(0, 2, 1).tofile(folder / "mixtures.img")
    (folder / "mixtures.hdr").write_text(
        "ENVI\n"
        f"description = {{made by make_mixtures.py; lines: {'; '.join(SURFACES)}}}\n"
        f"samples = {SAMPLES}\nlines = {len(SURFACES)}\nbands = {wavelength.size}\nheader offset = 0\nfile type = ENVI Standard\n"
        "data type = 12\ninterleave = bil\nbyte order = 0\nreflectance scale factor = 20000\ndata ignore value = 65535\n"
        "wavelength units = Micrometers\nwavelength = {" + ", ".join(f"{x:g}" for x in wavelength) + "}\n")


if __name__ == "__main__":
    main()
