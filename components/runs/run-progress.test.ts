import { describe, expect, it } from "vitest";
import type { RunDetail, RunEvent } from "#lib/contracts";
import { ganttOf, tableProgress } from "./run-progress.ts";

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 23, 7, 0, seconds)).toISOString();
const event = (seq: number, rest: Partial<RunEvent>): RunEvent => ({
  seq,
  at: at(seq),
  attempt: 1,
  level: "info",
  kind: "message",
  message: "extracted",
  params: {},
  ...rest,
});

const run: RunDetail = {
  id: "r",
  module: "shop",
  revision: 1,
  kind: "trial",
  state: "running",
  attempt: 1,
  parameters: [],
  createdAt: at(0),
  startedAt: at(0),
  lastEventSeq: 0,
  stages: [{ attempt: 1, stage: "extract", state: "finished", startedAt: at(0), finishedAt: at(4) }],
  events: [],
  tables: [],
  quarantine: [],
  scriptOutputs: [],
  mayReadOutput: false,
  mayCancel: false,
  mayRetry: false,
  mayLook: false,
};

describe("ganttOf", () => {
  it("joins kept stages with live ones on one axis", () => {
    const { stages, whole } = ganttOf(
      run,
      [event(5, { kind: "stage-started", stage: "transform" })],
      Date.parse(at(9)),
    );
    expect(stages[0]).toEqual({ stage: "extract", state: "done", from: 0, to: 4000 });
    expect(stages[1]).toEqual({ stage: "transform", state: "running", from: 5000, to: undefined });
    expect(stages[2]).toEqual({ stage: "cleanse", state: "waiting" });
    expect(whole).toBe(9000);
  });

  it("ends a trial with Protect, and a publication with Publish", () => {
    const last = (kind: RunDetail["kind"]) => ganttOf({ ...run, kind }, [], 0).stages.at(-1)?.stage;
    expect([last("trial"), last("publication")]).toEqual(["protect", "publish"]);
  });

  it("marks the stage where a failed run broke", () => {
    const failed: RunDetail = {
      ...run,
      state: "failed",
      finishedAt: at(8),
      stages: [...run.stages, { attempt: 1, stage: "transform", state: "started", startedAt: at(5) }],
    };
    expect(ganttOf(failed, [], Date.parse(at(60))).stages[1]).toMatchObject({
      state: "failed",
      from: 5000,
      to: 8000,
    });
  });
});

describe("tableProgress", () => {
  it("keeps the rows extracted beside the latest stage", () => {
    const [orders] = tableProgress(
      ["orders"],
      [
        event(1, { table: "orders", stage: "extract", rows: 100, total: 120 }),
        event(2, { table: "orders", stage: "cleanse", rows: 90 }),
      ],
    );
    expect(orders).toEqual({ table: "orders", stage: "cleanse", rows: 90, total: undefined, extracted: 100 });
  });
});
