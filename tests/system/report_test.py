"""What the reports of finished packages say, for every map of the sandbox: kept in golden/, see golden_documents.py."""
import json
import os
import re
import unittest

import field_data
import golden_documents
from golden_documents import golden
from shared_daemon import SharedDaemonTest

# What is another in every run; sizes are those of zips and databases, which hold times.
CHANGING = [(re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"), "<uuid>"),
            (re.compile(r'"sha256": "[0-9a-f]{64}"'), '"sha256": "<sha256>"'),
            (re.compile(r'"(bytes|created|planned)": \d+'), r'"\1": 1'),
            (re.compile(r"(Start|End) Time: [^.]*? GMT"), r"\1 Time: <then>")]


class ReportsTest(SharedDaemonTest):
    """All jobs run side by side."""
    OPTIONS = ("--with", field_data.PROBLEMS)
    SCALE = 4000000  # the most detailed one of tiles: what is said of them does not depend on how many they are
    maxDiff = None

    @classmethod
    def settings(cls):
        return {"limits": {"jobs": 16, "layers": 32, "connections": 32, "connectionsPerHost": 32},
                "basemapSubstitutions": golden_documents.substitutions(cls.service)}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        asked = {title: (item, {}) for title, item in cls.items.items()}
        asked["What stays online, kept online"] = (cls.items["What stays online"], {"onlineOnlyServicesOption": "include"})
        asked["Prepared by nobody, without updates"] = (cls.items["Prepared by nobody"], {"updateMode": "noUpdates"})
        cls.taken = {title: cls.world.submit(cls.world.job_file(item, cls.name_of(title), maxScale=cls.SCALE, **more))
                     for title, (item, more) in asked.items()}

    @staticmethod
    def name_of(title):
        return re.sub(r"\W+", "-", title)

    def package(self, title):
        """The folder of the finished package, or nothing."""
        done = self.wait_for_end(self.taken[title])["phase"] == "done"
        return os.path.join(self.maps, self.name_of(title)) if done else None

    def said(self, title):
        """The report, or why there is none."""
        job, package = self.taken[title], self.package(title)
        if not package:
            view = self.show(job)
            return self.as_kept(json.dumps({"phase": view["phase"], "failure": view["failure"]}), job)
        with open(package + ".report.json", encoding="utf-8") as file:
            return self.as_kept(json.dumps(json.load(file)), job)

    def as_kept(self, text, job):
        text = text.replace(self.server.portal.rsplit("/", 1)[0], "http://sandbox").replace(self.maps, "/maps").replace(job, "<job>")
        for changing, word in CHANGING:
            text = changing.sub(word, text)
        return json.loads(re.sub(r'"\w+-<job>', '"<install>-<job>', text))

    def test_reports_of_every_map_are_those_that_are_kept(self):
        seen = {title: self.said(title) for title in sorted(self.taken)}
        self.assertEqual(seen, golden("reports.json", seen))

    def test_packages_of_every_map_are_whole(self):
        packages = {title: package for title in self.taken if (package := self.package(title))}
        self.assertGreater(len(packages), 20)
        for title, package in packages.items():
            with self.subTest(title):
                self.assertEqual(json.loads(self.mapferry("inspect", package, "--json"))["problems"], [])

    def test_a_substituted_basemap_keeps_its_name_and_address(self):
        with open(os.path.join(self.package("Basemap to look at"), "p13", "mobile_map.mmap"), encoding="utf-8") as file:
            raster, vector = json.load(file)["map"]["baseMap"]["baseMapLayers"]
        self.assertEqual((raster["url"], raster["title"]), (self.service("Looked/MapServer"), "Tiles to look at"))
        self.assertEqual(vector["url"], self.service("Closed/VectorTileServer"))
        self.assertTrue(raster["path"].endswith(".tpkx") and vector["path"].endswith(".vtpk"))
        orders = [request["path"] for request in self.server.requests() if request["path"].endswith("/exportTiles")]
        self.assertEqual([path for path in orders if "/Looked/" in path or "/Closed/" in path], [])


class OwnStyleTest(SharedDaemonTest):
    """The style of an item, beside the tiles."""

    def test_the_style_its_pictures_and_its_letters_lie_beside_the_tiles(self):
        taken = self.take("Mixed basemap", maxScale=10000000)
        _, layer = taken.package.document["map"]["baseMap"]["baseMapLayers"]
        tiles = layer["path"][len("file:./"):]
        style_file = os.path.join(taken.package.target, "p13", layer["stylePath"][len("file:./"):])
        with open(style_file, encoding="utf-8") as file:
            style = json.load(file)
        here = os.path.dirname(style_file)
        beside = lambda path: os.path.normpath(os.path.join(here, path))
        self.assertEqual(beside(style["sources"]["esri"]["url"]), os.path.join(taken.package.target, "p13", tiles))
        shipped = os.path.join(field_data.SHIPPED, "styles", "borders")
        for ending in (".json", ".png", "@2x.json", "@2x.png"):
            with open(beside(style["sprite"] + ending), "rb") as kept, open(os.path.join(shipped, "sprite" + ending), "rb") as ours:
                self.assertEqual(kept.read(), ours.read())
        fonts = {font for each in style["layers"] for font in each.get("layout", {}).get("text-font", [])}
        self.assertTrue(fonts)
        for font in fonts:
            letters = beside(style["glyphs"].replace("{fontstack}", font).replace("{range}", "0-255"))
            self.assertGreater(os.path.getsize(letters), 0)
        self.assertEqual(layer["styleUrl"].rsplit("/", 2)[1:], ["styles", "root.json"])
        self.assertEqual([entry["path"] for entry in taken.package.report["styles"]],
                         ["p13/" + layer["stylePath"][len("file:./"):].split("/")[0]])
        self.assertEqual(json.loads(self.mapferry("inspect", taken.package.target, "--json"))["problems"], [])


if __name__ == "__main__":
    unittest.main()
