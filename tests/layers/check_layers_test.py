#!/usr/bin/python3
"""The layer rule holds for the tree, and a planted violation is caught."""
import os
import subprocess
import tempfile
import unittest

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
CHECK = os.path.join(ROOT, "scripts", "check-layers")

# A file, an include it must not have. One for each kind of rule.
PLANTED = [
    ("proto/record/job_record.hpp", '#include "core/names.hpp"'),
    ("core/job_machine.cpp", '#include "io/store/lmdb_store.hpp"'),
    ("core/job_machine.cpp", "#include <caf/all.hpp>"),
    ("core/plan/planner.cpp", "#include <proj.h>"),
    ("core/retry.cpp", "#include <curl/curl.h>"),
    ("io/http/curl_transfers.cpp", '#include "actors/interfaces.hpp"'),
    ("io/http/curl_transfers.cpp", '#include "io/disk/disk_service.hpp"'),
    ("io/store/lmdb_store.cpp", "#include <sqlite3.h>"),
    ("actors/layer.cpp", '#include "io/http/curl_transfers.hpp"'),
    ("actors/layer.cpp", "#include <caf/all.hpp>"),
    ("config/yaml_settings.cpp", '#include "daemon/wiring.hpp"'),
    ("client/submit.cpp", '#include "daemon/wiring.hpp"'),
    ("client/submit.cpp", '#include "io/http/curl_transfers.hpp"'),
    ("sandbox/portal.cpp", '#include "proto/failure.hpp"'),
    ("sandbox/portal.cpp", "#include <httplib.h>"),
    ("sandbox/model/geometry.cpp", '#include "sandbox/http/answers.hpp"'),
    ("sandbox/tiles/clip.cpp", '#include "sandbox/world.hpp"'),
    ("daemon/notify.cpp", "#include <systemd/sd-daemon.h>"),
    ("tests/sandbox/portal_test.cpp", '#include "core/names.hpp"'),
    ("proto/text.cpp", '#include "text.hpp"'),
]


def check(root):
    return subprocess.run([CHECK, root], capture_output=True, text=True, check=False)


class LayerCheck(unittest.TestCase):
    def test_the_tree_keeps_its_layers(self):
        done = check(ROOT)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_a_planted_violation_is_caught(self):
        for path, include in PLANTED:
            with self.subTest(path=path, include=include), tempfile.TemporaryDirectory() as root:
                file = os.path.join(root, path)
                os.makedirs(os.path.dirname(file))
                with open(file, "w", encoding="utf-8") as out:
                    out.write(f"#pragma once\n{include}\n")
                done = check(root)
                self.assertEqual(done.returncode, 1, f"{path} with {include} was let through")
                self.assertIn(f"{path}:2:", done.stdout)

    def test_an_allowed_include_is_not_reported(self):
        with tempfile.TemporaryDirectory() as root:
            os.makedirs(os.path.join(root, "core", "plan"))
            with open(os.path.join(root, "core", "plan", "area.cpp"), "w", encoding="utf-8") as out:
                out.write('#include "proto/failure.hpp"\n#include <proj.h>\n#include <vector>\n')
            self.assertEqual(check(root).returncode, 0)


if __name__ == "__main__":
    unittest.main()
