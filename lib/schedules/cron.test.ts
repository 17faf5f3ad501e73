import { expect, test } from "vitest";
import { checkSchedule, clockChanges, cronWords, nextRuns, runsBetween } from "./index.ts";

const now = new Date("2026-01-10T12:00:00Z");
const berlin = "Europe/Berlin";
const runs = (cron: string, zone: string, after: string, count = 3) =>
  nextRuns(cron, zone, new Date(after), count).map((at) => at.toISOString());

test("a schedule is refused at the field that is wrong", () => {
  const cases = [
    ["0 3 * * *", "Europe/Atlantis", "timeZone"],
    ["0 3 * * *", "+03:00", "timeZone"],
    ["0 0 30 2 *", "UTC", "cron"],
    ["61 3 * * *", "UTC", "cron"],
    ["", "UTC", "cron"],
    ["0 0 3 * * *", "UTC", "cron"],
    ["every day", "UTC", "cron"],
  ] as const;
  for (const [cron, zone, field] of cases) {
    const checked = checkSchedule(cron, zone, now);
    expect([cron, zone, checked.ok ? undefined : checked.error.field]).toEqual([cron, zone, field]);
  }
  const never = checkSchedule("0 0 30 2 *", "UTC", now);
  expect(never.ok || never.error.error.code).toBe("schedule-never");
  for (const cron of ["0 3 * * 1-5", "@daily", "*/15 9-17 1,15 * *", "0 0 29 2 *"])
    expect(checkSchedule(cron, "Europe/Moscow", now).ok, cron).toBe(true);
});

test("an expression is said in both languages", () => {
  expect(cronWords("30 2 * * 1-5", "en")).toBe("At 02:30, Monday through Friday");
  expect(cronWords("30 2 * * 1-5", "ru")).toBe("В 02:30, с понедельника по пятницу");
  expect(cronWords("nonsense", "ru")).toBe("");
});

test("the missing hour: a time of day in it runs when the clock goes on, an interval has nothing there", () => {
  expect(runs("30 2 * * *", berlin, "2026-03-28T12:00:00Z", 2)).toEqual([
    "2026-03-29T01:00:00.000Z",
    "2026-03-30T00:30:00.000Z",
  ]);
  expect(clockChanges("30 2 * * *", berlin, now)[0]).toEqual({
    kind: "moved",
    day: "2026-03-29",
    time: "02:30",
    runsAt: "03:00",
  });
  expect(clockChanges("*/20 2 * * *", berlin, now)[0]).toMatchObject({ kind: "skipped", time: "02:00" });
});

test("the repeated hour: a time of day in it runs once, an interval both times", () => {
  expect(runs("30 2 * * *", berlin, "2026-10-24T12:00:00Z", 2)).toEqual([
    "2026-10-25T00:30:00.000Z",
    "2026-10-26T01:30:00.000Z",
  ]);
  expect(clockChanges("30 2 * * *", berlin, now)[1]).toEqual({
    kind: "once",
    day: "2026-10-25",
    time: "02:30",
  });
  expect(runs("30 * * * *", berlin, "2026-10-25T00:00:00Z")).toEqual([
    "2026-10-25T00:30:00.000Z",
    "2026-10-25T01:30:00.000Z",
    "2026-10-25T02:30:00.000Z",
  ]);
  expect(clockChanges("30 * * * *", berlin, now)).toContainEqual({
    kind: "twice",
    day: "2026-10-25",
    time: "02:30",
  });
});

