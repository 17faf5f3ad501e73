import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { smallDocument } from "#lib/testing";
import { type TestServices, testServices } from "#lib/testing/server";
import type { Actor } from "../core/operation.ts";
import { perform } from "../core/perform.ts";
import { reportPresence } from "./report-presence.ts";

let harness: TestServices;
let client: pg.Client;
let anna: Actor;
let boris: Actor;
beforeAll(async () => {
  harness = await testServices("presence");
  client = new pg.Client({ connectionString: harness.database.url });
  await client.connect();
  anna = await harness.actor("data-engineer", "Anna");
  boris = await harness.actor("data-engineer", "Boris");
  for (const name of ["m", "n", "locked", "many"])
    await harness.services.db.modules.create({
      name,
      document: smallDocument(name),
      createdBy: anna.userId,
    });
});
afterAll(async () => {
  await client.end();
  await harness.close();
});

const report = (actor: Actor, editor: string, place?: string, module = "m") => {
  const signal = AbortSignal.timeout(60_000);
  const request = { services: harness.services, actor, origin: { local: false }, signal };
  return perform(reportPresence, request, { module, editor, place });
};
const seen = async (...given: Parameters<typeof report>) =>
  (await report(...given)).others.map(({ person, place }) => `${person.name} ${place}`);
const silence = (editor: string, seconds: number) =>
  client.query(`update editor_presence set "seenAt" = now() - make_interval(secs => $2) where editor = $1`, [
    editor,
    seconds,
  ]);
const kept = async () => Number((await client.query(`select count(*) from editor_presence`)).rows[0]?.count);
const [tab, tab2, tab3] = [randomUUID(), randomUUID(), randomUUID()];

test("each tab sees the others of its module where they are, until they leave or fall silent", async () => {
  expect(await report(anna, tab, "columns/customers")).toEqual({
    others: [],
    etag: 1,
    updatedBy: { id: anna.userId, name: "Anna" },
    updatedAt: (await harness.services.db.drafts.get("m"))?.updatedAt.toISOString(),
  });
  expect(await seen(boris, tab2, "canvas")).toEqual(["Anna columns/customers"]);
  expect(await seen(anna, tab3, "code")).toEqual(["Boris canvas", "Anna columns/customers"]);
  expect(await seen(anna, tab, "columns/orders")).toEqual(["Anna code", "Boris canvas"]);
  expect(await seen(boris, tab2, "canvas")).toEqual(["Anna columns/orders", "Anna code"]);
  expect(await seen(boris, tab2, "canvas", "n")).toEqual([]);

  await silence(tab3, 29);
  expect(await seen(boris, tab2, "canvas")).toEqual(["Anna columns/orders", "Anna code"]);
  await silence(tab3, 31);
  expect(await seen(boris, tab2, "canvas")).toEqual(["Anna columns/orders"]);
  expect(await kept()).toBe(3);
  // One that comes back is there again, with a row of its own that was about to be removed.
  await silence(tab2, 3600);
  expect(await seen(boris, tab2, "code", "n")).toEqual([]);
  expect(await seen(anna, tab, "columns/orders")).toEqual([]);
  expect(await seen(boris, tab2, "code")).toEqual(["Anna columns/orders"]);
  expect(await report(boris, tab2)).toMatchObject({ others: [{ person: { name: "Anna" } }], etag: 1 });
  expect(await seen(anna, tab, "columns/orders")).toEqual([]);
});

test("nobody moves or removes another person's tab, by whatever number", async () => {
  await report(anna, tab, "canvas");
  await report(boris, tab, "code");
  expect(await seen(boris, tab2)).toEqual(["Boris code", "Anna canvas"]);
  await report(boris, tab);
  expect(await seen(boris, tab2)).toEqual(["Anna canvas"]);
});

test("it tells who saved the draft last, refuses what it does not know, and leaves nothing in the audit", async () => {
  await harness.services.db.drafts.save({ module: "m", document: {}, etag: 1, userId: boris.userId });
  expect(await report(anna, tab, "code")).toMatchObject({ etag: 2, updatedBy: { name: "Boris" } });
  await expect(report(anna, tab, "code", "none")).rejects.toMatchObject({ code: "not-found" });
  await expect(report(anna, "'; drop", "code")).rejects.toMatchObject({ code: "request-invalid" });
  await expect(report(anna, tab, "x".repeat(201))).rejects.toMatchObject({ code: "request-invalid" });
  const reader = await harness.actor("database-administrator");
  await expect(report(reader, tab, "code")).rejects.toMatchObject({ code: "permission-missing" });
  expect(await harness.services.db.audit.list()).toEqual([]);
});

const locks = (editor: string, how = "") =>
  client.query(`select 1 from editor_presence where editor = $1 for update ${how}`, [editor]);
const isWaited = async () => {
  const { rows } = await client.query(
    `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows.length > 0;
};

test("a report waits for no silent row, and holds none while it waits for its own", async () => {
  const [own, silent] = [randomUUID(), randomUUID()];
  await report(anna, own, "x", "locked");
  await report(anna, silent, "x", "locked");
  await silence(silent, 60);
  await client.query("begin");
  await locks(silent);
  expect(await seen(anna, own, "y", "locked")).toEqual([]);
  expect(await isWaited()).toBe(false);
  await client.query("rollback");

  await client.query("begin");
  await locks(own);
  const waiting = report(anna, own, "z", "locked");
  await expect.poll(isWaited).toBe(true);
  expect((await locks(silent, "nowait")).rows).toHaveLength(1);
  await client.query("rollback");
  await waiting;
  expect((await locks(silent)).rows).toHaveLength(0);
});

test("tabs that wake up at once all get their answer", async () => {
  const tabs = Array.from({ length: 24 }, () => randomUUID());
  const wake = () =>
    Promise.all(tabs.map((one, index) => report(index % 2 ? anna : boris, one, "x", "many")));
  await wake();
  for (let round = 0; round < 5; round++) {
    for (const one of tabs) await silence(one, 60);
    const answers = await wake();
    expect(answers).toHaveLength(tabs.length);
  }
  expect(await seen(anna, randomUUID(), "x", "many")).toHaveLength(tabs.length);
});

test("the newest run is told, whoever started it", async () => {
  const { db } = harness.services;
  expect((await report(anna, tab, "canvas", "n")).newestRun).toBeUndefined();
  const { moduleId, id: revisionId } = await db.revisions.save({
    module: "n",
    etag: 1,
    contentHash: "0".repeat(64),
    authorId: boris.userId,
  });
  const { id } = await db.runs.create({ moduleId, revisionId, kind: "trial", requestedBy: boris.userId });
  expect((await report(anna, tab, "canvas", "n")).newestRun).toEqual({ id, state: "queued" });
});
