"""HTML where a file was promised, over plain http: waited for, never stored."""
import os
import unittest

import harness
from replay_server import ITEM, REST, Answer, Style
from replay_test import AREA, ReplayTest as Replay


class CaptiveTest(Replay):
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
