// The vendor's REST client against a running sandbox: signs in in every way, reads items, queries, takes features and
// tiles offline. Arguments: the portal's address, its dialect, and the word private if items and services want a token.
import {
  ApplicationCredentialsManager, ArcGISIdentityManager, Job, JOB_STATUSES, request,
} from "@esri/arcgis-rest-request";
import {
  getItem, getItemData, getSelf, getUser, searchItems, SearchQueryBuilder,
} from "@esri/arcgis-rest-portal";
import {
  getAllLayersAndTables, getAttachments, getFeature, getLayer, getService, queryAllFeatures, queryFeatures, queryRelated,
} from "@esri/arcgis-rest-feature-service";
import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";

const [portalRoot, dialect, access] = process.argv.slice(2);
const portal = portalRoot + "/sharing/rest";
const isPrivate = access === "private";
const credentials = { username: "field", password: "field.sandbox" };
const app = { clientId: "field-app", clientSecret: "field-app.sandbox" };
const area = { xmin: -109.5, ymin: 36.8, xmax: -108.5, ymax: 37.8, spatialReference: { wkid: 4326 } };

let passed = 0;
let failed = 0;
async function check(name, test) {
  try {
    const remark = await test();
    ++passed;
    console.log(`  ok      ${name}${remark ? ": " + remark : ""}`);
  } catch (error) {
    ++failed;
    const at = error.url ? ` (${error.url})` : "";
    console.log(`  FAILED  ${name}: ${error.stack?.split("\n").slice(0, 3).join(" | ") ?? error}${at}`);
  }
}

const refused = (promise, code) => assert.rejects(promise, (error) => {
  assert.equal(error.response?.error?.code, code, error.message);
  return true;
});

/** A file of a service. It may be stored elsewhere: those addresses are signed, and refuse a token. */
async function download(url, service) {
  const headers = { "X-Esri-Authorization": "Bearer " + await user.getToken(service), Referer: "@esri/arcgis-rest-js" };
  const isOurs = new URL(url).host === new URL(portal).host;
  let answer = await fetch(url, { redirect: "manual", headers: isOurs ? headers : {} });
  if (answer.status === 302)
    answer = await fetch(answer.headers.get("location"));
  assert.equal(answer.status, 200, url);
  return Buffer.from(await answer.arrayBuffer());
}

/** Asks until `over` says so. */
async function poll(url, over) {
  for (let i = 0; i < 600; ++i) {
    const answer = await request(url, { authentication: user });
    if (over(answer))
      return answer;
    await pause(50);
  }
  throw new Error("not over in time: " + url);
}

console.log(`${portalRoot} (${dialect}${isPrivate ? ", private" : ""})`);

let user;
await check("signs in with user name and password", async () => {
  user = await ArcGISIdentityManager.signIn({ ...credentials, portal });
  assert.equal((await user.getUser()).username, "field");
});
await check("is refused with a wrong password", () =>
  assert.rejects(ArcGISIdentityManager.signIn({ ...credentials, password: "x", portal }), /Unable to generate token/));
await check("signs an application in", async () => {
  const session = ApplicationCredentialsManager.fromCredentials({ ...app, portal });
  const about = await getSelf({ portal, authentication: session });
  assert.equal(about.appInfo.appId, app.clientId);
  await assert.rejects(
    ApplicationCredentialsManager.fromCredentials({ ...app, clientSecret: "x", portal }).getToken(portal),
    /Invalid client_secret/);
});
await check("refreshes and exchanges a refresh token", async () => {
  const session = new ArcGISIdentityManager({ clientId: app.clientId, redirectUri: "urn:ietf:wg:oauth:2.0:oob",
    refreshToken: "field-refresh.sandbox", username: "field", portal });
  await session.refreshCredentials();
  assert.equal((await getSelf({ portal, authentication: session })).user.username, "field");
  await session.exchangeRefreshToken();
  assert.notEqual(session.refreshToken, "field-refresh.sandbox");
  await session.refreshCredentials();
  await session.signOut();
  await assert.rejects(session.refreshCredentials(), /Invalid refresh_token/);
});
await check("signs in again by itself when its token ended", async () => {
  const session = await ArcGISIdentityManager.signIn({ ...credentials, portal });
  const old = session.token;
  await request(portal + "/oauth2/revokeToken", { params: { auth_token: old, client_id: app.clientId } });
  assert.equal((await getSelf({ portal, authentication: session })).user.username, "field");
  assert.notEqual(session.token, old);
});
await check("reads the portal and its user", async () => {
  const about = await getSelf({ portal, authentication: user });
  assert.equal(about.isPortal, dialect === "enterprise");
  assert.equal((await getUser({ username: "field", portal, authentication: user })).orgId, about.id);
});

