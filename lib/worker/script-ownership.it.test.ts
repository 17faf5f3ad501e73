import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runPipeline } from "#lib/pipeline/server";
import { executeRun } from "./execute-run.ts";
import { type Installation, openInstallation, statement } from "./testing/installation.ts";

// One role runs the upload scripts of all modules. What one of them published is out of reach of the next one.

const mark = Math.random().toString(36).slice(2, 10);
const [owner, writer, reader] = [`own_${mark}`, `own_writer_${mark}`, `own_reader_${mark}`];
let installation: Installation;

const asOwner = (sql: string) => statement(installation.warehouse.url, sql);
const as = (user: string, sql: string) => {
  const url = new URL(installation.warehouse.url);
  url.username = user;
  url.password = "secret";
  return statement(url.href, sql);
};

beforeAll(async () => {
  installation = await openInstallation("owning", {
    source: "create table visit as select i as id, 'note ' || i as note from generate_series(1, 50) i",
    storeUser: async (warehouse) => {
      await statement(
        warehouse.href,
        `create role ${owner} login password 'secret';
         do $$ begin execute format('grant create on database %I to ${owner}', current_database()); end $$`,
      );
      return { user: owner, password: "secret" };
    },
    storeRoles: async (warehouse) => {
      await statement(
        warehouse.href,
        `create role ${writer} login password 'secret'; create role ${reader} login password 'secret';
         grant ${writer} to ${owner};
         create schema facts; grant usage, create on schema facts to ${writer}; grant usage on schema facts to ${reader}`,
      );
      return [
        { scriptUser: writer, readerUser: reader },
        { scriptPassword: "secret", readerPassword: "secret" },
      ];
    },
  });
});
afterAll(async () => {
  for (const role of [writer, reader, owner])
    await asOwner(`drop owned by ${role} cascade; drop role ${role}`);
  await installation.close();
});

let modules = 0;
async function publish(script: string, cleanUp?: string) {
  modules += 1;
  const name = `visits-${modules}`;
  const column = (named: string, datatype: string) => ({
    name: named,
    datatype,
    privacyClass: "insensitive",
  });
  const ids = await installation.approved({
    "@type": "DataModule",
    format: 2,
    name,
    sources: [{ name: "clinic", ref: "clinic" }],
    tables: [
      {
        name: "visit",
        extraction: { language: "sql", source: "clinic", script: "select * from visit" },
        columns: [column("id", "integer"), column("note", "string")],
      },
    ],
    upload: {
      stores: [],
      script: { language: "sql", store: "warehouse", script, ...(cleanUp ? { cleanUp } : {}) },
    },
  });
  const { db } = installation.records;
  const { id } = await db.runs.create({ ...ids, kind: "publication" });
  await executeRun(installation.context, id, runPipeline);
  const version = await db.versions.latest(name);
  return { run: await db.runs.get(id), version, schema: copyOf(version) };
}
const copyOf = (version: { readonly copies: readonly { readonly copy: unknown }[] } | undefined): string => {
  const copy = version?.copies[0]?.copy;
  return typeof copy === "object" && copy !== null && "location" in copy ? String(copy.location) : "";
};

const returning = (from: string) =>
  `select 'visit' as "table", format('select id, note from ${from}', current_setting('etlx.run')) as text`;
const ofOurs = returning("%I.visit");

