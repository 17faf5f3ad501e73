import { text } from "node:stream/consumers";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { connectPostgres } from "#lib/network/server";
import { freshDatabase, startTcpProxy, type TestDatabase, type TestTcpProxy } from "#lib/testing";
import type { SessionOptions } from "../definition.ts";
import type { Patience } from "../patience.ts";
import { bigRows, optionsOf, toolsForServers } from "../testing/gentle-runs.ts";
import { outcomeOf, streamOf, testSilentServers, unhurried } from "../testing/silent-servers.ts";
import { type PostgresqlConfig, parsePostgresSource } from "./definition.ts";
import { postgresqlDriver } from "./driver.ts";
import { openSession } from "./session.ts";

// Servers that fall silent, and queries of clients that have gone.

const driver = postgresqlDriver(toolsForServers);
const sleeping = "select pg_sleep(60)::text as slept";

let database: TestDatabase;
let admin: pg.Client;
let proxy: TestTcpProxy;
let config: PostgresqlConfig;
beforeAll(async () => {
  database = await freshDatabase("silent_pg");
  admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  await admin.query(
    `create table big as select g as id, repeat('x', 100) as pad from generate_series(1, ${bigRows}) g`,
  );
});
afterAll(async () => {
  await admin.end();
  await database.drop();
});
beforeEach(async () => {
  const direct = parsePostgresSource(database.url);
  proxy = await startTcpProxy(direct);
  config = { ...direct, host: proxy.host, port: proxy.port };
});
afterEach(() => proxy.close());

const options = (runName: string, extra: Partial<SessionOptions> = {}) => optionsOf({ runName, ...extra });

const statesOf = async (name: string) => {
  const { rows } = await admin.query<{ state: string }>(
    "select state from pg_stat_activity where application_name = $1",
    [name],
  );
  return rows.map(({ state }) => state);
};

/** A session whose waiting is as short as a test's. */
function impatient(patience: Partial<Patience>, given: SessionOptions, settings = {}, on = config) {
  const connect = (applicationName: string) =>
    connectPostgres(on, toolsForServers.network, { applicationName, settings });
  const source = "silent";
  const waits = { ...unhurried, ...patience };
  return openSession(on, { source, patience: waits, connectFirst: connect, connect }, given);
}

describe("a query whose client has gone", () => {
  it("is ended by the server, though nothing was said to it", async () => {
    const session = await driver.open(config, options("gone"));
    const stream = await streamOf(session, sleeping);
    const reading = outcomeOf(text(stream));
    await expect.poll(() => statesOf("gone"), { timeout: 5000 }).toEqual(["active"]);
    proxy.cut();
    await expect.poll(() => statesOf("gone"), { timeout: 15_000 }).toEqual([]);
    await session.close();
    expect(await reading).toBe("source-interrupted");
  }, 30_000);

  it("is cancelled without a login: where the role may open no second connection", async () => {
    const role = `lone_${Math.random().toString(36).slice(2, 10)}`;
    await admin.query(`create role ${role} login password 'p' connection limit 1`);
    const stop = new AbortController();
    const uncancelled: string[] = [];
    try {
      const session = await driver.open(
        { ...config, user: role, password: "p" },
        options("lone", { signal: stop.signal, onUncancelled: () => uncancelled.push("told") }),
      );
      const stream = await streamOf(session, sleeping);
      const reading = outcomeOf(text(stream));
      await expect.poll(() => statesOf("lone"), { timeout: 5000 }).toEqual(["active"]);
      stop.abort();
      await expect.poll(() => statesOf("lone"), { timeout: 2000 }).toEqual([]);
      expect(await reading).toBe("run-cancelled");
      await session.close();
      expect(uncancelled).toEqual([]);
    } finally {
      await admin.query(`drop role ${role}`);
    }
  });

  it("is told of where the request to cancel did not get there", async () => {
    const stop = new AbortController();
    const uncancelled: string[] = [];
    const given = options("unreached", {
      signal: stop.signal,
      onUncancelled: () => uncancelled.push("told"),
    });
    const session = await driver.open(config, given);
    const stream = await streamOf(session, sleeping);
    const reading = outcomeOf(text(stream));
    await proxy.refuse();
    stop.abort();
    expect(await reading).toBe("run-cancelled");
    await session.close();
    expect(uncancelled).toEqual(["told"]);
  });

  it("takes no longer than whoever asks would wait", async () => {
    const session = await driver.open(config, options("brief", { mostSeconds: 1 }));
    const stream = await streamOf(session, sleeping);
    expect(await outcomeOf(text(stream))).toBe("source-timeout");
    await session.close();
    await driver.introspect({ ...config, ssl: "disable" }, new AbortController().signal);
    expect(proxy.sent()).toContain("45s");
    expect(proxy.sent()).not.toContain(`${config.statementTimeout}s`);
  });
});

describe("a server that falls silent", () => {
  const endless = "select b.* from big b, generate_series(1, 100)";
  testSilentServers({ rows: bigRows, endless }, async () => ({ proxy, impatient }));
});

describe("a connection that nobody uses", () => {
  const two = () => ({ ...config, maxConnections: 2 });
  const both = (session: Awaited<ReturnType<typeof impatient>>) =>
    Promise.all(
      [
        "select count(*) as n from big, pg_sleep(0.2)",
        "select count(*) + 0 as n from big, pg_sleep(0.2)",
      ].map(async (script) => text(await streamOf(session, script))),
    );
  const end = (name: string, order: "asc" | "desc") =>
    admin.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = $1 order by backend_start ${order} limit 1`,
      [name],
    );

  const counted = [`${bigRows}\n`, `${bigRows}\n`];

  it("outlives its server's limit for idle ones, the snapshot with it", async () => {
    const limit = { idle_in_transaction_session_timeout: "1s" };
    const session = await impatient({ idle: 300 }, options("idle"), limit, two());
    expect(await both(session)).toEqual(counted);
    await admin.query("insert into big values (0, '')");
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(await both(session)).toEqual(counted);
    await admin.query("delete from big where id = 0");
    await session.close();
  });

  it("is replaced by another where it has ended", async () => {
    const session = await impatient({}, options("replaced"), {}, two());
    await both(session);
    await end("replaced", "desc");
    await expect.poll(() => statesOf("replaced"), { timeout: 2000 }).toHaveLength(1);
    // What the server has ended, we hear a moment later.
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await both(session)).toEqual(counted);
    expect(await statesOf("replaced")).toHaveLength(2);
    await session.close();
  });

  it("ends the run where it held the snapshot, and names the table", async () => {
    const session = await impatient({}, options("snapshot"), {}, { ...config, maxConnections: 1 });
    await end("snapshot", "asc");
    await expect.poll(() => statesOf("snapshot"), { timeout: 2000 }).toEqual([]);
    const error: unknown = await session.extract("t", "select 1 as one").catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "source-interrupted", place: { table: "t" } });
    await session.close();
  });
});
