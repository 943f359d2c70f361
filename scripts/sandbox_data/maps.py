"""The web maps: one for each thing that going offline has to cope with."""
import json
import math

from . import styles

EARTH_RADIUS = 6378137
FOUR_CORNERS = (-111, 36.3, -107.2, 39.2)
USA = (-125, 24, -66, 50)
AROUND_THE_SOUTHWEST = (-121, 29.5, -96, 43.8)
OFFLINE = ["ArcGIS Online", "Collector", "Data Editing", "Explorer Web Map", "Map", "Offline", "Online Map", "Web Map"]
ONLINE = [word for word in OFFLINE if word != "Offline"]
BOTH_WAYS = {"editableLayers": {"download": "featuresAndAttachments", "sync": "syncFeaturesAndAttachments"},
             "readonlyLayers": {"downloadAttachments": True}}


def write(target):
    (target / "maps").mkdir(exist_ok=True)
    source = Source(read_all(target / "services"), read_all(target / "tiles"))
    for number, (name, document) in enumerate(web_maps(source), 1):
        text = json.dumps(document, ensure_ascii=False, indent=1)
        (target / "maps" / f"{number:02d}-{name}.json").write_text(text + "\n", encoding="utf-8")


def read_all(folder):
    """The descriptions in a folder by the path of their service."""
    described = [json.loads(file.read_text(encoding="utf-8")) for file in folder.glob("*.json")]
    return {f"{one['name']}/{one['kind']}" if "kind" in one else one["name"]: one for one in described}


class Source:
    """Makes layers of the services."""

    def __init__(self, services, tiles):
        self.services = services
        self.tiles = tiles

    def described(self, service, layer_id):
        whole = self.services[service]
        return next(one for one in whole["layers"] + whole.get("tables", []) if one["id"] == layer_id)

    def layer(self, service, layer_id, popup=None, definition=None, **members):
        """An entry of operationalLayers; `popup` is the title of one, which else only the item has."""
        described = self.described(service, layer_id)
        made = {"id": f"{service.lower()}-{layer_id}", "title": described["name"],
                "itemId": "${item:%s}" % self.services[service]["title"], "url": "${service:%s}/%d" % (service, layer_id),
                "layerType": "ArcGISFeatureLayer", "visibility": True, "opacity": 1}
        if popup:
            made["popupInfo"] = self.popup(service, described, popup)
        if definition:
            made["layerDefinition"] = definition
        return made | members

    def table(self, service, layer_id, **members):
        made = self.layer(service, layer_id, **members)
        for name in ("layerType", "visibility", "opacity"):
            del made[name]
        return made

    def popup(self, service, described, title):
        editable = "Create" in described.get("capabilities", self.services[service]["capabilities"])
        fields = [{"name": "OBJECTID"}, {"name": "GlobalID"}] + described["fields"]
        infos = [{"fieldName": field["name"], "label": field.get("alias", field["name"]),
                  "visible": field.get("type", "id") not in ("id", "guid"),
                  "isEditable": editable and "type" in field and field.get("editable", True),
                  "domainShown": bool(field.get("domain"))} for field in fields]
        return {"title": title, "fieldInfos": infos, "description": None,
                "showAttachments": "attachments" in described, "mediaInfos": []}

    def raster(self, service="Basemap/MapServer", identifier="basemap", **members):
        kind = "ArcGISTiledImageServiceLayer" if service.endswith("ImageServer") else "ArcGISTiledMapServiceLayer"
        title = self.tiles[service]["title"]
        return {"id": identifier, "title": title, "itemId": "${item:%s}" % title, "url": "${service:%s}" % service,
                "layerType": kind, "visibility": True, "opacity": 1} | members

    def web_map(self, title, snippet, layers, offline=None, tables=(), base=None, view=FOUR_CORNERS, words=(),
                degrees=False, description=None):
        reference = {"wkid": 4326, "latestWkid": 4326} if degrees else {"wkid": 102100, "latestWkid": 3857}
        low, high = (view[:2], view[2:]) if degrees else (metres(*view[:2]), metres(*view[2:]))
        document = {
            "operationalLayers": layers, "baseMap": base or basemap(self.raster()), "tables": list(tables), "bookmarks": [],
            "initialState": {"viewpoint": {"targetGeometry": {
                "xmin": low[0], "ymin": low[1], "xmax": high[0], "ymax": high[1], "spatialReference": reference}}},
            "applicationProperties": {"viewing": {}, "editing": None},
            "spatialReference": reference, "authoringApp": "mapferry-sandbox", "authoringAppVersion": "1", "version": "2.31"}
        if offline is not None:
            document["applicationProperties"]["offline"] = offline
        return {"title": title, "snippet": snippet, "description": description or f"<p>{snippet}.</p>",
                "credits": "Natural Earth, US Census Bureau", "tags": ["sandbox", "field"],
                "typeKeywords": list(words) or OFFLINE, "access": "public",
                "extent": [[view[0], view[1]], [view[2], view[3]]], "map": document}



