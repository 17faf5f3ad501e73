import type { TableCheck } from "./definition.ts";
import { expression } from "./expression.ts";
import { freshness } from "./freshness.ts";
import { previousCategories } from "./previous-categories.ts";
import { previousDrift } from "./previous-drift.ts";
import { previousNulls } from "./previous-nulls.ts";
import { previousRows } from "./previous-rows.ts";
import { reference } from "./reference.ts";
import { rowCount } from "./row-count.ts";
import { uniqueTogether } from "./unique-together.ts";

/** Every check of a table. A new one is its file and a line here. */
export const tableChecks = [
  uniqueTogether,
  expression,
  reference,
  rowCount,
  freshness,
  previousRows,
  previousNulls,
  previousCategories,
  previousDrift,
] as const;

/** Undefined for an unknown id: there is no default. Parse the parameters with the definition's own `params` first. */
export const findTableCheck = (id: string): TableCheck | undefined =>
  tableChecks.find((rule): boolean => rule.id === id);
