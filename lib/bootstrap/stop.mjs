/** Stops what was started, in reverse order, once, whatever asks for it. */
export class Stopper {
  /** @type {{ stop: () => Promise<void> | void, kill: () => void }[]} */
  #started = [];
  #stopping;

  /** @param {{ stop: () => Promise<void> | void, kill?: () => void }} part */
  add(part) {
    this.#started.push({ kill: () => {}, ...part, stop: () => part.stop() });
  }

  get isStopping() {
    return this.#stopping !== undefined;
  }

  stop() {
    this.#stopping ??= (async () => {
      for (const part of this.#started.reverse()) await part.stop();
    })();
    return this.#stopping;
  }

  kill() {
    for (const part of this.#started) part.kill();
  }
}

/**
 * Ctrl-C, SIGTERM, a closed terminal or a killed parent stop everything; a second Ctrl-C does not wait.
 * @param {Stopper} stopper
 * @param {(signal: string) => void} onStop told once
 * @param {number} exitCode of a stop that was asked for
 */
export function stopOnSignals(stopper, onStop, exitCode = 0) {
  let asked = 0;
  const onSignal = async (signal) => {
    asked += 1;
    if (asked === 1) onStop(signal);
    if (asked > 1 && signal === "SIGINT") stopper.kill();
    await stopper.stop();
    process.exit(exitCode);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => onSignal(signal));
  if (process.channel !== undefined) {
    process.on("disconnect", () => onSignal("disconnect"));
    process.channel.unref();
  }
}
