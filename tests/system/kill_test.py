"""kill -9 at random moments: the job goes on from its last committed step and
ends with the package that an undisturbed run makes."""
import contextlib
import json
import os
import random
import re
import subprocess
import unittest
import urllib.request

import harness

KILLS = 20


def normalised(target):
    """A package with its ids and times substituted, and the hashes of its data files."""
    data, texts = {}, {}
    for path in harness.package_files(target):
        full = os.path.join(target, path)
        if path.endswith((".info", ".mmap")):
            with open(full, encoding="utf-8") as file:
                texts[path] = file.read()
        else:
            data[os.path.basename(path)] = harness.sha256(full)
    names = {}
    for path in sorted(texts):
        for found in re.findall(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\"[0-9a-f]{32}\"", texts[path]):
            names.setdefault(found, f"<id {len(names)}>")
    for path, text in texts.items():
        for found, name in names.items():
            text = text.replace(found, name)
        texts[path] = re.sub(r'"(created|modified)":\d+', r'"\1":0', text)
    return texts, data


class KillTest(harness.SystemTest):
    def test_twenty_kills_at_random_moments_change_nothing(self):
        rng = random.Random(harness.seed())
        server = self.sandbox()
        self.configure(server.portal)
        daemon = self.daemon()
        self.take(self.job_file(server.item, "undisturbed"))
        undisturbed, _ = normalised(os.path.join(self.maps, "undisturbed"))

        kills = 0
        rounds = 0
        while kills < KILLS:
            rounds += 1
            self.assertLess(rounds, 4 * KILLS, "the job ends before it can be killed")
            name = f"disturbed{rounds}"
            job = self.submit(self.job_file(server.item, name))
            while kills < KILLS:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    daemon.process.wait(rng.uniform(0.0, 0.6))
                if self.show(job)["phase"] in ("done", "failed", "cancelled"):
                    break
                daemon.kill()
                self.assertFalse(harness.is_loadable(os.path.join(self.maps, name + ".partial")))
                daemon = self.daemon()
                kills += 1
            view = self.wait_for_end(job)
            self.assertEqual((view["phase"], view["hasErrors"]), ("done", False), json.dumps(view, indent=1))
            target = os.path.join(self.maps, name)
            disturbed, data = normalised(target)
            self.assertEqual(disturbed, undisturbed)
            handed_out = {request["sha256"] for request in server.requests() if request.get("sha256")}
            for file, digest in data.items():
                self.assertIn(digest, handed_out, f"{file} is not what the server handed out")
        print(f"{kills} kills in {rounds} jobs")
        self.assert_no_replica_forgotten(server)

    def assert_no_replica_forgotten(self, server):
        """Registered replicas are those of the finished packages, no more."""
        made = [r for r in server.requests() if r["path"].endswith("/createReplica") and r["status"] == 200]
        self.assertGreater(len(made), 0)
        packages = [name for name in os.listdir(self.maps) if os.path.isdir(os.path.join(self.maps, name))]
        service = made[0]["path"].rsplit("/", 1)[0]

        def registered():
            origin = "/".join(server.portal.split("/")[:3])
            with urllib.request.urlopen(f"{origin}{service}/replicas?f=json", timeout=10) as answer:
                return json.load(answer)
        harness.wait_until(lambda: len(registered()) == len(packages),
                           f"{len(packages)} replicas to remain", seconds=60, every=0.5)


if __name__ == "__main__":
    unittest.main()
