import { createHmac } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { TriggerSettings } from "#lib/contracts";
import { triggerSettingsSchema } from "#lib/contracts";
import { type ErrorData, newId } from "#lib/kernel";
import { sealSecrets } from "#lib/keys/server";
import { createLog } from "#lib/telemetry/server";
import { startHttpServer } from "#lib/testing";
import { type AdvanceContext, advance, sendAlerts } from "./advance.ts";
import { type Installation, openInstallation } from "./testing/installation.ts";

let installation: Installation;
let now = new Date();
/** Any number of workers: each looks with its own context. */
let worker: AdvanceContext;
let warned: string[] = [];
let count = 0;
let module = "";
let moduleId = "";
let owner = "";

const document = (name: string) => ({
  "@type": "DataModule",
  format: 2,
  name,
  sources: [{ name: "clinic", ref: "clinic" }],
  tables: [
    {
      name: "patient",
      extraction: { language: "sql", source: "clinic", script: "select 1 as id" },
      columns: [{ name: "id", datatype: "integer", privacyClass: "insensitive" }],
    },
  ],
});

beforeAll(async () => {
  installation = await openInstallation("triggers", { source: "select 1" });
});
afterAll(() => installation.close());

beforeEach(async () => {
  count += 1;
  module = `module-${count}`;
  ({ moduleId } = await installation.approved(document(module)));
  now = new Date("2026-05-04T00:30:00Z");
  warned = [];
  worker = {
    ...installation.context,
    clock: { now: () => now },
    network: { privateHosts: ["127.0.0.1"] },
    log: createLog({ level: "warn", process: "worker", destination: { write: (line) => warned.push(line) } }),
  };
  owner = (await installation.records.db.modules.getById(moduleId))?.createdBy ?? "";
});

const at = (time: string) => new Date(`2026-05-04T${time}Z`);

const scheduleOf = (over: Record<string, unknown> = {}): TriggerSettings =>
  triggerSettingsSchema.parse({ kind: "schedule", cron: "0 * * * *", timeZone: "UTC", ...over });

async function planned(settings: TriggerSettings): Promise<string> {
  const { db } = installation.records;
  const id = newId();
  const isSchedule = settings.kind === "schedule";
  await db.triggers.create({
    id,
    moduleId,
    name: "nightly",
    settings,
    createdBy: owner,
    nextAt: isSchedule ? at("01:00:00") : undefined,
    decidedUntil: isSchedule ? now : undefined,
  });
  return id;
}

const look = async (time: string) => {
  now = at(time);
  await advance(worker);
  await sendAlerts(worker);
};

const ticks = async () =>
  [...(await installation.records.db.ticks.list(module, 100))]
    .reverse()
    .map((tick) => [
      tick.plannedAt.toISOString().slice(11, 16),
      tick.state,
      ...(tick.reason ? [tick.reason.code] : []),
    ]);
const runs = () => installation.records.db.runs.list({ module });
const alerts = async () =>
  (await installation.records.db.alerts.unread(owner, 20))
    .map(({ kind, reason }) => [kind, reason?.code])
    .reverse();

async function end(state: "succeeded" | "failed", error?: ErrorData): Promise<void> {
  const { db } = installation.records;
  for (const run of (await runs()).filter(({ finishedAt }) => finishedAt === undefined)) {
    const claimed = await db.runs.claim(run.id, "w", 1000);
    if (claimed) await db.runs.finish(claimed.lease, { state, ...(error ? { error } : {}) });
  }
}
const failure: ErrorData = { code: "file-missing", params: { file: "visits.csv" } };

test("two workers that look at the same moment start one run, and each planned instant is one tick", async () => {
  await planned(scheduleOf());
  now = at("01:00:03");
  await Promise.all([advance(worker), advance({ ...worker }), advance({ ...worker })]);
  await advance(worker);
  expect(await ticks()).toEqual([["01:00", "running"]]);
  const [run, ...others] = await runs();
  expect(others).toEqual([]);
  expect(run).toMatchObject({
    kind: "publication",
    cause: { kind: "schedule", name: "nightly", plannedAt: "2026-05-04T01:00:00.000Z" },
    requestedBy: undefined,
  });
  const jobs = await installation.records.query("select data from queue.job where data->>'runId' = $1", [
    run?.id,
  ]);
  expect(jobs).toHaveLength(1);
  await end("succeeded");
  await look("02:00:01");
  expect(await ticks()).toEqual([
    ["01:00", "succeeded"],
    ["02:00", "running"],
  ]);
});

