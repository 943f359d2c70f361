"""Web maps that leave something to items of the portal, and what a layer wants on every request."""
import json
import os
import unittest
import urllib.parse
import urllib.request

import field_data
import harness
from harness import AREA
from taken_package import Package

SOME_FAILED = 3
CANARY = "canary-8c1f"
KEYED = {"customParameters": {"apikey": CANARY, "lang": "de", "token": CANARY + "-token", "f": "html"}}


def layer(name, **members):
    return {"id": name, "title": name, "layerType": "ArcGISFeatureLayer", **members}


class MapItemsTest(harness.SystemTest):
    def start(self, layers, *options, basemap=(), items=(), **settings):
        """A sandbox whose portal has a map of these layers, and a daemon; the map's item."""
        for folder, name, document in [("maps", "map", {"title": "The map", "access": "public", "map": {
                "version": "2.31", "spatialReference": {"wkid": 102100, "latestWkid": 3857}, "operationalLayers": layers,
                "baseMap": {"title": "Base", "baseMapLayers": list(basemap)}}}),
                *(("items", item["type"].replace(" ", ""), item) for item in items)]:
            path = os.path.join(self.folder, "added", folder)
            os.makedirs(path, exist_ok=True)
            with open(os.path.join(path, name + ".json"), "w", encoding="utf-8") as file:
                json.dump(document, file)
        self.server = self.sandbox("--with", os.path.join(self.folder, "added"), *options)
        self.configure(self.server.portal, **settings)
        self.running = self.daemon()
        question = urllib.parse.urlencode({"q": 'type:"Web Map"', "num": 100, "f": "json"})
        with urllib.request.urlopen(f"{self.server.portal}/sharing/rest/search?{question}", timeout=30) as answer:
            return next(item["id"] for item in json.load(answer)["results"] if item["title"] == "The map")

    def asked(self, *parts):
        return [request for request in self.server.requests() if any(part in request["path"] for part in parts)]

    # By item

    def test_layers_groups_and_features_come_from_the_items_that_they_name(self):
        features = {"layers": [{"layerDefinition": {"name": "Notes", "geometryType": "esriGeometryPoint"}, "featureSet": {
            "geometryType": "esriGeometryPoint", "features": [{"geometry": {"x": 0, "y": 0}, "attributes": {"A": 7}}]}}]}
        item = self.start([
            layer("inspections", itemId="${item:Field work}", layerId=1),
            layer("gone", itemId="0" * 32),
            layer("stale", itemId="0" * 32, url="${service:Trails}/2"),
            {"id": "group", "title": "Group", "layerType": "GroupLayer", "itemId": "${item:Some layers}"},
            {"id": "lost", "title": "Lost", "layerType": "GroupLayer", "itemId": "1" * 32},
            layer("notes", itemId="${item:Some notes}")],
            items=[{"title": "Some layers", "type": "Group Layer", "data": {
                       "layers": [layer("trails", url="${service:Trails}/0")], "visibilityMode": "exclusive"}},
                   {"title": "Some notes", "type": "Feature Collection", "data": features}])
        able = json.loads(self.mapferry("capabilities", self.job_file(item, "asked"), "--json", expect=SOME_FAILED))
        self.mapferry("submit", self.job_file(item), "--wait", expect=SOME_FAILED)
        package = Package(os.path.join(self.maps, "central"))
        errors = {error["id"]: error["failure"]["code"] for error in package.report["layerErrors"]}
        self.assertEqual(errors, {"gone": "notLoaded", "lost": "notLoaded"})
        self.assertEqual({entry["id"] for entry in able["layerCapabilities"] if not entry["supportsOffline"]}, set(errors))
        entries = {entry["id"]: entry for entry in package.document["map"]["operationalLayers"]}
        self.assertEqual(sorted(entries), ["group", "inspections", "notes", "stale"])
        self.assertTrue(entries["inspections"]["url"].endswith("/Field/FeatureServer/1"))
        self.assertIn("popupInfo", entries["inspections"], "as its item has it")
        self.assertEqual(entries["group"]["visibilityMode"], "exclusive")
        self.assertIn(".geodatabase", entries["group"]["layers"][0]["path"])
        self.assertEqual(entries["notes"]["featureCollection"], features)
        for table, service, number in (("Inspections", "Field", 1), ("Signs", "Trails", 2), ("Trails", "Trails", 0)):
            self.assertEqual(package.rows(table), field_data.count(service, number, area=AREA), table)

    # customParameters

    def assert_keyed(self, requests):
        self.assertTrue(requests)
        for request in requests:
            params = {name.lower(): value for name, value in request["params"].items()}
            self.assertEqual((params.get("apikey"), params.get("lang")), (CANARY, "de"), request)
            self.assertNotEqual(params.get("f"), "html", request)

    def assert_told_nowhere(self, *names):
        """Neither a record nor a log nor the package holds the secret; the sandbox's own notes do."""
        known = {os.path.join(self.folder, name) for name in ("sandbox-requests.jsonl", *names)}
        found = []
        for folder, _, files in os.walk(self.folder):
            for path in (os.path.join(folder, file) for file in files):
                if path in known or path.startswith(os.path.join(self.folder, "added")) or not os.path.isfile(path):
                    continue
                with open(path, "rb") as file:
                    if CANARY.encode() in file.read():
                        found.append(path)
        self.assertEqual(found, [])

    def keyed_map(self, *options):
        return self.start(
            [layer("huts", url="${service:Field}/1?token=" + CANARY, **KEYED), layer("signs", url="${service:Trails}/2"),
             {"id": "online", "title": "Online", "layerType": "ArcGISMapServiceLayer",
              "url": "${service:Dynamic/MapServer}?apikey=" + CANARY, **KEYED}], *options,
            basemap=[{"id": "base", "title": "Base", "layerType": "ArcGISTiledMapServiceLayer", "maxScale": 2000000,
                      "url": "${service:Basemap/MapServer}", **KEYED}])

    def test_what_a_layer_wants_goes_on_every_request_to_its_service_and_is_told_nowhere(self):
        item = self.keyed_map("--job-seconds", "2")
        job = self.submit(self.job_file(item, onlineOnlyServicesOption="include"))
        harness.wait_until(lambda: any("/jobs/" in request["path"] for request in self.server.requests()), "a poll")
        self.running.kill()
        after = len(self.server.requests())
        self.assert_told_nowhere()
        self.daemon()
        view = self.wait_for_end(job)
        self.assertEqual((view["phase"], view["hasErrors"]), ("done", False), view)
        package = Package(os.path.join(self.maps, "central"))
        self.assert_keyed(self.asked("/Field/FeatureServer"))
        self.assert_keyed(self.asked("/Basemap/MapServer"))
        files = [request for request in self.server.requests() if request.get("sha256")]
        self.assertEqual(sorted("apikey" in request["params"] for request in files), [False, True, True])
        self.assertTrue([r for r in self.server.requests()[after:] if "/jobs/" in r["path"] and "apikey" in r["params"]])
        for request in self.asked("/Trails/FeatureServer", "/sharing/rest/"):
            self.assertNotIn(CANARY, json.dumps(request))
        online = package.layers()["online"]
        self.assertEqual(online["customParameters"], {"lang": "de", "f": "html"})
        self.assert_told_nowhere()

    def test_what_a_layer_wants_also_goes_on_giving_its_replica_back(self):
        item = self.keyed_map("--job-seconds", "60")
        job = self.submit(self.job_file(item, includeBasemap=False))
        harness.wait_until(lambda: self.asked("/Field/FeatureServer/createReplica"), "an order")
        self.mapferry("cancel", job)
        self.assertEqual(self.wait_for_end(job)["phase"], "cancelled")
        self.assertTrue(self.asked("/Field/FeatureServer/replicas", "/unRegisterReplica", "/createReplica/"))
        self.assert_keyed(self.asked("/Field/FeatureServer"))
        self.assert_told_nowhere()

    def test_secrets_of_a_web_map_file_stay_behind_and_the_report_says_so(self):
        self.keyed_map()
        root = self.server.portal.rsplit("/", 1)[0] + "/server/rest/services/Field/FeatureServer/1"
        with open(os.path.join(self.folder, "trip.json"), "w", encoding="utf-8") as file:
            json.dump({"operationalLayers": [layer("huts", url=f"{root}?token={CANARY}", **KEYED)]}, file)
        self.take(self.job_file("trip.json"))
        package = Package(os.path.join(self.maps, "central"))
        self.assertIn("custom parameter apikey", " ".join(package.report["notes"]))
        for request in self.asked("/Field/FeatureServer"):
            self.assertEqual(request["params"].get("lang"), "de")
            self.assertNotIn(CANARY, json.dumps(request))
        self.assert_told_nowhere("trip.json")


if __name__ == "__main__":
    unittest.main()
