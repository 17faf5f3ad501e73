import type { CoarseCount } from "#lib/contracts";

/** A count as published texts may show it: zero and what reaches k exactly, anything between as "fewer than k". */
export const coarse = (rows: number, k: number): CoarseCount =>
  rows > 0 && rows < k ? { fewerThan: k } : rows;

/** The k below which a table's counts are coarsened, when it names none. */
export const defaultLeast = 5;

/** A share as published texts may show it: a count between zero and k is told as k. */
export const coarseShare = (rows: number, of: number, k: number): number =>
  of === 0 ? 0 : Math.min(1, (rows > 0 && rows < k ? k : rows) / of);
