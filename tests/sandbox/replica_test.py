"""Replicas as a client takes them: both formats, both dialects, every end of a job."""

import base64
import collections
import json
import sqlite3
import tempfile
import unittest

from running_sandbox import Sandbox

HERE = {"geometry": "-111,36.3,-107.2,39.2", "geometryType": "esriGeometryEnvelope", "inSR": 4326}


def bare(text):
    """An id without what dialects add to it."""
    return text.strip("{}").lower() if text else text


class ReplicaCase(unittest.TestCase):
    OPTIONS = ()
    FAULTS = None

    @classmethod
    def setUpClass(cls):
        cls.sandbox = Sandbox(*cls.OPTIONS, faults=cls.FAULTS)
        cls.addClassCleanup(cls.sandbox.stop)

    def setUp(self):
        self.root = self.service("Field")
        self.sandbox.json(self.root + "/unRegisterReplica", {"replicaID": "*"})

    def service(self, name):
        field = next(layer["url"] for layer in self.sandbox.web_map()["operationalLayers"] if "Field" in json.dumps(layer)
                     for layer in layer.get("layers", [layer]) if "url" in layer)
        return field.rsplit("/", 1)[0].replace("/Field/", f"/{name}/")

    def create(self, root=None, **form):
        wanted = {"layers": "0,1", "syncModel": "perLayer", **HERE, **form}
        return self.sandbox.json((root or self.root) + "/createReplica", wanted)

    def fetch(self, address):
        answer = self.sandbox.ask(address)
        if answer.status == 302:
            answer = self.sandbox.ask(answer.headers["location"], token=False)
        self.assertEqual(answer.status, 200, answer.body[:300])
        return answer.body

    def opened(self, content):
        place = tempfile.NamedTemporaryFile(suffix=".geodatabase")
        self.addCleanup(place.close)
        place.write(content)
        place.flush()
        database = sqlite3.connect(f"file:{place.name}?mode=ro&immutable=1", uri=True)
        self.addCleanup(database.close)
        return database


class Formats(ReplicaCase):
    def test_json_and_sqlite_hold_the_same_rows(self):
        text = self.create(transportType="esriTransportTypeEmbedded")
        self.assertEqual(text["transportType"], "esriTransportTypeEmbedded")
        self.assertEqual([entry["id"] for entry in text["layerServerGens"]], [0, 1])
        made = self.create(dataFormat="sqlite")
        database = self.opened(self.fetch(made.get("resultUrl") or made["responseUrl"]))
        for layer, table in zip(text["layers"], ("Counties", "Inspections")):
            ids = {bare(one["attributes"]["GlobalID"]) for one in layer["features"]}
            self.assertEqual(ids, {bare(row[0]) for row in database.execute(f"SELECT GlobalID FROM {table}_evw")})
            self.assertGreater(len(ids), 3)

    def test_json_comes_as_a_file_too(self):
        embedded = self.create(transportType="esriTransportTypeEmbedded", layers="1")
        made = self.create(layers="1")
        self.assertNotIn("layers", made)
        self.assertEqual(json.loads(self.fetch(made.get("resultUrl") or made["responseUrl"]))["layers"], embedded["layers"])
        submitted = self.create(layers="1", **{"async": "true", "transportType": "esriTransportTypeEmbedded"})
        job = self.sandbox.poll(submitted["statusUrl"], lambda answer: "resultUrl" in answer)
        self.assertTrue(job["resultUrl"].endswith(".json"))
        self.assertEqual(json.loads(self.fetch(job["resultUrl"]))["layers"], embedded["layers"])

    def test_a_replica_that_nobody_synchronises_is_not_registered(self):
        made = self.create(syncModel="none", dataFormat="sqlite")
        self.assertEqual(set(made), {"URL", "transportType"})
        self.assertEqual(self.sandbox.json(self.root + "/replicas"), [])

    def test_refusals_look_like_those_of_a_server(self):
        for form in ({"dataFormat": "filegdb"}, {"targetType": "server"}, {"replicaOptions": '{"refReplicaId":"x"}'},
                     {"replicaOptions": '{"syncDataOptions":4}'}, {"layers": "77"}, {"whatever": "1"}):
            refused = self.create(**form)["error"]
            self.assertEqual((refused["code"], refused["message"]), (400, "Invalid or missing input parameters."), form)
            self.assertIn(next(iter(form)), refused["details"][0])
        self.assertEqual(self.sandbox.json(self.root + "/replicas"), [])


