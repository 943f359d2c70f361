"""What all rows are made of: ids, places, moments, files."""
import json
import uuid

from .geography import SCALE

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "sandbox.mapferry")
SEED = 20240517


def write_rows(path, rows):
    names = list(rows[0])
    lines = ["\t".join(names)]
    lines += ["\t".join("" if row[name] is None else str(row[name]) for name in names) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def guid(name):
    return "{%s}" % str(uuid.uuid5(NAMESPACE, name)).upper()


def random_place(dice, part):
    xs = [x for x, _ in part[0]]
    ys = [y for _, y in part[0]]
    while True:
        x = dice.uniform(min(xs), max(xs))
        y = dice.uniform(min(ys), max(ys))
        crossings = sum(1 for ring in part for (x0, y0), (x1, y1) in zip(ring, ring[1:])
                        if (y0 > y) != (y1 > y) and x < x0 + (y - y0) * (x1 - x0) / (y1 - y0))
        if crossings % 2:
            return x / SCALE, y / SCALE


def moment(dice, first_year, years):
    """Milliseconds since 1970 of some minute between 8 and 17 o'clock UTC."""
    start = (first_year - 1970) * 365.2425 * 86_400
    day = int(start // 86_400) + dice.randrange(int(years * 365.2425))
    return (day * 86_400 + dice.randrange(8 * 60, 17 * 60) * 60) * 1000


def write_features(path, rows):
    """Rows as GeoJSON, a line each; `shape` is their geometry or None."""
    lines = []
    for row in rows:
        properties = {name: value for name, value in row.items() if name != "shape"}
        lines.append(json.dumps({"type": "Feature", "properties": properties, "geometry": row["shape"]},
                                ensure_ascii=False, separators=(",", ":")))
    path.write_text('{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n", encoding="utf-8")
