"""Starts the real programs in a scratch folder and watches them.

Programs are found in the folder that MAPFERRY_BIN names (ctest sets it). Every
wait has a bound and says what it waited for.
"""
import contextlib
import hashlib
import json
import os
import random
import re
import select
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import unittest

BIN = os.environ.get("MAPFERRY_BIN", "")
FIXTURES = os.environ.get("MAPFERRY_FIXTURES", "")
SLOW = 4 if os.environ.get("MAPFERRY_SANITIZED") else 1


def seed():
    """The seed of this run: printed, and taken from MAPFERRY_SEED if set."""
    value = int(os.environ.get("MAPFERRY_SEED", random.SystemRandom().randrange(1 << 31)))
    print(f"MAPFERRY_SEED={value}", flush=True)
    return value


def wait_until(condition, what, seconds=30.0, every=0.02):
    """Waits for a true value of condition() and returns it."""
    end = time.monotonic() + seconds * SLOW
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds * SLOW:.0f} s for {what}")
        time.sleep(every)


def sha256(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


# What the sanitizers write, wherever it stands.
REPORT = re.compile(r"ERROR: (Address|Leak|Thread)Sanitizer|runtime error: |terminate called")


class Program:
    """A running program of ours; its talk goes to a file, for failures."""

    def __init__(self, name, arguments, folder, stdout=subprocess.DEVNULL, env=None):
        self.is_killed = False  # by the test itself
        self.log_path = os.path.join(folder, f"{name}.{time.monotonic_ns()}.log")
        with open(self.log_path, "wb") as log:
            self.process = subprocess.Popen(
                [os.path.join(BIN, name), *arguments], stdin=subprocess.DEVNULL, stdout=stdout, stderr=log,
                env={**os.environ, **(env or {})})

    def alive(self):
        return self.process.poll() is None

    def talk(self):
        with open(self.log_path, encoding="utf-8", errors="replace") as log:
            return log.read()

    def stop(self, how=signal.SIGTERM, seconds=15):
        if self.alive():
            self.process.send_signal(how)
        try:
            return self.process.wait(seconds * SLOW)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError(f"{self.process.args[0]} did not stop\n{self.talk()[-2000:]}") from None

    def kill(self):
        """Ends it as a power cut would."""
        self.is_killed = True
        self.process.kill()
        self.process.wait()

    def complaint(self):
        """What was wrong with how it ended, or nothing."""
        code, talk = self.process.returncode, self.talk()
        if code != (-signal.SIGKILL if self.is_killed else 0) or REPORT.search(talk):
            return f"{self.process.args[0]} ended with {code}\n{talk[-4000:]}"
        return ""

    def peak_resident_kib(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))


class Sandbox(Program):
    """The sandbox server; `portal` is its address, `item` its first web map."""

    USER, PASSWORD = "field", "field.sandbox"

    def __init__(self, folder, *options):
        self.request_log = os.path.join(folder, "sandbox-requests.jsonl")
        super().__init__("mapferry-sandbox",
                         ["--listen", "127.0.0.1:0", "--log", self.request_log, *options],
                         folder, stdout=subprocess.PIPE)
        self._unread = b""
        self.portal = self._line()
        self.authority = None
        self.items = {}
        while not self.items or ("--tls" in options and not self.authority):
            words = self._line().split(" ", 2)
            if words[0] == "authority":
                self.authority = words[1]
            elif words[0] == "item":
                self.items[words[1]] = words[2]
        self.item = next(iter(self.items))

    def _line(self, seconds=30):
        """The next line that it writes, waited for with a bound."""
        end = time.monotonic() + seconds * SLOW
        while b"\n" not in self._unread:
            is_ready = select.select([self.process.stdout], [], [], max(0, end - time.monotonic()))[0]
            more = os.read(self.process.stdout.fileno(), 4096) if is_ready else b""
            if not more:
                raise AssertionError(f"the sandbox {'ended' if is_ready else 'is silent'}\n" + self.talk()[-2000:])
            self._unread += more
        line, self._unread = self._unread.split(b"\n", 1)
        return line.decode().strip()

    @property
    def port(self):
        return int(self.portal.split("/")[2].rsplit(":", 1)[1])

    def requests(self):
        """Every request so far, as the server saw it."""
        with open(self.request_log, encoding="utf-8") as log:
            return [json.loads(line) for line in log if line.endswith("\n")]

    def stop(self, how=signal.SIGTERM, seconds=15):
        code = super().stop(how, seconds)
        self.process.stdout.close()
        return code