class FormatsOnline(Formats):
    OPTIONS = ("--dialect", "online")


class Register(ReplicaCase):
    def test_a_replica_is_listed_described_and_removed(self):
        made = self.create(replicaName="mine", layerQueries='{"1":{"where":"OBJECTID > 5"}}')
        again = self.create(replicaName="mine")
        self.assertEqual(again["replicaName"], "mine_0")
        listed = self.sandbox.json(self.root + "/replicas")
        self.assertEqual([one["replicaName"] for one in listed], ["mine", "mine_0"])
        info = self.sandbox.json(f"{self.root}/replicas/{{{made['replicaID'].upper()}}}")
        self.assertEqual(info["syncModel"], "perLayer")
        self.assertEqual(info["layerServerGens"], made["layerServerGens"])
        self.assertEqual(info["layers"][1]["where"], "OBJECTID > 5")
        self.assertEqual(info["geometryType"], "esriGeometryPolygon")
        removed = self.sandbox.json(self.root + "/unRegisterReplica", {"replicaID": made["replicaID"]})
        self.assertEqual(removed, {"success": True})
        gone = self.sandbox.json(self.root + "/unRegisterReplica", {"replicaID": made["replicaID"]})
        self.assertEqual(gone["error"]["details"], ["Replica not found."])
        self.sandbox.json(self.root + "/unRegisterReplica", {"replicaID": "*"})
        self.assertEqual(self.sandbox.json(self.root + "/replicas"), [])


class RichService(ReplicaCase):
    """Lines with heights, tables, relationships and attachments."""

    RELATED = {"queryOption": "none", "includeRelated": True}

    def setUp(self):
        super().setUp()
        self.root = self.service("Trails")
        self.layers = ",".join(str(layer["id"]) for kind in ("layers", "tables")
                               for layer in self.sandbox.json(self.root + "/layers")[kind])

    def rows(self, replica, layer):
        found = next(one for one in replica["layers"] if one["id"] == layer)
        return {bare(one["attributes"]["GlobalID"]): one for one in found["features"]}

    def files(self, replica, layer):
        return next(one for one in replica["layers"] if one["id"] == layer)["attachments"]

    def both(self, queries, **form):
        """The same replica as JSON and as a database."""
        wanted = {"layers": self.layers, "layerQueries": json.dumps(queries), "returnAttachments": "true", **form}
        text = self.create(transportType="esriTransportTypeEmbedded", **wanted)
        self.assertIn("layers", text, text)
        made = self.create(dataFormat="sqlite", **wanted)
        return text, self.opened(self.fetch(made.get("resultUrl") or made["responseUrl"]))

    def test_related_rows_come_with_their_origins_and_no_others(self):
        some = {"geometry": "-110,37.4,-109,38.4"}
        every = {str(layer): {"queryOption": "all"} for layer in (4, 5)}
        whole, _ = self.both(every, **some)
        text, database = self.both({"4": self.RELATED, "5": self.RELATED}, **some)
        for origin, table, name, key in ((2, 4, "Repairs", "SIGN_GUID"), (0, 5, "Visits", "TRAIL_GUID")):
            origins = self.rows(text, origin)
            wanted = {id for id, row in self.rows(whole, table).items() if bare(row["attributes"][key]) in origins}
            self.assertGreater(len(wanted), 10)
            self.assertLess(len(wanted), len(self.rows(whole, table)))
            self.assertEqual(set(self.rows(text, table)), wanted)
            self.assertEqual({bare(row[0]) for row in database.execute(f"SELECT GlobalID FROM {name}_evw")}, wanted)

    def test_attachments_come_with_their_rows_and_bytes(self):
        text, database = self.both({"4": self.RELATED}, returnAttachmentsDataByUrl="false")
        linked, _ = self.both({"4": self.RELATED})
        for layer, name in ((2, "Signs"), (4, "Repairs")):
            stored = {bare(row[0]): row[1:] for row in database.execute(
                f"SELECT GLOBALID,REL_GLOBALID,ATT_NAME,DATA_SIZE,DATA FROM {name}__ATTACH_evw")}
            files = self.files(text, layer)
            self.assertGreater(len(files), 10)
            self.assertEqual({bare(file["globalId"]) for file in files}, set(stored))
            for file in files:
                parent, title, size, content = stored[bare(file["globalId"])]
                self.assertEqual(base64.b64decode(file["data"]), content)
                self.assertEqual((bare(file["parentGlobalId"]), file["name"], file["size"]), (bare(parent), title, size))
                self.assertIn(bare(parent), self.rows(text, layer))
                self.assertTrue(content.startswith(b"\x89PNG"))
        first = self.files(linked, 2)[0]
        self.assertNotIn("data", first)
        same = next(file for file in self.files(text, 2) if file["globalId"] == first["globalId"])
        self.assertEqual(self.fetch(first["url"]), base64.b64decode(same["data"]))

    def test_attachments_stay_away_where_nobody_wants_them(self):
        text, database = self.both({}, returnAttachments="false")
        self.assertNotIn("attachments", text["layers"][2])
        self.assertEqual(database.execute("SELECT count(*) FROM Signs__ATTACH").fetchone()[0], 0)

    def test_heights_and_rows_without_a_place_are_kept(self):
        text, database = self.both({"2": {"useGeometry": False}})
        path = next(iter(self.rows(text, 0).values()))["geometry"]["paths"][0]
        self.assertEqual(len(path[0]), 3)
        nowhere = [row for row in self.rows(text, 2).values() if "geometry" not in row]
        self.assertGreater(len(nowhere), 10)
        self.assertEqual(database.execute("SELECT count(*) FROM Signs_evw WHERE SHAPE IS NULL").fetchone()[0], len(nowhere))

    def test_the_receipt_says_what_may_be_sent_back(self):
        def directions(name):
            made = self.create(self.service(name), layers="0", dataFormat="sqlite")
            database = self.opened(self.fetch(made.get("resultUrl") or made["responseUrl"]))
            receipt = database.execute("SELECT Definition FROM GDB_Items NOT INDEXED WHERE Definition LIKE "
                                       "'%GPSyncReplica%'").fetchone()[0]
            return collections.Counter(word for word in ("Download", "Bidirectional")
                                       for _ in range(receipt.count(f"<Direction>esriSyncDirection{word}<")))
        self.assertEqual(directions("Trails"), {"Bidirectional": 2})
        self.assertEqual(directions("Reference"), {"Download": 2})

    def test_a_service_without_sync_makes_none(self):
        for refused in (self.create(self.service("Watch"), layers="0"),
                        self.sandbox.json(self.service("Watch") + "/replicas")):
            self.assertEqual(refused["error"]["message"], "Requested operation is not supported by this service.")


