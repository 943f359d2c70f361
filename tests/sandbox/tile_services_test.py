"""Every tile service that comes along: grids, levels, extents, tilemaps, forms of package, old addresses, refusals."""

import io
import json
import math
import os
import random
import re
import unittest
import urllib.parse
import zipfile

from osgeo import ogr

from running_sandbox import RUNNING, Sandbox

ogr.UseExceptions()
SEED = int(os.environ.get("MAPFERRY_SEED", random.SystemRandom().randrange(1 << 31)))

BOX = (-110.2, 37.9, -109.6, 38.6)
UTAH = {"rings": [[[-110, 37], [-110, 38], [-109, 38], [-110, 37]]], "spatialReference": {"wkid": 4326}}
FEATURE_SET = {"geometryType": "esriGeometryPolygon", "features": [{"geometry": UTAH}]}
V2 = "esriMapCacheStorageModeCompactV2"


def envelope(box):
    return json.dumps(dict(zip(("xmin", "ymin", "xmax", "ymax"), box), spatialReference={"wkid": 4326}))


def position(root, lon, lat):
    if root["spatialReference"]["wkid"] == 4326:
        return lon, lat
    return 6378137 * math.radians(lon), 6378137 * math.asinh(math.tan(math.radians(lat)))


def tiles_of(root, box, level):
    """Rows and columns by the documented arithmetic: of the box, as far as the service reaches."""
    extent = root["fullExtent"]
    (left, bottom), (right, top) = position(root, *box[:2]), position(root, *box[2:])
    left, right = max(left, extent["xmin"]), min(right, extent["xmax"])
    bottom, top = max(bottom, extent["ymin"]), min(top, extent["ymax"])
    info = root["tileInfo"]
    span = info["rows"] * next(lod["resolution"] for lod in info["lods"] if lod["level"] == level)
    x, y = info["origin"]["x"], info["origin"]["y"]
    return {(row, column) for row in range(math.floor((y - top) / span), math.floor((y - bottom) / span) + 1)
            for column in range(math.floor((left - x) / span), math.floor((right - x) / span) + 1)}


def tiles_of_polygon(root, ring, level):
    """Those of its extent whose rectangle it meets, by GDAL."""
    info = root["tileInfo"]
    span = info["rows"] * next(lod["resolution"] for lod in info["lods"] if lod["level"] == level)
    text = lambda places: "POLYGON((" + ",".join(f"{x!r} {y!r}" for x, y in places) + "))"
    polygon = ogr.CreateGeometryFromWkt(text([position(root, *place) for place in ring]))
    box = min(x for x, _ in ring), min(y for _, y in ring), max(x for x, _ in ring), max(y for _, y in ring)

    def meets(row, column):
        x, y = info["origin"]["x"] + column * span, info["origin"]["y"] - row * span
        return polygon.Intersects(ogr.CreateGeometryFromWkt(text(((x, y), (x, y - span), (x + span, y - span), (x + span, y), (x, y)))))
    return {tile for tile in tiles_of(root, box, level) if meets(*tile)}


