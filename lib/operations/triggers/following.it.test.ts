import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Actor } from "../core/operation.ts";
import { perform } from "../core/perform.ts";
import { setUserDisabled } from "../people/set-user-disabled.ts";
import { answerableFor } from "../run-ports/assert-may-read.ts";
import { errorOf, settings, TriggerHarness } from "../testing/trigger-harness.ts";
import { listTriggers } from "./list-triggers.ts";
import { saveTrigger } from "./save-trigger.ts";

let world: TriggerHarness;
let module = "";
let above = "";

beforeAll(async () => {
  world = await TriggerHarness.open("following");
});
afterAll(() => world.records.close());

beforeEach(async () => {
  world.now = new Date("2026-05-04T00:30:00Z");
  module = await world.approved();
  above = await world.approved();
});

const follow = (over: object = {}) =>
  world.save(module, settings({ kind: "versions", upstreams: [above], ...over }));

/** A look five seconds on. */
async function look(): Promise<void> {
  world.now = new Date(world.now.getTime() + 5000);
  await world.look();
}

const ticks = async () =>
  (await world.ask(listTriggers, { module })).ticks
    .map(({ cause, state, reason }) => [
      cause.kind === "versions" ? cause.versions.map(({ number }) => number).join() : "",
      state,
      ...(reason ? [reason.code] : []),
    ])
    .reverse();

const alerts = async () =>
  (await world.db.alerts.unread(world.engineer.userId, 50))
    .filter((one) => one.module === module)
    .map(({ kind, reason }) => [kind, reason?.code]);

async function end(state: "succeeded" | "failed" = "succeeded"): Promise<void> {
  const open = (await world.db.runs.list({ module })).filter(({ finishedAt }) => finishedAt === undefined);
  for (const run of open) {
    const claimed = await world.db.runs.claim(run.id, "w", 1000);
    const error = { code: "file-missing", params: { file: "visits.csv" } } as const;
    if (claimed)
      await world.db.runs.finish(claimed.lease, { state, ...(state === "failed" ? { error } : {}) });
  }
}

/** Whether a worker would look at the trigger, some seconds from now. */
const isDueIn = async (id: string, seconds: number) =>
  (await world.db.triggers.due(new Date(world.now.getTime() + seconds * 1000))).includes(id);

const disapprove = async () => {
  const revision = await world.db.revisions.latest(module);
  const decision = { revisionId: revision?.id ?? "", reviewerId: world.reviewer.userId, comment: "no" };
  await world.db.reviews.requestChanges(decision);
};

test("of versions that came during a run the newest is answered when it is over, and people are told once", async () => {
  await follow();
  await world.publish(above);
  await look();
  await world.publish(above);
  for (let index = 0; index < 3; index++) await look();
  await world.publish(above);
  for (let index = 0; index < 3; index++) await look();
  const overlap = (number: string) => [number, "skipped", "tick-overlap"];
  expect(await ticks()).toEqual([["1", "running"], overlap("2"), overlap("3")]);
  expect(await alerts()).toEqual([["skipped", "tick-overlap"]]);
  await end();
  await look();
  expect(await ticks()).toEqual([["1", "succeeded"], overlap("2"), ["3", "running"]]);
  await end();
  for (let index = 0; index < 3; index++) await look();
  expect(await ticks()).toEqual([["1", "succeeded"], overlap("2"), ["3", "succeeded"]]);
  expect(await world.db.runs.list({ module })).toHaveLength(2);
  expect(await world.db.triggers.due(world.now)).toEqual([]);
});

test("a version that came without an approval is answered once there is one, and people are told once", async () => {
  await follow();
  await disapprove();
  await world.publish(above);
  for (let index = 0; index < 3; index++) await look();
  expect(await ticks()).toEqual([["1", "skipped", "approval-missing"]]);
  expect(await alerts()).toEqual([["skipped", "approval-missing"]]);
  await world.approve(module);
  await look();
  expect(await ticks()).toEqual([["1", "running"]]);
  const [run] = await world.db.runs.list({ module });
  expect(run?.cause).toMatchObject({ kind: "versions", versions: [{ module: above, number: 1 }] });
});

test("versions that nothing can be started for are looked at again later each time, newer ones and after a change at once", async () => {
  const { id } = await follow();
  await disapprove();
  await world.publish(above);
  await look();
  expect([await isDueIn(id, 59), await isDueIn(id, 60)]).toEqual([false, true]);
  world.now = new Date(world.now.getTime() + 60_000);
  await look();
  expect([await isDueIn(id, 64), await isDueIn(id, 71)]).toEqual([false, true]);
  world.now = new Date(world.now.getTime() + 24 * 3_600_000);
  await look();
  expect([await isDueIn(id, 3599), await isDueIn(id, 3600)]).toEqual([false, true]);
  expect(await alerts()).toEqual([["skipped", "approval-missing"]]);
  await world.publish(above);
  expect(await isDueIn(id, 0)).toBe(true);
  await look();
  expect(await isDueIn(id, 59)).toBe(false);
  // A change that is refused changes nothing; one that is made may have been what was missing.
  const disabled = { userId: world.engineer.userId, disabled: false };
  await errorOf(world.ask(setUserDisabled, disabled, world.engineer));
  expect(await isDueIn(id, 0)).toBe(false);
  await world.ask(setUserDisabled, disabled, world.administrator);
  expect(await isDueIn(id, 0)).toBe(true);
  await look();
  expect(await ticks()).toEqual([
    ["1", "skipped", "approval-missing"],
    ["2", "skipped", "approval-missing"],
  ]);
  expect(await isDueIn(id, 0)).toBe(false);
  await world.approve(module);
  expect(await isDueIn(id, 0)).toBe(true);
});

