"""Starts mapferry-sandbox for a test and talks to it with nothing but the standard library."""

import hashlib
import http.client
import json
import os
import ssl
import subprocess
import tempfile
import time
import urllib.parse

PROGRAM = os.environ["MAPFERRY_SANDBOX"]
# States of a tile export that has not ended.
RUNNING = ("esriJobNew", "esriJobSubmitted", "esriJobWaiting", "esriJobExecuting")
DEADLINE = 60  # seconds; a bound for what would hang otherwise


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def json(self):
        return json.loads(self.body)

    def sha256(self):
        return hashlib.sha256(self.body).hexdigest()


class Sandbox:
    """A running program. `items` maps titles to ids; `token` and `referer` go along with every request once set."""

    def __init__(self, *options, faults=None):
        self.folder = tempfile.TemporaryDirectory()
        self.log_file = os.path.join(self.folder.name, "log")
        arguments = [PROGRAM, "--listen", "127.0.0.1:0", "--log", self.log_file, *options]
        if faults is not None:
            script = os.path.join(self.folder.name, "faults.yaml")
            with open(script, "w", encoding="utf-8") as file:
                file.write(faults)
            arguments += ["--faults", script]
        self.process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
        self.portal = self.process.stdout.readline().strip()
        _, self.map_id, self.map_title = self.process.stdout.readline().strip().split(" ", 2)
        self.trust = None
        if "--tls" in options:
            self.authority = self.process.stdout.readline().strip().removeprefix("authority ")
            self.trust = ssl.create_default_context(cafile=self.authority)
        self.sharing = self.portal + "/sharing/rest"
        self.token = self.referer = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
        code = self.process.wait(DEADLINE)
        self.process.stdout.close()
        self.folder.cleanup()
        return code

    def ask(self, address, form=None, headers=None, method=None, token=True):
        """One request. Redirects are not followed."""
        parts = urllib.parse.urlsplit(address)
        sent = dict(headers or {})
        if token and self.token:
            sent["X-Esri-Authorization"] = "Bearer " + self.token
        if token and self.referer:
            sent["Referer"] = self.referer
        body = None
        if form is not None:
            body = urllib.parse.urlencode(form)
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        if parts.scheme == "https":
            connection = http.client.HTTPSConnection(parts.netloc, timeout=DEADLINE, context=self.trust)
        else:
            connection = http.client.HTTPConnection(parts.netloc, timeout=DEADLINE)
        try:
            target = parts.path + ("?" + parts.query if parts.query else "")
            connection.request(method or ("POST" if form is not None else "GET"), target, body, sent)
            answer = connection.getresponse()
            return Answer(answer.status, dict((k.lower(), v) for k, v in answer.getheaders()), answer.read())
        finally:
            connection.close()

    def json(self, address, form=None, **query):
        query["f"] = "json"
        if form is not None:
            return self.ask(address, {**query, **form}).json()
        joint = "&" if "?" in address else "?"
        return self.ask(address + joint + urllib.parse.urlencode(query)).json()

    def poll(self, address, over):
        """Asks a status resource until `over` says so."""
        end = time.monotonic() + DEADLINE
        while time.monotonic() < end:
            answer = self.json(address)
            if over(answer):
                return answer
            time.sleep(0.02)
        raise AssertionError("not over in time: " + json.dumps(answer))

    def sign_in(self, referer="mapferry-test"):
        made = self.json(self.sharing + "/generateToken", {"username": "field", "password": "field.sandbox",
                                                           "client": "referer", "referer": referer})
        self.token, self.referer = made["token"], referer
        return made

    def exchange(self, service):
        made = self.json(self.sharing + "/generateToken", {"serverUrl": service})
        self.token = made["token"]
        return made

    def services(self):
        """Addresses of all services of both servers by their paths, such as Field/FeatureServer."""
        federated = layers_of(self.web_map())["field-0"]["url"].split("/rest/")[0]
        origin = "/".join(self.portal.split("/")[:3])
        return {f"{one['name']}/{one['type']}": f"{server}/rest/services/{one['name']}/{one['type']}"
                for server in (federated, origin + "/remote") for one in self.json(server + "/rest/services")["services"]}

    def web_map(self):
        return self.json(f"{self.sharing}/content/items/{self.map_id}/data")

    def log_text(self):
        with open(self.log_file, encoding="utf-8") as file:
            return file.read()

    def logged(self, wanted):
        """The first matching line. It is written after the answer has been sent, so it may come a little late."""
        end = time.monotonic() + DEADLINE
        while time.monotonic() < end:
            for line in self.log_text().splitlines(keepends=True):
                if line.endswith("\n") and wanted(json.loads(line)):
                    return json.loads(line)
            time.sleep(0.02)
        raise AssertionError("not in the log")


def layers_of(web_map):
    """All layers of the map by id, those in groups too."""
    found, waiting = {}, web_map["operationalLayers"] + web_map["baseMap"]["baseMapLayers"]
    while waiting:
        layer = waiting.pop()
        found[layer["id"]] = layer
        waiting += layer.get("layers", [])
    return found