class Daemon(Program):
    """mapferryd with a configuration in a scratch folder."""

    def __init__(self, folder, socket_path):
        self.folder = folder
        self.socket_path = socket_path
        super().__init__("mapferryd", ["--config", os.path.join(folder, "mapferry.yaml")], folder)
        wait_until(self._ready, "the control socket")

    def _ready(self):
        if not self.alive():
            raise AssertionError("mapferryd ended at once\n" + self.talk()[-4000:])
        with contextlib.closing(socket.socket(socket.AF_UNIX)) as probe:
            try:
                probe.connect(self.socket_path)
            except OSError:
                return False
            return True


class SystemTest(unittest.TestCase):
    """A scratch folder, and everything that was started in it stopped again."""

    def setUp(self):
        if not BIN:
            self.fail("MAPFERRY_BIN names the folder of the programs")
        self.folder = tempfile.mkdtemp(prefix="mapferry-test-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.maps = os.path.join(self.folder, "maps")
        os.mkdir(self.maps)
        self.socket_path = os.path.join(self.folder, "control.sock")
        self.programs = []
        self.addCleanup(self.stop_all)

    def stop_all(self):
        """Stops what still runs as its keeper would, and fails the test where
        a program ended by itself, badly, or with a sanitizer's report."""
        complaints = []
        for program in reversed(self.programs):
            try:
                program.stop()
            except AssertionError as stuck:
                complaints.append(str(stuck))
            complaints.append(program.complaint())
        self.programs = []
        self.assertEqual("".join(complaints), "")

    def sandbox(self, *options):
        program = Sandbox(self.folder, *options)
        self.programs.append(program)
        return program

    def configure(self, portal_url, **more):
        """Writes the configuration. JSON is YAML."""
        settings = {
            "stateDirectory": os.path.join(self.folder, "state"),
            "controlSocket": self.socket_path,
            "outputRoots": [self.maps],
            "portals": {"field": {"url": portal_url}},
            **more,
        }
        with open(os.path.join(self.folder, "mapferry.yaml"), "w", encoding="utf-8") as file:
            json.dump(settings, file)

    def signed_in(self):
        """Members of a configuration that signs in as the sandbox's user."""
        secret = os.path.join(self.folder, "password")
        with open(os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
            file.write(Sandbox.PASSWORD)
        return {"type": "userPassword", "username": Sandbox.USER, "passwordFile": secret}

    def daemon(self):
        program = Daemon(self.folder, self.socket_path)
        self.programs.append(program)
        return program

    def mapferry(self, *arguments, expect=0, seconds=120):
        """Runs a command; returns its standard output."""
        done = subprocess.run([os.path.join(BIN, "mapferry"), "--socket", self.socket_path, *arguments],
                              capture_output=True, text=True, timeout=seconds * SLOW, check=False, cwd=self.folder)
        if expect is not None:
            self.assertEqual(done.returncode, expect,
                             f"mapferry {' '.join(arguments)}\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def job_file(self, item, name="central", area=None, defaults="author", overrides=None, **parameters):
        """Writes a job file and returns its path; the target is maps/<name>. An item that ends
        in .json is the file of a web map."""
        job = {
            "portal": "field", "webMap" if item.endswith(".json") else "item": item, "downloadDirectory": os.path.join(self.maps, name),
            "defaults": defaults, "parameters": {"areaOfInterest": area or AREA, **parameters},
        }
        if overrides is not None:
            job["overrides"] = overrides
        path = os.path.join(self.folder, f"{name}.yaml")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(job, file)
        return path

    def submit(self, path):
        return self.mapferry("submit", path).strip().splitlines()[-1]

    def show(self, job):
        return json.loads(self.mapferry("show", job, "--json"))

    def wait_for_end(self, job, seconds=120):
        """The job's view once it has ended."""
        def ended():
            view = self.show(job)
            return view if view["phase"] in ("done", "failed", "cancelled") else None
        return wait_until(ended, f"job {job} to end", seconds, every=0.1)

    def take(self, path, seconds=120, expect=0):
        self.mapferry("submit", path, "--wait", seconds=seconds, expect=expect)


# Part of the sandbox's geography with counties and inspections; small and quick.
AREA = {"xmin": -110.2, "ymin": 37.9, "xmax": -109.0, "ymax": 38.9, "spatialReference": {"wkid": 4326}}


def is_loadable(target):
    """Whether a loader would take the folder for a mobile map package."""
    return os.path.isdir(target) and any(name.endswith(".info") for name in os.listdir(target))


def package_files(target):
    return sorted(os.path.relpath(os.path.join(folder, name), target)
                  for folder, _, names in os.walk(target) for name in names)


def require_fixtures(test):
    """Skips where no fixtures are named, fails where they are named but missing."""
    if not FIXTURES:
        test.skipTest("MAPFERRY_FIXTURES is not set")
    if not os.path.isdir(FIXTURES):
        test.fail(f"MAPFERRY_FIXTURES names no folder: {FIXTURES}")
