"""Regions: from GeoJSON into the files of the base data, and back from there."""
import json
import math
import sys

SCALE = 10_000  # coordinates are stored as whole ten-thousandths of a degree
EARTH_RADIUS_KM = 6371.0072  # of the sphere with the surface of WGS84


def read_regions(path):
    regions = []
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        shape = feature["geometry"]
        polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        parts = [part for polygon in polygons for piece in without_seam(polygon) if (part := whole_rings(piece))]
        if not parts:
            print(f"left out, it has no area: {feature['properties']['name']}", file=sys.stderr)
            continue
        largest = max(parts, key=lambda part: abs(doubled_area(part[0])))
        regions.append({
            "code": feature["properties"].get("code") or "", "name": feature["properties"]["name"], "parent": "",
            "area": sum(sphere_area(ring) for part in parts for ring in part),
            "label": inner_point(largest), "parts": parts})
    return sorted(regions, key=lambda region: (region["code"], region["name"]))


def without_seam(polygon):
    """The polygon's pieces between -180 and 180 degrees, where a ring of it crosses the date line."""
    if all(abs(x1 - x0) <= 180 for ring in polygon for (x0, _), (x1, _) in zip(ring, ring[1:])):
        return [polygon]
    # Around a pole there are two rings: the coast, and a small one at the pole itself, which is not needed.
    ring = unrolled(min(polygon, key=lambda ring: min(abs(y) for _, y in ring)))
    if abs(ring[-1][0] - ring[0][0]) > 180:  # down one side of the world and up the other
        pole = math.copysign(90, ring[0][1])
        ring += [(ring[-1][0], pole), (ring[0][0], pole), ring[0]]
    pieces = []
    for shift in (-360, 0, 360):
        moved = [(x + shift, y) for x, y in ring]
        piece = half(half(moved, -180, 1), 180, -1)
        if len(piece) > 3:
            pieces.append([piece])
    return pieces


def unrolled(ring):
    """The ring with longitudes that go on beyond 180 degrees instead of jumping."""
    places = [tuple(ring[0])]
    for (x0, _), (x1, y1) in zip(ring, ring[1:]):
        places.append((places[-1][0] + (x1 - x0 + 180) % 360 - 180, y1))
    return places


def half(ring, edge, side):
    """The part of a closed ring on one side of a meridian."""
    kept = []
    for (x0, y0), (x1, y1) in zip(ring, ring[1:]):
        inside0, inside1 = (x0 - edge) * side >= 0, (x1 - edge) * side >= 0
        if inside0:
            kept.append((x0, y0))
        if inside0 != inside1:
            kept.append((edge, y0 + (edge - x0) * (y1 - y0) / (x1 - x0)))
    return kept + kept[:1]


def whole_rings(polygon):
    """Closed rings in whole units, the outer one clockwise and its holes counter-clockwise."""
    rings = []
    for index, ring in enumerate(polygon):
        points = []
        for x, y in ring:
            whole = (round(x * SCALE), round(y * SCALE))
            if not points or points[-1] != whole:
                points.append(whole)
        area = doubled_area(points)
        if len(points) < 4 or area == 0:
            if index == 0:
                return []
            continue
        rings.append(points if (area < 0) == (index == 0) else points[::-1])
    return rings


def doubled_area(ring):
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(ring, ring[1:]))


def sphere_area(ring):
    """Square kilometres, positive for clockwise rings."""
    total = 0.0
    for (x0, y0), (x1, y1) in zip(ring, ring[1:]):
        sines = math.sin(math.radians(y0 / SCALE)) + math.sin(math.radians(y1 / SCALE))
        total += math.radians((x1 - x0) / SCALE) * sines
    return total * EARTH_RADIUS_KM ** 2 / 2


def inner_point(part):
    """The middle of the widest level line through the part, central lines preferred."""
    ys = [y for _, y in part[0]]
    low, high = min(ys), max(ys)
    best = None
    for step in range(1, 20):
        y = low + (high - low) * step / 20 + 0.31  # never through a vertex
        cuts = sorted(x0 + (y - y0) * (x1 - x0) / (y1 - y0)
                      for ring in part for (x0, y0), (x1, y1) in zip(ring, ring[1:]) if (y0 > y) != (y1 > y))
        for left, right in zip(cuts[::2], cuts[1::2]):
            worth = (right - left) * (1 - abs(step - 10) / 14)
            if best is None or worth > best[0]:
                best = (worth, round((left + right) / 2), round(y))
    return best[1], best[2]


def write_regions(path, regions):
    lines = []
    for region in regions:
        rings = ";".join(differences(ring) for part in region["parts"] for ring in part)
        lines.append("\t".join([region["code"], region["name"], region["parent"], f"{region['area']:.1f}",
                                "%d %d" % region["label"], rings]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def differences(ring):
    """First vertex, then the way from each vertex to the next; the closing vertex is left out."""
    numbers = []
    last_x = last_y = 0
    for x, y in ring[:-1]:
        numbers += [x - last_x, y - last_y]
        last_x, last_y = x, y
    return " ".join(map(str, numbers))


def load_regions(path):
    """What write_regions wrote, without the labels."""
    regions = []
    for line in path.read_text(encoding="utf-8").splitlines():
        code, name, parent, _, _, text = line.split("\t")
        parts = []
        for ring in map(ring_of, text.split(";")):
            if doubled_area(ring) < 0 or not parts:
                parts.append([])
            parts[-1].append(ring)
        regions.append({"code": code, "name": name, "parent": parent, "parts": parts,
                        "area": sum(sphere_area(ring) for part in parts for ring in part)})
    return regions


def ring_of(text):
    numbers = list(map(int, text.split()))
    points = [(numbers[0], numbers[1])]
    for dx, dy in zip(numbers[2::2], numbers[3::2]):
        points.append((points[-1][0] + dx, points[-1][1] + dy))
    return points + points[:1]
