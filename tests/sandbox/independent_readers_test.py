"""What the sandbox makes, read by software of others.

    independent_readers_test.py PROGRAM DATA

PROGRAM makes the samples, DATA is the folder of the sandbox's data files. MapProxy reads the bundles of raster and
vector packages, GDAL's MVT driver the vector tiles, GDAL's SQLite driver the geodatabases; Python's zipfile unpacks.
Counts are worked out here from the data files once more. A reader that is missing is a failure.
"""
import importlib.metadata
import math
import os
import subprocess
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path

from mapproxy.cache.compact import BundleV1, BundleV2
from mapproxy.cache.tile import Tile

PROGRAM, DATA = sys.argv[1:3] if len(sys.argv) > 2 else (None, None)
AREA = (-110.2, 37.9, -109.6, 38.6)
RADIUS = 6378137
HALF_WORLD = 20037508.342787


def mercator(lon, lat):
    return RADIUS * math.radians(lon), RADIUS * math.asinh(math.tan(math.radians(lat)))


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0 or "ERROR" in done.stderr:
        raise AssertionError(f"{command}: {done.stdout}{done.stderr}")
    return done.stdout


def read_bundles(folder, reader, addresses):
    """Those of the addresses that the bundles below a folder hold: {(level, row, column): bytes}. That a bundle holds
    no other tiles follows from its size, which MapProxy adds up from its index."""
    tiles = {}
    for bundle in sorted(Path(folder).glob("L*/R*C*.bundle")):
        level = int(bundle.parent.name[1:])
        row, column = (int(part, 16) for part in bundle.stem[1:].split("C"))
        opened = reader(str(bundle)[:-len(".bundle")], offset=(column, row))
        inside = {}
        for address in addresses:
            tile = Tile((address[2], address[1], level))
            if address[0] == level and address[1] // 128 * 128 == row and address[2] // 128 * 128 == column and opened.is_cached(tile):
                opened.load_tile(tile)
                inside[address] = tile.source.source.read()
        used, size = opened.size()
        overhead = 64 + 131072 if reader is BundleV2 else 60 + 65536
        assert used == size == overhead + sum(4 + len(tile) for tile in inside.values()), bundle
        tiles.update(inside)
    return tiles


def read_files(folder):
    return {tuple(int(part) for part in file.relative_to(folder).parts): file.read_bytes()
            for file in Path(folder).glob("*/*/*")}


def tiles_by_arithmetic(area, level, size=256, resolution=156543.03392800014):
    """Rows and columns of an extent: span = size x resolution, positions rounded down, cut to the grid."""
    (left, bottom), (right, top) = mercator(*area[:2]), mercator(*area[2:])
    span = size * resolution / 2 ** level
    at = lambda metres: min(max(math.floor(metres / span), 0), 2 ** level - 1)
    return {(level, row, column) for row in range(at(HALF_WORLD - top), at(HALF_WORLD - bottom) + 1)
            for column in range(at(left + HALF_WORLD), at(right + HALF_WORLD) + 1)}


def regions(name):
    """Rings in degrees of each line of a region file."""
    for line in Path(DATA, name).read_text(encoding="utf-8").splitlines():
        rings = []
        for text in line.split("\t")[5].split(";"):
            numbers = [int(part) for part in text.split()]
            x = y = 0
            ring = []
            for dx, dy in zip(numbers[::2], numbers[1::2]):
                x, y = x + dx, y + dy
                ring.append((x / 10000, y / 10000))
            rings.append(ring)
        yield rings


def area_inside(ring, box):
    """Of the part of a ring inside of a rectangle, by clipping at each of its sides."""
    for axis, limit, sign in ((0, box[0], 1), (0, box[2], -1), (1, box[1], 1), (1, box[3], -1)):
        kept = []
        for (a, b) in zip(ring, ring[1:] + ring[:1]):
            da, db = (a[axis] - limit) * sign, (b[axis] - limit) * sign
            if da >= 0:
                kept.append(a)
            if (da >= 0) != (db >= 0):
                share = da / (da - db)
                kept.append((a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share))
        ring = kept
        if not ring:
            return 0
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1])) / 2


