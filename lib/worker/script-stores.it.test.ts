import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { AppError } from "#lib/kernel";
import { sealSecrets } from "#lib/keys/server";
import { carryOutRetention, collectOrphans } from "#lib/operations/server";
import { runPipeline } from "#lib/pipeline/server";
import { parsePostgresStore } from "#lib/stores";
import { freshDatabase, type TestDatabase } from "#lib/testing";
import { executeRun } from "./execute-run.ts";
import { type Installation, openInstallation, statement } from "./testing/installation.ts";
import { upkeepOf } from "./worker-context.ts";

// Upload scripts in an environment, on two real databases. What a document calls `lake` is the store `warehouse` there, and what it
// calls `shelf` is a store that is named `lake` itself: names of documents tell nothing of where a script wrote.

const mark = Math.random().toString(36).slice(2, 10);
const [writer, reader] = [`env_writer_${mark}`, `env_reader_${mark}`];
const roles = [
  { scriptUser: writer, readerUser: reader },
  { scriptPassword: "writes", readerPassword: "reads" },
] as const;
let installation: Installation;
let lake: TestDatabase;

/** Where scripts put things outside, and note what their clean-ups were asked to take back. */
const outside = `create schema facts; grant usage on schema facts to ${writer}, ${reader};
  create table facts.visit (run text, id int); create table facts.cleaned (run text);
  grant all on facts.visit, facts.cleaned to ${writer}; grant select on facts.visit to ${reader}`;

beforeAll(async () => {
  installation = await openInstallation("script_stores", {
    source: "create table visit as select i as id from generate_series(1, 9) i",
    storeRoles: async ({ href }) => {
      await statement(
        href,
        `create role ${writer} login password 'writes'; create role ${reader} login password 'reads'; ${outside}`,
      );
      return roles;
    },
  });
  lake = await freshDatabase("script_stores_lake");
  await statement(lake.url, outside);
  const { records, context } = installation;
  const { db } = records;
  const { password = "", ...owner } = parsePostgresStore(lake.url);
  const config = { ...owner, ...roles[0] };
  await db.stores.create({
    name: "lake",
    kind: "postgresql",
    config,
    sealedSecrets: sealSecrets(context.masterKey, "store", "lake", { password, ...roles[1] }),
    secretNames: ["password", "scriptPassword", "readerPassword"],
    fingerprint: context.drivers.storeDriver("postgresql").fingerprint({ ...config, password, ...roles[1] }),
  });
  await db.environments.create({ name: "test", title: "", createdBy: await records.user("administrator") });
  await bind("source", "clinic", "clinic");
});
afterAll(async () => {
  for (const { url } of [lake, installation.warehouse])
    for (const role of [writer, reader]) await statement(url, `drop owned by ${role} cascade`);
  await lake.drop();
  for (const role of [writer, reader]) await statement(installation.warehouse.url, `drop role ${role}`);
  await installation.close();
});
beforeEach(async () => {
  for (const { url } of [lake, installation.warehouse])
    await statement(url, "truncate facts.visit, facts.cleaned");
  await bind("store", "lake", "warehouse");
  await bind("store", "shelf", "lake");
});

const bind = (kind: "source" | "store", name: string, place: string | undefined) =>
  installation.records.db.environments.bind({ environment: "test", kind, name, place });

const takeBack = `delete from facts.visit where run = current_setting('etlx.run');
  insert into facts.cleaned values (current_setting('etlx.run'))`;
let modules = 0;

/** A module whose script puts its rows outside; `select` is what it says they are read back by. */
async function made(cleanUp = takeBack, select = "select id from facts.visit where run = %L") {
  modules += 1;
  const name = `visits-${modules}`;
  const script = `insert into facts.visit select current_setting('etlx.run'), id from visit;
    select 'visit' as "table", format('${select}', current_setting('etlx.run')) as text`;
  const ids = await installation.approved({
    "@type": "DataModule",
    format: 2,
    name,
    sources: [{ name: "clinic", ref: "clinic" }],
    tables: [
      {
        name: "visit",
        extraction: { language: "sql", source: "clinic", script: "select id from visit" },
        columns: [{ name: "id", datatype: "integer", privacyClass: "insensitive" }],
      },
    ],
    upload: { stores: ["shelf"], script: { language: "sql", store: "lake", script, cleanUp } },
  });
  await installation.approveIn(ids, "test");
  return ids;
}

