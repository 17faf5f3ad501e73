import { text } from "node:stream/consumers";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AppError } from "#lib/kernel";
import { freshDatabase, type TestDatabase } from "#lib/testing";
import type { SessionOptions, SourceTools } from "../definition.ts";
import { type PostgresqlConfig, parsePostgresSource } from "./definition.ts";
import { postgresqlDriver } from "./driver.ts";

const secret = "Секрет-Персона-99";
const password = "p@ss'w\"ord-very-secret";
const tools: SourceTools = {
  network: { privateHosts: "all" },
  files: {
    inspect: () => Promise.reject(new Error("not used")),
    run: () => Promise.reject(new Error("not used")),
    inspectDatabase: () => Promise.reject(new Error("not used")),
    runInDatabase: () => Promise.reject(new Error("not used")),
  },
};
const driver = postgresqlDriver(tools);
const reader = `reader_${Math.random().toString(36).slice(2, 10)}`;

let database: TestDatabase;
let admin: pg.Client;
let config: PostgresqlConfig;

beforeAll(async () => {
  database = await freshDatabase("source_pg");
  admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  config = parsePostgresSource(database.url);
  await admin.query(`
    create schema "Sales ""A""";
    create domain public.mail as varchar(200);
    create table parent (a int, b text, note text, primary key (a, b));
    create table kinds (
      id bigint primary key, small smallint not null, amount numeric(12,2), free numeric, f double precision, ok boolean,
      d date, t time, ts timestamp, tz timestamptz, u uuid, j jsonb, bin bytea, txt text, mail public.mail, arr int[], c char(3),
      pa int, pb text, foreign key (pa, pb) references parent (a, b));
    create table "Sales ""A"""."Order; drop" (id int primary key, parent int references "Sales ""A"""."Order; drop");
    create view seen as select id, txt from kinds;
    create table hidden (secret text);
    create table big as select g as id, repeat('x', 100) as pad from generate_series(1, 400000) g;
    insert into parent values (1, 'x', null), (2, 'y', '');
    insert into kinds values (1, 2, 3.50, 1.234567890123, 0.1, true, '2020-02-29', '23:59:59', '2020-01-01 10:00', '2020-01-01 10:00+03',
      '00000000-0000-0000-0000-000000000001', '{"a": 1}', '\\xDEAD', '${secret}', 'a@b.c', '{1,2}', 'ab', 1, 'x');
    insert into kinds (id, small, txt, ok) values (2, 0, '', false);
    create role ${reader} login password '${password.replaceAll("'", "''")}';
    grant connect on database ${new URL(database.url).pathname.slice(1)} to ${reader};
    grant select on parent, kinds, seen, big to ${reader};
    analyze;`);
});
afterAll(async () => {
  await admin.query(`drop owned by ${reader}; drop role ${reader}`);
  await admin.end();
  await database.drop();
});

const asReader = (extra: Partial<PostgresqlConfig> = {}): PostgresqlConfig => ({
  ...config,
  user: reader,
  password,
  ...extra,
});
const { signal } = new AbortController();
const options = (extra: Partial<SessionOptions> = {}): SessionOptions => ({
  runName: "etlx run 42",
  signal,
  scratch: "/tmp",
  ...extra,
});

async function errorOf(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => undefined,
    (e: unknown) => e,
  );
  if (!(error instanceof AppError)) throw new Error("an AppError was expected", { cause: error });
  const told = `${error.message} ${JSON.stringify(error.toData())}`;
  expect(told).not.toContain(password);
  expect(told).not.toContain(secret);
  return error;
}

async function extracted(
  script: string,
  extra: Partial<SessionOptions> = {},
  on = asReader(),
): Promise<string> {
  const session = await driver.open(on, options(extra));
  try {
    const intake = await session.extract("t", script);
    if (intake.kind !== "csv") throw new Error("csv was expected");
    return await text(intake.stream);
  } finally {
    await session.close();
  }
}

const sessionsOf = async (name: string): Promise<readonly { state: string; query: string }[]> =>
  (await admin.query("select state, query from pg_stat_activity where application_name = $1", [name])).rows;

