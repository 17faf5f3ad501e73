import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { TriggerSettings } from "#lib/contracts";
import { getHome } from "../home/get-home.ts";
import { archiveModule } from "../modules/archive-module.ts";
import { databaseRegistry } from "../run-ports/database-registry.ts";
import { getRun } from "../runs/get-run.ts";
import { retryRun } from "../runs/retry-run.ts";
import { startRun } from "../runs/start-run.ts";
import { errorOf, schedule, settings, TriggerHarness } from "../testing/trigger-harness.ts";
import { openAddress } from "./alert-address.ts";
import { pauseTrigger, removeTrigger, renewHookToken, renewSigningSecret } from "./change-trigger.ts";
import { listTriggers } from "./list-triggers.ts";
import { putAwayAlert } from "./put-away-alert.ts";
import { receiveHook } from "./receive-hook.ts";

let world: TriggerHarness;
let module = "";

beforeAll(async () => {
  world = await TriggerHarness.open("triggers");
});
afterAll(() => world.records.close());

beforeEach(async () => {
  world.now = new Date("2026-05-04T00:30:00Z");
  module = await world.approved();
});

const ask: TriggerHarness["ask"] = (...given) => world.ask(...given);
const look = () => world.look();
const save = (given: TriggerSettings, id?: string, of = module) => world.save(of, given, id);

test("a schedule is kept with its next instant, and what cannot be is refused at its field", async () => {
  await save(schedule());
  const { triggers } = await ask(listTriggers, { module });
  expect(triggers).toMatchObject([{ name: "nightly", nextAt: "2026-05-04T01:00:00.000Z" }]);
  expect(triggers[0]?.obstacle).toBeUndefined();
  const cases = [
    [schedule({ cron: "0 0 30 2 *" }), "schedule-never", "cron"],
    [schedule({ cron: "often" }), "schedule-cron-invalid", "cron"],
    [schedule({ timeZone: "Europe/Atlantis" }), "time-zone-unknown", "timeZone"],
    [schedule({ parameters: { colour: "red" } }), "parameter-unknown", "parameters/colour"],
    [schedule({ alerts: { url: "http://169.254.169.254/latest" } }), "alert-host-refused", "alerts/url"],
    [schedule({ alerts: { url: "http://10.0.0.1:5432/" } }), "alert-host-refused", "alerts/url"],
    [schedule({ alerts: { url: "https://me:secret@example.org" } }), "alert-address-secret", "alerts/url"],
    [schedule({ alerts: { people: ["nobody"] } }), "not-found", undefined],
  ] as const;
  for (const [given, code, path] of cases) {
    const error = await errorOf(save(given));
    expect([error.code, error.place.path]).toEqual([code, path]);
  }
  const { state } = (await world.db.modules.get(module)) ? { state: "kept" } : { state: "lost" };
  expect(state).toBe("kept");
  // Where nothing is set, alerts go to no private host.
  expect(world.records.services.network).toEqual({ privateHosts: [] });
  const audit = await world.db.audit.list({ subject: module });
  expect(audit.map(({ action, outcome }) => [action, outcome])).toEqual([
    ...cases.map(() => ["save-trigger", "refused"]),
    ["save-trigger", "done"],
    ["approve-revision", "done"],
  ]);
});

test("pausing forgets what was planned; going on begins from now; removing keeps the history", async () => {
  const { id } = await save(schedule());
  await ask(pauseTrigger, { id, paused: true });
  world.now = new Date("2026-05-06T12:00:00Z");
  await look();
  const pausedAt = "2026-05-04T00:30:00.000Z";
  expect((await ask(listTriggers, { module })).triggers).toMatchObject([{ nextAt: undefined, pausedAt }]);
  await ask(pauseTrigger, { id, paused: false });
  await look();
  const after = await ask(listTriggers, { module });
  expect(after.triggers).toMatchObject([{ nextAt: "2026-05-07T01:00:00.000Z", pausedAt: undefined }]);
  expect(after.ticks).toEqual([]);
  world.now = new Date("2026-05-07T01:00:02Z");
  await look();
  await ask(removeTrigger, { id });
  const gone = await ask(listTriggers, { module });
  expect(gone.triggers).toEqual([]);
  expect(gone.ticks).toMatchObject([{ state: "running", plannedAt: "2026-05-07T01:00:00.000Z" }]);
  expect((await errorOf(ask(pauseTrigger, { id, paused: true }))).code).toBe("not-found");
});

