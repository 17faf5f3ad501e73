import { type Constraint, findCheck } from "#lib/column-rules";
import { type ManifestTable, parseColumnType } from "#lib/contracts";
import type { CheckUse } from "#lib/metadata";
import { concept, legalMethod } from "../concepts.ts";
import { dataTypesOf } from "../data-types.ts";
import { present, segment } from "../encoding.ts";
import type { VersionMetadataInput } from "../input.ts";
import { anonymizationOf, type PublishedColumn } from "../rules-text.ts";

export interface TableAddresses {
  readonly table: string;
  column(name: string): string;
  rule(column: string): string;
}

export const addressesOf = (version: string, table: string): TableAddresses => {
  const address = `${version}/tables/${segment(table)}`;
  return {
    table: address,
    column: (name) => `${address}#${segment(name)}`,
    rule: (name) => `${address}/rules/${segment(name)}`,
  };
};

/** Whether every published value fulfils a check: bad rows are gone, and nothing fills or changes the value later. */
const holds = (column: PublishedColumn, check: CheckUse): boolean =>
  ["reject", "fail", "clamp", "null"].includes(check.onViolation) &&
  (column.column.nulls?.rule ?? "keep") !== "constant" &&
  column.manifest.datatype === column.column.datatype;

/**
 * Bounds, patterns and lists of values that a published column fulfils. Only of insensitive columns that are published
 * as they are: of a classed one they may be values of the data.
 */
function constraintsOf(column: PublishedColumn): Constraint {
  const { privacyClass, anonymize, checks } = column.column;
  const type = parseColumnType(column.manifest.datatype);
  if (!type || privacyClass !== "insensitive" || (anonymize && anonymize.rule !== "keep")) return {};
  let found: Constraint = {};
  for (const check of checks ?? []) {
    const definition = findCheck(check.rule);
    if (definition?.scope !== "row" || !definition.constraint || !holds(column, check)) continue;
    const parsed = definition.params.safeParse(check.with ?? {});
    if (parsed.success) found = { ...found, ...definition.constraint(parsed.data, type) };
  }
  const { minimum, maximum } = found;
  return {
    ...found,
    ...(minimum === undefined ? {} : { minimum: boundText(column, minimum) }),
    ...(maximum === undefined ? {} : { maximum: boundText(column, maximum) }),
  };
}

/** XSD writes moments with a T. */
const boundText = ({ manifest }: PublishedColumn, bound: string): string =>
  manifest.datatype.startsWith("timestamp") ? bound.replace(" ", "T") : bound;

