import { text } from "node:stream/consumers";
import { afterAll, afterEach, describe, expect, it, type TestContext, vi } from "vitest";
import { connectMysql } from "#lib/network/server";
import { mariadbOr, startTcpProxy, type TestMariadb, type TestTcpProxy } from "#lib/testing";
import type { SessionOptions } from "../definition.ts";
import type { Patience } from "../patience.ts";
import { bigRows, optionsOf, toolsForServers } from "../testing/gentle-runs.ts";
import { outcomeOf, streamOf, testSilentServers, unhurried } from "../testing/silent-servers.ts";
import { type MysqlConfig, mysqlConfigSchema } from "./definition.ts";
import { mysqlDriver } from "./driver.ts";
import { openMysqlSession } from "./session.ts";

// Servers that fall silent, and queries of clients that have gone.

const driver = mysqlDriver(toolsForServers);
const sleeping = "select sleep(60) as slept";

let starting: Promise<TestMariadb> | undefined;
let proxy: TestTcpProxy | undefined;
afterEach(() => proxy?.close());
afterAll(async () => (await starting)?.stop());

async function behindProxy(context: TestContext) {
  starting ??= mariadbOr(context).then(async (server) => {
    await server.admin.query(
      `create table big (id int primary key, pad varchar(100)); insert into big select seq, repeat('x', 100) from seq_1_to_${bigRows}`,
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

const isSleeping = async ({ admin }: TestMariadb): Promise<boolean> => {
  const [rows] = await admin.query(
    "select 1 from information_schema.processlist where info like '%sleep(60)%' and id <> connection_id()",
  );
  return Array.isArray(rows) && rows.length > 0;
};

/** A session whose waiting is as short as a test's. */
function impatient(config: MysqlConfig, patience: Partial<Patience>, given: SessionOptions) {
  const connect = (applicationName: string) =>
    connectMysql(config, toolsForServers.network, { applicationName });
  const waits = { ...unhurried, ...patience };
  return openMysqlSession(
    config,
    { source: "silent", patience: waits, connectReader: connect, connect },
    given,
  );
}

describe("a query whose client has gone", () => {
  it("takes no longer than whoever asks would wait", async (context) => {
    const { config, proxy: seen } = await behindProxy(context);
    const session = await driver.open(config, optionsOf({ mostSeconds: 1 }));
    const startedAt = performance.now();
    const stream = await streamOf(session, "select count(*) as n from big a, big b, big c");
    expect(await outcomeOf(text(stream))).toBe("source-timeout");
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
        optionsOf({ signal: stop.signal, onUncancelled: () => uncancelled.push("told") }),
      );
      const stream = await streamOf(session, sleeping);
      const reading = outcomeOf(text(stream));
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
      const session = await driver.open(config, optionsOf());
      await new Promise((resolve) => setTimeout(resolve, 2500));
      expect(await outcomeOf(session.describe("t", "select id from big")), limit).toBe("done");
      await session.close();
      await server.admin.query(`set global ${limit} = default`);
    }
  }, 30_000);

  it("is asked whether it is still there, until it is closed", async (context) => {
    const { config, proxy: seen } = await behindProxy(context);
    const asked = () => seen.sent().split("select 1").length - 1;
    const begun = vi.spyOn(globalThis, "setInterval");
    const stopped = vi.spyOn(globalThis, "clearInterval");
    const session = await impatient({ ...config, ssl: "disable" }, { idle: 100 }, optionsOf());
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
  const endless = "select a.* from big a, big b where b.id < 100";
  testSilentServers({ rows: bigRows, endless }, async (context) => {
    const { config, proxy: to } = await behindProxy(context);
    return { proxy: to, impatient: (patience, given) => impatient(config, patience, given) };
  });
});
