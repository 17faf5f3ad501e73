import { createServer, type Server } from "node:net";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshDatabase, type TestDatabase } from "#lib/testing";
import {
  bigRows,
  errorOf,
  notes,
  optionsOf,
  readAll,
  testGentleRuns,
  toolsForServers,
} from "../testing/gentle-runs.ts";
import { type PostgresqlConfig, parsePostgresSource } from "./definition.ts";
import { postgresqlDriver } from "./driver.ts";

const driver = postgresqlDriver(toolsForServers);
const reader = `gentle_${Math.random().toString(36).slice(2, 10)}`;
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
    create table notes as select g as id, 'первая' || chr(10) || 'вторая' as note from generate_series(1, ${notes}) g;
    create table big as select g as id, repeat('x', 100) as pad from generate_series(1, ${bigRows}) g;
    create role ${reader} login password 'p';
    grant select on notes, big to ${reader};`);
});
afterAll(async () => {
  for (const client of busy) await client.end();
  await admin.query(`drop owned by ${reader}; drop role ${reader}`);
  await admin.end();
  await database.drop();
});

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
  testGentleRuns(
    driver,
    { sleep: "select pg_sleep(0.5)::text as slept", waiting: "ClientWrite" },
    async () => ({
      config,
      states: async (runName) => {
        const found = await admin.query<{ wait: string }>(
          "select coalesce(wait_event, 'nothing') as wait from pg_stat_activity where application_name = $1 and query like 'copy%'",
          [runName],
        );
        return found.rows.map(({ wait }) => wait).join();
      },
    }),
  );

  it("is refused where the server is busy, whatever its role may see", async () => {
    const limited = { mostActiveQueries: others };
    await openOthers();
    try {
      // Connections that do nothing weigh nothing.
      expect((await readAll(driver, { ...config, ...limited }, "select 1 as one")).cost.rows).toBe(1);
      const owner = { ...parsePostgresSource(database.url), ...limited };
      expect((await readAll(driver, owner, "select 1 as one")).cost.rows).toBe(1);
      await keepBusy();
      const hidden = new pg.Client({ ...config, ssl: false });
      await hidden.connect();
      const seen = await hidden.query("select 1 from pg_stat_activity where query like 'select pg_sleep%'");
      await hidden.end();
      expect(seen.rowCount).toBe(0);
      const error = await errorOf(driver.open({ ...config, ...limited }, optionsOf()));
      expect(error.code).toBe("source-overloaded");
      expect(error.definition.transient).toBe(true);
      const source = `${config.host}:${config.port}/${config.database}`;
      expect(error.params).toMatchObject({ source, limit: others });
      expect(error.params.active).toBeGreaterThanOrEqual(others);
      expect((await errorOf(driver.open(owner, optionsOf()))).code).toBe("source-overloaded");
      // By itself it refuses only where most connections are busy.
      expect((await readAll(driver, config, "select 1 as one")).cost.rows).toBe(1);
    } finally {
      await endBusy();
    }
  });

  it("reads the replica and leaves its primary alone", async () => {
    const primary = await deaf();
    try {
      const on = { ...config, port: primary.port, replicaHost: config.host, replicaPort: config.port };
      const { replica, cost } = await readAll(driver, on, "select * from notes");
      expect(replica).toEqual({ place: `${config.host}:${config.port}`, answered: true });
      expect(cost.rows).toBe(notes);
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
      const { replica, cost } = await readAll(driver, on, "select * from notes");
      expect(replica).toEqual({ place: `127.0.0.1:${gone.port}`, answered: false });
      expect(cost.rows).toBe(notes);
      expect(gone.came()).toBeGreaterThan(0);
      const { warnings } = await driver.test(on, new AbortController().signal);
      expect(warnings.map(({ ru }) => ru).join()).toContain("Реплика:");
    } finally {
      gone.server.close();
    }
    // A replica that answers with a refusal does not send its load to the primary.
    const refusing = { ...config, host: "127.0.0.1", replicaHost: "localhost", password: "wrong" };
    const refused = await errorOf(driver.open(refusing, optionsOf()));
    expect(refused.code).toBe("source-refused-login");
    expect(refused.params.source).toBe(`localhost:${config.port}/${config.database}`);
  });
});