describe("what an upload script has published", () => {
  test("is ours: its role has nothing left on it, whatever the script had granted", async () => {
    const { run, schema } = await publish(
      `create table parts (id bigint generated always as identity, at serial) partition by range (id);
       create table part partition of parts default;
       create view seen as select id, note from visit;
       grant all on visit, parts, seen to public; grant update (note) on visit to ${writer};
       grant insert on visit to ${reader};
       ${returning("%I.seen")}`,
    );
    expect(run).toMatchObject({ state: "succeeded", error: undefined });
    const owners = await asOwner(
      `select relname as name, pg_get_userbyid(relowner) as owner from pg_class
       where relnamespace = '${schema}'::regnamespace and relkind in ('r', 'p', 'v', 'S') order by 1`,
    );
    expect(owners.length).toBeGreaterThan(5);
    expect(new Set(owners.map((row) => row.owner))).toEqual(new Set([owner]));
    const rights = await asOwner(
      `select distinct coalesce(r.rolname, 'public') as who, a.privilege_type as may from pg_class c
       cross join lateral (select * from aclexplode(c.relacl) union all
         select x.* from pg_attribute t, aclexplode(t.attacl) x where t.attrelid = c.oid) a
       left join pg_roles r on r.oid = a.grantee
       where c.relnamespace = '${schema}'::regnamespace and a.grantee <> c.relowner`,
    );
    expect(rights).toEqual([{ who: reader, may: "SELECT" }]);
    expect(
      await asOwner(
        `select has_schema_privilege('${writer}', '${schema}', 'usage') or has_schema_privilege('${writer}', '${schema}', 'create') as may`,
      ),
    ).toEqual([{ may: false }]);
    expect(await as(reader, `select count(*)::int as n from ${schema}.seen`)).toEqual([{ n: 50 }]);
  });

  test.each([
    ["drop table %.visit", "42501"],
    ["delete from %.visit where id = 1", "42501"],
    ["insert into %.visit values (99, 'more')", "42501"],
    ["alter table %.visit add column more int", "42501"],
    ["create or replace view %.seen as select 1::bigint as id, ''::text as note", "42501"],
    ["create table %.mine (id int)", "42501"],
    ["drop schema % cascade", "42501"],
  ])("is out of reach of the next script of the same role: %s", async (line, code) => {
    const { schema } = await publish(
      `create view seen as select * from visit; grant all on visit to public; ${ofOurs}`,
    );
    const { run, version } = await publish(`${line.replaceAll("%", schema)};\n${ofOurs}`);
    expect(run).toMatchObject({ state: "failed", error: { code: "upload-script-failed" } });
    expect(run?.error?.params.detail).toBe(code);
    expect(version).toBeUndefined();
    expect(await as(reader, `select count(*)::int as n from ${schema}.visit`)).toEqual([{ n: 50 }]);
  });

  test("is out of reach of another module's clean-up that drops all that its role owns", async () => {
    const { schema } = await publish(ofOurs);
    await asOwner(`create table facts.kept (id int); grant all on facts.kept to ${writer}`);
    const { run } = await publish(
      `create table less as select * from visit where id > 1; ${returning("%I.less")}`,
      "drop owned by current_user cascade",
    );
    expect(run).toMatchObject({ state: "failed", error: { code: "upload-differs" } });
    expect(await as(reader, `select count(*)::int as n from ${schema}.visit`)).toEqual([{ n: 50 }]);
    expect(await asOwner("select count(*)::int as n from facts.kept")).toEqual([{ n: 0 }]);
    await asOwner(`drop table facts.kept; grant usage, create on schema facts to ${writer}`);
  });
});

describe("an upload script publishes nothing where it leaves", () => {
  const one =
    "create or replace function facts.one() returns bigint language sql immutable as 'select 1::bigint'";
  test.each([
    [
      "a function",
      `create function one() returns int language sql as 'select 1'; ${ofOurs}`,
      /function .*one/,
    ],
    ["a type", `create type mood as enum ('good'); ${ofOurs}`, /type mood/],
    [
      "a materialized view",
      `create materialized view seen as select * from visit; ${ofOurs}`,
      /materialized view/,
    ],
    [
      "a view of a function that can be changed later",
      `${one}; create view seen as select id * facts.one() as id, note from visit; ${returning("%I.seen")}`,
      /function one/,
    ],
    [
      "an index by a function that can be changed later",
      `${one.replace("one()", "plus(bigint)")}; create index on visit (facts.plus(id)); ${ofOurs}`,
      /function plus/,
    ],
    [
      "a table whose rows are a table's elsewhere",
      `create table facts.more () inherits (visit); ${ofOurs}`,
      /visit inherits/,
    ],
    [
      "a table that another one elsewhere empties",
      `create table facts.parent (id bigint primary key); insert into facts.parent select id from visit;
       alter table visit add foreign key (id) references facts.parent on delete cascade; ${ofOurs}`,
      /visit inherits from, or refers to/,
    ],
  ] as const)("%s", async (_, script, words) => {
    const { run, version } = await publish(script, "drop table if exists facts.more, facts.parent cascade");
    expect(run).toMatchObject({ state: "failed", error: { code: "upload-script-refused" } });
    expect(JSON.stringify(run?.error)).toMatch(words);
    expect(version).toBeUndefined();
  });

  test("a view that would read with our rights: it reads with its reader's", async () => {
    await asOwner(
      `create table facts.secret as select 1::bigint as id, 'x' as note; grant all on facts.secret to ${owner}`,
    );
    const { run } = await publish(
      `create view seen as select id, note from facts.secret; ${returning("%I.seen")}`,
    );
    expect(run).toMatchObject({ state: "failed", error: { code: "upload-read-back-failed" } });
    expect(JSON.stringify(run?.error)).toContain("42501");
  });

  test("what the store's user could not take over", async () => {
    await asOwner(`revoke ${writer} from ${owner}`);
    const { run } = await publish(ofOurs);
    await asOwner(`grant ${writer} to ${owner}`);
    expect(run).toMatchObject({ state: "failed", error: { code: "upload-store-unsuitable" } });
    expect(run?.error?.params.en).toContain(`grant "${writer}"`);
  });
});
