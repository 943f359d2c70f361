"""2,000 requests with junk in every parameter of every handler: the program must live, and every answer be well formed.

The parameters are those that the handlers know, their values drawn from good ones, broken ones and noise. MAPFERRY_SEED
repeats a run.
"""

import http.client
import json
import os
import random
import unittest
import urllib.parse

from running_sandbox import DEADLINE, Sandbox

SEED = int(os.environ.get("MAPFERRY_SEED") or random.SystemRandom().randrange(10 ** 9))
REQUESTS = 2000

BOX = '{"xmin":-110,"ymin":38,"xmax":-109,"ymax":39,"spatialReference":{"wkid":4326}}'
RING = '{"rings":[[[-110,38],[-110,39],[-109,39],[-110,38]]],"spatialReference":{"wkid":4326}}'
SAMPLES = [
    "", "0", "1", "-1", "1e308", "-0", "99999999999999999999", "NaN", "true", "FALSE", "null", "[]", "{}", "[[]]", "{", "\"", "'",
    "%", "%00", "\x00", "\x7f\x80", "ÿþ", "🗺" * 3, "a" * 5000, "[" * 3000, "(" * 3000, "1,2", "1,2,3,4", "-110,38,-109,39", ",,,",
    "0-5", "0,1", "5-0", "0-99", "*", "OBJECTID", "NAME,NAME", "1=1", "1=2", "NAME LIKE '%'", "OBJECTID IN (1,2,3)", "NOT 1", "1=1 OR",
    "DATE '2020-13-01' = NULL", "CURRENT_TIMESTAMP - INTERVAL '9999999' DAY > 1", BOX, RING, '{"x":1e400,"y":"NaN"}', '{"x":-110,"y":38}',
    '{"paths":[[[0,0],[1,1]]]}', '{"paths":[[]]}', '{"points":[]}', '{"rings":[[[0,0]]]}', '{"rings":[[["a","b"],[],[1],null]]}',
    '{"rings":7}', '{"wkid":4326}', '{"wkid":"x"}', '{"wkid":2147483648}', "4326", "3857", "102100", "26912", "1", "esriGeometryPoint",
    "esriGeometryPolygon", "esriGeometryPolyline", "esriGeometryMultipoint", "esriGeometryEnvelope", "esriSpatialRelWithin",
    "esriSpatialRelDisjoint", '{"mode":"view","tolerance":0}', '{"mode":"edit","tolerance":1e-9,"extent":' + BOX + "}",
    '[{"statisticType":"avg","onStatisticField":"OBJECTID"}]', '[{"statisticType":{}}]', "sqlite", "json", "perLayer", "none", "bidirectional",
    '{"0":{"queryOption":"useFilter","where":"1=1"}}', '{"0":7}', '{"0":{"queryOption":[]}}', '{"0":"1=1"}', '[{"layerId":0}]',
    "LevelID", "Scale", "Resolution", "esriMapCacheStorageModeCompactV2", "client", "field", "field.sandbox", "http://127.0.0.1/",
    '{"geometryType":"esriGeometryPolygon","features":[{"geometry":' + RING + "}]}", 'type:"Web Map"', "owner:(field OR", "AND OR NOT"]

QUERY = ["where", "objectIds", "geometry", "geometryType", "inSR", "outSR", "defaultSR", "spatialRel", "distance", "units", "outFields",
         "returnGeometry", "returnZ", "returnM", "returnCentroid", "returnIdsOnly", "returnCountOnly", "returnExtentOnly",
         "returnDistinctValues", "outStatistics", "groupByFieldsForStatistics", "orderByFields", "resultOffset", "resultRecordCount",
         "maxRecordCountFactor", "resultType", "quantizationParameters", "maxAllowableOffset", "geometryPrecision", "cacheHint", "sqlFormat"]
RELATED = ["objectIds", "relationshipId", "outFields", "definitionExpression", "returnGeometry", "outSR", "returnZ", "returnCountOnly",
           "orderByFields", "resultOffset", "resultRecordCount"]
ATTACHMENTS = ["objectIds", "globalIds", "definitionExpression", "attachmentsDefinitionExpression", "attachmentTypes", "size", "keywords",
               "returnUrl", "returnMetadata", "returnCountOnly", "resultOffset", "resultRecordCount"]
REPLICA = ["replicaName", "layers", "layerQueries", "geometry", "geometryType", "inSR", "replicaSR", "transportType", "returnAttachments",
           "returnAttachmentsDataByUrl", "attachmentsSyncDirection", "async", "syncModel", "syncDirection", "targetType", "dataFormat",
           "replicaOptions", "datumTransformation", "timeReferenceUnknownClient", "replicaID"]
TILES = ["exportExtent", "areaOfInterest", "polygon", "levels", "exportBy", "tilePackage", "storageFormatType", "optimizeTilesForSize",
         "compressionQuality", "exportTiles", "inSR"]
PICTURE = ["bbox", "bboxSR", "imageSR", "size", "format", "layers", "dpi", "transparent", "rotation"]
SIGN_IN = ["username", "password", "client", "referer", "ip", "expiration", "serverUrl", "token", "grant_type", "client_id",
           "client_secret", "refresh_token", "code", "redirect_uri", "response_type", "code_challenge", "code_challenge_method", "code_verifier"]