const items = [];
await check("searches and pages through all items", async () => {
  const query = new SearchQueryBuilder().match("field").in("owner");
  let page = await searchItems({ q: query, num: 3, portal, authentication: user });
  const total = page.total;
  items.push(...page.results);
  while (page.nextPage) {
    page = await page.nextPage();
    items.push(...page.results);
  }
  assert.equal(new Set(items.map((item) => item.id)).size, total);
  return `${total} items`;
});
const maps = items.filter((item) => item.type === "Web Map");
const documents = new Map();
await check("reads every item and its data", async () => {
  for (const item of items) {
    assert.equal((await getItem(item.id, { portal, authentication: user })).title, item.title);
    const data = await getItemData(item.id, { portal, authentication: user }).catch((error) => {
      assert.match(error.message, /Item does not have a file/);
    });
    documents.set(item.id, data);
  }
  assert.ok(maps.length > 0 && maps.every((map) => documents.get(map.id).operationalLayers));
  return `${maps.length} web maps`;
});
if (isPrivate) {
  await check("reads nothing without signing in", async () => {
    await refused(getItem(maps[0].id, { portal }), 403);
    await refused(request(items.find((item) => item.type === "Feature Service").url), 499);
  });
}

const field = items.find((item) => item.title === "Field work");
await check("reads service and layer documents", async () => {
  for (const item of items.filter((each) => each.type === "Feature Service")) {
    if (new URL(item.url).pathname.startsWith("/remote/"))
      continue; // below, with a sign-in of its own
    const service = await getService({ url: item.url, authentication: user });
    const all = await getAllLayersAndTables({ url: item.url, authentication: user });
    assert.equal(all.layers.length, service.layers.length, item.url);
    assert.equal(all.tables.length, service.tables.length, item.url);
    for (const entry of [...service.layers, ...service.tables]) {
      const layer = await getLayer({ url: `${item.url}/${entry.id}`, authentication: user });
      assert.equal(layer.name, entry.name);
      assert.ok(layer.fields.some((each) => each.name === layer.objectIdField));
    }
  }
});
for (const id of [0, 1]) {
  const url = `${field.url}/${id}`;
  await check(`queries layer ${id} of Field work`, async () => {
    const total = (await queryFeatures({ url, returnCountOnly: true, authentication: user })).count;
    const all = await queryAllFeatures({ url, outFields: ["OBJECTID"], returnGeometry: false, authentication: user });
    assert.equal(all.features.length, total);
    const near = { url, geometry: area, geometryType: "esriGeometryEnvelope",
      spatialRel: "esriSpatialRelIntersects", authentication: user };
    const { count } = await queryFeatures({ ...near, returnCountOnly: true });
    const json = await queryFeatures({ ...near, outFields: "*", outSR: 4326 });
    const geojson = await queryFeatures({ ...near, params: { f: "geojson" } });
    assert.equal(json.features.length, count);
    assert.equal(geojson.features.length, count);
    const one = await getFeature({ url, id: json.features[0].attributes.OBJECTID, authentication: user });
    assert.deepEqual(one.attributes, json.features[0].attributes);
    return `${total} features, ${count} near the Four Corners`;
  });
  await check(`reads the same from PBF (layer ${id})`, async () => {
    const asked = { url, where: "OBJECTID <= 20", outFields: "*", authentication: user };
    const json = await queryFeatures({ ...asked, outSR: 4326 });
    const pbf = await queryFeatures({ ...asked, outSR: 4326, f: "pbf-as-arcgis" });
    const geojson = await queryFeatures({ ...asked, f: "pbf-as-geojson" });
    assert.equal(pbf.features.length, 20);
    assert.equal(geojson.features.length, 20);
    for (const [i, feature] of json.features.entries()) {
      assert.deepEqual(pbf.features[i].attributes, feature.attributes);
      const [ours, theirs] = [feature.geometry, pbf.features[i].geometry].map((each) => each.rings?.[0][0] ?? [each.x, each.y]);
      assert.ok(ours.every((ordinate, axis) => Math.abs(ordinate - theirs[axis]) < 1e-6), `${ours} ${theirs}`);
    }
  });
}
await check("reads related rows and attachments", async () => {
  let related = 0;
  let pictures = 0;
  for (const item of items.filter((each) => each.type === "Feature Service")) {
    if (new URL(item.url).pathname.startsWith("/remote/"))
      continue;
    const { layers, tables } = await getAllLayersAndTables({ url: item.url, authentication: user });
    for (const layer of [...layers, ...tables]) {
      const url = `${item.url}/${layer.id}`;
      const objectIds = (await queryFeatures({ url, returnIdsOnly: true, authentication: user })).objectIds;
      for (const relationship of layer.relationships ?? []) {
        const found = await queryRelated({ url, relationshipId: relationship.id, objectIds: objectIds.slice(0, 100),
          outFields: "*", authentication: user });
        related += found.relatedRecordGroups.reduce((sum, group) => sum + group.relatedRecords.length, 0);
      }
      if (!layer.hasAttachments)
        continue;
      for (const featureId of objectIds.slice(0, 20)) {
        const { attachmentInfos } = await getAttachments({ url, featureId, authentication: user });
        for (const info of attachmentInfos) {
          const bytes = await download(`${url}/${featureId}/attachments/${info.id}`, item.url);
          assert.equal(bytes.length, info.size);
          ++pictures;
        }
      }
    }
  }
  assert.ok(related > 0 && pictures > 0, `${related} related rows, ${pictures} attachments`);
  return `${related} related rows, ${pictures} attachments`;
});
await check("creates a replica, downloads and unregisters it", async () => {
  const replicaName = "vendor-" + process.pid;
  const made = await request(field.url + "/createReplica", { authentication: user, params: {
    replicaName, layers: [0, 1], geometry: area, geometryType: "esriGeometryEnvelope", inSR: 4326, replicaSR: 102100,
    syncModel: "perLayer", syncDirection: "bidirectional", dataFormat: "sqlite", transportType: "esriTransportTypeUrl",
    async: true, returnAttachments: false, layerQueries: { 0: { queryOption: "useFilter", useGeometry: true } } } });
  const done = await poll(made.statusUrl, (status) => status.status === "Completed");
  const file = await download(done.resultUrl, field.url);
  assert.equal(file.subarray(0, 15).toString(), "SQLite format 3");
  const listed = await request(field.url + "/replicas", { authentication: user });
  const mine = listed.find((each) => each.replicaName === replicaName);
  const ended = await request(field.url + "/unRegisterReplica", { authentication: user,
    params: { replicaID: mine.replicaID } });
  assert.ok(ended.success);
  return `${file.length} bytes`;
});

