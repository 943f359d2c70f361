"""mapferry plan: an exact dry run. Its numbers are compared with what the finished package holds, for every map of
the sandbox and for random areas; MAPFERRY_AREAS says how many (MAPFERRY_SEED repeats a run). The plans of all maps
are kept in golden/; MAPFERRY_RENEW=1 writes them anew, to be read before they are committed."""
import json
import math
import os
import random
import re
import unittest

import harness
from shared_daemon import SharedDaemonTest, web_maps
from taken_package import Package

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "golden", "plans.json")
CONFLICT = 11
AREAS = int(os.environ.get("MAPFERRY_AREAS", "24"))
DETAIL = 2_000_000  # maxScale that keeps packages small


class Planning(SharedDaemonTest):
    maxDiff = None

    def plan(self, path, *options, expect=None):
        return json.loads(self.mapferry("plan", path, "--json", *options, expect=expect))

    def compare(self, number, truth, what):
        self.assertGreaterEqual(truth, number["lower"], what)
        if number["upper"] is not None:
            self.assertLessEqual(truth, number["upper"], what)
        self.assertEqual(number["exact"], number["lower"] == number["upper"], what)
        self.assertEqual(number["exact"], "why" not in number, what)

    def compare_tiles(self, tiles, levels, what):
        for level in tiles["levels"]:
            truth = levels.get(str(level["level"]), 0)
            self.compare(level, truth, f"{what}, level {level['level']}")
            if truth > 100 and not level["exact"] and "polygon" in level["why"]:
                self.assertGreaterEqual(level["lower"], truth / 2, what)
                self.assertLessEqual(level["upper"], truth * 2, what)
        self.compare(tiles, sum(levels.values()), what)

    def compare_rows(self, rows, layers, package, what):
        for row in rows:
            layer = layers[row["isTable"], row["id"]]
            self.compare(row["rows"], layer["features"], f"{what}, {row['title']}")
            if "attachments" in row and row["attachments"]["exact"]:
                self.assertEqual(package.attachments(layer["dataset"]),
                                 (row["attachments"]["lower"], row["attachmentBytes"]["lower"]), f"{what}, {row['title']}")

    def compare_package(self, plan, target, what):
        """Every number of the plan with the package; how many were exact."""
        package = Package(target)
        held = json.loads(self.mapferry("inspect", target, "--json"))
        self.assertEqual(held["problems"], [], what)
        layers = {(layer["table"], layer["id"]): layer for layer in held["maps"][0]["layers"]}
        files = {file["path"]: file for file in held["files"]}
        reported = {(file["service"], *sorted(file["layers"])): file["path"] for file in package.report["files"]}
        self.assertEqual(len(reported), len(plan["exports"]), what)
        for export in plan["exports"]:
            file = files[reported[export["service"], *sorted(layer["id"] for layer in export["covers"])]]
            about = f"{what}: {export['service']}"
            self.compare_rows(export.get("rows", []), layers, package, about)
            if "tiles" in export:
                self.compare_tiles(export["tiles"], file["tiles"], about)
            self.compare_bytes(export["bytes"], file["bytes"], about)
        self.compare_bytes(plan["diskPeak"], held["bytes"], what)

    def compare_bytes(self, estimate, truth, what):
        self.assertLessEqual(estimate["lower"], truth, what)
        if estimate["upper"] is not None:
            self.assertGreaterEqual(estimate["upper"], truth, what)
        if estimate["basis"] in ("measured", "learned"):
            self.assertLessEqual(estimate["factor"], 10, what)

    def take_and_compare(self, orders):
        """(title, area, options of the plan): planned first, then taken, a few at a time."""
        pending = []
        for number, (title, area, options) in enumerate(orders):
            path = self.job_file(self.items[title], f"{self._testMethodName}-{number}", area, maxScale=DETAIL)
            plan = self.plan(path, *options)
            if "error" in plan:  # a map that a job refuses
                continue
            pending.append((f"{title} in {json.dumps(area)}", plan, f"{self._testMethodName}-{number}", self.submit(path)))
            if len(pending) > 8:
                self.end_one(pending)
        while pending:
            self.end_one(pending)

    def end_one(self, pending):
        what, plan, name, job = pending.pop(0)
        view = self.wait_for_end(job)
        with self.subTest(what):
            if view["phase"] == "done":
                self.compare_package(plan, os.path.join(self.maps, name), what)
            else:  # nothing to take: the plan orders nothing either
                self.assertEqual((view["failure"]["code"], plan["exports"]), ("nothingToTake", []), what)


