import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, type TestContext } from "vitest";
import type { NewRunEvent } from "#lib/contracts";
import { fileSandbox } from "#lib/engine/server";
import type { BoundSource } from "#lib/pipeline";
import { parsePostgresSource, type SourceSession } from "#lib/sources";
import { findSourceDriver } from "#lib/sources/server";
import {
  freshDatabase,
  mariadbOr,
  PipelineHarness,
  plain,
  type TestDatabase,
  type TestMariadb,
  testDocument,
} from "#lib/testing";

// Databases that fail or lie in the middle of a run: an error at its place, nothing published, and a retry that has every row.

const rows = 20_000;
const reader = `failing_${Math.random().toString(36).slice(2, 10)}`;
let harness: PipelineHarness;
let database: TestDatabase;
let client: pg.Client;
let mariadb: TestMariadb | undefined;
beforeAll(async () => {
  harness = await PipelineHarness.open();
  database = await freshDatabase("failing");
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  // One row a page: large enough to be read in parts.
  await client.query(`
    create table big (id int not null, note text) with (fillfactor = 10);
    alter table big alter note set storage plain;
    insert into big select i, repeat('текст,', 110) from generate_series(1, ${rows}) i;
    create table small (id int not null, note text);
    insert into small select i, 'n' || i from generate_series(1, 500) i; analyze;
    create role ${reader} login password 'first'; grant select on big, small to ${reader}`);
}, 60_000);
afterAll(async () => {
  await client.query(`drop owned by ${reader}; drop role ${reader}`);
  await client.end();
  await database.drop();
  await mariadb?.stop();
  await harness.close();
});

const tools = {
  network: { privateHosts: "all" },
  files: fileSandbox({ memory: "256MB", threads: 1, seconds: 60, diskBytes: 2 ** 30 }),
} as const;

/** Something that happens at the source once a run stands at a certain point. */
interface Happening {
  readonly opened?: () => Promise<unknown>;
  /** Before the rows of a table are asked for. */
  readonly before?: (table: string) => Promise<unknown>;
}

function bound(kind: string, config: unknown, { opened, before }: Happening = {}): BoundSource {
  const driver = findSourceDriver(kind, tools);
  const open: typeof driver.open = async (...given) => {
    const session = await driver.open(...given);
    await opened?.();
    const extract: SourceSession["extract"] = async (table, ...more) => {
      await before?.(table);
      return session.extract(table, ...more);
    };
    return { ...session, extract };
  };
  return { name: "shop", kind, config, driver: { ...driver, open } };
}

const documentOf = (...tables: readonly string[]) =>
  testDocument(
    tables.map((table) => ({
      name: table,
      extraction: { language: "sql", source: "shop", script: `select id, note from ${table}` },
      columns: [plain("id", "integer"), plain("note")],
    })),
    { sources: [{ name: "shop", ref: "shop" }] },
  );

const postgres = (more: object = {}) => ({
  ...parsePostgresSource(database.url),
  user: reader,
  password: "first",
  ...more,
});

/** Runs and answers what came of it: what was published, or the error and its place; never both. */
async function outcomeOf(source: BoundSource, ...tables: readonly string[]) {
  const events: NewRunEvent[] = [];
  const run = await harness.run(documentOf(...tables), {}, { sources: [source], events }).then(
    (done) => done,
    (error: unknown) => error,
  );
  const parts = events.find(({ message }) => message === "extracted-in-parts")?.params?.parts;
  if (run instanceof Error) {
    expect(events.filter(({ stage }) => stage === "publish" || stage === "upload")).toEqual([]);
    const { code, place, params } = run as Error & { code: string; place: object; params: object };
    return { code, place, params };
  }
  const { outcome } = run as Awaited<ReturnType<typeof harness.run>>;
  if (outcome.kind !== "published") throw new Error("a publication was asked for");
  return {
    parts,
    rows: outcome.manifest.tables.map(({ counts }) => counts.published),
    hashes: outcome.manifest.tables.map(({ sha256 }) => sha256),
  };
}

describe("credentials that end", () => {
  it("a password that is changed between two connections: the open one reads on, whole", async () => {
    const whole = await outcomeOf(bound("postgresql", postgres({ maxConnections: 3 })), "big");
    expect(whole).toMatchObject({ parts: 3, rows: [rows] });
    const opened = () => client.query(`alter role ${reader} password 'second'`);
    const run = await outcomeOf(bound("postgresql", postgres({ maxConnections: 3 }), { opened }), "big");
    expect(run).toEqual({ ...whole, parts: undefined });
    const later = await outcomeOf(bound("postgresql", postgres()), "big");
    expect(later).toMatchObject({ code: "source-refused-login", place: { stage: "extract" } });
    expect(JSON.stringify(later)).not.toContain("first");
    expect(await outcomeOf(bound("postgresql", postgres({ password: "second" })), "small")).toMatchObject({
      rows: [500],
    });
    await client.query(`alter role ${reader} password 'first'`);
  });

  it("a role whose time is over (VALID UNTIL) is refused as a wrong login, and reads again when it is prolonged", async () => {
    await client.query(`alter role ${reader} valid until '2020-01-01'`);
    const source = bound("postgresql", postgres());
    expect(await outcomeOf(source, "small")).toMatchObject({
      code: "source-refused-login",
      place: { stage: "extract" },
    });
    await client.query(`alter role ${reader} valid until 'infinity'`);
    expect(await outcomeOf(source, "small")).toMatchObject({ rows: [500] });
  });

  it("a right that is taken between two tables ends the run at the second", async () => {
    const before = async (table: string) => {
      if (table === "small") await client.query(`revoke select on small from ${reader}`);
    };
    const run = await outcomeOf(bound("postgresql", postgres(), { before }), "big", "small");
    expect(run).toMatchObject({ code: "source-permission", place: { stage: "extract", table: "small" } });
    await client.query(`grant select on small to ${reader}`);
    expect(await outcomeOf(bound("postgresql", postgres()), "big", "small")).toMatchObject({
      rows: [rows, 500],
    });
  });
});

