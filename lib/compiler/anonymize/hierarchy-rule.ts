import { type Anonymizer, findHierarchy, type Hierarchy } from "#lib/anonymizers";
import type { ColumnType } from "#lib/contracts";
import { AppError, type Text } from "#lib/kernel";
import { type Sql, sql } from "#lib/sql";
import { canonicalText } from "../cast/canonical-text.ts";
import type { HierarchyPlan } from "../plan/module-plan.ts";

interface Resolved {
  readonly definition: Hierarchy;
  readonly params: unknown;
}

/** A planned hierarchy with its parsed parameters. */
export function resolveHierarchy(hierarchy: HierarchyPlan): Resolved {
  const definition = findHierarchy(hierarchy.rule);
  if (!definition)
    throw new AppError("request-invalid", { detail: `the hierarchy ${hierarchy.rule} is not known` });
  return { definition, params: definition.params.parse(hierarchy.with ?? {}) };
}

/** Number of levels of a hierarchy, the values themselves included. */
export const hierarchyLevels = (hierarchy: HierarchyPlan): number => {
  const { definition, params } = resolveHierarchy(hierarchy);
  return definition.levels(params);
};

/** The label of a cleansed value at a level; null for a value that the hierarchy does not cover. */
export function hierarchyLabel(hierarchy: HierarchyPlan, value: Sql, type: ColumnType, level: number): Sql {
  const { definition, params } = resolveHierarchy(hierarchy);
  const canonical = canonicalText(value, type);
  const label = (at: number) => definition.compile.duckdb({ value, type, canonical, level: at, params });
  if (level > 0) return label(level);
  // A value is covered where the top has a label for it.
  const top = definition.levels(params) - 1;
  return top > 0 ? sql`case when ${label(top)} is not null then ${canonical} end` : canonical;
}

const title: Text = { en: "Generalisation by a hierarchy", ru: "Обобщение по иерархии" };

/**
 * The rule that publishes a column by its hierarchy, as text. Where Protect chooses the level, it makes the values
 * themselves, as far as they are covered; the others go to quarantine, as with every rule.
 */
export function hierarchyRule(hierarchy: HierarchyPlan): Anonymizer {
  const { definition, params } = resolveHierarchy(hierarchy);
  return {
    kind: "anonymizer",
    id: "hierarchy",
    version: definition.version,
    accepts: definition.accepts,
    returns: "string",
    properties: { deterministic: true, keyed: false, reversible: false, unique: "lossy", nulls: "kept" },
    params: definition.params,
    compile: {
      duckdb: ({ value, type }) => hierarchyLabel(hierarchy, value, type, hierarchy.level ?? 0),
    },
    ...(definition.rows
      ? { loss: () => listedLoss(definition.rows?.(params) ?? [], hierarchy.level ?? 0) }
      : {}),
    technique: { dpv: null, etlx: "hierarchy", label: title },
    docs: { title, summary: title, risk: title, examples: [] },
  };
}

/** Mean share of the listed values that a label stands for, less that of a value itself, 0–1. */
function listedLoss(rows: readonly (readonly string[])[], level: number): number {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(row[level] ?? "", (counts.get(row[level] ?? "") ?? 0) + 1);
  if (rows.length < 2) return level > 0 ? 1 : 0;
  const mean = [...counts.values()].reduce((sum, count) => sum + count * count, 0) / rows.length ** 2;
  return (mean - 1 / rows.length) / (1 - 1 / rows.length);
}
