import { dateParts } from "./date-parts.ts";
import type { Hierarchy } from "./definition.ts";
import { intervals } from "./intervals.ts";
import { masking } from "./masking.ts";
import { orderedGroups } from "./ordered-groups.ts";
import { prefixes } from "./prefixes.ts";
import { valueTable } from "./value-table.ts";

/** Every way to make a hierarchy. */
export const hierarchies = [valueTable, intervals, dateParts, prefixes, orderedGroups, masking] as const;

/** Undefined for an unknown id. Parse the parameters with the definition's own `params` before you call its functions. */
export const findHierarchy = (id: string): Hierarchy | undefined =>
  hierarchies.find((hierarchy): boolean => hierarchy.id === id);
