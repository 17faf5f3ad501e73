import { spawn } from "node:child_process";
import { projectFolder, projectNode } from "../project.mjs";

/**
 * Runs a script of the packages with its output on this terminal.
 * @param {string[]} args
 * @param {Record<string, string>} env added to this process's
 * @param {import("../stop.mjs").Stopper} stopper
 * @returns {Promise<number>} its exit status; 1 where a signal ended it
 */
export function runVisible(args, env, stopper) {
  return new Promise((resolve) => {
    const child = spawn(projectNode, args, {
      cwd: projectFolder,
      env: { ...process.env, ...env },
      stdio: ["ignore", "inherit", "inherit"],
    });
    stopper.add({ stop: () => void child.kill("SIGTERM"), kill: () => void child.kill("SIGKILL") });
    child.on("error", () => resolve(1));
    child.on("exit", (code) => resolve(code ?? 1));
  });
}
