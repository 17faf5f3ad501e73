import { execFile, spawn } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import mysql from "mysql2/promise";
import { freePort } from "./free-port.ts";
import type { Skips } from "./needs.ts";

export interface TestMariadb {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  /** An administrator's connection to an empty database. */
  readonly admin: mysql.Connection;
  /** Administrator's name and password. */
  readonly user: string;
  readonly password: string;
  stop(): Promise<void>;
}

const run = promisify(execFile);

async function connected(port: number, isOver: () => boolean): Promise<mysql.Connection> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await mysql.createConnection({
        host: "127.0.0.1",
        port,
        user: "root",
        multipleStatements: true,
      });
    } catch (error) {
      if (attempt >= 300 || isOver()) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** A MariaDB server of its own, on a fresh folder and port; skipped with the reason where the machine has none. */
export async function mariadbOr(context: Skips): Promise<TestMariadb> {
  const has = await run("mariadbd", ["--version"]).then(
    () => true,
    () => false,
  );
  if (!has) return context.skip("no MariaDB server (Debian: mariadb-server) is installed");
  const folder = await mkdtemp(path.join(tmpdir(), "etlx-mariadb-"));
  const data = path.join(folder, "data");
  const user = `--user=${userInfo().username}`;
  // A server that starts removes the temporary tables that it finds, those of others too.
  const temporary = path.join(folder, "tmp");
  await mkdir(temporary);
  await run("mariadb-install-db", [
    "--no-defaults",
    `--datadir=${data}`,
    user,
    `--tmpdir=${temporary}`,
    "--auth-root-authentication-method=normal",
    "--skip-test-db",
  ]);
  const port = await freePort();
  const server = spawn(
    "mariadbd",
    [
      "--no-defaults",
      `--datadir=${data}`,
      user,
      `--tmpdir=${temporary}`,
      "--bind-address=127.0.0.1",
      `--port=${port}`,
      `--socket=${path.join(folder, "socket")}`,
      `--pid-file=${path.join(folder, "pid")}`,
      "--innodb-flush-log-at-trx-commit=0",
      "--character-set-server=utf8mb4",
    ],
    { stdio: "ignore" },
  );
  const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()));
  const stop = async () => {
    server.kill("SIGKILL");
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const admin = await connected(port, () => server.exitCode !== null);
    const password = "admin's p@ss";
    await admin.query("create database shop; use shop");
    await admin.query("create user 'owner'@'%' identified by ?", [password]);
    await admin.query("grant all on *.* to 'owner'@'%' with grant option");
    return {
      host: "127.0.0.1",
      port,
      database: "shop",
      admin,
      user: "owner",
      password,
      stop: async () => {
        admin.destroy();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
