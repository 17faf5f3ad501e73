import { CommanderError } from "commander";
import { AppError } from "#lib/kernel";
import { asAppError, logFailure } from "./error-log.ts";
import { exitCodeOf, exitCodes } from "./exit-codes.ts";
import { etlxProgram } from "./program.ts";
import { terminalOf } from "./terminal.ts";

/** The command line's process: one command, its exit code, nothing left running. */
const cancelling = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    // The second one means it.
    if (cancelling.signal.aborted) process.exit(exitCodes.cancelled);
    cancelling.abort(new AppError("run-cancelled"));
  });
}

const terminal = terminalOf(process.argv.includes("--json"));
try {
  await etlxProgram(terminal, cancelling.signal).parseAsync();
} catch (error) {
  // Commander has told its own errors, help and version already.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : exitCodes.usage;
  else {
    const failure = asAppError(error);
    const logged = await logFailure(failure);
    if (logged !== undefined) terminal.say(`Details are in ${logged}`);
    terminal.failed(failure);
    process.exitCode = cancelling.signal.aborted ? exitCodes.cancelled : exitCodeOf(error);
  }
}
// Drivers may hold sockets for a moment longer; nothing of worth runs any more.
process.exit();
