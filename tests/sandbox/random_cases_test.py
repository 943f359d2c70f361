"""200 random questions to a running sandbox whose answers are worked out here from the source data, by GDAL and SQLite.

Each case takes a layer of any service, a condition made of values that the layer holds, and an area in one of three
references. Counts and ids of `query` and the rows of a replica must be those of the source. Tiles of raster exports
must be as many on each level as arithmetic says. MAPFERRY_SEED repeats a run.
"""

import io
import json
import math
import os
import random
import re
import sqlite3
import struct
import tempfile
import time
import unittest
import zipfile

from osgeo import ogr, osr

from running_sandbox import RUNNING, Sandbox
from source_data import load_layers, on_plane, reference

DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "sandbox", "data")
SEED = int(os.environ.get("MAPFERRY_SEED") or random.SystemRandom().randrange(10 ** 9))
CASES = 200
REPLICA_EVERY = 5  # cases
EXPORTS = 12
RADIUS, HALF_WORLD = 6378137, 20037508.342787
EDGE_DIVISIONS = 16  # of an area's edges where its reference bends them: docs/sandbox.md


def moment(ms):
    return time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(ms // 1000))


class Condition:
    """The same condition as the service reads it and as SQLite does."""

    def __init__(self, asked, own):
        self.asked, self.own = asked, own

    @staticmethod
    def random(draw, layer):
        one = Condition.simple(draw, layer)
        kind = draw.randrange(5)
        if kind == 0:
            return Condition(f"NOT ({one.asked})", f"NOT ({one.own})")
        if kind in (1, 2):
            other, word = Condition.simple(draw, layer), draw.choice(["AND", "OR"])
            return Condition(f"({one.asked}) {word} ({other.asked})", f"({one.own}) {word} ({other.own})")
        return one

    @staticmethod
    def simple(draw, layer):
        if draw.random() < 0.2:
            return Condition("1=1", "1=1")
        column, kind = draw.choice([pair for pair in layer.fields.items() if pair[1] not in ("guid", "global_id")])
        held = layer.values(column)
        if not held or draw.random() < 0.1:
            word = draw.choice(["IS NULL", "IS NOT NULL"])
            return Condition(f"{column} {word}", f'"{column}" {word}')
        low, high = sorted((draw.choice(held), draw.choice(held)))
        if kind == "text":
            quoted = "'" + low.replace("'", "''") + "'"
            part = low[:draw.randrange(1, 5)].replace("'", "''")
            form = draw.choice([f"= {quoted}", f"<> {quoted}", f"IN ({quoted}, '{high.replace(chr(39), chr(39) * 2)}')",
                                f"LIKE '{part}%'" if "%" not in part and "_" not in part else f"= {quoted}"])
            return Condition(f"{column} {form}", f'"{column}" {form}')
        as_asked = (lambda ms: f"TIMESTAMP '{moment(ms)}'") if kind == "date" else repr
        own = (lambda ms: repr(ms // 1000 * 1000)) if kind == "date" else repr
        form = draw.choice(["> {0}", "<= {0}", "<> {0}", "BETWEEN {0} AND {1}"])
        return Condition(f"{column} {form.format(as_asked(low), as_asked(high))}",
                         f'"{column}" {form.format(own(low), own(high))}')


class Place:
    """An area as a request names it, and as a polygon on the plane of web mercator."""

    def __init__(self, draw, layer):
        self.wkid = draw.choice([4326, 3857, 26912])
        middle = draw.choice(list(layer.shapes.values())).Centroid() if self.wkid != 26912 else None
        lon, lat = (middle.GetX(), middle.GetY()) if middle else (draw.uniform(-112, -107), draw.uniform(35, 40))
        lat = min(max(lat, -75), 75)
        width, height = 10 ** draw.uniform(-1.5, 1.5), 10 ** draw.uniform(-1.5, 1.2)
        height = min(height, 84 - abs(lat))
        corners = [(lon - width, lat - height), (lon - width, lat + height), (lon + width, lat + height),
                   (lon + width, lat - height)]
        if draw.random() < 0.4:  # a polygon with a hole, or a slanted one
            self.rings = [[(x + draw.uniform(-0.3, 0.3) * width, y + draw.uniform(-0.3, 0.3) * height) for x, y in corners]]
            if draw.random() < 0.5:
                self.rings.append([(lon + (x - lon) / 4, lat + (y - lat) / 4) for x, y in corners])
            self.kind = "esriGeometryPolygon"
        else:
            self.rings, self.kind = [corners], "esriGeometryEnvelope"
        there = osr.CoordinateTransformation(reference(4326), reference(self.wkid))
        self.rings = [[there.TransformPoint(x, y)[:2] for x, y in ring] for ring in self.rings]
        if self.kind == "esriGeometryEnvelope":
            xs, ys = zip(*self.rings[0])
            left, bottom, right, top = min(xs), min(ys), max(xs), max(ys)
            self.rings = [[(left, bottom), (left, top), (right, top), (right, bottom)]]
            self.asked = {"xmin": left, "ymin": bottom, "xmax": right, "ymax": top}
        else:
            self.asked = {"rings": [[list(vertex) for vertex in ring + ring[:1]] for ring in self.rings]}
        self.plane = self._on_plane()

    def _on_plane(self):
        """What an odd number of rings encloses: a hole can reach over its shell, and a
        slim ring over itself where its edges bend."""
        outer, *holes = (self._ring_on_plane(ring).MakeValid() for ring in self.rings)
        for hole in holes:
            outer = outer.SymDifference(hole)
        return outer

    def _ring_on_plane(self, corners):
        back = osr.CoordinateTransformation(reference(self.wkid), reference(4326))
        ring = ogr.Geometry(ogr.wkbLinearRing)
        closed = corners + corners[:1]
        for (ax, ay), (bx, by) in zip(closed, closed[1:]):
            steps = EDGE_DIVISIONS if self.wkid == 26912 else 1
            for step in range(steps):
                share = step / steps
                x, y = ax + (bx - ax) * share, ay + (by - ay) * share
                ring.AddPoint_2D(*((x, y) if self.wkid == 3857 else back.TransformPoint(x, y)[:2]))
        ring.CloseRings()
        polygon = ogr.Geometry(ogr.wkbPolygon)
        polygon.AddGeometry(ring)
        return polygon if self.wkid == 3857 else on_plane(polygon)

    def form(self):
        return {"geometry": json.dumps(self.asked), "geometryType": self.kind, "inSR": self.wkid}


def tiles_by_arithmetic(box, level, span_at_0=2 * HALF_WORLD):
    """How many tiles of web mercator touch an extent in metres."""
    left, bottom, right, top = box
    span = span_at_0 / 2 ** level
    at = lambda metres: min(max(math.floor(metres / span), 0), 2 ** level - 1)
    return ((at(right + HALF_WORLD) - at(left + HALF_WORLD) + 1) * (at(HALF_WORLD - bottom) - at(HALF_WORLD - top) + 1))


def tiles_in(package):
    """Level → tiles, from the indices of compact bundles of version 2: 128 × 128 words, size in the upper 24 bits."""
    counts = {}
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        for name in archive.namelist():
            level = re.search(r"/L(\d\d)/R\w+\.bundle$", name)
            if level:
                words = struct.unpack("<16384Q", archive.read(name)[64:64 + 131072])
                counts[int(level[1])] = counts.get(int(level[1]), 0) + sum(word >> 40 != 0 for word in words)
    return counts


class RandomCases(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        print("MAPFERRY_SEED=%d" % SEED, flush=True)
        cls.layers = load_layers(DATA)
        cls.sandbox = Sandbox("--dialect", "online", "--max-tiles", "20000")
        cls.addClassCleanup(cls.sandbox.stop)
        cls.addresses = cls.sandbox.services()

    def ask(self, layer, **form):
        answer = self.sandbox.json(f"{self.addresses[layer.service['name'] + '/FeatureServer']}/{layer.id}/query", form)
        self.assertNotIn("error", answer, form)
        return answer

    def check_replica(self, layer, condition, place, wanted):
        query = {"queryOption": "useFilter", "useGeometry": place is not None, "where": condition.asked}
        extent = place.form() if place else {"geometry": "-180,-85,180,85", "inSR": 4326}
        answer = self.sandbox.json(self.addresses[layer.service["name"] + "/FeatureServer"] + "/createReplica", {
            "layers": layer.id, "layerQueries": json.dumps({str(layer.id): query}), "dataFormat": "sqlite",
            "syncModel": "perLayer", "async": "false", "replicaSR": 102100, "returnAttachments": "false",
            "attachmentsSyncDirection": "none", "transportType": "esriTransportTypeUrl", **extent})
        file = self.sandbox.ask(answer.get("resultUrl") or answer.get("responseUrl") or answer["URL"])
        if file.status == 302:
            file = self.sandbox.ask(file.headers["location"], token=False)
        with tempfile.NamedTemporaryFile(suffix=".geodatabase") as place_of_file:
            place_of_file.write(file.body)
            place_of_file.flush()
            base = sqlite3.connect(f"file:{place_of_file.name}?mode=ro&immutable=1", uri=True)
            table = re.sub(r"\W", "_", layer.name)
            rows = base.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
            base.close()
        self.assertEqual(rows, len(wanted))

    def test_queries_and_replicas_hold_what_the_source_says(self):
        draw = random.Random(SEED)
        hits = 0
        for number in range(CASES):
            layer = draw.choice(self.layers)
            condition = Condition.random(draw, layer)
            place = Place(draw, layer) if layer.spatial and draw.random() < 0.8 else None
            with self.subTest(case=number, layer=layer.name, where=condition.asked, place=place and place.form()):
                wanted = layer.ids(condition.own, place.plane if place else None)
                form = {"where": condition.asked, **(place.form() if place else {})}
                self.assertEqual(self.ask(layer, returnCountOnly="true", **form)["count"], len(wanted))
                self.assertEqual(sorted(self.ask(layer, returnIdsOnly="true", **form)["objectIds"]), wanted)
                if number % REPLICA_EVERY == 0 and layer.service.get("sync", True):
                    self.check_replica(layer, condition, place, wanted)
                hits += bool(wanted)
        self.assertGreater(hits, CASES / 4, "most cases ask for nothing")

    def test_exports_hold_the_tiles_that_arithmetic_says(self):
        draw = random.Random(SEED + 1)
        service = self.addresses["Basemap/MapServer"]
        for number in range(EXPORTS):
            x, y = draw.uniform(-1.8e7, 1.8e7), draw.uniform(-1.5e7, 1.5e7)
            width, height = 10 ** draw.uniform(4, 6.3), 10 ** draw.uniform(4, 6.3)
            box = (max(x - width, -HALF_WORLD), max(y - height, -HALF_WORLD), min(x + width, HALF_WORLD), min(y + height, HALF_WORLD))
            first = draw.randrange(0, 4)
            levels = range(first, first + draw.randrange(1, 5))
            wanted = {level: tiles_by_arithmetic(box, level) for level in levels}
            with self.subTest(case=number, box=box, levels=list(levels)):
                job = self.sandbox.json(service + "/exportTiles", {
                    "exportExtent": ",".join(map(repr, box)), "exportBy": "LevelID", "levels": ",".join(map(str, levels)),
                    "tilePackage": "true", "storageFormatType": "esriMapCacheStorageModeCompactV2"})
                self.assertIn("jobId", job, job)
                done = self.sandbox.poll(
                    f"{service}/jobs/{job['jobId']}", lambda answer: answer["jobStatus"] not in RUNNING)
                self.assertEqual(done["jobStatus"], "esriJobSucceeded", done)
                package = self.sandbox.ask(done["output"]["outputUrl"], token=False)
                self.assertEqual(tiles_in(package.body), wanted)


if __name__ == "__main__":
    unittest.main()
