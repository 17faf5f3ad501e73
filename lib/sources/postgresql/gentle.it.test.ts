import { createServer, type Server } from "node:net";
import { text } from "node:stream/consumers";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AppError } from "#lib/kernel";
import { freshDatabase, type TestDatabase } from "#lib/testing";
import type { SessionOptions, SourceTools } from "../definition.ts";
import { type PostgresqlConfig, parsePostgresSource } from "./definition.ts";
import { postgresqlDriver } from "./driver.ts";

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
const reader = `gentle_${Math.random().toString(36).slice(2, 10)}`;
const rows = 2000;
/** More than other tests on the same server keep busy. */
const others = 15;

let database: TestDatabase;
let admin: pg.Client;
let config: PostgresqlConfig;
const busy: pg.Client[] = [];

beforeAll(async () => {
  database = await freshDatabase("gentle_pg");
  admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  config = { ...parsePostgresSource(database.url), user: reader, password: "p" };
  await admin.query(`
    create table lines as select g as id, 'первая' || chr(10) || 'вторая' as note from generate_series(1, ${rows}) g;
    create table big as select g as id, repeat('x', 100) as pad from generate_series(1, 400000) g;
    create role ${reader} login password 'p';
    grant select on lines, big to ${reader};`);
});
afterAll(async () => {
  for (const client of busy) await client.end();
  await admin.query(`drop owned by ${reader}; drop role ${reader}`);
  await admin.end();
  await database.drop();
});

const options = (extra: Partial<SessionOptions> = {}): SessionOptions => ({
  runName: "gentle",
  signal: new AbortController().signal,
  scratch: "/tmp",
  ...extra,
});

