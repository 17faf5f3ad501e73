import { text } from "node:stream/consumers";
import { afterAll, afterEach, describe, expect, it, type TestContext, vi } from "vitest";
import { AppError } from "#lib/kernel";
import { connectMysql } from "#lib/network/server";
import { mariadbOr, startTcpProxy, type TestMariadb, type TestTcpProxy } from "#lib/testing";
import type { SessionOptions, SourceTools } from "../definition.ts";
import type { Patience } from "../patience.ts";
import { type MysqlConfig, mysqlConfigSchema } from "./definition.ts";
import { mysqlDriver } from "./driver.ts";
import { openMysqlSession } from "./session.ts";

// Servers that fall silent, and queries of clients that have gone.

const notUsed = () => Promise.reject(new Error("not used"));
const tools: SourceTools = {
  network: { privateHosts: "all" },
  files: { inspect: notUsed, run: notUsed, inspectDatabase: notUsed, runInDatabase: notUsed },
};
const driver = mysqlDriver(tools);
const sleeping = "select sleep(60) as slept";

let starting: Promise<TestMariadb> | undefined;
let proxy: TestTcpProxy | undefined;
afterEach(() => proxy?.close());
afterAll(async () => (await starting)?.stop());

async function behindProxy(context: TestContext) {
  starting ??= mariadbOr(context).then(async (server) => {
    await server.admin.query(
      "create table big (id int primary key, pad varchar(100)); insert into big select seq, repeat('x', 100) from seq_1_to_300000",
    );
    return server;
  });
  const server = await starting;
  const to = await startTcpProxy(server);
  proxy = to;
  const { user, password, database } = server;
  const config = mysqlConfigSchema.parse({ host: to.host, port: to.port, user, password, database });
  return { server, proxy: to, config };
}

const options = (extra: Partial<SessionOptions> = {}): SessionOptions => ({
  runName: "silent",
  signal: new AbortController().signal,
  scratch: "/tmp",
  ...extra,
});

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "done",
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );

const isSleeping = async ({ admin }: TestMariadb): Promise<boolean> => {
  const [rows] = await admin.query(
    "select 1 from information_schema.processlist where info like '%sleep(60)%' and id <> connection_id()",
  );
  return Array.isArray(rows) && rows.length > 0;
};

const unhurried: Patience = { answer: 60_000, silence: 60_000, idle: 60_000 };

/** A session whose waiting is as short as a test's. */
function impatient(config: MysqlConfig, patience: Partial<Patience>, given: SessionOptions) {
  const connect = (applicationName: string) => connectMysql(config, tools.network, { applicationName });
  const waits = { ...unhurried, ...patience };
  return openMysqlSession(
    config,
    { source: "silent", patience: waits, connectReader: connect, connect },
    given,
  );
}

async function streamOf(session: Awaited<ReturnType<typeof impatient>>, script: string) {
  const intake = await session.extract("t", script);
  if (intake.kind !== "csv") throw new TypeError("csv was expected");
  return intake.stream;
}

describe("a query whose client has gone", () => {
  it("takes no longer than whoever asks would wait", async (context) => {
    const { config, proxy: seen } = await behindProxy(context);
    const session = await driver.open(config, options({ mostSeconds: 1 }));
    const startedAt = performance.now();
    const intake = await session.extract("t", "select count(*) as n from big a, big b, big c");
    if (intake.kind !== "csv") throw new TypeError("csv was expected");
    expect(await codeOf(text(intake.stream))).toBe("source-timeout");
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    await session.close();
    await driver.introspect({ ...config, ssl: "disable" }, new AbortController().signal);
    expect(seen.sent()).toContain("max_statement_time = 45");
  }, 30_000);

  it("is killed, and told of where the request did not get there", async (context) => {
    const { config, proxy: between, server } = await behindProxy(context);
    for (const isReached of [true, false]) {
      const stop = new AbortController();
      const uncancelled: string[] = [];
      const session = await driver.open(
        config,
        options({ signal: stop.signal, onUncancelled: () => uncancelled.push("told") }),
      );
      const intake = await session.extract("t", sleeping);
      if (intake.kind !== "csv") throw new TypeError("csv was expected");
      const reading = codeOf(text(intake.stream));
      await expect.poll(() => isSleeping(server), { timeout: 5000 }).toBe(true);
      if (!isReached) await between.refuse();
      stop.abort();
      expect(await reading).toBe("run-cancelled");
      await session.close();
      expect(uncancelled).toEqual(isReached ? [] : ["told"]);
      // Sooner than the server would notice by itself that nobody waits.
      if (isReached) await expect.poll(() => isSleeping(server), { timeout: 2000 }).toBe(false);
    }
  }, 30_000);
});

