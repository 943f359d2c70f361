"""Every spatial relation that queries may ask for, compared with GDAL on the source data. MAPFERRY_SEED repeats a run.

What is asked for is a random area, a feature's own shape (the same, for `within` and `touches`) or a line across.
"""

import json
import os
import random
import unittest

from osgeo import ogr

from running_sandbox import Sandbox
from source_data import boxes_meet, load_layers, on_plane

DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "sandbox", "data")
SEED = int(os.environ.get("MAPFERRY_SEED") or random.SystemRandom().randrange(10 ** 9))
CASES, MOST_CASES = 12, 500  # of each relation: as many as it takes to find something
MOST_VERTICES = 2000  # of a shape that goes into a request
RELATIONS = {
    "Intersects": lambda asked, shape: asked.Intersects(shape),
    "Contains": lambda asked, shape: asked.Contains(shape),
    "Within": lambda asked, shape: asked.Within(shape),
    "Crosses": lambda asked, shape: asked.Crosses(shape),
    "Overlaps": lambda asked, shape: asked.Overlaps(shape),
    "Touches": lambda asked, shape: asked.Touches(shape),
    "Disjoint": lambda asked, shape: asked.Disjoint(shape),
}


def esri(shape):
    """A line or a polygon in degrees as a query names it."""
    if shape.GetGeometryType() == ogr.wkbLineString:
        return {"geometryType": "esriGeometryPolyline", "geometry": json.dumps({"paths": [[p[:2] for p in shape.GetPoints()]]})}
    polygons = [shape] if shape.GetGeometryName() == "POLYGON" else [shape.GetGeometryRef(i) for i in range(shape.GetGeometryCount())]
    rings = [[point[:2] for point in polygon.GetGeometryRef(i).GetPoints()]
             for polygon in polygons for i in range(polygon.GetGeometryCount())]
    return {"geometryType": "esriGeometryPolygon", "geometry": json.dumps({"rings": rings})}


def vertices(shape):
    return sum(vertices(shape.GetGeometryRef(i)) for i in range(shape.GetGeometryCount())) or shape.GetPointCount()


def asked_shape(draw, layer):
    """Something near a feature of the layer: its own polygon, an area, or a line."""
    shape = draw.choice(list(layer.shapes.values()))
    kind = draw.randrange(3)
    if kind == 0 and shape.GetGeometryName() in ("POLYGON", "MULTIPOLYGON") and vertices(shape) < MOST_VERTICES:
        return shape
    middle, size = shape.Centroid(), 10 ** draw.uniform(-2, 0.8)
    x, y = middle.GetX(), min(max(middle.GetY(), -75), 75)
    if kind == 1:
        return ogr.CreateGeometryFromWkt(f"LINESTRING({x - size!r} {y - size / 2!r},{x + size!r} {y + size / 3!r})")
    corners = [(x + draw.uniform(0.5, 1) * size * dx, y + draw.uniform(0.5, 1) * size * dy)
               for dx, dy in ((-1, -1), (-1, 1), (1, 1), (1, -1))]
    ring = ",".join(f"{px!r} {py!r}" for px, py in corners + corners[:1])
    return ogr.CreateGeometryFromWkt(f"POLYGON(({ring}))")


class RelationsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        print("MAPFERRY_SEED=%d" % SEED, flush=True)
        cls.layers = [layer for layer in load_layers(DATA) if layer.shapes]
        for layer in cls.layers:  # rings that touch themselves are no input for GEOS; the sandbox mends them, too
            layer.shapes = {key: shape if shape.IsValid() else shape.MakeValid() for key, shape in layer.shapes.items()}
        cls.sandbox = Sandbox("--dialect", "online")
        cls.addClassCleanup(cls.sandbox.stop)
        cls.addresses = cls.sandbox.services()

    def ids(self, layer, asked, relation):
        answer = self.sandbox.json(f"{self.addresses[layer.service['name'] + '/FeatureServer']}/{layer.id}/query", {
            "where": "1=1", "returnIdsOnly": "true", "inSR": 4326, "spatialRel": f"esriSpatialRel{relation}", **esri(asked)})
        self.assertNotIn("error", answer)
        return sorted(answer["objectIds"])

    def compare(self, relation, holds, may_be_empty=False):
        draw, hits = random.Random(f"{SEED} {relation}"), 0
        for number in range(MOST_CASES):
            if number >= CASES and (hits or may_be_empty):
                break
            layer = draw.choice(self.layers)
            asked = asked_shape(draw, layer)
            with self.subTest(relation, case=number, layer=layer.name, asked=asked.ExportToWkt()[:300]):
                moved = on_plane(asked)
                wanted = sorted(key for key, shape in layer.on_plane().items() if holds(moved, shape))
                self.assertEqual(self.ids(layer, asked, relation), wanted)
                hits += bool(wanted)
        self.assertTrue(hits or may_be_empty, f"no case of {relation} finds anything")

    def test_relations_are_those_of_gdal(self):
        for relation, holds in RELATIONS.items():
            far = relation == "Disjoint"
            self.compare(relation, lambda asked, shape, holds=holds, far=far:
                         holds(asked, shape) if boxes_meet(asked, shape) else far, may_be_empty=relation in ("Within", "Touches"))

    def test_envelopes_and_the_index_look_at_extents_only(self):
        for relation in ("EnvelopeIntersects", "IndexIntersects"):
            self.compare(relation, boxes_meet)

    def test_neighbours_touch_and_a_shape_lies_within_itself(self):
        counties = next(layer for layer in self.layers if layer.name == "Counties")
        draw = random.Random(SEED)
        few = [key for key, shape in counties.shapes.items() if vertices(shape) < MOST_VERTICES]
        for key in draw.sample(few, CASES):
            own, plane = counties.shapes[key], counties.on_plane()
            near = {other: shape for other, shape in plane.items() if boxes_meet(plane[key], shape)}
            with self.subTest(county=key):
                for relation in ("Within", "Touches"):
                    wanted = sorted(other for other, shape in near.items() if RELATIONS[relation](plane[key], shape))
                    self.assertEqual(self.ids(counties, own, relation), wanted)
                self.assertIn(key, self.ids(counties, own, "Within"))


if __name__ == "__main__":
    unittest.main()
