import { findAnonymizer, findKeyStrategy } from "#lib/anonymizers";
import { findCheck, findNormalizer, findNullStrategy } from "#lib/column-rules";
import type { ManifestTable } from "#lib/contracts";
import {
  type ColumnDocument,
  type EffectiveColumn,
  effectiveColumn,
  enabledSteps,
  type TableDocument,
} from "#lib/metadata";
import { decimalText } from "./encoding.ts";
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

/** How levels of hierarchies were chosen. */
const searches = ({ reports }: VersionMetadataInput): readonly string[] =>
  reports.privacy.tables.flatMap(({ name, generalization }) => {
    if (!generalization) return [];
    return generalization.method === undefined || generalization.method === "optimal"
      ? [`${name}: one level a column, chosen by ${generalization.metric}.`]
      : [
          `${name}: every class has levels of its own (${generalization.method}): one column holds labels of several levels.`,
        ];
  });

/** What the search for the 18 identifiers showed; nothing is claimed of what it cannot tell. */
function safeHarbor({ reports }: VersionMetadataInput): readonly string[] {
  const { safeHarbor: report } = reports.privacy;
  if (!report) return [];
  const codes = (status: string) =>
    report.identifiers.flatMap((one) => (one.status === status ? [one.code] : [])).join(", ") || "none";
  return [
    `HIPAA Safe Harbor, 45 CFR 164.514(b)(2), looked for by names and a sample of ${report.sampleRows} rows a table: ${report.verdict}; not met: ${codes("not-met")}; not known: ${codes("unknown")}.`,
  ];
}

/** Rules in words. Parameters that may be values of the data are left out: a published text names rules only. */
export function rulesText(input: VersionMetadataInput) {
  const columns = publishedColumns(input);
  const normalizing = columns.flatMap(({ name, column }) => {
    const rules = enabledSteps(column.normalize).map(
      ({ rule }) => findNormalizer(rule)?.docs.title.en ?? rule,
    );
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
    enabledSteps(column.checks).map(
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
        const title = anonymize
          ? anonymizationOf(anonymize.rule)?.docs.title.en
          : column.hierarchy && "a level of a hierarchy";
        return [`${table.name}.${column.name}: ${privacyClass}, ${(title ?? "none").toLowerCase()}.`];
      }),
    );
  const models = input.reports.privacy.tables.flatMap(({ name, models: own }) =>
    (own ?? []).flatMap(({ rule, column, required, achieved }) => {
      const of = column === undefined ? "" : ` of ${column}`;
      const figure = decimalText(Number(achieved.toPrecision(4)));
      return Number.isFinite(achieved)
        ? [`${name}: ${rule}${of}, required ${decimalText(required)}, achieved ${figure}.`]
        : [];
    }),
  );
  return {
    preprocessing: sentence(normalizing),
    manipulation: sentence(checking),
    imputation: sentence(imputing),
    personal: [...personal, ...models, ...searches(input), ...safeHarbor(input)],
    limitations: input.reports.privacy.notCovered.map(({ table, text }) => `${table}: ${text.en}`),
  };
}