describe("a connection that nobody uses", () => {
  it("outlives its server's limits for idle ones", async (context) => {
    const { config, server } = await behindProxy(context);
    const limits = ["wait_timeout", "idle_transaction_timeout", "idle_readonly_transaction_timeout"];
    for (const limit of limits) {
      await server.admin.query(`set global ${limit} = 1`);
      const session = await driver.open(config, options());
      await new Promise((resolve) => setTimeout(resolve, 2500));
      expect(await codeOf(session.describe("t", "select id from big")), limit).toBe("done");
      await session.close();
      await server.admin.query(`set global ${limit} = default`);
    }
  }, 30_000);

  it("is asked whether it is still there, until it is closed", async (context) => {
    const { config, proxy: seen } = await behindProxy(context);
    const asked = () => seen.sent().split("select 1").length - 1;
    const begun = vi.spyOn(globalThis, "setInterval");
    const stopped = vi.spyOn(globalThis, "clearInterval");
    const session = await impatient({ ...config, ssl: "disable" }, { idle: 100 }, options());
    const timer = begun.mock.results[begun.mock.calls.findIndex(([, milliseconds]) => milliseconds === 100)];
    await expect.poll(asked, { timeout: 2000 }).toBeGreaterThan(2);
    const stream = await streamOf(session, "select sleep(1) as slept");
    const before = asked();
    expect(await text(stream)).toContain("0");
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(asked() - before).toBeLessThan(3);
    expect(stopped).not.toHaveBeenCalledWith(timer?.value);
    await session.close();
    expect(stopped).toHaveBeenCalledWith(timer?.value);
    vi.restoreAllMocks();
  }, 30_000);
});

describe("a server that falls silent", () => {
  it("in the middle of a stream ends it, and closing does not wait for it", async (context) => {
    const { config, proxy: between } = await behindProxy(context);
    const session = await impatient(config, { silence: 1000 }, options());
    const reading = codeOf(text(await streamOf(session, "select a.* from big a, big b where b.id < 100")));
    await new Promise((resolve) => setTimeout(resolve, 100));
    between.fallSilent();
    expect(await reading).toBe("source-interrupted");
    await session.close();
  }, 30_000);

  it("before it answers a question ends the question", async (context) => {
    const { config, proxy: between } = await behindProxy(context);
    const session = await impatient(config, { answer: 500 }, options());
    between.fallSilent();
    expect(await codeOf(session.describe("t", "select 1 as one"))).toBe("source-interrupted");
    await session.close();
  }, 30_000);

  it("while a run is cancelled holds it up for seconds only", async (context) => {
    const { config, proxy: between } = await behindProxy(context);
    const stop = new AbortController();
    const session = await impatient(config, {}, options({ signal: stop.signal }));
    between.fallSilent();
    const asked = codeOf(session.describe("t", "select 1 as one"));
    await new Promise((resolve) => setTimeout(resolve, 100));
    const abortedAt = performance.now();
    stop.abort();
    expect(await asked).toBe("run-cancelled");
    await session.close();
    expect(performance.now() - abortedAt).toBeLessThan(15_000);
  }, 30_000);

  it("is not blamed where it is we who do not read", async (context) => {
    const { config } = await behindProxy(context);
    const session = await impatient(config, { silence: 500 }, options());
    const stream = await streamOf(session, "select * from big");
    await new Promise((resolve) => setTimeout(resolve, 2000));
    expect((await text(stream)).split("\n").length).toBe(300_001);
    await session.close();
  }, 30_000);
});
