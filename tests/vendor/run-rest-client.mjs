// Runs the REST client in both dialects, open and private, over http and https.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { startSandbox } from "./running-sandbox.mjs";

const client = fileURLToPath(new URL("rest-client.mjs", import.meta.url));
let failed = false;
for (const [dialect, ...options] of [["enterprise"], ["enterprise", "--auth", "--tls"], ["online", "--tls"], ["online", "--auth"]]) {
  const sandbox = await startSandbox("--dialect", dialect, "--job-seconds", "0.5", ...options);
  const access = options.includes("--auth") ? "private" : "public";
  // Node reads the authorities it is to trust when it starts.
  const env = { ...process.env, ...(sandbox.authority && { NODE_EXTRA_CA_CERTS: sandbox.authority }) };
  const child = spawn(process.execPath, ["--no-deprecation", client, sandbox.portal, dialect, access], { env, stdio: "inherit" });
  const [code] = await once(child, "exit");
  failed ||= code !== 0;
  await sandbox.stop();
}
process.exitCode = failed ? 1 : 0;
