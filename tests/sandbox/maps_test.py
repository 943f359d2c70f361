"""Every web map of the sandbox: its item, its document, and that whatever it names is there."""

import json
import unittest
import urllib.parse
import xml.etree.ElementTree as xml

from running_sandbox import Sandbox

FOREIGN = ("WMS",)  # layers of nobody's: they are there to stay online


def layers_of(document):
    """All layers, basemap layers and tables, those in groups too."""
    waiting = document["operationalLayers"] + document["baseMap"]["baseMapLayers"] + document["tables"]
    while waiting:
        layer = waiting.pop()
        waiting += layer.get("layers", []) if layer.get("layerType") == "GroupLayer" else []
        yield layer


class MapsTest(unittest.TestCase):
    def maps(self, sandbox):
        query = urllib.parse.urlencode({"q": 'type:"Web Map"', "num": 100, "f": "json"})
        return sandbox.ask(f"{sandbox.sharing}/search?{query}").json()["results"]

    def get(self, sandbox, address):
        answer = sandbox.ask(address + "?f=json").json()
        self.assertNotIn("error", answer, address)
        return answer

    def test_all_that_maps_name_is_there(self):
        for dialect in ("enterprise", "online"):
            with Sandbox("--dialect", dialect) as sandbox:
                maps = self.maps(sandbox)
                self.assertGreaterEqual(len(maps), 13)
                self.assertEqual(maps[0]["id"], sandbox.map_id)
                for item in maps:
                    with self.subTest(dialect=dialect, title=item["title"]):
                        self.check_map(sandbox, item)

    def check_map(self, sandbox, item):
        answer = sandbox.ask(f"{sandbox.sharing}/content/items/{item['id']}/data")
        self.assertNotIn(b"${", answer.body)
        seen = set()
        for layer in layers_of(answer.json()):
            self.assertNotIn(layer["id"], seen)
            seen.add(layer["id"])
            if layer.get("layerType") in FOREIGN:
                continue
            if "itemId" in layer:
                owner = self.get(sandbox, f"{sandbox.sharing}/content/items/{layer['itemId']}")
                if "url" in layer:
                    self.assertTrue(layer["url"].startswith(owner["url"]))
            for address in filter(None, (layer.get("url"), layer.get("styleUrl"))):
                self.get(sandbox, address)

    def test_the_first_map_has_the_layers_it_always_had(self):
        with Sandbox() as sandbox:
            document = sandbox.ask(f"{sandbox.sharing}/content/items/{sandbox.map_id}/data").json()
            self.assertEqual(sandbox.map_title, "Sandbox field map")
            self.assertEqual({layer["id"] for layer in layers_of(document)},
                             {"boundaries", "field", "field-0", "field-1", "basemap"})

    def test_maps_hold_what_going_offline_has_to_cope_with(self):
        with Sandbox() as sandbox:
            documents = {item["title"]: sandbox.ask(f"{sandbox.sharing}/content/items/{item['id']}/data").json()
                         for item in self.maps(sandbox)}
            keywords = {item["title"]: item["typeKeywords"] for item in self.maps(sandbox)}
        offline = [one["applicationProperties"].get("offline", {}) for one in documents.values()]
        editable = [one.get("editableLayers", {}) for one in offline]
        self.assertEqual({one.get("download") for one in editable} - {None}, {"features", "featuresAndAttachments", "none"})
        self.assertEqual({one.get("sync") for one in editable} - {None},
                         {"syncFeaturesAndAttachments", "syncFeaturesUploadAttachments", "uploadFeaturesAndAttachments"})
        self.assertEqual({one.get("readonlyLayers", {}).get("downloadAttachments") for one in offline} - {None}, {True, False})
        for member in ("tables", "syncDataOptions", "connectedOnlineLayers", "offlinebasemap"):
            self.assertTrue(any(member in one for one in offline), member)
        self.assertTrue(any("OfflineDisabled" in words for words in keywords.values()))
        everything = [layer for document in documents.values() for layer in layers_of(document)]
        self.assertTrue(any("featureCollection" in layer for layer in everything))
        self.assertTrue(any(layer.get("layerDefinition", {}).get("definitionExpression") for layer in everything))
        addresses = [layer["url"] for layer in layers_of(documents["One endpoint twice"]) if "/FeatureServer/" in layer.get("url", "")]
        self.assertLess(len(set(addresses)), len(addresses))

    def test_every_item_has_metadata_and_a_thumbnail(self):
        with Sandbox() as sandbox:
            query = urllib.parse.urlencode({"q": "owner:field", "num": 100, "f": "json"})
            items = sandbox.ask(f"{sandbox.sharing}/search?{query}").json()["results"]
            self.assertEqual({item["type"] for item in items},
                             {"Web Map", "Feature Service", "Map Service", "Image Service", "Vector Tile Service"})
            for item in items:
                root = f"{sandbox.sharing}/content/items/{item['id']}"
                picture = sandbox.ask(f"{root}/info/{item['thumbnail']}?w=400")
                self.assertEqual(picture.body[:8], b"\x89PNG\r\n\x1a\n", item["title"])
                self.assertEqual(int.from_bytes(picture.body[16:20], "big"), 400)
                info = xml.fromstring(sandbox.ask(f"{root}/info/iteminfo.xml").body)
                self.assertEqual(info.findtext("title"), item["title"])
                self.assertEqual([one.text for one in info.iter("typekeyword")], item["typeKeywords"])
                self.assertEqual(self.get(sandbox, f"{root}/relatedItems")["total"], 0)
                for name in ("snippet", "description", "tags", "accessInformation"):
                    self.assertTrue(item[name], (item["title"], name))

    def test_a_style_of_its_own_has_resources(self):
        with Sandbox() as sandbox:
            query = urllib.parse.urlencode({"q": 'title:"Borders and names"', "f": "json"})
            item = sandbox.ask(f"{sandbox.sharing}/search?{query}").json()["results"][0]
            root = f"{sandbox.sharing}/content/items/{item['id']}/resources"
            names = {one["resource"]: one["size"] for one in self.get(sandbox, root)["resources"]}
            self.assertEqual(len(names), 5)
            style = self.get(sandbox, root + "/styles/root.json")
            tiles = self.get(sandbox, style["sources"]["esri"]["url"])
            self.assertEqual(tiles["name"], "Boundaries")
            fonts = style["glyphs"].replace("{fontstack}", "DejaVu%20Sans").replace("{range}", "0-255")
            self.assertEqual(sandbox.ask(fonts).status, 200)
            sprite = sandbox.ask(root + "/sprites/sprite@2x.png")
            self.assertEqual(len(sprite.body), names["sprites/sprite@2x.png"])
            self.assertEqual(json.loads(sandbox.ask(root + "/sprites/sprite.json").body)["town"]["pixelRatio"], 1)
            self.assertEqual(sandbox.ask(root + "/styles/other.json").json()["error"]["code"], 404)


if __name__ == "__main__":
    unittest.main()
