// Headless Chromium that trusts one authority more: it is put into the certificate store of a home of its own.
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";

export async function startChromium(folder, authority) {
  const store = join(folder, ".pki", "nssdb");
  mkdirSync(store, { recursive: true });
  execFileSync("certutil", ["-d", "sql:" + store, "-N", "--empty-password"]);
  execFileSync("certutil", ["-d", "sql:" + store, "-A", "-t", "C,,", "-n", "sandbox", "-i", authority]);
  return chromium.launchPersistentContext(join(folder, "profile"), {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    headless: true,
    viewport: { width: 1000, height: 700 },
    env: { ...process.env, HOME: folder },
    args: ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-quic",
      "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
}
