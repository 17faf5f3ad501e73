import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";

/** What to look for. */
export interface Needles {
  /** In lower case. */
  readonly texts: ReadonlySet<string>;
  /** National numbers of ten digits, found whatever stands between the digits. */
  readonly digits: ReadonlySet<string>;
  /** As Parquet keeps integers, decimals and moments: eight bytes, the least first. */
  readonly binaries: readonly Buffer[];
}

/** Which needles a text holds. Keyed hashes are long runs of hexadecimal digits; a phone inside one is chance. */
export function findInText(needles: Needles, text: string): readonly string[] {
  const lower = text.toLowerCase();
  const found = [...needles.texts].filter((needle) => lower.includes(needle));
  const runs =
    lower
      .replace(/[0-9a-f]{12,}-?[0-9a-f-]*/g, (run) => (/[a-f]/.test(run) ? " " : run))
      .match(/\d[\d\s().+-]{8,}\d/g) ?? [];
  for (const run of runs) {
    const all = run.replace(/\D/g, "");
    for (let at = 0; at + 10 <= all.length; at++) {
      const window = all.slice(at, at + 10);
      if (needles.digits.has(window)) found.push(window);
    }
  }
  return found;
}

/** Which needles the published files below a folder hold, in cells and bytes; quarantined rows are not published. */
export async function findInFiles(needles: Needles, folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const file of await readdir(folder)) {
    found.push(...findInText(needles, file));
    if (file.startsWith("quarantine-")) continue;
    const place = path.join(folder, file);
    const bytes = await readFile(place);
    const seen = [
      ...findInText(needles, bytes.toString("utf8")),
      ...needles.binaries
        .filter((needle) => bytes.includes(needle))
        .map((n) => n.readBigInt64LE().toString()),
      ...findInText(needles, await cellsOf(place)),
    ];
    found.push(...seen.map((needle) => `${file}: ${needle}`));
  }
  return found;
}

/** A cell a line, so that digits of two cells are no number. */
async function cellsOf(file: string): Promise<string> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    const reader = await connection.runAndReadAll(`from read_parquet('${file.replaceAll("'", "''")}')`);
    return reader
      .getRowsJson()
      .flatMap((row) => row.map((cell) => `«${String(cell)}»`))
      .join("\n");
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
