#!/usr/bin/python3
"""Stands for a legacy program: reads one Fortran namelist (groups layer and grid), writes Chapman profiles.

N(z) = N0 exp(c (1 - y - sec(chi) exp(-y))), y = (z - z0) / H, with c = 1/2 (alpha layer) or 1 (beta layer):
S. Chapman, Proc. Phys. Soc. 43, 26 (1931).
"""
import math
import re
import sys
import time

ITEM = re.compile(r"\s*(\w+)\s*=\s*(.*?)\s*$")
VALUE = re.compile(r"\s*(?:'((?:[^']|'')*)'|([^\s,'!/]+))\s*,?")


def values_of(text):
    """The values of a namelist line: texts in apostrophes (doubled inside), logicals, numbers; ! begins a comment."""
    found, at = [], 0
    while at < len(text) and text[at] != "!":
        match = VALUE.match(text, at)
        if not match:
            sys.exit(f"chapman: cannot read {text[at:]!r}")
        quoted, bare = match.groups()
        if quoted is not None:
            found.append(quoted.replace("''", "'"))
        else:
            found.append({".true.": True, ".false.": False}.get(bare.lower(), bare))
        at = match.end()
    return found


def read_namelist(lines):
    groups, group = {}, None
    for line in lines:
        if line.startswith("&"):
            group = groups.setdefault(line[1:].strip(), {})
        elif line.strip() == "/":
            group = None
        elif match := ITEM.match(line):
            if group is None:
                sys.exit(f"chapman: outside of any group: {line!r}")
            group[match[1]] = values_of(match[2])
        else:
            sys.exit(f"chapman: cannot read {line!r}")
    return groups


def main(file):
    with open(file, encoding="utf-8") as text:
        groups = read_namelist(text.read().split("\n")[:-1])
    layer, grid = groups["layer"], groups["grid"]
    peak, height, scale = (float(layer[name][0]) for name in ("peak_density", "peak_altitude", "scale_height"))
    loss = 1.0 if layer["beta"][0] else 0.5
    if "altitudes" in grid:
        with open(grid["altitudes"][0], encoding="utf-8") as lines:
            altitudes = [float(line) for line in lines]
    else:
        count = int(grid["levels"][0])
        altitudes = [height + scale * (-2 + 10 * i / (count - 1)) for i in range(count)]
    angles = [float(angle) for angle in grid["zenith_angle"]]
    peaks = []
    for number, angle in enumerate(angles, 1):
        secant = 1 / math.cos(math.radians(angle))
        profile = [(z, peak * math.exp(loss * (1 - y - secant * math.exp(-y))))
                   for z in altitudes for y in [(z - height) / scale]]
        with open(f"profile_{number}.txt", "w", encoding="utf-8") as out:
            out.writelines(f"{z:.6g} {density:.9g}\n" for z, density in profile)
        peaks.append((angle, max(density for _, density in profile)))
        print(f"profile {number} of {len(angles)}", flush=True)
        if "slow" in layer["title"][0]:
            time.sleep(1.5)
    with open("summary.txt", "w", encoding="utf-8") as out:
        out.write(layer["title"][0] + "\n")
        out.writelines(f"{angle:g} {density:.9g}\n" for angle, density in peaks)


if __name__ == "__main__":
    main(sys.argv[1])
