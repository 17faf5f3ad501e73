import { findAnonymizer, findKeyStrategy, isKeyed } from "#lib/anonymizers";
import type { ModuleDocument, RuleUse } from "./document.ts";
import { effectiveColumn } from "./effective-column.ts";
import type { ColumnRef } from "./parent-of.ts";

/** A domain of equal pseudonyms and the columns that use it. */
export interface LinkageDomain {
  readonly name: string;
  /** Only one module has it: it is named after the key column itself. */
  readonly own: boolean;
  readonly columns: readonly ColumnRef[];
}

/** Whether a use of a rule needs a key; parameters that cannot be read need none, since no run takes them. */
function usesKey(use: RuleUse): boolean {
  const rule = findKeyStrategy(use.rule) ?? findAnonymizer(use.rule);
  const params = rule?.params.safeParse(use.with ?? {});
  return rule !== undefined && params?.success === true && isKeyed(rule, params.data);
}

/** Linkage domains that a module's rules name, or keyed rules have by themselves; by name. */
export function linkageDomains(document: ModuleDocument): readonly LinkageDomain[] {
  const found = new Map<string, { own: boolean; columns: ColumnRef[] }>();
  for (const table of document.tables) {
    for (const column of table.columns) {
      const { anonymize, key } = effectiveColumn(document, table, column);
      if (!anonymize || !usesKey(anonymize)) continue;
      const home = key ?? { table: table.name, column: column.name };
      const given = anonymize.with?.domain;
      const name = typeof given === "string" ? given : `${document.name}/${home.table}.${home.column}`;
      const domain = found.get(name) ?? { own: typeof given !== "string", columns: [] };
      domain.columns.push({ table: table.name, column: column.name });
      found.set(name, domain);
    }
  }
  return [...found].map(([name, domain]) => ({ name, ...domain })).sort((a, b) => (a.name < b.name ? -1 : 1));
}
