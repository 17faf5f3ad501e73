import { AppError } from "#lib/kernel";
import type { ScriptPlace } from "../../protocol.ts";

/** SQLite's result codes, without their extended part; https://sqlite.org/rescode.html. */
const codes = { perm: 3, noMemory: 7, ioError: 10, corrupt: 11, cantOpen: 14, tooBig: 18, noDatabase: 26 };

const codeOf = (error: unknown): number =>
  error instanceof Error && "errcode" in error && typeof error.errcode === "number"
    ? error.errcode & 0xff
    : 0;

/** What SQLite said about a file, as our own error; undefined where it is not about the file. */
export function databaseError(error: unknown, label: string): AppError | undefined {
  if (error instanceof AppError) return error;
  const detail = { [codes.noDatabase]: "NOTADB", [codes.corrupt]: "CORRUPT", [codes.ioError]: "IOERR" }[
    codeOf(error)
  ];
  if (detail !== undefined)
    return new AppError("file-unreadable", { file: label, format: "SQLite", detail }, { cause: error });
  if ([codes.cantOpen, codes.perm].includes(codeOf(error)))
    return new AppError(
      "file-unreadable",
      { file: label, format: "SQLite", detail: "CANTOPEN" },
      { cause: error },
    );
  return undefined;
}

/** What SQLite said while a file was opened and looked at: whatever it is, it is about the file. */
export const unreadableDatabase = (error: unknown, label: string): AppError =>
  databaseError(error, label) ??
  new AppError("file-unreadable", { file: label, format: "SQLite", detail: "–" }, { cause: error });

/** The words of a script that SQLite's message names, where the script has them itself: the rest may quote data. */
function namedIn(
  script: string,
  message: string,
): { readonly what: string; readonly line: number } | undefined {
  const what =
    /^no such (?:table|column|function): "?(.+?)"?(?: - should this|$)/.exec(message)?.[1] ??
    /^near "([\s\S]+?)": syntax error$/.exec(message)?.[1];
  if (what === undefined) return undefined;
  const at = script.toLowerCase().indexOf(what.toLowerCase());
  return at === -1 ? undefined : { what, line: script.slice(0, at).split("\n").length };
}

/** What SQLite said about a script; its own words travel as the cause only. */
export function scriptErrorOf(
  error: unknown,
  { script, place, label }: { readonly script: string; readonly place: ScriptPlace; readonly label: string },
): AppError {
  const aboutFile = databaseError(error, label);
  if (aboutFile) return aboutFile;
  const message = error instanceof Error ? error.message : "";
  if (codeOf(error) === codes.tooBig)
    return new AppError(
      "script-limit",
      { ...place, resource: "value", limit: "32 MB" },
      { place, cause: error },
    );
  if (codeOf(error) === codes.noMemory)
    return new AppError("script-limit", { ...place, resource: "RAM", limit: "" }, { place, cause: error });
  const found = namedIn(script, message);
  const at = { ...place, ...(found === undefined ? {} : { line: found.line }) };
  if (found && /^no such (?:table|column)/.test(message))
    return new AppError(
      "source-missing-relation",
      { source: label, table: place.table, what: found.what },
      { place: at, cause: error },
    );
  return new AppError(
    "script-failed",
    { ...place, detail: "SQLite", line: found?.line ?? "–" },
    { place: at, cause: error },
  );
}
