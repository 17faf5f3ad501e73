import { existsSync, statSync } from "node:fs";
import { step } from "./progress.mjs";
import { doneFor, hashOf, inProject, markDone, projectNode } from "./project.mjs";
import { runCommand } from "./run-command.mjs";

/**
 * Installs the packages of the lock file, Node.js 24 among them; nothing where that is done already.
 * `npm ci` would refuse a lock that lacks entries for other platforms' optional binaries; this obeys it and leaves it alone.
 */
export async function installPackages() {
  const lock = hashOf(["package-lock.json"]);
  if (doneFor("installed") === lock && existsSync(projectNode)) return;
  if (installedByHand()) {
    markDone("installed", lock);
    return;
  }
  await step("Installing packages (once; about a minute)", async () => {
    const args = ["install", "--no-save", "--no-audit", "--no-fund", "--include=dev", "--include=optional"];
    // The npm that runs this script knows its own path; there may be no `npm` on the PATH of a minimal image.
    const npm = process.env.npm_execpath;
    if (npm?.endsWith(".js")) await runCommand("npm install", process.execPath, [npm, ...args]);
    else await runCommand("npm install", "npm", args);
  });
  markDone("installed", lock);
}

/** npm writes its hidden lock as the last step of an installation, so one newer than ours says that ours was installed. */
function installedByHand() {
  const hidden = inProject("node_modules", ".package-lock.json");
  if (!existsSync(projectNode) || !existsSync(hidden)) return false;
  return (
    doneFor("installed") === undefined &&
    statSync(hidden).mtimeMs >= statSync(inProject("package-lock.json")).mtimeMs
  );
}
