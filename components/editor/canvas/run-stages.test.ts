import { expect, test } from "vitest";
import { type RunDetail, type RunEvent, stageIds } from "#lib/contracts";
import { stageRuns } from "./run-stages.ts";

const at = "2026-01-01T00:00:00.000Z";
const counts = {
  extracted: 100,
  transformed: 90,
  published: 60,
  rejected: 20,
  deduplicated: 5,
  suppressed: 5,
};
type Reason = { code: "check" | "orphan" | "key-duplicate" | "anonymize" | "privacy"; rows: number };
const reasons: readonly Reason[] = [
  { code: "check", rows: 12 },
  { code: "orphan", rows: 6 },
  { code: "key-duplicate", rows: 5 },
  { code: "anonymize", rows: 2 },
  { code: "privacy", rows: 5 },
];

const counted = (kind: RunDetail["kind"], told: readonly Reason[] = reasons) => ({
  kind,
  reports: {
    quality: {
      tables: [
        {
          name: "t",
          counts,
          olderWinners: 0,
          rules: [],
          reasons: told.map((one) => ({ ...one, action: "reject" })),
          columns: [],
        },
      ],
    },
  },
});

const run = (over: Partial<RunDetail>): RunDetail => ({
  id: "r",
  module: "m",
  revision: 1,
  parameters: [],
  kind: "publication",
  scriptOutputs: [],
  mayReadOutput: false,
  state: "succeeded",
  attempt: 1,
  createdAt: at,
  finishedAt: at,
  lastEventSeq: 0,
  stages: stageIds.map((stage) => ({ attempt: 1, stage, state: "finished", startedAt: at })),
  events: [],
  tables: [],
  quarantine: [],
  mayCancel: false,
  mayRetry: false,
  mayLook: false,
  ...over,
});
const rows = (one: ReturnType<typeof counted>) =>
  [...stageRuns("t", { counted: one }).values()].map(({ rowsIn, rowsOut }) => [rowsIn, rowsOut]);
const states = (one: RunDetail, table = "t", events: readonly RunEvent[] = []) =>
  [...stageRuns(table, { last: one, events }).values()].map(({ state }) => state);

test("rows go from stage to stage, each leaving at that of its reason", () => {
  expect(rows(counted("publication"))).toEqual([
    [undefined, 100],
    [100, 90],
    [90, 78],
    [78, 67],
    [67, 65],
    [65, 60],
    [60, 60],
    [60, 60],
  ]);
});

test("a trial ends after Protect, and reasons that do not add up say nothing of what is between", () => {
  expect(rows(counted("trial")).slice(5)).toEqual([
    [65, 60],
    [undefined, undefined],
    [undefined, undefined],
  ]);
  expect(rows(counted("publication", reasons.slice(1))).slice(1, 5)).toEqual([
    [100, 90],
    [90, undefined],
    [undefined, undefined],
    [undefined, 65],
  ]);
});

test("a failure is of the stage and table that it names", () => {
  const failed = run({
    state: "failed",
    stages: [
      { attempt: 1, stage: "extract", state: "finished", startedAt: at },
      { attempt: 1, stage: "transform", state: "failed", startedAt: at },
    ],
    error: { code: "script-failed", params: {}, place: { stage: "transform", table: "t" } },
  });
  expect(states(failed).slice(0, 3)).toEqual(["done", "failed", undefined]);
  expect(states(failed, "other").slice(0, 3)).toEqual(["done", undefined, undefined]);
  // The page followed the run: what it heard then does not hide how it ended.
  const heard: RunEvent = {
    seq: 1,
    at,
    attempt: 1,
    level: "info",
    kind: "stage-started",
    stage: "transform",
    message: "m",
    params: {},
  };
  expect(states(failed, "t", [heard])[1]).toBe("failed");
  const nameless = { ...failed, error: { code: "internal", params: {} } };
  expect(states(nameless, "other").slice(0, 2)).toEqual(["done", "failed"]);
  expect(states(nameless, "other", [heard])[1]).toBe("failed");
});

test("a run that goes on shows its stages as events tell of them", () => {
  const going = run({ state: "running", finishedAt: undefined, stages: [] });
  const event = (kind: RunEvent["kind"], stage: RunEvent["stage"], attempt = 1): RunEvent => ({
    seq: 1,
    at,
    attempt,
    level: "info",
    kind,
    stage,
    message: "m",
    params: {},
  });
  const events = [event("stage-finished", "extract"), event("stage-started", "transform")];
  expect(states(going, "t", events).slice(0, 3)).toEqual(["done", "running", undefined]);
  expect(states(going, "t", [event("stage-started", "keys", 2), ...events])[3]).toBe("running");
  expect(states(going, "t", [event("stage-started", "keys", 2), ...events])[1]).toBeUndefined();
});
