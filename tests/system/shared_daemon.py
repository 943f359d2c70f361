"""One sandbox and one daemon for all tests of a class. Jobs that tests mark with
@job are submitted together before the first of them: they wait for servers side
by side instead of one after the other."""
import json
import os
import subprocess
import urllib.parse
import urllib.request

import field_data
import harness
from taken_package import Package


def job(title, **parameters):
    """Marks a test with the job that it looks at, as `self.taken`. It makes no tiles:
    their requests do not say whose they are."""
    def mark(test):
        test.job = (title, {"includeBasemap": False, **parameters})
        return test
    return mark


def web_maps(server):
    """Title → item of every web map of a sandbox."""
    question = urllib.parse.urlencode({"q": 'type:"Web Map"', "num": 100, "f": "json"})
    with urllib.request.urlopen(f"{server.portal}/sharing/rest/search?{question}", timeout=30) as answer:
        return {item["title"]: item["id"] for item in json.load(answer)["results"]}


class Taken:
    """What came of a job, in the package and at the server."""

    def __init__(self, view, target, requests):
        self.view = view
        self.requests = requests  # those of the job alone, where they can be told
        self.package = Package(target) if view["phase"] == "done" else None

    def forms(self, service, operation="createReplica"):
        """The forms with which an operation of a service was ordered, their JSON read."""
        return [{name: _read(value) for name, value in request["params"].items()} for request in self.requests
                if request["method"] == "POST" and f"/{service}/" in request["path"]
                and request["path"].endswith("/" + operation)]

    def form(self, service, operation="createReplica"):
        """The only one."""
        form, = self.forms(service, operation)
        return form


def _read(value):
    return json.loads(value) if value[:1] in ("{", "[") else value


class SharedDaemonTest(harness.SystemTest):
    OPTIONS = ()   # of the sandbox

    @classmethod
    def settings(cls):
        """Of the daemon; the server runs already."""
        return {}

    @classmethod
    def service(cls, path):
        return f"{cls.server.portal.rsplit('/', 1)[0]}/server/rest/services/{path}"

    @classmethod
    def setUpClass(cls):
        cls.world = world = harness.SystemTest()
        world.addCleanup = cls.addClassCleanup  # the class has no cleanups of a test
        world.setUp()
        cls.server = world.sandbox("--with", field_data.OURS, *cls.OPTIONS)
        cls.items = web_maps(cls.server)
        world.configure(cls.server.portal, **{"limits": {"jobs": 8}, **cls.settings()})
        world.daemon()
        cls.jobs = {}
        for name in dir(cls):
            marked = getattr(getattr(cls, name), "job", None)
            if marked:
                title, parameters = marked
                cls.jobs[name] = world.submit(world.job_file(cls.items[title], name, **parameters))

    def setUp(self):
        for name in ("folder", "maps", "socket_path", "programs"):
            setattr(self, name, getattr(self.world, name))
        if self._testMethodName in self.jobs:
            self.taken = self._taken(self.jobs[self._testMethodName], self._testMethodName, 0)

    def take(self, title, name=None, **parameters):
        """A job by itself: all that the server was asked meanwhile is its own."""
        name = name or self._testMethodName
        before = len(self.server.requests())
        return self._taken(self.submit(self.job_file(self.items[title], name, **parameters)), name, before)

    def refuse(self, path):
        """Submits what must not be taken; what was said."""
        done = subprocess.run([os.path.join(harness.BIN, "mapferry"), "--socket", self.socket_path, "submit", path],
                              capture_output=True, text=True, timeout=30, check=False)
        self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
        return done.stderr

    def _taken(self, number, name, before):
        view = self.wait_for_end(number)
        requests = [request for request in self.server.requests()[before:]
                    if number in request["params"].get("replicaName", number)]
        return Taken(view, os.path.join(self.maps, name), requests)

    def replicas_at(self, service):
        """The names of the replicas that a service knows, by its own list."""
        with urllib.request.urlopen(self._address(service) + "/replicas?f=json", timeout=30) as answer:
            return {replica["replicaName"] for replica in json.load(answer)}

    def attachments_at(self, service, layer, ids):
        """How many attachments and bytes the server shows for these rows, asked at another door than replicas."""
        address = f"{self._address(service)}/{layer}/queryAttachments"
        form = urllib.parse.urlencode({"objectIds": ",".join(map(str, sorted(ids))), "f": "json"})
        with urllib.request.urlopen(address, form.encode(), timeout=30) as answer:
            sizes = [info["size"] for group in json.load(answer)["attachmentGroups"] for info in group["attachmentInfos"]]
        return len(sizes), sum(sizes)

    def _address(self, service):
        root = next(request["path"] for request in self.server.requests() if f"/{service}/FeatureServer" in request["path"])
        return self.server.portal.rsplit("/", 1)[0] + root.split("/FeatureServer")[0] + "/FeatureServer"
