import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";

/** Values of a source that nothing published may hold: from domains so large that none occurs by chance. */
export interface SourceValues {
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  /** Two words at least; the order of words, case and spaces do not matter. */
  readonly fullNames: readonly string[];
}

/** Says what kind of value stands where, and the value: for tests on invented data only. */
export interface Leak {
  readonly place: string;
  readonly kind: "email" | "phone" | "full name";
  readonly value: string;
}

const nationalDigits = 10;
const national = (phone: string): string => phone.replace(/\D/g, "").slice(-nationalDigits);
const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/\p{L}[\p{L}'’-]*/gu) ?? [];
const unordered = (words: readonly string[]): string => [...words].sort().join(" ");

/** Finds every source value in a text, whatever stands around it. */
export function leakFinder(source: SourceValues): (place: string, text: string) => readonly Leak[] {
  const emails = new Set(
    source.emails.map((email) => email.trim().toLowerCase()).filter((e) => e.includes("@")),
  );
  const phones = new Set(source.phones.map(national).filter((digits) => digits.length === nationalDigits));
  const names = new Set<string>();
  for (const words of source.fullNames.map(wordsOf).filter((parts) => parts.length > 1)) {
    names.add(unordered(words));
    // Without the patronymic it is the same person's name.
    const [first, last] = [words[0], words.at(-1)];
    if (first !== undefined && last !== undefined) names.add(unordered([first, last]));
  }
  const lengths = [...new Set([...names].map((name) => name.split(" ").length))];

  const findEmails = (text: string) =>
    (
      text.toLowerCase().match(/[^\s"'<>(),;:[\]{}\p{Cc}\ufffd]+@[^\s"'<>(),;:[\]{}\p{Cc}\ufffd]+/gu) ?? []
    ).flatMap((found) => {
      const trimmed = found.replace(/[.!?]+$/, "");
      return emails.has(trimmed) ? [trimmed] : [];
    });
  const findPhones = (text: string) => {
    // Keyed hashes are long runs of hexadecimal digits; a phone inside one is chance.
    const runs = text.replace(/\b[0-9a-f]{32,}\b/g, " ").match(/\d[\d\s().+-]{8,}\d/g) ?? [];
    return runs.flatMap((run) => {
      const digits = run.replace(/\D/g, "");
      const windows = Array.from({ length: Math.max(0, digits.length - nationalDigits + 1) }, (_, at) =>
        digits.slice(at, at + nationalDigits),
      );
      return windows.filter((window) => phones.has(window));
    });
  };
  const findNames = (text: string) => {
    const words = wordsOf(text);
    return lengths.flatMap((length) =>
      words.flatMap((_, at) => {
        const name = unordered(words.slice(at, at + length));
        return names.has(name) ? [name] : [];
      }),
    );
  };
  return (place, text) => [
    ...findEmails(text).map((value) => ({ place, kind: "email" as const, value })),
    ...findPhones(text).map((value) => ({ place, kind: "phone" as const, value })),
    ...findNames(text).map((value) => ({ place, kind: "full name" as const, value })),
  ];
}

/** Every cell of a Parquet file as text, a batch of rows at a time. */
async function* parquetTexts(file: string): AsyncGenerator<string> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    const result = await connection.stream(`select * from read_parquet('${file.replaceAll("'", "''")}')`);
    for await (const rows of result.yieldRowsJson()) yield rows.flat().join("\n");
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/**
 * Looks for source values in everything below a folder: cells of Parquet files, and the bytes of every file as they are,
 * which covers manifests, reports, metadata and the statistics in Parquet footers.
 */
export async function findLeaks(
  source: SourceValues,
  folder: string,
): Promise<{ readonly leaks: readonly Leak[]; readonly files: number; readonly characters: number }> {
  const find = leakFinder(source);
  const leaks: Leak[] = [];
  let files = 0;
  let characters = 0;
  const look = (place: string, text: string) => {
    characters += text.length;
    leaks.push(...find(place, text));
  };
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const place = path.relative(folder, file);
    files += 1;
    look(`${place} (name)`, place);
    look(`${place} (bytes)`, await readFile(file, "utf8"));
    if (entry.name.endsWith(".parquet")) for await (const text of parquetTexts(file)) look(place, text);
  }
  return { leaks, files, characters };
}
