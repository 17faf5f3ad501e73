import type { GivenParameters } from "#lib/contracts";

/** Values that were written; what is left empty is not given. */
export const givenOf = (written: Readonly<Record<string, string>>): GivenParameters =>
  Object.fromEntries(Object.entries(written).filter(([, value]) => value !== ""));
