import { readFile } from "node:fs/promises";
import type { Diagnostic } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { diagnose, locate, type ModuleDocument, parseDocument } from "#lib/metadata";

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

/** @throws AppError `file-unreadable` with the place and nothing of the text */
function parseJson(text: string, file: string): unknown {
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

/** A document as it is written, half-finished ones too. @throws AppError `not-found`, `file-unreadable` */
export const readJson = async (file: string): Promise<unknown> => parseJson(await readText(file), file);

/** Reads a document and everything that is wrong with it, each with its line. */
export async function examineDocument(
  file: string,
): Promise<{ readonly document?: ModuleDocument; readonly problems: readonly PlacedDiagnostic[] }> {
  const text = await readText(file);
  const json = parseJson(text, file);
  const parsed = parseDocument(json);
  if (!parsed.ok) return { problems: parsed.error.map((diagnostic) => placed(text, diagnostic)) };
  const diagnostics = diagnose(parsed.value, { mode: "executable" });
  return { document: parsed.value, problems: diagnostics.map((diagnostic) => placed(text, diagnostic)) };
}

export const problemLine = (file: string, problem: PlacedDiagnostic): string =>
  `${file}:${problem.line}:${problem.column} ${problem.severity} ${problem.code}: ${problem.message}`;

/** A document that may run. @throws AppError `not-found`, `file-unreadable`, `document-invalid` */
export async function readDocument(file: string): Promise<ModuleDocument> {
  const { document, problems } = await examineDocument(file);
  const errors = problems.filter(({ severity }) => severity === "error");
  const first = errors[0];
  if (document !== undefined && first === undefined) return document;
  throw new AppError("document-invalid", {
    count: errors.length,
    path: first?.path ?? "",
    detail: first?.message ?? "",
  });
}