# Parts of a web map ----------------------------------------------------------


def vector(identifier="boundaries", **members):
    return {"id": identifier, "title": "Boundaries", "layerType": "VectorTileLayer", "itemId": "${item:Boundaries}",
            "styleUrl": "${service:Boundaries/VectorTileServer}/resources/styles/root.json", "visibility": True,
            "opacity": 1} | members


def styled(title):
    """Boundaries in the style of an item."""
    return {"id": "styled", "title": title, "layerType": "VectorTileLayer", "itemId": "${item:%s}" % title,
            "styleUrl": "${resources:%s}/styles/root.json" % title, "visibility": True, "opacity": 1}


def group(identifier, title, layers, **members):
    return {"id": identifier, "title": title, "layerType": "GroupLayer", "visibilityMode": "independent",
            "visibility": True, "opacity": 1, "layers": layers} | members


def basemap(*layers, title="Sandbox basemap"):
    return {"title": title, "baseMapLayers": list(layers)}


def metres(lon, lat):
    return (EARTH_RADIUS * math.radians(lon), EARTH_RADIUS * math.asinh(math.tan(math.radians(lat))))


# The maps --------------------------------------------------------------------

def web_maps(source):
    layer, table, raster, web_map = source.layer, source.table, source.raster, source.web_map
    trails = [layer("Trails", 0, popup="{NAME}"), layer("Trails", 1, popup="Closed: {REASON}"),
              layer("Trails", 2, popup="Sign {CODE}")]
    logs = [table("Trails", 4), table("Trails", 5)]

    yield "field-map", web_map(
        "Sandbox field map", "Counties and invented inspections",
        [vector(), group("field", "Field work", [
            layer("Field", 0), layer("Field", 1, popup="Inspection {SITE_CODE}", definition={
                "definitionExpression": "CONDITION < 5", "minScale": 0, "maxScale": 0})])],
        BOTH_WAYS, base=basemap(raster(title="Basemap")), description="<p>Counties and <b>invented</b> inspections to practise with.</p>")
    yield "trails", web_map(
        "Trails", "Paths, closures and signs with repairs, visits and pictures", trails + [layer("Trails", 3)],
        BOTH_WAYS, tables=logs)
    yield "upload-attachments", web_map(
        "Pictures go up only", "Rows both ways, pictures only from the field to the office", [trails[2]],
        {"editableLayers": {"download": "features", "sync": "syncFeaturesUploadAttachments"},
         "readonlyLayers": {"downloadAttachments": False}}, tables=logs[:1])
    yield "collect-only", web_map(
        "Collect only", "Empty layers to collect new signs in", [trails[2], layer("Field", 1)],
        {"editableLayers": {"download": "none", "sync": "uploadFeaturesAndAttachments"},
         "readonlyLayers": {"downloadAttachments": False}}, base=basemap(styled("Night style"), title="By night"))
    yield "bare-features", web_map(
        "Rows without pictures", "Features without attachments, tables without rows", trails,
        {"editableLayers": {"download": "features", "sync": "syncFeaturesAndAttachments"},
         "readonlyLayers": {"downloadAttachments": True}, "tables": {"includeRows": False}, "syncDataOptions": 144},
        tables=logs)
    yield "read-only", web_map(
        "Read-only", "Reference layers, and signs that this map does not let anybody edit",
        [layer("Reference", 1, visibility=False), layer("Reference", 0),
         layer("Trails", 2, definition={"capabilities": "Query,Sync"}, capabilities="Query,Sync")],
        {"editableLayers": {"download": "featuresAndAttachments"}, "readonlyLayers": {"downloadAttachments": True}})
    yield "scales-and-groups", web_map(
        "Scales and groups", "Scale ranges on every kind of layer, groups in groups, definition expressions",
        [group("all", "Everything", [
            group("land", "Land", [layer("Reference", 0, definition={"minScale": 50000000, "maxScale": 5000000}),
                                   layer("Reference", 2, definition={"minScale": 5000000, "maxScale": 0,
                                                                     "definitionExpression": "STATE_FIPS IN ('04','08','35','49')"})],
                  visibilityMode="exclusive"),
            group("work", "Work", [layer("Trails", 0, definition={"minScale": 1000000, "maxScale": 2000,
                                                                  "definitionExpression": "STATUS = 'open' AND GRADE <= 20"}),
                                   layer("Trails", 2, definition={"minScale": 250000, "maxScale": 0,
                                                                  "definitionExpression": "CONDITION >= 3"})])])],
        BOTH_WAYS, tables=[table("Trails", 5, definition={"definitionExpression": "VISITORS > 50"})],
        base=basemap(raster(minScale=20000000, maxScale=70000)))
    yield "stays-online", web_map(
        "What stays online", "Layers that cannot go offline, beside some that can",
        [{"id": "drawn", "title": "Drawn on demand", "url": "${service:Dynamic/MapServer}",
          "layerType": "ArcGISMapServiceLayer", "visibility": True, "opacity": 0.7},
         layer("Trails", 0), layer("Watch", 0),
         {"id": "weather", "title": "Weather of somebody else", "url": "${portal}/wms", "layerType": "WMS", "version": "1.3.0",
          "layers": [{"name": "clouds", "title": "Clouds"}], "visibleLayers": ["clouds"], "visibility": False, "opacity": 1},
         layer("Trails", 2)],
        BOTH_WAYS | {"connectedOnlineLayers": [{"id": "watch-0"}, {"id": "drawn"}]},
        base=basemap(raster("Display/MapServer")))
    yield "same-endpoint", web_map(
        "One endpoint twice", "The same layer under two names, which only one can keep",
        [layer("Trails", 0, id="good", title="Open trails", definition={"definitionExpression": "STATUS = 'open'"}),
         group("more", "More", [layer("Trails", 0, id="bad", title="Closed trails",
                                      definition={"definitionExpression": "STATUS = 'closed'"})]),
         layer("Trails", 2)], BOTH_WAYS)
    yield "mixed-basemap", web_map(
        "Mixed basemap", "Imagery below, vector tiles in a style of their own above", [trails[0]], BOTH_WAYS,
        base=basemap(raster("Basemap/ImageServer", "imagery"),
                     styled(styles.TITLE) | {"isReference": True}, title="Imagery with names"))
    yield "large-tiles", web_map(
        "Large tiles", "Tiles of 512 pixels, and levels that begin above 0", [trails[1]], BOTH_WAYS,
        base=basemap(raster("Basemap512/MapServer"), raster("Southwest/MapServer", "southwest")), view=AROUND_THE_SOUTHWEST)
    yield "degrees", web_map(
        "In degrees", "A basemap in geographic coordinates", [layer("Reference", 0), trails[0]], BOTH_WAYS,
        base=basemap(raster("World4326/MapServer")), degrees=True, view=USA)
    yield "heavy", web_map(
        "Heavy basemap", "A basemap that weighs a lot", [trails[0]], BOTH_WAYS,
        base=basemap(raster("Relief/ImageServer", "relief")))
    yield "reference-basemap", web_map(
        "Basemap on board", "The author says which basemap is on the device already", [trails[0]],
        BOTH_WAYS | {"offlinebasemap": {"referenceBasemapName": "southwest.tpkx"}})
    yield "offline-disabled", web_map(
        "Not for the field", "The owner has switched offline use off", [trails[0]], BOTH_WAYS,
        words=ONLINE + ["OfflineDisabled"])
    yield "stand-alone", web_map(
        "From two servers", "A layer of a server with tokens of its own, and features inside of the map",
        [layer("Gauges", 0), layer("Field", 1), notes()], BOTH_WAYS)


