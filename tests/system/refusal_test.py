"""What is refused before anything is asked of a server, and what a job that
does not end well leaves behind."""
import json
import os
import unittest

import harness


# Exit codes of mapferry.
NOT_TAKEN = 2  # the job file
REFUSED = 11   # the directory
CANCELLED = 13


class RefusalTest(harness.SystemTest):
    def setUp(self):
        super().setUp()
        self.start()

    def start(self, *options):
        self.server = self.sandbox(*options)
        self.configure(self.server.portal)
        self.daemon()

    def test_a_directory_that_is_not_empty_is_refused_before_any_request(self):
        target = os.path.join(self.maps, "central")
        os.mkdir(target)
        with open(os.path.join(target, "precious.txt"), "w", encoding="ascii") as file:
            file.write("mine")
        self.mapferry("submit", self.job_file(self.server.item), expect=REFUSED)
        self.assertEqual(self.server.requests(), [])
        self.assertEqual(os.listdir(target), ["precious.txt"])

    def test_a_directory_outside_the_roots_is_refused_before_any_request(self):
        path = self.job_file(self.server.item)
        with open(path, encoding="utf-8") as file:
            job = json.load(file)
        for directory in ("/tmp/elsewhere", os.path.join(self.maps, "..", "elsewhere"), self.maps):
            job["downloadDirectory"] = directory
            with open(path, "w", encoding="utf-8") as file:
                json.dump(job, file)
            with self.subTest(directory):
                self.mapferry("submit", path, expect=NOT_TAKEN)
        self.assertEqual(self.server.requests(), [])

    def test_a_second_job_on_one_directory_is_refused(self):
        first = self.submit(self.job_file(self.server.item))
        self.mapferry("pause", first)
        self.mapferry("submit", self.job_file(self.server.item), expect=REFUSED)
        self.mapferry("cancel", first)
        self.assertEqual(self.wait_for_end(first)["phase"], "cancelled")

    def test_a_parameter_that_makes_no_sense_is_refused_before_any_request(self):
        path = self.job_file(self.server.item, esriVectorTilesDownloadOption="useSmallFonts")
        self.mapferry("submit", path, expect=NOT_TAKEN)
        self.assertEqual(self.server.requests(), [])

    def test_a_reference_basemap_that_is_missing_fails_the_job_before_any_order(self):
        for name, directory, file, code in (
                ("missing", ".", "nowhere.tpkx", "referenceBasemapMissing"),
                ("unnamed", ".", None, "referenceBasemapMissing"),
                ("outside", "/etc", "nowhere.tpkx", "directoryNotAllowed")):
            path = self.job_file(self.server.item, name, referenceBasemapDirectory=directory, referenceBasemapFilename=file)
            with self.subTest(name):
                self.mapferry("submit", path, "--wait", expect=NOT_TAKEN)
                failure = json.loads(self.mapferry("list", "--json"))
                self.assertIn(code, json.dumps(failure))
        self.assertEqual([request["path"] for request in self.server.requests() if "Server" in request["path"]], [])
        self.assertEqual(os.listdir(self.maps), [])

    def test_a_cancelled_job_leaves_nothing_that_a_loader_takes(self):
        self.stop_all()
        self.start("--job-seconds", "60")  # it cannot end before it is cancelled
        job = self.submit(self.job_file(self.server.item))
        harness.wait_until(lambda: self.show(job)["phase"] not in ("queued", "planning"), "the job to run")
        self.mapferry("cancel", job)
        self.assertEqual(self.wait_for_end(job)["phase"], "cancelled")
        self.assertFalse(harness.is_loadable(os.path.join(self.maps, "central")))
        self.assertEqual(os.listdir(self.maps), [])
        self.mapferry("watch", job, expect=CANCELLED)

    def test_an_unknown_item_fails_with_the_portals_own_words(self):
        job = self.submit(self.job_file("0" * 32))
        view = self.wait_for_end(job)
        self.assertEqual(view["phase"], "failed")
        self.assertIn("Item does not exist", json.dumps(view["failure"]))
        self.assertEqual(os.listdir(self.maps), [])

    def test_a_wrong_password_waits_by_name_and_is_not_sent_again_also_after_a_restart(self):
        self.stop_all()
        server = self.sandbox("--auth")
        credential = self.signed_in()
        with open(credential["passwordFile"], "w", encoding="ascii") as file:
            file.write("wrong")
        self.configure(server.portal, portals={"field": {"url": server.portal, "credential": "crew"}},
                       credentials={"crew": credential})
        running = self.daemon()
        job = self.submit(self.job_file(server.item))
        first = self.wait_of(job)
        self.assertEqual(first["for"], "auth")
        running.stop()
        self.daemon()
        self.mapferry("retry", job)
        harness.wait_until(lambda: self.wait_of(job)["since"] > first["since"], "the job to wait again")
        signs = [r for r in server.requests() if r["path"].endswith("generateToken")]
        self.assertEqual(len(signs), 1)
        self.assertNotIn("wrong", json.dumps(server.requests()))
        self.signed_in()  # corrects the file
        self.mapferry("retry", job)
        self.assertEqual(self.wait_for_end(job)["phase"], "done")

    def wait_of(self, job):
        return harness.wait_until(lambda: self.show(job)["waiting"], "the job to wait")


if __name__ == "__main__":
    unittest.main()