test("after a night without workers the policy decides: none, the latest, or all up to a number, one after another", async () => {
  await planned(scheduleOf({ catchUp: "none" }));
  await look("05:30:00");
  expect(await ticks()).toEqual([1, 2, 3, 4, 5].map((hour) => [`0${hour}:00`, "skipped", "tick-missed"]));
  expect(await runs()).toEqual([]);
  expect(await alerts()).toEqual([]);
});

test("all that was missed is made up for in order, each after the one before", async () => {
  await planned(scheduleOf({ catchUp: "all", catchUpMost: 2 }));
  await look("05:30:00");
  const missed = ["01:00", "02:00", "03:00"].map((time) => [time, "skipped", "tick-missed"]);
  expect(await ticks()).toEqual([...missed, ["04:00", "running"], ["05:00", "waiting"]]);
  await look("05:30:10");
  expect(await runs()).toHaveLength(1);
  await end("succeeded");
  now = at("05:30:20");
  await Promise.all([advance(worker), advance({ ...worker }), advance({ ...worker })]);
  expect((await ticks()).slice(3)).toEqual([
    ["04:00", "succeeded"],
    ["05:00", "running"],
  ]);
  expect(
    (await runs()).map((run) => (run.cause?.kind === "schedule" ? run.cause.plannedAt : "")).sort(),
  ).toEqual(["2026-05-04T04:00:00.000Z", "2026-05-04T05:00:00.000Z"]);
});

test("beside a run that is not over a tick is skipped, waits, or cancels it", async () => {
  const id = await planned(scheduleOf({ overlap: "skip" }));
  await look("01:00:01");
  await look("02:00:01");
  expect(await ticks()).toEqual([
    ["01:00", "running"],
    ["02:00", "skipped", "tick-overlap"],
  ]);
  const { db } = installation.records;
  await db.triggers.change(id, { settings: scheduleOf({ overlap: "queue" }) });
  await look("03:00:01");
  expect((await ticks()).at(-1)).toEqual(["03:00", "waiting"]);
  await end("succeeded");
  await look("03:10:00");
  expect((await ticks()).at(-1)).toEqual(["03:00", "running"]);
  await db.triggers.change(id, { settings: scheduleOf({ overlap: "cancel" }) });
  const [third] = await runs();
  const claimed = await db.runs.claim(third?.id ?? "", "w", 1000);
  await look("04:00:01");
  expect((await db.runs.get(third?.id ?? ""))?.state).toBe("cancelling");
  expect((await ticks()).slice(-2)).toEqual([
    ["03:00", "running"],
    ["04:00", "waiting"],
  ]);
  if (claimed) await db.runs.finish(claimed.lease, { state: "cancelled" });
  await look("04:00:06");
  expect((await ticks()).slice(-2)).toEqual([
    ["03:00", "cancelled"],
    ["04:00", "running"],
  ]);
  // One that waits in the queue of jobs is cancelled at once.
  await look("05:00:01");
  expect((await ticks()).slice(-2)).toEqual([
    ["04:00", "cancelled", "tick-superseded"],
    ["05:00", "running"],
  ]);
});

test("a failed run is tried again later each time, then people are told once; success after it is told too", async () => {
  await planned(
    scheduleOf({
      retries: { count: 2, firstSeconds: 60, mostSeconds: 90 },
      alerts: { on: ["failed", "late", "recovered"], lateAfterMinutes: 1 },
    }),
  );
  await look("01:00:01");
  await end("failed", failure);
  await look("01:00:10");
  expect(await ticks()).toEqual([["01:00", "retrying", "file-missing"]]);
  await look("01:01:09");
  expect(await runs()).toHaveLength(1);
  expect(await alerts()).toEqual([["late", undefined]]);
  await look("01:01:11");
  expect(await runs()).toHaveLength(2);
  await end("failed", failure);
  await look("01:01:20");
  await look("01:02:45");
  expect(await runs()).toHaveLength(2);
  await look("01:02:51");
  expect(await runs()).toHaveLength(3);
  await end("failed", failure);
  await look("01:03:00");
  await look("01:04:00");
  expect(await ticks()).toEqual([["01:00", "failed", "file-missing"]]);
  expect(await alerts()).toEqual([
    ["late", undefined],
    ["failed", "file-missing"],
  ]);
  await look("02:00:01");
  await end("succeeded");
  await look("02:00:10");
  expect((await alerts()).at(-1)).toEqual(["recovered", undefined]);
  await look("03:00:01");
  await end("succeeded");
  await look("03:00:10");
  expect(await alerts()).toHaveLength(3);
});

