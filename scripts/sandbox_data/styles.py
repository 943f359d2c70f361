"""A vector tile style of somebody's own: borders and names to lie above imagery, with its own sprites."""
import json
import struct
import zlib

TITLE = "Borders and names"
REGULAR, BOLD = "DejaVu Sans", "DejaVu Sans Bold"


def write(target):
    folder = target / "styles" / "borders"
    folder.mkdir(parents=True, exist_ok=True)
    write_json(folder / "root.json", style())
    for suffix, scale in (("", 1), ("@2x", 2)):
        size = 12 * scale
        (folder / f"sprite{suffix}.png").write_bytes(png(ring(size)))
        write_json(folder / f"sprite{suffix}.json", {
            "town": {"x": 0, "y": 0, "width": size, "height": size, "pixelRatio": scale, "sdf": False}})
    (target / "items").mkdir(exist_ok=True)
    write_json(target / "items" / "borders.json", {
        "title": TITLE, "type": "Vector Tile Service", "snippet": "Borders and names without land or sea",
        "description": "A style for the tiles of Boundaries, to lie above imagery.",
        "credits": "Natural Earth, US Census Bureau", "tags": ["sandbox", "basemap"],
        "typeKeywords": ["Vector Tile Style Editor", "Vector Tile Layer", "Hosted Service"],
        "service": "Boundaries/VectorTileServer",
        "resources": {"styles/root.json": "styles/borders/root.json",
                      "sprites/sprite.json": "styles/borders/sprite.json", "sprites/sprite.png": "styles/borders/sprite.png",
                      "sprites/sprite@2x.json": "styles/borders/sprite@2x.json",
                      "sprites/sprite@2x.png": "styles/borders/sprite@2x.png"}})


def write_json(path, document):
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def style():
    return {
        "version": 8, "name": TITLE, "sprite": "../sprites/sprite",
        "glyphs": "${service:Boundaries/VectorTileServer}/resources/fonts/{fontstack}/{range}.pbf",
        "sources": {"esri": {"type": "vector", "url": "${service:Boundaries/VectorTileServer}"}},
        "layers": [line("countries", 0, 2.4), line("states", 3, 1.4), line("counties", 6, 0.7),
                   names("county", REGULAR, 12) | {"minzoom": 7}, names("state", BOLD, 14) | {"maxzoom": 9},
                   names("country", BOLD, 15) | {"maxzoom": 6}]}


def line(layer, first_level, width):
    return {"id": f"{layer} line", "type": "line", "source": "esri", "source-layer": layer, "minzoom": first_level,
            "layout": {"line-join": "round"}, "paint": {"line-color": "#f4f0d8", "line-width": width}}


def names(kind, font, size):
    layout = {"text-field": "{name}", "text-font": [font], "text-size": size, "text-padding": 2}
    if kind == "county":
        layout |= {"icon-image": "town", "icon-optional": True, "text-anchor": "top", "text-offset": [0, 0.4]}
    return {"id": f"{kind} names", "type": "symbol", "source": "esri", "source-layer": "labels",
            "filter": ["==", "kind", kind], "layout": layout,
            "paint": {"text-color": "#fffbe8", "text-halo-color": "#30281c", "text-halo-width": 1.4}}


def ring(size):
    """Rows of pixels (red, green, blue, opacity): a ring with a soft edge."""
    middle, outer, inner = (size - 1) / 2, size * 0.42, size * 0.22
    rows = []
    for y in range(size):
        distances = [((x - middle) ** 2 + (y - middle) ** 2) ** 0.5 for x in range(size)]
        shares = [max(0, min(1, outer - d + 0.5)) * max(0, min(1, d - inner + 0.5)) for d in distances]
        rows.append(b"".join(bytes((255, 251, 232, round(255 * share))) for share in shares))
    return rows


def png(rows):
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", len(rows[0]) // 4, len(rows), 8, 6, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
            + chunk(b"IDAT", zlib.compress(b"".join(b"\0" + row for row in rows), 9)) + chunk(b"IEND", b""))
