"""scripts/make-sandbox-data makes the very files that are in the tree, from the regions in the tree."""

import filecmp
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
DATA = os.path.join(ROOT, "sandbox", "data")
MADE = ("rows", "maps", "styles/borders")


def files_below(folder):
    return sorted(os.path.relpath(os.path.join(place, name), folder)
                  for place, _, names in os.walk(folder) for name in names)


class MadeDataTest(unittest.TestCase):
    def test_makes_the_same_bytes_again(self):
        with tempfile.TemporaryDirectory() as folder:
            for kept in ("base", "services", "tiles"):
                shutil.copytree(os.path.join(DATA, kept), os.path.join(folder, kept))
            os.makedirs(os.path.join(folder, "rows"))
            subprocess.run([sys.executable, os.path.join(ROOT, "scripts", "make-sandbox-data"), folder], check=True)
            for made in MADE:
                names = files_below(os.path.join(folder, made))
                self.assertEqual(names, files_below(os.path.join(DATA, made)))
                self.assertTrue(names)
                same, _, _ = filecmp.cmpfiles(os.path.join(folder, made), os.path.join(DATA, made), names, shallow=False)
                self.assertEqual(same, names)
            item = os.path.join("items", "borders.json")
            self.assertTrue(filecmp.cmp(os.path.join(folder, item), os.path.join(DATA, item), shallow=False))


if __name__ == "__main__":
    unittest.main()
