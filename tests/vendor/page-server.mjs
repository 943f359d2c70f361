// Serves the page and the modules of the vendor's SDK from node_modules, so that no other host is needed.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL(".", import.meta.url));
const types = {
  ".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".json": "application/json",
  ".mjs": "text/javascript", ".svg": "image/svg+xml", ".wasm": "application/wasm", ".woff2": "font/woff2",
};

/** Stands for the vendor's widgets: the page shows none of them, and only a bundler can load them. */
const noWidget = "export const assetPathChanged = true; export const setAssetPath = () => {};";

async function contentOf(path) {
  if (path.startsWith("/no-widgets/"))
    return noWidget;
  return readFile(join(root, path)).catch(() => null);
}

/** `missing` collects what was asked for and is not there. */
export async function servePages() {
  const missing = [];
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://page").pathname));
    const content = await contentOf(path);
    if (content === null)
      missing.push(path);
    response.writeHead(content === null ? 404 : 200, { "Content-Type": types[extname(path)] ?? "text/javascript" });
    response.end(content);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { address: `http://127.0.0.1:${server.address().port}`, missing, close: () => server.close() };
}