test("whoever pauses a trigger, renews its secrets or removes it answers for nothing that its runs read", async () => {
  const other = await world.records.actor("data-engineer", "Other");
  const { id } = await save(settings({ kind: "webhook", alerts: { url: "https://127.0.0.1:9/" } }));
  const deeds = [
    () => ask(pauseTrigger, { id, paused: true }, other),
    () => ask(pauseTrigger, { id, paused: false }, other),
    () => ask(renewHookToken, { id }, other),
    () => ask(renewSigningSecret, { id }, other),
    () => ask(removeTrigger, { id }, other),
  ];
  for (const deed of deeds) {
    await deed();
    expect((await world.db.triggers.get(id))?.updatedBy).toBe(world.engineer.userId);
  }
  const audit = await world.db.audit.list({ subject: id });
  expect(audit.map(({ actorId }) => actorId)).toEqual(deeds.map(() => other.userId));
});

test("a save or a second resume forgets nothing that is due, unless the times are others", async () => {
  const { id } = await save(schedule());
  world.now = new Date("2026-05-04T01:00:03Z");
  await save(schedule({ overlap: "queue" }), id);
  await ask(pauseTrigger, { id, paused: false });
  await look();
  const planned = async () =>
    (await ask(listTriggers, { module })).ticks.map(({ state, plannedAt }) => [state, plannedAt]);
  expect(await planned()).toEqual([["running", "2026-05-04T01:00:00.000Z"]]);
  world.now = new Date("2026-05-05T01:00:03Z");
  await save(schedule({ cron: "0 4 * * *" }), id);
  await look();
  expect(await planned()).toHaveLength(1);
  expect((await ask(listTriggers, { module })).triggers[0]?.nextAt).toBe("2026-05-05T02:00:00.000Z");
  world.now = new Date("2026-05-05T02:00:03Z");
  await save(schedule({ cron: "0 4 * * *", timeZone: "Africa/Johannesburg" }), id);
  await look();
  expect(await planned()).toHaveLength(1);
  await ask(pauseTrigger, { id, paused: true });
  await save(schedule(), id);
  expect((await ask(listTriggers, { module })).triggers[0]?.nextAt).toBeUndefined();
});

test("a web hook starts a run once for each key, with the values that came", async () => {
  module = await world.approved({
    parameters: [{ name: "region", datatype: "choice", choices: ["north", "south"], required: true }],
  });
  const { id, token = "" } = await save(settings({ kind: "webhook", overlap: "queue" }));
  const call = (parameters: Record<string, string>, idempotencyKey?: string, given = token) =>
    ask(
      receiveHook,
      { id, token: given, parameters, ...(idempotencyKey ? { idempotencyKey } : {}) },
      undefined,
    );
  expect(token).toMatch(/^etlxhook_[\w-]{43}$/);
  const first = await call({ region: "north" }, "a");
  expect(first).toMatchObject({ state: "running", repeated: false });
  expect(await call({ region: "north" }, "a")).toEqual({ ...first, repeated: true });
  expect((await errorOf(call({ region: "south" }, "a"))).code).toBe("hook-key-reused");
  const run = await ask(getRun, { id: first.run ?? "" });
  expect(run.parameters).toEqual([{ name: "region", type: "choice", value: "north" }]);
  expect(run.cause).toEqual({ kind: "webhook", name: "nightly" });
  expect((await errorOf(call({ region: "west" }, "b"))).code).toBe("parameter-choice");
  expect((await errorOf(call({}, "c"))).code).toBe("parameter-missing");
  // A wrong value keeps nothing: the same key may come again.
  expect(await call({ region: "south" }, "b")).toMatchObject({ state: "waiting", repeated: false });
  expect((await errorOf(call({ region: "north" }, "d", "etlxhook_wrong"))).code).toBe("hook-token-wrong");
  const { token: renewed = "" } = await ask(renewHookToken, { id });
  expect((await errorOf(call({ region: "north" }, "e"))).code).toBe("hook-token-wrong");
  expect(await call({ region: "north" }, "e", renewed)).toMatchObject({ state: "waiting" });
  const kept = JSON.stringify(await world.db.triggers.get(id));
  expect(kept).not.toContain(token.slice(10));
  const audit = await world.db.audit.list({ subject: module, limit: 10 });
  expect(audit.filter(({ action }) => action === "receive-hook")).toHaveLength(3);
});

