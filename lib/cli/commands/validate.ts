import { Command } from "commander";
import { AppError } from "#lib/kernel";
import { parseSourceOption, type SourceGiven } from "../bind-sources.ts";
import { knownKey } from "../key-of.ts";
import { examineDocument, problemLine, said } from "../read-document.ts";
import type { Terminal } from "../terminal.ts";

/** `etlx validate FILE`: every problem of a document with its place. */
export const validateCommand = (terminal: Terminal): Command =>
  new Command("validate")
    .description("Check a module document without running it.")
    .argument("<file>", "module document, *.module.jsonld")
    .option("--key-file <file>", "key of the values kept beside it; otherwise the one in the data folder")
    .option(
      "--source <name=url>",
      "versions that the document reads, version:FOLDER; other sources are not asked",
      parseSourceOption,
      [],
    )
    .option("--json", "one JSON object a line")
    .action(
      async (
        file: string,
        { keyFile, source }: { readonly keyFile?: string; readonly source: readonly SourceGiven[] },
      ) => {
        const { problems } = await examineDocument(file, await knownKey(keyFile), source);
        const errors = problems.filter(({ severity }) => severity === "error");
        const first = errors[0];
        terminal.result({ valid: errors.length === 0, problems }, [
          ...problems.map((problem) => problemLine(file, problem)),
          ...(first === undefined ? [`${file} is valid.`] : []),
        ]);
        if (first !== undefined) {
          throw new AppError("document-invalid", {
            count: errors.length,
            path: first.path,
            ...said(first.message),
          });
        }
      },
    );
