// Web maps of the sandbox in the vendor's JavaScript SDK, drawn by a browser over https: how their layers fare, what was
// refused, and a picture of each. The pictures are to be looked at.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startChromium } from "./chromium.mjs";
import { servePages } from "./page-server.mjs";
import { startSandbox } from "./running-sandbox.mjs";

const pictures = fileURLToPath(new URL("output/", import.meta.url));
const fieldMap = "Sandbox field map";
const views = [ // of the field map; `full`: each of its layers has something there
  { name: "at the Four Corners", full: true },
  { name: "of the country", center: [-96, 38], scale: 24_000_000 },
  { name: "of one county", center: [-108.6, 37.35], scale: 600_000, full: true },
];
/** Layers that a map holds and the SDK cannot draw, by map and title, and why. */
const meantToFail = {
  "What stays online": { "Weather of somebody else": "it stands for a host that cannot be asked" },
};
const patience = { timeout: 120_000 };

/** What goes wrong while a page draws, in words. */
function watch(page, isAllowed) {
  const troubles = [];
  page.on("pageerror", (error) => troubles.push("error in the page: " + error.message));
  page.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol.startsWith("http") && hostname !== "127.0.0.1")
      troubles.push("asks another host: " + request.url());
  });
  page.on("response", async (response) => {
    const type = response.headers()["content-type"] ?? "";
    const body = type.startsWith("application/json") ? await response.json().catch(() => null) : null;
    const path = new URL(response.url()).pathname;
    if ((response.status() >= 400 || body?.error) && !isAllowed(path, body?.error?.code))
      troubles.push(`refused: ${path} ${response.status()} ${JSON.stringify(body?.error ?? "")}`);
  });
  return troubles;
}

/**
 * Items without data or a style of their own say so by an error, and so does a service that wants a token: the client
 * asks them all the same, and knows what it has to do next. Nobody answers for the host that cannot be asked.
 */
const isUsual = (path, code) =>
  code === 499 || /\/content\/items\/\w+\/(data|resources\/styles\/root\.json)$/.test(path) || path === "/portal/wms";

function isWrong(layer, view) {
  if (layer.status !== "loaded" || (layer.isShown && !layer.isDrawn) || (layer.rows > 0 && layer.features === 0))
    return true;
  return Boolean(view.full) && layer.type !== "table" && (!layer.isDrawn || layer.features === 0);
}

/** What is wrong with the layers of a map, in words, but for those that are meant to fail: they have to. */
function judge(layers, view, meant) {
  const failed = layers.filter((layer) => isWrong(layer, view));
  const unmeant = failed.filter((layer) => !(layer.title in meant));
  const absent = Object.keys(meant).filter((title) => !failed.some((layer) => layer.title === title));
  return [...unmeant.map((layer) => `layer ${layer.title} (${layer.type}): ${layer.status} ${layer.error ?? ""} `
    + `drawn: ${layer.isDrawn}, features: ${layer.features} of ${layer.rows}`),
  ...absent.map((title) => `layer ${title} is drawn: ${meant[title]}`)];
}

/** What is promised, or an error once patience is over; leaves no timer that would keep the program running. */
function inTime(promised) {
  let timer;
  const late = new Promise((_, fail) => {
    timer = setTimeout(fail, patience.timeout, new Error("not drawn in time"));
  });
  return Promise.race([promised, late]).finally(() => clearTimeout(timer));
}

/** Draws one view of a map, takes its picture and tells how it went: whether all is well. */
async function drawView(page, troubles, portal, map, view, label) {
  troubles.length = 0;
  const name = [label, map.title, view.name].filter(Boolean).join(" ");
  const drawn = page.evaluate((wanted) => window.draw(wanted), { portal, item: map.id, ...view });
  const layers = await inTime(drawn)
    .catch((error) => { troubles.push(error.message.split("\n")[0]); return []; });
  await page.screenshot({ path: join(pictures, name.replaceAll(/\W+/g, "-").toLowerCase() + ".png") });
  troubles.push(...judge(layers, view, meantToFail[map.title] ?? {}));
  const told = layers.map((layer) => layer.title + (layer.features === undefined ? "" : ` (${layer.features})`));
  console.log(`  ${troubles.length === 0 ? "ok    " : "FAILED"}  ${name}: ${told.join(", ")}`);
  for (const trouble of new Set(troubles))
    console.log("            " + trouble.slice(0, 300));
  return troubles.length === 0;
}

/** Draws the field map, or each map that the portal's search finds: the number of views that fail. */
async function drawAll(label, options, onlyField) {
  const sandbox = await startSandbox("--tls", ...options);
  const pages = await servePages();
  const browser = await startChromium(sandbox.folder, sandbox.authority);
  let failed = 0;
  try {
    const page = browser.pages()[0] ?? await browser.newPage();
    const troubles = watch(page, isUsual);
    await page.goto(pages.address + "/page.html");
    await page.waitForFunction(() => window.ready, null, patience);
    if (options.includes("--auth"))
      await page.evaluate((portal) => window.signIn(portal), sandbox.portal);
    const maps = await page.evaluate((portal) => window.findMaps(portal), sandbox.portal);
    assert.equal(maps.length, 16);
    for (const map of maps)
      for (const view of map.title === fieldMap ? views : onlyField ? [] : [{ name: "" }])
        failed += await drawView(page, troubles, sandbox.portal, map, view, label) ? 0 : 1;
    assert.deepEqual(pages.missing, []);
  } finally {
    await browser.close();
    pages.close();
    await sandbox.stop();
  }
  return failed;
}

mkdirSync(pictures, { recursive: true });
let failed = await drawAll("enterprise", [], false);
failed += await drawAll("online", ["--dialect", "online"], true);
failed += await drawAll("private", ["--auth"], true);
console.log(`  pictures to look at are in ${pictures}`);
process.exitCode = failed === 0 ? 0 : 1;
