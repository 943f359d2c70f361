"""Rows of the service Field, and those of Reference that are as real as their regions."""
import math
import random

from .geography import doubled_area
from .rows import SEED, guid, moment, random_place

# Census regions: 1 Northeast, 2 Midwest, 3 South, 4 West, 9 territories
REGIONS = {1: "09 23 25 33 44 50 34 36 42", 2: "18 17 26 39 55 19 20 27 29 31 38 46",
           3: "10 11 12 13 24 37 45 51 54 01 21 28 47 05 22 40 48", 4: "04 08 16 35 30 49 32 56 02 06 15 41 53"}
REGION_OF = {code: region for region, codes in REGIONS.items() for code in codes.split()}


def county_rows(counties, state_names):
    dice = random.Random(SEED)
    rows = []
    for number, county in enumerate(counties, 1):
        state = county["parent"]
        rows.append({
            "OBJECTID": number, "GlobalID": guid("county " + county["code"]), "FIPS": county["code"],
            "NAME": county["name"], "STATE_FIPS": state, "STATE_NAME": state_names.get(state),
            "REGION": REGION_OF.get(state, 9), "AREA_KM2": f"{county['area']:.1f}",
            "SURVEYED": moment(dice, 2015, 9), "shape": county["code"]})
    return rows


INSPECTORS = ["A. Whitehorse", "B. Okafor", "C. Lindqvist", "D. Begay", "E. Yamada", "F. Núñez", "G. O'Brien", "H. Müller"]
KINDS = ["well", "culvert", "trail", "sign", "gauge"]
NOTES = [None, None, "Nothing to report.", "Access by four-wheel drive only; gate code at the ranger station.",
         "Corrosion at the inlet, about 30 % of the section.", "Replaced the battery; logger read out.",
         "Señal dañada por el viento.", "Water 2 °C warmer than last year.", "Fence cut – told the owner's office."]
# (how many, prefix, which counties): most of the work is done around the Four Corners
CAMPAIGNS = [(700, "CNY", {"49019", "49037"}), (1800, "FCN", {"04", "08", "35", "49"}), (1500, "USA", None)]


def inspection_rows(counties, county_attributes):
    dice = random.Random(SEED + 1)
    guids = {row["FIPS"]: row["GlobalID"] for row in county_attributes}
    rows = []
    for many, prefix, where in CAMPAIGNS:
        chosen = [c for c in counties if where is None or c["code"] in where or c["parent"] in where]
        weights = [math.sqrt(c["area"]) for c in chosen]
        for number in range(many):
            county = dice.choices(chosen, weights)[0]
            rows.append(inspection(dice, len(rows) + 1, f"{prefix}-{number + 1:04d}", county, guids[county["code"]]))
    return rows


def inspection(dice, number, site, county, county_guid):
    lon, lat = random_place(dice, dice.choices(county["parts"], [abs(doubled_area(p[0])) for p in county["parts"]])[0])
    kind = dice.choice(KINDS)
    visited = moment(dice, 2019, 6)
    return {
        "OBJECTID": number, "GlobalID": guid(f"inspection {number}"), "SITE_CODE": site,
        "INSPECTOR": dice.choice(INSPECTORS), "KIND": kind, "CONDITION": dice.choices([1, 2, 3, 4, 5, None], [8, 6, 4, 2, 1, 1])[0],
        "READINGS": dice.randrange(0, 250), "DEPTH_M": f"{dice.uniform(0.5, 180):.2f}" if kind in ("well", "gauge") else None,
        "VISITED": visited, "NEXT_VISIT": visited + dice.randrange(30, 720) * 86_400_000 if dice.random() < 0.8 else None,
        "COUNTY_GUID": county_guid, "NOTES": dice.choice(NOTES), "shape": f"{lon:.6f} {lat:.6f}"}


def state_rows(states, counties):
    counts = {}
    for county in counties:
        counts[county["parent"]] = counts.get(county["parent"], 0) + 1
    return [{"OBJECTID": number, "GlobalID": guid("state " + state["code"]), "FIPS": state["code"],
             "NAME": state["name"], "REGION": REGION_OF.get(state["code"], 9), "COUNTIES": counts.get(state["code"]),
             "AREA_KM2": f"{state['area']:.1f}", "shape": state["code"]} for number, state in enumerate(states, 1)]


def country_rows(countries):
    """One row a code: that of the largest part of the world that bears it."""
    largest = {}
    for country in countries:
        if country["code"] and country["area"] > largest.get(country["code"], {"area": 0})["area"]:
            largest[country["code"]] = country
    return [{"OBJECTID": number, "GlobalID": guid("country " + country["code"]), "ISO_NUMERIC": country["code"],
             "NAME": country["name"], "PARTS": len(country["parts"]),
             "HOLES": sum(len(part) - 1 for part in country["parts"]),
             "AREA_KM2": f"{country['area']:.1f}", "shape": country["code"]}
            for number, country in enumerate(largest.values(), 1)]
