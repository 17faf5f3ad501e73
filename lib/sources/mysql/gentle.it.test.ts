import { text } from "node:stream/consumers";
import { afterAll, describe, expect, it, type TestContext } from "vitest";
import { AppError } from "#lib/kernel";
import { mariadbOr, type TestMariadb } from "#lib/testing";
import type { SessionOptions, SourceTools } from "../definition.ts";
import { type MysqlConfig, mysqlConfigSchema } from "./definition.ts";
import { mysqlDriver } from "./driver.ts";

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
const rows = 2000;

const stops: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const stop of stops) await stop();
});

let starting: Promise<TestMariadb> | undefined;

/** A primary whose table says which server it is. */
async function shop(context: TestContext): Promise<{ server: TestMariadb; config: MysqlConfig }> {
  starting ??= serverNamed(context, "primary");
  const server = await starting;
  const { host, port, database } = server;
  return {
    server,
    config: mysqlConfigSchema.parse({ host, port, database, user: "reader", password: "p" }),
  };
}

async function serverNamed(context: TestContext, name: string): Promise<TestMariadb> {
  const server = await mariadbOr(context);
  stops.push(() => server.stop());
  await server.admin.query(`
    create table \`lines\` (id int primary key, note varchar(60));
    insert into \`lines\` select seq, concat('первая', char(10), 'вторая') from seq_1_to_${rows};
    create table big (id int primary key, pad varchar(100));
    insert into big select seq, repeat('x', 100) from seq_1_to_300000;
    create table me (name varchar(20));
    insert into me values ('${name}');
    create user 'reader'@'%' identified by 'p';
    grant select on shop.* to 'reader'@'%';`);
  return server;
}

const options = (extra: Partial<SessionOptions> = {}): SessionOptions => ({
  runName: "gentle",
  signal: new AbortController().signal,
  scratch: "/tmp",
  ...extra,
});

async function readAll(on: MysqlConfig, ...scripts: readonly string[]) {
  const session = await driver.open(on, options());
  try {
    const csv: string[] = [];
    for (const script of scripts) {
      const intake = await session.extract("t", script);
      if (intake.kind !== "csv") throw new TypeError("csv was expected");
      csv.push(await text(intake.stream));
    }
    return { csv, cost: session.cost(), replica: session.replica };
  } finally {
    await session.close();
  }
}

const errorOf = async (work: Promise<unknown>): Promise<AppError> => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppError)) throw new Error("an AppError was expected", { cause: error });
  return error;
};

