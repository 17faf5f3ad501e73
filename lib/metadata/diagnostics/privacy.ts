import { findAnonymizer, isKeyed } from "#lib/anonymizers";
import type { ModuleDocument, TableDocument } from "../document.ts";
import { effectiveColumn } from "../effective-column.ts";
import { nearest } from "../nearest.ts";
import { appliedRules } from "../policy/judge-rule.ts";
import { modelColumn, type RequiredModel, requiredModels } from "../required-models.ts";
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

/** Values under a key or with noise are known to nobody outside: k over them is no k. */
function checkKeyed(document: ModuleDocument, table: TableDocument, report: Report): void {
  for (const [index, column] of table.columns.entries()) {
    const { privacyClass, anonymize } = effectiveColumn(document, table, column);
    if (privacyClass !== "quasi-identifier" || !anonymize) continue;
    const isUnknown = appliedRules(anonymize).some(
      ({ definition, params }) => definition.kind === "anonymizer" && isKeyed(definition, params),
    );
    if (isUnknown)
      report
        .at("columns", index, column.anonymize ? "anonymize" : "privacyClass")
        .add("quasi-identifier-keyed", {
          column: column.name,
          rule: anonymize.rule,
        });
  }
}

/** Where a model's parameters stand in the document. */
const keyOf: Readonly<Record<RequiredModel["rule"], string>> = {
  "k-anonymity": "kAnonymity",
  "k-map": "kMap",
  "distinct-l-diversity": "lDiversity",
  "entropy-l-diversity": "lDiversity",
  "recursive-l-diversity": "lDiversity",
  "equal-t-closeness": "tCloseness",
  "ordered-t-closeness": "tCloseness",
  "delta-disclosure": "deltaDisclosure",
};

/** A model of a sensitive column needs the column, classed so and published. */
function checkModelColumns(document: ModuleDocument, table: TableDocument, at: Report): void {
  const { lDiversity } = table.privacy ?? {};
  if (lDiversity?.kind === "recursive" && lDiversity.c === undefined)
    at.at("lDiversity").add("key-required", { key: "c" });
  if (lDiversity && lDiversity.kind !== "entropy" && (lDiversity.l < 2 || !Number.isInteger(lDiversity.l))) {
    const detail = { en: "l is a whole number from 2 on.", ru: "l — целое число от 2." };
    at.at("lDiversity", "l").add("model-parameters", { model: "l-diversity", detail });
  }
  for (const model of requiredModels(table.privacy)) {
    const name = modelColumn(model);
    if (name === undefined) continue;
    const place = at.at(keyOf[model.rule], "column");
    const column = table.columns.find((candidate) => candidate.name === name);
    if (!column) {
      const known = table.columns.map((candidate) => candidate.name);
      place.add("unknown-column", { table: table.name, column: name, hint: hint(nearest(name, known)) });
      continue;
    }
    const { privacyClass, anonymize } = effectiveColumn(document, table, column);
    if (privacyClass !== "sensitive") place.add("model-column-class", { column: name, model: model.rule });
    if (anonymize && findAnonymizer(anonymize.rule)?.returns === "none")
      place.add("model-column-unpublished", { column: name, model: model.rule });
  }
}

/** The population has the table's own quasi-identifiers, by name. */
function checkPopulation(document: ModuleDocument, table: TableDocument, at: Report): void {
  const name = table.privacy?.kMap?.population;
  if (name === undefined) return;
  const place = at.at("kMap", "population");
  const population = document.tables.find((candidate) => candidate.name === name);
  if (!population) {
    const known = document.tables.map((candidate) => candidate.name);
    place.add("unknown-table", { table: name, hint: hint(nearest(name, known)) });
    return;
  }
  if (population.publish) place.add("population-published", { population: name });
  for (const column of table.columns) {
    if (effectiveColumn(document, table, column).privacyClass !== "quasi-identifier") continue;
    if (!population.columns.some((candidate) => candidate.name === column.name))
      place.add("population-columns", { population: name, column: column.name, table: table.name });
  }
}

const isOpen = ({ hierarchy }: TableDocument["columns"][number]): boolean =>
  hierarchy !== undefined && hierarchy.level === undefined;

const cutsClasses = ({ privacy }: TableDocument): boolean => (privacy?.search ?? "optimal") !== "optimal";

/** Classes with levels of their own choose for their own table alone: a parent's row is published once, whatever class its children are in. */
function checkCuts(document: ModuleDocument, table: TableDocument, at: Report): void {
  const reached = reachable(document, table.name);
  const parents = document.tables.filter(
    ({ name, publish }) => publish && name !== table.name && reached.has(name),
  );
  for (const parent of parents) {
    const isDecided = requiredModels(parent.privacy).length > 0;
    const open = parent.columns.find(isOpen);
    if (cutsClasses(table) && open && !isDecided)
      at.at("search").add("search-parent-open", {
        table: table.name,
        parent: parent.name,
        column: open.name,
      });
    const population = table.privacy?.kMap?.population;
    if (population !== undefined && isDecided && open && cutsClasses(parent))
      at.at("kMap", "population").add("population-parent-cut", {
        table: table.name,
        parent: parent.name,
        population,
      });
  }
}

/** A search needs columns that leave their level to it. */
function checkSearch(document: ModuleDocument, table: TableDocument, at: Report): void {
  const reached = reachable(document, table.name);
  const isSearching = document.tables.some(
    (home) => (home.name === table.name || reached.has(home.name)) && home.columns.some(isOpen),
  );
  if (isSearching) return;
  for (const key of ["loss", "search", "timeBudget"] as const)
    if (table.privacy?.[key] !== undefined) at.at(key).add("search-without-hierarchy", { key });
}

/** What is wrong with a table's privacy models. */
export function checkPrivacy(document: ModuleDocument, table: TableDocument, report: Report): void {
  const { privacy } = table;
  if (!privacy) return;
  const at = report.at("privacy");
  const models = requiredModels(privacy);
  if (models.length === 0) {
    if (privacy.suppressionLimit !== undefined) at.at("suppressionLimit").add("suppression-without-model");
    return;
  }
  if (!table.publish) {
    at.add("privacy-unpublished", { table: table.name });
    return;
  }
  const count = quasiIdentifiers(document, table);
  checkKeyed(document, table, report);
  checkModelColumns(document, table, at);
  checkPopulation(document, table, at);
  checkSearch(document, table, at);
  checkCuts(document, table, at);
  if (count === 0)
    (privacy.kAnonymity === undefined ? at : at.at("kAnonymity")).add("quasi-identifiers-none", {
      table: table.name,
    });
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
