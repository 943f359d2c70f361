"""Web maps as they come: as a file instead of an item of the portal."""
import json
import os
import unittest
import urllib.request

import harness
from shared_daemon import SharedDaemonTest

NOT_TAKEN = 2


class WebMapFileTest(SharedDaemonTest):
    def save(self, title, name="trip.json", change=lambda document: None):
        """Puts the web map of an item into a file beside the job files."""
        address = f"{self.server.portal}/sharing/rest/content/items/{self.items[title]}/data?f=json"
        with urllib.request.urlopen(address, timeout=30) as answer:
            document = json.load(answer)
        change(document)
        with open(os.path.join(self.folder, name), "w", encoding="utf-8") as file:
            json.dump(document, file)
        return name

    def ask(self, command, item, expect=0):
        return json.loads(self.mapferry(command, self.job_file(item, "asked"), "--json", expect=expect))

    def take_file(self, file, target=None, **parameters):
        self.items[file] = file  # which job_file takes for a file
        return self.take(file, target, **parameters)

    def test_a_web_map_file_is_taken_as_its_item_is(self):
        name = self.save("Trails")
        of_item = self.take("Trails", "of-item", includeBasemap=False)
        before = len(self.server.requests())
        of_file = self.take_file(name, includeBasemap=False)
        self.assertEqual(of_file.view["phase"], "done")
        for member in ("layers", "layerQueries", "geometry"):
            self.assertEqual(of_file.form("Trails")[member], of_item.form("Trails")[member])
        for table in ("Trails", "Signs"):
            self.assertEqual(of_file.package.rows(table), of_item.package.rows(table))
            self.assertGreater(of_file.package.rows(table), 0)
        asked = [request["path"] for request in self.server.requests()[before:]]
        self.assertEqual([path for path in asked if self.items["Trails"] in path], [], "the item is not read")
        self.assertTrue([path for path in asked if "/content/items/" in path], "those of its layers are")

    def test_a_web_map_file_has_no_item_info_and_its_name_in_the_status(self):
        taken = self.take_file(self.save("Huts", "old town.json"), includeBasemap=False)
        self.assertEqual(taken.view["title"], "old town")
        self.assertEqual(taken.package.info()["title"], "")
        self.assertNotIn("originalPortalItemId", taken.package.document["item"])
        self.assertEqual(taken.package.report["webMap"], "old town")
        self.assertNotIn("item", taken.package.report)
        named = self.take_file("old town.json", "named", includeBasemap=False, itemInfo={"title": "Mine"})
        self.assertEqual(named.view["title"], "Mine")
        self.assertEqual(named.package.info()["title"], "Mine")

    def test_questions_about_a_web_map_file_are_answered_as_about_its_item(self):
        for title in ("Trails", "What stays online"):
            name = self.save(title)
            for command in ("capabilities", "overrides"):
                with self.subTest(f"{command} of {title}"):
                    expect = 3 if command == "capabilities" and title != "Trails" else 0
                    of_item, of_file = (self.ask(command, item, expect) for item in (self.items[title], name))
                    self.assertEqual(of_file, of_item)
        of_item, of_file = self.ask("defaults", self.items["Trails"]), self.ask("defaults", "trip.json")
        self.assertEqual(of_item["parameters"].pop("itemInfo")["title"], "Trails")
        info = of_file["parameters"].pop("itemInfo")
        self.assertEqual({name: info[name] for name in info if info[name]}, {})

    def test_malformed_web_map_files_are_refused_with_the_file_and_the_element(self):
        cases = {"<!DOCTYPE html><html>sign in</html>": "is a web page", "{": "is no JSON", "[]": "no JSON object",
                 '{"version": "2.31"}': "neither baseMap", '{"error": {"code": 499, "message": "Token Required"}}':
                 "Token Required", " " * (3 << 20) + "{}": "larger than 3 MiB"}
        path = self.job_file("broken.json", "broken")
        for text, words in cases.items():
            with self.subTest(words):
                with open(os.path.join(self.folder, "broken.json"), "w", encoding="utf-8") as file:
                    file.write(text)
                said = self.refuse(path)
                self.assertIn(words, said)
                self.assertIn("broken.json", said)
                self.assertIn("webMap", said)
                self.mapferry("check", path, expect=NOT_TAKEN)

    def test_item_and_web_map_together_or_neither_are_refused(self):
        path = self.job_file(self.save("Huts"), "both")
        with open(path, encoding="utf-8") as file:
            job = json.load(file)
        for change, words in ((lambda: job.update(item=self.items["Huts"]), "one of both"),
                              (lambda: (job.pop("item"), job.pop("webMap")), "item: is missing")):
            change()
            with open(path, "w", encoding="utf-8") as file:
                json.dump(job, file)
            self.assertIn(words, self.refuse(path))


class WebMapFileOverACrashTest(harness.SystemTest):
    def test_a_job_goes_on_without_the_file_after_a_crash(self):
        server = self.sandbox("--job-seconds", "2")
        self.configure(server.portal)
        daemon = self.daemon()
        address = f"{server.portal}/sharing/rest/content/items/{server.item}/data?f=json"
        path = os.path.join(self.folder, "trip.json")
        with urllib.request.urlopen(address, timeout=30) as answer, open(path, "wb") as file:
            file.write(answer.read())
        paused = self.submit(self.job_file("trip.json", "paused", includeBasemap=False))
        self.mapferry("pause", paused)
        running = self.submit(self.job_file("trip.json", "running", includeBasemap=False))
        os.remove(path)
        harness.wait_until(lambda: self.show(running)["phase"] == "running", "the job to run")
        daemon.kill()
        self.daemon()
        self.mapferry("resume", paused)
        for job, name in ((running, "running"), (paused, "paused")):
            view = self.wait_for_end(job)
            self.assertEqual((view["phase"], view["hasErrors"]), ("done", False), view)
            self.assertTrue(harness.is_loadable(os.path.join(self.maps, name)))


if __name__ == "__main__":
    unittest.main()
