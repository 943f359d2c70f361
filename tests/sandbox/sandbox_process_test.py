"""The program itself: how it begins and ends, who may see what, what goes wrong on request, https."""

import os
import signal
import ssl
import subprocess
import time
import unittest

from running_sandbox import DEADLINE, PROGRAM, Sandbox, layers_of


class Process(unittest.TestCase):
    def test_is_ready_soon_and_ends_cleanly_on_a_signal(self):
        for stop in (signal.SIGTERM, signal.SIGINT):
            begun = time.monotonic()
            sandbox = Sandbox()
            self.assertLess(time.monotonic() - begun, 10)  # a loaded machine; alone it takes a fraction of a second
            self.assertRegex(sandbox.portal, r"^http://127\.0\.0\.1:\d+/portal$")
            self.assertRegex(sandbox.map_id, r"^[0-9a-f]{32}$")
            self.assertEqual(sandbox.map_title, "Sandbox field map")
            sandbox.process.send_signal(stop)
            self.assertEqual(sandbox.process.wait(DEADLINE), 0)
            sandbox.stop()

    def test_ends_cleanly_in_the_middle_of_its_work(self):
        for _ in range(3):
            sandbox = Sandbox()
            service = layers_of(sandbox.web_map())["basemap"]["url"]
            for _ in range(4):  # more than are worked on at once
                sandbox.json(service + "/exportTiles", {"tilePackage": "true", "levels": "0-6"})
            self.assertEqual(sandbox.stop(), 0)

    def test_ends_when_whoever_started_it_goes_away(self):
        held = subprocess.Popen([PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        held.stdout.readline()
        held.stdin.close()
        self.assertEqual(held.wait(DEADLINE), 0)
        held.stdout.close()
        unread = subprocess.Popen([PROGRAM], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        unread.stdout.readline()
        unread.stdout.close()
        self.assertEqual(unread.wait(DEADLINE), 0)

    def test_leaves_nothing_in_the_temporary_directory(self):
        with Sandbox("--tls") as sandbox:
            folder = os.path.dirname(sandbox.authority)
            self.assertTrue(os.path.isdir(folder))
        self.assertFalse(os.path.exists(folder))

    def test_says_what_is_wrong_with_its_options(self):
        for options, code in ((["--nonsense"], 2), (["--dialect", "latin"], 2), (["--data", "/nowhere"], 1),
                              (["--faults", "/nowhere"], 1), (["--listen", "256.0.0.1:0"], 1)):
            ended = subprocess.run([PROGRAM, *options], capture_output=True, text=True, timeout=DEADLINE, check=False)
            self.assertEqual(ended.returncode, code, options)
            self.assertTrue(ended.stderr.startswith("mapferry-sandbox: "), ended.stderr)


class Portal(unittest.TestCase):
    def test_shows_its_items_to_everybody_without_auth(self):
        with Sandbox() as sandbox:
            item = sandbox.json(f"{sandbox.sharing}/content/items/{sandbox.map_id}")
            self.assertEqual((item["type"], item["title"]), ("Web Map", "Sandbox field map"))
            self.assertIn("Offline", item["typeKeywords"])
            self.assertIsInstance(item["snippet"], str)
            picture = sandbox.ask(f"{sandbox.sharing}/content/items/{sandbox.map_id}/info/{item['thumbnail']}")
            self.assertEqual(picture.body[:4], b"\x89PNG")
            missing = sandbox.json(f"{sandbox.sharing}/content/items/{'0' * 32}")
            self.assertEqual(missing["error"]["messageCode"], "CONT_0001")

    def test_stores_popups_in_the_item_of_the_feature_service(self):
        with Sandbox() as sandbox:
            layers = layers_of(sandbox.web_map())
            self.assertNotIn("popupInfo", layers["field-0"])
            self.assertIn("popupInfo", layers["field-1"])
            self.assertEqual(layers["field-1"]["layerDefinition"]["definitionExpression"], "CONDITION < 5")
            stored = sandbox.json(f"{sandbox.sharing}/content/items/{layers['field-0']['itemId']}/data")
            self.assertEqual([layer["id"] for layer in stored["layers"] if "popupInfo" in layer], [0, 1])

    def test_items_without_data_say_so_in_their_dialect(self):
        for dialect, expected in (("enterprise", b"Item does not have a file."), ("online", b"")):
            with Sandbox("--dialect", dialect) as sandbox:
                item = layers_of(sandbox.web_map())["basemap"]["itemId"]
                answer = sandbox.ask(f"{sandbox.sharing}/content/items/{item}/data")
                self.assertEqual(answer.status, 200)
                self.assertIn(expected, answer.body)
                self.assertEqual(bool(answer.body), bool(expected))

    def test_gives_tokens_for_the_right_password_only(self):
        with Sandbox() as sandbox:
            right = {"username": "field", "password": "field.sandbox", "client": "requestip"}
            address = sandbox.sharing + "/generateToken"
            made = sandbox.json(address, right)
            self.assertGreater(made["expires"], time.time() * 1000)
            self.assertFalse(made["ssl"])
            for wrong in ({"password": "x"}, {"username": "Field"}, {"client": "referer"}, {"client": "ip"}):
                answer = sandbox.json(address, {**right, **wrong})
                self.assertEqual(answer["error"]["message"], "Unable to generate token.", wrong)
            asked = sandbox.json(address, **right)  # in the address
            self.assertEqual(asked["error"]["code"], 405)
            self.assertNotIn("field.sandbox", sandbox.log_text())


class Private(unittest.TestCase):
    def test_items_and_services_want_a_token(self):
        with Sandbox("--auth") as sandbox:
            item = f"{sandbox.sharing}/content/items/{sandbox.map_id}"
            service = sandbox.portal.removesuffix("/portal") + "/server/rest/services/Field/FeatureServer"
            self.assertEqual(sandbox.json(item)["error"]["code"], 403)
            self.assertEqual(sandbox.json(service)["error"]["code"], 499)
            sandbox.token = "invented"
            self.assertEqual(sandbox.json(item)["error"]["code"], 498)
            self.assertEqual(sandbox.json(service)["error"]["code"], 498)
            sandbox.token = None
            sandbox.sign_in()
            self.assertEqual(sandbox.json(item)["access"], "private")
            self.assertEqual(sandbox.json(sandbox.sharing + "/portals/self")["user"]["username"], "field")
            sandbox.referer = "another"
            self.assertEqual(sandbox.json(item)["error"]["code"], 498)

    def test_a_federated_server_wants_its_own_token(self):
        with Sandbox("--auth") as sandbox:
            root = sandbox.portal.removesuffix("/portal") + "/server"
            service = root + "/rest/services/Field/FeatureServer"
            info = sandbox.json(root + "/rest/info")  # to everybody
            self.assertEqual(info["owningSystemUrl"], sandbox.portal)
            self.assertEqual(info["authInfo"]["tokenServicesUrl"], sandbox.sharing + "/generateToken")
            sandbox.sign_in()
            self.assertEqual(sandbox.json(service)["error"]["code"], 498)
            for elsewhere in ("https://elsewhere/arcgis/rest", "http://127.0.0.1:1/server/rest", root + "s/rest"):
                foreign = sandbox.json(sandbox.sharing + "/generateToken", {"serverUrl": elsewhere})
                self.assertEqual(foreign["error"]["code"], 400, elsewhere)
            sandbox.exchange(service)
            self.assertIn("layers", sandbox.json(service))
            sandbox.token = "invented"
            self.assertEqual(sandbox.json(sandbox.sharing + "/generateToken", {"serverUrl": service})["error"]["code"], 498)

    def test_tokens_end(self):
        with Sandbox("--auth", "--token-minutes", "0.01") as sandbox:
            made = sandbox.sign_in()
            item = f"{sandbox.sharing}/content/items/{sandbox.map_id}"
            while time.time() * 1000 <= made["expires"]:
                time.sleep(0.05)
            self.assertEqual(sandbox.json(item)["error"]["code"], 498)
            self.assertNotIn(made["token"], sandbox.log_text())


class Encrypted(unittest.TestCase):
    def test_is_trusted_by_its_authority_alone(self):
        for dialect in ("enterprise", "online"):
            with Sandbox("--tls", "--dialect", dialect) as sandbox:
                self.assertTrue(sandbox.portal.startswith("https://"))
                basemap = layers_of(sandbox.web_map())["basemap"]["url"]
                self.assertTrue(basemap.startswith("https://"))
                sandbox.trust = ssl.create_default_context()
                with self.assertRaises(ssl.SSLCertVerificationError):
                    sandbox.json(basemap)


class Faults(unittest.TestCase):
    def submit(self, sandbox):
        self.service = layers_of(sandbox.web_map())["basemap"]["url"]
        made = sandbox.json(self.service + "/exportTiles", {"tilePackage": "true", "levels": "0-2"})
        return f"{self.service}/jobs/{made['jobId']}"

    def test_a_job_can_be_lost(self):
        with Sandbox(faults="- {path: 'jobs/[^/]+$', nth: 2, action: lostJob}") as sandbox:
            job = self.submit(sandbox)
            self.assertIn("jobStatus", sandbox.json(job))
            for _ in range(2):
                self.assertEqual(sandbox.json(job)["error"]["code"], 400)

    def test_a_lost_job_leaves_its_replica(self):
        """What clients fear most: nobody knows the job, and the name is taken."""
        with Sandbox(faults="- {path: 'createReplica/', nth: 1, action: lostJob}") as sandbox:
            service = layers_of(sandbox.web_map())["field-0"]["url"].rsplit("/", 1)[0]
            form = {"layers": "0", "syncModel": "perLayer", "dataFormat": "sqlite", "async": "true", "inSR": 4326,
                    "geometry": "-110,37,-109,38", "geometryType": "esriGeometryEnvelope", "replicaName": "mine"}
            made = sandbox.json(service + "/createReplica", form)
            self.assertEqual(sandbox.json(made["statusUrl"])["error"]["code"], 400)
            listed = sandbox.poll(service + "/replicas", lambda answer: answer)
            self.assertEqual([entry["replicaName"] for entry in listed], ["mine"])

    def test_a_token_can_end_early(self):
        with Sandbox("--auth", faults="- {path: content/items, nth: 2, action: expiredToken}") as sandbox:
            sandbox.sign_in()
            item = f"{sandbox.sharing}/content/items/{sandbox.map_id}"
            self.assertIn("title", sandbox.json(item))
            for _ in range(2):
                self.assertEqual(sandbox.json(item)["error"]["code"], 498)
            sandbox.sign_in()
            self.assertIn("title", sandbox.json(item))

    def test_results_go_after_their_time(self):
        with Sandbox("--result-minutes", "0.01") as sandbox:
            job = self.submit(sandbox)
            gone = sandbox.poll(job, lambda answer: "error" in answer)
            self.assertEqual(gone["error"]["code"], 400)

    def test_jobs_take_their_time_and_show_progress(self):
        with Sandbox("--job-seconds", "20") as sandbox:  # unit tests see it end
            job = self.submit(sandbox)
            seen = sandbox.poll(job, lambda answer: answer.get("progress", {}).get("percent", 0) > 0)
            self.assertEqual(seen["jobStatus"], "esriJobExecuting")

    def test_a_job_can_be_cancelled(self):
        with Sandbox("--job-seconds", "30") as sandbox:
            job = self.submit(sandbox)
            self.assertEqual(sandbox.json(job + "/cancel")["jobStatus"], "esriJobCancelling")
            sandbox.poll(job, lambda answer: answer["jobStatus"] == "esriJobCancelled")


if __name__ == "__main__":
    unittest.main()
