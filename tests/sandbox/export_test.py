"""Both dialects end to end with a plain HTTP client: from the web map to the files of all its layers."""

import io
import json
import sqlite3
import tempfile
import unittest
import urllib.parse
import zipfile

from running_sandbox import RUNNING, Sandbox, layers_of

AREA = {"xmin": -110.6, "ymin": 36.6, "xmax": -107.4, "ymax": 38.9, "spatialReference": {"wkid": 4326}}
IN_METRES = "-12312000,4388000,-11956000,4706000"  # about the same, in web mercator


def service_of(address):
    return address.rsplit("/", 1)[0]


class ExportCase:
    """What holds in both dialects."""

    @classmethod
    def setUpClass(cls):
        cls.sandbox = Sandbox("--dialect", cls.DIALECT, *cls.OPTIONS)
        cls.addClassCleanup(cls.sandbox.stop)
        if cls.OPTIONS:
            cls.sandbox.sign_in()
        cls.layers = layers_of(cls.sandbox.web_map())
        cls.field = service_of(cls.layers["field-0"]["url"])
        if cls.OPTIONS:
            cls.to_the_server()
        cls.basemap = cls.layers["basemap"]["url"]
        cls.boundaries = cls.layers["boundaries"]["styleUrl"].removesuffix("/resources/styles/root.json")

    def setUp(self):
        """The sandbox is that of all cases of a class; the replicas are a case's own."""
        for replica in self.sandbox.json(self.field + "/replicas"):
            gone = self.sandbox.json(self.field + "/unRegisterReplica", {"replicaID": replica["replicaID"]})
            self.assertEqual(gone, {"success": True})

    @classmethod
    def to_the_server(cls):
        """Enterprise wants a token of the server's own."""

    def fetch(self, address):
        """A file, over the redirect to another origin if there is one. The token stays at home."""
        answer = self.sandbox.ask(address)
        if answer.status == 302:
            target = answer.headers["location"]
            self.assertNotEqual(urllib.parse.urlsplit(target).netloc, urllib.parse.urlsplit(address).netloc)
            answer = self.sandbox.ask(target, token=False)
        self.assertEqual(answer.status, 200, answer.body[:300])
        return answer

    def check_logged(self, file):
        """The log names the hash of the whole file and the bytes that were sent."""
        line = self.sandbox.logged(lambda entry: entry.get("sha256") == file.sha256())
        self.assertEqual(line["bytes"], len(file.body))

    def export(self, service, **form):
        submitted = self.sandbox.json(service + "/exportTiles", {"f": "json", **form})
        self.assertIn("jobId", submitted, submitted)
        return self.sandbox.poll(f"{service}/jobs/{submitted['jobId']}", lambda job: job["jobStatus"] not in RUNNING)

    def replica(self, **form):
        wanted = {"layers": "0,1", "syncModel": "perLayer", "dataFormat": "sqlite", "async": "true", "inSR": 4326,
                  "replicaSR": 102100, "geometry": json.dumps(AREA), "geometryType": "esriGeometryEnvelope",
                  "transportType": "esriTransportTypeUrl", "returnAttachments": "false",
                  "attachmentsSyncDirection": "none", "targetType": "client", **form}
        return self.sandbox.json(self.field + "/createReplica", wanted)

    def finished(self, submitted):
        job = self.sandbox.poll(submitted["statusUrl"], lambda answer: answer["status"] in ("Completed", "Failed"))
        self.assertEqual(job["status"], "Completed", job)
        return job

    def rows(self, file, name):
        with tempfile.NamedTemporaryFile(suffix=".geodatabase") as place:
            place.write(file.body)
            place.flush()
            database = sqlite3.connect(f"file:{place.name}?mode=ro&immutable=1", uri=True)
            try:
                return database.execute(f"select count(*) from {name}").fetchone()[0]
            finally:
                database.close()

    def count(self, layer, where="1=1"):
        return self.sandbox.json(f"{self.field}/{layer}/query", where=where, geometry=json.dumps(AREA), inSR=4326,
                                 returnCountOnly="true")["count"]

    def test_a_replica_holds_the_rows_of_the_area_and_the_condition(self):
        queries = {"1": {"queryOption": "useFilter", "useGeometry": True, "where": "CONDITION < 5"}}
        job = self.finished(self.replica(replicaName="one", layerQueries=json.dumps(queries)))
        file = self.fetch(job["resultUrl"])
        self.assertTrue(file.body.startswith(b"SQLite format 3\0"))
        self.check_logged(file)
        counties, inspections = self.count(0), self.count(1, "CONDITION < 5")
        self.assertEqual(self.rows(file, "Counties"), counties)
        self.assertEqual(self.rows(file, "Inspections"), inspections)
        self.assertGreater(counties, 5)
        self.assertGreater(inspections, 50)
        self.assertLess(inspections, self.count(1))

    def test_all_and_none_leave_the_area_out_of_account(self):
        queries = {"0": {"queryOption": "none"}, "1": {"queryOption": "all", "where": "1=0"}}
        file = self.fetch(self.finished(self.replica(layerQueries=json.dumps(queries)))["resultUrl"])
        self.assertEqual(self.rows(file, "Counties"), 0)
        self.assertEqual(self.rows(file, "Inspections"), 4000)

    def test_replicas_are_named_listed_and_unregistered(self):
        first, second = (self.finished(self.replica(replicaName="twin")) for _ in range(2))
        self.assertEqual((first["replicaName"], second["replicaName"]), ("twin", "twin_0"))
        listed = self.sandbox.json(self.field + "/replicas")
        self.assertEqual({entry["replicaName"]: entry["replicaID"] for entry in listed},
                         {"twin": first["replicaID"], "twin_0": second["replicaID"]})
        gone = self.sandbox.json(self.field + "/unRegisterReplica", {"replicaID": first["replicaID"]})
        self.assertEqual(gone, {"success": True})
        again = self.sandbox.json(self.field + "/unRegisterReplica", {"replicaID": first["replicaID"]})
        self.assertEqual(again["error"]["details"], ["Replica not found."])
        self.assertEqual(len(self.sandbox.json(self.field + "/replicas")), 1)

    def test_a_replica_can_be_had_at_once(self):
        answer = self.replica(**{"async": "false", "replicaName": "now"})
        address = answer.get("resultUrl") or answer.get("responseUrl")
        self.assertEqual(self.rows(self.fetch(address), "Counties"), self.count(0))
        self.assertEqual(self.sandbox.json(self.field + "/replicas")[0]["replicaID"], answer["replicaID"])

    def test_a_copy_without_sync_is_not_registered(self):
        answer = self.replica(**{"async": "false", "syncModel": "none"})
        self.assertEqual(self.rows(self.fetch(answer["URL"]), "Counties"), self.count(0))
        self.assertEqual(self.sandbox.json(self.field + "/replicas"), [])

    def test_wrong_requests_are_refused_with_an_error_inside_200(self):
        for wrong in ({"layers": "0,7"}, {"layers": ""}, {"dataFormat": "filegdb"}, {"geometry": ""}, {"geometry": "{"},
                      {"inSR": "x"}, {"replicaSR": 2}, {"syncModel": "perhaps"}, {"layerQueries": "["},
                      {"layerQueries": '{"1":{"where":"NO_SUCH_FIELD = 1"}}'}, {"layerQueries": '{"1":{"where":7}}'},
                      {"layerQueries": '{"1":{"queryOption":"some"}}'},
                      {"returnAttachments": "true"}, {"attachmentsSyncDirection": "bidirectional"}):
            with self.subTest(wrong):
                self.assertEqual(self.replica(**wrong)["error"]["code"], 400)
        self.assertEqual(self.sandbox.json(self.field + "/replicas"), [])

    def test_a_raster_package_holds_the_tiles_of_the_extent(self):
        for service in (self.basemap, self.basemap.replace("MapServer", "ImageServer")):
            with self.subTest(service):
                job = self.export(service, tilePackage="true", exportBy="LevelID", levels="0-5", exportExtent=IN_METRES,
                                  storageFormatType="esriMapCacheStorageModeCompactV2")
                file = self.fetch(self.raster_address(service, job))
                self.check_logged(file)
                names = zipfile.ZipFile(io.BytesIO(file.body)).namelist()
                self.assertIn("root.json", names)
                self.assertTrue(any(name.endswith(".bundle") for name in names), names)

    def test_an_estimate_tells_the_tiles(self):
        submitted = self.sandbox.json(self.basemap + "/estimateExportTilesSize", {"levels": "0-5", "tilePackage": "true"})
        job = self.sandbox.poll(f"{self.basemap}/jobs/{submitted['jobId']}",
                                lambda answer: answer["jobStatus"] == "esriJobSucceeded")
        self.assertEqual(self.estimated_tiles(job, submitted["jobId"]), 1365)

    def test_a_vector_package_holds_tiles_and_style(self):
        polygon = {"rings": [[[-110, 37], [-110, 38], [-109, 38], [-110, 37]]], "spatialReference": {"wkid": 4326}}
        job = self.export(self.boundaries, levels="0-4", polygon=json.dumps(polygon))
        file = self.fetch(self.vector_address(job))
        self.check_logged(file)
        names = zipfile.ZipFile(io.BytesIO(file.body)).namelist()
        self.assertTrue(any(name.endswith("resources/styles/root.json") for name in names), names)
        self.assertTrue(any(name.endswith(".bundle") for name in names), names)

    def test_tiles_and_resources_can_be_looked_at(self):
        png = self.sandbox.ask(self.basemap + "/tile/2/1/1")
        self.assertEqual((png.status, png.body[:4]), (200, b"\x89PNG"))
        self.assertEqual(self.sandbox.ask(self.basemap + "/tile/2/9/1").status, 404)
        pbf = self.sandbox.ask(self.boundaries + "/tile/2/1/1.pbf")
        self.assertEqual((pbf.status, pbf.body[:2], pbf.headers["content-encoding"]), (200, b"\x1f\x8b", "gzip"))
        style = self.sandbox.ask(self.layers["boundaries"]["styleUrl"]).json()
        self.assertEqual(style["version"], 8)
        listed = self.sandbox.json(self.boundaries + "/resources/info")["resourceInfo"]
        for path in listed:
            answer = self.sandbox.ask(f"{self.boundaries}/resources/{path.removeprefix('../').replace(' ', '%20')}")
            self.assertEqual(answer.status, 200, path)
        self.assertEqual(self.sandbox.ask(self.boundaries + "/resources/sprites/none.png").status, 404)

    def test_roots_answer_html_to_whoever_forgets_the_format(self):
        for service in (self.field, self.basemap, self.boundaries):
            self.assertTrue(self.sandbox.ask(service).body.startswith(b"<!DOCTYPE html>"))
            self.assertIn("currentVersion", self.sandbox.json(service))

    def test_features_come_in_pages(self):
        first = self.sandbox.json(self.field + "/1/query", where="1=1", outFields="SITE_CODE,CONDITION")
        self.assertEqual(len(first["features"]), 2000)
        self.assertTrue(first["exceededTransferLimit"])
        self.assertEqual(list(first["features"][0]["attributes"]), ["CONDITION", "SITE_CODE"])
        rest = self.sandbox.json(self.field + "/1/query", where="1=1", resultOffset=3999)
        self.assertEqual(len(rest["features"]), 1)
        self.assertNotIn("exceededTransferLimit", rest)

    def ask_rows(self, **query):
        return self.sandbox.json(self.field + "/1/query", **{"where": "1=1", **query})

    def test_a_query_parameter_is_honoured_or_refused_by_name(self):
        both = self.ask_rows(outFields="SITE_CODE, condition", resultRecordCount=1, returnGeometry="False")
        self.assertEqual(set(both["features"][0]["attributes"]), {"SITE_CODE", "CONDITION"})
        self.assertNotIn("geometry", both["features"][0])
        listed = self.ask_rows(where="", objectIds="3, 1,999999", returnIdsOnly="true")
        self.assertEqual(listed["objectIds"], [1, 3])
        self.assertEqual(self.ask_rows(where="OBJECTID > 1", objectIds="3,1", returnCountOnly="true"), {"count": 1})
        for name, value in (("where", "CONDITION <"), ("outFields", "SITE_CODE,NO_SUCH"), ("resultRecordCount", 0),
                            ("resultRecordCount", "x"), ("resultOffset", -1), ("objectIds", "1,x"), ("outSR", "x"),
                            ("having", "1=1"), ("returnEnvelope", "true"), ("f", "kml"), ("orderByFields", "NO_SUCH"),
                            ("outStatistics", "[]"), ("returnGeometry", "perhaps")):
            with self.subTest(name, value=value):
                answer = self.sandbox.ask(self.field + "/1/query?" + urllib.parse.urlencode(
                    {"where": "1=1", "f": "json", name: value})).json()
                self.assertEqual(answer["error"]["code"], 400)
                self.assertIn(f"'{name}'", answer["error"]["details"][0])
        mixed = self.ask_rows(geometry="-111,36,-107,39", geometryType="esriGeometryPolygon", inSR=4326)
        self.assertIn("'geometry'", mixed["error"]["details"][0])

    def test_ids_are_written_as_the_dialect_does(self):
        row = self.ask_rows(objectIds=1, outFields="*")["features"][0]["attributes"]
        self.assertRegex(row["GlobalID"], self.ID)
        again = self.ask_rows(where=f"GlobalID = '{row['GlobalID']}'", returnCountOnly="true")
        self.assertEqual(again, {"count": 1})

    def test_a_layer_that_is_named_twice_is_made_once(self):
        file = self.fetch(self.finished(self.replica(layers="0,0,1,0"))["resultUrl"])
        self.assertEqual(self.rows(file, "Counties"), self.count(0))

    def test_a_job_is_known_to_its_own_service_only(self):
        made = self.sandbox.json(self.basemap + "/exportTiles", {"tilePackage": "true", "levels": "0-2"})
        for service in (self.field, self.boundaries, self.basemap.replace("MapServer", "ImageServer")):
            self.assertEqual(self.sandbox.json(f"{service}/jobs/{made['jobId']}")["error"]["code"], 400, service)
        self.assertIn("jobStatus", self.sandbox.json(f"{self.basemap}/jobs/{made['jobId']}"))

    def test_service_and_package_name_one_format(self):
        job = self.export(self.basemap, tilePackage="true", exportBy="LevelID", levels="0",
                          storageFormatType="esriMapCacheStorageModeCompactV2")
        package = zipfile.ZipFile(io.BytesIO(self.fetch(self.raster_address(self.basemap, job)).body))
        root = json.loads(package.read("root.json"))
        formats = {self.sandbox.json(self.basemap)["tileInfo"]["format"], root["tileInfo"]["format"],
                   root["tileImageInfo"]["format"]}
        self.assertEqual(formats, {"PNG24"})
        png = self.sandbox.ask(self.basemap + "/tile/0/0/0").body
        self.assertEqual(png[24:26], b"\x08\x02", "8 bits, three colours")


