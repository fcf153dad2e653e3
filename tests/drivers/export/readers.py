"""Small readers of VOTable and VTK XML PolyData, written from the formats' descriptions, not from the writers."""

import base64
import re
import struct
from dataclasses import dataclass
from xml.etree import ElementTree

import numpy as np

VOTABLE = "{http://www.ivoa.net/xml/VOTable/v1.3}"
TYPES = {"unsignedByte": "B", "short": "h", "int": "i", "long": "q", "float": "f", "double": "d"}
VTK_TYPES = ("Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64", "Float32", "Float64")


@dataclass
class Votable:
    params: dict  # name: (value, unit)
    fields: list  # elements
    columns: dict  # name: array [rows] or [rows, k]


def read_votable(path) -> Votable:
    table = ElementTree.parse(path).getroot().find(f"{VOTABLE}RESOURCE/{VOTABLE}TABLE")
    fields = table.findall(f"{VOTABLE}FIELD")
    data = table.find(f"{VOTABLE}DATA")
    text = data.find(f"{VOTABLE}TABLEDATA")
    rows = _text_rows(text) if text is not None else _binary_rows(data.find(f"{VOTABLE}BINARY2/{VOTABLE}STREAM"), fields)
    assert len(rows) == int(table.get("nrows"))
    columns = {}
    for i, field in enumerate(fields):
        cells = np.array([[float(item) for item in row[i]] for row in rows])
        columns[field.get("name")] = cells if field.get("arraysize") else cells[:, 0]
    params = {p.get("name"): (p.get("value"), p.get("unit")) for p in table.findall(f"{VOTABLE}PARAM")}
    return Votable(params, fields, columns)


def _text_rows(data):
    return [[cell.text.split() for cell in row] for row in data]


def _binary_rows(stream, fields):
    assert stream.get("encoding") == "base64"
    layout = ">" + "".join(f"{field.get('arraysize') or 1}{TYPES[field.get('datatype')]}" for field in fields)
    nulls = (len(fields) + 7) // 8
    content = base64.b64decode(stream.text)
    size = nulls + struct.calcsize(layout)
    assert len(content) % size == 0
    rows = []
    for at in range(0, len(content), size):
        assert content[at : at + nulls] == bytes(nulls)
        values = iter(struct.unpack_from(layout, content, at + nulls))
        rows.append([[next(values) for _ in range(int(field.get("arraysize") or 1))] for field in fields])
    return rows


@dataclass
class Polylines:
    points: np.ndarray  # [n, 3]
    lines: list  # of point numbers, a line each
    point_data: dict
    cell_data: dict
    units: dict


def read_vtp(path) -> Polylines:
    content = path.read_bytes()
    begin = re.search(rb'<AppendedData encoding="raw">\s*_', content)
    data = content[begin.end() :]
    xml = ElementTree.fromstring(content[: begin.start()] + b"</VTKFile>")
    assert (xml.get("type"), xml.get("byte_order"), xml.get("header_type")) == ("PolyData", "LittleEndian", "UInt64")
    piece = xml.find("PolyData/Piece")
    units = {}

    def arrays(section):
        found = {}
        for node in piece.find(section):
            assert node.get("type") in VTK_TYPES, node.get("type")
            kind = np.dtype(node.get("type").lower()).newbyteorder("<")
            at = int(node.get("offset"))
            (size,) = struct.unpack_from("<Q", data, at)
            values = np.frombuffer(data, kind, size // kind.itemsize, at + 8)
            components = int(node.get("NumberOfComponents") or 1)
            found[node.get("Name")] = values.reshape(-1, components) if components > 1 else values
            key = node.find("InformationKey")
            if key is not None:
                units[node.get("Name")] = key.text
        return found

    (points,) = arrays("Points").values()
    parts = arrays("Lines")
    ends = parts["offsets"]
    lines = np.split(parts["connectivity"], ends[:-1]) if ends.size else []
    assert len(points) == int(piece.get("NumberOfPoints")) and len(lines) == int(piece.get("NumberOfLines"))
    assert (ends[-1] if ends.size else 0) == parts["connectivity"].size
    assert data.endswith(b"</AppendedData>\n</VTKFile>\n")
    return Polylines(points, lines, arrays("PointData"), arrays("CellData"), units)
