"""From three dimensions to the plane of the figure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .result_file import Array, Body, Result

NAMED = {"xy": (0, 1), "xz": (0, 2), "yz": (1, 2)}
PLANES = ("background", *NAMED)


@dataclass(frozen=True)
class View:
    """What the user chose of the figure."""

    width: float  # inches
    plane: str | None = None  # one of PLANES; None for the file's own
    extent: float | None = None  # half-width of the paths in units of the axes; None for all there is


@dataclass(frozen=True)
class Plane:
    origin: Array  # [3] km
    axis_1: Array  # [3] unit vector, to the right
    axis_2: Array  # [3] unit vector, upward
    label_1: str
    label_2: str

    def coordinates(self, points: Array) -> tuple[Array, Array]:
        """(right, up) in km of points [k, 3]."""
        relative = points - self.origin
        return relative @ self.axis_1, relative @ self.axis_2

    def without_hidden(self, points: Array, body: Body) -> Array:
        """[k, 2] km, NaN where the body stands between the point and the viewer, who looks from axis_1 x axis_2."""
        right, up = self.coordinates(points)
        flat = np.stack([right, up], axis=1)
        if body.equatorial_radius > 0.0:
            toward_viewer = np.cross(self.axis_1, self.axis_2)
            centre = -np.array([self.origin @ self.axis_1, self.origin @ self.axis_2])
            across, along = silhouette(self, body)
            inside = ((right - centre[0]) / across) ** 2 + ((up - centre[1]) / along) ** 2 < 1.0
            flat[inside & (points @ toward_viewer < 0.0)] = np.nan
        return flat


def silhouette(plane: Plane, body: Body) -> tuple[float, float]:
    """Half-widths (right, up) in km of the body's outline: a spheroid about z seen along the plane's normal."""
    a, c = body.equatorial_radius, body.polar_radius
    return tuple(float(np.sqrt((a * axis[0]) ** 2 + (a * axis[1]) ** 2 + (c * axis[2]) ** 2))
                 for axis in (plane.axis_1, plane.axis_2))


def _label(axis: Array) -> str:
    """What an axis is called: x, y, z, the equatorial direction of a longitude, or its components."""
    for name, unit in zip("xyz", np.eye(3)):
        if np.allclose(axis, unit):
            return name
    if abs(axis[2]) < 1e-9:
        return f"distance toward east longitude {np.degrees(np.arctan2(axis[1], axis[0])) % 360.0:.4g}\u00b0"
    return "distance along ({:.3g}, {:.3g}, {:.3g})".format(*axis)


def choose_plane(result: Result, name: str | None) -> Plane:
    """The plane asked for; by default the background's, else x-z."""
    if name in (None, "background") and result.background is not None:
        ground = result.background
        return Plane(ground.origin, ground.axis_1, ground.axis_2, _label(ground.axis_1), _label(ground.axis_2))
    if name == "background":
        raise ValueError("the file has no background plane; choose --plane " + ", ".join(NAMED))
    first, second = NAMED[name or "xz"]
    # Right-handed with the viewer where a reader expects it: from -y for xz, from +z for xy, from +x for yz.
    return Plane(np.zeros(3), np.eye(3)[first], np.eye(3)[second], "xyz"[first], "xyz"[second])


def shows_background(result: Result, plane: Plane) -> bool:
    """Whether the background of the file lies in this plane."""
    ground = result.background
    return ground is not None and all(
        np.allclose(mine, its)
        for mine, its in ((plane.origin, ground.origin), (plane.axis_1, ground.axis_1), (plane.axis_2, ground.axis_2))
    )
