"""Each parameter by itself: what the services were asked for, and what of it is
in the package, counted in the source data."""
import json
import os
import unittest

from osgeo import osr

import field_data
from harness import AREA
from shared_daemon import SharedDaemonTest, job

RING = [[-110.2, 37.9], [-110.2, 38.9], [-109.0, 38.9], [-109.0, 37.9], [-110.2, 37.9]]
HOLE = [[-109.9, 38.1], [-109.3, 38.1], [-109.3, 38.7], [-109.9, 38.7], [-109.9, 38.1]]
ISLAND = [[-108.9, 37.5], [-108.9, 37.8], [-108.4, 37.8], [-108.4, 37.5], [-108.9, 37.5]]
MERCATOR = {"xmin": -12267407, "ymin": 4565308, "xmax": -12133824, "ymax": 4707357, "spatialReference": {"wkid": 102100}}
ZONE_12 = {"rings": [[[580000, 4200000], [600000, 4310000], [670000, 4290000], [650000, 4200000], [580000, 4200000]]],
           "spatialReference": {"wkid": 26912}}



class AreaTest(SharedDaemonTest):
    def assert_area(self, area):
        """The form covers the area that was asked for, and exactly its rows have come."""
        form = self.taken.form("Trails")
        sent = field_data.shape_of(form["geometry"])
        named = form["inSR"] if isinstance(form["inSR"], dict) else {"wkid": int(form["inSR"])}
        change = osr.CoordinateTransformation(field_data.reference_of(named), field_data.reference_of(area["spatialReference"]))
        sent.Segmentize(abs(sent.GetEnvelope()[1] - sent.GetEnvelope()[0]) / 1000)
        sent.Transform(change)
        asked = field_data.shape_of(area)
        self.assertLess(sent.SymDifference(asked).Area(), asked.Area() / 1e4)
        for number, table in enumerate(("Trails", "Closures", "Signs", "Pitches")):
            expected = field_data.count("Trails", number, area=area)
            self.assertGreater(expected, 0)
            self.assertEqual(self.taken.package.rows(table), expected, table)

    @job("Trails")
    def test_an_envelope_in_degrees(self):
        self.assert_area(AREA)
        self.assertEqual(self.taken.form("Trails")["geometryType"], "esriGeometryEnvelope")

    @job("Trails", area=MERCATOR)
    def test_an_envelope_in_the_services_own_reference(self):
        self.assert_area(MERCATOR)
        self.assertEqual(self.taken.form("Trails")["geometryType"], "esriGeometryEnvelope")

    @job("Trails", area={"rings": [RING, HOLE], "spatialReference": {"wkid": 4326}})
    def test_a_polygon_with_a_hole(self):
        self.assert_area({"rings": [RING, HOLE], "spatialReference": {"wkid": 4326}})
        self.assertEqual(self.taken.form("Trails")["geometryType"], "esriGeometryPolygon")
        self.assertEqual(len(self.taken.form("Trails")["geometry"]["rings"]), 2)
        self.assertLess(self.taken.package.rows("Signs"), field_data.count("Trails", 2, area=AREA))

    @job("Trails", area={"rings": [HOLE, ISLAND], "spatialReference": {"wkid": 4326}})
    def test_a_polygon_of_two_parts(self):
        signs = sum(field_data.count("Trails", 2, area={"rings": [ring], "spatialReference": {"wkid": 4326}})
                    for ring in (HOLE, ISLAND))
        self.assertEqual(self.taken.package.rows("Signs"), signs)

    @job("Trails", area=ZONE_12)
    def test_a_polygon_in_a_projection_of_its_own(self):
        self.assert_area(ZONE_12)
        self.assertEqual(int(self.taken.form("Trails")["inSR"]), MERCATOR["spatialReference"]["wkid"], "the service's own")

    def test_a_geojson_file_beside_the_job_file(self):
        def square(west, east):
            return {"type": "Feature", "properties": None, "geometry": {"type": "Polygon", "coordinates": [
                [[west, 38], [east, 38], [east, 38.6], [west, 38.6], [west, 38]]]}}
        with open(os.path.join(self.folder, "trip.geojson"), "w", encoding="utf-8") as file:
            json.dump({"type": "FeatureCollection", "features": [square(-110, -109.4), square(-109.6, -109)]}, file)
        self.taken = self.take("Trails", area={"file": "trip.geojson"}, includeBasemap=False)
        self.assert_area({"xmin": -110, "ymin": 38, "xmax": -109, "ymax": 38.6, "spatialReference": {"wkid": 4326}})

    @job("Trails", area={"xmin": 179.5, "ymin": 37, "xmax": 180.5, "ymax": 38, "spatialReference": {"wkid": 4326}})
    def test_an_area_across_the_dateline_is_refused_before_any_order(self):
        self.assertEqual(self.taken.view["phase"], "failed")
        self.assertEqual(self.taken.view["failure"]["code"], "crossesDateline")
        self.assertEqual(self.taken.forms("Trails"), [])

    def test_an_area_without_a_reference_is_refused_by_name(self):
        area = {name: value for name, value in AREA.items() if name != "spatialReference"}
        words = self.refuse(self.job_file(self.items["Trails"], "nowhere", area))
        self.assertIn("parameters.areaOfInterest", words)


