"""Rows of the service Trails: none of these paths, signs, people or visits exists."""
import math
import random

from .rows import SEED, guid, moment, random_place, write_features, write_rows

FIRST = ["Red", "Juniper", "Coyote", "Needle", "Cedar", "Slickrock", "Raven", "Painted", "Hidden", "Salt", "Ute", "Mesa"]
SECOND = ["Canyon", "Ridge", "Wash", "Spring", "Arch", "Bench", "Fork", "Rim", "Point", "Draw", "Cañon", "Höhe"]
PEOPLE = ["A. Whitehorse", "B. Okafor", "C. Lindqvist", "D. Begay", "E. Yamada", "F. Núñez", "G. O'Brien", "H. Müller"]
HAZARDS = [None, None, None, "Loose rock after rain.", "Flash floods from July to September.",
           "Quicksand at the ford – test before you step.", "Cornice until May; 30 % lose the path there."]
REMARKS = [None, None, "As last year.", "Schild ersetzt, Pfosten war morsch.", "Bolts were missing: 4 of 6.",
           "Reported by a visitor; not found.", "Paint faded, \"STOP\" can no longer be read."]
SURFACES = {1: [1, 2, 3], 2: [1, 3], 3: [1, 4]}  # by kind: gravel, rock, sand, asphalt
DAY = 86_400_000


def write(target, counties):
    dice = random.Random(SEED + 2)
    near = [county for county in counties if county["code"] in ("49019", "49037", "08083", "04017", "35045")]
    far = [county for county in counties if county["parent"] in ("04", "06", "08", "30", "32", "35", "49", "53", "56")]
    trails = [trail(dice, number, near if dice.random() < 0.7 else far) for number in range(1, 801)]
    signs = [row for number, row in enumerate(trails, 1) for row in signs_along(dice, number, row)]
    write_features(target / "trails.geojson", trails)
    write_features(target / "closures.geojson", [closure(dice, number, trails) for number in range(1, 221)])
    write_features(target / "pitches.geojson", [pitches(dice, number, near) for number in range(1, 151)])
    write_rows(target / "signs.tsv", signs)
    write_rows(target / "repairs.tsv", [repair(dice, number, signs) for number in range(1, 1601)])
    write_rows(target / "visits.tsv", [visit(dice, number, trails) for number in range(1, 3201)])


def height(x, y):
    """Metres of an invented surface."""
    return round(1750 + 420 * math.sin(2.9 * x) * math.cos(3.7 * y) + 130 * math.sin(17 * x + 11 * y), 1)


def trail(dice, number, counties):
    kind = dice.choices([1, 2, 3], [6, 2, 2])[0]
    paths = [walk(dice, start_in(dice, counties))]
    for _ in range(dice.choices([0, 1, 2], [17, 2, 1])[0]):  # it goes on beyond a road
        x, y, _ = paths[-1][-1]
        paths.append(walk(dice, (x + 0.002, y + 0.001)))
    opened = moment(dice, 1995, 25)
    row = {
        "GlobalID": guid(f"trail {number}"), "NAME": f"{dice.choice(FIRST)} {dice.choice(SECOND)} {number}",
        "KIND": kind, "SURFACE": dice.choice(SURFACES[kind]), "GRADE": round(dice.uniform(0, 38), 1),
        "LENGTH_KM": round(sum(map(length_km, paths)), 2), "OPENED": opened,
        "LAST_CHECK": opened + dice.randrange(30, 2000) * DAY if dice.random() < 0.85 else None,
        "STATUS": dice.choices(["open", "closed", "planned"], [8, 2, 1])[0], "HAZARD": dice.choice(HAZARDS)}
    if row["STATUS"] == "planned" and number % 2 == 0:  # nobody knows yet where
        row["shape"] = None
    elif len(paths) == 1:
        row["shape"] = {"type": "LineString", "coordinates": paths[0]}
    else:
        row["shape"] = {"type": "MultiLineString", "coordinates": paths}
    return row


def start_in(dice, counties):
    county = dice.choice(counties)
    return random_place(dice, dice.choice(county["parts"]))


def walk(dice, start):
    x, y = start
    course = dice.uniform(0, 2 * math.pi)
    path = []
    for _ in range(dice.randrange(8, 36)):
        path.append([round(x, 5), round(y, 5), height(x, y)])
        course += dice.gauss(0, 0.5)
        x += 0.003 * math.cos(course)
        y += 0.003 * math.sin(course)
    return path