class IndependentReaders(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory(prefix="sandbox-readers-")
        cls.folder = Path(cls.scratch.name)
        run(PROGRAM, str(cls.folder))
        for package in ("raster.tpkx", "raster.tpk", "polygon.tpkx", "degrees.tpk", "vector.vtpk"):
            with zipfile.ZipFile(cls.folder / package) as archive:
                assert archive.testzip() is None
                assert all(entry.compress_type == zipfile.ZIP_STORED for entry in archive.infolist()), package
                archive.extractall(cls.folder / (package + ".unpacked"))

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()

    def check_tiles(self, package, cache, reader, source):
        wanted = read_files(self.folder / source)
        found = read_bundles(self.folder / (package + ".unpacked") / cache, reader, wanted)
        self.assertEqual(sorted(found), sorted(wanted))
        for address, tile in wanted.items():
            self.assertEqual(found[address], tile, address)
        return set(found)

    def test_mapproxy_reads_every_tile_of_compact_cache_v2(self):
        found = self.check_tiles("raster.tpkx", "tile", BundleV2, "raster")
        self.assertEqual(found, set().union(*(tiles_by_arithmetic(AREA, level) for level in range(13))))

    def test_mapproxy_reads_every_tile_of_compact_cache_v1(self):
        self.check_tiles("raster.tpk", "v101/Layers/_alllayers", BundleV1, "raster")

    def test_mapproxy_reads_every_tile_of_a_grid_of_degrees(self):
        found = self.check_tiles("degrees.tpk", "v101/Layers/_alllayers", BundleV1, "degrees")
        left, bottom, right, top = AREA
        expected = set()
        for level in (0, 4, 9, 10):
            span = 180 / 2 ** level
            expected |= {(level, row, column)
                         for row in range(math.floor((90 - top) / span), math.floor((90 - bottom) / span) + 1)
                         for column in range(math.floor((left + 180) / span), math.floor((right + 180) / span) + 1)}
        self.assertEqual(found, expected)

    def test_gdal_reads_relief(self):
        text = run("gdalinfo", "-checksum", str(self.folder / "relief.png"))
        self.assertIn("Size is 512, 512", text)
        self.assertEqual(text.count("Checksum="), 3)

    def test_mapproxy_reads_every_tile_chosen_by_polygon(self):
        found = self.check_tiles("polygon.tpkx", "tile", BundleV2, "polygon")
        whole = set().union(*(tiles_by_arithmetic((-111, 37, -109, 39), level) for level in (8, 9, 10)))
        self.assertLess(found, whole)

    def test_mapproxy_reads_every_tile_of_a_vector_package(self):
        self.check_tiles("vector.vtpk", "p12/tile", BundleV2, "vector")

    def test_gdal_reads_raster_tiles_as_pictures(self):
        for address in ((0, 0, 0), (9, 196, 99)):
            picture = self.folder / "picture.png"
            picture.write_bytes(read_files(self.folder / "raster")[address])
            self.assertIn("Size is 256, 256", run("gdalinfo", str(picture)))

    def test_gdal_counts_the_features_of_vector_tiles(self):
        counties = list(regions("base/counties.txt"))
        vector = self.folder / "vector"
        for level, row, column in ((10, 394, 290), (10, 395, 291), (9, 196, 144)):
            span = 512 * 78271.51696399994 / 2 ** level
            margin = span * 80 / 4096
            left, top = column * span - HALF_WORLD, HALF_WORLD - row * span
            box = (left - margin, top - span - margin, left + span + margin, top + margin)
            unit = (span / 4096) ** 2
            wanted = sum(1 for rings in counties
                         if any(abs(area_inside([mercator(*place) for place in ring], box)) > 4 * unit for ring in rings))
            text = run("ogrinfo", "-ro", "-so", f"MVT:{self.copy(vector / str(level) / str(row) / str(column))}", "counties")
            self.assertIn(f"Feature Count: {wanted}\n", text, (level, row, column))
            self.assertGreater(wanted, 1)

    def copy(self, tile):
        target = self.folder / "tile.mvt"
        target.write_bytes(tile.read_bytes())
        return target

    def test_gdal_reads_every_vector_tile(self):
        for address, tile in sorted(read_files(self.folder / "vector").items()):
            (self.folder / "tile.mvt").write_bytes(tile)
            text = run("ogrinfo", "-ro", "-so", "-al", f"MVT:{self.folder / 'tile.mvt'}")
            self.assertIn("Layer name: ", text, address)

    def inspections_in_area(self):
        lines = Path(DATA, "rows", "inspections.tsv").read_text(encoding="utf-8").splitlines()[1:]
        places = [tuple(map(float, line.rsplit("\t", 1)[1].split())) for line in lines]
        return sum(1 for x, y in places if AREA[0] <= x <= AREA[2] and AREA[1] <= y <= AREA[3])

    def counties_in_area(self):
        return sum(1 for rings in regions("base/counties.txt") if any(abs(area_inside(ring, AREA)) > 0 for ring in rings))

    def count(self, file, table):
        text = run("ogrinfo", "-ro", "-q", f"{self.folder / file}", "-sql", f"SELECT count(*) AS n FROM {table}")
        return int(text.rsplit("=", 1)[1])

    def test_gdal_counts_current_rows_through_the_views(self):
        self.assertEqual(self.count("replica.geodatabase", "Inspections_evw"), self.inspections_in_area())
        self.assertEqual(self.count("replica.geodatabase", "Counties_evw"), self.counties_in_area())
        self.assertEqual(self.count("plain.geodatabase", "Inspections"), self.inspections_in_area())
        self.assertGreater(self.inspections_in_area(), 50)

    def test_gdal_lists_the_attributes(self):
        text = run("ogrinfo", "-ro", "-q", str(self.folder / "replica.geodatabase"), "-sql",
                   "SELECT SITE_CODE, INSPECTOR FROM Inspections_evw ORDER BY OBJECTID LIMIT 1")
        self.assertIn("SITE_CODE (String) = CNY-", text)


if __name__ == "__main__":
    print("MapProxy", importlib.metadata.version("mapproxy"), "|", run("ogrinfo", "--version").strip(), "|",
          "Python zipfile", sys.version.split()[0], flush=True)
    os.environ["CPL_DEBUG"] = "OFF"
    unittest.main(argv=sys.argv[:1])