class Enterprise(ExportCase, unittest.TestCase):
    DIALECT = "enterprise"
    OPTIONS = ()
    ID = r"^\{[0-9A-F-]{36}\}$"

    def raster_address(self, service, job):
        result = job["results"]["out_service_url"]["paramUrl"]
        folder = self.sandbox.json(f"{service}/jobs/{job['jobId']}/{result}")["value"]
        files = self.sandbox.json(folder)["files"]
        self.assertTrue(files[0]["name"].endswith(".tpkx"))
        return files[0]["url"]

    def vector_address(self, job):
        result = job["results"]["out_service_url"]["paramUrl"]
        return self.sandbox.json(f"{self.boundaries}/jobs/{job['jobId']}/{result}")["value"]

    def estimated_tiles(self, _, job_id):
        address = f"{self.basemap}/jobs/{job_id}/results/out_service_url"
        return self.sandbox.json(address)["value"]["totalTilesToExport"]

    def test_too_many_tiles_fail_the_job(self):
        job = self.export(self.basemap, tilePackage="true", levels="0-10")
        self.assertEqual(job["jobStatus"], "esriJobFailed")
        self.assertTrue(any("ERROR 001564: Requested tile count(1398101) exceeds" in message["description"]
                            for message in job["messages"]))

    def test_one_replica_for_all_layers_is_not_supported(self):
        self.assertEqual(self.replica(syncModel="perReplica")["error"]["code"], 400)


