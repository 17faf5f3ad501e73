import type { RowDataPacket } from "mysql2";
import { afterAll, describe, expect, it, type TestContext } from "vitest";
import { mariadbOr, type TestMariadb } from "#lib/testing";
import {
  bigRows,
  errorOf,
  notes,
  optionsOf,
  readAll,
  testGentleRuns,
  toolsForServers,
} from "../testing/gentle-runs.ts";
import { type MysqlConfig, mysqlConfigSchema } from "./definition.ts";
import { mysqlDriver } from "./driver.ts";

const driver = mysqlDriver(toolsForServers);

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
    create table notes (id int primary key, note varchar(60));
    insert into notes select seq, concat('первая', char(10), 'вторая') from seq_1_to_${notes};
    create table big (id int primary key, pad varchar(100));
    insert into big select seq, repeat('x', 100) from seq_1_to_${bigRows};
    create table me (name varchar(20));
    insert into me values ('${name}');
    create user 'reader'@'%' identified by 'p';
    grant select on shop.* to 'reader'@'%';`);
  return server;
}

describe("a gentle run on MariaDB", () => {
  testGentleRuns(
    driver,
    { sleep: "select sleep(0.5) as slept", waiting: "Writing to net" },
    async (context) => {
      const { server, config } = await shop(context);
      const states = async () => {
        const [found] = await server.admin.query<RowDataPacket[]>(
          "select state from information_schema.processlist where user = 'reader'",
        );
        return found.map(({ state }) => state || "nothing").join();
      };
      return { config, states };
    },
  );

  it.for([
    ["if a limit says so", 2],
    ["at four fifths of the connections that the server allows", undefined],
  ] as const)("is refused where the server is busy, %s", async ([, mostActiveQueries], context) => {
    const { server, config } = await shop(context);
    const limited = { ...config, mostActiveQueries };
    const limit = mostActiveQueries ?? 32;
    // The last fifth is room enough for those that are just leaving.
    await server.admin.query("set global max_connections = 40");
    expect((await readAll(driver, limited, "select 1 as one")).cost.rows).toBe(1);
    const sleepers = await Promise.all(
      Array.from({ length: limit }, () =>
        driver.open({ ...config, mostActiveQueries: 100 }, optionsOf({ runName: "sleeper" })),
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
          driver.open(limited, optionsOf()).then(
            (session) => session.close().then(() => "opened"),
            () => "refused",
          ),
        )
        .toBe("refused");
      const error = await errorOf(driver.open(limited, optionsOf()));
      expect([error.code, error.definition.transient]).toEqual(["source-overloaded", true]);
      const source = `${config.host}:${config.port}/${config.database}`;
      // One that is just leaving may still be counted.
      expect(error.params).toEqual({ source, active: expect.any(Number), limit });
      expect(error.params.active).toBeGreaterThanOrEqual(limit);
      expect(
        (await readAll(driver, { ...config, mostActiveQueries: 100 }, "select 1 as one")).cost.rows,
      ).toBe(1);
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
    const first = await readAll(driver, on, "select name from me");
    expect([first.csv, first.replica]).toEqual([['"replica"\n'], { place, answered: true }]);
    expect((await driver.test(on, new AbortController().signal)).warnings).toEqual([]);
    const wrong = await errorOf(driver.open({ ...on, password: "wrong" }, optionsOf()));
    expect([wrong.code, wrong.params.source]).toEqual(["source-refused-login", `${place}/shop`]);

    await replica.stop();
    const then = await readAll(driver, on, "select name from me");
    expect([then.csv, then.replica]).toEqual([['"primary"\n'], { place, answered: false }]);
    const { warnings } = await driver.test(on, new AbortController().signal);
    expect(warnings.map(({ en }) => en).join()).toContain("The replica: ");
  });
});
