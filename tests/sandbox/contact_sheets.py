"""A look at every tile service: one picture a raster service with several levels, tiles with no gap between them.

    contact_sheets.py PROGRAM FOLDER [lon,lat]

PROGRAM is mapferry-sandbox. Not a test: somebody has to look.
"""
import io
import json
import math
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

from PIL import Image, ImageDraw

ACROSS, DOWN, GAP = 3, 2, 24  # tiles a level, pixels for its name


def ask(address):
    with urllib.request.urlopen(address, timeout=120) as answer:
        return answer.read()


def position(root, lon, lat):
    if root["spatialReference"]["wkid"] == 4326:
        return lon, lat
    return 6378137 * math.radians(lon), 6378137 * math.asinh(math.tan(math.radians(lat)))


def levels_of(root):
    """Up to eight of those that are cached, the first and the last among them."""
    first, last = root.get("minLOD"), root.get("maxLOD")
    if first is None:
        close = lambda a, b: abs(a - b) < 1e-6 * b
        first, last = (next(lod["level"] for lod in root["tileInfo"]["lods"] if close(lod["scale"], root[key]))
                       for key in ("minScale", "maxScale"))
    step = max(1, math.ceil((last - first) / 7))
    return sorted({*range(first, last + 1, step), last})


def mosaic(service, root, level, middle):
    info = root["tileInfo"]
    span = info["rows"] * info["lods"][level]["resolution"]
    column = math.floor((middle[0] - info["origin"]["x"]) / span)
    row = math.floor((info["origin"]["y"] - middle[1]) / span)
    picture = Image.new("RGB", (ACROSS * info["rows"], DOWN * info["rows"]), "white")
    for y in range(DOWN):
        for x in range(ACROSS):
            try:
                tile = ask(f"{service}/tile/{level}/{row + y}/{column + x - 1}")
            except urllib.error.HTTPError:
                continue
            picture.paste(Image.open(io.BytesIO(tile)), (x * info["rows"], y * info["rows"]))
    return picture


def sheet(service, root, middle):
    parts = [(level, mosaic(service, root, level, middle)) for level in levels_of(root)]
    width, height = parts[0][1].size
    whole = Image.new("RGB", (2 * (width + 4), -(-len(parts) // 2) * (height + GAP)), "white")
    for index, (level, picture) in enumerate(parts):
        place = (index % 2 * (width + 4), index // 2 * (height + GAP))
        ImageDraw.Draw(whole).text((place[0] + 4, place[1] + 6), f"level {level}", fill="black")
        whole.paste(picture, (place[0], place[1] + GAP))
    return whole


def main(program, folder, place="-109.6,38.3"):
    with subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as sandbox:
        services = sandbox.stdout.readline().strip().removesuffix("/portal") + "/server/rest/services"
        Path(folder).mkdir(parents=True, exist_ok=True)
        for entry in json.loads(ask(services + "?f=json"))["services"]:
            service = f"{services}/{entry['name']}/{entry['type']}"
            root = json.loads(ask(service + "?f=json"))
            if root.get("singleFusedMapCache"):
                file = Path(folder, f"{entry['name']}-{entry['type']}.png")
                sheet(service, root, position(root, *map(float, place.split(",")))).save(file)
                print(file, flush=True)
        sandbox.stdin.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
