"""What can be asked about a map without taking it."""
import concurrent.futures
import json
import os
import subprocess
import unittest

import field_data
import golden_documents
import harness
from golden_documents import golden
from shared_daemon import SharedDaemonTest

SOME_CANNOT = 3
TEMPORARY = 5
SURVEYS = 3  # at the same time; the daemon answers 4


class SurveyTest(SharedDaemonTest):
    OPTIONS = ("--with", field_data.PROBLEMS)
    maxDiff = None

    @classmethod
    def settings(cls):
        return {"basemapSubstitutions": golden_documents.substitutions(cls.service)}

    def ask(self, command, title, expect=0, **parameters):
        path = self.job_file(self.items[title], "asked", **parameters)
        return json.loads(self.mapferry(command, path, "--json", expect=expect))

    def requests_of(self, ask):
        before = len(self.server.requests())
        ask()
        return self.server.requests()[before:]

    def test_capabilities_of_every_map_are_those_that_are_kept(self):
        golden_documents.small_basemap(os.path.join(self.maps, "small.tpkx"))
        address = self.server.portal.rsplit("/", 1)[0]

        def answer(name, item, members):
            text = self.mapferry("capabilities", self.job_file(item, name.replace(" ", "-"), **members), "--json", expect=None)
            return json.loads(text.replace(address, "http://sandbox").replace(self.maps, "/maps"))
        asked = golden_documents.questions(self.items, self.service)
        with concurrent.futures.ThreadPoolExecutor(SURVEYS) as pool:
            answers = {name: pool.submit(answer, name, item, members) for name, (item, members) in asked.items()}
        seen = {name: answer.result() for name, answer in sorted(answers.items())}
        self.assertEqual(seen, golden("capabilities.json", seen))

    def test_capabilities_agree_with_what_a_job_takes(self):
        jobs = {title: self.submit(self.job_file(item, f"taken-{item}")) for title, item in self.items.items()}
        for title, job in jobs.items():
            with self.subTest(title):
                able = self.ask("capabilities", title, expect=None)
                view = harness.wait_until(lambda: self.planned(job), f"{title} to be planned")
                for kind, errors in (("layerCapabilities", "layerErrors"), ("tableCapabilities", "tableErrors")):
                    refused = [entry["id"] for entry in able[kind] if not entry["supportsOffline"]]
                    asked = {covered["id"] for layer in view["layers"] for covered in layer["covers"]}  # refused by services
                    self.assertEqual(sorted(refused), sorted(error["id"] for error in view[errors] if error["id"] not in asked))
                self.mapferry("cancel", job, expect=None)  # what it takes is known

    def planned(self, job):
        view = self.show(job)
        return view if view["phase"] not in ("queued", "planning") else None

    def test_asking_creates_nothing_on_servers_and_leaves_no_job(self):
        def everything():
            for title in self.items:
                self.ask("capabilities", title, expect=None)
                self.ask("defaults", title)
                self.ask("overrides", title, expect=None)
        jobs = json.loads(self.mapferry("list", "--json"))
        state = os.path.join(self.folder, "maps")
        folders = os.listdir(state)
        asked = self.requests_of(everything)
        self.assertGreater(len(asked), len(self.items))
        self.assertEqual([request["path"] for request in asked
                          if request["method"] != "GET" and not request["path"].endswith("/generateToken")], [])
        self.assertEqual(json.loads(self.mapferry("list", "--json")), jobs)
        self.assertEqual(os.listdir(state), folders)

    def test_defaults_read_no_service_and_can_be_given_by_hand(self):
        document = {}
        asked = self.requests_of(lambda: document.update(self.ask("defaults", "Author of the rounds")))
        self.assertEqual([request["path"] for request in asked if "Server" in request["path"]], [])
        parameters = document["parameters"]
        self.assertTrue(parameters["returnSchemaOnlyForEditableLayers"])
        area = parameters.pop("areaOfInterest")
        path = self.job_file(self.items["Author of the rounds"], "by-hand", area, defaults="none", **parameters)
        self.assertEqual(self.ask_file("defaults", path)["parameters"], {"areaOfInterest": area, **parameters})

    def ask_file(self, command, path):
        return json.loads(self.mapferry(command, path, "--json"))

    def test_an_area_across_the_dateline_is_found_out_and_the_layers_still_judged(self):
        across = {"xmin": 179.5, "ymin": 37, "xmax": 180.5, "ymax": 38, "spatialReference": {"wkid": 4326}}
        document = self.ask("capabilities", "Trails", SOME_CANNOT, area=across)
        self.assertEqual([each["code"] for each in document["findings"] if each["level"] == "hard"], ["crossesDateline"])
        self.assertGreater(len(document["layerCapabilities"]), 2)

    def test_people_read_a_line_a_layer_and_what_can_be_done(self):
        path = self.job_file(self.items["Trails"], "asked")
        document = self.ask_file("capabilities", path)
        lines = self.mapferry("capabilities", path).splitlines()
        self.assertTrue(lines[0].startswith("all goes offline: yes"), lines[0])
        for entry in document["layerCapabilities"] + document["tableCapabilities"]:
            self.assertEqual(len([line for line in lines if entry["title"] in line and entry["service"] in line]), 1, entry)


class LeavingTest(harness.SystemTest):
    """Surveys that take time: the portal does not answer, or the client does not wait."""

    def test_a_survey_without_network_ends_when_its_time_is_over(self):
        self.configure("http://127.0.0.1:9/portal")
        self.daemon()
        self.mapferry("capabilities", self.job_file("0" * 32), "--timeout", "2s", expect=TEMPORARY)

    def test_clients_that_leave_make_room_for_others(self):
        self.configure("http://127.0.0.1:9/portal")
        self.daemon()
        path = self.job_file("0" * 32)
        command = [os.path.join(harness.BIN, "mapferry"), "--socket", self.socket_path, "capabilities", path]
        ask = lambda: subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        waiting = [ask() for _ in range(4)]

        def told():
            """The code with which one more ends: others are waited for, or its own time is over."""
            done = subprocess.run([*command, "--json", "--timeout", "1s"], capture_output=True, text=True, timeout=60, check=False)
            self.assertEqual(done.returncode, TEMPORARY, done.stderr)
            return json.loads(done.stdout)["error"]["code"]

        def is_full():
            """The one more can come before one of the four, which is refused then and asks again."""
            if told() == "serverBusy":
                return True
            waiting[:] = [client if client.poll() is None else ask() for client in waiting]
            return False
        harness.wait_until(is_full, "four surveys to be under way", every=0.5)
        for client in waiting:
            client.kill()
            client.wait()
        harness.wait_until(lambda: told() != "serverBusy", "room for another", every=0.2)


if __name__ == "__main__":
    unittest.main()
