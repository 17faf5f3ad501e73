import { findAnonymizer, type InnerUse, isKeyed, showsPart, uniquenessOf } from "#lib/anonymizers";
import { parseColumnType } from "#lib/contracts";
import type { ColumnDocument, ModuleDocument, TableDocument } from "../document.ts";
import { effectiveColumn } from "../effective-column.ts";
import type { Inherited, Origins } from "../inherit/origins.ts";
import { parentOf } from "../parent-of.ts";
import { appliedRules, generalizing, refusedRules } from "../policy/judge-rule.ts";
import { profilesOf } from "../policy/profiles.ts";
import type { Report } from "./report.ts";
import { classNames } from "./upstreams.ts";

/** The place of a column's rule: its own, the key's strategy, or its class where it has neither. */
function placeOf(table: TableDocument, column: ColumnDocument, index: number, report: Report): Report {
  if (table.primaryKey?.columns.includes(column.name)) return report.at("primaryKey", "strategy", "rule");
  const at = report.at("columns", index);
  if (column.anonymize) return at.at("anonymize", "rule");
  // A rule that a pattern gives stands elsewhere: the class is the column's own.
  return at.at(column.hierarchy ? "hierarchy" : "privacyClass");
}

/** Columns whose values show in the output must be allowed the same rule by their own class. */
function checkShown(document: ModuleDocument, table: TableDocument, use: InnerUse, report: Report): void {
  const definition = findAnonymizer(use.rule);
  const parsed = definition?.params.safeParse(use.with ?? {});
  if (!definition?.columnsShown || !parsed?.success) return;
  for (const name of definition.columnsShown(parsed.data)) {
    const column = table.columns.find((candidate) => candidate.name === name);
    const effective = column && effectiveColumn(document, table, column);
    const type = effective && parseColumnType(effective.datatype);
    const privacyClass = effective?.privacyClass ?? "direct-identifier";
    if (!effective || !type) continue;
    for (const profile of profilesOf(document)) {
      for (const rule of refusedRules(profile, privacyClass, use, type))
        report.add("policy-refuses", {
          rule,
          column: name,
          class: classNames[privacyClass],
          profile: profile.title,
        });
    }
  }
}

/** A mask and a pseudonym of one value together tell more than each alone (PCI SSC FAQ 1308), and so do two masks. */
function checkTwofold(document: ModuleDocument, table: TableDocument, report: Report): void {
  const uses = table.columns.flatMap((column, index) => {
    const { anonymize, privacyClass } = effectiveColumn(document, table, column);
    return appliedRules(anonymize ?? { rule: "" }).map(({ definition, params }) => ({
      column,
      index,
      source: column.from ?? column.name,
      rule: JSON.stringify([definition.id, params]),
      identifies: privacyClass === "direct-identifier",
      masked: definition.kind === "anonymizer" && showsPart(definition, params),
      hashed:
        definition.kind === "anonymizer" &&
        isKeyed(definition, params) &&
        uniquenessOf(definition, params) !== "lossy",
    }));
  });
  for (const { column, index, source, rule, identifies } of uses.filter(({ masked }) => masked)) {
    const other = uses.find((candidate) => candidate.hashed && candidate.source === source);
    const at = placeOf(table, column, index, report);
    if (other) at.add("masked-and-hashed", { column: column.name, other: other.column.name });
    const twin = uses.find(
      (candidate) => candidate.index < index && candidate.masked && candidate.source === source,
    );
    // Of quasi-identifiers, coarser and finer parts stand side by side, and the models measure both.
    if (twin && twin.rule !== rule && (identifies || twin.identifies))
      at.add("masked-twice", { column: column.name, other: twin.column.name });
  }
}

/** What stays as it came from a module's version left that module by its rule there: that is what policy judges. */
function ruleThere<Use extends InnerUse>(use: Use | undefined, inherited: Inherited | undefined) {
  return use?.rule === "keep" && inherited?.rule ? { rule: inherited.rule } : use;
}

/** Whether policy allows each published column its rule. A foreign key leaves as its parent does, which says it itself. */
export function checkPolicy(
  document: ModuleDocument,
  table: TableDocument,
  report: Report,
  origins?: Origins,
): void {
  if (!table.publish) return;
  for (const [index, column] of table.columns.entries()) {
    if (parentOf(document, table, column.name)) continue;
    const effective = effectiveColumn(document, table, column);
    const type = parseColumnType(effective.datatype);
    const written = generalizing(column, effective.anonymize);
    const use = ruleThere(written, origins?.of(table, column));
    if (!effective.privacyClass || !type || !use) continue;
    const at = placeOf(table, column, index, report);
    for (const profile of profilesOf(document)) {
      for (const rule of refusedRules(profile, effective.privacyClass, use, type))
        at.add("policy-refuses", {
          rule,
          column: column.name,
          class: classNames[effective.privacyClass],
          profile: profile.title,
        });
    }
    checkShown(document, table, use, at);
  }
  checkTwofold(document, table, report);
}
