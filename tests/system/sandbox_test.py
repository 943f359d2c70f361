"""The sandbox's map, taken in both dialects, signed in and over https; what
the package holds is counted by independent readers: MapProxy for raster
bundles, GDAL's MVT driver for vector tiles, GDAL's SQLite driver for rows."""
import gzip
import json
import os
import re
import unittest
import urllib.parse
import urllib.request

import mapproxy.version
from osgeo import gdal

import field_data
import harness
from taken_package import Package

gdal.UseExceptions()
BOX = (-110.2, 37.9, -109.0, 38.9)
ENVELOPE = dict(zip(("xmin", "ymin", "xmax", "ymax"), BOX), spatialReference={"wkid": 4326})
# A polygon with a corner cut off: its bounding box is not what was asked for.
CUT = [[[-110.2, 37.9], [-110.2, 38.9], [-109.6, 38.9], [-109.0, 38.2], [-109.0, 37.9], [-110.2, 37.9]]]
POLYGON = {"rings": CUT, "spatialReference": {"wkid": 4326}}
MAX_SCALE = 300000
TOKEN = rb"sandbox-[0-9a-f]{32}"


class SandboxTest(harness.SystemTest):
    def take_map(self, *options, area=None, name="central", **more):
        server = self.sandbox(*options)
        settings = {}
        if "--auth" in options:
            settings["portals"] = {"field": {"url": server.portal, "credential": "crew"}}
            settings["credentials"] = {"crew": self.signed_in()}
        if server.authority:
            settings["hosts"] = {"127.0.0.1": {"caBundle": server.authority}}
        self.configure(server.portal, **settings)
        daemon = self.daemon()
        self.take(self.job_file(server.item, name, area or ENVELOPE, maxScale=MAX_SCALE, **more))
        package = Package(os.path.join(self.maps, name))
        self.assertFalse(package.report["hasErrors"], package.report)
        self.assertEqual(daemon.stop(), 0)
        return server, package

    def expressions(self, package):
        """Layer name → definition expression of the web map."""
        found = {}

        def walk(layers):
            for layer in layers:
                walk(layer.get("layers", []))
                if "path" in layer and ".geodatabase" in layer["path"]:
                    item = int(layer["path"].rsplit("=", 1)[1])
                    found[item] = layer.get("layerDefinition", {}).get("definitionExpression", "")
        walk(package.document["map"]["operationalLayers"])
        return found

    def assert_counts(self, package, area):
        print(f"counted with GDAL {gdal.__version__}")
        expressions = self.expressions(package)
        self.assertEqual(sorted(expressions), [0, 1])
        for item, table in enumerate(("Counties", "Inspections")):
            expected = field_data.count("Field", item, expressions[item] or "1=1", area)
            self.assertGreater(expected, 0)
            self.assertEqual(package.rows(table), expected, f"{table} where {expressions[item] or 'anything'}")

    def test_rows_by_envelope_equal_an_independent_count(self):
        _, package = self.take_map()
        self.assert_counts(package, ENVELOPE)

    def test_rows_by_polygon_equal_an_independent_count(self):
        _, package = self.take_map("--dialect", "online", area=POLYGON)
        self.assert_counts(package, POLYGON)

    def test_raster_tiles_a_level_equal_the_arithmetic(self):
        _, package = self.take_map()
        counts = package.levels(".tpkx")
        print(f"read by MapProxy {mapproxy.version.version}: {counts}")
        # 591657527.591555 / 2^n is the scale of level n; the finest asked for is the first at or below MAX_SCALE.
        finest = next(n for n in range(24) if 591657527.591555 / 2 ** n <= MAX_SCALE)
        self.assertEqual(counts, {level: field_data.tile_count(level, ENVELOPE) for level in range(finest + 1)})

    def test_vector_tiles_are_read_by_gdal(self):
        _, package = self.take_map("--dialect", "online")
        tiles, features, names = 0, 0, set()
        for level, row, column, data in package.tiles(".vtpk"):
            path = f"/vsimem/{level}-{row}-{column}.pbf"
            gdal.FileFromMemBuffer(path, gzip.decompress(data))
            layers = gdal.OpenEx(path, gdal.OF_VECTOR, allowed_drivers=["MVT"])
            for index in range(layers.GetLayerCount()):
                names.add(layers.GetLayer(index).GetName())
                features += layers.GetLayer(index).GetFeatureCount()
            tiles += 1
            layers = None
            gdal.Unlink(path)
        print(f"GDAL {gdal.__version__} read {features} features of {sorted(names)} in {tiles} tiles")
        self.assertLessEqual({"countries", "states", "counties"}, names)
        self.assertGreater(tiles, 5)
        self.assertGreater(features, tiles)

    def test_a_private_map_over_https_is_taken_signed_in(self):
        for dialect in ("enterprise", "online"):
            with self.subTest(dialect):
                server, package = self.take_map("--tls", "--auth", "--dialect", dialect, name=dialect)
                self.assertTrue(server.portal.startswith("https://"))
                self.assert_files_are_the_servers(server, package)
                self.assert_no_secret(server)

    def test_without_the_authority_nothing_is_sent(self):
        server = self.sandbox("--tls")
        self.configure(server.portal)
        self.daemon()
        job = self.submit(self.job_file(server.item, area=ENVELOPE))
        view = harness.wait_until(lambda: (lambda v: v if v["waiting"] else None)(self.show(job)), "the job to wait by name")
        self.assertEqual((view["phase"], view["waiting"]["for"]), ("planning", "certificate"))
        self.assertEqual(server.requests(), [])

    def assert_files_are_the_servers(self, server, package):
        handed_out = {request["sha256"] for request in server.requests() if request.get("sha256")}
        for file in package.report["files"]:
            if file["path"].endswith((".geodatabase", ".tpkx", ".vtpk")):
                self.assertIn(file["sha256"], handed_out)
                self.assertEqual(file["sha256"], harness.sha256(os.path.join(package.target, file["path"])))

    def assert_no_secret(self, server):
        """Neither the password nor a token is anywhere but where it was configured."""
        granted = [request for request in server.requests() if request["path"].endswith("/generateToken")]
        self.assertTrue(any(request["status"] == 200 for request in granted), "no token was ever given")
        secrets = re.compile(re.escape(harness.Sandbox.PASSWORD).encode() + rb"|[?&]token=|" + TOKEN)
        for folder, _, names in os.walk(self.folder):
            for name in names:
                if name == "password":
                    continue
                with open(os.path.join(folder, name), "rb") as file:
                    found = secrets.search(file.read())
                self.assertIsNone(found, os.path.join(folder, name))

    def test_a_granted_token_is_known_by_its_beginning(self):
        """What assert_no_secret looks for is what the server gives."""
        server = self.sandbox()
        form = {"username": server.USER, "password": server.PASSWORD, "client": "requestip", "f": "json"}
        with urllib.request.urlopen(server.portal + "/sharing/rest/generateToken",
                                    urllib.parse.urlencode(form).encode(), timeout=30) as answer:
            self.assertRegex(json.load(answer)["token"].encode(), TOKEN)


if __name__ == "__main__":
    unittest.main()
