"""Documents that are kept in golden/: MAPFERRY_RENEW=1 writes them anew, to be read before they are committed. And
what they are about: every map of the sandbox as it is, and some of them asked about in another way."""
import hashlib
import json
import os
import re
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..")


def golden(name, seen=None):
    """The kept document; `seen` takes its place where it is to be renewed."""
    path = os.path.join(HERE, "golden", name)
    if seen is not None and os.environ.get("MAPFERRY_RENEW"):
        with open(path, "w", encoding="utf-8") as file:
            json.dump(seen, file, indent=1, ensure_ascii=False, sort_keys=True)
            file.write("\n")
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def item_id(title):
    """As the sandbox makes it."""
    return hashlib.sha256(f"item {title}".encode()).hexdigest()[:32]


def substitutions(service):
    """What the daemon is configured with: by a service's address, and by an item."""
    return {service("Looked/MapServer"): service("Basemap/MapServer"),
            service("Closed/VectorTileServer"): item_id("Boundaries")}


def questions(items, service):
    """Name → item and the other members of a job file. `items` are the maps by their titles, `service` gives the
    address of a service."""
    asked = {title: (item, {}) for title, item in items.items()}

    def also(title, how, **members):
        asked[f"{title}, {how}"] = (items[title], members)

    also("What stays online", "kept online", onlineOnlyServicesOption="include")
    also("Mixed basemap", "fewer glyphs", esriVectorTilesDownloadOption="useReducedFontsService")
    also("Author of the rounds", "attachments both ways", attachmentSyncDirection="bidirectional")
    also("Kinds of layers", "schema alone", returnSchemaOnlyForEditableLayers=True)
    also("Kinds of layers", "attachments of what is edited", returnLayerAttachmentOption="editableLayers")
    also("Prepared by nobody", "without updates", updateMode="noUpdates")
    also("Basemap on board", "too small", referenceBasemapDirectory=".", referenceBasemapFilename="small.tpkx")
    also("Basemap on board", "missing", referenceBasemapDirectory=".", referenceBasemapFilename="nowhere.tpkx")
    also("Trails", "across the dateline", area={"xmin": 179.5, "ymin": 37, "xmax": 180.5, "ymax": 38,
                                                "spatialReference": {"wkid": 4326}})
    trails, elsewhere = service("Trails/FeatureServer"), service("Nowhere/FeatureServer")
    also("Trails", "closures left out", overrides={"generateGeodatabaseParameters": {
        trails: {"layerOptions": [{"layerId": 0}], "syncModel": "layer"}}})
    also("Trails", "override of another service", overrides={"generateGeodatabaseParameters": {
        elsewhere: {"layerOptions": [{"layerId": 0}]}}})
    also("Trails", "all left out", overrides={})
    also("Tiles that are refused", "far away", minScale=200000, maxScale=100000)
    for title in ("Night style", "Map without a type"):
        asked[f"{title}, which is no map"] = (item_id(title), {})
    return asked


def small_basemap(path):
    """A tile package of a place far away: all of it that is looked at before a job."""
    mercator = {"wkid": 102100, "latestWkid": 3857}
    root = {"tileBundlesPath": "tile", "storageInfo": {"storageFormat": "esriMapCacheStorageModeCompactV2", "packetSize": 128},
            "spatialReference": mercator,
            "fullExtent": {"xmin": 0, "ymin": 0, "xmax": 1000, "ymax": 1000, "spatialReference": mercator},
            "tileInfo": {"rows": 256, "cols": 256, "format": "PNG", "origin": {"x": -20037508.342787, "y": 20037508.342787},
                         "spatialReference": mercator,
                         "lods": [{"level": 0, "resolution": 156543.033928, "scale": 591657527.591555}]}}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as package:
        package.writestr("root.json", json.dumps(root))


def codes_in(document):
    """Every `code` of a finding or a failure, wherever it stands."""
    if isinstance(document, dict):
        if isinstance(document.get("code"), str):
            yield document["code"]
        for member in document.values():
            yield from codes_in(member)
    elif isinstance(document, list):
        for member in document:
            yield from codes_in(member)


def text_of(*path):
    with open(os.path.join(ROOT, *path), encoding="utf-8") as file:
        return file.read()


def finding_words():
    """The words of the table of findings."""
    rows = re.findall(r'finding_kind\{[\w:]+,\s*level::\w+,\s*party::\w+,\s*"(\w+)"', text_of("proto", "control", "finding.cpp"))
    return set(rows)


def failure_words():
    """Code in C++ → word of the table of failures."""
    return dict(re.findall(r'failure_kind\{\s*(?:failure_code::)?(\w+),\s*group::\w+,\s*"(\w+)"', text_of("proto", "failure.cpp")))


def planning_failure_words():
    """The words of the failures that the planner's sources name."""
    known, named = failure_words(), set()
    for folder in (("core", "plan"), ("proto", "arcgis")):
        for file in os.listdir(os.path.join(ROOT, *folder)):
            if file.endswith(".cpp"):
                named.update(re.findall(r"\b(?:failure_)?code::(\w+)", text_of(*folder, file)))
    return {known[code] for code in named if code in known}
