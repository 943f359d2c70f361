"""Rows of the services Gauges and Watch: none of these places exists."""
import random

from .rows import SEED, guid, moment, random_place, write_rows

RIVERS = ["San Juan", "Dolores", "Escalante", "Paria", "Mancos", "Chinle", "Green", "Animas"]


def write(target, counties):
    dice = random.Random(SEED + 3)
    near = [county for county in counties if county["parent"] in ("04", "08", "35", "49")]
    write_rows(target / "gauges.tsv", [gauge(dice, number, near) for number in range(1, 301)])
    write_rows(target / "towers.tsv", [tower(dice, number, near) for number in range(1, 61)])


def place_in(dice, counties):
    return "%.5f %.5f" % random_place(dice, dice.choice(counties)["parts"][0])


def gauge(dice, number, counties):
    return {"GlobalID": guid(f"gauge {number}"), "NAME": f"{dice.choice(RIVERS)} {number}",
            "LEVEL_M": f"{dice.uniform(0.1, 6):.2f}", "FLOW_M3_S": f"{dice.uniform(0, 400):.1f}",
            "READ_AT": moment(dice, 2024, 1), "shape": place_in(dice, counties)}


def tower(dice, number, counties):
    return {"GlobalID": guid(f"tower {number}"), "NAME": f"Lookout {number}", "MANNED": dice.choice([0, 1]),
            "SMOKE_SEEN": moment(dice, 2020, 5) if dice.random() < 0.4 else None, "shape": place_in(dice, counties)}
