import { text } from "node:stream/consumers";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { AppError } from "#lib/kernel";
import { connectPostgres } from "#lib/network/server";
import { freshDatabase, startTcpProxy, type TestDatabase, type TestTcpProxy } from "#lib/testing";
import type { SessionOptions, SourceTools } from "../definition.ts";
import type { Patience } from "../patience.ts";
import { type PostgresqlConfig, parsePostgresSource } from "./definition.ts";
import { postgresqlDriver } from "./driver.ts";
import { openSession } from "./session.ts";

// Servers that fall silent, and queries of clients that have gone.

const notUsed = () => Promise.reject(new Error("not used"));
const tools: SourceTools = {
  network: { privateHosts: "all" },
  files: { inspect: notUsed, run: notUsed, inspectDatabase: notUsed, runInDatabase: notUsed },
};
const driver = postgresqlDriver(tools);
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
    "create table big as select g as id, repeat('x', 100) as pad from generate_series(1, 400000) g",
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

const options = (runName: string, extra: Partial<SessionOptions> = {}): SessionOptions => ({
  runName,
  signal: new AbortController().signal,
  scratch: "/tmp",
  ...extra,
});

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "done",
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );

const statesOf = async (name: string) => {
  const { rows } = await admin.query<{ state: string }>(
    "select state from pg_stat_activity where application_name = $1",
    [name],
  );
  return rows.map(({ state }) => state);
};

const unhurried: Patience = { answer: 60_000, silence: 60_000, idle: 60_000 };

/** A session whose waiting is as short as a test's. */
function impatient(patience: Partial<Patience>, given: SessionOptions, settings = {}, on = config) {
  const connect = (applicationName: string) =>
    connectPostgres(on, tools.network, { applicationName, settings });
  const source = "silent";
  const waits = { ...unhurried, ...patience };
  return openSession(on, { source, patience: waits, connectFirst: connect, connect }, given);
}

async function streamOf(session: Awaited<ReturnType<typeof impatient>>, script: string) {
  const intake = await session.extract("t", script);
  if (intake.kind !== "csv") throw new TypeError("csv was expected");
  return intake.stream;
}

describe("a query whose client has gone", () => {
  it("is ended by the server, though nothing was said to it", async () => {
    const session = await driver.open(config, options("gone"));
    const intake = await session.extract("t", sleeping);
    if (intake.kind !== "csv") throw new TypeError("csv was expected");
    const reading = codeOf(text(intake.stream));
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
      const intake = await session.extract("t", sleeping);
      if (intake.kind !== "csv") throw new TypeError("csv was expected");
      const reading = codeOf(text(intake.stream));
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
    const intake = await session.extract("t", sleeping);
    if (intake.kind !== "csv") throw new TypeError("csv was expected");
    const reading = codeOf(text(intake.stream));
    await proxy.refuse();
    stop.abort();
    expect(await reading).toBe("run-cancelled");
    await session.close();
    expect(uncancelled).toEqual(["told"]);
  });

  it("takes no longer than whoever asks would wait", async () => {
    const session = await driver.open(config, options("brief", { mostSeconds: 1 }));
    const intake = await session.extract("t", sleeping);
    if (intake.kind !== "csv") throw new TypeError("csv was expected");
    expect(await codeOf(text(intake.stream))).toBe("source-timeout");
    await session.close();
    await driver.introspect({ ...config, ssl: "disable" }, new AbortController().signal);
    expect(proxy.sent()).toContain("45s");
    expect(proxy.sent()).not.toContain(`${config.statementTimeout}s`);
  });
});

describe("a server that falls silent", () => {
  it("in the middle of a stream ends it, and closing does not wait for it", async () => {
    const session = await impatient({ silence: 1000 }, options("silent stream"));
    const stream = await streamOf(session, "select b.* from big b, generate_series(1, 100)");
    const reading = codeOf(text(stream));
    await new Promise((resolve) => setTimeout(resolve, 100));
    proxy.fallSilent();
    expect(await reading).toBe("source-interrupted");
    await session.close();
  }, 20_000);

  it("before it answers a question ends the question, and a run that waits for nothing", async () => {
    const stop = new AbortController();
    const session = await impatient({ answer: 500 }, options("silent answer", { signal: stop.signal }));
    proxy.fallSilent();
    expect(await codeOf(session.describe("t", "select 1 as one"))).toBe("source-interrupted");
    await session.close();
  }, 20_000);

  it("while a run is cancelled holds it up for seconds only", async () => {
    const stop = new AbortController();
    const session = await impatient({}, options("silent cancel", { signal: stop.signal }));
    const busy = codeOf(session.describe("t", "select 1 as one"));
    expect(await busy).toBe("done");
    proxy.fallSilent();
    const asked = codeOf(session.describe("t", "select 1 as one"));
    const abortedAt = performance.now();
    stop.abort();
    expect(await asked).toBe("run-cancelled");
    await session.close();
    expect(performance.now() - abortedAt).toBeLessThan(8000);
  }, 20_000);

  it("with an idle connection lets a session be closed", async () => {
    const session = await impatient({}, options("silent idle"));
    proxy.fallSilent();
    const closedAt = performance.now();
    await session.close();
    expect(performance.now() - closedAt).toBeLessThan(8000);
  }, 20_000);

  it("is not blamed where it is we who do not read", async () => {
    const session = await impatient({ silence: 500 }, options("slow reader"));
    const stream = await streamOf(session, "select * from big");
    await new Promise((resolve) => setTimeout(resolve, 2000));
    expect((await text(stream)).split("\n").length).toBe(400_001);
    await session.close();
  });
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

  it("outlives its server's limit for idle ones, the snapshot with it", async () => {
    const limit = { idle_in_transaction_session_timeout: "1s" };
    const session = await impatient({ idle: 300 }, options("idle"), limit, two());
    expect(await both(session)).toEqual(["400000\n", "400000\n"]);
    await admin.query("insert into big values (0, '')");
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(await both(session)).toEqual(["400000\n", "400000\n"]);
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
    expect(await both(session)).toEqual(["400000\n", "400000\n"]);
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