describe("a gentle run on MariaDB", () => {
  it("reads no faster than it may, and says what it cost", async (context) => {
    const { config } = await shop(context);
    const startedAt = performance.now();
    const { csv, cost } = await readAll({ ...config, rowsPerSecond: 1000 }, "select * from `lines`");
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual((rows / 1000) * 1000);
    expect(cost).toMatchObject({ queries: 1, rows, bytes: Buffer.byteLength(csv[0] ?? "") });
  });

  it("adds up its queries", async (context) => {
    const { config } = await shop(context);
    const startedAt = performance.now();
    const { csv, cost } = await readAll(
      config,
      "select * from `lines`",
      "select sleep(0.5) as slept",
      "select * from big",
    );
    const whole = (performance.now() - startedAt) / 1000;
    expect(cost.queries).toBe(3);
    expect(cost.rows).toBe(rows + 1 + 300_000);
    expect(cost.bytes).toBe(csv.reduce((sum, part) => sum + Buffer.byteLength(part), 0));
    expect(cost.longestQuerySeconds).toBeGreaterThanOrEqual(0.49);
    expect(cost.seconds).toBeGreaterThan(cost.longestQuerySeconds);
    expect(cost.seconds).toBeLessThan(whole);
  });

  it("keeps the server waiting, and is cancelled there at once", async (context) => {
    const { server, config } = await shop(context);
    const abort = new AbortController();
    const session = await driver.open({ ...config, rowsPerSecond: 10 }, options({ signal: abort.signal }));
    const intake = await session.extract("big", "select * from big");
    if (intake.kind !== "csv") throw new TypeError("csv was expected");
    const reading = errorOf(text(intake.stream));
    const states = async () => {
      const [found] = await server.admin.query(
        "select state from information_schema.processlist where user = 'reader'",
      );
      return JSON.stringify(found);
    };
    await expect.poll(states, { timeout: 5000 }).toContain("Writing to net");
    const abortedAt = performance.now();
    abort.abort();
    expect((await reading).code).toBe("run-cancelled");
    expect(performance.now() - abortedAt).toBeLessThan(1000);
    await expect.poll(states, { timeout: 5000 }).toBe("[]");
    await session.close();
  });

  it.for([
    ["if a limit says so", 2],
    ["at four fifths of the connections that the server allows", undefined],
  ] as const)("is refused where the server is busy, %s", async ([, mostActiveQueries], context) => {
    const { server, config } = await shop(context);
    const limited = { ...config, mostActiveQueries };
    const limit = mostActiveQueries ?? 32;
    // The last fifth is room enough for those that are just leaving.
    await server.admin.query("set global max_connections = 40");
    expect((await readAll(limited, "select 1 as one")).cost.rows).toBe(1);
    const sleepers = await Promise.all(
      Array.from({ length: limit }, () =>
        driver.open({ ...config, mostActiveQueries: 100 }, options({ runName: "sleeper" })),
      ),
    );
    try {
      for (const session of sleepers) {
        const intake = await session.extract("t", "select sleep(60) as slept");
        if (intake.kind === "csv") intake.stream.resume();
      }
      await expect
        .poll(async () => {
          const [found] = await server.admin.query(
            "select 1 from information_schema.processlist where info like '%sleep(60)%' and user = 'reader'",
          );
          return Array.isArray(found) ? found.length : 0;
        })
        .toBe(limit);
      // What the server counts as running may come a moment after its list.
      await expect
        .poll(() =>
          driver.open(limited, options()).then(
            (session) => session.close().then(() => "opened"),
            () => "refused",
          ),
        )
        .toBe("refused");
      const error = await errorOf(driver.open(limited, options()));
      expect([error.code, error.definition.transient]).toEqual(["source-overloaded", true]);
      const source = `${config.host}:${config.port}/${config.database}`;
      // One that is just leaving may still be counted.
      expect(error.params).toEqual({ source, active: expect.any(Number), limit });
      expect(error.params.active).toBeGreaterThanOrEqual(limit);
      expect((await readAll({ ...config, mostActiveQueries: 100 }, "select 1 as one")).cost.rows).toBe(1);
    } finally {
      for (const session of sleepers) await session.close();
      // A server notices who has left when it next writes to him.
      await server.admin.query("kill user 'reader'; set global max_connections = 151");
      await expect
        .poll(async () => {
          const [found] = await server.admin.query(
            "select 1 from information_schema.processlist where user = 'reader'",
          );
          return Array.isArray(found) ? found.length : 0;
        })
        .toBe(0);
    }
  });

  it("reads the replica, and its primary only when the replica does not answer", async (context) => {
    const { config } = await shop(context);
    const replica = await serverNamed(context, "replica");
    const on = { ...config, replicaHost: replica.host, replicaPort: replica.port };
    const place = `${replica.host}:${replica.port}`;
    const first = await readAll(on, "select name from me");
    expect([first.csv, first.replica]).toEqual([['"replica"\n'], { place, answered: true }]);
    expect((await driver.test(on, new AbortController().signal)).warnings).toEqual([]);
    const wrong = await errorOf(driver.open({ ...on, password: "wrong" }, options()));
    expect([wrong.code, wrong.params.source]).toEqual(["source-refused-login", `${place}/shop`]);

    await replica.stop();
    const then = await readAll(on, "select name from me");
    expect([then.csv, then.replica]).toEqual([['"primary"\n'], { place, answered: false }]);
    const { warnings } = await driver.test(on, new AbortController().signal);
    expect(warnings.map(({ en }) => en).join()).toContain("The replica: ");
  });
});
