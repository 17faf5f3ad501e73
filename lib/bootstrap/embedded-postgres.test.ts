import { once } from "node:events";
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import pg from "pg";
import { describe, expect, it } from "vitest";
import { startEmbeddedPostgres } from "./embedded-postgres.mjs";
import { runningPostmaster } from "./postmaster.mjs";
import { afterThisTest, eventually, isAlive, run, temporaryFolder } from "./test/fixtures.ts";

const door = JSON.stringify(new URL("./index.mjs", import.meta.url).href);

async function answer(url: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<{ address: string }>("show listen_addresses")).rows[0];
  } finally {
    await client.end();
  }
}

async function start(dataFolder: string) {
  const postgres = await startEmbeddedPostgres({ dataFolder });
  afterThisTest(() => postgres.stop());
  return postgres;
}

/** A process that starts the server and stays. */
async function startElsewhere(dataFolder: string) {
  const child = run([
    "--input-type=module",
    "-e",
    `const { startEmbeddedPostgres } = await import(${door});
     await startEmbeddedPostgres({ dataFolder: ${JSON.stringify(dataFolder)} });
     console.log("up"); setInterval(() => {}, 1000);`,
  ]);
  if (child.stdout === null) throw new Error("no output");
  await once(child.stdout, "data");
  return child;
}

describe("the embedded PostgreSQL", () => {
  it("listens on loopback alone, with a password of its own, and leaves nothing running", async () => {
    const folder = temporaryFolder();
    const postgres = await start(folder);
    expect(await answer(postgres.url("postgres"))).toEqual({ listen_addresses: "127.0.0.1" });
    await expect(answer(postgres.url("postgres").replace(postgres.password, "wrong"))).rejects.toMatchObject({
      code: "28P01",
    });
    expect(statSync(path.join(folder, "postgres.json")).mode & 0o777).toBe(0o600);
    const pid = runningPostmaster(path.join(folder, "postgres")) ?? 0;
    expect(isAlive(pid)).toBe(true);
    await postgres.stop();
    expect(isAlive(pid)).toBe(false);
  });

  // Only root has a PostgreSQL that runs as another user.
  it.runIf(process.getuid?.() === 0)("runs for root whose data folder nobody else may enter", async () => {
    const folder = path.join(temporaryFolder(), "private");
    mkdirSync(folder, { mode: 0o700 });
    const postgres = await start(folder);
    expect(await answer(postgres.url("postgres"))).toEqual({ listen_addresses: "127.0.0.1" });
    const { folder: database } = JSON.parse(readFileSync(path.join(folder, "postgres.json"), "utf8"));
    afterThisTest(() => rmSync(database, { recursive: true, force: true }));
    expect(database.startsWith(folder)).toBe(false);
    expect(statSync(database).mode & 0o077).toBe(0);
  });

  it("ends the server that a killed start left, and keeps port and data", async () => {
    const folder = temporaryFolder();
    const child = await startElsewhere(folder);
    const orphan = runningPostmaster(path.join(folder, "postgres")) ?? 0;
    const { port } = JSON.parse(readFileSync(path.join(folder, "postgres.json"), "utf8"));
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(isAlive(orphan)).toBe(true);
    const postgres = await start(folder);
    expect(isAlive(orphan)).toBe(false);
    expect(postgres.port).toBe(port);
    expect(await answer(postgres.url("postgres"))).toBeDefined();
  });

  it("starts beside a pid file whose process is another program now", async () => {
    const folder = temporaryFolder();
    const first = await start(folder);
    await first.stop();
    const data = path.join(folder, "postgres");
    writeFileSync(
      path.join(data, "postmaster.pid"),
      `${process.pid}\n${data}\n0\n${first.port}\n\n127.0.0.1\n\nready\n`,
    );
    expect(runningPostmaster(data)).toBeUndefined();
    const second = await start(folder);
    expect(await answer(second.url("postgres"))).toBeDefined();
  });

  it("takes another port when somebody listens on its own", async () => {
    const folder = temporaryFolder();
    const first = await start(folder);
    await first.stop();
    const intruder = net.createServer().listen(first.port, "127.0.0.1");
    await once(intruder, "listening");
    afterThisTest(() => intruder.close());
    const second = await start(folder);
    expect(second.port).not.toBe(first.port);
    expect(await answer(second.url("postgres"))).toBeDefined();
  });

  it("is shared, and ended by the last who uses it", async () => {
    const folder = temporaryFolder();
    const other = await startElsewhere(folder);
    const pid = runningPostmaster(path.join(folder, "postgres")) ?? 0;
    const postgres = await start(folder);
    expect(runningPostmaster(path.join(folder, "postgres"))).toBe(pid);
    await postgres.stop();
    expect(isAlive(pid)).toBe(true);
    other.kill("SIGKILL");
    await once(other, "exit");
    await (await start(folder)).stop();
    expect(await eventually(() => !isAlive(pid))).toBe(true);
  });

  it("asks for the password file when it is gone", async () => {
    const folder = temporaryFolder();
    const postgres = await start(folder);
    await postgres.stop();
    const { renameSync } = await import("node:fs");
    renameSync(path.join(folder, "postgres.json"), path.join(folder, "elsewhere.json"));
    await expect(startEmbeddedPostgres({ dataFolder: folder })).rejects.toMatchObject({ exitCode: 2 });
  });
});
