"""Does what docs/sandbox.md says about rehearsing one's own map, word for word, and looks at what comes of it."""

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import unittest
import urllib.parse

from running_sandbox import DEADLINE, PROGRAM, Sandbox

GUIDE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "docs", "sandbox.md")


def blocks():
    """The commands of the section."""
    with open(GUIDE, encoding="utf-8") as file:
        section = file.read().split("## Rehearsing your own map")[1].split("\n## ")[0]
    return re.findall(r"^```\n(.*?)^```", section, re.MULTILINE | re.DOTALL)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class OwnDataTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)
        os.makedirs(os.path.join(self.folder, "build", "bin"))
        os.symlink(PROGRAM, os.path.join(self.folder, "build", "bin", "mapferry-sandbox"))

    def run_block(self, text):
        done = subprocess.run(["bash", "-e"], input=text, cwd=self.folder, text=True, capture_output=True, timeout=DEADLINE)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_geojson_in_and_a_web_map_out(self):
        serve, describe = blocks()
        port = free_port()
        # The program runs in the background of the shell; its number comes along, so that it can be ended.
        block = serve.replace("127.0.0.1:8080", f"127.0.0.1:{port}").replace("sandbox.out &\n", "sandbox.out 2> errors &\necho $! > pid\n")
        waiting = block.replace("sleep 1 ", "until grep -q mytrip sandbox.out; do kill -0 $(cat pid); sleep 0.05; done ")
        self.assertNotEqual(block, waiting)
        printed = self.run_block(waiting)
        with open(os.path.join(self.folder, "pid"), encoding="ascii") as file:
            self.addCleanup(os.kill, int(file.read()), signal.SIGTERM)
        word, item, title = printed.split()
        self.assertEqual((word, title), ("item", "mytrip"))
        self.look_at(f"http://127.0.0.1:{port}/portal/sharing/rest", item)
        self.run_block(describe)
        with Sandbox("--with", os.path.join(self.folder, "mytrip")) as sandbox:
            self.look_at(sandbox.sharing, item)

    def look_at(self, sharing, item):
        with_no_program = Sandbox.__new__(Sandbox)
        with_no_program.token = with_no_program.referer = with_no_program.trust = None

        def get(address, **parameters):
            answer = with_no_program.ask(address + "?" + urllib.parse.urlencode({"f": "json", **parameters})).json()
            self.assertNotIn("error", answer)
            return answer

        described = get(f"{sharing}/content/items/{item}")
        self.assertEqual(described["extent"], [[-109.8, 38.15], [-109.7, 38.2]])
        self.assertIsNone(described["licenseInfo"], "the sandbox claims terms for data that is not its own")
        layers = {layer["title"]: layer["url"] for layer in
                  get(f"{sharing}/content/items/{item}/data")["operationalLayers"][0]["layers"]}
        self.assertEqual(set(layers), {"route", "wells"})
        wells = get(layers["wells"] + "/query", where="depth > 20", outFields="*", outSR=4326)["features"]
        self.assertEqual([row["attributes"]["name"] for row in wells], ["Lower well"])
        self.assertAlmostEqual(wells[0]["geometry"]["x"], -109.7)
        kinds = {field["name"]: field["type"] for field in get(layers["wells"])["fields"]}
        self.assertEqual(kinds["seen"], "esriFieldTypeDate")
        self.assertEqual(kinds["depth"], "esriFieldTypeDouble")
        self.assertIn("Sync", get(layers["route"])["capabilities"])

    def test_a_mistake_is_told_with_its_file_and_member(self):
        for block in blocks():
            self.run_block(block.split("build/bin")[0])
        describe = blocks()[1]
        self.run_block(describe)
        document = os.path.join(self.folder, "mytrip", "maps", "mytrip.json")
        with open(document, encoding="utf-8") as file:
            text = file.read()
        with open(document, "w", encoding="utf-8") as file:
            file.write(text.replace("${service:mytrip}", "${service:mytrap}"))
        failed = subprocess.run([PROGRAM, "--with", os.path.join(self.folder, "mytrip")], capture_output=True, text=True, timeout=DEADLINE)
        self.assertEqual(failed.returncode, 1)
        self.assertIn('mytrip.json: /map/operationalLayers/0/layers/0/', failed.stderr)
        self.assertIn('there is no service "mytrap"', failed.stderr)

    def test_a_fixed_port_for_the_storage(self):
        port = free_port()
        with Sandbox("--dialect", "online", "--storage-port", str(port)) as sandbox:
            self.assertEqual(sandbox.ask(f"http://127.0.0.1:{port}/nothing").status, 403)

    def test_starts_in_a_moment(self):
        started = time.monotonic()
        with Sandbox():
            took = time.monotonic() - started
        print(f"started in {took:.2f} s")
        self.assertLess(took, 10)  # 0.3 s where nothing else runs; sanitizers and busy machines are slow


if __name__ == "__main__":
    unittest.main()
