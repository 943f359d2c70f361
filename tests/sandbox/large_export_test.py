"""An export that is larger than the memory it may take. With MAPFERRY_LOAD=1 it has more than 1 GiB, else some 80 MB."""

import os
import re
import time
import unittest
import urllib.request

from running_sandbox import Sandbox

LOAD = os.environ.get("MAPFERRY_LOAD") == "1"
SIDE = 460_000 if LOAD else 113_000  # metres; a tile of level 12 has 9,784
MOST_GROWTH = 64 << 20
LEAST_SIZE = 1 << 30 if LOAD else 72 << 20
PATIENCE = 3600
# The address sanitizer would keep 256 MiB of what was given back, to see whether it is used again.
os.environ.setdefault("ASAN_OPTIONS", "quarantine_size_mb=8")


class LargeExport(unittest.TestCase):
    def peak(self, process):
        with open(f"/proc/{process.pid}/status", encoding="ascii") as status:
            return int(re.search(r"VmHWM:\s+(\d+) kB", status.read())[1]) << 10

    def test_an_export_is_not_held_in_memory(self):
        with Sandbox() as sandbox:
            service = sandbox.portal.removesuffix("/portal") + "/server/rest/services/Relief/ImageServer"
            sandbox.ask(service + "/tile/12/1573/794")
            before, start = self.peak(sandbox.process), time.monotonic()
            made = sandbox.json(service + "/exportTiles", {
                "tilePackage": "true", "levels": "12", "exportExtent": f"-12460000,4400000,{-12460000 + SIDE},{4400000 + SIDE}"})
            job = f"{service}/jobs/{made['jobId']}"
            while sandbox.json(job)["jobStatus"] not in ("esriJobSucceeded", "esriJobFailed"):
                self.assertLess(time.monotonic() - start, PATIENCE)
                time.sleep(0.2)
            folder = sandbox.json(job + "/results/out_service_url")["value"]
            with urllib.request.urlopen(sandbox.json(folder)["files"][0]["url"], timeout=60) as answer:
                size = sum(len(piece) for piece in iter(lambda: answer.read(1 << 20), b""))
            growth = self.peak(sandbox.process) - before
            print(f"{size / 2 ** 20:.0f} MiB in {time.monotonic() - start:.0f} s; the peak of memory was "
                  f"{before / 2 ** 20:.0f} MiB before and grew by {growth / 2 ** 20:.1f} MiB", flush=True)
            self.assertGreater(size, LEAST_SIZE)
            self.assertLess(growth, MOST_GROWTH)


if __name__ == "__main__":
    unittest.main()