class PlanTest(Planning):
    def test_services_estimate_only_if_they_are_asked_to(self):
        path = self.job_file(self.items["Sandbox field map"], "estimated", maxScale=DETAIL)
        before = len(self.server.requests())
        plain = self.plan(path)
        self.assertEqual(self.posted(before), [])
        estimated = self.plan(path, "--estimate")
        orders = self.posted(before)
        self.assertEqual([order.rsplit("/", 1)[1] for order in orders], ["estimateExportTilesSize"])
        basis = lambda plan: {export["kind"]: export["bytes"]["basis"] for export in plan["exports"]}
        self.assertNotEqual(basis(plain)["rasterTiles"], "server")
        self.assertEqual(basis(estimated)["rasterTiles"], "server")
        self.take_and_compare([("Sandbox field map", harness.AREA, ("--estimate",))])

    def posted(self, before):
        return [request["path"] for request in self.server.requests()[before:]
                if request["method"] == "POST" and not request["path"].endswith(("/query", "/queryAttachments"))]

    def test_a_limit_that_is_passed_comes_with_what_would_fit(self):
        path = self.job_file(self.items["Sandbox field map"], "large")
        tiles = next(export["tiles"] for export in self.plan(path)["exports"] if export["kind"] == "rasterTiles")
        world = {"xmin": -179, "ymin": -80, "xmax": 179, "ymax": 80, "spatialReference": {"wkid": 4326}}
        self.assertNotIn("fits", tiles)
        tiles = next(export["tiles"] for export in self.plan(self.job_file(self.items["Sandbox field map"], "large", world))["exports"]
                     if export["kind"] == "rasterTiles")
        self.assertGreater(tiles["lower"], tiles["limit"])
        scaled = self.plan(self.job_file(self.items["Sandbox field map"], "scaled", world, maxScale=tiles["fits"]["maxScale"]))
        self.assertLessEqual(next(e["tiles"] for e in scaled["exports"] if e["kind"] == "rasterTiles")["upper"], tiles["limit"])
        share = math.floor(tiles["fits"]["areaShare"] * 1e4) / 1e4
        self.assertGreater(share, 0.001)

    # Executing a plan --------------------------------------------------------------

    def test_a_plan_is_executed_as_it_was_made(self):
        file = os.path.join(self.folder, "plan.json")
        self.mapferry("plan", self.job_file(self.items["Trails"], "planned", maxScale=DETAIL), "--output", file)
        with open(file, encoding="utf-8") as text:
            plan = json.load(text)
        before = len(self.server.requests())
        self.mapferry("submit", "--plan", file, "--wait")
        made = [(request["method"], request["path"], request["params"]) for request in self.server.requests()[before:]
                if request["path"].endswith(("/createReplica", "/exportTiles"))]
        origin = self.server.portal.rsplit("/", 1)[0]
        planned = [(step["method"], step["address"].removeprefix(origin), step["parameters"])
                   for export in plan["exports"] for step in export["requests"] if step["step"] == "export"]
        by_path = lambda request: (request[1], sorted(request[2].items()))
        for ordered, announced in zip(sorted(made, key=by_path), sorted(planned, key=by_path), strict=True):
            name = announced[2].pop("replicaName", None)
            if name:
                pattern = "[^-]+".join(re.escape(part) for part in re.split(r"<[a-z]+>", name))
                self.assertRegex(ordered[2].pop("replicaName"), f"^{pattern}$")
            self.assertEqual(ordered, announced)
        self.compare_package(plan, os.path.join(self.maps, "planned"), "the plan")

    def test_a_plan_that_is_no_plan_is_refused_by_the_element(self):
        file = os.path.join(self.folder, "no-plan.json")
        for text, element in (("[]", "version"), ('{"version": 1}', "job"), ('{"version": 1, "job": {}, "basis": {}}', "portal"),
                              ('{"version": 7, "job": {}, "basis": {}}', "version"), ("<html>", "version")):
            with open(file, "w", encoding="utf-8") as out:
                out.write(text)
            told = json.loads(self.mapferry("submit", "--plan", file, "--json", expect=2))
            self.assertEqual(told["error"]["subject"], element, text)

    def test_planning_creates_nothing(self):
        before = len(self.server.requests())
        jobs = self.mapferry("list", "--json")
        for title in self.items:
            self.plan(self.job_file(self.items[title], "asked", maxScale=DETAIL))
        self.assertEqual(self.posted(before), [])
        self.assertEqual(self.mapferry("list", "--json"), jobs)
        self.assertFalse(os.path.exists(os.path.join(self.maps, "asked")))

    def test_people_read_what_would_be_asked_and_what_it_weighs(self):
        path = self.job_file(self.items["Trails"], "asked", maxScale=DETAIL)
        text = self.mapferry("plan", path)
        for part in ("createReplica", "exportTiles", " rows", " tiles, levels 0 to ", "attachments of ", "disk needed"):
            self.assertIn(part, text)


