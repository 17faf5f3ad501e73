import type { StoreLimits } from "../definition.ts";
import { identifier } from "./names.ts";

/** PostgreSQL's own limits (its documentation, appendix K). Every type of ours has one there that holds all of its values. */
export const postgresqlLimits: StoreLimits = {
  columns: 1600,
  keyColumns: 32,
  // A third of a page less its header: an entry of a B-tree may have 2,704 bytes, of which 8 are its own.
  keyBytes: 2600,
  reservedColumns: ["tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"],
  storedName: identifier,
  refusesNul: true,
};
