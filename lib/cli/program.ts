import { Command } from "commander";
import { hierarchyCommand } from "./commands/hierarchy.ts";
import { initCommand } from "./commands/init.ts";
import { keyCommand } from "./commands/key.ts";
import { lockCommand } from "./commands/lock.ts";
import { previewCommand } from "./commands/preview.ts";
import { protectCommand } from "./commands/protect.ts";
import { runCommand } from "./commands/run.ts";
import { userCommand } from "./commands/user.ts";
import { validateCommand } from "./commands/validate.ts";
import type { Terminal } from "./terminal.ts";

/** All commands. Commander's own errors are thrown, so that `main` alone decides about exit codes. */
export function etlxProgram(terminal: Terminal, signal: AbortSignal): Command {
  const program = new Command("etlx")
    .description("Clean, anonymized, versioned data modules: a module document in, Parquet out.")
    .exitOverride()
    .showHelpAfterError("(etlx --help tells more)")
    .addHelpText(
      "after",
      "\nA URL may be written env:NAME or file:PATH, so that no password shows in the list of processes.\n" +
        "Exit codes: 0 done, 1 refused by the data or the rules, 2 wrong use, 3 a source or store failed.",
    );
  for (const command of [
    initCommand(terminal, signal),
    validateCommand(terminal),
    previewCommand(terminal, signal),
    runCommand(terminal, signal),
    lockCommand(terminal, signal),
    keyCommand(terminal),
    protectCommand(terminal),
    hierarchyCommand(terminal),
    userCommand(terminal),
  ]) {
    program.addCommand(command.copyInheritedSettings(program));
  }
  return program;
}