class TileCase:
    @classmethod
    def setUpClass(cls):
        cls.sandbox = Sandbox("--dialect", cls.DIALECT)
        cls.addClassCleanup(cls.sandbox.stop)
        cls.services = cls.sandbox.portal.removesuffix("/portal") + cls.SERVER + "/rest/services/"

    def root(self, service):
        return self.sandbox.json(self.services + service)

    def finished(self, address):
        return self.sandbox.poll(address, lambda job: job["jobStatus"] not in RUNNING)

    def export(self, service, operation="exportTiles", **form):
        made = self.sandbox.json(f"{self.services}{service}/{operation}", {"tilePackage": "true", **form})
        self.assertIn("jobId", made, made)
        return self.finished(f"{self.services}{service}/jobs/{made['jobId']}")

    def package(self, service, **form):
        """Its extension and its entries."""
        address = self.address(service, self.export(service, **form))
        body = self.sandbox.ask(address).body
        return re.search(r"\.\w+(?=$|\?)", address)[0], zipfile.ZipFile(io.BytesIO(body))

    def error(self, address, form=None):
        answer = self.sandbox.json(self.services + address, form)
        self.assertIn("error", answer)
        return answer["error"]

    def test_a_root_states_the_cached_levels_within_a_longer_list(self):
        for service, first, last in (("Basemap/MapServer", 0, 12), ("Southwest/MapServer", 5, 12),
                                     ("World4326/MapServer", 0, 10), ("Boundaries/VectorTileServer", 0, 11)):
            with self.subTest(service):
                root = self.root(service)
                self.assertEqual(self.cached_levels(root), (first, last))
                self.assertGreater(len(root["tileInfo"]["lods"]), last + 5)

    def test_tiles_are_there_within_levels_and_extent_only(self):
        for service in ("Basemap/MapServer", "Basemap/ImageServer", "Basemap512/MapServer", "World4326/MapServer",
                        "Relief/ImageServer", "Southwest/MapServer", "Display/MapServer"):
            root = self.root(service)
            first, last = self.cached_levels(root)
            for level, status in ((first, 200), (last, 200), (first - 1, 404), (last + 1, 404)):
                with self.subTest(service, level=level):
                    row, column = min(tiles_of(root, BOX, max(level, 0)))
                    answer = self.sandbox.ask(f"{self.services}{service}/tile/{level}/{row}/{column}")
                    self.assertEqual(answer.status, status)
                    if status == 200:
                        size = int.from_bytes(answer.body[16:20], "big"), int.from_bytes(answer.body[20:24], "big")
                        self.assertEqual(size, (root["tileInfo"]["cols"], root["tileInfo"]["rows"]))
        self.assertEqual(self.sandbox.ask(self.services + "Southwest/MapServer/tile/8/92/134").status, 404, "Paris")

    def test_a_tilemap_tells_the_same_as_the_tiles(self):
        service = "Southwest/MapServer"
        told = self.sandbox.json(f"{self.services}{service}/tilemap/7/46/21/8/9")
        self.assertEqual(told["location"], {"left": 21, "top": 46, "width": 8, "height": 9})
        self.assertEqual(len(told["data"]), 72)
        self.assertIn(0, told["data"])
        for index in range(0, 72, 5):
            status = self.sandbox.ask(f"{self.services}{service}/tile/7/{46 + index // 8}/{21 + index % 8}").status
            self.assertEqual(status == 200, told["data"][index] == 1, index)
        self.assertEqual(self.sandbox.json(f"{self.services}{service}/tilemap/9/0/0/500/500")["location"]["width"], 128)
        self.assertEqual(self.error(f"{service}/tilemap/9/0/0")["code"], 400)
        self.assertNotIn("Tilemap", self.root("World4326/MapServer")["capabilities"])
        self.assertEqual(self.error("World4326/MapServer/tilemap/3/0/0/8/8")["code"], 400)

    def test_a_map_service_has_one_layer(self):
        self.assertEqual([layer["id"] for layer in self.root("Basemap/MapServer/layers")["layers"]], [0])
        self.assertEqual(self.error("Basemap/ImageServer/layers")["code"], 400)

    def test_a_vector_tilemap_tells_the_same_as_the_tiles(self):
        service = self.services + "Boundaries/VectorTileServer"
        self.assertEqual(self.root("Boundaries/VectorTileServer")["tileMap"], "tilemap")
        index = self.sandbox.json(service + "/tilemap")["index"]
        told = self.sandbox.json(service + "/tilemap/4/4/0/16/8")
        for place, flag in enumerate(told["data"]):
            tile = self.sandbox.ask(f"{service}/tile/4/{4 + place // 16}/{place % 16}.pbf")
            self.assertEqual(tile.status == 200, flag == 1, place)
        for row in range(8):
            for column in range(8):
                node = index
                for shift in (2, 1, 0):
                    node = node[2 * (row >> shift & 1) + (column >> shift & 1)] if isinstance(node, list) else 0
                status = self.sandbox.ask(f"{service}/tile/3/{row}/{column}.pbf").status
                self.assertEqual(status, 404 if node == 0 else 200, (row, column))

    def test_the_size_of_an_estimate_is_that_of_the_polygon(self):
        wide = {"rings": [[[-114, 31.5], [-114, 42], [-102.5, 42], [-114, 31.5]]], "spatialReference": {"wkid": 4326}}
        asked = {"levels": "9", "exportExtent": envelope((-114, 31.5, -102.5, 42))}
        polygon = json.dumps({"features": [{"geometry": wide}]})
        (all_tiles, all_bytes), (tiles, size) = (self.estimated("Southwest/MapServer", self.export(
            "Southwest/MapServer", "estimateExportTilesSize", **form)) for form in (asked, {**asked, "areaOfInterest": polygon}))
        self.assertLess(tiles, 0.7 * all_tiles)
        self.assertAlmostEqual(size / all_bytes, tiles / all_tiles, 6)

    def test_levels_are_chosen_by_id_scale_or_resolution(self):
        lods = {service: self.root(service)["tileInfo"]["lods"] for service in ("Basemap512/MapServer",
                                                                                "World4326/MapServer")}
        for service, lod in ((service, lod) for service in lods for lod in lods[service][3:7:3]):
            for by, value in (("LevelID", lod["level"]), ("Scale", lod["scale"]), ("Resolution", lod["resolution"])):
                with self.subTest(service, by=by):
                    _, package = self.package(service, exportBy=by, levels=value, exportExtent=envelope(BOX),
                                              storageFormatType=V2)
                    levels = {name[5:8] for name in package.namelist() if name.endswith(".bundle")}
                    self.assertEqual(levels, {f"L{lod['level']:02d}"})

    def test_the_count_of_an_estimate_is_the_arithmetic(self):
        for service, levels in (("Basemap/MapServer", range(4, 11)), ("Basemap512/MapServer", range(0, 9)),
                                ("World4326/MapServer", range(3, 10)), ("Relief/ImageServer", range(9, 13))):
            root = self.root(service)
            expected = sum(len(tiles_of(root, BOX, level)) for level in levels)
            job = self.export(service, "estimateExportTilesSize", levels=f"{levels[0]}-{levels[-1]}",
                              exportExtent=envelope(BOX))
            with self.subTest(service):
                tiles, size = self.estimated(service, job)
                self.assertEqual(tiles, expected)
                self.assertGreater(size, 500 * tiles)

    def test_random_orders_count_as_an_independent_computation_does(self):
        chance = random.Random(SEED)
        roots = {name: self.root(name) for name in ("Basemap/MapServer", "World4326/MapServer", "Southwest/MapServer")}
        for number in range(40):
            service = chance.choice(sorted(roots))
            root = roots[service]
            first, last = self.cached_levels(root)
            levels = sorted(chance.sample(range(max(first, 3), last), 2))
            middle = chance.uniform(-114, -104), chance.uniform(33, 41)
            size = 2 ** -levels[1] * 180
            ring = [(middle[0] + chance.uniform(1, 4) * size * math.cos(angle), middle[1] + chance.uniform(1, 4) * size * math.sin(angle))
                    for angle in (0, 1, 2, 3.5, 5)]
            ring.append(ring[0])
            with self.subTest(number, service=service, levels=levels, ring=ring):
                if number % 2:
                    box = min(x for x, _ in ring), min(y for _, y in ring), max(x for x, _ in ring), max(y for _, y in ring)
                    asked = {"exportExtent": envelope(box)}
                    expected = sum(len(tiles_of(root, box, level)) for level in levels)
                else:
                    polygon = {"rings": [ring], "spatialReference": {"wkid": 4326}}
                    asked = {"areaOfInterest": json.dumps({"features": [{"geometry": polygon}]})}
                    expected = sum(len(tiles_of_polygon(root, ring, level)) for level in levels)
                job = self.export(service, "estimateExportTilesSize", levels=",".join(map(str, levels)), **asked)
                self.assertEqual(self.estimated(service, job)[0], expected)

    def test_a_polygon_takes_fewer_tiles_than_its_extent(self):
        _, whole = self.package("World4326/MapServer", levels="10", exportExtent="-110,37,-109,38", storageFormatType=V2)
        _, cut = self.package("World4326/MapServer", levels="10", areaOfInterest=json.dumps(FEATURE_SET),
                              storageFormatType=V2)
        sizes = [sum(entry.file_size for entry in package.infolist()) for package in (whole, cut)]
        self.assertLess(sizes[1], sizes[0])

    def test_the_form_of_a_package_is_that_of_the_cache_unless_one_is_asked_for(self):
        compact = "esriMapCacheStorageModeCompact"
        for service, form, extension in (("World4326/MapServer", None, ".tpk"), ("World4326/MapServer", V2, ".tpkx"),
                                         ("Basemap/MapServer", None, ".tpkx"), ("Basemap/MapServer", compact, ".tpk")):
            asked = {"storageFormatType": form} if form else {}
            found, package = self.package(service, levels="5", exportExtent=envelope(BOX), **asked)
            self.assertEqual(found, extension)
            index = [name for name in package.namelist() if name.endswith(".bundlx")]
            self.assertEqual(bool(index), extension == ".tpk")
        conf = self.package("World4326/MapServer", levels="5", exportExtent=envelope(BOX))[1]
        self.assertIn(b"<WKID>4326</WKID>", conf.read("v101/Layers/conf.xml"))

    def test_a_package_bears_a_thumbnail(self):
        _, package = self.package("Relief/ImageServer", levels="3", exportExtent=envelope(BOX))
        self.assertEqual(package.read("thumbnail.png")[16:24], (200).to_bytes(4, "big") + (133).to_bytes(4, "big"))

    def test_a_vector_package_has_the_tilemap_of_its_tiles(self):
        made = self.sandbox.json(self.services + "Boundaries/VectorTileServer/exportTiles",
                                 {"levels": "0-5", "polygon": json.dumps(UTAH)})
        job = self.finished(f"{self.services}Boundaries/VectorTileServer/jobs/{made['jobId']}")
        address = self.address("Boundaries/VectorTileServer", job)
        package = zipfile.ZipFile(io.BytesIO(self.sandbox.ask(address).body))
        node, depth = json.loads(package.read("p12/tilemap/root.json"))["index"], 0
        while isinstance(node, list):
            node, depth = next(child for child in node if child != 0), depth + 1
        self.assertEqual(depth, 5)
        names = package.namelist()
        for wanted in ("resources/sprites/sprite@2x.png", "resources/fonts/DejaVu Sans/0-255.pbf"):
            self.assertIn("p12/" + wanted, names)

    def test_jobs_are_found_at_their_old_addresses_too(self):
        service = self.services + "Basemap/MapServer"
        for operation in ("exportTiles", "estimateExportTilesSize"):
            made = self.sandbox.json(f"{service}/{operation}/submitJob", {"tilePackage": "true", "levels": "0-1"})
            job = self.finished(f"{service}/{operation}/jobs/{made['jobId']}")
            self.assertEqual(job["jobStatus"], "esriJobSucceeded")
            levels = self.sandbox.json(f"{service}/{operation}/jobs/{made['jobId']}/inputs/levels")
            self.assertEqual(levels, {"paramName": "levels", "dataType": "GPString", "value": "0-1"})
            self.assertEqual(self.error(f"Basemap/MapServer/jobs/{made['jobId']}/inputs/polygon")["code"], 400)

    def test_looking_at_an_operation_starts_no_job(self):
        for service, operation in (("Basemap/MapServer", "exportTiles"), ("Basemap/MapServer", "estimateExportTilesSize"),
                                   ("Boundaries/VectorTileServer", "exportTiles")):
            address = f"{self.services}{service}/{operation}?tilePackage=true&levels=0&f=json"
            self.assertEqual(self.sandbox.ask(address, method="HEAD").status, 405)
        self.assertEqual(self.sandbox.ask(self.services + "Basemap/MapServer?f=json", method="HEAD").status, 200)

    def test_an_ended_job_cannot_be_cancelled(self):
        job = self.export("Basemap/MapServer", levels="0")
        self.assertEqual(job["jobStatus"], "esriJobSucceeded")
        address = f"{self.services}Basemap/MapServer/jobs/{job['jobId']}"
        self.assertEqual(self.sandbox.json(address + "/cancel")["jobStatus"], "esriJobSucceeded")
        self.assertEqual(self.sandbox.json(address)["jobStatus"], "esriJobSucceeded")

    def test_a_job_can_be_cancelled(self):
        service = self.services + "Relief/ImageServer"
        made = self.sandbox.json(service + "/exportTiles", {"tilePackage": "true", "levels": "0-5"})
        job = f"{service}/jobs/{made['jobId']}"
        self.sandbox.poll(job, lambda answer: answer["jobStatus"] == "esriJobExecuting")
        self.assertEqual(self.sandbox.json(job + "/cancel")["jobStatus"], "esriJobCancelling")
        ended = self.sandbox.poll(job, lambda answer: answer["jobStatus"] not in RUNNING + ("esriJobCancelling",))
        self.assertEqual(ended["jobStatus"], "esriJobCancelled")

    def test_what_is_not_for_export_says_so(self):
        for service in ("Display/MapServer", "Dynamic/MapServer"):
            root = self.root(service)
            self.assertFalse(root["exportTilesAllowed"])
            self.assertNotIn("maxExportTilesCount", root)
            for operation in ("exportTiles", "estimateExportTilesSize"):
                answer = self.error(f"{service}/{operation}", {"tilePackage": "true", "levels": "0"})
                self.assertIn("not supported", answer["details"][0])

    def test_a_service_without_a_cache_draws_on_demand(self):
        root = self.root("Dynamic/MapServer")
        self.assertEqual((root["singleFusedMapCache"], root["tileInfo"]["rows"]), (False, 256))
        self.assertEqual(self.error("Dynamic/MapServer/tile/0/0/0")["code"], 400)
        asked = {"bbox": ",".join(map(str, BOX)), "bboxSR": 4326, "size": "300,200", "format": "png32",
                 "transparent": "true", "layers": "show:0", "dpi": 96}
        address = self.services + "Dynamic/MapServer/export?" + urllib.parse.urlencode({**asked, "f": "image"})
        picture = self.sandbox.ask(address).body
        self.assertEqual(picture[16:24], (300).to_bytes(4, "big") + (200).to_bytes(4, "big"))
        told = self.sandbox.json(self.services + "Dynamic/MapServer/export", **asked)
        self.assertEqual(self.sandbox.ask(told["href"]).body, picture)
        extent = told["extent"]
        (left, bottom), (right, top) = position(root, *BOX[:2]), position(root, *BOX[2:])
        width, height = extent["xmax"] - extent["xmin"], extent["ymax"] - extent["ymin"]
        self.assertAlmostEqual(width / height, 1.5, 6, "the picture's shape and no other")
        self.assertAlmostEqual(height, top - bottom, 3)
        self.assertTrue(extent["xmin"] < left and right < extent["xmax"], extent)
        beyond = [self.sandbox.json(self.services + "Dynamic/MapServer/export", bbox=box, size="90,90")
                  for box in ("3e7,0,4e7,1e7", "-2e7,-2e7,2e7,2e7")]
        self.assertEqual(beyond[0]["extent"]["xmin"], 3e7)
        self.assertNotEqual(*(self.sandbox.ask(one["href"]).body for one in beyond))
        for name, value in (("bbox", "1,2"), ("bbox", ""), ("bbox", "-1e300,0,1,1e300"), ("size", "0,9"), ("size", "99999,1"), ("format", "jpg"),
                            ("layers", "hide:0"), ("imageSR", 26912), ("bboxSR", "x"), ("dynamicLayers", "[]")):
            with self.subTest(name, value=value):
                answer = self.error("Dynamic/MapServer/export", {**asked, name: value})
                self.assertIn(f"'{name}'", answer["details"][0])

    def test_wrong_orders_are_refused_by_name(self):
        for service, name, value in (("Basemap/MapServer", "levels", "13"), ("Southwest/MapServer", "levels", "4-6"),
                                     ("Basemap/MapServer", "exportBy", "Zoom"),
                                     ("Basemap/MapServer", "polygon", json.dumps(UTAH)),
                                     ("Basemap/MapServer", "areaOfInterest", json.dumps(UTAH)),
                                     ("Basemap/MapServer", "exportExtent", "1,2,x,4"),
                                     ("Basemap/MapServer", "storageFormatType", "tpkx"),
                                     ("Basemap/MapServer", "tilePackage", "false"),
                                     ("Boundaries/VectorTileServer", "areaOfInterest", json.dumps(FEATURE_SET)),
                                     ("Boundaries/VectorTileServer", "polygon", json.dumps(FEATURE_SET))):
            with self.subTest(service, name=name):
                answer = self.error(f"{service}/exportTiles", {"tilePackage": "true", "levels": "5", name: value})
                self.assertIn(f"'{name}'", answer["details"][0])
        europe = self.error("Southwest/MapServer/exportTiles", {"tilePackage": "true", "levels": "5-6",
                                                                "exportExtent": envelope((0, 40, 10, 50))})
        self.assertEqual(europe["code"], 400)

    def test_junk_does_no_harm(self):
        chance = random.Random(SEED)
        junk = ("", "x", "-1", "0", "1e308", "-1e308", "9223372036854775807", "99999999999999999999", "nan", "null", "{}", "[]",
                "[[[[[", '{"rings":[]}', '{"rings":[[[1e308,1e308],[0,0],[-1e308,0],[0,1]]]}', '{"xmin":-1e308,"ymin":0,"xmax":1e308,"ymax":1}',
                '{"features":[{"geometry":{"rings":[[[0,0],[0,0],[0,0],[0,0]]]}}]}', "1-5", "5-1", "0-99999999", "true", "\0", "ä", "%00",
                "-1e308,-1e308,1e308,1e308", "0,0,0,0", '{"wkid":-1}', '{"rings":[[[0,0],[1,1],[0,1],[1,0],[0,0]]],"spatialReference":{"wkid":26912}}')
        names = ("tilePackage", "levels", "exportBy", "exportExtent", "extent", "areaOfInterest", "polygon", "storageFormatType",
                 "bbox", "bboxSR", "imageSR", "size", "format", "f", "optimizeTilesForSize", "compressionQuality")
        paths = ("exportTiles", "estimateExportTilesSize", "export", "tile/{}/{}/{}", "tilemap/{}/{}/{}/{}/{}", "tilemap", "jobs/{}",
                 "exportTiles/jobs/{}/{}", "resources/{}", "resources/fonts/{}/{}.pbf", "{}")
        services = ("Basemap/MapServer", "World4326/MapServer", "Dynamic/MapServer", "Relief/ImageServer", "Boundaries/VectorTileServer")
        for _ in range(150):
            path = re.sub(r"\{}", lambda _: urllib.parse.quote(chance.choice(junk), safe=""), chance.choice(paths))
            form = {"tilePackage": "true", "levels": "3", **{chance.choice(names): chance.choice(junk) for _ in range(chance.randrange(4))}}
            with self.subTest(path=path, form=form):
                self.assertLess(self.sandbox.ask(f"{self.services}{chance.choice(services)}/{path}", form).status, 500)
        self.assertIn("currentVersion", self.root("Basemap/MapServer"))

    def test_styles_find_their_glyphs_and_sprites(self):
        root = self.services + "Boundaries/VectorTileServer/resources/"
        style = self.sandbox.ask(root + "styles/root.json").json()
        base = root + "styles/"
        sheet = urllib.parse.urljoin(base, style["sprite"])
        index = self.sandbox.ask(sheet + ".json").json()
        for layer in style["layers"]:
            for font in layer.get("layout", {}).get("text-font", []):
                glyphs = style["glyphs"].format(fontstack=urllib.parse.quote(font), range="0-255")
                self.assertGreater(len(self.sandbox.ask(urllib.parse.urljoin(base, glyphs)).body), 50000)
            if "icon-image" in layer.get("layout", {}):
                self.assertIn(layer["layout"]["icon-image"], index)
        self.assertEqual(self.sandbox.ask(sheet + "@2x.png").body[:4], b"\x89PNG")


