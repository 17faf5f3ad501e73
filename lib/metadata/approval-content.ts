import { findAnonymizer, findHierarchy, findKeyStrategy } from "#lib/anonymizers";
import { findCheck, findNormalizer, findNullStrategy, findTableCheck } from "#lib/column-rules";
import type { DeclaredParameter } from "#lib/contracts";
import type { ColumnDocument, ModuleDocument, TableDocument } from "./document.ts";
import { linkageDomains } from "./linkage-domains.ts";
import { applyPatterns } from "./pattern-rules.ts";
import { usesPython } from "./uses-python.ts";

export interface ApprovalInput {
  readonly document: ModuleDocument;
  /** Fingerprints by the names of the document; they hold no passwords. */
  readonly sources: Readonly<Record<string, string>>;
  readonly stores: Readonly<Record<string, string>>;
  /** Versions of the rules used; those of this product unless given. */
  readonly ruleVersions?: Readonly<Record<string, number>>;
  /** Linkage domains used; found in the document unless given. */
  readonly domains?: readonly string[];
  /** Packages that scripts declare. */
  readonly packages?: readonly string[];
  /** Python may run where nothing shuts it off; false unless given. */
  readonly allowUnsandboxed?: boolean | undefined;
}

/** Versions of every rule a document uses: a rule that gives something else needs a new approval. */
export function ruleVersions(written: ModuleDocument): Readonly<Record<string, number>> {
  const document = applyPatterns(written);
  const found: Record<string, number> = {};
  const add = (kind: string, rule: { id: string; version: number } | undefined) => {
    if (rule) found[`${kind}/${rule.id}`] = rule.version;
  };
  for (const hierarchy of document.hierarchies ?? []) add("hierarchy", findHierarchy(hierarchy.rule));
  for (const table of document.tables) {
    for (const use of table.checks ?? []) add("table-check", findTableCheck(use.rule));
    if (table.primaryKey) add("key", findKeyStrategy(table.primaryKey.strategy.rule));
    for (const column of table.columns) {
      for (const use of column.normalize ?? []) add("normalize", findNormalizer(use.rule));
      for (const use of column.checks ?? []) add("check", findCheck(use.rule));
      if (column.nulls) add("nulls", findNullStrategy(column.nulls.rule));
      if (column.anonymize) add("anonymize", findAnonymizer(column.anonymize.rule));
    }
  }
  return found;
}

// What describes and does not decide. Named one by one: a new key decides until somebody says that it does not.
const decidingColumn = ({ title: _t, description: _d, ...column }: ColumnDocument) => column;
const decidingTable = ({ title: _t, description: _d, columns, ...table }: TableDocument) => ({
  ...table,
  columns: columns.map(decidingColumn),
});

const decidingParameter = ({ title: _t, ...parameter }: DeclaredParameter) => parameter;

/** All that decides what a publication gives, as JSON; absent keys are left out. */
export function approvalContent(input: ApprovalInput): unknown {
  const {
    "@context": _context,
    title: _title,
    description: _description,
    keywords: _keywords,
    license: _license,
    ui: _ui,
    parameters,
    tables,
    ...document
  } = input.document;
  const content = {
    document: {
      ...document,
      // A value counts with its run; that scripts take one, and what they take unless somebody says so, counts here.
      parameters: parameters?.map(decidingParameter),
      tables: tables.map(decidingTable),
    },
    sources: input.sources,
    stores: input.stores,
    ruleVersions: input.ruleVersions ?? ruleVersions(input.document),
    domains: [...(input.domains ?? linkageDomains(input.document).map(({ name }) => name))].sort(),
    packages: [...(input.packages ?? [])].sort(),
    // Only where it is so: what was approved for a sandbox stays approved.
    unsandboxed: (input.allowUnsandboxed === true && usesPython(input.document)) || undefined,
  };
  return JSON.parse(JSON.stringify(content));
}
