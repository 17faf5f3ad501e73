import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Diagnostic } from "#lib/contracts";
import { AppError, detailOf } from "#lib/kernel";
import { diagnose, locate, type ModuleDocument, parseDocument } from "#lib/metadata";
import type { SourceGiven } from "./bind-sources.ts";
import { openKept } from "./kept-values.ts";
import { withLock } from "./package-lock.ts";
import { versionsGiven } from "./version-source.ts";

/** @throws AppError `not-found` */
export async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new AppError("not-found", { what: "file", name: file }, { cause });
  }
}

export interface PlacedDiagnostic {
  readonly line: number;
  readonly column: number;
  readonly severity: Diagnostic["severity"];
  readonly code: string;
  readonly message: string;
  readonly path: string;
}

const placed = (text: string, diagnostic: Diagnostic): PlacedDiagnostic => {
  const { line, column } = locate(text, diagnostic.path) ?? { line: 1, column: 1 };
  return {
    line,
    column,
    severity: diagnostic.severity,
    code: diagnostic.code,
    message: diagnostic.message.en,
    path: diagnostic.path.join("/"),
  };
};

/** A document as it is written, half-finished ones too. @throws AppError `not-found`, `file-unreadable` */
export const readJson = async (file: string): Promise<unknown> => parsedJson(file, await readText(file));

/** @throws AppError `file-unreadable` with the place and nothing of the text */
function parsedJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const detail =
      cause instanceof SyntaxError
        ? (/(?:line \d+ column \d+|position \d+)/.exec(cause.message)?.[0] ?? "")
        : "";
    throw new AppError("file-unreadable", { file, format: "JSON", detail }, { cause });
  }
}

type KeptValues = Awaited<ReturnType<typeof openKept>>;

/** Reads a document and everything that is wrong with it, each with its line; and the values it refers to, under their key. */
export async function examineDocument(
  file: string,
  key?: Uint8Array,
  given: readonly SourceGiven[] = [],
): Promise<{
  readonly document?: ModuleDocument;
  readonly problems: readonly PlacedDiagnostic[];
  readonly values: KeptValues;
}> {
  const text = await readText(file);
  const json = await withLock(file, parsedJson(file, text));
  const values = await openKept(file, json, key);
  const parsed = parseDocument(json);
  if (!parsed.ok) return { problems: parsed.error.map((diagnostic) => placed(text, diagnostic)), values };
  const artefacts = (name: string) => values.get(name);
  const diagnostics = diagnose(parsed.value, {
    mode: "executable",
    artefacts,
    upstreams: await versionsGiven(given, path.dirname(path.resolve(file))),
  });
  const problems = diagnostics.map((diagnostic) => placed(text, diagnostic));
  return { document: parsed.value, problems, values };
}

/** As parameters of an error: the command line speaks English. */
export const said = (message: string) => detailOf({ en: message, ru: message });

export const problemLine = (file: string, problem: PlacedDiagnostic): string =>
  `${file}:${problem.line}:${problem.column} ${problem.severity} ${problem.code}: ${problem.message}`;

/** A document that may run, with the values it refers to. @throws AppError `not-found`, `file-unreadable`, `document-invalid` */
export async function readDocument(
  file: string,
  key?: Uint8Array,
  given: readonly SourceGiven[] = [],
): Promise<{ readonly document: ModuleDocument; readonly values: KeptValues }> {
  const { document, problems, values } = await examineDocument(file, key, given);
  const errors = problems.filter(({ severity }) => severity === "error");
  const first = errors[0];
  if (document !== undefined && first === undefined) return { document, values };
  throw new AppError("document-invalid", {
    count: errors.length,
    path: first?.path ?? "",
    ...said(first?.message ?? ""),
  });
}
