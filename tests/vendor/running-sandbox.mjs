// Starts mapferry-sandbox for a client and knows what it printed and logged.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

export async function startSandbox(...options) {
  const program = process.env.MAPFERRY_SANDBOX;
  if (!program)
    throw new Error("MAPFERRY_SANDBOX has to name the program");
  const folder = mkdtempSync(join(tmpdir(), "vendor-"));
  const log = join(folder, "log");
  const child = spawn(program, ["--listen", "127.0.0.1:0", "--log", log, ...options],
    { stdio: ["pipe", "pipe", "inherit"] });
  const sandbox = { portal: "", maps: [], authority: "", folder };
  const last = options.includes("--tls") ? "authority" : "item";
  for await (const line of createInterface({ input: child.stdout })) {
    const [word, ...rest] = line.split(" ");
    if (word === "item")
      sandbox.maps.push({ id: rest[0], title: rest.slice(1).join(" ") });
    else if (word === "authority")
      sandbox.authority = rest.join(" ");
    else
      sandbox.portal = line;
    if (word === last)
      break;
  }
  if (!sandbox.portal)
    throw new Error("the sandbox did not start");
  child.stdout.resume();
  sandbox.sharing = sandbox.portal + "/sharing/rest";
  sandbox.requests = () => readFileSync(log, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
  sandbox.stop = async () => {
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    const [code] = await ended;
    rmSync(folder, { recursive: true });
    if (code !== 0)
      throw new Error("the sandbox ended with " + code);
  };
  return sandbox;
}
