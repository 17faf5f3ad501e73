import { spawn } from "node:child_process";
import { Problem } from "./problem.mjs";
import { endWithParent, projectFolder, projectNode } from "./project.mjs";

/** How much of a command's output is kept to explain a failure, in characters. */
const keptOutput = 20_000;

/** Processes that have to end with the bootstrap. */
const running = new Set();

/** Ends every command that is still running, for a stop in the middle of a start. */
export function endCommands() {
  for (const child of running) endGroup(child, "SIGTERM");
}

/**
 * Signals a process that was spawned `detached`, and all it started.
 * @param {import("node:child_process").ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
export function endGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

/**
 * Runs a command to its end, in a process group of its own so that the terminal's Ctrl-C reaches only the bootstrap.
 * @param {string} label for the sentence when it fails
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, account?: { uid: number, gid: number }, onLine?: (line: string) => void }} options
 * @returns {Promise<string>} standard output
 * @throws {Problem} with what the command said last
 */
export function runCommand(label, command, args, options = {}) {
  return new Promise((resolve, reject) => {
    // A command on our Node.js ends with a killed bootstrap; another program has no way to notice.
    const linked = command === projectNode;
    const child = spawn(command, linked ? ["--import", endWithParent, ...args] : args, {
      cwd: options.cwd ?? projectFolder,
      // What it says is quoted in a sentence, where colours are noise.
      env: { ...(options.env ?? process.env), NO_COLOR: "1", FORCE_COLOR: undefined },
      detached: true,
      stdio: linked ? ["ignore", "pipe", "pipe", "ipc"] : ["ignore", "pipe", "pipe"],
      ...options.account,
    });
    running.add(child);
    let standard = "";
    let said = "";
    let line = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      standard += text;
      said = (said + text).slice(-keptOutput);
      const lines = (line + text).split("\n");
      line = lines.pop() ?? "";
      for (const complete of lines) options.onLine?.(complete);
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      said = (said + text).slice(-keptOutput);
    });
    child.on("error", (error) => {
      running.delete(child);
      reject(new Problem(`${label} failed: ${command} cannot be run (${error.code}).`));
    });
    child.on("close", (code, signal) => {
      running.delete(child);
      if (line !== "") options.onLine?.(line);
      if (code === 0) resolve(standard);
      else reject(new Problem(explain(label, said, code ?? signal), code === 2 ? 2 : 1));
    });
  });
}

/**
 * The sentence for a process that failed: our own error where it wrote one, else the end of what it said.
 * @param {string} label
 * @param {string} said
 * @param {number | string | null} status
 */
export function explain(label, said, status) {
  const own = ownError(said);
  if (own !== undefined) return own;
  const lines = said.trim().split("\n");
  // Our own processes end with 2 or 3 after one sentence of their own; tools use these numbers too, without one.
  const last = lines.at(-1) ?? "";
  if ((status === 2 || status === 3) && /^\p{Lu}.*\.$/u.test(last)) return last;
  return `${label} failed (${status}):\n${excerpt(lines).join("\n")}`;
}

/** Compilers say the fault first and where it was used last; other programs end with the fault. */
function excerpt(lines) {
  return lines.length <= 60 ? lines : [...lines.slice(0, 25), "…", ...lines.slice(-25)];
}

/**
 * The message of the last error of the product in a log or in what a process printed as it ended.
 * @param {string} said
 */
export function ownError(said) {
  for (const line of said.trim().split("\n").reverse()) {
    const printed = /^(?:Uncaught )?AppError: (.+)$/.exec(line.trim());
    if (printed !== null) return printed[1];
    if (!line.startsWith("{")) continue;
    try {
      const { err, error } = JSON.parse(line);
      const found = err ?? error;
      if (found?.type === "AppError" && typeof found.message === "string") return found.message;
    } catch {
      // Not a line of our log.
    }
  }
  return undefined;
}