const eventually = async (check: () => Promise<boolean>, milliseconds: number): Promise<boolean> => {
  for (const end = Date.now() + milliseconds; Date.now() < end; ) {
    if (await check()) return true;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return check();
};

describe("a live test", () => {
  it("answers with the server and warns of a role that can write", async () => {
    const owner = await driver.test(config, signal);
    expect(owner.server).toMatch(/^PostgreSQL \d/);
    expect(owner.warnings[0]?.en).toContain("superuser");
    expect((await driver.test(asReader(), signal)).warnings).toEqual([]);
    await admin.query(`grant insert on parent to ${reader}`);
    const { warnings } = await driver.test(asReader(), signal);
    await admin.query(`revoke insert on parent from ${reader}`);
    expect(warnings[0]?.en).toContain("may change 1 tables");
  });

  it("never echoes a wrong password", async () => {
    const error = await errorOf(driver.test(asReader({ password: `${password}x` }), signal));
    expect(error.code).toBe("source-refused-login");
  });

  it.each([
    ["a closed port", { port: 21699 }, "source-unreachable"],
    ["an unknown host", { host: "no-such-host.invalid" }, "host-unknown"],
    ["an unknown database", { database: "nothing_here" }, "source-database-missing"],
    ["a cloud's metadata address", { host: "169.254.169.254" }, "address-refused"],
    ["the same address written as IPv6", { host: "::ffff:169.254.169.254" }, "address-refused"],
    ["a server without TLS where it is required", { ssl: "require" as const }, "source-unreachable"],
  ])("says what is wrong with %s", async (_, change, code) => {
    expect((await errorOf(driver.test(asReader(change), signal))).code).toBe(code);
  });

  it("keeps to the hosts that an administrator allows", async () => {
    const strict = postgresqlDriver({ ...tools, network: { privateHosts: ["db.corp"] } });
    expect((await errorOf(strict.test(config, signal))).code).toBe("address-refused");
    const named = postgresqlDriver({ ...tools, network: { privateHosts: [config.host] } });
    expect((await named.test(config, signal)).server).toContain("PostgreSQL");
  });

  it("refuses our own database, by another name of its host too", async () => {
    const guarded = postgresqlDriver({ ...tools, ourDatabaseUrl: database.url });
    expect((await errorOf(guarded.test(config, signal))).code).toBe("source-is-our-database");
    const alias = { ...config, host: config.host === "localhost" ? "127.0.0.1" : "localhost" };
    expect((await errorOf(guarded.open(alias, options()))).code).toBe("source-is-our-database");
    const beside = await freshDatabase("source_beside");
    const other = postgresqlDriver({ ...tools, ourDatabaseUrl: beside.url });
    expect((await other.test(config, signal)).server).toContain("PostgreSQL");
    await beside.drop();
  });
});

describe("introspection", () => {
  it("finds tables, views, types, keys and estimates", async () => {
    const tables = await driver.introspect(config, signal);
    const kinds = tables.find((t) => t.name === "kinds");
    expect(kinds?.primaryKey).toEqual(["id"]);
    expect(kinds?.estimatedRows).toBe(2);
    expect(kinds?.foreignKeys).toEqual([
      { columns: ["pa", "pb"], references: { schema: "public", table: "parent", columns: ["a", "b"] } },
    ]);
    expect(Object.fromEntries((kinds?.columns ?? []).map((c) => [c.name, c.datatype]))).toEqual({
      id: "integer",
      small: "integer",
      amount: "decimal(12,2)",
      free: "string",
      f: "float",
      ok: "boolean",
      d: "date",
      t: "time",
      ts: "timestamp",
      tz: "timestamp(tz)",
      u: "uuid",
      j: "json",
      bin: "binary",
      txt: "string",
      mail: "string",
      arr: "string",
      c: "string",
      pa: "integer",
      pb: "string",
    });
    expect(kinds?.columns.filter((c) => !c.nullable).map((c) => c.name)).toEqual(["id", "small"]);
    expect(tables.find((t) => t.name === "parent")?.primaryKey).toEqual(["a", "b"]);
    expect(tables.find((t) => t.name === "seen")?.kind).toBe("view");
  });

  it("shows a role what it may read, and only the schemas asked for", async () => {
    const seen = await driver.introspect(asReader(), signal);
    expect(seen.map((t) => t.name).sort()).toEqual(["big", "kinds", "parent", "seen"]);
    const sales = await driver.introspect({ ...config, schemas: ['Sales "A"'] }, signal);
    expect(sales.map((t) => t.name)).toEqual(["Order; drop"]);
  });

  it("writes a GRANT script that runs, with hostile names", async () => {
    const role = `r"; drop table parent; $etlx$ '${Date.now()}`;
    const script = driver.grantScript?.({ ...config, user: role }, [
      { schema: 'Sales "A"', name: "Order; drop" },
      { name: "parent" },
    ]);
    await admin.query(script ?? "");
    const quoted = `"${role.replaceAll('"', '""')}"`;
    const { rows } = await admin.query(
      `select has_table_privilege($1, 'parent', 'select') as parent, has_table_privilege($1, 'kinds', 'select') as kinds`,
      [role],
    );
    await admin.query(`drop owned by ${quoted}; drop role ${quoted}`);
    expect(rows).toEqual([{ parent: true, kinds: false }]);
  });
});

describe("a script", () => {
  it("is described by the server, with types", async () => {
    const session = await driver.open(asReader(), options());
    const columns = await session.describe(
      "t",
      "select id, amount, amount * 2 as twice, mail, count(*) over () n from kinds; ",
    );
    await session.close();
    expect(columns.map((c) => [c.name, c.datatype, c.nativeType, c.nullable])).toEqual([
      ["id", "integer", "bigint", false],
      ["amount", "decimal(12,2)", "numeric(12,2)", true],
      ["twice", "string", "numeric", true],
      ["mail", "string", "character varying(200)", true],
      ["n", "integer", "bigint", true],
    ]);
  });

  it("is said to give about as many rows as it does, without running, and a bad one leaves the session usable", async () => {
    await admin.query("analyze big");
    const session = await driver.open(asReader(), options());
    const estimate = (script: string) => session.estimateRows?.("t", script);
    expect(await estimate("select * from big; ")).toBe(400_000);
    expect(await estimate("select id from big where id <= 4000")).toBeGreaterThan(3_000);
    expect(await estimate("select id from big where id <= 4000")).toBeLessThan(5_000);
    // It is planned alone: run, it would fail.
    expect(await estimate("select 1 / (a - a) as x from parent")).toBeGreaterThan(0);
    expect((await errorOf(session.estimateRows?.("t", "select nothing") ?? Promise.resolve())).code).toBe(
      "source-missing-relation",
    );
    const outside =
      "select 1) as q; commit; create table estimated (a int); begin; select * from (select 1 as one";
    expect((await errorOf(session.estimateRows?.("t", outside) ?? Promise.resolve())).code).toBe(
      "source-script-refused",
    );
    expect((await admin.query("select to_regclass('estimated') as made")).rows).toEqual([{ made: null }]);
    expect(await estimate("select 1 as one")).toBe(1);
    await session.close();
  });

  it("streams CSV in which null and empty text differ, in canonical text", async () => {
    expect(await extracted("select * from kinds order by id -- last")).toBe(
      `1,2,3.50,1.234567890123,0.1,true,2020-02-29,23:59:59,2020-01-01 10:00:00,2020-01-01 07:00:00+00,` +
        `00000000-0000-0000-0000-000000000001,"{""a"": 1}",\\xdead,${secret},a@b.c,"{1,2}",ab ,1,x\n` +
        `2,0,,,,false,,,,,,,,"",,,,,\n`,
    );
  });

  it("says how many rows were sent", async () => {
    const session = await driver.open(asReader(), options());
    const intake = await session.extract("t", "select id from big");
    if (intake.kind !== "csv") throw new Error("csv was expected");
    await text(intake.stream);
    await session.close();
    expect(intake.rowsSent?.()).toBe(400_000);
  });

  it("reads a sample", async () => {
    expect((await extracted("select id from big", { sample: 7 })).split("\n").length - 1).toBe(7);
  });

  const hostile = [
    ["closes COPY and goes on", "select 1) to stdout; drop table parent; copy (select 1"],
    [
      "closes the parenthesis of the wrapper",
      "select 1) as q(c1); drop table parent; select * from (select 1",
    ],
    ["is two statements", "select 1; drop table parent"],
    ["leaves the transaction", "select 1; commit; drop table parent"],
    ["deletes", "delete from parent"],
    ["deletes and returns", "delete from parent returning *"],
    ["deletes in a common table", "with d as (delete from parent returning *) select * from d"],
    ["calls a function that writes", "select nextval('s')"],
    ["locks rows", "select * from parent for update"],
    ["makes a table", "select 1 as a into made"],
    ["copies", "copy parent to program 'id'"],
    ["explains", "explain select 1"],
    ["is no statement", "-- nothing"],
    ["opens a comment", "select 1 /*"],
    ["takes a parameter", "select $1::int as x"],
  ] as const;
  it.each(hostile)("that %s is refused and changes nothing", async (_, script) => {
    await admin.query("create sequence if not exists s");
    const before = await admin.query("select count(*)::int as n from parent");
    // As a superuser, whom no permission stops.
    const error = await errorOf(extracted(script, {}, config));
    expect(["source-script-refused", "source-query-failed"]).toContain(error.code);
    const after = await admin.query("select count(*)::int as n, to_regclass('made') as made from parent");
    expect(after.rows).toEqual([{ n: before.rows[0].n, made: null }]);
    expect((await admin.query("select is_called from s")).rows).toEqual([{ is_called: false }]);
  });

  it("that names what is not there is told the name and line, and may not read what it was not granted", async () => {
    const table = await errorOf(extracted("select *\nfrom nothing_here"));
    expect([table.code, table.params.what, table.place.line]).toEqual([
      "source-missing-relation",
      "nothing_here",
      2,
    ]);
    const column = await errorOf(extracted("select id,\n k.nothing\nfrom kinds k"));
    expect([column.code, column.params.what, column.place.line]).toEqual([
      "source-missing-relation",
      "k.nothing",
      2,
    ]);
    expect((await errorOf(extracted("select * from hidden"))).code).toBe("source-permission");
    const twice = await errorOf(extracted("select id, id from kinds"));
    expect([twice.code, twice.params.column]).toEqual(["source-column-repeated", "id"]);
  });

  it("that fails over a value does not show it", async () => {
    const error = await errorOf(extracted("select txt::int as n from kinds"));
    expect([error.code, error.params.detail]).toEqual(["source-query-failed", "22P02"]);
  });

  it("that was refused does not spoil the session for the next", async () => {
    const session = await driver.open(asReader(), options());
    await errorOf(session.describe("a", "select nothing"));
    expect((await session.describe("b", "select 1 as one")).map((c) => c.name)).toEqual(["one"]);
    await session.close();
  });
});

describe("a session", () => {
  it("sees one snapshot in all tables and connections while a writer changes them", async () => {
    await admin.query(
      "create table left_ (n int); create table right_ (n int); insert into left_ values (1); insert into right_ values (1)",
    );
    const session = await driver.open({ ...config, maxConnections: 3 }, options());
    const read = async (table: string) => {
      const intake = await session.extract(table, `select n from ${table}_`);
      if (intake.kind !== "csv") throw new Error("csv was expected");
      return text(intake.stream);
    };
    expect(await read("left")).toBe("1\n");
    await admin.query("begin; update left_ set n = 2; update right_ set n = 2; commit");
    expect(await read("right")).toBe("1\n");
    expect(await Promise.all([read("left"), read("right"), read("left")])).toEqual(["1\n", "1\n", "1\n"]);
    expect((await sessionsOf("etlx run 42")).length).toBe(3);
    await session.close();
    expect(await eventually(async () => (await sessionsOf("etlx run 42")).length === 0, 2000)).toBe(true);
    expect(await extracted("select n from right_", {}, config)).toBe("2\n");
  });

  it("is read-only, whatever the role", async () => {
    const session = await driver.open(config, options());
    const { rows } = await admin.query(
      "select count(*)::int as n from pg_locks l join pg_stat_activity a using (pid) where a.application_name = 'etlx run 42' and l.mode like '%Exclusive%' and l.locktype = 'relation'",
    );
    expect(rows).toEqual([{ n: 0 }]);
    await session.close();
    const error = await errorOf(extracted("select lo_create(0) as x", {}, config));
    expect([error.code, error.params.detail]).toEqual(["source-script-refused", "25006"]);
  });

  it("opens no more connections than allowed", async () => {
    const session = await driver.open(asReader({ maxConnections: 1 }), options());
    const streams = await Promise.all(
      ["a", "b", "c"].map(async (table) => {
        const intake = await session.extract(table, "select id from big");
        if (intake.kind !== "csv") throw new Error("csv was expected");
        return (await text(intake.stream)).length;
      }),
    );
    expect(new Set(streams).size).toBe(1);
    expect((await sessionsOf("etlx run 42")).length).toBe(1);
    await session.close();
  });

  it("gives up on a lock after its time", async () => {
    const locker = new pg.Client({ connectionString: database.url });
    await locker.connect();
    await locker.query("begin; lock table parent in access exclusive mode");
    const error = await errorOf(extracted("select * from parent", {}, asReader({ lockTimeout: 1 })));
    await locker.query("rollback");
    await locker.end();
    expect(error.code).toBe("source-locked");
  });

  it("gives up on a query after its time", async () => {
    const slow = "select pg_sleep(30)::text as x";
    expect((await errorOf(extracted(slow, {}, asReader({ statementTimeout: 1 })))).code).toBe(
      "source-timeout",
    );
  });

  it("cancels at the source at once, in the middle of a stream and of a silent query", async () => {
    for (const script of ["select b.id from big b, big c", "select pg_sleep(60)::text as x"]) {
      const stop = new AbortController();
      const name = `etlx cancel ${script.length}`;
      const session = await driver.open(asReader(), options({ signal: stop.signal, runName: name }));
      const intake = await session.extract("t", script);
      if (intake.kind !== "csv") throw new Error("csv was expected");
      const reading = errorOf(text(intake.stream));
      expect(
        await eventually(async () => (await sessionsOf(name)).some((s) => s.state === "active"), 5000),
      ).toBe(true);
      stop.abort();
      expect(await eventually(async () => (await sessionsOf(name)).length === 0, 2000)).toBe(true);
      expect((await reading).code).toBe("run-cancelled");
      await session.close();
    }
  });

  it("holds the source back while nobody reads, and leaves nothing when it is closed half-way", async () => {
    const session = await driver.open(asReader(), options({ runName: "etlx slow" }));
    const intake = await session.extract("t", "select b.id, b.pad from big b, generate_series(1, 50)");
    if (intake.kind !== "csv") throw new Error("csv was expected");
    await new Promise((resolve) => setTimeout(resolve, 500));
    const before = process.memoryUsage().rss;
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(process.memoryUsage().rss - before).toBeLessThan(50 << 20);
    expect((await sessionsOf("etlx slow"))[0]?.state).toBe("active");
    intake.stream.on("error", () => undefined);
    await session.close();
    expect(await eventually(async () => (await sessionsOf("etlx slow")).length === 0, 3000)).toBe(true);
  });

  it("reports a server that ends the connection", async () => {
    const session = await driver.open(asReader(), options({ runName: "etlx ended" }));
    const intake = await session.extract("t", "select b.id from big b, big c");
    if (intake.kind !== "csv") throw new Error("csv was expected");
    const reading = errorOf(text(intake.stream));
    await new Promise((resolve) => setTimeout(resolve, 300));
    await admin.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'etlx ended'",
    );
    expect((await reading).code).toBe("source-interrupted");
    await session.close();
  });
});

it("tells sources apart without their passwords", () => {
  expect(driver.fingerprint(config)).toBe(
    driver.fingerprint({ ...config, password: "other", lockTimeout: 3 }),
  );
  expect(driver.fingerprint(config)).not.toBe(driver.fingerprint({ ...config, database: "other" }));
});
