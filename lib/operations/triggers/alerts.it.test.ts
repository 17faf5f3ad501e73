import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { Actor } from "../core/operation.ts";
import { archiveModule } from "../modules/archive-module.ts";
import { errorOf, schedule, settings, TriggerHarness } from "../testing/trigger-harness.ts";
import { pauseTrigger } from "./change-trigger.ts";
import { listSchedules } from "./list-schedules.ts";
import { listTriggers } from "./list-triggers.ts";
import { saveTrigger } from "./save-trigger.ts";

let world: TriggerHarness;
let module = "";

beforeAll(async () => {
  world = await TriggerHarness.open("alerts");
});
afterAll(() => world.records.close());

beforeEach(async () => {
  world.now = new Date("2026-05-04T00:30:00Z");
  module = await world.approved();
});

const hourly = (alerts: object = {}, over: object = {}) =>
  schedule({
    cron: "0 * * * *",
    timeZone: "UTC",
    alerts: { on: ["failed", "recovered"], ...alerts },
    ...over,
  });
const at = (time: string) => new Date(`2026-05-04T${time}Z`);
const look = async (time: string) => {
  world.now = at(time);
  await world.look();
};

async function end(state: "succeeded" | "failed"): Promise<void> {
  const open = (await world.db.runs.list({ module })).filter(({ finishedAt }) => finishedAt === undefined);
  for (const run of open) {
    const claimed = await world.db.runs.claim(run.id, "w", 1000);
    const error = state === "failed" ? ({ code: "privacy-unmet", params: {} } as const) : undefined;
    if (claimed) await world.db.runs.finish(claimed.lease, { state, ...(error ? { error } : {}) });
  }
}

const told = async ({ userId }: Actor) =>
  (await world.db.alerts.unread(userId, 50))
    .filter((one) => one.module === module)
    .map(({ kind }) => kind)
    .reverse();
const shown = async () =>
  (await world.ask(listTriggers, { module })).triggers[0]?.told.map(({ name }) => name);

test("all modules' triggers are listed, those that come next first, with what came of them and what is in the way", async () => {
  const other = await world.approved();
  const { id } = await world.save(other, settings({ kind: "webhook" }));
  await world.save(module, hourly({ url: "https://127.0.0.1:9/T0/sesame" }));
  const revision = await world.db.revisions.latest(other);
  const decision = { revisionId: revision?.id ?? "", reviewerId: world.reviewer.userId, comment: "no" };
  await world.db.reviews.requestChanges(decision);
  await look("01:00:01");
  const listed = async () =>
    (await world.ask(listSchedules, {})).filter((one) => [module, other].includes(one.module.name));
  const found = await listed();
  expect(found).toMatchObject([
    { module: { name: module }, nextAt: "2026-05-04T02:00:00.000Z", last: { state: "running" } },
    { module: { name: other }, obstacle: { code: "approval-missing" } },
  ]);
  expect(found[0]?.obstacle).toBeUndefined();
  expect(JSON.stringify(found)).not.toContain("sesame");
  await world.ask(pauseTrigger, { id, paused: true });
  // One that is paused has nothing to be refused.
  expect((await listed()).map(({ pausedAt, obstacle }) => [pausedAt !== undefined, obstacle])).toEqual([
    [false, undefined],
    [true, undefined],
  ]);
  await world.ask(archiveModule, { name: other }, world.administrator);
  expect((await listed()).map((one) => one.module.name)).toEqual([module]);
});

test("what triggers run alike is judged once, one after another, and each answers for its own person and values", async () => {
  module = await world.approved({ parameters: [{ name: "region", datatype: "string", default: "north" }] });
  const parameters = { region: "south" };
  const { id } = await world.save(module, hourly({}, { parameters }));
  for (let index = 0; index < 5; index++) await world.save(module, hourly());
  const { id: trial } = await world.save(module, hourly({}, { parameters, runKind: "trial" }));
  const listed = async () => (await world.ask(listSchedules, {})).filter((one) => one.module.name === module);
  const refused = async () =>
    (await listed()).flatMap((one) => (one.obstacle ? [[one.id, one.obstacle.code]] : []));
  // The next revision takes no values; a trial runs it before it is approved.
  await world.revise(module);
  expect(await refused()).toEqual([[trial, "parameter-unknown"]]);
  await world.approve(module);
  let atOnce = 0;
  let most = 0;
  const { assertApproved } = world.db.reviews;
  const judged = vi.spyOn(world.db.reviews, "assertApproved").mockImplementation(async (...given) => {
    atOnce += 1;
    most = Math.max(most, atOnce);
    return assertApproved(...given).finally(() => {
      atOnce -= 1;
    });
  });
  const found = await refused();
  const revision = await world.db.revisions.latest(module);
  expect(judged.mock.calls.filter(([of]) => of === revision?.id)).toHaveLength(1);
  expect(most).toBe(1);
  judged.mockRestore();
  expect(await listed()).toHaveLength(7);
  expect(new Map(found.map(([of, code]) => [of, code]))).toEqual(
    new Map([id, trial].map((of) => [of, "parameter-unknown"])),
  );
});

test("only people who may see modules are chosen to be told", async () => {
  const chosen = async (person: Actor) => {
    const error = await errorOf(world.save(module, hourly({ people: [person.userId] })));
    return [error.code, error.params.person, error.place.path];
  };
  const gone = await world.records.actor("data-engineer", "Gone");
  await world.db.users.setDisabled(gone.userId, true);
  const blind = await world.records.actor("data-scientist", "Blind");
  for (const person of [gone, blind])
    expect(await chosen(person)).toEqual(["alert-person-unfit", person.name, "alerts/people"]);
  await world.save(module, hourly({ people: [world.reviewer.userId] }));
  expect(await shown()).toEqual(["database-administrator"]);
});

test("where the chosen are disabled the owner is told, then whoever made the trigger, then administrators", async () => {
  const { users } = world.db;
  const [chosen, author] = [
    await world.records.actor("data-engineer", "Chosen"),
    await world.records.actor("data-engineer", "Author"),
  ];
  const given = hourly({ people: [chosen.userId] });
  await world.ask(saveTrigger, { module, name: "nightly", settings: given }, author);
  const everybody = [chosen, world.engineer, author, world.administrator];
  for (const [index, person] of everybody.entries()) {
    expect(await shown()).toEqual([person.name]);
    await look(`0${index + 1}:00:01`);
    await end("failed");
    await look(`0${index + 1}:00:10`);
    expect(await told(person)).toEqual(["failed"]);
    if (person !== world.administrator) await users.setDisabled(person.userId, true);
  }
  expect(await Promise.all(everybody.map(told))).toEqual(everybody.map(() => ["failed"]));
  await users.setDisabled(world.engineer.userId, false);
});

test("that it runs again is told after a failed run, whatever was skipped in between, and after nothing else", async () => {
  await world.save(module, hourly({}, { catchUp: "none" }));
  await look("01:00:01");
  // Skipped beside the run that is at work: nothing failed.
  await look("02:00:01");
  await end("succeeded");
  await look("02:00:10");
  expect(await told(world.engineer)).toEqual([]);
  await look("03:00:01");
  await end("failed");
  await look("03:00:10");
  expect(await told(world.engineer)).toEqual(["failed"]);
  // Two are missed.
  await look("05:30:00");
  await look("06:00:01");
  await end("succeeded");
  await look("06:00:10");
  expect(await told(world.engineer)).toEqual(["failed", "recovered"]);
  await look("07:00:01");
  await end("succeeded");
  await look("07:00:10");
  expect(await told(world.engineer)).toHaveLength(2);
});