class FeatureParametersTest(SharedDaemonTest):
    def queries(self, service):
        return self.taken.form(service)["layerQueries"]

    def assert_rows(self, **expected):
        self.assertEqual({table: self.taken.package.rows(table) for table in expected}, expected)

    # isDefinitionExpressionFilterEnabled

    @job("Filtered keys")
    def test_definition_expressions_are_sent_and_honoured(self):
        queries = self.queries("Huts")
        self.assertEqual(queries["0"], {"queryOption": "useFilter", "useGeometry": True, "where": "NAME <> 'Hut 4'"})
        self.assertEqual(queries["1"], {"queryOption": "useFilter", "useGeometry": False, "where": "HOLDER LIKE 'Holder 1%'"})
        self.assert_rows(Huts=field_data.count("Huts", 0, "NAME <> 'Hut 4'", AREA),
                         Keys=field_data.count("Huts", 1, "HOLDER LIKE 'Holder 1%'"))

    @job("Filtered keys", isDefinitionExpressionFilterEnabled=False)
    def test_without_definition_expressions_tables_are_related_again(self):
        self.assertNotIn("where", str(self.queries("Huts")))
        self.assertEqual(self.queries("Huts")["1"], {"queryOption": "none", "includeRelated": True})
        huts = field_data.ids("Huts", 0, area=AREA)
        self.assert_rows(Huts=len(huts), Keys=len(field_data.related("Huts", 1, "HUT_GUID", 0, huts)))

    # destinationTableRowFilter

    def assert_all_rows(self, *numbers):
        for number in numbers:
            self.assertEqual(self.queries("Huts")[str(number)]["queryOption"], "all")
            name = field_data.layer("Huts", number).name
            self.assertEqual(self.taken.package.rows(name), field_data.count("Huts", number), name)

    @job("Huts")
    def test_related_rows_only_of_a_layers_destination(self):
        self.assertEqual(self.queries("Huts")["1"], {"queryOption": "none", "includeRelated": True})
        huts = field_data.ids("Huts", 0, area=AREA)
        keys = len(field_data.related("Huts", 1, "HUT_GUID", 0, huts))
        self.assertLess(keys, field_data.count("Huts", 1))
        self.assert_rows(Huts=len(huts), Keys=keys)

    @job("Huts")
    def test_all_rows_of_sources_of_destinations_of_tables_and_of_tables_by_themselves(self):
        self.assert_all_rows(2, 3, 4, 5, 6)
        notes = " ".join(self.taken.package.report["notes"])
        self.assertIn("Nights", notes)
        self.assertIn("Bills", notes)

    @job("Keys alone")
    def test_all_rows_where_the_origin_is_not_in_the_map(self):
        self.assert_all_rows(1)

    @job("Huts", destinationTableRowFilter="all")
    def test_all_rows_of_destinations_if_so_wanted(self):
        self.assert_all_rows(1, 2, 3, 4, 5, 6)

    @job("Trails")
    def test_rows_related_through_layers_of_a_real_map(self):
        trails, signs = (field_data.ids("Trails", number, area=AREA) for number in (0, 2))
        self.assert_rows(Repairs=len(field_data.related("Trails", 4, "SIGN_GUID", 2, signs)),
                         Visits=len(field_data.related("Trails", 5, "TRAIL_GUID", 0, trails)))

    # returnSchemaOnlyForEditableLayers

    @job("Rounds", returnSchemaOnlyForEditableLayers=True)
    def test_schema_only_leaves_read_only_layers_their_rows(self):
        self.assert_schema_only()

    @job("Author of the rounds")
    def test_schema_only_by_the_maps_author(self):
        self.assert_schema_only()

    @job("Author of the rounds", defaults="none")
    def test_rows_where_nobody_asks_the_author(self):
        self.assert_rows(Wells=field_data.count("Rounds", 0, area=AREA), Pumps=field_data.count("Rounds", 1, area=AREA))

    @job("Author of the rounds", returnSchemaOnlyForEditableLayers=False)
    def test_rows_where_the_job_overrules_the_author(self):
        self.assert_rows(Wells=field_data.count("Rounds", 0, area=AREA), Pumps=field_data.count("Rounds", 1, area=AREA))

    def assert_schema_only(self):
        queries = {number: query for form in self.taken.forms("Rounds") for number, query in form["layerQueries"].items()}
        self.assertEqual(queries["0"], {"queryOption": "none", "includeRelated": False})
        self.assertEqual(queries["1"], {"queryOption": "useFilter", "useGeometry": True})
        self.assert_rows(Wells=0, Pumps=field_data.count("Rounds", 1, area=AREA))

    @job("Huts", returnSchemaOnlyForEditableLayers=True)
    def test_schema_only_comes_before_the_row_filter(self):
        self.assertEqual({query["queryOption"] for query in self.queries("Huts").values()}, {"none"})
        self.assert_rows(Huts=0, Keys=0, Nights=0, Bills=0, Suppliers=0, Stock=0, Notices=0)

    # updateMode

    @job("Trails")
    def test_a_replica_stays_for_later_synchronisation(self):
        form = self.taken.form("Trails")
        self.assertEqual(form["syncModel"], "perLayer")
        self.assertEqual([replica["name"] for replica in self.taken.package.report["replicas"]], [form["replicaName"]])
        self.assertIn(form["replicaName"], self.replicas_at("Trails"))

    @job("Trails", updateMode="noUpdates")
    def test_without_updates_no_replica_is_registered(self):
        form = self.taken.form("Trails")
        self.assertEqual(form["syncModel"], "none")
        self.assertEqual(self.taken.package.report["replicas"], [])
        self.assertNotIn(form["replicaName"], self.replicas_at("Trails"))
        signs, trails = (field_data.ids("Trails", number, area=AREA) for number in (2, 0))
        self.assert_rows(Trails=len(trails), Signs=len(signs),
                         Repairs=len(field_data.related("Trails", 4, "SIGN_GUID", 2, signs)))

    # onlineOnlyServicesOption

    def assert_online(self, errors, online):
        """What failed, and what has an address and no file: the sandbox's map lists Watch and the layer drawn on demand."""
        package = self.taken.package
        self.assertEqual({error["id"] for error in package.report["layerErrors"]}, errors)
        layers = package.layers()
        self.assertEqual({id for id, layer in layers.items() if "path" not in layer}, online)
        self.assertEqual({id for id, layer in layers.items() if "path" in layer}, {"trails-0", "trails-2"})
        for id in online:
            self.assertTrue(layers[id]["url"].startswith("http"), layers[id])
        self.assertEqual({finding["layer"] for finding in package.report["findings"]
                          if finding["code"] == "remainsOnline"}, online)
        self.assertEqual(package.info()["version"], "4.0" if online else "3.2")

    @job("What stays online")
    def test_without_a_word_what_cannot_go_offline_is_left_out(self):
        self.assert_online({"watch-0", "drawn", "weather"}, set())

    @job("What stays online", onlineOnlyServicesOption="include")
    def test_all_that_cannot_go_offline_stays_online(self):
        self.assert_online(set(), {"watch-0", "drawn", "weather"})
        self.assertFalse(self.taken.package.report["hasErrors"])

    @job("What stays online", onlineOnlyServicesOption="useAuthoredSettings")
    def test_what_the_author_lists_stays_online(self):
        self.assert_online({"weather"}, {"watch-0", "drawn"})

    # itemInfo

    @job("Trails", itemInfo={"title": "Trails (Central)", "tags": ["central"]})
    def test_item_info_by_members(self):
        info = self.taken.package.info()
        self.assertEqual((info["title"], info["tags"]), ("Trails (Central)", ["central"]))
        self.assertEqual(info["snippet"], "Paths, closures and signs with repairs, visits and pictures")
        self.assertTrue(info["thumbnail"].startswith("data:image/png;base64,"))
        held = json.loads(self.mapferry("inspect", self.taken.package.target, "--json"))
        self.assertEqual([held[name] for name in ("title", "snippet", "tags", "hasThumbnail")],
                         ["Trails (Central)", info["snippet"], ["central"], True])

    @job("Trails", itemInfo={"title": "Trails (Central)", "replace": True})
    def test_item_info_that_replaces_all_of_the_items(self):
        info = self.taken.package.info()
        self.assertEqual(info["title"], "Trails (Central)")
        for name in ("snippet", "description", "accessInformation", "licenseInfo", "thumbnail"):
            self.assertFalse(info.get(name), name)
        self.assertFalse(info.get("tags"))


if __name__ == "__main__":
    unittest.main()
