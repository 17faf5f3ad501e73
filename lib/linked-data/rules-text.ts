import { findAnonymizer, findKeyStrategy } from "#lib/anonymizers";
import { findCheck, findNormalizer, findNullStrategy } from "#lib/column-rules";
import type { ManifestTable } from "#lib/contracts";
import {
  type ColumnDocument,
  type EffectiveColumn,
  effectiveColumn,
  type TableDocument,
} from "#lib/metadata";
import type { VersionMetadataInput } from "./input.ts";

export interface PublishedColumn {
  readonly tableDocument: TableDocument;
  readonly manifestTable: ManifestTable;
  readonly manifest: ManifestTable["columns"][number];
  readonly column: EffectiveColumn;
  readonly name: string;
}

/** Published columns with what the document says of them. */
export function publishedColumns(input: VersionMetadataInput): readonly PublishedColumn[] {
  return input.manifest.tables.flatMap((manifestTable) => {
    const tableDocument = input.document.tables.find(({ name }) => name === manifestTable.name);
    if (!tableDocument) return [];
    return manifestTable.columns.flatMap((manifest) => {
      const column: ColumnDocument | undefined = tableDocument.columns.find(
        ({ name }) => name === manifest.name,
      );
      if (!column) return [];
      return [
        {
          tableDocument,
          manifestTable,
          manifest,
          column: effectiveColumn(input.document, tableDocument, column),
          name: `${manifestTable.name}.${manifest.name}`,
        },
      ];
    });
  });
}

/** The rule that publishes a column: an anonymizer, or a key's strategy. */
export const anonymizationOf = (rule: string) => findAnonymizer(rule) ?? findKeyStrategy(rule);

const sentence = (lines: readonly string[]): string | undefined =>
  lines.length === 0 ? undefined : `${lines.join("; ")}.`;

/** Rules in words. Parameters that may be values of the data are left out: a published text names rules only. */
export function rulesText(input: VersionMetadataInput) {
  const columns = publishedColumns(input);
  const normalizing = columns.flatMap(({ name, column }) => {
    const rules = (column.normalize ?? []).map(({ rule }) => findNormalizer(rule)?.docs.title.en ?? rule);
    return rules.length > 0 ? [`${name}: ${rules.join(", ").toLowerCase()}`] : [];
  });
  const imputing = columns.flatMap(({ name, column }) => {
    const rule = column.nulls?.rule ?? "keep";
    const definition = findNullStrategy(rule);
    if (!definition || rule === "keep") return [];
    return [
      definition.fill === "policy"
        ? `${name}: rows without a value are rejected`
        : `${name}: a missing value is filled (${definition.docs.title.en.toLowerCase()})`,
    ];
  });
  const checking = columns.flatMap(({ name, column }) =>
    (column.checks ?? []).map(
      ({ rule, onViolation }) =>
        `${name}: ${(findCheck(rule)?.docs.title.en ?? rule).toLowerCase()}, on violation ${onViolation}`,
    ),
  );
  const personal = input.document.tables
    .filter(({ publish }) => publish)
    .flatMap((table) =>
      table.columns.flatMap((given) => {
        const column = effectiveColumn(input.document, table, given);
        const { privacyClass, anonymize } = column;
        if (privacyClass === undefined || privacyClass === "insensitive") return [];
        const title = anonymize && anonymizationOf(anonymize.rule)?.docs.title.en;
        return [`${table.name}.${column.name}: ${privacyClass}, ${(title ?? "none").toLowerCase()}.`];
      }),
    );
  const models = input.document.tables.flatMap(({ name, privacy, publish }) =>
    publish && privacy?.kAnonymity !== undefined
      ? [`${name}: k-anonymity with k = ${privacy.kAnonymity}.`]
      : [],
  );
  return {
    preprocessing: sentence(normalizing),
    manipulation: sentence(checking),
    imputation: sentence(imputing),
    personal: [...personal, ...models],
    limitations: input.reports.privacy.notCovered.map(({ table, text }) => `${table}: ${text.en}`),
  };
}
