"""What clients do with the portal before they come to the map: find it, sign in in every way, look around."""

import os
import sys
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from running_sandbox import Sandbox  # pylint: disable=wrong-import-position

APP = {"client_id": "field-app"}
SECRETS = ("field.sandbox", "field-app.sandbox", "field-refresh.sandbox", "sandbox-")


def bare_root(sandbox):
    return sandbox.portal.removesuffix("/portal")


class Search(unittest.TestCase):
    def test_finds_items_by_what_is_said_of_them(self):
        with Sandbox() as sandbox:
            def find(query, **more):
                return sandbox.json(sandbox.sharing + "/search", q=query, **more)
            found = find('title:"Sandbox field map" AND type:"Web Map" AND owner:field')
            self.assertEqual([item["id"] for item in found["results"]], [sandbox.map_id])
            self.assertEqual((found["total"], found["start"], found["num"], found["nextStart"]), (1, 1, 1, -1))
            self.assertEqual(find(f"id:{sandbox.map_id}")["total"], 1)
            whole = find("owner:field", num=100)
            self.assertEqual(whole["total"], len(whole["results"]))
            maps = find('type:"Web Map"', num=100)["total"]
            others = find('owner:field -type:"Web Map"', num=100)["total"]
            self.assertEqual(maps + others, whole["total"])
            self.assertGreater(others, 0)
            one_by_one, start = [], 1
            while start != -1:
                page = find("owner:field", num=1, start=start, sortField="title")
                one_by_one += [item["title"].lower() for item in page["results"]]
                start = page["nextStart"]
            self.assertEqual(one_by_one, sorted(item["title"].lower() for item in whole["results"]))
            self.assertEqual(find('"unclosed')["error"]["code"], 400)

    def test_gives_results_that_are_the_items(self):
        with Sandbox() as sandbox:
            found = sandbox.json(sandbox.sharing + "/search", q="owner:field", num=100)["results"]
            for item in found:
                self.assertEqual(sandbox.json(f"{sandbox.sharing}/content/items/{item['id']}"), item)
            listed = sandbox.json(sandbox.sharing + "/content/users/field", num=100)
            self.assertEqual(listed["items"], found)
            self.assertEqual((listed["username"], listed["folders"], listed["currentFolder"]), ("field", [], None))

    def test_hides_private_items(self):
        with Sandbox("--auth") as sandbox:
            self.assertEqual(sandbox.json(sandbox.sharing + "/search", q="owner:field")["total"], 0)
            self.assertEqual(sandbox.json(sandbox.sharing + "/content/users/field")["error"]["code"], 403)
            sandbox.sign_in()
            self.assertGreater(sandbox.json(sandbox.sharing + "/search", q="owner:field")["total"], 1)
            self.assertGreater(sandbox.json(sandbox.sharing + "/content/users/field")["total"], 1)


class Self(unittest.TestCase):
    def test_describes_the_portal_to_everybody_and_the_user_to_himself(self):
        for dialect in ("enterprise", "online"):
            with Sandbox("--dialect", dialect) as sandbox:
                about = sandbox.json(sandbox.sharing + "/portals/self")
                self.assertEqual(about["isPortal"], dialect == "enterprise")
                self.assertEqual("http://" + about["portalHostname"], sandbox.portal)
                self.assertTrue(about["supportsOAuth"])
                self.assertNotIn("user", about)
                self.assertEqual(sandbox.json(f"{sandbox.sharing}/portals/{about['id']}"), about)
                basemap = about["defaultBasemap"]["baseMapLayers"][0]["url"]
                self.assertIn("tileInfo", sandbox.json(basemap))
                self.assertEqual(sandbox.json(sandbox.sharing + "/community/self")["error"]["code"], 499)
                sandbox.sign_in()
                user = sandbox.json(sandbox.sharing + "/portals/self")["user"]
                self.assertEqual(user["username"], "field")
                self.assertEqual(sandbox.json(sandbox.sharing + "/community/self"), user)
                self.assertEqual(sandbox.json(sandbox.sharing + "/community/users/field"), user)
                unknown = sandbox.json(sandbox.sharing + "/community/users/nobody")
                self.assertEqual(unknown["error"]["messageCode"], "COM_0018")

    def test_lists_the_federated_servers_of_an_enterprise(self):
        with Sandbox() as sandbox:
            address = sandbox.sharing + "/portals/self/servers"
            self.assertEqual(sandbox.json(address)["error"]["code"], 403)
            sandbox.sign_in()
            (server,) = sandbox.json(address)["servers"]
            info = sandbox.json(server["url"] + "/rest/info")
            self.assertEqual(info["owningSystemUrl"], sandbox.portal)
        with Sandbox("--dialect", "online") as sandbox:
            self.assertEqual(sandbox.json(sandbox.sharing + "/portals/self/servers")["error"]["code"], 404)


