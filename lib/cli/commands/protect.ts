import { Command } from "commander";
import { artefactsFile, openKept, writeProtected, writeRevealed } from "../kept-values.ts";
import { keyOf, knownKey } from "../key-of.ts";
import { readJson } from "../read-document.ts";
import type { Terminal } from "../terminal.ts";

interface ProtectOptions {
  readonly keyFile?: string;
  readonly reveal?: boolean;
}

/** `etlx protect FILE`: values of classed columns leave a document for an encrypted file beside it. */
export const protectCommand = (terminal: Terminal): Command =>
  new Command("protect")
    .description(
      "Keep the values of columns that are not insensitive encrypted beside a document (NAME.artefacts).",
    )
    .argument("<file>", "module document, *.module.jsonld; it is rewritten")
    .option(
      "--key-file <file>",
      "key that encrypts them (etlx key new); otherwise the one in the data folder",
    )
    .option("--reveal", "the other way: write them into the document in the clear")
    .option("--json", "one JSON object a line")
    .exitOverride()
    .action(async (file: string, options: ProtectOptions) => {
      const json = await readJson(file);
      if (options.reveal) {
        const kept = await openKept(file, json, await knownKey(options.keyFile));
        const revealed = await writeRevealed(file, json, (name) => kept.get(name));
        terminal.result({ revealed }, [
          `${file} holds ${revealed} lists of values in the clear now. Protect it again when you are done.`,
        ]);
        return;
      }
      const moved = await writeProtected(file, json, await keyOf(options.keyFile, terminal));
      terminal.result({ moved, artefacts: artefactsFile(file) }, [
        moved === 0
          ? `${file} holds no values in the clear that need protection.`
          : `Moved ${moved} values to ${artefactsFile(file)}. Keep it beside the document, and the key apart from both.`,
      ]);
    });