def notes():
    """A feature collection: the features are in the map itself."""
    low = metres(-109.045, 36.999)
    return {"id": "notes", "title": "Notes", "layerType": "ArcGISFeatureLayer", "visibility": True, "opacity": 1,
            "featureCollectionType": "notes", "featureCollection": {"showLegend": True, "layers": [{
                "layerDefinition": {
                    "name": "Notes", "type": "Feature Layer", "geometryType": "esriGeometryPoint", "objectIdField": "OBJECTID",
                    "fields": [{"name": "OBJECTID", "alias": "OBJECTID", "type": "esriFieldTypeOID"},
                               {"name": "TITLE", "alias": "Title", "type": "esriFieldTypeString", "length": 60}],
                    "drawingInfo": {"renderer": {"type": "simple", "symbol": {
                        "type": "esriSMS", "style": "esriSMSSquare", "color": [255, 230, 0, 255], "size": 12, "angle": 0,
                        "xoffset": 0, "yoffset": 0}}}},
                "featureSet": {"geometryType": "esriGeometryPoint", "features": [{
                    "geometry": {"x": low[0], "y": low[1], "spatialReference": {"wkid": 102100, "latestWkid": 3857}},
                    "attributes": {"OBJECTID": 1, "TITLE": "Four states meet here"}}]}}]}}
