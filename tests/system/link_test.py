"""The link is lost in each phase and comes back: the job waits by name, is
never failed for it, and ends well."""
import json
import os
import unittest

import harness
from link import Link

# Holds a phase long enough to be cut in: what is slow, once.
HELD = {
    "planning": "- {path: '/content/items/.*/data$', nth: 1, action: delay, seconds: 3}",
    "submitting": "- {path: '/createReplica$', nth: 1, action: delay, seconds: 3}",
    "polling": "",  # the jobs take a second
    "downloading": "- {path: 'geodatabase$', nth: 1, action: slow, bytesPerSecond: 100000}",
}


class LinkTest(harness.SystemTest):
    def start(self, faults=""):
        script = os.path.join(self.folder, "faults.yaml")
        with open(script, "w", encoding="ascii") as file:
            file.write(faults or "[]")
        self.server = self.sandbox("--job-seconds", "1", "--faults", script)
        self.link = Link(self.server.port)
        self.addCleanup(self.link.close)
        self.configure(self.server.portal.replace(f":{self.server.port}", f":{self.link.port}"))
        self.daemon()

    def is_in(self, job, phase):
        view = self.show(job)
        return phase in (view["phase"], *(layer["phase"] for layer in view["layers"]))

    def waits_for_network(self, job):
        view = self.show(job)
        self.assertNotIn(view["phase"], ("done", "failed", "cancelled"), json.dumps(view))
        waits = [view["waiting"]] + [layer["waiting"] for layer in view["layers"]]
        return next((wait for wait in waits if wait and wait["for"] == "network"), None)

    def assert_ends_well(self, job):
        end = self.wait_for_end(job)
        self.assertEqual((end["phase"], end["hasErrors"]), ("done", False), json.dumps(end, indent=1))
        self.assertTrue(harness.is_loadable(os.path.join(self.maps, "central")))

    def lose_it_in(self, phase):
        self.start(HELD[phase])
        job = self.submit(self.job_file(self.server.item))
        harness.wait_until(lambda: self.is_in(job, phase) and self.link.open > 0,
                           f"a connection in the phase {phase}", every=0.01)
        self.link.cut()
        self.assertGreater(self.link.breaks, 0, "nothing was under way")
        try:
            waiting = harness.wait_until(lambda: self.waits_for_network(job), "the job to wait by name")
        except AssertionError as why:
            raise AssertionError(f"{why}: {json.dumps(self.show(job), indent=1)}") from why
        self.assertIn("since", waiting)
        self.assertTrue(waiting["next"])
        self.link.restore()
        self.assert_ends_well(job)

    def test_the_link_is_cut_while_the_map_is_planned(self):
        self.lose_it_in("planning")

    def test_the_link_is_cut_while_an_export_is_submitted(self):
        self.lose_it_in("submitting")

    def test_the_link_is_cut_while_the_server_works(self):
        self.lose_it_in("polling")

    def test_the_link_is_cut_while_a_file_comes(self):
        self.lose_it_in("downloading")

    def test_the_link_is_down_before_planning(self):
        self.start()
        self.link.cut()
        job = self.submit(self.job_file(self.server.item))
        harness.wait_until(lambda: self.waits_for_network(job), "the job to wait by name")
        self.link.restore()
        self.assert_ends_well(job)

    def test_the_link_swallows_every_packet(self):
        """No reset, no refusal: only the daemon's own clock tells."""
        self.start()
        self.link.swallow()
        job = self.submit(self.job_file(self.server.item))
        harness.wait_until(lambda: self.waits_for_network(job), "the job to wait by name", seconds=60)
        self.link.restore()
        self.assert_ends_well(job)

    def test_the_link_breaks_in_the_middle_of_the_files(self):
        """Each break at a byte that no phase chose; all of them must happen."""
        self.start()
        job = self.submit(self.job_file(self.server.item))
        for number in range(5):
            self.link.cut_after = self.link.passed + 150000
            harness.wait_until(lambda: not self.link.is_up, f"break {number + 1}", every=0.01)
            self.link.restore()
        self.assertGreaterEqual(self.link.breaks, 5)
        self.assert_ends_well(job)


if __name__ == "__main__":
    unittest.main()
