import { text } from "node:stream/consumers";
import { afterAll, describe, expect, it, type TestContext } from "vitest";
import { AppError } from "#lib/kernel";
import { mariadbOr, type TestMariadb } from "#lib/testing";
import type { SessionOptions, SourceTools } from "../definition.ts";
import type { MysqlConfig } from "./definition.ts";
import { mysqlConfigSchema, parseMysqlSource } from "./definition.ts";
import { mysqlDriver } from "./driver.ts";

const secret = "Секрет-Персона-99";
const tools: SourceTools = {
  network: { privateHosts: "all" },
  files: {
    inspect: () => Promise.reject(new Error("not used")),
    run: () => Promise.reject(new Error("not used")),
    inspectDatabase: () => Promise.reject(new Error("not used")),
    runInDatabase: () => Promise.reject(new Error("not used")),
  },
};
const driver = mysqlDriver(tools);
const never = new AbortController().signal;

let starting: Promise<TestMariadb> | undefined;
afterAll(async () => {
  await (await starting?.catch(() => undefined))?.stop();
});

async function shop(context: TestContext): Promise<{ server: TestMariadb; config: MysqlConfig }> {
  starting ??= mariadbOr(context).then(async (server) => {
    await server.admin.query(`
      set time_zone = '+00:00', sql_mode = '';
      create table parents (a int, b varchar(20), note text, primary key (a, b)) engine innodb;
      create table kinds (
        id bigint unsigned primary key, small smallint not null, amount decimal(12,2), wide decimal(50,3), f float, d double,
        flag bit(1), tiny tinyint(1), born date, at_time time, made datetime(6), seen timestamp(3) null, y year,
        j json, bin varbinary(10), txt text, word enum('new','old'), pa int, pb varchar(20),
        constraint to_parent foreign key (pa, pb) references parents (a, b)) engine innodb;
      create table \`odd \`\`; drop\` (id int primary key, \`a "b\` text);
      create view seen_kinds as select id, txt from kinds;
      create table big (id int primary key, pad varchar(100));
      insert into big select seq, repeat('x', 100) from seq_1_to_300000;
      insert into parents values (1, 'x', null), (2, 'y', '');
      insert into kinds values (18446744073709551615, 2, 3.50, 12345678901234567890123456789012345678901234567.125, 0.1, 1e300, b'1', 7,
        '2020-02-29', '-12:30:00', '2020-01-01 10:00:00.000001', '2020-01-01 10:00:00.5', 2024, '{"a": "б"}', x'DEAD',
        concat('${secret}, "кавычки"', char(10), 'строка'), 'new', 1, 'x');
      insert into kinds (id, small, txt, born, made) values (2, 0, '', '0000-00-00', '2020-00-10 00:00:00');
      insert into \`odd \`\`; drop\` values (1, 'q');
      create user 'reader'@'%' identified by 'p@ss';
      grant select on shop.* to 'reader'@'%';`);
    return server;
  });
  const server = await starting;
  const { host, port, database } = server;
  const config = mysqlConfigSchema.parse({ host, port, database, user: "reader", password: "p@ss" });
  return { server, config };
}

const options = (extra: Partial<SessionOptions> = {}): SessionOptions => ({
  runName: "etlx run 42",
  signal: never,
  scratch: "/tmp",
  ...extra,
});

async function errorOf(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => undefined,
    (e: unknown) => e,
  );
  if (!(error instanceof AppError)) throw new Error("an AppError was expected", { cause: error });
  expect(`${error.message} ${JSON.stringify(error.toData())}`).not.toContain(secret);
  return error;
}

async function extracted(
  config: MysqlConfig,
  script: string,
  extra: Partial<SessionOptions> = {},
  asText = false,
) {
  const session = await driver.open(config, options(extra));
  try {
    const intake = await session.extract("t", script, { asText });
    if (intake.kind !== "csv") throw new TypeError("csv was expected");
    const csv = await text(intake.stream);
    return { csv, columns: intake.columns, rows: intake.rowsSent?.() };
  } finally {
    await session.close();
  }
}