class RichServiceOnline(RichService):
    OPTIONS = ("--dialect", "online")


class Jobs(ReplicaCase):
    OPTIONS = ("--job-seconds", "1", "--dialect", "online")
    FAULTS = """
- {path: '/jobs/', nth: 2, action: endJob, state: TimedOut, message: "It took too long."}
- {path: '/jobs/', nth: 4, action: endJob, state: CompletedWithErrors, message: "One row was left out."}
"""

    def test_passes_through_its_states_and_ends_as_the_script_says(self):
        submitted = self.create(dataFormat="sqlite", **{"async": "true"})["statusUrl"]
        self.assertEqual(self.sandbox.json(submitted)["status"], "Pending")
        ended = self.sandbox.json(submitted)
        self.assertEqual(ended["status"], "Failed")
        self.assertEqual(ended["error"]["details"], ["It took too long."])

        submitted = self.create(dataFormat="sqlite", **{"async": "true"})["statusUrl"]
        seen = []
        over = lambda answer: seen.append(answer["status"]) or "resultUrl" in answer
        ended = self.sandbox.poll(submitted, over)
        self.assertEqual(list(dict.fromkeys(seen)), ["Pending", "InProgress", "ExportingData", "CompletedWithErrors"])
        self.assertEqual(ended["error"]["details"], ["One row was left out."])
        self.assertTrue(self.fetch(ended["resultUrl"]).startswith(b"SQLite format 3\0"))


class Expiry(ReplicaCase):
    OPTIONS = ("--result-minutes", "0.02")

    def test_a_file_that_nobody_fetches_goes_and_the_replica_stays(self):
        submitted = self.create(dataFormat="sqlite", replicaName="mine", **{"async": "true"})["statusUrl"]
        job = self.sandbox.poll(submitted, lambda answer: "resultUrl" in answer)
        self.sandbox.poll(submitted, lambda answer: "error" in answer)
        self.assertEqual(self.sandbox.ask(job["resultUrl"]).status, 404)
        self.assertEqual([one["replicaName"] for one in self.sandbox.json(self.root + "/replicas")], ["mine"])


if __name__ == "__main__":
    unittest.main()
