import { err, ok, type Result, type Text } from "#lib/kernel";

/** What separates labels in hierarchy files: ARX writes semicolons, spreadsheets what they like. */
const separators = [";", "\t", "|", ","] as const;
type Separator = (typeof separators)[number];

const problem = (en: string, ru: string): Text => ({ en, ru });

/** One record a line; a label in quotes may hold separators, quotes (doubled) and line ends (RFC 4180). */
function recordsOf(text: string, separator: Separator): readonly (readonly string[])[] {
  const records: string[][] = [];
  let record: string[] = [];
  let cell = "";
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? "";
    if (isQuoted) {
      if (char !== '"') cell += char;
      else if (text[at + 1] === '"') cell += text[++at];
      else isQuoted = false;
    } else if (char === '"' && cell === "") isQuoted = true;
    else if (char === separator) {
      record.push(cell);
      cell = "";
    } else if (char === "\n" || char === "\r") {
      if (char === "\r" && text[at + 1] === "\n") at++;
      records.push([...record, cell]);
      record = [];
      cell = "";
    } else cell += char;
  }
  if (cell !== "" || record.length > 0) records.push([...record, cell]);
  return records.filter((row) => row.length > 1 || row[0] !== "");
}

/** The first separator that parts every line alike; where none does, that of ARX. */
const separatorOf = (text: string): Separator =>
  separators.find((separator) => {
    const records = recordsOf(text, separator);
    const width = records[0]?.length ?? 0;
    return width > 1 && records.every((record) => record.length === width);
  }) ?? ";";

/**
 * Reads a hierarchy file of ARX: no header, a value a line, its labels after it, the finest first. What comes back are the
 * rows of a `value-table` hierarchy. Problems name lines, never values.
 */
export function readArxHierarchy(text: string): Result<readonly (readonly string[])[], Text> {
  const clean = text.replace(/^\ufeff/, "");
  const rows = recordsOf(clean, separatorOf(clean));
  const width = rows[0]?.length ?? 0;
  if (rows.length === 0) return err(problem("The file has no lines.", "В файле нет строк."));
  if (width < 2)
    return err(problem("The lines have values and no labels.", "В строках только значения, без подписей."));
  const uneven = rows.findIndex((row) => row.length !== width);
  if (uneven >= 0)
    return err(
      problem(
        `Line ${uneven + 1} has ${rows[uneven]?.length} entries, the first one ${width}.`,
        `В строке ${uneven + 1} записей: ${rows[uneven]?.length}, в первой: ${width}.`,
      ),
    );
  const lines = new Map<string, number>();
  for (const [line, [value = ""]] of rows.entries()) {
    const first = lines.get(value);
    if (first !== undefined)
      return err(
        problem(
          `Lines ${first + 1} and ${line + 1} are of the same value.`,
          `Строки ${first + 1} и ${line + 1} — об одном значении.`,
        ),
      );
    lines.set(value, line);
  }
  return ok(rows);
}

const quoted = (label: string): string =>
  /[";\r\n]/.test(label) || label !== label.trim() ? `"${label.replaceAll('"', '""')}"` : label;

/** Writes rows as ARX reads them. */
export const writeArxHierarchy = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.map(quoted).join(";")}\n`).join("");
