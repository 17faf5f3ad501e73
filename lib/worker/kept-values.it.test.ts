import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "#lib/config/server";
import { createModule, perform, saveRevision } from "#lib/operations/server";
import { runPipeline } from "#lib/pipeline/server";
import { openQueue, type Queue } from "#lib/queue/server";
import { createLog } from "#lib/telemetry/server";
import { type TestServices, testServices } from "#lib/testing/server";
import { executeRun } from "./execute-run.ts";
import type { WorkerContext } from "./worker-context.ts";

const secret = "Мышкин-Ленская";
let harness: TestServices;
let queue: Queue;
let client: pg.Client;
const lines: string[] = [];

beforeAll(async () => {
  harness = await testServices("worker_values");
  queue = await openQueue({ url: harness.database.url, role: "sender" });
  client = new pg.Client({ connectionString: harness.database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await queue.close();
  await harness.close();
});

test("a worker's run gets the values that its revision refers to, and leaves none in records or logs", async () => {
  const { services } = harness;
  const { db } = services;
  const engineer = await harness.actor("data-engineer");
  const request = {
    services,
    actor: engineer,
    origin: { local: false },
    signal: AbortSignal.timeout(60_000),
  };
  const document = {
    "@type": "DataModule",
    format: 2,
    name: "kept",
    sources: [],
    tables: [
      {
        name: "people",
        transformation: { language: "sql", script: "select 'a' as surname union all select 'b'" },
        columns: [
          {
            name: "surname",
            datatype: "string",
            privacyClass: "direct-identifier",
            normalize: [{ rule: "map-values", with: { pairs: [["a", secret]] } }],
            checks: [{ rule: "allowed-values", with: { values: [secret] }, onViolation: "reject" }],
            anonymize: { rule: "pseudonymize" },
          },
        ],
      },
    ],
  };
  await perform(createModule, request, { document });
  const { revision } = await perform(saveRevision, request, { module: "kept", etag: 1 });
  const record = await db.revisions.get("kept", revision);
  const context: WorkerContext = {
    db,
    queue,
    drivers: services,
    masterKey: services.masterKey,
    workerId: "worker-a",
    config: readConfig(harness.environment),
    limits: { memory: "256MB", threads: 1, scriptSeconds: 30 },
    log: createLog({
      level: "trace",
      process: "worker",
      destination: { write: (line) => void lines.push(line) },
    }),
    stopping: new AbortController().signal,
  };
  const trial = async () => {
    const run = await db.runs.create({
      moduleId: record?.moduleId ?? "",
      revisionId: record?.id ?? "",
      kind: "trial",
    });
    await executeRun(context, run.id, runPipeline);
    return db.runs.get(run.id);
  };
  const done = await trial();
  expect(done?.error).toBeUndefined();
  // The mapped value is an allowed one, the other is none.
  expect(done?.reports?.quality.tables[0]?.counts).toMatchObject({ published: 1, rejected: 1 });
  await client.query("update artefact set sealed = set_byte(sealed, 20, (get_byte(sealed, 20) + 1) % 256)");
  expect((await trial())?.error).toMatchObject({ code: "ciphertext-invalid" });
  const { rows } = await client.query<{ row: string }>(
    `select r::text as row from run r union all select e::text from run_event e union all select s::text from run_stage s
     union all select d::text from draft d union all select v::text from revision v`,
  );
  expect(rows.length).toBeGreaterThan(10);
  expect(rows.filter(({ row }) => row.includes(secret))).toEqual([]);
  expect(lines.length).toBeGreaterThan(2);
  expect(lines.join("\n")).not.toContain(secret);
});