test("what the data, the document, a login or a decision refuses is not tried again: people are told at once", async () => {
  const refusals: readonly ErrorData[] = [
    { code: "privacy-unmet", params: { table: "patient" } },
    { code: "too-many-rejected", params: { table: "patient" } },
    { code: "script-refused", params: { table: "patient" } },
    { code: "source-binding-missing", params: { source: "clinic" } },
    { code: "approval-stale", params: { detail: "" } },
    // Each further login with a changed password brings the account nearer to being locked.
    { code: "source-refused-login", params: { source: "clinic" } },
    { code: "store-refused", params: { store: "main", detail: "" } },
  ];
  await planned(scheduleOf({ retries: { count: 2, firstSeconds: 1 } }));
  for (const [index, error] of refusals.entries()) {
    await look(`0${index + 1}:00:01`);
    await end("failed", error);
    await look(`0${index + 1}:00:10`);
    await look(`0${index + 1}:30:00`);
  }
  expect((await ticks()).map(([, state, code]) => [state, code])).toEqual(
    refusals.map(({ code }) => ["failed", code]),
  );
  expect(await runs()).toHaveLength(refusals.length);
  expect(await alerts()).toEqual(refusals.map(({ code }) => ["failed", code]));
  // Some pass though they are neither outside nor the product's own.
  await look("08:00:01");
  await end("failed", { code: "version-conflict", params: {} });
  await look("08:00:10");
  expect((await ticks()).at(-1)).toEqual(["08:00", "retrying", "version-conflict"]);
});

test("without a valid approval nothing runs: the tick says why, and people are told once", async () => {
  const { db } = installation.records;
  await planned(scheduleOf());
  const revision = await db.revisions.latest(module);
  const reviewerId = await installation.records.user("database-administrator");
  await db.reviews.requestChanges({ revisionId: revision?.id ?? "", reviewerId, comment: "no" });
  await look("01:00:01");
  await look("02:00:01");
  expect(await ticks()).toEqual([
    ["01:00", "skipped", "approval-missing"],
    ["02:00", "skipped", "approval-missing"],
  ]);
  expect(await runs()).toEqual([]);
  expect(await alerts()).toEqual([["skipped", "approval-missing"]]);
});

test("a source that changed makes the approval stale, which is recorded and no failing run", async () => {
  const { db } = installation.records;
  await planned(scheduleOf());
  const source = await db.sources.get("clinic");
  const before = { ...source?.config };
  await db.sources.update("clinic", { config: { ...before, database: "other" }, fingerprint: "other" });
  await look("01:00:01");
  await db.sources.update("clinic", { config: before, fingerprint: source?.fingerprint ?? "" });
  expect(await ticks()).toEqual([["01:00", "skipped", "approval-stale"]]);
});

test("a paused trigger does nothing, and an archived module's neither", async () => {
  const { db } = installation.records;
  const id = await planned(scheduleOf());
  await db.triggers.change(id, { pausedAt: now });
  await look("01:00:01");
  expect(await ticks()).toEqual([]);
  await db.triggers.change(id, { pausedAt: null });
  await db.modules.archive(module);
  await look("02:00:01");
  expect(await ticks()).toEqual([]);
});

