import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Database, migrate, openDatabase } from "#lib/db/server";
import { freshDatabase, type TestDatabase } from "#lib/testing";
import { openQueue, type Queue } from "./server.ts";

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await freshDatabase("queue");
  await migrate(database.url);
  db = openDatabase(database.url, { connections: 4 });
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

async function withQueue(schema: string, work: (queue: Queue) => Promise<void>): Promise<void> {
  const queue = await openQueue({ url: database.url, schema, role: "worker" });
  try {
    await work(queue);
  } finally {
    await queue.close();
  }
}

async function until(condition: () => boolean, seconds = 15): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!condition()) {
    if (Date.now() > end) throw new Error("did not happen in time");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test("a job of a committed transaction is handled at once, one of a rolled back never", () =>
  withQueue("q_rollback", async (queue) => {
    const handled: string[] = [];
    await queue.work("run", 1, async ({ runId }) => {
      handled.push(runId);
    });
    const lost = randomUUID();
    const kept = randomUUID();
    await expect(
      db.transaction(async (tx) => {
        await queue.enqueue(tx, "run", { runId: lost });
        throw new Error("rolled back");
      }),
    ).rejects.toThrow("rolled back");
    const start = Date.now();
    await db.transaction((tx) => queue.enqueue(tx, "run", { runId: kept }));
    await until(() => handled.length > 0);
    expect(Date.now() - start).toBeLessThan(2_000);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(handled).toEqual([kept]);
  }));

test("a handler that throws gets the job again", () =>
  withQueue("q_retry", async (queue) => {
    let times = 0;
    await queue.work("run", 1, async () => {
      times += 1;
      if (times < 3) throw new Error("not yet");
    });
    await db.transaction((tx) => queue.enqueue(tx, "run", { runId: randomUUID() }));
    await until(() => times === 3);
  }));

test("a payload is ids and nothing else", () =>
  withQueue("q_payload", async (queue) => {
    const bad = [{ runId: "1; drop table run" }, { runId: randomUUID(), password: "hunter2" }];
    for (const payload of bad) {
      await expect(db.transaction((tx) => queue.enqueue(tx, "run", payload))).rejects.toThrow();
    }
    expect(bad).toHaveLength(2);
  }));

test("the job of a worker that is gone is given to another", async () => {
  const first = await openQueue({ url: database.url, schema: "q_dead", role: "worker" });
  const runId = randomUUID();
  let started = false;
  await first.work("run", 1, () => {
    started = true;
    return new Promise(() => {});
  });
  await db.transaction((tx) => first.enqueue(tx, "run", { runId }));
  await until(() => started);
  await first.close();
  await withQueue("q_dead", async (second) => {
    const handled: string[] = [];
    await second.work("run", 1, async (payload) => {
      handled.push(payload.runId);
    });
    await until(() => handled.length > 0, 40);
    expect(handled).toEqual([runId]);
  });
});
