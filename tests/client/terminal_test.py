#!/usr/bin/python3
"""What mapferry draws in a terminal: in place, within its width, coloured only where wanted."""
import fcntl
import os
import pty
import re
import struct
import subprocess
import tempfile
import termios
import unittest

from fake_daemon import JOB, PROGRAM, FakeDaemon, event, view

LAYERS = [{"index": index, "kind": "vectorTiles", "service": "https://gis.example/S", "covers": [], "phase": "polling", "attempt": 1,
           "bytesDone": 0, "bytesTotal": None, "waiting": None, "failure": None} for index in range(3)]


class Terminal(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = os.path.join(self.folder.name, "control.sock")
        daemon = FakeDaemon(self.path, {
            "events.subscribe": {"seq": 0},
            "job.get": lambda *_: {**view(layers=LAYERS), "_events": [event("assembling", layers=LAYERS), event("done", layers=[])]}})
        self.addCleanup(lambda: daemon.listener.close())

    def watch(self, width=70, **env):
        """The bytes that a terminal of that width gets."""
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
        environment = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
        with subprocess.Popen([PROGRAM, "--socket", self.path, "watch", JOB], stdout=theirs, stderr=subprocess.DEVNULL,
                              env={**environment, "TERM": "xterm", **env}) as process:
            os.close(theirs)
            drawn = b""
            while True:
                try:
                    block = os.read(ours, 65536)
                except OSError:
                    break
                if not block:
                    break
                drawn += block
            os.close(ours)
            self.assertEqual(process.wait(30), 0)
        return drawn.decode()

    def test_draws_over_the_picture_before_and_blanks_nothing_in_between(self):
        drawn = self.watch()
        self.assertRegex(drawn, r"\x1b\[4A\r\x1b\[1massembling")
        self.assertNotIn("\x1b[2J", drawn)
        self.assertTrue(all(line.endswith("\x1b[K") or "package" in line or not line
                            for line in re.sub(r"\x1b\[J|\x1b\[\d+A\r", "", drawn).split("\r\n")), repr(drawn))
        self.assertIn("package: /maps/a", drawn)

    def test_does_not_show_the_code_of_a_login(self):
        path = os.path.join(self.folder.name, "login.sock")
        daemon = FakeDaemon(path, {"credential.login": {"address": "https://gis.example/a"}, "credential.finishLogin": {}})
        self.addCleanup(lambda: daemon.listener.close())
        ours, theirs = pty.openpty()
        before = termios.tcgetattr(theirs)
        with subprocess.Popen([PROGRAM, "--socket", path, "login", "sso"], stdin=theirs, stdout=theirs, stderr=theirs) as process:
            shown = b""
            while b"give up" not in shown:
                shown += os.read(ours, 4096)
            os.write(ours, b"the-code\n")
            self.assertEqual(process.wait(30), 0)
        self.assertEqual(termios.tcgetattr(theirs), before)
        os.close(theirs)
        shown += os.read(ours, 4096)
        os.close(ours)
        self.assertNotIn(b"the-code", shown)
        self.assertIn(b"signed in", shown)
        self.assertEqual(daemon.calls[1][1], {"credential": "sso", "code": "the-code"})

    def test_stays_within_the_width(self):
        for width in (30, 45, 70, 200):
            plain = re.sub(r"\x1b\[[0-9]*[A-Za-z]", "", self.watch(width))
            for line in plain.replace("\r", "\n").split("\n"):
                if not line.startswith("package"):
                    self.assertLessEqual(len(line), width, repr(line))

    def test_has_no_colour_where_none_is_wanted_and_draws_nothing_in_a_dumb_terminal(self):
        self.assertIn("\x1b[1m", self.watch())
        self.assertNotIn("m", re.sub(r"[^\x1b]*(\x1b\[[0-9]*[A-Za-z])?", r"\1", self.watch(NO_COLOR="1")))
        self.assertNotIn("\x1b", self.watch(TERM="dumb"))


if __name__ == "__main__":
    unittest.main()
