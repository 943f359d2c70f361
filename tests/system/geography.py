"""The sandbox's source data, read and counted independently of it: rows by
SQLite, geometry by GDAL's OGR."""
import csv
import json
import os
import sqlite3

from osgeo import ogr

DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "sandbox", "data")


def _county_shapes():
    """FIPS code → multipolygon in degrees, from the format that ORIGIN.md describes."""
    shapes = {}
    with open(os.path.join(DATA, "base", "counties.txt"), encoding="utf-8") as file:
        for line in file:
            columns = line.rstrip("\n").split("\t")
            multi = ogr.Geometry(ogr.wkbMultiPolygon)
            polygon = None
            for text in columns[-1].split(";"):
                numbers = [int(word) for word in text.split()]
                ring, x, y, twice_area, first = ogr.Geometry(ogr.wkbLinearRing), 0, 0, 0, None
                points = []
                for i in range(0, len(numbers), 2):
                    x, y = x + numbers[i], y + numbers[i + 1]
                    points.append((x, y))
                first = points[0]
                for (ax, ay), (bx, by) in zip(points, points[1:] + [first]):
                    twice_area += ax * by - bx * ay
                for px, py in points + [first]:
                    ring.AddPoint_2D(px / 10000, py / 10000)
                if twice_area < 0 or polygon is None:  # clockwise: an outer ring
                    if polygon is not None:
                        multi.AddGeometry(polygon)
                    polygon = ogr.Geometry(ogr.wkbPolygon)
                polygon.AddGeometry(ring)
            multi.AddGeometry(polygon)
            shapes[columns[0]] = multi
    return shapes


def count(layer_file, where, area):
    """Rows of `counties` or `inspections` that meet the condition and the area
    (rings in degrees)."""
    shapes = _county_shapes() if layer_file == "counties" else None
    with open(os.path.join(DATA, "rows", layer_file + ".tsv"), encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    names, rows = rows[0], rows[1:]
    base = sqlite3.connect(":memory:")
    base.execute(f"CREATE TABLE layer ({', '.join(name + ' NUMERIC' if name in NUMERIC else name + ' TEXT' for name in names)})")
    base.executemany(f"INSERT INTO layer VALUES ({','.join('?' * len(names))})",
                     [[value if value != "" else None for value in row] for row in rows])
    rings = ogr.CreateGeometryFromJson(json.dumps({"type": "Polygon", "coordinates": area}))
    hits = 0
    for (shape,) in base.execute(f"SELECT shape FROM layer WHERE {where or '1=1'}"):
        if shape is None:
            continue
        if shapes is not None:
            geometry = shapes.get(shape)
        else:
            geometry = ogr.CreateGeometryFromWkt(f"POINT ({shape})")
        hits += bool(geometry is not None and geometry.Intersects(rings))
    return hits


NUMERIC = {"OBJECTID", "REGION", "AREA_KM2", "SURVEYED", "CONDITION", "READINGS", "DEPTH_M", "VISITED", "NEXT_VISIT"}
