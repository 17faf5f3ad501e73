import { expect, test } from "vitest";
import { decideDue, findCycle, isLate, retryWait, runsBetween, turnOf } from "./index.ts";

const at = (time: string) => new Date(`2026-01-10T${time}Z`);
const hourly = (until: string) => runsBetween("0 * * * *", "UTC", at("00:30:00"), at(until), 100);
const decided = (catchUp: "none" | "latest" | "all", now: string, catchUpMost = 2) => {
  const { run, missed, missedCount } = decideDue(hourly(now), { catchUp, catchUpMost }, at(now));
  return {
    run: run.map((one) => `${one.at.toISOString().slice(11, 13)}${one.isMissed ? " late" : ""}`),
    missed: missed.map((one) => one.toISOString().slice(11, 13)),
    missedCount,
  };
};

test("instants that were missed are made up for as the policy says", () => {
  expect(decided("none", "05:30:00")).toEqual({
    run: [],
    missed: ["01", "02", "03", "04", "05"],
    missedCount: 5,
  });
  expect(decided("latest", "05:30:00")).toMatchObject({ run: ["05 late"], missedCount: 4 });
  expect(decided("all", "05:30:00")).toMatchObject({
    run: ["04 late", "05 late"],
    missed: ["01", "02", "03"],
  });
});

test("a run on time makes the latest missed one needless, and does not count against the cap", () => {
  expect(decided("none", "05:00:30")).toMatchObject({ run: ["05"], missedCount: 4 });
  expect(decided("latest", "05:00:30")).toMatchObject({ run: ["05"], missedCount: 4 });
  expect(decided("all", "05:00:30")).toMatchObject({ run: ["03 late", "04 late", "05"], missedCount: 2 });
});

test("a worker that is replaced within two minutes misses nothing", () => {
  expect(decided("none", "01:02:00")).toEqual({ run: ["01"], missed: [], missedCount: 0 });
  expect(decided("none", "01:02:01")).toEqual({ run: [], missed: ["01"], missedCount: 1 });
});

test("beside a run that is not over, a tick does what the policy says", () => {
  const turn = (overlap: "skip" | "queue" | "cancel", isPatient = false) =>
    turnOf({ overlap, isBusy: true, isPatient });
  expect([turn("skip"), turn("queue"), turn("cancel")]).toEqual(["skip", "wait", "cancel-earlier"]);
  expect(turn("skip", true)).toBe("wait");
  expect(turnOf({ overlap: "skip", isBusy: false, isPatient: false })).toBe("start");
});

test("each retry waits twice as long, up to the longest", () => {
  const retries = { count: 6, firstSeconds: 30, mostSeconds: 300 };
  expect([1, 2, 3, 4, 5, 6].map((retry) => retryWait(retries, retry))).toEqual([30, 60, 120, 240, 300, 300]);
  expect(retryWait({ count: 1, firstSeconds: 600, mostSeconds: 60 }, 1)).toBe(600);
});

test("a run is late once its minutes are over, and never where none were given", () => {
  expect(isLate(at("01:00:00"), 30, at("01:30:00"))).toBe(false);
  expect(isLate(at("01:00:00"), 30, at("01:30:01"))).toBe(true);
  expect(isLate(at("01:00:00"), undefined, at("23:00:00"))).toBe(false);
});

test("modules that would start each other for ever are named in order", () => {
  const edges = [
    { from: "a", to: "b" },
    { from: "b", to: "c" },
    { from: "b", to: "d" },
    { from: "d", to: "a" },
  ];
  expect(findCycle(edges, "a")).toEqual(["a", "b", "d", "a"]);
  expect(findCycle(edges, "c")).toBeUndefined();
  expect(findCycle([{ from: "a", to: "a" }], "a")).toEqual(["a", "a"]);
});
