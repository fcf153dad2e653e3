"""What vespa-mulumesc found of each spectrum beside its bands, as panels of maps: composition, abundances, fits, matches, parameters."""

from __future__ import annotations

from dataclasses import dataclass

import h5py
import numpy as np

from .result_file import Array, UnreadableResult, _attribute, _dataset, _group, _text

#: composition columns worth a map, with their labels
COMPOSITION = {"band_1_centre": "band I centre (µm)", "band_2_centre": "band II centre (µm)", "area_ratio": "area of band II over I",
               "hed_fs_2": "Fs (mol %), Burbine et al. 2007", "gaffey_fs": "Fs (mol %), Gaffey et al. 2002",
               "chondrite_olivine": "ol/(ol + px), Dunn et al. 2010"}
MOST_PARAMETERS = 12


@dataclass(frozen=True)
class Panel:
    title: str
    values: Array  # [spectrum], NaN where there is none
    limits: tuple[float, float] | None = None  # of the colours; None: 2nd to 98th percentile


@dataclass(frozen=True)
class Fit:
    """A fitted spectrum: ln R of continuum and bands."""

    model: str
    offset: float
    slope: float
    strength: Array
    centre: Array
    width: Array


def _composition(file: h5py.File) -> list[Panel]:
    group = _group(file, "composition")
    panels = [Panel(label, _dataset(group, name, 1)[()]) for name, label in COMPOSITION.items()]
    return [panel for panel in panels if np.isfinite(panel.values).any()]


def _abundances(file: h5py.File) -> list[Panel]:
    group = _group(file, "abundances")
    fraction = _dataset(group, "fraction", 2)[()]
    names = [_text(name) for name in np.atleast_1d(_attribute(group, "endmembers"))]
    if len(names) != fraction.shape[1]:
        raise UnreadableResult(f"{len(names)} names for {fraction.shape[1]} endmembers")
    panels = [Panel(name, fraction[:, k], (0.0, 1.0)) for k, name in enumerate(names)]
    panels.append(Panel("rms residual", _dataset(group, "rms", 1)[()]))
    if "smooth_fraction" not in group:
        return panels
    smooth = _dataset(group, "smooth_fraction", 2)[()]
    if smooth.shape != fraction.shape:
        raise UnreadableResult(f"{smooth.shape} smooth abundances, {fraction.shape} others")
    panels += [Panel(f"{name}, smooth", smooth[:, k], (0.0, 1.0)) for k, name in enumerate(names)]
    return [*panels, Panel("rms residual, smooth", _dataset(group, "smooth_rms", 1)[()])]


def _parameters(file: h5py.File) -> list[Panel]:
    group = _group(file, "parameters")
    panels = [Panel(name, node[()]) for name, node in group.items() if node.ndim == 1]
    known = [panel for panel in panels if np.isfinite(panel.values).any()]
    return known[:MOST_PARAMETERS]


def _match(file: h5py.File) -> list[Panel]:
    group = _group(file, "best_match")
    labels = {"fit": "fit of the best match's features", "distance": "distance of its bands (sigma)", "angle": "angle to it (rad)"}
    return [Panel(label, _dataset(group, name, 1)[()]) for name, label in labels.items() if np.isfinite(group[name][()]).any()]


READERS = {"composition": ("composition", _composition), "abundances": ("abundances", _abundances),
           "parameters": ("parameters", _parameters), "match": ("best_match", _match)}


def panels_of(file: h5py.File, kind: str) -> list[Panel]:
    """None where the run did not look for it."""
    group, read = READERS[kind]
    return read(file) if group in file else []


def fit_of(file: h5py.File, spectrum: int) -> Fit | None:
    if "fits" not in file:
        return None
    fits, bands = _group(file, "fits"), _group(file, "fitted_bands")
    model = int(_dataset(fits, "model", 1)[spectrum])
    if model == 255:
        return None
    first, count = int(_dataset(fits, "band_first", 1)[spectrum]), int(_dataset(fits, "band_count", 1)[spectrum])
    column = {name: _dataset(bands, name, 1)[first:first + count] for name in ("strength", "centre", "width")}
    shaped = "asymmetry" in bands
    name = _text(np.atleast_1d(_attribute(fits, "models"))[model])
    return None if shaped else Fit(model=name, offset=float(fits["offset"][spectrum]), slope=float(fits["slope"][spectrum]), **column)
