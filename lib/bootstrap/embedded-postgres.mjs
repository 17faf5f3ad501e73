import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { prepareDataFolder, writeSecret } from "./data-folder.mjs";
import { exclusively } from "./exclusive.mjs";
import { freePort, whyTaken } from "./ports.mjs";
import { closedFolder, postgresAccount } from "./postgres-account.mjs";
import { copyBinaries, findBinaries, makeSharedFolder, sharedFolder } from "./postgres-binaries.mjs";
import { isReady, runningPostmaster, stopPostmaster } from "./postmaster.mjs";
import { Problem } from "./problem.mjs";
import { isSameProcess, thisProcess } from "./process-identity.mjs";
import { runCommand } from "./run-command.mjs";

/**
 * The real PostgreSQL as the default where none is given: on loopback, with a password of its own, in the data folder.
 * Several processes may use it; the last one to stop ends it. One left by a killed start is ended by the next.
 */

const superuser = "etl_express";
const startPatience = 60_000;
/** A port can be taken between choosing and listening. */
const startAttempts = 3;

/**
 * @typedef {{ port: number, password: string, folder: string, users: { pid: number, identity: string | undefined }[] }} State
 * @typedef {{ port: number, user: string, password: string, url: (database: string) => string, stop: () => Promise<void> }} EmbeddedPostgres
 */

/**
 * @param {{ dataFolder: string, settings?: Record<string, string>, onDetail?: (detail: string) => void }} options
 *   `settings` of postgresql.conf, for a server that is started now
 * @returns {Promise<EmbeddedPostgres>}
 * @throws {Problem}
 */
export async function startEmbeddedPostgres({ dataFolder, settings = {}, onDetail = () => {} }) {
  prepareDataFolder(dataFolder);
  const file = path.join(dataFolder, "postgres.json");
  const lock = path.join(dataFolder, "postgres.lock");
  const state = await exclusively(lock, async () => {
    const account = postgresAccount();
    const known = readState(file, dataFolder);
    const native = nativeFolder(account);
    const fresh = known ?? (await initialise(dataFolder, native, account, onDetail));
    const users = fresh.users.filter(isSameProcess);
    const running = runningPostmaster(fresh.folder);
    let port = fresh.port;
    if (running !== undefined && users.length > 0 && isReady(fresh.folder)) {
      onDetail("used together with another process");
    } else {
      if (running !== undefined) {
        onDetail("ending the server that a killed start left");
        await stopPostmaster(running);
      }
      port = await launch({
        ...fresh,
        native,
        account,
        settings,
        log: path.join(dataFolder, "logs", "postgres.log"),
      });
    }
    const next = { ...fresh, port, users: [...users, thisProcess()] };
    writeSecret(file, JSON.stringify(next));
    return next;
  });
  return {
    port: state.port,
    user: superuser,
    password: state.password,
    url: (database) => `postgresql://${superuser}:${state.password}@127.0.0.1:${state.port}/${database}`,
    stop: () => exclusively(lock, () => release(file, state)),
  };
}

/** Leaves the server; ends it where nobody else uses it. */
async function release(file, known) {
  // Somebody may have moved the file away meanwhile; the server has to be ended all the same.
  const state = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : { ...known, users: [] };
  const users = state.users.filter((user) => user.pid !== process.pid && isSameProcess(user));
  if (existsSync(file)) writeSecret(file, JSON.stringify({ ...state, users }));
  const running = runningPostmaster(state.folder);
  if (users.length === 0 && running !== undefined) await stopPostmaster(running);
}

/** @returns {State | undefined} */
function readState(file, dataFolder) {
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8"));
  const folder = path.join(dataFolder, "postgres");
  if (!existsSync(folder)) return undefined;
  throw new Problem(
    `The file ${file} with the password of the embedded PostgreSQL is missing beside ${folder}. Put it back; to begin anew, move that folder away.`,
    2,
  );
}

function nativeFolder(account) {
  const binaries = findBinaries();
  return closedFolder(account, binaries.folder) === undefined ? binaries.folder : copyBinaries(binaries);
}

/**
 * Makes the database folder, whole or not at all.
 * @returns {Promise<State>}
 */
async function initialise(dataFolder, native, account, onDetail) {
  onDetail("making its folder");
  const closed = closedFolder(account, dataFolder);
  // Under a private folder of root its user could not reach it.
  const folder =
    closed === undefined
      ? path.join(dataFolder, "postgres")
      : path.join(sharedFolder, `data-${randomBytes(6).toString("hex")}`);
  const partial = `${folder}.new`;
  const password = randomBytes(24).toString("hex");
  rmSync(partial, { recursive: true, force: true });
  if (closed !== undefined) makeSharedFolder();
  mkdirSync(partial, { recursive: true, mode: 0o700 });
  const passwordFile = path.join(path.dirname(partial), `.password-${randomBytes(6).toString("hex")}`);
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600, flag: "wx" });
  if (account !== undefined) {
    chownSync(partial, account.uid, account.gid);
    chownSync(passwordFile, account.uid, account.gid);
  }
  try {
    await runCommand(
      "Making the database folder",
      path.join(native, "bin", "initdb"),
      [
        `--pgdata=${partial}`,
        `--username=${superuser}`,
        "--auth=scram-sha-256",
        `--pwfile=${passwordFile}`,
        "--encoding=UTF8",
        // Of PostgreSQL itself, so that nothing depends on the locales of this machine.
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        "--no-instructions",
      ],
      { cwd: partial, env: serverEnvironment(), account },
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(partial, folder);
  return { port: 0, password, folder, users: [] };
}

/** @returns {Promise<number>} the port it listens on: the one it had, so that addresses kept elsewhere stay true */
async function launch({ port, folder, native, account, settings, log }) {
  for (let attempt = 1; ; attempt += 1) {
    const chosen = port !== 0 && (await whyTaken(port)) === undefined ? port : await freePort();
    if (await tryLaunch(chosen, { folder, native, account, settings, log })) return chosen;
    if (attempt === startAttempts) {
      const said = readFileSync(log, "utf8").trim().split("\n").slice(-5).join("\n");
      throw new Problem(`The embedded PostgreSQL did not start. It said (${log}):\n${said}`);
    }
  }
}

async function tryLaunch(port, { folder, native, account, settings, log }) {
  const values = { ...serverSettings, ...settings, port: String(port) };
  const output = openSync(log, "a", 0o600);
  const child = spawn(
    path.join(native, "bin", "postgres"),
    ["-D", folder, ...Object.entries(values).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
    { cwd: folder, env: serverEnvironment(), detached: true, stdio: ["ignore", output, output], ...account },
  );
  closeSync(output);
  let gone = false;
  child.on("error", () => {
    gone = true;
  });
  child.on("exit", () => {
    gone = true;
  });
  const until = Date.now() + startPatience;
  while (!gone && Date.now() < until) {
    if (isReady(folder) && runningPostmaster(folder) === child.pid) {
      child.unref();
      return true;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  if (!gone && child.pid !== undefined) await stopPostmaster(child.pid);
  return false;
}

const serverSettings = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "120",
  shared_buffers: "128MB",
  max_wal_size: "2GB",
  timezone: "UTC",
  log_timezone: "UTC",
  // Messages of errors quote values of the data: none of them is written.
  log_min_messages: "log",
  log_min_error_statement: "panic",
  log_error_verbosity: "terse",
};

function serverEnvironment() {
  return { PATH: process.env.PATH ?? "", LC_ALL: "C", TZ: "UTC" };
}
