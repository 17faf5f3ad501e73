import { findAnonymizer } from "#lib/anonymizers";
import type { ModuleDocument, TableDocument } from "../document.ts";
import { effectiveColumn } from "../effective-column.ts";
import { nearest } from "../nearest.ts";
import { reachable } from "../table-order.ts";
import { hint } from "./messages.ts";
import type { Report } from "./report.ts";

/** With more, nearly every row is alone in its class, whatever the generalization (Aggarwal, 2005). */
const manyQuasiIdentifiers = 10;

/** Published quasi-identifiers of a table and of its parents, which a join brings together. */
function quasiIdentifiers(document: ModuleDocument, table: TableDocument): number {
  const reached = reachable(document, table.name);
  return document.tables
    .filter(({ name, publish }) => publish && reached.has(name))
    .flatMap((home) =>
      home.columns.filter((column) => {
        const { privacyClass, anonymize } = effectiveColumn(document, home, column);
        return (
          privacyClass === "quasi-identifier" &&
          (!anonymize || findAnonymizer(anonymize.rule)?.returns !== "none")
        );
      }),
    ).length;
}

/** What is wrong with a table's privacy models. */
export function checkPrivacy(document: ModuleDocument, table: TableDocument, report: Report): void {
  const { privacy } = table;
  if (!privacy) return;
  const at = report.at("privacy");
  if (privacy.kAnonymity === undefined) {
    if (privacy.suppressionLimit !== undefined) at.at("suppressionLimit").add("suppression-without-model");
    return;
  }
  if (!table.publish) {
    at.add("privacy-unpublished", { table: table.name });
    return;
  }
  const count = quasiIdentifiers(document, table);
  if (count === 0) at.at("kAnonymity").add("quasi-identifiers-none", { table: table.name });
  if (count > manyQuasiIdentifiers) {
    at.add("quasi-identifiers-many", { table: table.name, count, limit: manyQuasiIdentifiers });
  }
  if ((privacy.suppressionLimit ?? 0) > 0.5)
    at.at("suppressionLimit").add("suppression-high", { table: table.name });
  const person = document.person?.table;
  const isKnown = document.tables.some(({ name }) => name === person);
  if (person !== undefined && isKnown && !reachable(document, table.name).has(person)) {
    at.add("person-unreachable", { table: table.name, person });
  }
}

/** The person must be a table with a key. */
export function checkPerson(document: ModuleDocument, report: Report): void {
  if (!document.person) return;
  const { table } = document.person;
  const found = document.tables.find(({ name }) => name === table);
  const at = report.at("person", "table");
  if (!found)
    at.add("unknown-table", {
      table,
      hint: hint(
        nearest(
          table,
          document.tables.map(({ name }) => name),
        ),
      ),
    });
  else if (!found.primaryKey) at.add("person-no-key", { table });
}
