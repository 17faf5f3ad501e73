import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "#lib/config/server";
import {
  approveRevision,
  createModule,
  getModule,
  getReview,
  perform,
  saveDraft,
  saveRevision,
} from "#lib/operations/server";
import { runPipeline } from "#lib/pipeline/server";
import { openQueue, type Queue } from "#lib/queue/server";
import { createLog } from "#lib/telemetry/server";
import { type TestServices, testServices } from "#lib/testing/server";
import { executeRun } from "./execute-run.ts";
import type { WorkerContext } from "./worker-context.ts";

let harness: TestServices;
let queue: Queue;
beforeAll(async () => {
  harness = await testServices("known_figures");
  queue = await openQueue({ url: harness.database.url, role: "sender" });
});
afterAll(async () => {
  await queue.close();
  await harness.close();
});

const module = "towns";
const document = (strategy: object) => ({
  "@type": "DataModule",
  format: 2,
  name: module,
  sources: [],
  tables: [
    {
      name: "town",
      transformation: { language: "sql", script: "select 'town ' || range as name from range(51)" },
      columns: [{ name: "name", datatype: "string", privacyClass: "direct-identifier" }],
      primaryKey: { columns: ["name"], strategy },
    },
  ],
});

test("a draft is warned that its rule has too few values for the rows of the last version", async () => {
  const { services } = harness;
  const { db } = services;
  const requestOf = async (role: "data-engineer" | "database-administrator") => ({
    services,
    actor: await harness.actor(role),
    origin: { local: false },
    signal: AbortSignal.timeout(60_000),
  });
  const [engineer, reviewer] = [await requestOf("data-engineer"), await requestOf("database-administrator")];
  const cities = document({ rule: "fake", with: { kind: "city", unique: true } });
  const warned = async () => {
    const { draft } = await perform(getModule, engineer, { name: module, locale: "en" });
    return draft.diagnostics.map(({ code, severity, path, message }) => [
      code,
      severity,
      path.join("/"),
      /had (\d+) different/.exec(message.en)?.[1],
    ]);
  };
  await perform(createModule, engineer, { document: document({ rule: "pseudonymize" }) });
  const { revision } = await perform(saveRevision, engineer, { module, etag: 1 });
  const first = await perform(saveDraft, engineer, { module, document: cities, etag: 1 });
  // Nothing is known yet.
  expect(await warned()).toEqual([]);
  const { contentHash } = await perform(getReview, reviewer, { module, revision });
  await perform(approveRevision, reviewer, {
    module,
    revision,
    contentHash,
    comment: "",
    acknowledged: [],
  });
  const record = await db.revisions.get(module, revision);
  const context: WorkerContext = {
    db,
    queue,
    drivers: services,
    masterKey: services.masterKey,
    workerId: "worker-a",
    config: readConfig(harness.environment),
    limits: { memory: "256MB", threads: 1, scriptSeconds: 30 },
    log: createLog({ level: "silent", process: "worker" }),
    stopping: new AbortController().signal,
  };
  const run = await db.runs.create({
    moduleId: record?.moduleId ?? "",
    revisionId: record?.id ?? "",
    kind: "publication",
  });
  await executeRun(context, run.id, runPipeline);
  expect((await db.runs.get(run.id))?.error).toBeUndefined();
  expect(await warned()).toEqual([["values-seem-too-few", "warning", "tables/0/primaryKey/strategy", "51"]]);
  await perform(saveDraft, engineer, {
    module,
    document: document({ rule: "fake", with: { kind: "email", unique: true } }),
    etag: first.etag,
  });
  expect(await warned()).toEqual([]);
});