test("a change that is made while a worker looks is looked at after it", async () => {
  const { id } = await follow();
  await disapprove();
  await world.publish(above);
  const judged = Promise.withResolvers<void>();
  const written = Promise.withResolvers<void>();
  const looking = world.db.transaction(async (tx) => {
    await tx.triggers.hold(id, true);
    judged.resolve();
    const tick = { triggerId: id, key: `${above}@1`, plannedAt: world.now, decidedAt: world.now };
    const cause = { kind: "versions" as const, name: "nightly", versions: [{ module: above, number: 1 }] };
    await written.promise;
    const added = await tx.ticks.add({ ...tick, state: "skipped", cause });
    const retryAt = new Date(world.now.getTime() + 60_000);
    await tx.ticks.change(added?.id ?? "", { retryAt });
  });
  await judged.promise;
  const approving = world.approve(module);
  await setTimeout(300);
  written.resolve();
  await Promise.all([looking, approving]);
  expect(await isDueIn(id, 0)).toBe(true);
});

test("one that could not start in time is not late when it does", async () => {
  await follow({ alerts: { on: ["skipped", "late"], lateAfterMinutes: 10 } });
  await disapprove();
  await world.publish(above);
  await look();
  world.now = new Date(world.now.getTime() + 3 * 24 * 3_600_000);
  await world.approve(module);
  for (let index = 0; index < 2; index++) await look();
  expect(await ticks()).toEqual([["1", "running"]]);
  expect(await alerts()).toEqual([["skipped", "approval-missing"]]);
});

test("one that lost its approval before its retry is answered once there is one again", async () => {
  await follow({ retries: { count: 1, firstSeconds: 1 } });
  await world.publish(above);
  await look();
  await end("failed");
  await look();
  expect(await ticks()).toEqual([["1", "retrying", "file-missing"]]);
  await disapprove();
  for (let index = 0; index < 3; index++) await look();
  expect(await ticks()).toEqual([["1", "skipped", "approval-missing"]]);
  expect(await alerts()).toEqual([["skipped", "approval-missing"]]);
  await world.approve(module);
  await look();
  expect(await ticks()).toEqual([["1", "running"]]);
});

test("whoever saved the trigger last answers for the versions that its runs read", async () => {
  await world.publish(above);
  module = await world.approved({ reads: above });
  const author = await world.records.actor("data-engineer", "Ada");
  const settingsOf = settings({ kind: "schedule", cron: "0 * * * *", timeZone: "UTC" });
  const save = (actor: Actor, id?: string) =>
    world.ask(saveTrigger, { module, name: "hourly", settings: settingsOf, ...(id ? { id } : {}) }, actor);
  const { id } = await save(author);
  const obstacle = async () => (await world.ask(listTriggers, { module })).triggers[0]?.obstacle;
  expect(await obstacle()).toBeUndefined();
  await world.db.users.setDisabled(author.userId, true);
  expect(await obstacle()).toMatchObject({ code: "versions-unreadable", params: { person: "Ada" } });
  world.now = new Date("2026-05-04T01:00:01Z");
  await world.look();
  const [skipped] = (await world.ask(listTriggers, { module })).ticks;
  expect([skipped?.state, skipped?.reason?.code]).toEqual(["skipped", "versions-unreadable"]);
  expect(await world.db.runs.list({ module })).toEqual([]);
  // Somebody else saves it: the author of the revision does not matter.
  const other = await world.records.actor("data-engineer", "Bo");
  await save(other, id);
  expect(await obstacle()).toBeUndefined();
  world.now = new Date("2026-05-04T02:00:01Z");
  await world.look();
  const [run] = await world.db.runs.list({ module });
  if (run === undefined) throw new Error("no run");
  expect(await answerableFor(world.db, run)).toBe(other.userId);
  expect(await answerableFor(world.db, { ...run, id: "another" })).toBe(world.engineer.userId);
});

test("one that waited and lost its approval meanwhile is answered once there is one again", async () => {
  await follow({ overlap: "queue" });
  await world.publish(above);
  await look();
  await world.publish(above);
  await look();
  expect(await ticks()).toEqual([
    ["1", "running"],
    ["2", "waiting"],
  ]);
  await disapprove();
  await end();
  for (let index = 0; index < 3; index++) await look();
  expect(await ticks()).toEqual([
    ["1", "succeeded"],
    ["2", "skipped", "approval-missing"],
  ]);
  expect(await alerts()).toEqual([["skipped", "approval-missing"]]);
  await world.approve(module);
  await look();
  expect((await ticks()).at(-1)).toEqual(["2", "running"]);
});

test("what clears the way is done, though nobody can be told to look again", async () => {
  const { services, engineer: actor } = world;
  const lookAgain = () => Promise.reject(new Error("the connection is lost"));
  const db = { ...services.db, ticks: { ...services.db.ticks, lookAgain } };
  const request = {
    services: { ...services, db },
    actor,
    origin: { local: false },
    signal: AbortSignal.timeout(60_000),
  };
  const given = settings({ kind: "versions", upstreams: [above] });
  const { id } = await perform(saveTrigger, request, { module, name: "followed", settings: given });
  expect((await world.ask(listTriggers, { module })).triggers.map((one) => one.id)).toEqual([id]);
});