async function run(
  module: Awaited<ReturnType<typeof made>>,
  pipeline = runPipeline,
): Promise<{ readonly id: string }> {
  const { db } = installation.records;
  const { id } = await db.runs.create({ ...module, kind: "publication", environment: "test" });
  await executeRun(installation.context, id, pipeline);
  return { id };
}

const rowsIn = async ({ url }: TestDatabase, table: string) =>
  (await statement(url, `select distinct run from facts.${table}`)).length;
const left = async () => [
  await rowsIn(installation.warehouse, "visit"),
  await rowsIn(installation.warehouse, "cleaned"),
  await rowsIn(lake, "visit"),
  await rowsIn(lake, "cleaned"),
];

test("a clean-up that fails stays due in the store that was meant, whatever the names mean by then", async () => {
  const { db } = installation.records;
  const module = await made(`delete from facts.nowhere; ${takeBack}`, "select 1 as id from %I.visit");
  const { id } = await run(module);
  expect(await db.runs.get(id)).toMatchObject({ state: "failed", error: { code: "upload-differs" } });
  expect(await left()).toEqual([1, 0, 0, 0]);
  expect(await db.storeUpkeep.orphans("warehouse")).toMatchObject([{ runId: id, cleanUp: true }]);
  expect(await db.storeUpkeep.orphans("lake")).toEqual([]);
  await bind("store", "lake", undefined);
  const upkeep = upkeepOf(installation.context);
  expect(await collectOrphans(upkeep, "warehouse")).toMatchObject([{ runId: id, outcome: "still-there" }]);
  await statement(
    installation.warehouse.url,
    `create table facts.nowhere (id int); grant all on facts.nowhere to ${writer}`,
  );
  expect(await collectOrphans(upkeep, "warehouse")).toEqual([{ runId: id, outcome: "removed" }]);
  expect(await left()).toEqual([0, 1, 0, 0]);
  await statement(installation.warehouse.url, "drop table facts.nowhere");
});

test("retention takes back what a script put outside, in its own store only", async () => {
  const { db } = installation.records;
  const module = await made();
  for (const _ of [1, 2]) {
    const { id } = await run(module);
    expect(await db.runs.get(id)).toMatchObject({ state: "succeeded", error: undefined });
  }
  expect(await left()).toEqual([2, 0, 0, 0]);
  for (const store of ["lake", "warehouse"]) {
    await db.storeUpkeep.setRetention(`store/${store}`, { keepLast: 1 }, "somebody");
    expect(await carryOutRetention(upkeepOf(installation.context), `store/${store}`)).toBe(1);
    await db.storeUpkeep.setRetention(`store/${store}`, undefined, "somebody");
    expect(await left()).toEqual(store === "lake" ? [2, 0, 0, 0] : [1, 1, 0, 0]);
  }
});

test("a run whose names mean nothing any more at its last attempt is taken back where it wrote", async () => {
  const { db } = installation.records;
  const module = await made();
  const { id } = await run(module, (request) => {
    const { journal } = request.ports;
    const finishStage: typeof journal.finishStage = async (stage, state) => {
      if (stage === "upload") throw new AppError("store-failed", { store: "warehouse", detail: "a test" });
      await journal.finishStage(stage, state);
    };
    return runPipeline({ ...request, ports: { ...request.ports, journal: { ...journal, finishStage } } });
  });
  expect(await db.runs.get(id)).toMatchObject({ state: "retrying" });
  expect(await left()).toEqual([1, 0, 0, 0]);
  await bind("store", "lake", undefined);
  await executeRun(installation.context, id, runPipeline);
  expect(await db.runs.get(id)).toMatchObject({ state: "failed", error: { code: "environment-unbound" } });
  expect(await left()).toEqual([0, 1, 0, 0]);
  const schemas = await statement(lake.url, "select nspname from pg_namespace where nspname ~ '^etlx_'");
  expect(schemas.length).toBe(await heldIn("lake"));
});

const heldIn = async (store: string) => (await installation.records.db.holdings.list({ store })).length;
