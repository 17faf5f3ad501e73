import { Cron } from "croner";
import { longestCron } from "#lib/contracts";
import { type ErrorCodeId, type ErrorData, err, ok, type Result } from "#lib/kernel";

/**
 * Five fields, or a nickname such as `@daily`: minutes are the finest that a schedule of data needs. Lists and ranges of hours
 * and minutes are times of day like a single one: a run that is planned for a missing hour is not lost.
 */
const open = (expression: string, timeZone: string): Cron =>
  new Cron(expression, { timezone: timeZone, mode: "5-part", paused: true, fixedTimeRule: "no-wildcard" });

export function isTimeZone(zone: string): boolean {
  try {
    // Offsets such as +03:00 are taken by engines too, but are no zone: they know no summer time.
    return /^[A-Za-z]/.test(zone) && new Intl.DateTimeFormat("en", { timeZone: zone }) !== undefined;
  } catch {
    return false;
  }
}

export type ScheduleField = "cron" | "timeZone";

/** Why a schedule cannot be, with the field that has to change. */
export interface ScheduleProblem {
  readonly field: ScheduleField;
  readonly error: ErrorData;
}

const problem = (field: ScheduleField, code: ErrorCodeId, params: ErrorData["params"]) =>
  err({ field, error: { code, params, place: { path: field } } });

/** Whether a schedule can be kept; one that never fires cannot. */
export function checkSchedule(
  expression: string,
  timeZone: string,
  now: Date,
): Result<undefined, ScheduleProblem> {
  if (!isTimeZone(timeZone)) return problem("timeZone", "time-zone-unknown", { zone: timeZone || "–" });
  const cron = expression.trim();
  if (cron === "" || cron.length > longestCron) return problem("cron", "schedule-cron-invalid", { cron });
  try {
    if (open(cron, timeZone).nextRun(now) !== null) return ok(undefined);
  } catch {
    return problem("cron", "schedule-cron-invalid", { cron });
  }
  return problem("cron", "schedule-never", { cron });
}

/** The next instants after one, at most `count`. The expression has been checked. */
export const nextRuns = (expression: string, timeZone: string, after: Date, count: number): readonly Date[] =>
  open(expression, timeZone).nextRuns(count, after);

/** What lay between two instants: the latest ones, oldest first, and how many there were at all (as far as they are counted). */
export interface DueRuns {
  readonly latest: readonly Date[];
  readonly count: number;
}

/** A schedule of every minute that slept for a month is not counted to its end. */
const mostCounted = 50_000;

/** Goes from one instant to another, at most so many instants far. */
function walk(cron: Cron, after: Date, until: Date, keep: number, most: number) {
  const latest: Date[] = [];
  let count = 0;
  let at = cron.nextRun(after);
  while (at !== null && at <= until && count < most) {
    count += 1;
    latest.push(at);
    if (latest.length > keep) latest.shift();
    at = cron.nextRun(at);
  }
  return { latest, count, isWhole: at === null || at > until };
}

/**
 * The latest of more than were counted: halves the time until what is left of it has enough of them, and not many more. Always
 * forwards, since changes of clocks are what they are in that direction.
 */
function latestOf(cron: Cron, after: Date, until: Date, keep: number): readonly Date[] {
  let [many, few] = [after.getTime(), until.getTime()];
  while (true) {
    const middle = (many + few) / 2;
    const { latest, isWhole } = walk(cron, new Date(middle), until, keep, 10 * keep);
    if (isWhole && latest.length === keep) return latest;
    if (isWhole) few = middle;
    else many = middle;
  }
}

/** Planned instants after one and up to another. */
export function runsBetween(
  expression: string,
  timeZone: string,
  after: Date,
  until: Date,
  keep: number,
): DueRuns {
  const cron = open(expression, timeZone);
  const { latest, count, isWhole } = walk(cron, after, until, keep, mostCounted);
  return { latest: isWhole ? latest : latestOf(cron, after, until, keep), count };
}
