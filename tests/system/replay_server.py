"""A server that answers with recorded bodies, their hosts rewritten to its own.

It is written from the vendor's documents and recorded answers alone and knows
nothing of the sandbox: what the daemon does with it, it does with others'
servers. A Style says in which of the documented ways it answers.
"""
import dataclasses
import gzip
import http.server
import json
import os
import re
import threading
import urllib.parse

from harness import FIXTURES


@dataclasses.dataclass
class Style:
    """One way in which servers of this kind are known to answer."""
    name: str
    replica: str = "async"          # async | sync
    status_key: str = "statusUrl"   # statusUrl | statusURL
    result_key: str = "resultUrl"   # resultUrl | responseUrl | URL
    relative: bool = False          # result and status addresses relative
    tiles: str = "enterprise"       # enterprise | online
    tile_result: str = "folder"     # folder | file | object (enterprise); array | string | top (online)
    job_path: str = "jobs"          # jobs | exportTiles/jobs
    gzip: bool = False              # JSON bodies are compressed
    storage: bool = False           # files lie on a storage host that refuses tokens
    numbers: str = "number"         # generations and times as number | string
    stumbles: str = ""              # html | error500 | busy: the first poll of each job answers that
    pause: int = 1                  # polls that answer "running" first


@dataclasses.dataclass
class Answer:
    body: bytes = b""
    status: int = 200
    content_type: str = "application/json; charset=utf-8"
    headers: dict = dataclasses.field(default_factory=dict)
    file: str = ""                  # sent instead of the body, with ranges
    size: int = -1                  # of a synthetic file whose bytes `produce` gives
    produce: object = None          # function(offset, length) → bytes


def fixture(name):
    with open(os.path.join(FIXTURES, name), encoding="utf-8") as file:
        return json.load(file)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self._answer()

    def do_POST(self):
        self._answer()

    def log_message(self, *_):
        pass

    def _answer(self):
        split = urllib.parse.urlsplit(self.path)
        form = dict(urllib.parse.parse_qsl(split.query, keep_blank_values=True))
        length = int(self.headers.get("Content-Length") or 0)
        if length:
            form.update(urllib.parse.parse_qsl(self.rfile.read(length).decode(), keep_blank_values=True))
        with self.server.lock:
            self.server.seen.append((self.command, split.path, form, dict(self.headers)))
            answer = self.server.respond(self.command, urllib.parse.unquote(split.path), form, self.headers)
        try:
            self._send(answer)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _send(self, answer):
        if answer.file or answer.produce:
            self._send_file(answer)
            return
        body = answer.body
        self.send_response(answer.status)
        if self.server.compress and "gzip" in self.headers.get("Accept-Encoding", "") and body:
            body = gzip.compress(body)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", answer.content_type)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _send_file(self, answer):
        size = answer.size if answer.produce else os.path.getsize(answer.file)
        begin, end = 0, size
        tag = '"%x"' % size
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if asked and self.headers.get("If-Range", tag) == tag:
            begin = int(asked.group(1))
            end = min(size, int(asked.group(2)) + 1 if asked.group(2) else size)
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {begin}-{end - 1}/{size}")
        else:
            self.send_response(200)
        self.send_header("Content-Type", "application/octet-stream")
        self.send_header("ETag", tag)
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(end - begin))
        self.end_headers()
        if answer.produce:
            while begin < end:
                block = answer.produce(begin, min(1 << 20, end - begin))
                self.wfile.write(block)
                begin += len(block)
            return
        with open(answer.file, "rb") as file:
            file.seek(begin)
            self.wfile.write(file.read(end - begin))


