import { nextRuns } from "./cron.ts";

/** What a change of clocks does to a planned time of day. */
export interface ClockChange {
  /** `moved`: the time does not exist, it runs when the clock goes on. `skipped`: it does not exist and does not run.
   *  `once`: it comes twice and runs the first time. `twice`: it runs both times. */
  readonly kind: "moved" | "skipped" | "once" | "twice";
  /** The day, `2026-03-29`, and the time on the wall, `02:30`. */
  readonly day: string;
  readonly time: string;
  /** When it runs, on the wall: of `moved` alone. */
  readonly runsAt?: string;
}

const minute = 60_000;
const hour = 60 * minute;

/** The time on the wall of a zone, as if it were UTC. */
function wallOf(zone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat("en", {
    timeZone: zone,
    calendar: "iso8601",
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  return (instant) => {
    const part = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
    const of = (name: Intl.DateTimeFormatPartTypes) => part.get(name) ?? 0;
    return Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"), of("second"));
  };
}

interface Change {
  /** The first instant of the new offset. */
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

function changesBetween(wall: (instant: number) => number, from: number, until: number): readonly Change[] {
  const offset = (instant: number) => wall(instant) - instant;
  const found: Change[] = [];
  const step = 24 * hour;
  const start = Math.floor(from / minute) * minute;
  for (let day = start; day < until; day += step) {
    const before = offset(day);
    const after = offset(day + step);
    if (before === after) continue;
    let low = day;
    let high = day + step;
    while (high - low > minute) {
      const middle = Math.floor((low + high) / 2 / minute) * minute;
      if (offset(middle) === before) low = middle;
      else high = middle;
    }
    found.push({ at: high, before, after });
  }
  return found;
}

const dayOf = (wall: number): string => new Date(wall).toISOString().slice(0, 10);
const timeOf = (wall: number): string => new Date(wall).toISOString().slice(11, 16);

/** Planned times of day that a schedule of every minute would have in a missing hour are one line, not sixty. */
const mostTimes = 3;

/** Instants of a schedule between two, the first included. */
const runsIn = (cron: string, zone: string, from: number, until: number): readonly number[] =>
  nextRuns(cron, zone, new Date(from - 1), 200)
    .map((run) => run.getTime())
    .filter((run) => run >= from && run < until);

/** What changes of clocks within a year do to a checked schedule; times of day that none touches are not named. */
export function clockChanges(cron: string, zone: string, now: Date): readonly ClockChange[] {
  const wall = wallOf(zone);
  const found: ClockChange[] = [];
  for (const { at, before, after } of changesBetween(wall, now.getTime(), now.getTime() + 366 * 24 * hour)) {
    const [first, last] = [at + before, at + after];
    // The times on the wall that are left out, or come twice, as the expression alone plans them.
    const planned = runsIn(cron, "UTC", Math.min(first, last), Math.max(first, last));
    const actual = runsIn(cron, zone, at - Math.abs(after - before), at + Math.abs(after - before));
    for (const time of planned.slice(0, mostTimes)) {
      const place = { day: dayOf(time), time: timeOf(time) };
      if (after > before) {
        const isMoved = actual.includes(at) && !runsIn(cron, "UTC", last, last + minute).includes(last);
        found.push(
          isMoved ? { kind: "moved", ...place, runsAt: timeOf(last) } : { kind: "skipped", ...place },
        );
      } else {
        const times = actual.filter((run) => wall(run) === time).length;
        found.push({ kind: times > 1 ? "twice" : "once", ...place });
      }
    }
  }
  return found;
}