def length_km(path):
    return sum(math.hypot((x1 - x0) * 111.3 * math.cos(math.radians(y0)), (y1 - y0) * 111.3)
               for (x0, y0, _), (x1, y1, _) in zip(path, path[1:]))


def parts_of(row):
    shape = row["shape"]
    if shape is None:
        return []
    return [shape["coordinates"]] if shape["type"] == "LineString" else shape["coordinates"]


def blot(dice, x, y, size):
    """A ring around a place that never crosses itself."""
    waves = [(dice.uniform(0.05, 0.2), dice.randrange(2, 6), dice.uniform(0, 6)) for _ in range(2)]
    ring = []
    for step in range(24):
        angle = 2 * math.pi * step / 24
        radius = size * (1 + sum(high * math.sin(many * angle + phase) for high, many, phase in waves))
        ring.append([round(x + radius * math.cos(angle), 5), round(y + 0.8 * radius * math.sin(angle), 5)])
    return ring + ring[:1]


def closure(dice, number, trails):
    along = dice.choice([row for row in trails if row["shape"]])
    x, y, _ = dice.choice(parts_of(along)[0])
    size = dice.uniform(0.004, 0.02)
    polygons = [[blot(dice, x, y, size)]]
    if dice.random() < 0.4:  # an island that stays open
        polygons[0].append(blot(dice, x, y, size * 0.4)[::-1])
    if dice.random() < 0.25:
        polygons.append([blot(dice, x + 3 * size, y + size, size * 0.7)])
    begins = moment(dice, 2022, 3)
    row = {
        "GlobalID": guid(f"closure {number}"), "REASON": dice.choice(["fire", "nesting", "flood", "rockfall", "works"]),
        "BEGINS": begins, "ENDS": begins + dice.randrange(3, 240) * DAY if dice.random() < 0.8 else None,
        "TRAIL_GUID": along["GlobalID"] if dice.random() < 0.9 else None, "CONTACT": dice.choice(PEOPLE)}
    if dice.random() < 0.04:
        row["shape"] = None
    elif len(polygons) == 1:
        row["shape"] = {"type": "Polygon", "coordinates": polygons[0]}
    else:
        row["shape"] = {"type": "MultiPolygon", "coordinates": polygons}
    return row


def pitches(dice, number, counties):
    x, y = start_in(dice, counties)
    places = [[round(x + dice.uniform(-0.002, 0.002), 5), round(y + dice.uniform(-0.002, 0.002), 5)]
              for _ in range(dice.randrange(1, 10))]
    return {"GlobalID": guid(f"pitches {number}"), "NAME": f"{dice.choice(FIRST)} camp {number}",
            "BEDS": 2 * len(places), "WATER": dice.choice([0, 1, None]),
            "shape": {"type": "MultiPoint", "coordinates": places}}


def signs_along(dice, trail_number, trail_row):
    rows = []
    places = [place for part in parts_of(trail_row) for place in part]
    for number in range(1, dice.randrange(2, 6)):
        place = dice.choice(places) if places and dice.random() < 0.98 else None
        rows.append({
            "GlobalID": guid(f"sign {trail_number}.{number}"), "CODE": f"{trail_number:03d}-{number}",
            "KIND": dice.choice(["direction", "warning", "board", "mark"]), "CONDITION": dice.choice([1, 1, 2, 3, 4, None]),
            "HEIGHT_M": f"{dice.uniform(0.8, 2.6):.2f}", "PLACED": moment(dice, 2012, 11),
            "TRAIL_GUID": trail_row["GlobalID"] if dice.random() < 0.95 else None, "NOTES": dice.choice(REMARKS),
            "shape": "%.5f %.5f %.1f" % tuple(place) if place else None})
    return rows


def repair(dice, number, signs):
    return {"GlobalID": guid(f"repair {number}"), "SIGN_GUID": dice.choice(signs)["GlobalID"] if number % 50 else None,
            "DONE": moment(dice, 2018, 7), "KIND": dice.choice(["paint", "post", "board", "bolts"]),
            "COST": f"{dice.uniform(5, 900):.2f}", "WORKER": dice.choice(PEOPLE), "REMARKS": dice.choice(REMARKS),
            "shape": None}


def visit(dice, number, trails):
    return {"GlobalID": guid(f"visit {number}"), "TRAIL_GUID": dice.choice(trails)["GlobalID"],
            "COUNTED": moment(dice, 2021, 4), "VISITORS": dice.randrange(0, 240),
            "WEATHER": dice.choice(["sun", "cloud", "rain", "snow", None]), "REMARKS": dice.choice(REMARKS), "shape": None}