test("calls of one web hook at the same moment with one key start one run", async () => {
  const { id, token = "" } = await save(settings({ kind: "webhook" }));
  const calls = Array.from({ length: 5 }, () =>
    ask(receiveHook, { id, token, idempotencyKey: "same" }, undefined),
  );
  const answers = await Promise.all(calls);
  expect(new Set(answers.map(({ run }) => run)).size).toBe(1);
  expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
  expect(await world.db.runs.list({ module })).toHaveLength(1);
});

test("wrong tokens are counted apart from right ones, and refused before long", async () => {
  const { id, token = "" } = await save(settings({ kind: "webhook", overlap: "queue" }));
  const codes: string[] = [];
  for (let index = 0; index < 22; index++)
    codes.push((await errorOf(ask(receiveHook, { id, token: "no" }, undefined))).code);
  expect(codes.filter((code) => code === "hook-token-wrong")).toHaveLength(20);
  expect(codes.slice(20)).toEqual(["rate-limited", "rate-limited"]);
  expect((await ask(receiveHook, { id, token }, undefined)).state).toBe("running");
  world.now = new Date(world.now.getTime() + 60_001);
  expect((await errorOf(ask(receiveHook, { id, token: "no" }, undefined))).code).toBe("hook-token-wrong");
});

const started = async (name: string) =>
  (await world.db.runs.list({ module: name })).flatMap(({ cause }) =>
    cause?.kind === "versions" ? [cause.versions.map((one) => `${one.module}@${one.number}`).join(",")] : [],
  );

test("a new version of a module starts the one that follows it, once; of several, any or all", async () => {
  const [a, b] = [await world.approved(), await world.approved()];
  await world.publish(a);
  await save(settings({ kind: "versions", upstreams: [a, b], when: "any" }));
  const both = await world.approved();
  await save(settings({ kind: "versions", upstreams: [a, b], when: "all" }), undefined, both);
  await look();
  expect(await started(module)).toEqual([]);
  await world.publish(b);
  await look();
  await Promise.all([look(), look()]);
  expect(await started(module)).toEqual([`${b}@1`]);
  expect(await started(both)).toEqual([]);
  await world.publish(a);
  await look();
  expect(await started(both)).toEqual([`${a}@2,${b}@1`]);
  expect((await ask(listTriggers, { module: a })).downstream.map((one) => one.module).sort()).toEqual(
    [module, both].sort(),
  );
});

test("a trigger follows the versions of its environment, and of another one from when it was given that", async () => {
  const { db } = world.records.services;
  await db.environments.create({ name: "live", title: "", createdBy: world.administrator.userId });
  const above = await world.approved();
  for (const name of [above, module]) await world.approve(name, "live");
  const following = (over: object) =>
    settings({ kind: "versions", upstreams: [above], overlap: "cancel", ...over });
  const { id } = await save(following({ environment: "live" }));
  await world.publish(above);
  expect(await db.triggers.due(world.now)).not.toContain(id);
  await look();
  expect(await started(module)).toEqual([]);
  await world.publish(above, "live");
  expect(await db.triggers.due(world.now)).toContain(id);
  await look();
  expect(await started(module)).toEqual([`${above}@2`]);
  expect((await db.runs.list({ module }))[0]?.environment).toBe("live");

  await world.publish(above);
  const [shown] = (await ask(listTriggers, { module })).triggers;
  expect(shown?.upstreams).toEqual([{ module: above, newest: 2 }]);
  await save(following({}), id);
  await look();
  expect(await started(module)).toEqual([`${above}@2`]);
  await world.publish(above);
  await look();
  expect(await started(module)).toEqual([`${above}@4`, `${above}@2`]);
  expect((await db.runs.list({ module }))[0]?.environment).toBeUndefined();
});

test("modules that would start each other for ever are refused, with the path", async () => {
  const [b, c] = [await world.approved(), await world.approved()];
  await save(settings({ kind: "versions", upstreams: [module] }), undefined, b);
  await save(settings({ kind: "versions", upstreams: [b] }), undefined, c);
  const error = await errorOf(save(settings({ kind: "versions", upstreams: [c] })));
  expect([error.code, error.params.path]).toEqual(["trigger-cycle", `${module} → ${b} → ${c} → ${module}`]);
  expect((await errorOf(save(settings({ kind: "versions", upstreams: [module] })))).params.path).toBe(
    `${module} → ${module}`,
  );
  // One in the circle is away, and may come back.
  await ask(archiveModule, { name: b }, world.administrator);
  expect((await errorOf(save(settings({ kind: "versions", upstreams: [c] })))).code).toBe("trigger-cycle");
});

