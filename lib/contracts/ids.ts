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

/** What the values of a run's parameter are. */
export const parameterTypeIds = ["date", "string", "integer", "decimal", "boolean", "choice"] as const;

/** Days that a date parameter may name instead of a date: they are found when the run is planned. */
export const relativeDateIds = [
  "run-date",
  "yesterday",
  "first-day-of-month",
  "first-day-of-previous-month",
  "last-day-of-previous-month",
  "first-day-of-year",
] as const;
export type RelativeDate = (typeof relativeDateIds)[number];

/** Characters of a text parameter, so that a run's row and its page stay small. */
export const longestParameter = 1000;

/** What starts runs of a module by itself. */
export const triggerKindIds = ["schedule", "webhook", "versions"] as const;
export type TriggerKind = (typeof triggerKindIds)[number];

/** What becomes of planned instants at which nothing ran: none of them, the latest, or all up to a number. */
export const catchUpIds = ["none", "latest", "all"] as const;
export type CatchUp = (typeof catchUpIds)[number];

/** What happens where the trigger's own earlier run is not over. */
export const overlapIds = ["skip", "queue", "cancel"] as const;
export type Overlap = (typeof overlapIds)[number];

export const alertKindIds = ["failed", "late", "recovered", "skipped"] as const;
export type AlertKind = (typeof alertKindIds)[number];

/** More missed runs than these are not made up for in one go. */
export const mostCaughtUp = 100;
/** Runs that may wait for an earlier one; what comes then is skipped. */
export const mostWaiting = 10;
export const mostRetries = 10;
/** Seconds before a retry, at most: a day. */
export const longestRetryWait = 86_400;
/** Minutes after which a run counts as late, at most: a month. */
export const latestMinutes = 43_200;
export const longestCron = 200;

export const tickStateIds = [
  "waiting",
  "running",
  "retrying",
  "succeeded",
  "failed",
  "cancelled",
  "skipped",
] as const;
export type TickState = (typeof tickStateIds)[number];
