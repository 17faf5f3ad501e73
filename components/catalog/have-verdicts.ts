import type { Reports } from "#lib/contracts";

/** Whether any table was checked as a whole. */
export const haveVerdicts = (tables: Reports["quality"]["tables"]): boolean =>
  tables.some(({ verdicts = [] }) => verdicts.length > 0);