class EnterpriseWithSignIn(Enterprise):
    OPTIONS = ("--auth",)

    @classmethod
    def to_the_server(cls):
        cls.sandbox.exchange(cls.field)

    def test_files_want_the_token_too(self):
        address = self.finished(self.replica())["resultUrl"]
        self.assertEqual(self.sandbox.ask(address, token=False).json()["error"]["code"], 499)


class Online(ExportCase, unittest.TestCase):
    DIALECT = "online"
    OPTIONS = ()
    ID = r"^[0-9a-f-]{36}$"

    def raster_address(self, _, job):
        return job["output"]["outputUrl"]

    def vector_address(self, job):
        return job["output"]["outputUrl"][0]

    def fetch(self, address):
        if "sig=" in address:  # signed already: as it is
            answer = self.sandbox.ask(address, token=False)
            self.assertEqual(answer.status, 200, answer.body[:300])
            return answer
        return super().fetch(address)

    def estimated_tiles(self, job, _):
        return job["estimatedNumTiles"]

    def test_too_many_tiles_are_refused_at_once(self):
        answer = self.sandbox.json(self.basemap + "/exportTiles", {"tilePackage": "true", "levels": "0-10"})
        self.assertEqual(answer["error"]["code"], 500)
        self.assertIn("estimated tile count(1398101) is greater than the max export tiles count(10000)",
                      answer["error"]["message"])

    def test_the_storage_refuses_tokens_and_forged_addresses(self):
        address = self.finished(self.replica())["resultUrl"]
        target = self.sandbox.ask(address).headers["location"]
        self.assertEqual(self.sandbox.ask(target + "&token=x", token=False).status, 400)
        self.assertEqual(self.sandbox.ask(target, headers={"Authorization": "Bearer x"}, token=False).status, 400)
        self.assertEqual(self.sandbox.ask(target[:-1] + "x", token=False).status, 403)
        part = self.sandbox.ask(target, headers={"Range": "bytes=0-15"}, token=False)
        self.assertEqual((part.status, part.body), (206, b"SQLite format 3\0"))


class OnlineWithSignIn(Online):
    OPTIONS = ("--auth",)


if __name__ == "__main__":
    unittest.main()