/** Parameters that say how a column was anonymized: choices and numbers, never texts that may be values. */
function parametersOf(column: PublishedColumn): Readonly<Record<string, unknown>> | undefined {
  const use = column.column.anonymize;
  if (!use) return undefined;
  const rule = anonymizationOf(use.rule);
  const parsed = rule?.params.safeParse(use.with ?? {});
  if (!parsed?.success || typeof parsed.data !== "object" || parsed.data === null) return undefined;
  const entries = Object.entries(parsed.data).filter(
    ([name, value]) =>
      value !== undefined &&
      (typeof value !== "object" || value === null) &&
      !(rule?.kind === "anonymizer" && rule.privateParams?.includes(name)),
  );
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

type PrivacyTable = VersionMetadataInput["reports"]["privacy"]["tables"][number];

/** How far a column went up its hierarchy, and how that was chosen; rows are told as shares. */
function hierarchyNode(
  { column, manifest }: PublishedColumn,
  id: string,
  privacy: PrivacyTable | undefined,
): readonly object[] | undefined {
  if (column.anonymize || !column.hierarchy) return undefined;
  const chosen = privacy?.generalization?.columns.find(
    (one) => one.column === manifest.name && one.table === privacy.name,
  );
  const level = column.hierarchy.level ?? chosen?.level;
  return [
    {
      id,
      type: "dpv:Deidentification",
      technique: { id: concept.rule("hierarchy"), type: "skos:Concept", broader: "dpv:Deidentification" },
      parameter: present({
        hierarchy: column.hierarchy.name,
        level,
        levels: chosen?.levels,
        search: chosen && (privacy?.generalization?.method ?? "optimal"),
        rowsByLevel: chosen?.distribution?.map(({ level: at, rows }) => ({ level: at, rows })),
      }),
    },
  ];
}

function anonymizationNode(column: PublishedColumn, id: string): readonly object[] | undefined {
  const use = column.column.anonymize;
  const rule = use && anonymizationOf(use.rule);
  if (!use || !rule || use.rule === "keep") return undefined;
  const { dpv, etlx } = rule.technique;
  return [
    present({
      id,
      type:
        rule.properties.keyed && dpv !== null && use.rule !== "surrogate"
          ? "dpv:HashMessageAuthenticationCode"
          : "dpv:Deidentification",
      technique:
        dpv === null
          ? { id: concept.rule(etlx), type: "skos:Concept", broader: "dpv:Deidentification" }
          : `dpv:${dpv}`,
      parameter: parametersOf(column),
    }),
  ];
}

/** A column as CSVW, with its anonymization as DPV. */
export function columnNode(
  column: PublishedColumn,
  addresses: TableAddresses,
  source: string | undefined,
  privacy: PrivacyTable | undefined,
): unknown {
  const { manifest } = column;
  const id = addresses.column(manifest.name);
  const types = dataTypesOf(manifest.datatype);
  const { minimum, maximum, pattern } = constraintsOf(column);
  const isPlain = minimum === undefined && maximum === undefined && pattern === undefined;
  const nulls = column.column.nulls?.rule;
  const told = privacy?.columns.find(({ name }) => name === manifest.name)?.policyLabels ?? [];
  const labels = told.length > 0 ? told.map(({ en }) => en) : undefined;
  return present({
    id,
    type: "csvw:Column",
    name: manifest.name,
    title: column.column.title ?? manifest.name,
    description: manifest.description,
    physicalType: types.physical,
    datatype: isPlain
      ? types.csvw
      : present({ type: "csvw:Datatype", base: types.csvw, format: pattern, minimum, maximum }),
    required: !manifest.nullable,
    nullStrategy: nulls === undefined ? undefined : concept.nulls(nulls),
    derivedFrom: source,
    anonymization: (
      anonymizationNode(column, addresses.rule(manifest.name)) ??
      hierarchyNode(column, addresses.rule(manifest.name), privacy)
    )?.map((node) => present({ ...node, [legalMethod]: labels })),
  });
}

const typed = (value: string, type: string) => ({ "@value": value, "@type": type });

/** The same constraints as a SHACL shape: it says what to expect; the engine has enforced it. */
export function shapeNode(
  table: ManifestTable,
  columns: readonly PublishedColumn[],
  addresses: TableAddresses,
): Record<string, unknown> | undefined {
  const target = table.columns.find(({ nullable }) => !nullable) ?? table.columns[0];
  if (!target) return undefined;
  return {
    id: `${addresses.table}/shape`,
    type: "sh:NodeShape",
    targetSubjectsOf: addresses.column(target.name),
    property: columns.map((column) => {
      const { xsd } = dataTypesOf(column.manifest.datatype);
      const { minimum, maximum, pattern, allowedValues } = constraintsOf(column);
      const bound = xsd === "xsd:double" || xsd === "xsd:integer" ? "xsd:decimal" : xsd;
      return present({
        path: addresses.column(column.manifest.name),
        minCount: column.manifest.nullable ? undefined : 1,
        maxCount: 1,
        valueType: xsd,
        pattern: pattern === undefined ? undefined : `^(${pattern})$`,
        minInclusive: minimum === undefined ? undefined : typed(minimum, bound),
        maxInclusive: maximum === undefined ? undefined : typed(maximum, bound),
        allowedValues,
      });
    }),
  };
}
