import { anonymizers, surrogate } from "#lib/anonymizers";
import { nullStrategies } from "#lib/column-rules";

/** Concepts of the product's own vocabulary that versions refer to, each named after its registry's id. */
export const concept = {
  rule: (id: string): string => `etlx:${id}`,
  nulls: (id: string): string => `etlx:nulls-${id}`,
  key: (id: string): string => `etlx:key-${id}`,
  orphans: (policy: string): string => `etlx:orphans-${policy}`,
} as const;

const metrics = ["rowCount", "completeness", "kAnonymity", "uniqueness", "suppressed", "rejected"] as const;
export type Metric = (typeof metrics)[number];
export const metric = (name: Metric): string => `etlx:${name}`;

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
    "etlx:reidentify",
    "etlx:sha256",
  ]);