for (const [type, ending] of [["Map Service", "tpkx"], ["Vector Tile Service", "vtpk"]]) {
  await check(`follows an export job of a ${type}`, async () => {
    const item = items.find((each) => each.type === type && !documents.get(each.id)?.version
      && /Basemap\/MapServer|Boundaries\/VectorTileServer/.test(each.url));
    const params = { exportBy: "levelId", levels: "0-6", tilePackage: true, storageFormatType: "esriMapCacheStorageModeCompactV2" };
    const polygon = { rings: [[[area.xmin, area.ymin], [area.xmin, area.ymax], [area.xmax, area.ymax],
      [area.xmax, area.ymin], [area.xmin, area.ymin]]], spatialReference: { wkid: 4326 } };
    if (type === "Map Service")
      params.exportExtent = area;
    else
      params.polygon = polygon;
    const { jobId } = await request(item.url + "/exportTiles", { authentication: user, params });
    const job = await Job.fromExistingJob({ url: item.url, id: jobId, pollingRate: 50, authentication: user });
    const seen = new Set();
    job.on(JOB_STATUSES.Status, (info) => seen.add(info.status));
    const info = await job.waitForCompletion();
    const address = info.output?.outputUrl ?? (await job.getResult("out_service_url")).value;
    const [first] = [address].flat();
    const isFile = new URL(first).pathname.endsWith(ending);
    const listed = isFile ? null : await request(first, { params: { token: await user.getToken(item.url) } });
    const found = isFile ? first : listed.files[0].url;
    const file = await download(found, item.url);
    assert.equal(file.subarray(0, 2).toString(), "PK", found);
    return `${file.length} bytes of ${ending} after ${[...seen].join(", ")}`;
  });
}

await check("signs in to the stand-alone server", async () => {
  const server = new URL("/remote", portal).href + "/rest/services";
  const { token, tokenExpires } = await new ArcGISIdentityManager({ ...credentials, server }).refreshCredentials();
  const session = new ArcGISIdentityManager({ server, token, tokenExpires });
  if (isPrivate)
    await refused(request(server), 499);
  const { services } = await request(server, { authentication: session });
  assert.ok(services.length > 0, "it has no service");
  const service = await request(`${server}/${services[0].name}/${services[0].type}`, { authentication: session });
  assert.ok(service.currentVersion > 10);
  return services.map((each) => each.name).join(", ");
});

console.log(`  ${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