describe("statistics that lie", () => {
  it.each([
    ["far too many rows", "reltuples = 1e12, relpages = 1000000000"],
    ["far too few", "reltuples = 1, relpages = 1"],
    ["none at all", "reltuples = -1, relpages = 0"],
  ])("%s: every row comes, in as many parts as its real size says", async (_what, lie) => {
    await client.query(`update pg_class set ${lie} where oid in ('big'::regclass, 'small'::regclass)`);
    const source = bound("postgresql", postgres({ maxConnections: 2 }));
    expect(await outcomeOf(source, "big", "small")).toMatchObject({ parts: 2, rows: [rows, 500] });
    await client.query("analyze big, small");
  });
});

describe("a server that goes away", () => {
  it("between two tables: the error names the second, and a retry has every row of both", async () => {
    const whole = await outcomeOf(bound("postgresql", postgres()), "big", "small");
    const before = async (table: string) => {
      if (table !== "small") return;
      await client.query("select pg_terminate_backend(pid) from pg_stat_activity where usename = $1", [
        reader,
      ]);
    };
    const run = await outcomeOf(bound("postgresql", postgres(), { before }), "big", "small");
    expect(run).toMatchObject({ code: "source-interrupted", place: { stage: "extract", table: "small" } });
    expect(await outcomeOf(bound("postgresql", postgres()), "big", "small")).toEqual(whole);
  });
});

const maria = async (context: TestContext, happening?: (server: TestMariadb) => Happening) => {
  mariadb ??= await mariadbOr(context);
  await mariadb.admin.query(`
    create or replace table big (id int primary key, note varchar(100));
    insert into big select seq, repeat('n', 100) from seq_1_to_20000;
    create or replace table small (id int primary key, note varchar(100));
    insert into small select id, note from big where id <= 500`);
  const { host, port, user, password } = mariadb;
  const config = { host, port, user, password, database: "shop", lockTimeout: 2 };
  return bound("mysql", config, happening?.(mariadb));
};

describe("a table that changes in the middle", () => {
  it("PostgreSQL: a column cannot be dropped before the run has read it; the next run ends at the column", async () => {
    let dropping: Promise<unknown> = Promise.resolve();
    let isDropped = false;
    const other = new pg.Client({ connectionString: database.url });
    await other.connect();
    const before = async (table: string) => {
      if (table !== "big") return;
      dropping = other.query("alter table small drop column note").then(() => {
        isDropped = true;
      });
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect(isDropped).toBe(false);
    };
    const run = await outcomeOf(bound("postgresql", postgres(), { before }), "big", "small");
    expect(run).toMatchObject({ rows: [rows, 500] });
    await dropping;
    await other.end();
    expect(await outcomeOf(bound("postgresql", postgres()), "big", "small")).toMatchObject({
      code: "source-missing-relation",
      place: { stage: "extract", table: "small" },
      params: { what: "note" },
    });
    await client.query("alter table small add column note text");
  });

  it.for([
    ["is dropped", "alter table small drop column note"],
    ["gets another type", "alter table small modify note int"],
  ] as const)(
    "MariaDB: a column that %s ends the run at its table, and a retry reads what is there then",
    async ([what, change], context) => {
      const source = await maria(context, ({ admin }) => ({
        before: async (table) => {
          if (table !== "small") return;
          await admin.query(`update small set note = '7'; ${change}`);
        },
      }));
      const run = await outcomeOf(source, "big", "small");
      expect(run).toMatchObject({ place: { stage: "extract", table: "small" } });
      expect(run).toMatchObject({
        code: what === "is dropped" ? "source-missing-relation" : "source-table-changed",
      });
      const again = await outcomeOf(
        bound(source.kind, source.config),
        ...(what === "is dropped" ? ["big"] : ["big", "small"]),
      );
      expect(again).toMatchObject({ rows: what === "is dropped" ? [20_000] : [20_000, 500] });
    },
  );

  it("MariaDB: a server that is killed between two tables names the second, and the source", async (context) => {
    const own = await mariadbOr(context);
    await own.admin.query(
      "create table big (id int, note int); insert into big values (1, 1); create table small as select * from big",
    );
    const { host, port, user, password } = own;
    const config = { host, port, user, password, database: "shop" };
    const before = async (table: string) => {
      if (table === "small") await own.stop();
    };
    expect(await outcomeOf(bound("mysql", config, { before }), "big", "small")).toMatchObject({
      code: "source-interrupted",
      place: { stage: "extract", table: "small" },
      params: { source: `${host}:${port}/shop` },
    });
  });
});
