"""What packages must hold: counted in the data that the sandbox is given, with
GDAL and SQLite and nothing of the sandbox or of ours."""
import functools
import json
import math
import os

from osgeo import ogr, osr
from source_data import load_layers, reference

HERE = os.path.dirname(os.path.abspath(__file__))
SHIPPED = os.path.join(HERE, "..", "..", "sandbox", "data")
PROBLEMS = os.path.join(HERE, "..", "..", "sandbox", "problems")  # maps for --with whose services lie or lack something
OURS = os.path.join(HERE, "data")  # maps for what the shipped ones do not have; for --with


@functools.cache
def _layers():
    return {(layer.service["name"], layer.id): layer for folder in (SHIPPED, OURS) for layer in load_layers(folder)}


def layer(service, number):
    return _layers()[service, number]


def shape_of(area):
    """An area as a job has it, in its own reference."""
    if "rings" in area:
        return ogr.CreateGeometryFromJson(json.dumps({"type": "Polygon", "coordinates": area["rings"]}))
    left, bottom, right, top = (area[name] for name in ("xmin", "ymin", "xmax", "ymax"))
    return ogr.CreateGeometryFromJson(json.dumps({"type": "Polygon", "coordinates": [
        [[left, bottom], [right, bottom], [right, top], [left, top], [left, bottom]]]}))


def reference_of(named):
    """A spatial reference as Esri JSON names it."""
    if "wkt" in named:
        made = osr.SpatialReference(named["wkt"])
        made.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        return made
    return reference({102100: 3857}.get(named["wkid"], named["wkid"]))


def ids(service, number, where="1=1", area=None):
    """Object ids of the rows that meet a condition and an area (None: everywhere).
    The area is asked in its own reference, where its edges are straight."""
    rows = layer(service, number)
    found = rows.ids(where, None)
    if area is None:
        return set(found)
    asked = shape_of(area)
    change = osr.CoordinateTransformation(reference(4326), reference_of(area["spatialReference"]))
    meets = set()
    for number_of_row in found:
        if number_of_row not in rows.shapes:
            continue
        shape = rows.shapes[number_of_row].Clone()
        if shape.Transform(change) == 0 and shape.Intersects(asked):
            meets.add(number_of_row)
    return meets


def count(service, number, where="1=1", area=None):
    return len(ids(service, number, where, area))


def related(service, table, key, origin, origin_ids):
    """Object ids of a table's rows whose key is the global id of one of the origin's rows."""
    parents = {row for number, row in layer(service, origin).base.execute("SELECT OBJECTID, GlobalID FROM rows")
               if number in origin_ids}
    return {number for number, row in layer(service, table).base.execute(f'SELECT OBJECTID, "{key}" FROM rows')
            if row in parents}


SPAN = 2 * 20037508.342787  # of web mercator, in metres


def tile_count(level, box):
    """Tiles of a box in degrees at a level of 256 pixel web mercator, by the arithmetic of the tiling scheme."""
    def mercator(lon, lat):
        radius = 6378137.0
        return math.radians(lon) * radius, radius * math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))
    left, bottom = mercator(box["xmin"], box["ymin"])
    right, top = mercator(box["xmax"], box["ymax"])
    tile = SPAN / 2 ** level
    columns = [math.floor((x + SPAN / 2) / tile) for x in (left, right)]
    rows = [math.floor((SPAN / 2 - y) / tile) for y in (top, bottom)]
    return (columns[1] - columns[0] + 1) * (rows[1] - rows[0] + 1)
