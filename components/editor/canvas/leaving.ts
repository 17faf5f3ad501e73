import { privacyClassSchema } from "#lib/contracts";
import { type DraftModule, type DraftRule, type DraftTable, readAt } from "#lib/drafting";
import { effectiveColumn, type ModuleDocument, type RuleUse } from "#lib/metadata";

/** How the columns of a table leave, counted. */
export interface Leaving {
  /** Published by a rule or a hierarchy that changes them. */
  readonly masked: number;
  readonly dropped: number;
  /** Personal, and published as they are. */
  readonly kept: number;
  readonly unclassed: number;
}

const ruleOf = (rule: DraftRule | undefined): RuleUse | undefined =>
  rule ? { rule: rule.rule, with: { ...rule.with } } : undefined;

/** As much of a draft as says how its columns leave, in the form of a document that can run. */
export function leavingDocument(draft: DraftModule): ModuleDocument {
  return {
    "@type": "DataModule",
    format: 1,
    name: draft.name,
    sources: [],
    patterns: draft.patterns.flatMap((pattern) => {
      const { match } = pattern;
      if (typeof match !== "string") return [];
      const rule = readAt(pattern, ["anonymize", "rule"]);
      return [
        {
          match,
          privacyClass: privacyClassSchema.safeParse(pattern.privacyClass).data,
          anonymize: typeof rule === "string" ? { rule } : undefined,
        },
      ];
    }),
    tables: draft.tables.map((table) => ({
      name: table.name,
      publish: table.isPublished,
      columns: table.columns.map(({ name, privacyClass, anonymize, hierarchy }) => ({
        name,
        privacyClass,
        anonymize: ruleOf(anonymize),
        hierarchy: hierarchy === undefined ? undefined : { name: hierarchy },
      })),
      primaryKey:
        table.primaryKey.length === 0
          ? undefined
          : { columns: [...table.primaryKey], strategy: ruleOf(table.strategy) ?? { rule: "" } },
      foreignKeys: table.foreignKeys.map(({ columns, parent, parentColumns }) => ({
        columns: [...columns],
        references: { table: parent, columns: [...parentColumns] },
        onOrphan: "reject" as const,
      })),
    })),
  };
}

/** Counts over the columns of one table; what a key or a pattern decides counts as decided. */
export function leavingOf(document: ModuleDocument, table: DraftTable): Leaving {
  const counts = { masked: 0, dropped: 0, kept: 0, unclassed: 0 };
  const own = document.tables[table.index];
  for (const column of own?.columns ?? []) {
    if (!own) break;
    const { privacyClass, anonymize, hierarchy } = effectiveColumn(document, own, column);
    if (anonymize?.rule === "drop") counts.dropped++;
    else if (privacyClass === undefined) counts.unclassed++;
    else if (anonymize?.rule === "keep") counts.kept++;
    else if (hierarchy || anonymize?.rule) counts.masked++;
    else if (privacyClass !== "insensitive") counts.kept++;
  }
  return counts;
}
