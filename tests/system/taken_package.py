"""A finished package, read by independent readers: MapProxy for bundles, GDAL and SQLite for rows."""
import glob
import json
import os
import re
import sqlite3
import tempfile
import zipfile

from mapproxy.cache.compact import BundleV2
from mapproxy.cache.tile import Tile
from osgeo import ogr

import harness


class Package:
    """A finished package, read without any of our own code."""

    def __init__(self, target):
        self.target = target
        with open(os.path.join(target, "p13", "mobile_map.mmap"), encoding="utf-8") as file:
            self.document = json.load(file)
        with open(target + ".report.json", encoding="utf-8") as file:
            self.report = json.load(file)

    def file(self, extension):
        name, = [path for path in harness.package_files(self.target) if path.endswith(extension)]
        return os.path.join(self.target, name)

    def geodatabases(self):
        return sorted(glob.glob(os.path.join(self.target, "p13", "*.geodatabase")))

    def rows(self, table):
        """Rows of a table, over all replicas. Data without a replica have no archive, and no view of what is current."""
        kept = self._ask(f'SELECT COUNT(*) FROM "{table}_evw"', f"{table}_evw")
        return sum(answer[0][0] for answer in kept or self._ask(f'SELECT COUNT(*) FROM "{table}"', table))

    def attachments(self, table):
        """How many attachments and bytes came along, or nothing where no replica has a place for them."""
        found = self._ask(f'SELECT COUNT(*), COALESCE(SUM(LENGTH(DATA)), 0) FROM "{table}__ATTACH_evw"',
                          f"{table}__ATTACH_evw")
        return tuple(map(sum, zip(*(answer[0] for answer in found)))) if found else None

    def receipt(self, table):
        """What a replica says of itself, from the metadata of the one that has the table."""
        for path in self.geodatabases():
            base = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
            # GDB_Items wants a collation that only the vendor's library has.
            base.create_collation("ICUFOLDCASE", lambda a, b: (a > b) - (a < b))
            for (text,) in base.execute("SELECT Definition FROM GDB_Items"):
                if text and text.startswith("<typens:GPSyncReplica ") and f">main.{table}<" in text:
                    base.close()
                    return dict(re.findall(r"<(ReplicaName|SyncModel|ReturnsAttachments|AttachmentsSyncDirection)>([^<]*)<", text))
            base.close()
        return None

    def _ask(self, question, table):
        """The rows of the answer of each geodatabase that has the table or view."""
        answers = []
        for path in self.geodatabases():
            base = ogr.GetDriverByName("SQLite").Open(path)
            known = base.ExecuteSQL(f"SELECT name FROM sqlite_master WHERE name = '{table}'")
            if known is not None and known.GetFeatureCount():
                answer = base.ExecuteSQL(question)
                answers.append([[row.GetField(i) for i in range(row.GetFieldCount())] for row in answer])
        return answers

    def info(self):
        with open(os.path.join(self.target, "package.info"), encoding="utf-8") as file:
            return json.load(file)

    def layers(self):
        """Id → entry of the map's layers and tables that have a file or an address, those in groups too."""
        found, waiting = {}, [*self.document["map"]["operationalLayers"], *self.document["map"].get("tables", [])]
        while waiting:
            layer = waiting.pop()
            waiting += layer.get("layers", [])
            if "path" in layer or "url" in layer:
                found[layer["id"]] = layer
        return found

    def bundles(self, extension):
        """(level, first row, first column, path) of every bundle, unzipped."""
        self.unzipped = tempfile.TemporaryDirectory()
        with zipfile.ZipFile(self.file(extension)) as package:
            package.extractall(self.unzipped.name)
            for name in package.namelist():
                match = re.search(r"/L(\d\d)/R([0-9a-f]+)C([0-9a-f]+)\.bundle$", name)
                if match:
                    yield (int(match.group(1)), int(match.group(2), 16), int(match.group(3), 16),
                           os.path.join(self.unzipped.name, name))

    def tiles(self, extension):
        """(level, row, column, bytes) of every tile, read by MapProxy."""
        for level, row, column, path in self.bundles(extension):
            bundle = BundleV2(path[:-len(".bundle")], (column, row))
            wanted = [Tile((column + x, row + y, level)) for y in range(128) for x in range(128)]
            bundle.load_tiles(wanted)
            for tile in wanted:
                if tile.source:
                    yield level, tile.coord[1], tile.coord[0], tile.source.as_buffer().read()

    def levels(self, extension):
        """Level → number of tiles."""
        counts = {}
        for level, *_ in self.tiles(extension):
            counts[level] = counts.get(level, 0) + 1
        return counts
