import { text } from "node:stream/consumers";
import { afterAll, describe, expect, it, type TestContext } from "vitest";
import { mariadbOr, type TestMariadb } from "#lib/testing";
import type { SessionOptions, SourceTools } from "../definition.ts";
import { type MysqlConfig, mysqlConfigSchema } from "./definition.ts";
import { mysqlDriver } from "./driver.ts";

/** Servers that read quotes and backslashes in their own ways, and sessions that end while the server is at work. */

const unused = () => Promise.reject(new Error("not used"));
const tools: SourceTools = {
  network: { privateHosts: "all" },
  files: { inspect: unused, run: unused, inspectDatabase: unused, runInDatabase: unused },
};
const driver = mysqlDriver(tools);

let starting: Promise<TestMariadb> | undefined;
afterAll(async () => {
  await (await starting?.catch(() => undefined))?.stop();
});

async function shop(context: TestContext): Promise<{ server: TestMariadb; config: MysqlConfig }> {
  starting ??= mariadbOr(context).then(async (server) => {
    await server.admin.query(`
      create table visits (id int primary key, \`the city\` varchar(40), \`$odd\` varchar(40));
      insert into visits values (1, 'Москва', 'a\\\\b'), (2, 'Казань', 'quote " and '' too');
      create user 'reader'@'%' identified by 'p@ss';
      grant select on shop.* to 'reader'@'%';`);
    return server;
  });
  const server = await starting;
  const { host, port, database } = server;
  return {
    server,
    config: mysqlConfigSchema.parse({ host, port, database, user: "reader", password: "p@ss" }),
  };
}

const options = (extra: Partial<SessionOptions> = {}): SessionOptions => ({
  runName: "etlx run 43",
  signal: new AbortController().signal,
  scratch: "/tmp",
  ...extra,
});

async function rowsOf(config: MysqlConfig, script: string, extra: Partial<SessionOptions> = {}) {
  const session = await driver.open(config, options(extra));
  try {
    const intake = await session.extract("t", script);
    return intake.kind === "csv" ? await text(intake.stream) : expect.fail("csv was expected");
  } finally {
    await session.close();
  }
}

const hostile = `'; drop table visits; -- \\' " \n $least`;
const parameters = [
  { name: "name", type: "string", value: hostile },
  { name: "city", type: "string", value: "Казань" },
  { name: "least", type: "integer", value: "-1" },
  { name: "part", type: "decimal", value: "0.10" },
  { name: "day", type: "date", value: "2026-03-29" },
  { name: "none", type: "date", value: null },
] as const;

/** What a script may write in each mode: a name in double quotes, a text in them, a backslash that escapes. */
const modes = [
  ["as usual", "STRICT_TRANS_TABLES", `"it's $city"`, "`the city`", `'it''s \\'$city'`, "it's '$city"],
  ["ANSI quotes", "ANSI_QUOTES", `'it''s $city'`, '"the city"', `'it''s \\'$city'`, "it's '$city"],
  ["ANSI as a whole", "ANSI", `'it''s $city'`, '"the city"', `'it''s \\'$city'`, "it's '$city"],
  ["no escapes", "NO_BACKSLASH_ESCAPES", `"it's $city"`, "`the city`", `'back\\'`, "back\\"],
  ["both", "ANSI_QUOTES,NO_BACKSLASH_ESCAPES", `'it''s $city'`, '"the city"', `'back\\'`, "back\\"],
] as const;

describe.each(modes)("a server that reads %s", (_what, mode, quoted, name, escaped, meant) => {
  async function inMode<T>(context: TestContext, work: (config: MysqlConfig) => Promise<T>): Promise<T> {
    const { server, config } = await shop(context);
    await server.admin.query(`set global sql_mode = '${mode}'`);
    try {
      return await work(config);
    } finally {
      await server.admin.query("set global sql_mode = default");
    }
  }

  it("reads a script alike with parameters and without", async (context) => {
    const script = `select ${name} as city, ${quoted} as q, ${escaped} as e from visits order by id limit 10`;
    await inMode(context, async (config) => {
      const without = await rowsOf(config, script);
      expect(without).toBe(
        ["Москва", "Казань"].map((city) => `"${city}","it's $city","${meant}"\n`).join(""),
      );
      expect(await rowsOf(config, script, { parameters })).toBe(without);
    });
  });

  it("takes values as literals that none leaves", async (context) => {
    const script = `select length($name) as n, 5 -$least as i, $part as p, $day as d, $none is null as m,
      ${quoted} as q, ${escaped} as e, ${name} as c from visits where ${name} = $city # $name`;
    await inMode(context, async (config) => {
      const bytes = Buffer.byteLength(hostile);
      expect(await rowsOf(config, script, { parameters })).toBe(
        `${bytes},6,0.10,2026-03-29,1,"it's $city","${meant}","Казань"\n`,
      );
      expect(await rowsOf(config, "select $name as n", { parameters })).toBe(
        `"${hostile.replaceAll('"', '""')}"\n`,
      );
    });
  });

  it("gives tables, their samples and their odd names", async (context) => {
    await inMode(context, async (config) => {
      expect((await driver.introspect(config, new AbortController().signal)).map((one) => one.name)).toEqual([
        "visits",
      ]);
      const session = await driver.open(config, options({ parameters }));
      try {
        const script = await session.sampleScript({ name: "visits" }, 5);
        const intake = await session.extract("visits", script);
        const rows = intake.kind === "csv" ? (await text(intake.stream)).trim().split("\n").toSorted() : [];
        expect(rows).toEqual(['1,"Москва","a\\b"', '2,"Казань","quote "" and \' too"']);
      } finally {
        await session.close();
      }
    });
  });
});

describe("a session that ends while the server is at work", () => {
  const busy = async (server: TestMariadb): Promise<readonly unknown[]> => {
    const [rows] = await server.admin.query(
      "select info from information_schema.processlist where user = 'reader' and command <> 'Sleep'",
    );
    return Array.isArray(rows) ? rows : [];
  };
  // Nothing is written to whoever waits, so the server does not see that nobody does.
  const endless =
    "select count(*) as n from seq_1_to_1000000000 a, seq_1_to_1000000000 b where a.seq * b.seq = -1";

  it("ends its query there when it is closed", async (context) => {
    const { server, config } = await shop(context);
    const session = await driver.open(config, options());
    const intake = await session.extract("t", endless);
    if (intake.kind !== "csv") throw new TypeError("csv was expected");
    intake.stream.on("error", () => undefined);
    await expect.poll(() => busy(server), { timeout: 20_000 }).toHaveLength(1);
    await session.close();
    await expect.poll(() => busy(server), { timeout: 20_000 }).toEqual([]);
  });

  it("ends it when nobody wants the rows any more", async (context) => {
    const { server, config } = await shop(context);
    const session = await driver.open(config, options());
    const intake = await session.extract("t", endless);
    if (intake.kind !== "csv") throw new TypeError("csv was expected");
    intake.stream.on("error", () => undefined);
    await expect.poll(() => busy(server), { timeout: 20_000 }).toHaveLength(1);
    intake.stream.destroy();
    await expect.poll(() => busy(server), { timeout: 20_000 }).toEqual([]);
    await session.close();
  });
});
