import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, renameSync, statSync } from "node:fs";
import { Problem } from "./problem.mjs";
import { endWithParent, projectFolder, projectNode } from "./project.mjs";
import { endGroup, explain } from "./run-command.mjs";

/** A log that grew past this is put aside as `<log>.1` at the next start. */
const largeLog = 20 * 2 ** 20;
/** A process that ends sooner than this after its start has not come up. */
const comesUpWithin = 5_000;
const quickFailures = 3;
const firstDelay = 500;
const longestDelay = 30_000;

/**
 * A process of the product that is kept running until it is stopped: started again when it dies, given up when it
 * cannot even come up.
 */
export class Service {
  /** @type {import("node:child_process").ChildProcess | undefined} */
  #child;
  #stopping = false;
  #failures = 0;
  #delay = firstDelay;
  #timer;
  #exited = Promise.resolve();
  #begun = 0;
  #logStart = 0;

  /**
   * @param {{ name: string, script: string, args?: string[], env: NodeJS.ProcessEnv, log: string, grace: number, onGivenUp: (problem: Problem) => void, onRestart?: (text: string) => void }} options
   *   `grace` milliseconds between asking it to end and ending it
   */
  constructor(options) {
    this.options = options;
  }

  start() {
    const { script, args = [], env, log } = this.options;
    putAside(log);
    const output = openSync(log, "a", 0o600);
    this.#logStart = statSync(log).size;
    const begun = Date.now();
    this.#begun = begun;
    // Detached: the terminal's Ctrl-C reaches only the bootstrap, which stops everything in order.
    const child = spawn(projectNode, ["--import", endWithParent, script, ...args], {
      cwd: projectFolder,
      env,
      detached: true,
      stdio: ["ignore", output, output, "ipc"],
    });
    closeSync(output);
    this.#child = child;
    this.#exited = new Promise((resolve) => {
      child.on("error", resolve);
      child.on("exit", (code, signal) => {
        // What it had started ends with it.
        endGroup(child, "SIGKILL");
        resolve(undefined);
        if (!this.#stopping) this.#afterDeath(code ?? signal, Date.now() - begun);
      });
    });
  }

  #afterDeath(status, lived) {
    const { name, log, onGivenUp, onRestart } = this.options;
    if (lived < comesUpWithin) {
      this.#failures += 1;
      // With 2 it says that a setting is wrong, which another start does not change.
      if (this.#failures >= quickFailures || status === 2) {
        const sentence = explain(`The ${name}`, this.saidSinceStart(), status);
        onGivenUp(new Problem(`${sentence}\nIts log: ${log}`, status === 2 ? 2 : 1));
        return;
      }
    } else {
      this.#failures = 0;
      this.#delay = firstDelay;
    }
    onRestart?.(`The ${name} ended (${status}) and is started again. Its log: ${log}`);
    this.#timer = setTimeout(() => this.start(), this.#delay);
    this.#delay = Math.min(this.#delay * 2, longestDelay);
  }

  /** What it wrote since its last start. */
  saidSinceStart() {
    return readFileSync(this.options.log).subarray(this.#logStart).toString("utf8");
  }

  get pid() {
    return this.#child?.pid;
  }

  /** Whether its last start is older than `milliseconds` and it still runs. */
  hasRunFor(milliseconds) {
    return (
      this.#child?.exitCode === null &&
      this.#child.signalCode === null &&
      Date.now() - this.#begun >= milliseconds
    );
  }

  /** Asks it to end, and ends it with all it started when it does not within its grace. */
  async stop() {
    this.#stopping = true;
    clearTimeout(this.#timer);
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGTERM");
    const timer = setTimeout(() => endGroup(child, "SIGKILL"), this.options.grace);
    await this.#exited;
    clearTimeout(timer);
  }

  /** Ends it at once. */
  kill() {
    this.#stopping = true;
    clearTimeout(this.#timer);
    if (this.#child !== undefined) endGroup(this.#child, "SIGKILL");
  }
}

function putAside(log) {
  try {
    if (statSync(log).size > largeLog) renameSync(log, `${log}.1`);
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
}
