"""Each parameter of tiles, and what happens where something cannot be taken:
what the services were asked for, and what of it is in the package."""
import glob
import json
import os
import shutil
import tempfile
import unittest

import field_data
from harness import AREA
from shared_daemon import SharedDaemonTest


class TileParametersTest(SharedDaemonTest):
    def scale(self, level):
        return 591657527.591555 / 2 ** level

    def assert_levels(self, taken, first, last):
        """Of the raster basemap, in the order and in the package."""
        self.assertEqual(taken.form("Basemap", "exportTiles")["levels"], f"{first}-{last}" if first < last else str(first))
        self.assertEqual(taken.package.levels(".tpkx"),
                         {level: field_data.tile_count(level, AREA) for level in range(first, last + 1)})

    def test_scales_choose_levels_and_the_coarser_or_finer_one_between_two(self):
        self.assert_levels(self.take("Rounds", minScale=self.scale(6) * 1.1, maxScale=self.scale(9) * 1.1), 5, 9)

    def test_scales_of_a_level_choose_that_level(self):
        self.assert_levels(self.take("Rounds", minScale=self.scale(6), maxScale=self.scale(9)), 6, 9)

    def test_the_maps_own_scales_bound_what_is_given(self):
        """Between 1 : 40,000,000 and 1 : 2,000,000, levels 3 to 9."""
        self.assert_levels(self.take("Scaled", "wide"), 3, 9)
        self.assert_levels(self.take("Scaled", "finer", minScale=20000000, maxScale=100000), 4, 9)

    def test_scales_choose_levels_of_vector_tiles_by_the_detailed_end_alone(self):
        taken = self.take("Scaled", minScale=self.scale(6), maxScale=self.scale(7))
        levels = taken.form("Boundaries", "exportTiles")["levels"]
        self.assertEqual(levels.split("-")[0], "0")
        self.assertEqual(max(taken.package.levels(".vtpk")), int(levels.split("-")[1]))
        self.assertEqual(min(taken.package.levels(".vtpk")), 0)

    def test_scales_leave_rows_and_the_maps_own_scales_alone(self):
        taken = self.take("Scaled", minScale=self.scale(6), maxScale=self.scale(7))
        self.assertEqual(taken.package.rows("Wells"), field_data.count("Rounds", 0, area=AREA))
        basemap, = taken.package.document["map"]["baseMap"]["baseMapLayers"]
        self.assertEqual((basemap["minScale"], basemap["maxScale"]), (40000000, 2000000))

    def test_without_a_basemap_nothing_is_asked_of_it(self):
        taken = self.take("Rounds", includeBasemap=False)
        self.assertEqual([request for request in taken.requests if "/Basemap/" in request["path"]], [])
        self.assertEqual(taken.package.document["map"]["baseMap"]["baseMapLayers"], [])

    def test_without_a_twin_of_fewer_glyphs_the_original_vector_tiles_are_taken(self):
        taken = self.take("Scaled", maxScale=self.scale(4), esriVectorTilesDownloadOption="useReducedFontsService")
        self.assertEqual(len(taken.forms("Boundaries", "exportTiles")), 1)
        self.assertIn("noReducedFonts", [finding["code"] for finding in taken.package.report["findings"]])

    def test_a_reference_basemap_takes_the_place_of_the_maps_own(self):
        own = self.take("Rounds", "own", maxScale=10000000)
        basemap = os.path.join(self.maps, "southwest.tpkx")
        shutil.copy(own.package.file(".tpkx"), basemap)
        taken = self.take("Basemap on board", referenceBasemapDirectory=".")  # the author names the file
        self.assertEqual([request["path"] for request in taken.requests if "/Basemap/" in request["path"]], [])
        layer, = taken.package.document["map"]["baseMap"]["baseMapLayers"]
        self.assertEqual(layer["path"], "file:../../southwest.tpkx")
        self.assertTrue(os.path.samefile(os.path.join(taken.package.target, "p13", layer["path"][len("file:"):]), basemap))
        self.assertEqual(glob.glob(os.path.join(taken.package.target, "p13", "*.tpkx")), [])
        self.assertEqual(json.loads(self.mapferry("inspect", taken.package.target, "--json"))["problems"], [])

    def test_without_a_folder_the_authors_basemap_is_only_a_suggestion(self):
        taken = self.take("Basemap on board", "suggested", maxScale=10000000)
        self.assertEqual(len(taken.forms("Basemap", "exportTiles")), 1)

    def test_tiles_of_a_polygon_are_asked_for_by_the_polygon(self):
        ring = [[-110.2, 37.9], [-110.2, 38.9], [-109.0, 37.9], [-110.2, 37.9]]
        taken = self.take("Rounds", area={"rings": [ring], "spatialReference": {"wkid": 4326}}, maxScale=self.scale(10))
        asked = taken.form("Basemap", "exportTiles")["areaOfInterest"]["features"][0]["geometry"]["rings"]
        self.assertEqual(len(asked), 1)
        self.assertLess(taken.package.levels(".tpkx")[10], field_data.tile_count(10, AREA))


class ContinueOnErrorsTest(SharedDaemonTest):
    def test_with_errors_the_map_lacks_exactly_what_failed(self):
        taken = self.take("What stays online", continueOnErrors=True, maxScale=10000000)
        errors = {error["id"] for error in taken.package.report["layerErrors"]}
        self.assertTrue(taken.package.report["hasErrors"])
        self.assertEqual(errors, {"watch-0", "drawn", "weather", "basemap"})
        self.assertEqual(set(taken.package.layers()), {"trails-0", "trails-2"})

    def test_a_refusal_known_from_planning_ends_the_job_before_any_order(self):
        taken = self.take("What stays online", continueOnErrors=False)
        self.assertEqual(taken.view["phase"], "failed")
        self.assertEqual([request["path"] for request in taken.requests if request["method"] == "POST"], [])


class FirstFailureTest(SharedDaemonTest):
    """Signs fail at the server once every export is under way; the others take longer than this class."""
    OPTIONS = ("--job-seconds", "600")

    @classmethod
    def setUpClass(cls):
        with tempfile.NamedTemporaryFile("w", suffix=".yaml", encoding="ascii") as script:
            script.write("- {path: /Trails/FeatureServer/createReplica/, action: endJob, state: Failed, message: Not today}\n")
            script.flush()
            cls.OPTIONS = (*cls.OPTIONS, "--faults", script.name)
            super().setUpClass()

    def test_the_first_failure_ends_the_job_and_nothing_more_is_asked(self):
        taken = self.take("Collect only", continueOnErrors=False)
        self.assertEqual(taken.view["phase"], "failed")
        self.assertIn("Not today", str(taken.view["failure"]))
        # A failed export is ordered again; the last order is the one that fails the layer.
        orders = [number for number, request in enumerate(taken.requests)
                  if request["method"] == "POST" and request["path"].endswith("/Trails/FeatureServer/createReplica")]
        self.assertGreater(len(orders), 1)
        failed = next(number for number, request in enumerate(taken.requests)
                      if request.get("fault") and number > orders[-1])
        later = [request["path"] for request in taken.requests[failed + 1:]]
        # Besides taking back: whether a replica that its server goes on with has appeared.
        others = [path for path in later if os.path.basename(path) not in ("cancel", "unRegisterReplica", "replicas")
                  and "/FeatureServer/createReplica/" not in path]
        self.assertEqual(others, [])
        self.assertTrue(any(path.endswith("/cancel") for path in later), later)  # the tiles' job
        self.assertEqual(os.listdir(self.maps), [])


if __name__ == "__main__":
    unittest.main()
