import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { AggregatedClasses } from "../classes/aggregated-classes.ts";
import type { LossUse } from "../loss/registry.ts";
import type { ModelUse } from "../models/registry.ts";
import { aggregateRows } from "./aggregate-rows.ts";
import { semicolonRows } from "./semicolon-rows.ts";

const folder = fileURLToPath(new URL("../../../../shared/data/adult/", import.meta.url));
/** Why ARX's figures cannot be compared; undefined where they can. */
export const referenceMissing = existsSync(path.join(folder, "arx-reference.json"))
  ? undefined
  : "beside the project: the shared Adult data set is missing";

const figures = z.record(z.string(), z.number());
const configSchema = z.object({
  k: z.number(),
  suppression_limit: z.number(),
  l_diversity: z.object({ l: z.number() }).optional(),
  t_closeness: z.object({ t: z.number() }).optional(),
  levels: figures,
  score: z.number(),
  loss_by_attribute: figures,
  suppressed_rows: z.number(),
  classes: z.number(),
  smallest_class: z.number(),
  largest_class: z.number(),
  average_class: z.number(),
  nodes_checked: z.number(),
  feasible_nodes: z.number().optional(),
  time_ms: z.number().optional(),
});
const sectionSchema = z.object({ configs: z.array(configSchema) });
const referenceSchema = z.object({
  rows: z.number(),
  quasi_identifiers: z.array(z.string()),
  lattice_size: z.number(),
  k_anonymity: sectionSchema,
  k_anonymity_arithmetic_mean: sectionSchema,
  sensitive: sectionSchema.extend({
    sensitive_attribute: z.string(),
    quasi_identifiers: z.array(z.string()),
  }),
});

export interface ReferenceCase {
  readonly section: string;
  readonly name: string;
  readonly classes: AggregatedClasses;
  readonly models: readonly ModelUse[];
  readonly loss: LossUse;
  readonly suppressionLimit: number;
  readonly expected: z.infer<typeof configSchema>;
}

/** ARX's optima for Adult, with what we search to find the same. */
export function referenceCases(): readonly ReferenceCase[] {
  const reference = referenceSchema.parse(
    JSON.parse(readFileSync(path.join(folder, "arx-reference.json"), "utf8")),
  );
  const [header = [], ...rows] = semicolonRows(path.join(folder, "adult.csv"));
  const aggregate = (names: readonly string[], sensitive?: string) =>
    aggregateRows({
      header,
      rows,
      hierarchies: new Map(
        names.map((name) => [name, semicolonRows(path.join(folder, `adult_hierarchy_${name}.csv`))]),
      ),
      ...(sensitive === undefined ? {} : { sensitive }),
    });
  const column = reference.sensitive.sensitive_attribute;
  const all = aggregate(reference.quasi_identifiers);
  const withSensitive = aggregate(reference.sensitive.quasi_identifiers, column);
  const cases = (
    section: string,
    configs: readonly z.infer<typeof configSchema>[],
    classes: AggregatedClasses,
    aggregateName: "geometric-mean" | "arithmetic-mean",
  ): ReferenceCase[] =>
    configs.map((expected) => {
      const { k, l_diversity: diversity, t_closeness: closeness } = expected;
      const models: ModelUse[] = [{ rule: "k-anonymity", with: { k } }];
      if (diversity) models.push({ rule: "distinct-l-diversity", with: { column, l: diversity.l } });
      if (closeness) models.push({ rule: "equal-t-closeness", with: { column, t: closeness.t } });
      return {
        section,
        name: `k ${k}, limit ${expected.suppression_limit}${diversity ? `, l ${diversity.l}` : ""}${closeness ? `, t ${closeness.t}` : ""}`,
        classes,
        models,
        loss: { rule: "granularity", with: { aggregate: aggregateName } },
        suppressionLimit: Math.floor(expected.suppression_limit * reference.rows),
        expected,
      };
    });
  return [
    ...cases("geometric mean", reference.k_anonymity.configs, all, "geometric-mean"),
    ...cases("arithmetic mean", reference.k_anonymity_arithmetic_mean.configs, all, "arithmetic-mean"),
    ...cases("sensitive", reference.sensitive.configs, withSensitive, "geometric-mean"),
  ];
}