SEARCH = ["q", "start", "num", "sortField", "sortOrder", "bbox"]

FEATURES = [("", []), ("/layers", []), ("/query", ["layerDefs", *QUERY]), ("/{n}", []), ("/{n}/query", QUERY), ("/{n}/query", QUERY),
            ("/{n}/queryRelatedRecords", RELATED), ("/{n}/queryAttachments", ATTACHMENTS), ("/{n}/{n}", QUERY), ("/{n}/{n}/attachments", []),
            ("/{n}/{n}/attachments/{n}", []), ("/createReplica", REPLICA), ("/replicas", []), ("/replicas/{n}", []),
            ("/unRegisterReplica", REPLICA), ("/jobs/{n}", []), ("/replicafiles/{n}", []), ("/createReplica/{n}", [])]
RASTER = [("", []), ("/tile/{n}/{n}/{n}", ["blankTile"]), ("/tilemap/{n}/{n}/{n}/{n}/{n}", []), ("/exportTiles", TILES),
          ("/estimateExportTilesSize", TILES), ("/jobs/{n}", []), ("/jobs/{n}/results/{n}", []), ("/export", PICTURE)]
VECTOR = [("", []), ("/tile/{n}/{n}/{n}.pbf", []), ("/tilemap/{n}/{n}/{n}/{n}/{n}", []), ("/resources/{n}/{n}", []),
          ("/resources/fonts/{n}/{n}", []), ("/exportTiles", TILES), ("/estimateExportTilesSize", TILES), ("/jobs/{n}", [])]
PORTAL = [("/search", SEARCH), ("/generateToken", SIGN_IN), ("/oauth2/token", SIGN_IN), ("/oauth2/authorize", SIGN_IN), ("/portals/self", []), ("/community/self", []),
          ("/content/items/{n}", []), ("/content/items/{n}/data", []), ("/content/items/{n}/info/{n}", []), ("/community/users/{n}", [])]
WORDS = ["0", "1", "2", "-1", "99999999999999999999", "x", "%2e%2e", "%00", "fonts", "root.json", "sprite.json", "0-255.pbf", "%ff", "a" * 300]


class Fuzz(unittest.TestCase):
    def setUp(self):
        print("MAPFERRY_SEED=%d" % SEED, flush=True)
        self.draw = random.Random(SEED)
        self.sandbox = Sandbox("--dialect", self.draw.choice(["online", "enterprise"]))
        self.connection = None
        self.addCleanup(self.stop)
        self.services = list(self.sandbox.services().values())

    def stop(self):
        if self.connection is not None:
            self.connection.close()
        self.assertEqual(self.sandbox.stop(), 0, "the end of the program")

    def target(self):
        """A path and the parameters that its handler knows."""
        if self.draw.random() < 0.15:
            root, (path, known) = self.sandbox.sharing, self.draw.choice(PORTAL)
        else:
            root = self.draw.choice(self.services)
            kinds = FEATURES if "FeatureServer" in root else VECTOR if "VectorTileServer" in root else RASTER
            path, known = self.draw.choice(kinds)
        while "{n}" in path:
            path = path.replace("{n}", self.draw.choice(WORDS), 1)
        return urllib.parse.urlsplit(root).path + path, known

    def junk(self):
        text = self.draw.choice(SAMPLES)
        if text and self.draw.random() < 0.2:  # a byte of it broken
            place = self.draw.randrange(len(text))
            text = text[:place] + chr(self.draw.randrange(1, 255)) + text[place + 1:]
        return text

    def send(self, method, target, body):
        for _ in range(2):  # the server may have closed a connection that was kept
            if self.connection is None:
                self.connection = http.client.HTTPConnection(urllib.parse.urlsplit(self.sandbox.portal).netloc, timeout=DEADLINE)
            try:
                self.connection.request(method, target, body, {"Content-Type": "application/x-www-form-urlencoded"} if body else {})
                answer = self.connection.getresponse()
                return answer.status, answer.getheader("Content-Type") or "", answer.read()
            except (http.client.RemoteDisconnected, ConnectionError, BrokenPipeError):
                self.connection.close()
                self.connection = None
        raise AssertionError("no answer to " + target[:300])

    def test_junk_in_every_parameter_gets_a_well_formed_answer(self):
        errors = 0
        for number in range(REQUESTS):
            path, known = self.target()
            form = {name: self.junk() for name in known if self.draw.random() < min(0.5, 4 / len(known))}
            form["f"] = self.draw.choice(["json", "json", "json", "pjson", "geojson", "pbf", "html", "x"])
            text = urllib.parse.urlencode(form, errors="surrogateescape")
            post = len(text) > 2000 or self.draw.random() < 0.5
            with self.subTest(number=number, path=path, form={name: held[:80] for name, held in form.items()}):
                status, kind, body = self.send("POST" if post else "GET", path if post else path + "?" + text, text if post else None)
                self.assertIsNone(self.sandbox.process.poll(), "the program has ended")
                self.assertLess(status, 500)
                if "json" in kind:
                    document = json.loads(body)
                    failed = document.get("error") if isinstance(document, dict) else None
                    errors += failed is not None
                    if isinstance(failed, dict):
                        self.assertTrue(failed.get("message") or failed.get("error"), document)
        self.assertGreater(errors, REQUESTS / 10, "hardly anything was junk")


if __name__ == "__main__":
    unittest.main()