class KeptPlansTest(Planning):
    """Of a daemon that has done nothing yet: it guesses sizes."""

    def kept(self, plan):
        """Without the job that was asked about; of the basis the elements alone, and numbers in a line."""
        plan["basis"] = sorted(plan.get("basis", {}))
        plan.pop("job", None)
        return json.loads(json.dumps(short(plan)).replace(self.server.portal.rsplit("/", 1)[0], "http://sandbox"))

    def test_plans_of_every_map_are_those_that_are_kept(self):
        seen = {title: self.kept(self.plan(self.job_file(item, "asked", maxScale=DETAIL)))
                for title, item in sorted(self.items.items())}
        if os.environ.get("MAPFERRY_RENEW"):
            with open(GOLDEN, "w", encoding="utf-8") as file:
                json.dump(seen, file, indent=1, ensure_ascii=False)
                file.write("\n")
        with open(GOLDEN, encoding="utf-8") as file:
            self.assertEqual(seen, json.load(file))


class NumbersTest(Planning):
    """With a daemon that learns from one job to the next."""

    def test_numbers_are_those_of_the_package_for_every_map(self):
        self.take_and_compare([(title, harness.AREA, ()) for title in sorted(self.items)])
        path = self.job_file(self.items["Trails"], "again", maxScale=DETAIL)
        self.assertEqual({export["bytes"]["basis"] for export in self.plan(path)["exports"] if export["kind"] == "rasterTiles"},
                         {"learned"})

    def test_numbers_are_those_of_the_package_in_random_areas(self):
        chance = random.Random(harness.seed())
        titles = sorted(self.items)
        self.take_and_compare([(chance.choice(titles), random_area(chance), ()) for _ in range(AREAS)])


class ChangedTest(harness.SystemTest):
    """Plans of a map whose services change: the sandbox is started again on other data."""

    def test_a_plan_is_refused_with_what_has_changed(self):
        ours = os.path.join(self.folder, "ours")
        os.mkdir(ours)
        wells = os.path.join(ours, "wells.geojson")
        self.write_wells(wells, name="first")
        server = self.sandbox("--with", ours)
        item = web_maps(server)["ours"]
        self.configure(server.portal)
        self.daemon()
        plan = os.path.join(self.folder, "plan.json")
        self.mapferry("plan", self.job_file(item, maxScale=DETAIL), "--output", plan)
        server.stop()
        self.programs.remove(server)
        self.write_wells(wells, depth=3)
        again = harness.Sandbox(self.folder, "--listen", f"127.0.0.1:{server.port}", "--with", ours)
        self.programs.append(again)
        told = json.loads(self.mapferry("submit", "--plan", plan, "--json", expect=CONFLICT))
        self.assertEqual(told["error"]["code"], "planChanged")
        self.assertIn("/ours/FeatureServer/0 (fields)", told["error"]["subject"])
        self.assertEqual(json.loads(self.mapferry("list", "--json"))["jobs"], [])

    def write_wells(self, path, **properties):
        feature = {"type": "Feature", "id": "w1", "properties": properties,
                   "geometry": {"type": "Point", "coordinates": [-109.5, 38.2]}}
        with open(path, "w", encoding="utf-8") as file:
            json.dump({"type": "FeatureCollection", "features": [feature]}, file)