test("of two modules that begin to follow each other at the same moment, one is refused", async () => {
  for (let pair = 0; pair < 5; pair++) {
    const [a, b] = [await world.approved(), await world.approved()];
    const answers = await Promise.allSettled([
      save(settings({ kind: "versions", upstreams: [a] }), undefined, b),
      save(settings({ kind: "versions", upstreams: [b] }), undefined, a),
    ]);
    const refused = answers.flatMap((one) => (one.status === "rejected" ? [one.reason.code] : []));
    expect(refused).toEqual(["trigger-cycle"]);
  }
});

test("an alert is in the inbox of its person until they put it away, and of nobody else", async () => {
  await save(schedule({ cron: "0 * * * *", timeZone: "UTC" }));
  const revision = await world.db.revisions.latest(module);
  const revisionId = revision?.id ?? "";
  await world.db.reviews.requestChanges({
    revisionId,
    reviewerId: world.reviewer.userId,
    comment: "no",
  });
  expect((await ask(listTriggers, { module })).triggers[0]?.obstacle?.code).toBe("approval-missing");
  world.now = new Date("2026-05-04T01:00:01Z");
  await look();
  const mine = async (actor = world.engineer) =>
    (await ask(getHome, {}, actor)).alerts.filter((one) => one.module === module);
  const [alert] = await mine();
  expect(alert).toMatchObject({ kind: "skipped", trigger: "nightly", reason: { code: "approval-missing" } });
  expect(await mine(world.reviewer)).toEqual([]);
  const id = alert?.id ?? "";
  expect((await errorOf(ask(putAwayAlert, { id }, world.reviewer))).code).toBe("not-found");
  await ask(putAwayAlert, { id });
  expect(await mine()).toEqual([]);
});

test("a form knows the values that a run takes in each environment, and of a trial", async () => {
  const { db } = world;
  await db.environments.create({ name: "north", title: "", createdBy: world.administrator.userId });
  module = await world.approved({ parameters: [{ name: "region", datatype: "string", default: "north" }] });
  await world.approve(module, "north");
  // The next revision takes nothing, and is approved where no environment is meant.
  await world.revise(module);
  await world.approve(module);
  const { parameters } = await ask(listTriggers, { module });
  const names = parameters.map(({ runKind, environment, declared }) => [
    runKind,
    environment,
    declared.map(({ name }) => name),
  ]);
  expect(names.filter(([, environment]) => environment === undefined || environment === "north")).toEqual([
    ["trial", undefined, []],
    ["publication", undefined, []],
    ["publication", "north", ["region"]],
  ]);
  await save(schedule({ environment: "north", parameters: { region: "south" } }));
  expect((await errorOf(save(schedule({ parameters: { region: "south" } })))).code).toBe("parameter-unknown");
});

test("whoever starts a run gives the values, and a wrong one is named", async () => {
  module = await world.approved({ parameters: [{ name: "region", datatype: "string", default: "north" }] });
  const { id } = await ask(startRun, { module, kind: "trial", parameters: { region: "south" } });
  expect((await ask(getRun, { id })).parameters).toEqual([
    { name: "region", type: "string", value: "south" },
  ]);
  const error = await errorOf(ask(startRun, { module, kind: "trial", parameters: { regoin: "south" } }));
  expect([error.code, error.params.known]).toEqual(["parameter-unknown", "region"]);
});

test("a module that is brought back starts nothing for the time it was away", async () => {
  const upstream = await world.approved();
  await save(schedule({ catchUp: "all" }));
  const { id: follower } = await save(settings({ kind: "versions", upstreams: [upstream] }));
  const { id: paused } = await save(schedule());
  await ask(pauseTrigger, { id: paused, paused: true });
  await ask(archiveModule, { name: module }, world.administrator);
  await look();
  await world.publish(upstream);
  world.now = new Date("2026-05-08T12:00:00Z");
  await ask(archiveModule, { name: module, archived: false }, world.administrator);
  await look();
  expect(await world.db.runs.list({ module })).toEqual([]);
  const { triggers, ticks } = await ask(listTriggers, { module });
  expect(ticks).toEqual([]);
  const next = "2026-05-09T01:00:00.000Z";
  expect(triggers.map(({ nextAt }) => nextAt)).toEqual([next, undefined, undefined]);
  // What comes from then on starts as before.
  await world.publish(upstream);
  world.now = new Date("2026-05-09T01:00:01Z");
  // Bringing back what is not away forgets nothing that is due.
  await ask(archiveModule, { name: module, archived: false }, world.administrator);
  await look();
  expect((await ask(listTriggers, { module })).ticks.map(({ cause }) => cause.kind).sort()).toEqual([
    "schedule",
    "versions",
  ]);
  expect(await started(module)).toEqual([`${upstream}@2`]);
  expect((await world.db.triggers.upstreams(follower))[0]?.seen).toBe(2);
});

