import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { writeSecret } from "./data-folder.mjs";
import { step } from "./progress.mjs";
import { inProject, projectNode } from "./project.mjs";
import { runCommand } from "./run-command.mjs";

/**
 * @typedef {{ role: string, name?: string, email: string, password: string }} DemoUser
 * @typedef {{ module: string, version: number, read?: string, tables?: number, rows?: number }} Published
 */

/**
 * @param {string} dataFolder
 * @returns {{ users: DemoUser[], published: Published | undefined }} what an earlier start made
 */
export function demoFolderState(dataFolder) {
  const users = readJson(path.join(dataFolder, "demo-users.json")) ?? [];
  return {
    users: Array.isArray(users) ? users : (users.users ?? []),
    published: readJson(path.join(dataFolder, "demo.json")),
  };
}

/**
 * Makes the demo once: its source, users and module, and a first version through the worker.
 * @param {{ dataFolder: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<Published | undefined>}
 */
export async function seedDemo({ dataFolder, env }) {
  const { published, users } = demoFolderState(dataFolder);
  if (published !== undefined && users.length > 0) return published;
  let result;
  await step("Making the demo and publishing its first version", (update) =>
    runCommand("Making the demo", projectNode, [inProject("lib", "demo", "seed.ts")], {
      env,
      onLine: (line) => {
        const said = parse(line);
        if (said?.result !== undefined) result = said.result;
        else if (said?.step !== undefined) update(progressText(said));
      },
    }),
  );
  if (result !== undefined) writeSecret(path.join(dataFolder, "demo.json"), JSON.stringify(result));
  return result;
}

function progressText({ step: name, detail, progress }) {
  const share = typeof progress === "number" ? ` ${Math.round(progress * 100)} %` : "";
  return `${name}${detail === undefined || detail === "" ? "" : ` (${detail})`}${share}`;
}

function parse(line) {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function readJson(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}