class CredentialsTest(harness.SystemTest):
    def test_a_plan_names_the_credentials_and_how_long_their_tokens_last(self):
        server = self.sandbox("--auth", "--token-minutes", "15")
        self.configure(server.portal, portals={"field": {"url": server.portal, "credential": "crew"}},
                       credentials={"crew": self.signed_in()})
        self.daemon()
        plan = json.loads(self.mapferry("plan", self.job_file(server.item, maxScale=DETAIL), "--json"))
        origin = server.portal.rsplit("/", 1)[0]
        self.assertEqual({(one["origin"], one["credential"], one["type"]) for one in plan["credentials"]},
                         {(origin, "crew", "userPassword")})
        self.assertNotIn(harness.Sandbox.PASSWORD, json.dumps(plan))


def short(part):
    """A number is `3`, or `3 to 7 (why)`; bytes to one digit, `at least` without an end."""
    if isinstance(part, list):
        return [short(each) for each in part]
    if not isinstance(part, dict):
        return part
    if isinstance(part.get("levels"), list):
        levels = {str(level["level"]): short({name: level[name] for name in level if name not in ("level", "scale")})
                  for level in part["levels"]}
        return {"total": short({name: part[name] for name in part if name not in ("levels", "limit", "fits")}),
                "levels": levels, **{name: part[name] for name in ("limit", "fits") if name in part}}
    if "lower" not in part:
        return {name: short(value) for name, value in part.items()}
    digits = (lambda number: f"{number:.1e}") if "basis" in part else str
    ends = [digits(number) if number is not None else "?" for number in (part["lower"], part["upper"])]
    text = ends[0] if part.get("exact") else f"{ends[0]} to {ends[1]}"
    return text + (f" ({part['why']})" if "why" in part else "") + (f", {part['basis']}" if "basis" in part else "")


def random_area(chance):
    """In the sandbox's part of the world: boxes and polygons, small and large, in degrees and in metres."""
    x, y = chance.uniform(-111, -107.5), chance.uniform(36.3, 39)
    width, height = (10 ** chance.uniform(-3, 0.5) for _ in range(2))
    ring = [[x, y], [x + width * chance.uniform(0, 0.3), y + height], [x + width, y + height * chance.uniform(0.5, 1)],
            [x + width * chance.uniform(0.6, 1), y + height * chance.uniform(0, 0.3)], [x, y]]
    kind = chance.choice(("box", "polygon", "metres", "utm"))
    if kind == "box":
        return {"xmin": x, "ymin": y, "xmax": x + width, "ymax": y + height, "spatialReference": {"wkid": 4326}}
    if kind == "polygon":
        return {"rings": [ring], "spatialReference": {"wkid": 4326}}
    if kind == "metres":
        metres = [[lon * 20037508.342789244 / 180, math.log(math.tan((90 + lat) * math.pi / 360)) * 6378137] for lon, lat in ring]
        return {"rings": [metres], "spatialReference": {"wkid": 102100}}
    left, bottom = 500000 + (x + 111) * 88000, y * 110900
    return {"xmin": left, "ymin": bottom, "xmax": left + width * 88000, "ymax": bottom + height * 110900,
            "spatialReference": {"wkid": 32612}}


if __name__ == "__main__":
    unittest.main()