test("lists and ranges of hours or minutes are times of day: none is lost, and none comes twice", () => {
  const spring = (cron: string) => runs(cron, berlin, "2026-03-29T00:59:00Z", 2);
  expect(spring("30 2,14 * * *")).toEqual(["2026-03-29T01:00:00.000Z", "2026-03-29T12:30:00.000Z"]);
  expect(spring("0,30 2 * * *")).toEqual(["2026-03-29T01:00:00.000Z", "2026-03-30T00:00:00.000Z"]);
  expect(spring("30 2-3 * * *")).toEqual(["2026-03-29T01:00:00.000Z", "2026-03-29T01:30:00.000Z"]);
  const autumn = (cron: string) => runs(cron, berlin, "2026-10-24T23:59:00Z", 3);
  expect(autumn("30 2,14 * * *")).toEqual([
    "2026-10-25T00:30:00.000Z",
    "2026-10-25T13:30:00.000Z",
    "2026-10-26T01:30:00.000Z",
  ]);
  expect(autumn("0,30 2 * * *")).toEqual([
    "2026-10-25T00:00:00.000Z",
    "2026-10-25T00:30:00.000Z",
    "2026-10-26T01:00:00.000Z",
  ]);
  expect(clockChanges("30 2,14 * * *", berlin, now).map(({ kind, time }) => [kind, time])).toEqual([
    ["moved", "02:30"],
    ["once", "02:30"],
  ]);
  const due = runsBetween(
    "30 2,14 * * *",
    berlin,
    new Date("2026-03-28T14:00:00Z"),
    new Date("2026-03-29T02:00:00Z"),
    5,
  );
  expect(due.latest.map((at) => at.toISOString())).toEqual(["2026-03-29T01:00:00.000Z"]);
});

test("a step is an interval: nothing in the missing hour, and both repeated ones", () => {
  expect(runs("*/20 2 * * *", berlin, "2026-03-29T00:59:00Z", 1)).toEqual(["2026-03-30T00:00:00.000Z"]);
  expect(clockChanges("*/20 2 * * *", berlin, now).map(({ kind, time }) => [kind, time])).toEqual([
    ["skipped", "02:00"],
    ["skipped", "02:20"],
    ["skipped", "02:40"],
    ["twice", "02:00"],
    ["twice", "02:20"],
    ["twice", "02:40"],
  ]);
});

test("clocks that change by half an hour, or at midnight, are named where they touch the schedule alone", () => {
  expect(clockChanges("15 2 * * *", "Australia/Lord_Howe", now).map(({ kind, day }) => [kind, day])).toEqual([
    ["moved", "2026-10-04"],
  ]);
  expect(clockChanges("0 9 * * *", berlin, now)).toEqual([]);
  expect(clockChanges("30 2 * * *", "Europe/Moscow", now)).toEqual([]);
});

test("what lay between two instants is counted, and the latest of it kept", () => {
  const due = runsBetween(
    "0 * * * *",
    "UTC",
    new Date("2026-01-01T00:30:00Z"),
    new Date("2026-01-02T00:00:00Z"),
    2,
  );
  expect(due.count).toBe(24);
  expect(due.latest.map((at) => at.toISOString())).toEqual([
    "2026-01-01T23:00:00.000Z",
    "2026-01-02T00:00:00.000Z",
  ]);
});

test("after so long that not all is counted, the latest are the latest all the same", () => {
  const last = (cron: string, after: string, until: string, keep: number) => {
    const due = runsBetween(cron, berlin, new Date(after), new Date(until), keep);
    return { count: due.count, latest: due.latest.map((at) => at.toISOString()) };
  };
  // Every minute of the hour that comes twice too.
  const minutes = last("* * * * *", "2026-09-15T00:00:00Z", "2026-10-25T01:30:30Z", 150);
  expect(minutes.count).toBe(50_000);
  const first = Date.parse("2026-10-24T23:01:00Z");
  expect(minutes.latest).toEqual(
    Array.from({ length: 150 }, (_, index) => new Date(first + index * 60_000).toISOString()),
  );
  // The end of the time may have had none for months.
  expect(last("* * * 1 *", "2025-01-01T00:00:00Z", "2026-06-01T00:00:00Z", 2)).toEqual({
    count: 50_000,
    latest: ["2026-01-31T22:58:00.000Z", "2026-01-31T22:59:00.000Z"],
  });
}, 30_000);
