"""Overrides: printed by the command, changed as people change them, and given with
the job; what the services were asked for then, and what of it is in the package."""
import json
import os
import unittest

import field_data
from harness import AREA
from shared_daemon import SharedDaemonTest

SCALE = 591657527.591555 / 2 ** 7
LARGER = {"xmin": -112.5, "ymin": 36, "xmax": -107, "ymax": 40, "spatialReference": {"wkid": 4326}}
PAIR = {"returnLayerAttachmentOption": "readOnlyLayers", "attachmentSyncDirection": "bidirectional"}
REFUSED = 2


class OverridesTest(SharedDaemonTest):
    maxDiff = None

    def overrides(self, title, *options, **parameters):
        parameters.setdefault("maxScale", SCALE)
        return json.loads(self.mapferry("overrides", self.job_file(self.items[title], "asked", **parameters), *options))

    def take(self, title, name=None, **parameters):
        parameters.setdefault("maxScale", SCALE)
        return super().take(title, name, **parameters)

    @staticmethod
    def entry(overrides, dictionary, service):
        """The one entry of a service, which the dictionary names by its address."""
        key, = [key for key in overrides[dictionary] if f"/{service}/" in key]
        return overrides[dictionary][key]

    def replica(self, overrides, service="Trails"):
        return self.entry(overrides, "generateGeodatabaseParameters", service)

    def option(self, overrides, layer):
        option, = [each for each in self.replica(overrides)["layerOptions"] if each["layerId"] == layer]
        return option

    @staticmethod
    def orders(taken):
        """Where and with what everything was ordered, but for names that every job makes anew."""
        return sorted((request["path"], sorted((name, value) for name, value in request["params"].items()
                                               if name not in ("replicaName", "token")))
                      for request in taken.requests
                      if request["path"].endswith(("/createReplica", "/exportTiles")))

    @staticmethod
    def ids(taken):
        document = taken.package.document["map"]
        return {*taken.package.layers(), *(layer["id"] for layer in document["baseMap"]["baseMapLayers"])}

    def rows(self, taken, service, numbers):
        return {field_data.layer(service, number).name: taken.package.rows(field_data.layer(service, number).name)
                for number in numbers}

    def left_out(self, taken):
        return [line for line in taken.package.report["notes"] if "left out by the overrides" in line]

    # Unchanged

    def assert_unchanged(self, title, service, numbers, **parameters):
        plain = self.take(title, self._testMethodName + "-plain", **parameters)
        overridden = self.take(title, overrides=self.overrides(title, **parameters), **parameters)
        self.assertGreater(len(self.orders(plain)), 0)
        self.assertEqual(self.orders(overridden), self.orders(plain))
        self.assertEqual(self.ids(overridden), self.ids(plain))
        self.assertEqual(self.rows(overridden, service, numbers), self.rows(plain, service, numbers))
        self.assertEqual(self.left_out(overridden), [])
        self.assertEqual(overridden.package.report["hasErrors"], plain.package.report["hasErrors"])
        return overridden

    def test_unchanged_they_ask_for_the_same_as_none(self):
        self.assert_unchanged("Trails", "Trails", range(6))

    def test_unchanged_they_ask_for_the_same_vector_tiles(self):
        taken = self.assert_unchanged("Scaled", "Rounds", [0])
        self.assertIn(".vtpk", " ".join(os.listdir(os.path.join(taken.package.target, "p13"))))

    def test_unchanged_they_ask_for_the_same_two_replicas_of_one_service(self):
        taken = self.assert_unchanged("Rounds", "Rounds", [0, 1], **PAIR)
        self.assertEqual(len(taken.forms("Rounds")), 2)

    def test_unchanged_they_ask_for_the_same_without_updates_and_basemap(self):
        taken = self.assert_unchanged("Scales and groups", "Trails", [0, 2, 5], includeBasemap=False, updateMode="noUpdates")
        self.assertEqual(taken.package.document["map"]["baseMap"]["baseMapLayers"], [])

    # Changed

    def test_fewer_levels(self):
        overrides = self.overrides("Rounds")
        self.entry(overrides, "exportTileCacheParameters", "Basemap")["levelIds"] = [5, 3]
        taken = self.take("Rounds", overrides=overrides)
        self.assertEqual(taken.form("Basemap", "exportTiles")["levels"], "3,5")
        self.assertEqual(taken.package.levels(".tpkx"), {level: field_data.tile_count(level, AREA) for level in (3, 5)})

    def test_fewer_levels_of_vector_tiles(self):
        overrides = self.overrides("Scaled")
        self.entry(overrides, "exportVectorTilesParameters", "Boundaries")["maxLevel"] = 2
        taken = self.take("Scaled", overrides=overrides)
        self.assertEqual(taken.form("Boundaries", "exportTiles")["levels"], "0-2")
        self.assertEqual(max(taken.package.levels(".vtpk")), 2)

    def test_a_where_clause(self):
        overrides = self.overrides("Trails", includeBasemap=False)
        self.option(overrides, 2)["whereClause"] = "CONDITION >= 3"
        taken = self.take("Trails", overrides=overrides, includeBasemap=False)
        self.assertEqual(taken.form("Trails")["layerQueries"]["2"]["where"], "CONDITION >= 3")
        expected = field_data.count("Trails", 2, "CONDITION >= 3", AREA)
        self.assertEqual(taken.package.rows("Signs"), expected)
        self.assertLess(0, expected)
        self.assertLess(expected, field_data.count("Trails", 2, area=AREA))

    def test_rows_from_everywhere_of_one_layer_and_none_of_another(self):
        overrides = self.overrides("Trails", includeBasemap=False)
        self.option(overrides, 1)["useGeometry"] = False
        self.option(overrides, 2)["queryOption"] = "none"
        taken = self.take("Trails", overrides=overrides, includeBasemap=False)
        queries = taken.form("Trails")["layerQueries"]
        self.assertEqual((queries["1"]["useGeometry"], queries["2"]["queryOption"]), (False, "none"))
        self.assertEqual(taken.package.rows("Closures"), field_data.count("Trails", 1))
        self.assertGreater(field_data.count("Trails", 1), field_data.count("Trails", 1, area=AREA))
        self.assertEqual(taken.package.rows("Signs"), 0)
        self.assertEqual(taken.package.rows("Trails"), field_data.count("Trails", 0, area=AREA))

    def test_an_extent_beyond_the_area(self):
        overrides = self.overrides("Trails", includeBasemap=False)
        self.replica(overrides)["extent"] = LARGER
        taken = self.take("Trails", overrides=overrides, includeBasemap=False)
        expected = field_data.count("Trails", 2, area=LARGER)
        self.assertEqual(taken.package.rows("Signs"), expected)
        self.assertGreater(expected, field_data.count("Trails", 2, area=AREA))
        viewpoint = taken.package.document["map"]["initialState"]["viewpoint"]["targetGeometry"]
        self.assertEqual(viewpoint["xmin"], AREA["xmin"])

    def test_a_layer_left_out_is_no_error(self):
        overrides = self.overrides("Trails")
        options = self.replica(overrides)["layerOptions"]
        options.remove(self.option(overrides, 2))
        overrides["exportTileCacheParameters"] = {}
        taken = self.take("Trails", overrides=overrides)
        self.assertEqual(taken.form("Trails")["layers"].split(","), ["0", "1", "3", "4", "5"])
        self.assertEqual(taken.forms("Basemap", "exportTiles"), [])
        self.assertEqual(self.ids(taken), {"trails-0", "trails-1", "trails-3", "trails-4", "trails-5"})
        self.assertEqual((taken.view["layerErrors"], taken.package.report["hasErrors"]), ([], False))
        self.assertEqual(len(self.left_out(taken)), 2, taken.package.report["notes"])

    def test_a_service_left_out_and_a_sync_model_for_another(self):
        overrides = self.overrides("Collect only")
        overrides["generateGeodatabaseParameters"] = {
            key: {**entry, "syncModel": "none"} for key, entry in overrides["generateGeodatabaseParameters"].items()
            if "/Trails/" in key}
        overrides["exportVectorTilesParameters"] = {}
        taken = self.take("Collect only", overrides=overrides)
        self.assertEqual(taken.form("Trails")["syncModel"], "none")
        self.assertEqual(taken.forms("Field"), [])
        self.assertEqual(self.ids(taken), {"trails-2"})

    # From a file, by layer, and refused

    def test_a_map_whose_layers_all_stay_online(self):
        able = json.loads(self.mapferry("capabilities", self.job_file(self.items["Trails"], "asked"), "--json"))
        layers, tables = ([entry["id"] for entry in able[name]] for name in ("layerCapabilities", "tableCapabilities"))
        taken = self.take("Trails", overrides={"onlineLayers": layers, "onlineTables": tables}, includeBasemap=False)
        self.assertEqual((taken.view["phase"], taken.view["hasErrors"]), ("done", False), json.dumps(taken.view))
        self.assertEqual(self.orders(taken), [])
        self.assertEqual(self.ids(taken), {*layers, *tables})
        self.assertEqual([id for id, layer in taken.package.layers().items() if "path" in layer or "url" not in layer], [])

    def test_a_file_beside_the_job_file(self):
        overrides = self.overrides("Trails", includeBasemap=False)
        self.replica(overrides)["layerOptions"] = [self.option(overrides, 3)]
        with open(os.path.join(self.folder, "pitches.json"), "w", encoding="utf-8") as file:
            json.dump(overrides, file, indent=2)
        taken = self.take("Trails", overrides="pitches.json", includeBasemap=False)
        self.assertEqual(self.ids(taken), {"trails-3"})

    def test_one_entry_by_a_layer_or_a_table(self):
        overrides = self.overrides("Trails")
        for option, name in (("--layer", "trails-2"), ("--table", "trails-4")):
            shown = self.overrides("Trails", option, name)
            self.assertEqual(shown["type"], "generateGeodatabase")
            self.assertEqual(shown["parameters"], overrides["generateGeodatabaseParameters"][shown["serviceUri"]])
        self.assertEqual(self.overrides("Trails", "--layer", "basemap")["type"], "exportTileCache")
        self.mapferry("overrides", self.job_file(self.items["Trails"], "asked"), "--table", "trails-2", expect=REFUSED)

    def assert_refused(self, overrides, code, element):
        before = len(self.server.requests())
        path = self.job_file(self.items["Trails"], self._testMethodName, overrides=overrides)
        view = self.wait_for_end(self.submit(path))
        self.assertEqual((view["phase"], view["failure"]["code"]), ("failed", code))
        self.assertIn(element, view["failure"]["subject"])
        self.assertEqual([request["path"] for request in self.server.requests()[before:] if request["method"] != "GET"
                          and not request["path"].endswith("/generateToken")], [])

    def test_a_service_that_the_map_does_not_name_is_refused_and_never_asked(self):
        overrides = self.overrides("Trails")
        key = self.server.portal.rsplit("/", 1)[0] + "/server/rest/services/Gauges/FeatureServer"
        overrides["generateGeodatabaseParameters"][key] = self.replica(overrides)
        self.assert_refused(overrides, "overrideUnknown", key)

    def test_what_leaves_nothing_is_refused(self):
        self.assert_refused({}, "overridesTakeNothing", "overrides")

    def test_what_makes_no_sense_is_refused_before_it_is_a_job(self):
        overrides = self.overrides("Trails")
        self.option(overrides, 2)["where"] = "1=1"
        path = self.job_file(self.items["Trails"], self._testMethodName, overrides=overrides)
        told = json.loads(self.mapferry("submit", path, "--json", expect=REFUSED))
        self.assertIn('].layerOptions[2].where', json.dumps(told).replace('\\"', '"'))


if __name__ == "__main__":
    unittest.main()
