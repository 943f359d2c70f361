"""The link is lost in each phase and comes back: the job waits by name, is
never failed for it, and ends well."""
import json
import os
import unittest

import harness
from link import Link

# Phases of a job or of its layers in which the link is cut.
JOB_PHASES = ["planning"]
LAYER_PHASES = ["submitting", "polling", "downloading"]


class LinkTest(harness.SystemTest):
    def setUp(self):
        super().setUp()
        self.server = self.sandbox("--job-seconds", "1")
        self.link = Link(self.server.port)
        self.addCleanup(self.link.close)
        self.configure(self.server.portal.replace(f":{self.server.port}", f":{self.link.port}"))
        self.daemon()

    def cut_and_return(self, name, is_reached):
        job = self.submit(self.job_file(self.server.item, name))
        view = harness.wait_until(lambda: is_reached(self.show(job)), "the phase to be reached", every=0.01)
        self.link.cut()
        waiting = harness.wait_until(lambda: self.waits_for_network(job), "the job to wait by name")
        self.assertIn("since", waiting)
        self.assertTrue(waiting["next"])
        self.link.restore()
        end = self.wait_for_end(job)
        self.assertEqual((end["phase"], end["hasErrors"]), ("done", False), json.dumps(end, indent=1))
        self.assertTrue(harness.is_loadable(os.path.join(self.maps, name)))
        return view

    def waits_for_network(self, job):
        view = self.show(job)
        self.assertNotIn(view["phase"], ("failed", "cancelled"), json.dumps(view))
        waits = [view["waiting"]] + [layer["waiting"] for layer in view["layers"]]
        return next((wait for wait in waits if wait and wait["for"] == "network"), None)

    def test_the_link_is_cut_while_a_layer_is(self):
        for phase in LAYER_PHASES:
            with self.subTest(phase):
                self.cut_and_return(phase, lambda view, p=phase: any(layer["phase"] == p for layer in view["layers"]) and view)

    def test_the_link_is_down_before_planning(self):
        self.link.cut()
        job = self.submit(self.job_file(self.server.item))
        harness.wait_until(lambda: self.waits_for_network(job), "the job to wait by name")
        self.link.restore()
        self.assertEqual(self.wait_for_end(job)["phase"], "done")

    def test_the_link_breaks_in_the_middle_of_the_files(self):
        job = self.submit(self.job_file(self.server.item))
        for _ in range(5):
            self.link.cut_after = self.link.passed + 150000
            harness.wait_until(lambda: not self.link.is_up or self.show(job)["phase"] == "done", "the link to break")
            self.link.restore()
        end = self.wait_for_end(job)
        self.assertEqual((end["phase"], end["hasErrors"]), ("done", False), json.dumps(end, indent=1))


if __name__ == "__main__":
    unittest.main()