class SignIn(unittest.TestCase):
    def oauth(self, sandbox, **form):
        return sandbox.json(sandbox.sharing + "/oauth2/token", {**APP, **form})

    def test_is_possible_for_an_application(self):
        with Sandbox("--auth") as sandbox:
            made = self.oauth(sandbox, grant_type="client_credentials", client_secret="field-app.sandbox")
            sandbox.token = made["access_token"]
            about = sandbox.json(sandbox.sharing + "/portals/self")
            self.assertEqual(about["appInfo"]["appId"], "field-app")
            self.assertNotIn("user", about)
            self.assertEqual(sandbox.json(f"{sandbox.sharing}/content/items/{sandbox.map_id}")["type"], "Web Map")
            service = sandbox.json(sandbox.sharing + "/search", q='type:"Feature Service"')["results"][0]["url"]
            sandbox.exchange(service)
            self.assertIn("layers", sandbox.json(service))

    def test_is_possible_with_a_refresh_token(self):
        with Sandbox("--auth") as sandbox:
            made = self.oauth(sandbox, grant_type="refresh_token", refresh_token="field-refresh.sandbox")
            sandbox.token = made["access_token"]
            self.assertEqual(sandbox.json(sandbox.sharing + "/portals/self")["user"]["username"], made["username"])
            next_one = self.oauth(sandbox, grant_type="exchange_refresh_token", refresh_token="field-refresh.sandbox",
                                  redirect_uri="urn:ietf:wg:oauth:2.0:oob")
            again = self.oauth(sandbox, grant_type="refresh_token", refresh_token=next_one["refresh_token"])
            self.assertEqual(again["username"], "field")
            gone = self.oauth(sandbox, grant_type="refresh_token", refresh_token="field-refresh.sandbox")
            self.assertEqual(gone["error"]["code"], 498)
            ended = sandbox.json(sandbox.sharing + "/oauth2/revokeToken", {"auth_token": sandbox.token})
            self.assertTrue(ended["success"])
            self.assertEqual(sandbox.json(sandbox.sharing + "/portals/self")["error"]["code"], 498)

    def test_lasts_as_long_as_was_asked_for(self):
        with Sandbox() as sandbox:
            form = {"username": "field", "password": "field.sandbox", "client": "requestip"}
            before = time.time() * 1000
            made = sandbox.json(sandbox.sharing + "/generateToken", {**form, "expiration": 1})
            self.assertGreater(made["expires"], before)
            self.assertLess(made["expires"], time.time() * 1000 + 60_001)
            wrong = sandbox.json(sandbox.sharing + "/generateToken", {**form, "expiration": "long"})
            self.assertEqual(wrong["error"]["code"], 400)

    def test_leaves_no_secret_in_the_log(self):
        with Sandbox() as sandbox:
            sandbox.sign_in()
            self.oauth(sandbox, grant_type="client_credentials", client_secret="field-app.sandbox")
            self.oauth(sandbox, grant_type="refresh_token", refresh_token="field-refresh.sandbox", code="sandbox-code")
            sandbox.json(sandbox.sharing + "/oauth2/revokeToken", {"auth_token": sandbox.token})
            sandbox.logged(lambda line: line["path"].endswith("revokeToken"))
            for secret in SECRETS:
                self.assertNotIn(secret, sandbox.log_text())


class StandAlone(unittest.TestCase):
    def test_knows_its_own_tokens_only(self):
        for dialect in ("enterprise", "online"):
            with Sandbox("--auth", "--dialect", dialect) as sandbox:
                root = bare_root(sandbox) + "/remote"
                info = sandbox.json(root + "/rest/info")  # to everybody
                self.assertNotIn("owningSystemUrl", info)
                self.assertEqual(info["authInfo"]["shortLivedTokenValidity"], 60)
                services = root + "/rest/services"
                self.assertEqual(sandbox.json(services)["error"]["code"], 499)
                sandbox.sign_in()  # to the portal
                self.assertEqual(sandbox.json(services)["error"]["code"], 498)
                exchanged = sandbox.json(sandbox.sharing + "/generateToken", {"serverUrl": services})
                self.assertEqual(exchanged["error"]["code"], 400)
                sandbox.token = sandbox.referer = None
                form = {"username": "field", "password": "field.sandbox", "client": "requestip"}
                for address in (info["authInfo"]["tokenServicesUrl"], root + "/tokens/", root + "/tokens"):
                    made = sandbox.json(address, form)
                    self.assertEqual(set(made), {"token", "expires"})
                    sandbox.token = made["token"]
                    self.assertIn("services", sandbox.json(services))
                    self.assertEqual(sandbox.json(sandbox.sharing + "/portals/self")["error"]["code"], 498)
                    sandbox.token = None
                wrong = sandbox.json(root + "/tokens/generateToken", {**form, "password": "x"})
                self.assertEqual(wrong["error"]["message"], "Unable to generate token.")


class Pages(unittest.TestCase):
    def test_of_other_origins_may_ask_and_read(self):
        with Sandbox() as sandbox:
            origin = {"Origin": "https://app.example"}
            asked = sandbox.ask(sandbox.sharing + "/portals/self", method="OPTIONS", headers={
                **origin, "Access-Control-Request-Method": "GET",
                "Access-Control-Request-Headers": "x-esri-authorization"})
            self.assertEqual((asked.status, asked.body), (204, b""))
            self.assertEqual(asked.headers["access-control-allow-headers"], "x-esri-authorization")
            answer = sandbox.ask(sandbox.sharing + "/portals/self?f=json", headers=origin)
            self.assertEqual(answer.headers["access-control-allow-origin"], "https://app.example")


if __name__ == "__main__":
    unittest.main()
