import { spawn } from "node:child_process";
import { projectNode } from "./project.mjs";

const oldest = 20;
const wanted = 24;

/** Whether this process already runs on the Node.js that the product is made for. */
export function isOnProjectNode() {
  return Number(process.versions.node.split(".")[0]) >= wanted;
}

/** @returns {string | undefined} a sentence where this Node.js cannot even install */
export function nodeTooOld() {
  const [major] = process.versions.node.split(".");
  if (Number(major) >= oldest) return undefined;
  return `Node.js ${process.versions.node} is too old: install Node.js ${oldest} or newer, the rest is brought along.`;
}

/**
 * Runs the same script again under the packages' Node.js, hands signals on, and ends as it ends.
 * A killed parent is noticed by the child through the closed channel.
 * @param {string} script
 * @returns {Promise<never>}
 */
export function rerunOnProjectNode(script) {
  const child = spawn(projectNode, [script, ...process.argv.slice(2)], {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  // A terminal sends Ctrl-C to both; a signal to this process alone has to be handed on.
  let interrupted = 0;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      interrupted += 1;
      if (signal !== "SIGINT" || interrupted > 1 || process.stdin.isTTY !== true) child.kill(signal);
    });
  }
  return new Promise(() => {
    child.on("exit", (code, signal) => process.exit(code ?? (signal === null ? 0 : 1)));
  });
}