class HttpServer(http.server.ThreadingHTTPServer):
    """Plain http on a port of its own; `respond` decides every answer."""
    daemon_threads = True

    def __init__(self, respond, compress=False):
        super().__init__(("127.0.0.1", 0), Handler)
        self.respond = respond
        self.compress = compress
        self.seen = []
        self.lock = threading.Lock()
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def origin(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    def close(self):
        self.shutdown()
        self.server_close()


GEODATABASE = "packages/canyonlands-unpacked/p13/3b1fef0d-2cb0-4b6f-b526-9fe0a1ca3f69.geodatabase"
RASTER = "tiles/tpkx/Usa.tpkx"
VECTOR = "tiles/vtpk/testvtpk.vtpk"
ITEM = "aaaabbbbccccdddd0000111122223333"
REST = "/arcgis/rest/services"


class ReplayServer:
    """Portal, one feature service, one raster and one vector tile service."""

    def __init__(self, style):
        self.style = style
        self.jobs = {}              # path of a job → polls so far
        self.raster_file = os.path.join(FIXTURES, RASTER)
        self.raster_answer = None   # an Answer to send instead of that file
        self.web = HttpServer(self._respond, compress=style.gzip)
        self.store = HttpServer(self._respond_storage)
        self.replies = {}           # path → Answer, to misbehave at one place
        self.replicas = {}          # name → id
        self.stored_tokens = 0

    def close(self):
        self.web.close()
        self.store.close()

    @property
    def origin(self):
        return self.web.origin

    def asked(self, pattern):
        """The requests whose path matches."""
        return [seen for seen in self.web.seen if re.search(pattern, seen[1])]

    # -- what it says ---------------------------------------------------------

    def json(self, value):
        return Answer(json.dumps(value).encode())

    def address(self, path):
        return path.rsplit("/", 1)[-1] if self.style.relative else self.origin + path

    def web_map(self):
        """The recorded map's shape with layers of the recorded services."""
        document = fixture("webmap/synthetic-offline-ready.json")
        feature, other = document["operationalLayers"][:2]
        feature.update(url=f"{self.origin}{REST}/Forest/FeatureServer/0", layerDefinition={})
        other.update(url=f"{self.origin}{REST}/Forest/FeatureServer/1", layerDefinition={})
        document["operationalLayers"] = [feature, other]
        document["tables"] = []
        raster, vector = document["baseMap"]["baseMapLayers"][:2]
        raster["url"] = f"{self.origin}{REST}/Usa/MapServer"
        vector.pop("styleUrl")
        vector.pop("itemId")
        vector["url"] = f"{self.origin}{REST}/Base/VectorTileServer"
        document["baseMap"]["baseMapLayers"] = [raster, vector]
        return document

    def raster_root(self):
        """The recorded hosted root, with export switched on and the levels of the package."""
        root = fixture("tiles/json/mapserver_agol_hosted_tiles_10.81.json")
        root.update(exportTilesAllowed=True, minLOD=0, maxLOD=5)
        world = {"xmin": -20037508.34, "ymin": -20037508.34, "xmax": 20037508.34, "ymax": 20037508.34,
                 "spatialReference": {"wkid": 102100, "latestWkid": 3857}}
        root.update(fullExtent=world, initialExtent=world)
        return root

    def feature_root(self):
        root = fixture("featureserver/agol-sync-editable.service.json")
        if self.style.replica == "sync":
            root["syncCapabilities"]["supportsAsync"] = False
        return root

    # -- answering ------------------------------------------------------------

    def _respond(self, method, path, form, headers):
        if path in self.replies:
            return self.replies[path]
        for pattern, answer in self._routes():
            match = re.fullmatch(pattern, path)
            if match:
                return answer(path, form, *match.groups())
        return Answer(b"<html><body>Not Found</body></html>", 404, "text/html")

    def _routes(self):
        portal = r"/portal/sharing/rest"
        return (
            (portal + r"/content/items/" + ITEM, lambda p, f: self.json(fixture("portal/item-web-map-synthetic.json"))),
            (portal + r"/content/items/" + ITEM + "/data", lambda p, f: self.json(self.web_map())),
            (portal + r"/content/items/(\w+)/data",
             lambda p, f, i: Answer(b'{"error":{"code":500,"message":"Item does not have a file.","details":[]}}')),
            (portal + r"/content/items/(\w+)",
             lambda p, f, i: Answer(b'{"error":{"code":400,"messageCode":"CONT_0001","message":"Item does not exist or is inaccessible.","details":[]}}')),
            (portal + r"/portals/self", lambda p, f: self.json(fixture("portal/portals-self.json"))),
            (r"/arcgis/rest/info", lambda p, f: self.json(fixture("portal/server-info-unsecured.json"))),
            (REST + r"/Forest/FeatureServer", lambda p, f: self.json(self.feature_root())),
            (REST + r"/Forest/FeatureServer/layers",
             lambda p, f: self.json(fixture("featureserver/agol-sync-editable.layers.json"))),
            (REST + r"/Forest/FeatureServer/createReplica", self._create_replica),
            (REST + r"/Forest/FeatureServer/jobs/(\w+)", self._replica_status),
            (REST + r"/Forest/FeatureServer/replicas",
             lambda p, f: self.json([{"replicaName": n, "replicaID": i} for n, i in self.replicas.items()])),
            (REST + r"/Forest/FeatureServer/unRegisterReplica", lambda p, f: self.json({"success": True})),
            (REST + r"/Usa/MapServer", lambda p, f: self.json(self.raster_root())),
            (REST + r"/Base/VectorTileServer",
             lambda p, f: self.json(fixture("tiles/json/vectortileserver_agol_world_basemap_v2_10.81.json"))),
            (REST + r"/(\w+)/(MapServer|VectorTileServer)/exportTiles", self._export_tiles),
            (REST + r"/(\w+)/(MapServer|VectorTileServer)/" + self.style.job_path + r"/(\w+)", self._tile_job),
            (REST + r"/(\w+)/(MapServer|VectorTileServer)/" + self.style.job_path + r"/(\w+)/results/out_service_url",
             self._tile_result),
            (r"/arcgis/rest/directories/arcgisoutput/(\w+)_\w+/(\w+)", self._folder),
            (r"/(?:arcgis/rest/directories|" + REST[1:] + r")/.*\.(geodatabase|tpkx|vtpk)", self._file),
        )

    def _file(self, path, form, kind):
        if self.style.storage:
            return Answer(status=302, headers={"Location": f"{self.store.origin}/signed{path}?X-Signature=abc"})
        return self._bytes(kind)

    def _bytes(self, kind):
        if kind == "tpkx" and self.raster_answer:
            return self.raster_answer
        return Answer(file={"geodatabase": os.path.join(FIXTURES, GEODATABASE), "tpkx": self.raster_file,
                            "vtpk": os.path.join(FIXTURES, VECTOR)}[kind])

    def _respond_storage(self, method, path, form, headers):
        """A storage host: signed queries only, and nobody's tokens."""
        if "token" in form or "Authorization" in headers or "X-Esri-Authorization" in headers or "Referer" in headers:
            self.stored_tokens += 1
            return Answer(b"<Error><Code>InvalidArgument</Code></Error>", 400, "application/xml")
        if form.get("X-Signature") != "abc":
            return Answer(b"<Error><Code>AccessDenied</Code></Error>", 403, "application/xml")
        return self._bytes(path.rsplit(".", 1)[-1])

    def _running(self, path):
        """Counts the polls of a job: an answer while it is not finished, else None."""
        polls = self.jobs[path] = self.jobs.get(path, 0) + 1
        if polls == 1 and self.style.stumbles == "html":
            return Answer(b"<!DOCTYPE html><html><body>Service restarting</body></html>", 200, "text/html")
        if polls == 1 and self.style.stumbles == "error500":
            return self.json({"error": {"code": 500, "message": "Unable to complete operation.", "details": []}})
        if polls == 1 and self.style.stumbles == "busy":
            return Answer(b"", 503, headers={"Retry-After": "1"})
        return self.json({}) if polls <= self.style.pause + bool(self.style.stumbles) else None

    def number(self, value):
        return str(value) if self.style.numbers == "string" else value

    # -- replicas -------------------------------------------------------------

    def _create_replica(self, path, form):
        identity = f"5880{len(self.replicas):04d}-921a-4f9f-ac97-5ffd403368a9"
        self.replicas[form["replicaName"]] = identity
        if self.style.replica == "async":
            return self.json({self.style.status_key: self.address(f"{REST}/Forest/FeatureServer/jobs/r1")
                              if not self.style.relative else "jobs/r1"})
        return self.json({"replicaName": form["replicaName"], "replicaID": identity,
                          "transportType": "esriTransportTypeUrl", self.style.result_key: self._replica_file()})

    def _replica_file(self):
        path = f"{REST}/Forest/FeatureServer/replicafiles/Forest_012d34.geodatabase"
        return "replicafiles/Forest_012d34.geodatabase" if self.style.relative else self.origin + path

    def _replica_status(self, path, form, job):
        running = self._running(path)
        if running:
            if running.body == b"{}":
                return self.json(fixture("featureserver/synthetic/job.exportingdata.json"))
            return running
        done = fixture("featureserver/synthetic/job.completed.sqlite.agol.json")
        done.pop("resultUrl")
        name, identity = next(reversed(self.replicas.items()))
        done.update({"replicaName": name, "replicaID": identity, self.style.result_key: self._replica_file(),
                     "submissionTime": self.number(1441201696150), "replicaServerGen": self.number(1526605677436)})
        return self.json(done)

    # -- tiles ----------------------------------------------------------------

    def _export_tiles(self, path, form, service, kind):
        if self.style.tiles == "online":
            answer = fixture("tiles/json/exporttiles_vector_submit_agol_recorded_2020.json")
        else:
            answer = fixture("tiles/json/exporttiles_raster_submit_tiledbasemaps_recorded_2016.json")
        return self.json(answer)

    def _tile_job(self, path, form, service, kind, job):
        running = self._running(path)
        if running:
            if running.body == b"{}":
                return self.json({**fixture("tiles/json/constructed/job_executing_with_progress.json"), "jobId": job})
            return running
        if self.style.tiles == "enterprise":
            return self.json({**fixture("tiles/json/exporttiles_vector_job_succeeded_enterprise_doc.json"), "jobId": job})
        done = fixture("tiles/json/exporttiles_vector_job_succeeded_agol_doc.json")
        address = self._package_address(service, kind)
        if self.style.storage:
            address = f"{self.store.origin}/signed/{service}.{self._extension(kind)}?X-Signature=abc"
        done["output"]["outputUrl"] = [address] if self.style.tile_result == "array" else address
        if self.style.tile_result == "top":
            done.pop("output")
            done["outputUrl"] = address
        return self.json(done)

    @staticmethod
    def _extension(kind):
        return "vtpk" if kind == "VectorTileServer" else "tpkx"

    def _package_address(self, service, kind):
        return (f"{self.origin}/arcgis/rest/directories/arcgisoutput/{service}_{kind}/_agsL3F19/"
                f"{service}.{self._extension(kind)}")

    def _tile_result(self, path, form, service, kind, job):
        answer = fixture("tiles/json/exporttiles_raster_result_out_service_url_doc.json")
        file = self._package_address(service, kind)
        answer["value"] = {"folder": file.rsplit("/", 1)[0], "file": file, "object": {"url": file}}[self.style.tile_result]
        return self.json(answer)

    def _folder(self, path, form, service, folder):
        listing = fixture("tiles/json/constructed/directory_listing_one_tpkx.json")
        kind = "VectorTileServer" if service == "Base" else "MapServer"
        file = self._package_address(service, kind)
        listing["files"] = [{"name": "conf.json", "url": file.rsplit("/", 1)[0] + "/conf.json"},
                            {"name": file.rsplit("/", 1)[1], "url": file}]
        return self.json(listing)
