import path from "node:path";
import { Command } from "commander";
import { createKeyFile } from "#lib/keys/server";
import type { Terminal } from "../terminal.ts";

/** `etlx key new FILE`: a key for runs that shall be joinable with each other. */
export const keyCommand = (terminal: Terminal): Command =>
  new Command("key").description("Keys of pseudonyms.").addCommand(
    new Command("new")
      .description(
        "Make a key file (mode 0600). Versions made with one key can be joined; keep it secret and backed up.",
      )
      .argument("[file]", "where to write it; never overwritten", "etlx.key")
      .option("--json", "one JSON object a line")
      .exitOverride()
      .action(async (file: string) => {
        await createKeyFile(path.resolve(file));
        terminal.result({ file: path.resolve(file) }, [
          `Wrote ${file}. Who has it can recompute pseudonyms: keep it from those who read the results.`,
        ]);
      }),
  );
