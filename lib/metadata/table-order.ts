import type { ModuleDocument, TableDocument } from "./document.ts";

const stripped = (script: string): string => script.replace(/--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'/g, " ");

/** What has to be known of a module and of a table of it to say what the table is made of. */
type Named = { readonly tables: readonly { readonly name: string }[] };
type Made = Pick<TableDocument, "name"> & {
  readonly transformation?: { readonly language?: string; readonly script: string } | undefined;
};

/** Names that the functions of a Python script take: the first is the table's own rows where it has any. */
function parametersOf(script: string): readonly string[] {
  const found = /^def\s+transform(?:_chunk)?\s*\(([^)]*)\)/m.exec(script);
  return (found?.[1] ?? "")
    .split(",")
    .map((part) =>
      part
        .replace(/[:=].*$/s, "")
        .trim()
        .toLowerCase(),
    )
    .filter((part) => part !== "");
}

/** Names of the module's tables that a transformation reads, found by its words: the engine's parser decides when it runs. */
export function tablesRead(document: Named, table: Made): readonly string[] {
  if (!table.transformation) return [];
  if (table.transformation.language === "python") {
    const names = parametersOf(table.transformation.script);
    return document.tables
      .map(({ name }) => name)
      .filter((name) => name !== table.name && names.includes(name.toLowerCase()));
  }
  const text = stripped(table.transformation.script);
  const own = new Set(
    [...text.matchAll(/(?:with|,)\s+(?:recursive\s+)?"?([\p{L}\w]+)"?\s+as\s*\(/giu)].map((m) =>
      m[1]?.toLowerCase(),
    ),
  );
  const read = new Set(
    [...text.matchAll(/\b(?:from|join)\s+(?:"((?:[^"]|"")+)"|([\p{L}_][\p{L}\w]*))/giu)].map((match) =>
      (match[1]?.replaceAll('""', '"') ?? match[2] ?? "").toLowerCase(),
    ),
  );
  return document.tables
    .map(({ name }) => name)
    .filter((name) => name !== table.name && read.has(name.toLowerCase()) && !own.has(name.toLowerCase()));
}

/** Tables in an order in which each is made after those it reads, and those that read each other in a circle. */
export function tableOrder(document: ModuleDocument): {
  readonly order: readonly string[];
  readonly cycle: readonly string[];
} {
  const waiting = new Map(document.tables.map((table) => [table.name, tablesRead(document, table)]));
  const order: string[] = [];
  for (;;) {
    const ready = [...waiting].find(([, reads]) => !reads.some((name) => waiting.has(name)));
    if (!ready) break;
    waiting.delete(ready[0]);
    order.push(ready[0]);
  }
  // Tables that only read the circle are no part of it.
  for (;;) {
    const outside = [...waiting.keys()].find(
      (name) => ![...waiting.values()].some((reads) => reads.includes(name)),
    );
    if (outside === undefined) break;
    waiting.delete(outside);
  }
  return { order, cycle: [...waiting.keys()] };
}

/** Tables that foreign keys lead to from a table, itself first. */
export function reachable(document: ModuleDocument, from: string): ReadonlySet<string> {
  const found = new Set([from]);
  for (const name of found) {
    const table = document.tables.find((candidate) => candidate.name === name);
    for (const { references } of table?.foreignKeys ?? []) {
      if (document.tables.some((candidate) => candidate.name === references.table))
        found.add(references.table);
    }
  }
  return found;
}