async function readAll(on: PostgresqlConfig, ...scripts: readonly string[]) {
  const session = await driver.open(on, options());
  try {
    const csv: string[] = [];
    for (const script of scripts) {
      await session.describe("t", script);
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

/** Sessions of an owner, idle at first. */
async function openOthers(): Promise<void> {
  for (let n = 0; n < others; n++) {
    const client = new pg.Client({ connectionString: database.url });
    client.on("error", () => undefined);
    await client.connect();
    await client.query("select 1");
    busy.push(client);
  }
}

/** From now on each of them runs a query until it is ended. */
async function keepBusy(): Promise<void> {
  for (const client of busy) void client.query("select pg_sleep(60)").catch(() => undefined);
  await expect
    .poll(async () => {
      const found = await admin.query(
        "select 1 from pg_stat_activity where query = 'select pg_sleep(60)' and datname = current_database()",
      );
      return found.rowCount;
    })
    .toBe(others);
}

const endBusy = async () => {
  await admin.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where query = 'select pg_sleep(60)' and datname = current_database()",
  );
  busy.length = 0;
};

/** Where nobody answers: a server that counts who came, and cuts them off. */
async function deaf(): Promise<{ server: Server; port: number; came: () => number }> {
  let came = 0;
  const server = createServer((socket) => {
    came += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("a port was expected");
  return { server, port: address.port, came: () => came };
}

describe("a gentle run on PostgreSQL", () => {
  it("reads no faster than it may, and says what it cost", async () => {
    const startedAt = performance.now();
    const { csv, cost } = await readAll({ ...config, rowsPerSecond: 1000 }, "select * from lines");
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual((rows / 1000) * 1000);
    expect(cost).toMatchObject({ queries: 1, rows, bytes: Buffer.byteLength(csv[0] ?? "") });
  });

  it("adds up its queries", async () => {
    const startedAt = performance.now();
    const { csv, cost } = await readAll(
      config,
      "select * from lines",
      "select pg_sleep(0.5)::text as slept",
      "select * from big",
    );
    const whole = (performance.now() - startedAt) / 1000;
    expect(cost.queries).toBe(3);
    expect(cost.rows).toBe(rows + 1 + 400_000);
    expect(cost.bytes).toBe(csv.reduce((sum, part) => sum + Buffer.byteLength(part), 0));
    expect(cost.longestQuerySeconds).toBeGreaterThanOrEqual(0.49);
    expect(cost.seconds).toBeGreaterThan(cost.longestQuerySeconds);
    expect(cost.seconds).toBeLessThan(whole);
    expect(JSON.stringify(cost)).not.toContain("lines");
  });

  it("keeps the server waiting, and is cancelled there at once", async () => {
    const abort = new AbortController();
    const session = await driver.open(
      { ...config, rowsPerSecond: 10 },
      options({ runName: "gentle to cancel", signal: abort.signal }),
    );
    const intake = await session.extract("big", "select * from big");
    if (intake.kind !== "csv") throw new TypeError("csv was expected");
    const reading = errorOf(text(intake.stream));
    const waits = async () => {
      const found = await admin.query<{ wait: string }>(
        "select coalesce(wait_event, '') as wait from pg_stat_activity where application_name = 'gentle to cancel' and query like 'copy%'",
      );
      return found.rows.map(({ wait }) => wait).join();
    };
    await expect.poll(waits, { timeout: 5000 }).toBe("ClientWrite");
    const abortedAt = performance.now();
    abort.abort();
    expect((await reading).code).toBe("run-cancelled");
    expect(performance.now() - abortedAt).toBeLessThan(1000);
    await expect.poll(waits, { timeout: 5000 }).toBe("");
    await session.close();
  });

  it("is refused where the server is busy, whatever its role may see", async () => {
    const limited = { mostActiveQueries: others };
    await openOthers();
    try {
      // Connections that do nothing weigh nothing.
      expect((await readAll({ ...config, ...limited }, "select 1 as one")).cost.rows).toBe(1);
      const owner = { ...parsePostgresSource(database.url), ...limited };
      expect((await readAll(owner, "select 1 as one")).cost.rows).toBe(1);
      await keepBusy();
      const hidden = new pg.Client({ ...config, ssl: false });
      await hidden.connect();
      const seen = await hidden.query("select 1 from pg_stat_activity where query like 'select pg_sleep%'");
      await hidden.end();
      expect(seen.rowCount).toBe(0);
      const error = await errorOf(driver.open({ ...config, ...limited }, options()));
      expect(error.code).toBe("source-overloaded");
      expect(error.definition.transient).toBe(true);
      const source = `${config.host}:${config.port}/${config.database}`;
      expect(error.params).toMatchObject({ source, limit: others });
      expect(error.params.active).toBeGreaterThanOrEqual(others);
      expect((await errorOf(driver.open(owner, options()))).code).toBe("source-overloaded");
      // By itself it refuses only where most connections are busy.
      expect((await readAll(config, "select 1 as one")).cost.rows).toBe(1);
    } finally {
      await endBusy();
    }
  });

  it("reads the replica and leaves its primary alone", async () => {
    const primary = await deaf();
    try {
      const on = { ...config, port: primary.port, replicaHost: config.host, replicaPort: config.port };
      const { replica, cost } = await readAll(on, "select * from lines");
      expect(replica).toEqual({ place: `${config.host}:${config.port}`, answered: true });
      expect(cost.rows).toBe(rows);
      expect((await driver.introspect(on, new AbortController().signal)).length).toBeGreaterThan(0);
      expect(primary.came()).toBe(0);
    } finally {
      primary.server.close();
    }
  });

  it("reads the primary only where the replica does not answer", async () => {
    const gone = await deaf();
    const on = { ...config, replicaHost: "127.0.0.1", replicaPort: gone.port };
    try {
      const { replica, cost } = await readAll(on, "select * from lines");
      expect(replica).toEqual({ place: `127.0.0.1:${gone.port}`, answered: false });
      expect(cost.rows).toBe(rows);
      expect(gone.came()).toBeGreaterThan(0);
      const { warnings } = await driver.test(on, new AbortController().signal);
      expect(warnings.map(({ ru }) => ru).join()).toContain("Реплика:");
    } finally {
      gone.server.close();
    }
    // A replica that answers with a refusal does not send its load to the primary.
    const refusing = { ...config, host: "127.0.0.1", replicaHost: "localhost", password: "wrong" };
    const refused = await errorOf(driver.open(refusing, options()));
    expect(refused.code).toBe("source-refused-login");
    expect(refused.params.source).toBe(`localhost:${config.port}/${config.database}`);
  });
});
