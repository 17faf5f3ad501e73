import { mkdir, readdir, stat } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { StageId } from "#lib/contracts";
import type { RunRequest } from "#lib/pipeline";
import { runPipeline } from "#lib/pipeline/server";
import { smallDiskOr } from "#lib/testing";
import { executeRun } from "./execute-run.ts";
import { type Installation, openInstallation, statement } from "./testing/installation.ts";

// The real pipeline over a real PostgreSQL, where a store or a disk refuses: a version is made once and whole, or not at all.

const password = "Rowena-Secret-4711";
const storeUser = `store_writer_${Math.random().toString(36).slice(2, 10)}`;
let installation: Installation;
let ids: { readonly moduleId: string; readonly revisionId: string };

const document = {
  "@type": "DataModule",
  format: 2,
  name: "patients",
  sources: [{ name: "clinic", ref: "clinic" }],
  tables: [
    {
      name: "patient",
      extraction: { language: "sql", source: "clinic", script: "select id, mail from patient" },
      columns: [
        { name: "id", datatype: "integer", privacyClass: "insensitive" },
        {
          name: "mail",
          datatype: "string",
          privacyClass: "direct-identifier",
          anonymize: { rule: "pseudonymize" },
        },
      ],
      primaryKey: { columns: ["id"], strategy: { rule: "keep", with: { reason: "A test." } } },
    },
  ],
  upload: { stores: ["shelf", "warehouse"] },
};

const asOwner = (sql: string) => statement(installation.warehouse.url, sql);
const mayCreate = (may: boolean) =>
  asOwner(
    `do $$ begin execute format('${may ? "grant create on database %I to" : "revoke create on database %I from"} ${storeUser}', current_database()); end $$`,
  );

beforeAll(async () => {
  installation = await openInstallation("refusing", {
    source:
      "create table patient as select i as id, 'person' || i || '@example.com' as mail from generate_series(1, 20000) i",
    storeUser: async (warehouse) => {
      await statement(warehouse.href, `create role ${storeUser} login password '${password}'`);
      return { user: storeUser, password };
    },
  });
  ids = await installation.approved(document);
});
afterAll(async () => {
  await asOwner(`drop owned by ${storeUser} cascade; drop role ${storeUser}`);
  await installation.close();
});

const newRun = () => installation.records.db.runs.create({ ...ids, kind: "publication" });

/** The pipeline, with something that happens when a stage starts. */
const when =
  (stage: StageId, happens: () => Promise<unknown>) =>
  (request: RunRequest): ReturnType<typeof runPipeline> => {
    const { journal } = request.ports;
    const startStage = async (started: StageId) => {
      if (started === stage) await happens();
      await journal.startStage(started);
    };
    return runPipeline({ ...request, ports: { ...request.ports, journal: { ...journal, startStage } } });
  };

const versions = async () =>
  (await installation.records.db.versions.list("patients")).map(({ number }) => number);
const events = async (runId: string) => {
  const { db } = installation.records;
  return (await db.runEvents.list(runId)).map(({ message }) => message);
};

/** Nothing of a run is left but its record: no staging, nothing in stores. */
async function expectNothing(runId: string): Promise<void> {
  const { config, folder } = installation;
  expect(await versions()).toEqual([]);
  expect(await installation.warehouseSchemas()).toEqual([]);
  const onTheShelf = await readdir(path.join(folder, "shelf"), { recursive: true });
  expect(onTheShelf.filter((name) => name.includes(runId) || name.endsWith(".parquet"))).toEqual([]);
  await expect(stat(config.data.staging(runId))).rejects.toMatchObject({ code: "ENOENT" });
}

