import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { AppError } from "#lib/kernel";
import { collectOrphans, findOrphansIn } from "#lib/operations/server";
import { runPipeline } from "#lib/pipeline/server";
import { executeRun } from "./execute-run.ts";
import { type Installation, openInstallation, statement } from "./testing/installation.ts";

// Upload scripts on a real PostgreSQL: what is read back is what was to be published, or nothing is.

const mark = Math.random().toString(36).slice(2, 10);
const [writer, reader] = [`upload_writer_${mark}`, `upload_reader_${mark}`];
let installation: Installation;

const asOwner = (sql: string) => statement(installation.warehouse.url, sql);

beforeAll(async () => {
  installation = await openInstallation("uploads", {
    source: `create table visit as
      select i as id, (i * 1.5)::numeric(12, 2) as amount, timestamp '2020-01-01 10:00:00.123456' + i * interval '1 hour' as at,
             case i % 3 when 0 then null when 1 then '' else 'text, "' || i || E'"\\n\\\\ ы' end as note,
             case when i % 2 = 0 then i / 10.0::float8 end as share, decode(md5(i::text), 'hex') as bytes,
             timestamptz '2020-01-01 10:00:00+03' + i * interval '1 day' as zoned, (i % 2 = 0) as ok,
             date '2000-02-29' + i as day, time '10:00' as clock, md5(i::text)::uuid as code, '{"a": [1, null]}'::json as doc
      from generate_series(1, 600) i`,
    storeRoles: async (warehouse) => {
      await statement(
        warehouse.href,
        `create role ${writer} login password 'writes'; create role ${reader} login password 'reads';
         create schema facts; grant usage on schema facts to ${writer}, ${reader}; grant create on schema facts to ${writer};
         create table facts.visit (run text, id bigint, amount numeric(12, 2), at timestamp, note text, share float8, bytes bytea,
           zoned timestamptz, ok boolean, day date, clock time, code text, doc json);
         grant all on facts.visit to ${writer}; grant select on facts.visit to ${reader}`,
      );
      return [
        { scriptUser: writer, readerUser: reader },
        { scriptPassword: "writes", readerPassword: "reads" },
      ];
    },
  });
});
afterAll(async () => {
  for (const role of [writer, reader]) await asOwner(`drop owned by ${role} cascade; drop role ${role}`);
  await installation.close();
});
beforeEach(() => asOwner("truncate facts.visit").then(() => undefined));

const types = {
  id: "integer",
  amount: "decimal(12,2)",
  at: "timestamp",
  note: "string",
  share: "float",
  bytes: "binary",
  zoned: "timestamp(tz)",
  ok: "boolean",
  day: "date",
  clock: "time",
  code: "uuid",
  doc: "json",
};
const names = Object.keys(types);
const list = names.join(", ");
let modules = 0;

const moduleWith = (script: string, cleanUp?: string, store = "warehouse") => {
  modules += 1;
  return {
    "@type": "DataModule",
    format: 2,
    name: `visits-${modules}`,
    sources: [{ name: "clinic", ref: "clinic" }],
    tables: [
      {
        name: "visit",
        extraction: { language: "sql", source: "clinic", script: "select * from visit" },
        columns: Object.entries(types).map(([name, datatype]) => ({
          name,
          datatype,
          privacyClass: "insensitive",
          nulls: { rule: "keep", tokens: [] },
        })),
      },
    ],
    upload: {
      stores: [],
      script: { language: "sql", store, script, ...(cleanUp ? { cleanUp } : {}) },
    },
  };
};

/** Runs a module with an upload script once, or goes on with a run. */
async function publish(script: string, cleanUp?: string, store?: string) {
  const document = moduleWith(script, cleanUp, store);
  const ids = await installation.approved(document);
  const { db } = installation.records;
  const { id } = await db.runs.create({ ...ids, kind: "publication" });
  await executeRun(installation.context, id, runPipeline);
  const run = await db.runs.get(id);
  const version = await db.versions.latest(document.name);
  const events = await db.runEvents.list(id);
  return { run, version, events: events.map(({ message }) => message), module: document.name, id };
}

