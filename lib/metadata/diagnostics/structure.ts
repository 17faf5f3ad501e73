import { findAnonymizer } from "#lib/anonymizers";
import { canonicalPackage, isLockOf } from "#lib/contracts";
import { declaredSources } from "../declared-sources.ts";
import type { ModuleDocument, TableDocument } from "../document.ts";
import { effectiveColumn } from "../effective-column.ts";
import { nearest } from "../nearest.ts";
import { tableOrder } from "../table-order.ts";
import { hint } from "./messages.ts";
import type { Report } from "./report.ts";

/** Engines compare names without case, so names that differ in case alone are one. */
function checkRepeated(names: readonly string[], at: (index: number) => Report): void {
  const seen = new Set<string>();
  for (const [index, name] of names.entries()) {
    const folded = name.toLowerCase();
    if (seen.has(folded)) at(index).add("duplicate-name", { name });
    seen.add(folded);
  }
}

const isTimeZone = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }) !== undefined;
  } catch {
    return false;
  }
};

function checkSources(document: ModuleDocument, report: Report): void {
  checkRepeated(
    document.sources.map(({ name }) => name),
    (index) => report.at("sources", index, "name"),
  );
  for (const [index, source] of document.sources.entries()) {
    const at = report.at("sources", index);
    if (source.timeZone !== undefined && !isTimeZone(source.timeZone)) {
      at.at("timeZone").add("time-zone", { zone: source.timeZone });
    }
    if (!document.tables.some(({ extraction }) => extraction?.source === source.name)) {
      at.add("source-unused", { source: source.name });
    }
  }
}

/** What is wrong between the parts of a module. */
export function checkModule(document: ModuleDocument, report: Report): void {
  checkSources(document, report);
  checkRepeated(
    document.tables.map(({ name }) => name),
    (index) => report.at("tables", index, "name"),
  );
  checkRepeated(document.upload?.stores ?? [], (index) => report.at("upload", "stores", index));
  const store = document.upload?.script?.store;
  if (store !== undefined && document.upload?.stores.includes(store))
    report.at("upload", "script", "store").add("upload-store-twice", { store });
  const { packages = [], packageLock } = document;
  checkRepeated(
    packages.map(({ name }) => canonicalPackage(name)),
    (index) => report.at("packages", index, "name"),
  );
  if (packages.length > 0 && !(packageLock && isLockOf(packageLock, packages)))
    report.at("packages").add("packages-unlocked");
  if (!document.tables.some(({ publish }) => publish)) report.at("tables").add("nothing-published");
  const { cycle } = tableOrder(document);
  for (const name of cycle) {
    const index = document.tables.findIndex((table) => table.name === name);
    report.at("tables", index, "transformation").add("transformation-cycle", { tables: cycle.join(", ") });
  }
}

/** What is wrong with a table apart from its columns and keys. `available`: the columns its data has, where they are known. */
export function checkTable(
  document: ModuleDocument,
  table: TableDocument,
  available: readonly string[] | undefined,
  report: Report,
): void {
  if (!table.extraction && !table.transformation) report.add("table-no-origin", { table: table.name });
  const source = table.extraction?.source;
  const sources = declaredSources(document).map(({ name }) => name);
  if (source !== undefined && !sources.includes(source)) {
    report.at("extraction", "source").add("unknown-source", { source, hint: hint(nearest(source, sources)) });
  }
  checkRepeated(
    table.columns.map(({ name }) => name),
    (index) => report.at("columns", index, "name"),
  );
  const leaves = table.columns.some((column) => {
    const { anonymize } = effectiveColumn(document, table, column);
    return !anonymize || findAnonymizer(anonymize.rule)?.returns !== "none";
  });
  if (table.publish && !leaves) report.at("columns").add("table-no-columns", { table: table.name });
  if (!available) return;
  for (const [index, column] of table.columns.entries()) {
    const from = column.from ?? column.name;
    if (available.some((name) => name.toLowerCase() === from.toLowerCase())) continue;
    report.at("columns", index, column.from === undefined ? "name" : "from").add("source-column-missing", {
      table: table.name,
      column: from,
      hint: hint(nearest(from, available)),
    });
  }
}