describe("a PostgreSQL store", () => {
  test("that lets nobody create refuses the run: no version, and what other stores got is gone", async () => {
    const run = await newRun();
    await executeRun(installation.context, run.id, runPipeline);
    const failed = await installation.records.db.runs.get(run.id);
    expect(failed).toMatchObject({
      state: "failed",
      attempt: 1,
      error: { code: "store-refused", params: { store: "warehouse", detail: "42501" } },
    });
    expect(JSON.stringify([failed, await installation.records.db.runEvents.list(run.id)])).not.toContain(
      password,
    );
    expect(await events(run.id)).toContain("run-failed");
    await expectNothing(run.id);
  });

  test("that takes the right away after the upload is left behind: the version stands, and the run says so", async () => {
    await mayCreate(true);
    const run = await newRun();
    const { db } = installation.records;
    await executeRun(
      installation.context,
      run.id,
      when("publish", () => mayCreate(false)),
    );
    expect(await db.runs.get(run.id)).toMatchObject({ state: "succeeded", error: undefined });
    expect(await versions()).toEqual([1]);
    expect(await events(run.id)).toEqual(expect.arrayContaining(["store-not-shown", "run-published"]));
    // The record is whole, and the store that could has shown the version; the other holds what it was given.
    const version = await db.versions.latest("patients");
    for (const { sha256, bytes } of version?.files ?? []) {
      expect((await stat(installation.config.data.record(sha256))).size).toBe(bytes);
    }
    expect(version?.files).toHaveLength(1);
    expect(await readdir(path.join(installation.folder, "shelf", "patients"))).toContain("v1");
    expect(await installation.warehouseSchemas()).toHaveLength(1);
  });
});

test.each(["upload", "publish"] as const)(
  "a store that is another one since the approval gets nothing and shows nothing, seen before %s",
  async (stage) => {
    await mayCreate(true);
    const { stores } = installation.records.db;
    const shelf = await stores.get("shelf");
    const [before, shown] = [await versions(), await installation.warehouseSchemas()];
    const run = await newRun();
    await executeRun(
      installation.context,
      run.id,
      when(stage, () => stores.update("shelf", { fingerprint: "of another folder" })),
    );
    await stores.update("shelf", { fingerprint: shelf?.fingerprint ?? "" });
    expect(await installation.records.db.runs.get(run.id)).toMatchObject({
      state: "failed",
      error: { code: "approval-stale", params: { detail: "shelf" } },
    });
    expect(await events(run.id)).not.toContain(stage === "upload" ? "store-written" : "run-published");
    expect([await versions(), await installation.warehouseSchemas()]).toEqual([before, shown]);
  },
);

test("a full disk under the record publishes nothing and loses nothing: with space again, the same run goes on", async (context) => {
  const { config, records } = installation;
  await mayCreate(true);
  const before = await versions();
  await mkdir(config.data.recordRoot, { recursive: true });
  const disk = await smallDiskOr(context, config.data.recordRoot, "size=64k,mode=0700");
  const run = await newRun();
  try {
    await executeRun(installation.context, run.id, runPipeline);
    expect(await records.db.runs.get(run.id)).toMatchObject({
      state: "retrying",
      error: { code: "disk-full", params: { folder: config.data.recordRoot } },
    });
    expect(await readdir(config.data.recordRoot)).toEqual([]);
    expect(await versions()).toEqual(before);
  } finally {
    await disk.unmount();
  }
  await executeRun(installation.context, run.id, runPipeline);
  expect(await records.db.runs.get(run.id)).toMatchObject({ state: "succeeded", attempt: 2 });
  expect(await events(run.id)).toContain("run-resumed");
  expect(await versions()).toEqual([before.length + 1, ...before]);
});

test("a record on a disk of its own takes files as one beside the staging does", async (context) => {
  const { config, records } = installation;
  const before = await versions();
  const disk = await smallDiskOr(context, config.data.recordRoot, "size=64m,mode=0700");
  try {
    const run = await newRun();
    await executeRun(installation.context, run.id, runPipeline);
    expect(await records.db.runs.get(run.id)).toMatchObject({ state: "succeeded" });
    const [file] = (await records.db.versions.latest("patients"))?.files ?? [];
    expect(await readdir(config.data.recordRoot)).toEqual([file?.sha256]);
    expect((await stat(config.data.record(file?.sha256 ?? ""))).mode & 0o777).toBe(0o600);
    expect(await versions()).toEqual([before.length + 1, ...before]);
  } finally {
    await disk.unmount();
  }
});
