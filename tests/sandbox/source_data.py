"""The rows of the sandbox's data folder, read by GDAL and SQLite and nothing of the sandbox."""

import csv
import json
import math
import os
import sqlite3

from osgeo import ogr, osr

ogr.UseExceptions()
osr.UseExceptions()

NUMBERS = {"small_integer": "INTEGER", "integer": "INTEGER", "date": "INTEGER", "object_id": "INTEGER", "real": "REAL",
           "single": "REAL"}
RADIUS, LAST_LATITUDE = 6378137, 85.0511287798066


def reference(wkid):
    made = osr.SpatialReference()
    made.ImportFromEPSG(wkid)
    made.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return made


def to_mercator(x, y):
    """Degrees on the plane of web mercator, whose world ends where it is a square: EPSG method 1024."""
    latitude = min(max(y, -LAST_LATITUDE), LAST_LATITUDE) * math.pi / 180
    return RADIUS * x * math.pi / 180, RADIUS * math.asinh(math.tan(latitude))


def on_plane(shape):
    """A copy of a shape in degrees on the plane of web mercator, where services compare shapes: docs/sandbox.md."""
    moved = shape.Clone()

    def move(part):
        for i in range(part.GetGeometryCount()):
            move(part.GetGeometryRef(i))
        for i in range(part.GetPointCount()):
            part.SetPoint_2D(i, *to_mercator(part.GetX(i), part.GetY(i)))
    move(moved)
    return moved


def boxes_meet(one, other):
    a, b = one.GetEnvelope(), other.GetEnvelope()
    return a[0] <= b[1] and a[1] >= b[0] and a[2] <= b[3] and a[3] >= b[2]


def region_shapes(file):
    """Code → multipolygon in degrees, from the format that ORIGIN.md describes."""
    shapes = {}
    with open(file, encoding="utf-8") as lines:
        for line in lines:
            columns = line.rstrip("\n").split("\t")
            multi, polygon = ogr.Geometry(ogr.wkbMultiPolygon), None
            for text in columns[-1].split(";"):
                numbers = [int(word) for word in text.split()]
                points, x, y = [], 0, 0
                for dx, dy in zip(numbers[::2], numbers[1::2]):
                    x, y = x + dx, y + dy
                    points.append((x, y))
                points.append(points[0])
                twice_area = sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(points, points[1:]))
                ring = ogr.Geometry(ogr.wkbLinearRing)
                for px, py in points:
                    ring.AddPoint_2D(px / 10000, py / 10000)
                if twice_area < 0 or polygon is None:  # clockwise: an outer ring
                    if polygon is not None:
                        multi.AddGeometry(polygon)
                    polygon = ogr.Geometry(ogr.wkbPolygon)
                polygon.AddGeometry(ring)
            multi.AddGeometry(polygon)
            shapes[columns[0]] = multi
    return shapes


class Layer:
    """A layer or table: attributes in a SQLite table `rows`, shapes by object id."""

    def __init__(self, folder, service, described):
        self.service, self.id, self.name = service, described["id"], described["name"]
        self.fields = {column["name"]: column["type"] for column in described.get("fields", [])}
        self.spatial = "geometry" in described
        self.shapes = {}
        file = os.path.join(folder, described["rows"])
        names, rows = self._geojson(file) if file.endswith(".geojson") else self._tsv(folder, file, described.get("shapes"))
        self.moved = {}
        self.base = sqlite3.connect(":memory:")
        self.base.execute("PRAGMA case_sensitive_like = ON")
        types = ", ".join(f'"{name}" {self._affinity(name)}' for name in names)
        self.base.execute(f"CREATE TABLE rows ({types})")
        self.base.executemany(f"INSERT INTO rows VALUES ({','.join('?' * len(names))})", rows)

    def _affinity(self, name):
        return "INTEGER" if name == "OBJECTID" else NUMBERS.get(self.fields.get(name), "TEXT")

    def _tsv(self, folder, file, shapes):
        regions = region_shapes(os.path.join(folder, "base", shapes + ".txt")) if shapes else None
        with open(file, encoding="utf-8", newline="") as text:
            names, *lines = csv.reader(text, delimiter="\t", quoting=csv.QUOTE_NONE)
        numbered = "OBJECTID" not in names
        rows = []
        for number, line in enumerate(lines, 1):
            row = dict(zip(names, line))
            place = row.pop("shape", "")
            if numbered:
                row["OBJECTID"] = number
            if place:
                self.shapes[int(row["OBJECTID"])] = regions[place] if regions else ogr.CreateGeometryFromWkt(f"POINT ({place})")
            rows.append([None if held == "" else held for held in row.values()])
        return [name for name in names if name != "shape"] + ["OBJECTID"] * numbered, rows

    def _geojson(self, file):
        with open(file, encoding="utf-8") as text:
            features = json.load(text)["features"]
        # Ids of rows are no fields of the data's own.
        names = [*self.fields, *(["GlobalID"] if "GlobalID" in features[0]["properties"] else []), "OBJECTID"]
        rows = []
        for number, feature in enumerate(features, 1):
            row = {name: feature["properties"].get(name) for name in names}
            row["OBJECTID"] = feature["properties"].get("OBJECTID", number)
            if feature["geometry"] is not None:
                self.shapes[row["OBJECTID"]] = ogr.CreateGeometryFromJson(json.dumps(feature["geometry"]))
            rows.append(list(row.values()))
        return names, rows

    def values(self, column):
        """What a column holds, each once."""
        return [held for (held,) in self.base.execute(
            f'SELECT DISTINCT "{column}" FROM rows WHERE "{column}" IS NOT NULL ORDER BY 1')]

    def ids(self, where, area):
        """Object ids of the rows that meet an SQLite condition and an area on the plane of web mercator, or everywhere."""
        found = [number for (number,) in self.base.execute(f"SELECT OBJECTID FROM rows WHERE {where} ORDER BY OBJECTID")]
        if area is None:
            return found
        shapes = self.on_plane()
        return [number for number in found
                if number in shapes and boxes_meet(shapes[number], area) and shapes[number].Intersects(area)]

    def on_plane(self):
        """The shapes on the plane of web mercator."""
        if not self.moved:
            self.moved = {number: on_plane(shape) for number, shape in self.shapes.items()}
        return self.moved


def load_layers(folder):
    """All layers and tables of all feature services."""
    layers = []
    services = os.path.join(folder, "services")
    for name in sorted(os.listdir(services)):
        with open(os.path.join(services, name), encoding="utf-8") as file:
            service = json.load(file)
        for described in service.get("layers", []) + service.get("tables", []):
            layers.append(Layer(folder, service, described))
    return layers