test("an alert goes outside signed, and is sent again until it is taken", async () => {
  const { db } = installation.records;
  const server = await startHttpServer();
  const received = server.requests;
  server.routes.set("/alerts", (_request, response) =>
    response.writeHead(received.length === 1 ? 503 : 204).end(),
  );
  try {
    const id = await planned(scheduleOf({ alerts: { on: ["failed"], url: `${server.url}/alerts` } }));
    const { masterKey } = installation.context;
    await db.triggers.change(id, { alertSecret: sealSecrets(masterKey, "trigger", id, { signing: "key" }) });
    await look("01:00:01");
    await end("failed", failure);
    await look("01:00:10");
    await look("01:00:12");
    expect(received).toHaveLength(1);
    expect(await db.alerts.lastDelivery(id)).toMatchObject({
      tries: 1,
      reason: "alert-not-taken",
      deliveredAt: undefined,
    });
    await look("01:00:21");
    await look("01:10:00");
    expect(received).toHaveLength(2);
    expect(await db.alerts.lastDelivery(id)).toMatchObject({ tries: 2, deliveredAt: at("01:00:21") });
    const body = received[0]?.body ?? "";
    const signature = String(received[0]?.headers["x-etlx-signature"]);
    const [, seconds = "", mac = ""] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(signature) ?? [];
    expect(mac).toBe(createHmac("sha256", "key").update(`${seconds}.${body}`).digest("hex"));
    expect(JSON.parse(body)).toMatchObject({ kind: "failed", module, trigger: "nightly" });
    expect(warned.join()).toContain("HTTP 503");
    // A worker that may not reach private places sends nothing there.
    worker = { ...worker, network: { privateHosts: [] } };
    await look("02:00:01");
    await end("failed", failure);
    await look("02:00:10");
    expect(received).toHaveLength(2);
    expect(await db.alerts.lastDelivery(id)).toMatchObject({ reason: "alert-host-refused" });
    // Where the address was taken away, what waits is given up.
    await db.triggers.change(id, { alertSecret: null });
    await look("02:00:30");
    expect(await db.alerts.lastDelivery(id)).toMatchObject({
      host: new URL(server.url).host,
      reason: "alert-address-gone",
      nextAt: undefined,
    });
  } finally {
    await server.close();
  }
});

test("of a private host it is not told whether it refuses, is silent or has no such page", async () => {
  const { db } = installation.records;
  const server = await startHttpServer();
  server.routes.set("/there", (_request, response) => response.writeHead(404).end());
  const { url } = server;
  const reasons = new Map<string, string | undefined>();
  const id = await planned(scheduleOf());
  const send = async (address: string) => {
    const { masterKey } = installation.context;
    await db.triggers.change(id, {
      alertSecret: sealSecrets(masterKey, "trigger", id, { signing: "key", url: address }),
    });
    now = new Date(now.getTime() + 1000);
    await db.alerts.send({ triggerId: id, host: new URL(address).host, body: "{}", at: now });
    await sendAlerts(worker);
    reasons.set(address, (await db.alerts.lastDelivery(id))?.reason);
  };
  try {
    await send(`${url}/there`);
  } finally {
    await server.close();
  }
  await send(url);
  await send("https://127.0.0.1:1/");
  expect([...reasons.values()]).toEqual(["alert-not-taken", "alert-not-taken", "alert-not-taken"]);
  expect(warned.filter((line) => line.includes("ECONNREFUSED"))).toHaveLength(2);
  await send("https://nowhere.invalid/");
  expect(reasons.get("https://nowhere.invalid/")).toBe("host-unknown");
});

test("addresses that answer slowly hold up no run, and none is sent an alert twice", async () => {
  const { db } = installation.records;
  const server = await startHttpServer();
  const release = Promise.withResolvers<void>();
  let atOnce = 0;
  server.routes.set("/slow", async (_request, response) => {
    atOnce += 1;
    await release.promise;
    response.writeHead(204).end();
  });
  try {
    const id = await planned(scheduleOf());
    const { masterKey } = installation.context;
    const sealed = sealSecrets(masterKey, "trigger", id, { signing: "key", url: `${server.url}/slow` });
    await db.triggers.change(id, { alertSecret: sealed });
    now = at("00:59:59");
    const host = new URL(server.url).host;
    for (let index = 0; index < 8; index++)
      await db.alerts.send({ triggerId: id, host, body: String(index), at: now });
    await advance(worker);
    expect(atOnce).toBe(0);
    const sending = sendAlerts(worker);
    await expect.poll(() => atOnce).toBe(8);
    // What is to start does so meanwhile; the other worker's look, almost a minute on, takes none of the alerts.
    now = at("01:00:58");
    await advance(worker);
    expect(await ticks()).toEqual([["01:00", "running"]]);
    await sendAlerts({ ...worker });
    release.resolve();
    await sending;
    now = at("03:00:00");
    await sendAlerts(worker);
    expect(server.requests.map(({ body }) => body).sort()).toEqual(["0", "1", "2", "3", "4", "5", "6", "7"]);
    expect(await db.alerts.lastDelivery(id)).toMatchObject({ tries: 1, deliveredAt: at("01:00:58") });
  } finally {
    release.resolve();
    await server.close();
  }
});
