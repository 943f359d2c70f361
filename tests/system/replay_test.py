"""Takes a map offline from servers that are not the sandbox: recorded answers
in every documented way of giving them."""
import json
import os
import unittest

import harness
from replay_server import GEODATABASE, ITEM, RASTER, REST, VECTOR, Answer, ReplayServer, Style

# Inside the recorded services' extents.
AREA = {"xmin": -98, "ymin": 36, "xmax": -92, "ymax": 41, "spatialReference": {"wkid": 4326}}

STYLES = [
    Style("EnterpriseFolderListing"),
    Style("EnterpriseFile", tile_result="file", status_key="statusURL", result_key="responseUrl"),
    Style("EnterpriseObject", tile_result="object", result_key="URL", numbers="string"),
    Style("EnterpriseOldJobPath", job_path="exportTiles/jobs", gzip=True),
    Style("EnterpriseSynchronousReplica", replica="sync", result_key="URL"),
    Style("EnterpriseRelativeAddresses", relative=True),
    Style("OnlineArray", tiles="online", tile_result="array", gzip=True, numbers="string"),
    Style("OnlineString", tiles="online", tile_result="string", replica="sync", result_key="responseUrl"),
    Style("OnlineTopLevel", tiles="online", tile_result="top"),
    Style("OnlineStorageThatRefusesTokens", tiles="online", tile_result="array", storage=True, gzip=True),
    Style("EnterpriseRedirectToStorage", storage=True, replica="sync"),
    Style("HtmlInsideTheFirstPoll", stumbles="html"),
    Style("ErrorInsideTheFirstPoll", stumbles="error500"),
    Style("BusyAtTheFirstPoll", stumbles="busy"),
]


class ReplayTest(harness.SystemTest):
    def setUp(self):
        super().setUp()
        harness.require_fixtures(self)

    def serve(self, style):
        server = ReplayServer(style)
        self.addCleanup(server.close)
        return server

    def take_from(self, server, name="central", expect=0, **parameters):
        self.configure(server.origin + "/portal")
        daemon = self.daemon()
        try:
            self.take(self.job_file(ITEM, name, AREA, maxScale=20000000, **parameters), expect=expect)
        finally:
            daemon.stop()
        return os.path.join(self.maps, name)

    def assert_whole(self, target):
        """Three files, byte for byte what the server sent, each with its layer."""
        files = {path.rsplit(".", 1)[1]: os.path.join(target, path) for path in harness.package_files(target)
                 if path.startswith("p13/")}
        for kind, fixture in (("geodatabase", GEODATABASE), ("tpkx", RASTER), ("vtpk", VECTOR)):
            self.assertEqual(harness.sha256(files[kind]), harness.sha256(os.path.join(harness.FIXTURES, fixture)), kind)
        with open(files["mmap"], encoding="utf-8") as file:
            document = json.load(file)["map"]
        layers = document["baseMap"]["baseMapLayers"] + document["operationalLayers"]
        self.assertEqual([layer["path"].rsplit(".", 1)[1] for layer in layers],
                         ["tpkx", "vtpk", "geodatabase?itemId=0", "geodatabase?itemId=1"])
        with open(target + ".report.json", encoding="utf-8") as file:
            self.assertFalse(json.load(file)["hasErrors"])

    def test_every_documented_way_of_answering_gives_the_same_package(self):
        for number, style in enumerate(STYLES):
            with self.subTest(style.name):
                server = self.serve(style)
                self.assert_whole(self.take_from(server, f"map{number}"))
                self.assertEqual(server.stored_tokens, 0, "a storage host saw a credential or referer")
                self.assertEqual(len(server.asked("createReplica$")), 1)

    def test_a_limit_named_in_the_submit_answer_is_the_layers_error(self):
        server = self.serve(Style("OnlineLimit", tiles="online", tile_result="array"))
        with open(os.path.join(harness.FIXTURES, "tiles/json/exporttiles_vector_error_too_many_tiles_agol_recorded_2020.json"),
                  "rb") as file:
            server.replies[f"{REST}/Base/VectorTileServer/exportTiles"] = Answer(file.read())
        target = self.take_from(server, expect=3)
        with open(target + ".report.json", encoding="utf-8") as file:
            error, = json.load(file)["layerErrors"]
        self.assertEqual(error["failure"]["code"], "limitExceeded")
        self.assertIn("18091", json.dumps(error["failure"]["server"]))
        self.assertEqual(len(server.asked("VectorTileServer/exportTiles$")), 1, "a limit is not tried again")

    def test_an_item_that_is_not_there_fails_in_the_portals_own_words(self):
        server = self.serve(Style("NoItem"))
        path = f"/portal/sharing/rest/content/items/{ITEM}"
        server.replies[path] = Answer(b'{"error":{"code":400,"messageCode":"CONT_0001","message":"Item does not exist or is inaccessible.","details":[]}}')
        self.configure(server.origin + "/portal")
        self.daemon()
        job = self.submit(self.job_file(ITEM, area=AREA))
        view = self.wait_for_end(job)
        self.assertEqual(view["phase"], "failed")
        self.assertIn("Item does not exist", json.dumps(view["failure"]))

    def test_html_in_place_of_a_file_is_waited_for_and_never_stored(self):
        """Over plain http anybody on the way may have answered: no failure of the layer."""
        server = self.serve(Style("HtmlForFile", tile_result="file"))
        server.raster_answer = Answer(b"<html>please sign in</html>", 200, "text/html")
        self.configure(server.origin + "/portal")
        self.daemon()
        job = self.submit(self.job_file(ITEM, area=AREA, maxScale=20000000))

        def waiting():
            layers = self.show(job)["layers"]
            return next((layer["waiting"] for layer in layers if layer["kind"] == "rasterTiles" and layer["waiting"]), None)
        self.assertEqual(harness.wait_until(waiting, "the layer to wait by name")["for"], "network")
        server.raster_answer = None
        self.assertEqual(self.wait_for_end(job)["phase"], "done")
        self.assert_whole(os.path.join(self.maps, "central"))

    def test_without_continue_on_errors_a_limit_fails_the_job(self):
        server = self.serve(Style("OnlineLimit", tiles="online", tile_result="array"))
        with open(os.path.join(harness.FIXTURES, "tiles/json/exporttiles_vector_error_too_many_tiles_agol_recorded_2020.json"),
                  "rb") as file:
            server.replies[f"{REST}/Base/VectorTileServer/exportTiles"] = Answer(file.read())
        target = self.take_from(server, expect=8, continueOnErrors=False)
        self.assertFalse(os.path.exists(target))


if __name__ == "__main__":
    unittest.main()