/** Schemas of runs: those that hold what a script wrote. */
const kept = async () => (await installation.warehouseSchemas()).filter((name) => name !== "facts");

const returning = (select: string) =>
  `select 'visit' as "table", format('${select.replaceAll("'", "''")}', current_setting('etlx.run')) as text`;
/** The tables as the script gets them, with the rows that a test wants. */
const rowsOf = (query: string, columns = list) =>
  `create table mine as ${query}; ${returning(`select ${columns} from %I.mine`)}`;

describe("an upload script in SQL", () => {
  test("puts the tables where it likes and returns how they are read: the version's effective extraction script", async () => {
    const script = `insert into facts.visit select current_setting('etlx.run'), ${list} from visit;
      drop table visit;
      ${returning(`select ${list} from facts.visit where run = %L`)}`;
    const { run, version, events } = await publish(script);
    expect(run).toMatchObject({ state: "succeeded", error: undefined });
    expect(events).toEqual(expect.arrayContaining(["upload-script-started", "upload-read-back"]));
    const [schema] = await kept();
    expect(version?.extraction).toEqual([
      {
        table: "visit",
        language: "sql",
        source: "warehouse",
        text: `select ${list} from facts.visit where run = '${schema}'`,
      },
    ]);
    expect(await asOwner("select count(*)::int as n from facts.visit")).toEqual([{ n: 600 }]);
    expect(JSON.stringify([run, version, script])).not.toMatch(/writes|reads/);
    await asOwner(`drop schema ${schema} cascade`);
  });

  test("may make views over the tables it was given: they stay as long as the version", async () => {
    const { run, version } = await publish(
      `create view seen as select * from visit where id > 0; ${returning(`select ${list} from %I.seen`)}`,
    );
    expect(run).toMatchObject({ state: "succeeded" });
    expect(version?.copies).toMatchObject([{ store: "warehouse", copy: { by: "script" } }]);
    const [schema] = await kept();
    const columns = await asOwner(
      `select count(*)::int as n from information_schema.columns where table_schema = '${schema}' and table_name = 'visit'`,
    );
    expect(columns).toEqual([{ n: names.length }]);
    await asOwner(`drop schema ${schema} cascade`);
  });

  /** A run that must publish nothing and leave nothing, whatever its script did. */
  async function expectRefused(script: string, code: string, words: RegExp, cleanUp?: string) {
    const { run, version, events } = await publish(script, cleanUp);
    expect(run).toMatchObject({ state: "failed", error: { code } });
    expect(JSON.stringify(run?.error)).toMatch(words);
    expect(version).toBeUndefined();
    expect(await kept()).toEqual([]);
    expect(events).toEqual(expect.arrayContaining(["store-cleaned", "run-failed"]));
    expect(events).not.toContain("store-clean-up-failed");
  }

  test.each([
    ["a row less", rowsOf("select * from visit where id <> 77"), /1 are missing/],
    [
      "a row twice",
      rowsOf("select * from visit union all select * from visit where id = 5"),
      /0 are missing.*1 rows are there/,
    ],
    [
      "a row twice instead of another",
      rowsOf("select * from visit where id <> 4 union all select * from visit where id = 5"),
      /1 are missing or other, and 1 rows/,
    ],
    [
      "ten times the rows",
      rowsOf("select v.* from visit v, generate_series(1, 10)"),
      /missing or other|rows are there/,
    ],
    [
      "an empty text for a null",
      rowsOf(`select ${list.replace("note", "coalesce(note, '') as note")} from visit`),
      /200 are missing/,
    ],
    [
      "a null for an empty text",
      rowsOf(`select ${list.replace("note", "nullif(note, '') as note")} from visit`),
      /200 are missing/,
    ],
    [
      "a microsecond more",
      rowsOf(
        `select ${list.replace("at", "case when id = 9 then at + interval '1 us' else at end as at")} from visit`,
      ),
      /1 are missing/,
    ],
    [
      "a cent more",
      rowsOf(
        `select ${list.replace("amount", "(case when id = 9 then amount + 0.01 else amount end)::numeric(12,2) as amount")} from visit`,
      ),
      /1 are missing/,
    ],
    [
      "a bit of a float",
      rowsOf(
        `select ${list.replace("share", "case when id = 2 then 0.20000000000000004 else share end as share")} from visit`,
      ),
      /1 are missing/,
    ],
    [
      "another zone",
      rowsOf(`select ${list.replace("zoned", "zoned + interval '3 hours' as zoned")} from visit`),
      /600 are missing/,
    ],
  ])("that reads back %s publishes nothing", async (_, script, words) => {
    await expectRefused(script, "upload-differs", words);
  });

  test.each([
    ["a column less", "select id, amount from %I.visit", /column 3 must be at/],
    ["a column more", `select ${list}, 1 as more from %I.visit`, /column more, more/],
    [
      "columns in another order",
      `select amount, ${list.replace("amount, ", "")} from %I.visit`,
      /column 1 must be id, not amount/,
    ],
    [
      "a decimal as a float",
      `select ${list.replace("amount", "amount::float8 as amount")} from %I.visit`,
      /amount must be of the type decimal\(12,2\), not float/,
    ],
    [
      "an integer as text",
      `select ${list.replace("id,", "id::text as id,")} from %I.visit`,
      /id must be of the type integer, not string/,
    ],
  ])("that reads back %s publishes nothing", async (_, select, words) => {
    await expectRefused(returning(select), "upload-differs", words);
  });

  test("takes another scale of a decimal for the same number", async () => {
    const { run } = await publish(
      rowsOf(`select ${list.replace("amount", "amount::numeric(20, 6) as amount")} from visit`),
    );
    expect(run).toMatchObject({ state: "succeeded" });
    for (const schema of await kept()) await asOwner(`drop schema ${schema} cascade`);
  });

  test.each([
    ["writes", "with gone as (delete from facts.visit returning *) select * from gone"],
    ["is two statements", "select 1; drop table facts.visit"],
    ["leaves its parentheses", "select 1) to stdout; drop table facts.visit; select (1"],
  ])("whose returned script %s is refused", async (_, text) => {
    await asOwner(`insert into facts.visit (run) values ('kept')`);
    await expectRefused(
      `select 'visit' as "table", $t$${text}$t$ as text`,
      "upload-read-back-failed",
      /upload-read-back-failed/,
    );
    expect(await asOwner("select run from facts.visit")).toEqual([{ run: "kept" }]);
  });

  test("whose returned script reads what the reading role may not is refused", async () => {
    await expectRefused(
      returning(
        `select ${list.replace("note", "(select max(rolpassword) from pg_authid) as note")} from %I.visit`,
      ),
      "upload-read-back-failed",
      /upload-read-back-failed/,
    );
  });

  test("that writes through a function of the script's own role is refused: the session only reads", async () => {
    const wipe = `create or replace function facts.wipe() returns bigint language plpgsql security definer
         as $f$ begin delete from facts.visit; return 1; end $f$;
       grant execute on function facts.wipe() to public`;
    await expectRefused(`${wipe}; ${returning("select facts.wipe() as id")}`, "upload-differs", /column 2/);
    await asOwner(`insert into facts.visit (run) values ('kept')`);
    await expectRefused(
      `${wipe}; ${returning(`select id + 0 * facts.wipe() as id, ${list.replace("id, ", "")} from %I.visit`)}`,
      "upload-read-back-failed",
      /25006|read-only|read only/i,
    );
    expect(await asOwner("select run from facts.visit")).toEqual([{ run: "kept" }]);
  });

  test.each([
    [
      "fails midway",
      "insert into facts.visit (run) values ('x');\nselect 1 / 0",
      "upload-script-failed",
      /22012.*"line":2|"line":2.*22012|22012/,
    ],
    ["is no SQL", "insert into", "upload-script-failed", /42601/],
    [
      "ends its transaction",
      `insert into facts.visit (run) values ('x'); rollback; ${returning("select 1")}`,
      "upload-script-refused",
      /ended the transaction/,
    ],
    ["wants rows", "copy visit from stdin", "upload-script-failed", /57014/],
    [
      "returns more than anybody keeps",
      `select 'visit' as "table", repeat('x', 1000000) as text from generate_series(1, 30)`,
      "upload-script-refused",
      /20 MB/,
    ],
    ["returns no script", "select 1 as id", "upload-script-refused", /with the columns/],
    [
      "returns nothing",
      "create table mine as select 1 as id",
      "upload-script-refused",
      /no script for the table visit/,
    ],
    [
      "returns another table's",
      `select 'other' as "table", 'select 1' as text`,
      "upload-script-refused",
      /no published table/,
    ],
    [
      "returns two",
      `select 'visit' as "table", 'select 1' as text union all select 'visit', 'select 2'`,
      "upload-script-refused",
      /two scripts/,
    ],
    [
      "reads another source",
      `select 'visit' as "table", 'select 1' as text, 'clinic' as source`,
      "upload-script-refused",
      /only the store warehouse/,
    ],
    ["becomes the reader", `set role ${reader}`, "upload-script-failed", /42501/],
    ["leaves its schema", "create schema other_place", "upload-script-failed", /42501/],
    ["asks for passwords", "select rolpassword from pg_authid", "upload-script-failed", /42501/],
    ["reads files", "select pg_read_file('/etc/passwd')", "upload-script-failed", /42501/],
  ] as const)("that %s publishes nothing, and nothing of it stays", async (_, script, code, words) => {
    await expectRefused(script, code, words);
    expect(await asOwner("select run from facts.visit")).toEqual([]);
  });

  test("that committed rows outside, and then read back others, has its own clean-up take them back", async () => {
    await expectRefused(
      `insert into facts.visit select current_setting('etlx.run'), ${list} from visit where id > 1;
       ${returning(`select ${list} from facts.visit where run = %L`)}`,
      "upload-differs",
      /1 are missing/,
      "delete from facts.visit where run = current_setting('etlx.run')",
    );
    expect(await asOwner("select run from facts.visit")).toEqual([]);
  });

  test("that is tried again starts from nothing, outside too", async () => {
    const document = moduleWith(
      `insert into facts.visit select current_setting('etlx.run'), ${list} from visit;
       ${returning(`select ${list} from facts.visit where run = %L`)}`,
      "delete from facts.visit where run = current_setting('etlx.run')",
    );
    const ids = await installation.approved(document);
    const { db } = installation.records;
    const { id } = await db.runs.create({ ...ids, kind: "publication" });
    // A worker that dies when the script's rows are committed and read back.
    await executeRun(installation.context, id, (request) => {
      const { journal } = request.ports;
      const finishStage: typeof journal.finishStage = async (stage, state) => {
        if (stage === "upload") throw new AppError("store-failed", { store: "warehouse", detail: "a test" });
        await journal.finishStage(stage, state);
      };
      return runPipeline({ ...request, ports: { ...request.ports, journal: { ...journal, finishStage } } });
    });
    expect(await db.runs.get(id)).toMatchObject({ state: "retrying" });
    expect(await asOwner("select count(*)::int as n from facts.visit")).toEqual([{ n: 600 }]);
    await executeRun(installation.context, id, runPipeline);
    expect(await db.runs.get(id)).toMatchObject({ state: "succeeded", attempt: 2 });
    expect(await asOwner("select count(*)::int as n from facts.visit")).toEqual([{ n: 600 }]);
    expect(await kept()).toHaveLength(1);
    for (const schema of await kept()) await asOwner(`drop schema ${schema} cascade`);
  });

  test("whose clean-up fails says so on the run's page, its own name is cleaned, and the rest is tried until it is gone", async () => {
    const { run, events, module, id } = await publish(
      returning("select 1 as id from %I.visit"),
      "delete from facts.nowhere",
    );
    expect(run).toMatchObject({ state: "failed", error: { code: "upload-differs" } });
    expect(events).toEqual(expect.arrayContaining(["upload-script-started", "store-clean-up-failed"]));
    expect(await kept()).toEqual([]);
    const { db } = installation.records;
    expect(await db.versions.list(module)).toEqual([]);
    const { masterKey, drivers } = installation.context;
    const upkeep = { db, masterKey, storeDriver: drivers.storeDriver };
    const due = { runId: id, module, location: "upload.script.cleanUp", cleanUp: true };
    expect(await db.storeUpkeep.orphans("warehouse")).toMatchObject([
      { ...due, failure: { en: expect.stringContaining("42P01") } },
    ]);
    expect(await collectOrphans(upkeep, "warehouse")).toMatchObject([{ runId: id, outcome: "still-there" }]);
    expect(await findOrphansIn(upkeep, "warehouse")).toMatchObject([due]);
    // Found again by what lies in the store: that goes, and the clean-up is still due.
    await db.storeUpkeep.forgetOrphan("warehouse", id);
    const mark = JSON.stringify({ etlExpress: 1, kind: "script", module, run: id });
    await asOwner(`create schema etlx_left; comment on schema etlx_left is '${mark}'`);
    expect(await findOrphansIn(upkeep, "warehouse")).toMatchObject([{ runId: id, cleanUp: false }]);
    await statement(
      installation.records.url,
      `update store_orphan set "firstSeenAt" = now() - interval '2 days'`,
    );
    expect(await collectOrphans(upkeep, "warehouse")).toMatchObject([{ runId: id, outcome: "still-there" }]);
    expect(await kept()).toEqual([]);
    expect(await findOrphansIn(upkeep, "warehouse")).toMatchObject([{ runId: id, cleanUp: true }]);
    await asOwner(
      `create table facts.nowhere as select 1 as id; grant select, delete on facts.nowhere to ${writer}`,
    );
    expect(await collectOrphans(upkeep, "warehouse")).toEqual([{ runId: id, outcome: "removed" }]);
    expect(await asOwner("select id from facts.nowhere")).toEqual([]);
    expect(await db.storeUpkeep.orphans("warehouse")).toEqual([]);
    expect(await collectOrphans(upkeep, "warehouse")).toEqual([]);
    await asOwner("drop table facts.nowhere");
  });

  test("is refused before anything is read where its store takes none", async () => {
    const { run, id } = await publish("select 1", undefined, "shelf");
    expect(run).toMatchObject({ state: "failed", error: { code: "upload-store-unsuitable" } });
    expect(await installation.records.db.runs.stages(id)).toEqual([]);
  });

  test.each([
    ["a superuser", `alter role ${writer} superuser`, `alter role ${writer} nosuperuser`],
    ["one that makes roles", `alter role ${writer} createrole`, `alter role ${writer} nocreaterole`],
    [
      "one that runs programs",
      `grant pg_execute_server_program to ${writer}`,
      `revoke pg_execute_server_program from ${writer}`,
    ],
    ["one that passes by row security", `alter role ${writer} bypassrls`, `alter role ${writer} nobypassrls`],
    [
      "a writer whose reader makes databases",
      `alter role ${reader} createdb`,
      `alter role ${reader} nocreatedb`,
    ],
    [
      "a writer whose reader may become it",
      `grant ${writer} to ${reader}`,
      `revoke ${writer} from ${reader}`,
    ],
    [
      "one that owns a version of ours",
      `alter schema facts owner to ${writer}; comment on schema facts is '{"etlExpress":1,"kind":"version","module":"m","run":"r","version":1}'`,
      "alter schema facts owner to current_user; comment on schema facts is null",
    ],
    [
      "one of the store's own user",
      `do $$ begin execute format('grant %I to ${writer}', current_user); end $$`,
      `do $$ begin execute format('revoke %I from ${writer}', current_user); end $$`,
    ],
  ])("does not run as %s", async (_, grant, revoke) => {
    await asOwner(grant);
    try {
      await expectRefused(returning(`select ${list} from %I.visit`), "upload-store-unsuitable", /warehouse/);
    } finally {
      await asOwner(revoke);
    }
  });
});
