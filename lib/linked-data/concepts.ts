import { anonymizers, surrogate } from "#lib/anonymizers";
import { nullStrategies } from "#lib/column-rules";
import type { RequiredModel } from "#lib/metadata";

/** Concepts of the product's own vocabulary that versions refer to, each named after its registry's id. */
export const concept = {
  rule: (id: string): string => `etlx:${id}`,
  nulls: (id: string): string => `etlx:nulls-${id}`,
  key: (id: string): string => `etlx:key-${id}`,
  orphans: (policy: string): string => `etlx:orphans-${policy}`,
} as const;

/** What each privacy model measures of a table's worst class. */
const modelMetrics = {
  "k-anonymity": "kAnonymity",
  "k-map": "kMap",
  "distinct-l-diversity": "distinctLDiversity",
  "entropy-l-diversity": "entropyLDiversity",
  "recursive-l-diversity": "recursiveLDiversity",
  "equal-t-closeness": "equalTCloseness",
  "ordered-t-closeness": "orderedTCloseness",
  "delta-disclosure": "deltaDisclosure",
} as const satisfies Readonly<Record<RequiredModel["rule"], string>>;

/** The metric of a model that a report names; a report may be older or newer than this product. */
export const modelMetric = (rule: string): Metric | undefined =>
  Object.entries(modelMetrics).find(([known]) => known === rule)?.[1];

const metrics = [
  "rowCount",
  "completeness",
  "uniqueness",
  "suppressed",
  "rejected",
  "prosecutorRisk",
  "journalistRisk",
  "marketerRisk",
  "safeHarborMet",
  "safeHarborNotMet",
  "safeHarborUnknown",
  ...Object.values(modelMetrics),
] as const;
export type Metric = (typeof metrics)[number];
export const metric = (name: Metric): string => `etlx:${name}`;

/** Of a measurement: what was asked for. */
export const required = "etlx:requiredValue";
/** Of an anonymization: what a law or a standard that the module chose calls it. */
export const legalMethod = "etlx:legalMethod";

export const roles = { extract: "etlx:Extract", transform: "etlx:Transform", upload: "etlx:Upload" } as const;

/** Every `etlx:` name that a version's metadata can hold, so that a test finds one that nobody defined. */
export const definedNames = (): ReadonlySet<string> =>
  new Set([
    ...anonymizers.map(({ technique }) => concept.rule(technique.etlx)),
    concept.rule(surrogate.technique.etlx),
    ...nullStrategies.map(({ id }) => concept.nulls(id)),
    ...[...anonymizers.map(({ id }) => id), surrogate.id].map(concept.key),
    ...["reject", "null", "keep", "fail"].map(concept.orphans),
    ...metrics.map(metric),
    ...Object.values(roles),
    concept.rule("hierarchy"),
    required,
    legalMethod,
    "etlx:reidentify",
    "etlx:sha256",
  ]);
