#!/usr/bin/python3
"""`cmake --install` brings everything that the unit names, under the prefix that is asked for."""
import os
import subprocess
import tempfile
import unittest


class Install(unittest.TestCase):
    def test_the_unit_starts_the_program_that_was_installed_with_it(self):
        with tempfile.TemporaryDirectory() as prefix:
            subprocess.run(["cmake", "--install", os.environ["MAPFERRY_BUILD"], "--prefix", prefix], check=True,
                           stdout=subprocess.DEVNULL)
            for path in ("bin/mapferry", "lib/sysusers.d/mapferry.conf", "lib/tmpfiles.d/mapferry.conf"):
                self.assertTrue(os.path.isfile(os.path.join(prefix, path)), path)
            with open(os.path.join(prefix, "lib/systemd/system/mapferryd.service"), encoding="utf-8") as unit:
                lines = unit.read().splitlines()
            start = [line for line in lines if line.startswith("ExecStart=")]
            self.assertEqual(start, [f"ExecStart={prefix}/bin/mapferryd --config /etc/mapferry/mapferry.yaml"])
            self.assertTrue(os.access(os.path.join(prefix, "bin/mapferryd"), os.X_OK))
            self.assertIn("RestartPreventExitStatus=2", lines)
            self.assertEqual([line for line in lines if "@bin@" in line], [])


if __name__ == "__main__":
    unittest.main()