test("a run of an archived module is not started, not tried again, and publishes nothing", async () => {
  const { db, config, masterKey } = world.services;
  const run = await ask(startRun, { module, kind: "publication" });
  const claimed = await db.runs.claim(run.id, "w", 1000);
  if (claimed === undefined) throw new Error("not claimed");
  const fingerprints = { sources: new Map(), stores: new Map() };
  const common = { db, claimed, masterKey, module, fingerprints };
  const registry = databaseRegistry({ ...common, data: config.data, baseUrl: config.web.baseUrl });
  await db.runs.finish(claimed.lease, { state: "failed" });
  expect((await ask(getRun, run)).mayRetry).toBe(true);
  await ask(archiveModule, { name: module }, world.administrator);
  expect((await ask(getRun, run)).mayRetry).toBe(false);
  const attempts = [
    () => ask(retryRun, run),
    () => ask(startRun, { module, kind: "trial" }),
    () => registry.assertApproved(""),
    () => world.publish(module),
  ];
  for (const attempt of attempts) {
    const error = await errorOf(attempt());
    expect([error.code, error.params.module]).toEqual(["module-archived", module]);
  }
  expect(await db.versions.list(module)).toEqual([]);
  await ask(archiveModule, { name: module, archived: false }, world.administrator);
  expect((await ask(retryRun, run)).id).not.toBe(run.id);
});

test("of the address of alerts its host is shown and kept in the clear; its secret can be replaced", async () => {
  const { db, masterKey } = world.records.services;
  const at = (url: string) => schedule({ alerts: { url } });
  const { id, signingSecret = "" } = await save(at("https://127.0.0.1:9/T0/sesame"));
  expect(signingSecret).toMatch(/^[\w-]{43}$/);
  const shown = async () => {
    const trigger = await db.triggers.get(id);
    return trigger && { trigger, address: await openAddress(db, masterKey, trigger) };
  };
  const { triggers } = await ask(listTriggers, { module });
  const [view] = triggers;
  expect(view?.settings.alerts).toMatchObject({ host: "127.0.0.1:9" });
  expect(JSON.stringify([triggers, (await shown())?.trigger])).not.toContain("sesame");
  expect((await shown())?.address).toEqual({ url: "https://127.0.0.1:9/T0/sesame", signing: signingSecret });
  // What is shown is saved again as it is, and the same address is no other one.
  if (view === undefined) throw new Error("no trigger");
  expect((await save(view.settings, id)).signingSecret).toBeUndefined();
  expect((await save(at("https://127.0.0.1:9/T0/sesame"), id)).signingSecret).toBeUndefined();
  expect((await shown())?.address?.signing).toBe(signingSecret);
  const { signingSecret: renewed } = await ask(renewSigningSecret, { id });
  expect((await shown())?.address).toEqual({ url: "https://127.0.0.1:9/T0/sesame", signing: renewed });
  const { signingSecret: second } = await save(at("https://127.0.0.1:9/T0/second"), id);
  expect((await shown())?.address).toEqual({ url: "https://127.0.0.1:9/T0/second", signing: second });
  expect(new Set([signingSecret, renewed, second, undefined]).size).toBe(4);
  // One that is not sealed yet is shown no more of.
  await db.triggers.change(id, { settings: at("https://127.0.0.1:9/T0/sesame") });
  const open = (await ask(listTriggers, { module })).triggers[0]?.settings.alerts;
  expect([open?.host, open?.url]).toEqual(["127.0.0.1:9", undefined]);
  const elsewhere = await errorOf(save(schedule({ alerts: { host: "127.0.0.1:8" } }), id));
  expect([elsewhere.code, elsewhere.place.path]).toEqual(["alert-address-unknown", "alerts/url"]);
  await save(schedule(), id);
  expect((await shown())?.address).toBeUndefined();
  expect((await ask(listTriggers, { module })).triggers[0]?.settings.alerts).not.toHaveProperty("host");
  expect((await errorOf(ask(renewSigningSecret, { id }))).code).toBe("request-invalid");
});