class Enterprise(TileCase, unittest.TestCase):
    DIALECT, SERVER = "enterprise", "/server"

    def test_a_job_lists_the_inputs_that_it_has(self):
        for service, form in (("Basemap/MapServer", {"levels": "0-1", "exportBy": "LevelID", "exportExtent": envelope(BOX)}),
                              ("Boundaries/VectorTileServer", {"levels": "0", "polygon": json.dumps(UTAH)})):
            made = self.sandbox.json(f"{self.services}{service}/exportTiles", {"f": "json", **form, **({"tilePackage": "true"} if "Map" in service else {})})
            address = f"{self.services}{service}/jobs/{made['jobId']}"
            job = self.finished(address)
            wanted = {"levels", "export_by", "export_extent", "tile_package"} if "Map" in service else {"levels", "polygon"}
            self.assertEqual(set(job["inputs"]), wanted)
            for name, place in job["inputs"].items():
                self.assertEqual(self.sandbox.json(f"{address}/{place['paramUrl']}")["paramName"], name)
            self.assertIn("messages", job)
            self.assertNotIn("messages", self.sandbox.json(address, returnMessages="false"))

    def cached_levels(self, root):
        scales = [lod["scale"] for lod in root["tileInfo"]["lods"]]
        return scales.index(root["minScale"]), scales.index(root["maxScale"])

    def result(self, service, job):
        path = job["results"]["out_service_url"]["paramUrl"]
        return self.sandbox.json(f"{self.services}{service}/jobs/{job['jobId']}/{path}")["value"]

    def address(self, service, job):
        found = self.result(service, job)
        return found if found.endswith(".vtpk") else self.sandbox.json(found)["files"][0]["url"]

    def estimated(self, service, job):
        told = self.result(service, job)
        return told["totalTilesToExport"], told["totalSize"]