describe("the MySQL driver", () => {
  it("tells the server and what its user may do too much", async (context) => {
    const { server, config } = await shop(context);
    const told = await driver.test(config, never);
    expect(told.server).toMatch(/^MariaDB \d+\.\d+/);
    expect(told.warnings).toEqual([]);
    const owner = await driver.test({ ...config, user: server.user, password: server.password }, never);
    expect(owner.warnings.map(({ en }) => en).join()).toContain("may administer the server");
  });

  it("finds tables, views, types and keys", async (context) => {
    const { config } = await shop(context);
    const tables = await driver.introspect(config, never);
    expect(tables.map(({ name, kind }) => [name, kind])).toEqual([
      ["big", "table"],
      ["kinds", "table"],
      ["odd `; drop", "table"],
      ["parents", "table"],
      ["seen_kinds", "view"],
    ]);
    const kinds = tables.find(({ name }) => name === "kinds");
    expect(Object.fromEntries(kinds?.columns.map(({ name, datatype }) => [name, datatype]) ?? [])).toEqual({
      id: "decimal(20,0)",
      small: "integer",
      amount: "decimal(12,2)",
      wide: "string",
      f: "float",
      d: "float",
      flag: "boolean",
      tiny: "integer",
      born: "date",
      at_time: "string",
      made: "timestamp",
      seen: "timestamp(tz)",
      y: "integer",
      // MariaDB's JSON is a text with a check.
      j: "string",
      bin: "binary",
      txt: "string",
      word: "string",
      pa: "integer",
      pb: "string",
    });
    expect(kinds?.primaryKey).toEqual(["id"]);
    expect(kinds?.foreignKeys).toEqual([
      { columns: ["pa", "pb"], references: { table: "parents", columns: ["a", "b"] } },
    ]);
    expect(tables.find(({ name }) => name === "parents")?.primaryKey).toEqual(["a", "b"]);
    expect(tables.find(({ name }) => name === "big")?.estimatedRows).toBeGreaterThan(100_000);
  });

  it("streams every type as its canonical text, and tells an empty text from a null", async (context) => {
    const { config } = await shop(context);
    const { csv, columns, rows } = await extracted(config, "select * from kinds;");
    expect(csv).toBe(
      `2,0,,,,,,,-infinity,,-infinity,,,,,"",,,\n` +
        `18446744073709551615,2,3.50,"12345678901234567890123456789012345678901234567.125",0.10000000149011612,1e300,true,7,` +
        `2020-02-29,"-12:30:00",2020-01-01 10:00:00.000001,2020-01-01 10:00:00.500+00:00,2024,"{""a"": ""б""}",\\xdead,` +
        `"${secret}, ""кавычки""\nстрока","new",1,"x"\n`,
    );
    expect(rows).toBe(2);
    expect(columns.find(({ name }) => name === "wide")?.datatype).toBe("string");
    expect(columns.map(({ datatype }) => datatype)).toEqual([
      ...[
        "decimal(20,0)",
        "integer",
        "decimal(12,2)",
        "string",
        "float",
        "float",
        "boolean",
        "integer",
        "date",
      ],
      ...[
        "string",
        "timestamp",
        "timestamp(tz)",
        "integer",
        "string",
        "binary",
        "string",
        "string",
        "integer",
        "string",
      ],
    ]);
    expect(columns.map(({ nullable }) => nullable).slice(0, 3)).toEqual([false, false, true]);
  });

  it("gives dates that are none as the server writes them, when asked for texts", async (context) => {
    const { config } = await shop(context);
    const { csv } = await extracted(config, "select born, made from kinds where id = 2", {}, true);
    expect(csv).toBe(`"0000-00-00","2020-00-10 00:00:00.000000"\n`);
  });

  it("reads all tables from one snapshot, and takes at most the sample", async (context) => {
    const { server, config } = await shop(context);
    const session = await driver.open(config, options({ sample: 10 }));
    try {
      await server.admin.query("insert into parents values (3, 'late', null)");
      const intake = await session.extract("parents", "select a from parents order by a");
      expect(intake.kind === "csv" && (await text(intake.stream))).toBe("1\n2\n");
      const big = await session.extract("big", "select id from big");
      expect(big.kind === "csv" && (await text(big.stream)).split("\n")).toHaveLength(11);
    } finally {
      await session.close();
      await server.admin.query("delete from parents where a = 3");
    }
  });

  it("samples a table through a script of its own, the same rows again", async (context) => {
    const { config } = await shop(context);
    const session = await driver.open(config, options());
    try {
      const script = await session.sampleScript({ name: "big" }, 5);
      const read = async () => {
        const intake = await session.extract("big", script);
        return intake.kind === "csv" ? text(intake.stream) : "";
      };
      const first = await read();
      expect(first.trim().split("\n")).toHaveLength(5);
      expect(await read()).toBe(first);
    } finally {
      await session.close();
    }
  });

  it.each([
    ["delete from kinds", "source-script-refused"],
    ["select 1; select 2", "source-script-refused"],
    ["select 1) as q; drop table kinds; select * from (select 1", "source-script-refused"],
    ["select id from kinds into outfile '/tmp/etlx-stolen'", "source-script-refused"],
    ["select id, id from kinds", "source-column-repeated"],
    ["select id from nowhere", "source-missing-relation"],
    ["select nothing from kinds", "source-missing-relation"],
    ["selec id from kinds", "source-script-refused"],
    ["select * from mysql.user", "source-permission"],
  ])("refuses %s", async (script, code) => {
    const context = { skip: () => expect.fail("MariaDB was there before") } as unknown as TestContext;
    const { server, config } = await shop(context);
    // Whoever owns the tables may not change them here either.
    const owner = code === "source-permission" ? {} : { user: server.user, password: server.password };
    const session = await driver.open({ ...config, ...owner }, options());
    try {
      const error = await errorOf(session.describe("t", script));
      expect([error.code, error.place]).toEqual([code, expect.objectContaining({ table: "t" })]);
      // The session goes on.
      expect(await session.describe("t", "select 1 as one")).toHaveLength(1);
    } finally {
      await session.close();
    }
  });

  it("cancels its query at the server", async (context) => {
    const { server, config } = await shop(context);
    const abort = new AbortController();
    const session = await driver.open(config, options({ signal: abort.signal }));
    const reading = session.extract("t", "select sleep(30) as slept, id from big");
    const intake = await reading;
    const over = intake.kind === "csv" ? text(intake.stream) : Promise.resolve("");
    abort.abort();
    expect((await errorOf(over)).code).toBe("run-cancelled");
    await expect
      .poll(async () => {
        const [rows] = await server.admin.query(
          "select count(*) as n from information_schema.processlist where user = 'reader'",
        );
        return JSON.stringify(rows);
      })
      .toBe('[{"n":0}]');
    await session.close();
  });

  it("tells a wrong password, a missing database and a dead server without repeating anything", async (context) => {
    const { config } = await shop(context);
    const codes = await Promise.all(
      [
        { ...config, password: "very-secret" },
        { ...config, database: "nowhere" },
        { ...config, port: 1 },
      ].map(async (wrong) => {
        const error = await errorOf(driver.test(wrong, never));
        expect(String(error)).not.toContain("very-secret");
        return error.code;
      }),
    );
    expect(codes).toEqual(["source-refused-login", "source-permission", "source-unreachable"]);
  });

  it("ends with a clear error when the server ends", async (context) => {
    const { server, config } = await shop(context);
    const session = await driver.open(config, options({ runName: "to be killed" }));
    const intake = await session.extract(
      "big",
      "select b.id, c.pad from big b join big c on b.id % 1000 = c.id % 1000",
    );
    if (intake.kind !== "csv") throw new TypeError("csv was expected");
    intake.stream.once("data", async () => {
      const [rows] = await server.admin.query(
        "select id from information_schema.processlist where user = 'reader'",
      );
      for (const { id } of rows as { id: number }[]) await server.admin.query(`kill ${id}`);
    });
    expect((await errorOf(text(intake.stream))).code).toBe("source-interrupted");
    await session.close();
  });

  it("reads an address of the command line", () => {
    expect(parseMysqlSource("mariadb://me:p%40ss@db.corp/sales")).toMatchObject({
      host: "db.corp",
      port: 3306,
      user: "me",
      password: "p@ss",
      database: "sales",
    });
    expect(() => parseMysqlSource("mysql://u:very-secret@h/d?socketPath=/tmp")).toThrow(/\?ssl=/);
  });
});
