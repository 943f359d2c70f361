"""A web map of one portal with a layer of a server that is federated with another, both
configured; and servers that would like to have a credential of either."""
import http.server
import json
import os
import threading
import unittest
import urllib.parse

import harness
from taken_package import Package

SOME_FAILED = 3


class Stranger:
    """A server that a map names: hears everything, says that it belongs to whomever it is told,
    and wants a token for all that it has."""

    def __init__(self, owner=""):
        self.heard, self.owner, self.redirect = [], owner, ""
        stranger = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                stranger.heard.append(f"{self.command} {self.path}\n{self.headers}\n{body.decode('latin-1')}")
                path = urllib.parse.urlsplit(self.path).path
                if stranger.redirect and "/rest/services" in path:
                    self.send_response(302)
                    self.send_header("Location", stranger.redirect)
                    self.send_header("Content-Length", "0")
                    return self.end_headers()
                answer = json.dumps(stranger.answer(path)).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                return self.wfile.write(answer)

            do_POST = do_GET

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, path):
        if path.endswith("/rest/info"):
            own = f"{self.origin}/arcgis/tokens/generateToken"
            return {"currentVersion": 11.1, "owningSystemUrl": self.owner,
                    "authInfo": {"isTokenBasedSecurity": True, "tokenServicesUrl": own}}
        return {"error": {"code": 499, "message": "Token Required", "details": []}}

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class TwoPortalsTest(harness.SystemTest):
    def setUp(self):
        super().setUp()
        self.town, self.county = (self.private_portal(name) for name in ("town", "county"))
        self.strangers = []

    def private_portal(self, name):
        folder = os.path.join(self.folder, name)
        os.mkdir(folder)
        server = harness.Sandbox(folder, "--auth")
        self.programs.append(server)
        return server

    def stranger(self, owner=""):
        made = Stranger(owner)
        self.addCleanup(made.close)
        self.strangers.append(made)
        return made

    def start(self, *portals):
        """A daemon that signs in to these."""
        known = {"town": self.town, "county": self.county}
        self.configure(self.town.portal, portals={
            name: {"url": known[name].portal, **({"credential": name} if name in portals else {})} for name in known},
            credentials={name: self.signed_in() for name in portals})
        self.daemon()

    def service(self, portal, name="Field"):
        return portal.portal.rsplit("/", 1)[0] + f"/server/rest/services/{name}/FeatureServer"

    def take(self, layers, expect, portal="town"):
        """A job for a map of the town with these layers; its package."""
        document = {"version": "2.31", "spatialReference": {"wkid": 102100, "latestWkid": 3857}, "operationalLayers": [
            {"id": name, "title": name, "layerType": "ArcGISFeatureLayer", "url": url} for name, url in layers.items()]}
        with open(os.path.join(self.folder, "map.json"), "w", encoding="utf-8") as file:
            json.dump(document, file)
        path = self.job_file("map.json")
        with open(path, encoding="utf-8") as file:
            job = json.load(file)
        with open(path, "w", encoding="utf-8") as file:
            json.dump({**job, "portal": portal}, file)
        self.mapferry("submit", path, "--wait", expect=expect)
        return Package(os.path.join(self.maps, "central"))

    def asked(self, portal, end):
        return [request for request in portal.requests() if request["path"].endswith(end)]

    def assert_strangers_learnt_nothing(self):
        for stranger in self.strangers:
            self.assertTrue(stranger.heard, "the map's server was asked")
            for text in stranger.heard:
                self.assertNotIn("sandbox-", text)
                self.assertNotIn(harness.Sandbox.PASSWORD, urllib.parse.unquote(text))

    def test_each_servers_layers_are_taken_with_the_token_of_its_own_portal(self):
        self.start("town", "county")
        package = self.take({"ours": self.service(self.town) + "/1", "theirs": self.service(self.county) + "/1"}, 0)
        self.assertFalse(package.report["hasErrors"], package.report)
        self.assertEqual(sorted(package.layers()), ["ours", "theirs"])
        for portal in (self.town, self.county):
            replicas = [request["status"] for request in self.asked(portal, "/createReplica")]
            self.assertEqual(replicas, [200])
            tokens = self.asked(portal, "/generateToken")
            self.assertEqual([bool(request["params"].get("serverUrl")) for request in tokens], [False, True])
            for request in tokens:
                self.assertIn(str(portal.port), request["params"].get("serverUrl", str(portal.port)))

    def test_a_portal_without_a_credential_lends_none_of_the_other(self):
        self.start("town")
        package = self.take({"ours": self.service(self.town) + "/1", "theirs": self.service(self.county) + "/1"},
                            SOME_FAILED)
        error, = package.report["layerErrors"]
        self.assertEqual((error["id"], error["failure"]["code"]), ("theirs", "signInRequired"))
        self.assertEqual(self.asked(self.county, "/generateToken"), [])
        self.assertEqual(list(package.layers()), ["ours"])

    def test_nothing_in_a_map_leads_a_credential_to_a_server_that_it_does_not_belong_to(self):
        self.start("town", "county")
        town, county = (portal.portal.split("//")[1] for portal in (self.town, self.county))
        claims = {"town": self.stranger(self.town.portal), "county": self.stranger(self.county.portal.upper()),
                  "nobody": self.stranger(), "prefix": self.stranger(self.town.portal.rsplit(":", 1)[0])}
        away = self.stranger()
        away.redirect = self.service(self.county) + "?f=json"
        path = "/server/rest/services/Bait/FeatureServer/0"
        layers = {name: stranger.origin + path for name, stranger in claims.items()}
        layers["away"] = away.origin + path
        layers["user"] = f"http://{town}@{claims['nobody'].origin.split('//')[1]}" + path
        layers["below"] = f"{claims['nobody'].origin}/{county}/sharing/rest/services/Bait/FeatureServer/0"
        layers["portal"] = f"{claims['town'].origin}/portal/sharing/servers/1/rest/services/Bait/FeatureServer/0"
        package = self.take({"ours": self.service(self.town) + "/1", **layers}, SOME_FAILED)
        self.assertEqual(list(package.layers()), ["ours"])
        self.assertEqual({error["id"] for error in package.report["layerErrors"]}, set(layers))
        self.assert_strangers_learnt_nothing()
        for portal in (self.town, self.county):
            for request in self.asked(portal, "/generateToken"):
                if request["status"] == 200 and "serverUrl" in request["params"]:
                    self.assertNotIn("Bait", request["params"]["serverUrl"])


if __name__ == "__main__":
    unittest.main()