class Online(TileCase, unittest.TestCase):
    DIALECT, SERVER = "online", "/sAnDb0xOrg000001/arcgis"

    def cached_levels(self, root):
        self.assertEqual((root["minScale"], root["maxScale"]), (0, 0))
        return root["minLOD"], root["maxLOD"]

    def address(self, _, job):
        found = job["output"]["outputUrl"]
        return found[0] if isinstance(found, list) else found

    def estimated(self, _, job):
        return job["estimatedNumTiles"], job["estimatedTilesSize"]


class Limits(unittest.TestCase):
    def test_an_option_sets_the_limit_of_all_services(self):
        with Sandbox("--max-tiles", "3", "--dialect", "online") as sandbox:
            services = sandbox.portal + "/sAnDb0xOrg000001/arcgis/rest/services/"
            for service in ("Relief/ImageServer", "Boundaries/VectorTileServer"):
                self.assertEqual(sandbox.json(services + service)["maxExportTilesCount"], 3)
                answer = sandbox.json(f"{services}{service}/exportTiles", {"tilePackage": "true", "levels": "0-1"})
                self.assertIn("is greater than the max export tiles count(3)", answer["error"]["message"])


if __name__ == "__main__":
    print(f"MAPFERRY_SEED={SEED}", flush=True)
    unittest.main()
