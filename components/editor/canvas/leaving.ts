import { privacyClassSchema } from "#lib/contracts";
import {
  type DraftColumn,
  type DraftModule,
  type DraftRule,
  type DraftTable,
  type JsonObject,
  readAt,
} from "#lib/drafting";
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

const ruleOf = ({ rule, with: params }: DraftRule): RuleUse => ({ rule, with: { ...params } });

/** Members that say nothing are left out: what a column does not say it takes from a pattern. */
const columnOf = ({ name, privacyClass, anonymize, hierarchy }: DraftColumn) => ({
  name,
  ...(privacyClass ? { privacyClass } : {}),
  ...(anonymize ? { anonymize: ruleOf(anonymize) } : {}),
  ...(hierarchy === undefined ? {} : { hierarchy: { name: hierarchy } }),
});

function patternOf(pattern: JsonObject) {
  const privacyClass = privacyClassSchema.safeParse(pattern.privacyClass).data;
  const rule = readAt(pattern, ["anonymize", "rule"]);
  return {
    match: typeof pattern.match === "string" ? pattern.match : "",
    ...(privacyClass ? { privacyClass } : {}),
    ...(typeof rule === "string" ? { anonymize: { rule } } : {}),
  };
}

/** As much of a draft as says how its columns leave, in the form of a document that can run. */
export const leavingDocument = (draft: DraftModule): ModuleDocument => ({
  "@type": "DataModule",
  format: 2,
  name: draft.name,
  sources: [],
  patterns: draft.patterns.map(({ json }) => patternOf(json)),
  tables: draft.tables.map(({ name, isPublished, columns, primaryKey, strategy, foreignKeys }) => ({
    name,
    publish: isPublished,
    columns: columns.map(columnOf),
    ...(primaryKey.length > 0
      ? { primaryKey: { columns: [...primaryKey], strategy: strategy ? ruleOf(strategy) : { rule: "" } } }
      : {}),
    foreignKeys: foreignKeys.map((key) => ({
      columns: [...key.columns],
      references: { table: key.parent, columns: [...key.parentColumns] },
      onOrphan: "reject" as const,
    })),
  })),
});

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
