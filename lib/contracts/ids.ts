/** Closed lists of names that pages need without any schema, so that browsers load none for them. */

/** The stages of a run, in their order. */
export const stageIds = [
  "extract",
  "transform",
  "cleanse",
  "keys",
  "anonymize",
  "protect",
  "upload",
  "publish",
] as const;

export const runStateIds = [
  "queued",
  "running",
  "retrying",
  "cancelling",
  "cancelled",
  "failed",
  "succeeded",
] as const;

export const approvalStateIds = [
  "no-revision",
  "draft",
  "in-review",
  "changes-requested",
  "approved",
  "stale",
] as const;

/** Why a rule acted on a row. */
export const ruleCodeIds = [
  "cast",
  "check",
  "null",
  "key-null",
  "key-duplicate",
  "orphan",
  "cascade",
  "anonymize",
  "fitted-check",
  "privacy",
  "privacy-cascade",
] as const;

/** Names of modules, sources, stores: short, stable, safe in an address and in SQL. */
export const slugPattern = /^[a-z][a-z0-9-]{0,62}$/;
