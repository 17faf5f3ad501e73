import { execFileSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import path from "node:path";
import { step } from "../progress.mjs";
import { inProject, projectNode } from "../project.mjs";
import { runCommand } from "../run-command.mjs";

const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const downloadMinutes = 2;

/**
 * A real Chromium: the one that ETLX_CHROMIUM names, one on the PATH, Playwright's own, its download, Debian's package.
 * @returns {Promise<{ path: string } | { missing: string }>}
 */
export async function findChromium() {
  const named = process.env.ETLX_CHROMIUM;
  if (named)
    return existsSync(named) ? { path: named } : { missing: `ETLX_CHROMIUM names no file: ${named}` };
  const found = onPath() ?? (await playwrightChromium());
  if (found !== undefined) return { path: found };
  await step("Downloading Chromium", () => playwrightDownload()).catch(() => undefined);
  const downloaded = await playwrightChromium();
  if (downloaded !== undefined) return { path: downloaded };
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    await step("Installing Debian's Chromium", installPackage).catch(() => undefined);
  }
  const installed = onPath();
  return installed === undefined
    ? { missing: "no Chromium was found and none could be installed" }
    : { path: installed };
}

function onPath() {
  for (const folder of (process.env.PATH ?? "").split(path.delimiter)) {
    for (const name of names) {
      try {
        accessSync(path.join(folder, name), constants.X_OK);
        return path.join(folder, name);
      } catch {
        // Not there.
      }
    }
  }
  return undefined;
}

async function playwrightChromium() {
  const { chromium } = await import("@playwright/test");
  return existsSync(chromium.executablePath()) ? chromium.executablePath() : undefined;
}

function playwrightDownload() {
  // Bounded: an unreachable host is tried again for very long.
  execFileSync(
    projectNode,
    [inProject("node_modules", "@playwright", "test", "cli.js"), "install", "chromium"],
    {
      stdio: "ignore",
      timeout: downloadMinutes * 60_000,
    },
  );
}

async function installPackage() {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await runCommand("apt-get update", "apt-get", ["update"], { env });
  await runCommand("apt-get install", "apt-get", ["install", "-y", "chromium"], { env });
}
