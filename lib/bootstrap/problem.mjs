/** Something the person who starts the product can put right: one sentence, no stack trace. */
export class Problem extends Error {
  /**
   * @param {string} message what is wrong and what to do
   * @param {number} exitCode 2 where the request or the settings are wrong, 1 otherwise
   */
  constructor(message, exitCode = 1) {
    super(message);
    this.name = "Problem";
    this.exitCode = exitCode;
  }
}

/**
 * The end of a command of the bootstrap: prints the sentence of a problem, or a bug's stack, and exits.
 * @param {unknown} error
 * @returns {never}
 */
export function exitWith(error) {
  if (error instanceof Problem) {
    process.stderr.write(`\n${error.message}\n`);
    process.exit(error.exitCode);
  }
  process.stderr.write(
    `\nThis is a fault of ETL-Express:\n${error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exit(1);
}
