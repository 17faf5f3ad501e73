import { execFileSync } from "node:child_process";
import { get } from "node:http";
import path from "node:path";
import { buildPages } from "./build.mjs";
import { demoFolderState, seedDemo } from "./demo.mjs";
import { startEmbeddedPostgres } from "./embedded-postgres.mjs";
import { generateClient } from "./generate.mjs";
import { assertFree } from "./ports.mjs";
import { Problem } from "./problem.mjs";
import { seconds, step } from "./progress.mjs";
import { inProject, projectNode } from "./project.mjs";
import { endCommands, explain, runCommand } from "./run-command.mjs";
import { Service } from "./service.mjs";
import { forgetStarted, noteStarted } from "./started.mjs";
import { summary } from "./summary.mjs";

const webComesUpWithin = 60_000;
/** A worker that lives this long has opened its database, its queue and its keys. */
const workerIsUpAfter = 2_000;
const database = "etl_express";

/**
 * Starts everything in order and prints where it is.
 * @param {{ address: { host: string, port: number }, dataFolder: string, stopper: import("./stop.mjs").Stopper }} options
 */
export async function startProduct({ address, dataFolder, stopper }) {
  const begun = Date.now();
  const shown = `http://${address.host.includes(":") ? `[${address.host}]` : address.host}:${address.port}`;
  noteStarted(dataFolder, shown);
  stopper.add({ stop: () => forgetStarted(dataFolder) });
  const given = process.env.DATABASE_URL || undefined;
  const postgres = given === undefined ? await startDatabase(dataFolder, stopper) : undefined;
  const demo = wantsDemo(postgres !== undefined, address.host);
  const env = {
    ...process.env,
    DATABASE_URL: given ?? postgres.url(database),
    ETLX_DATA_DIR: dataFolder,
    HOST: address.host,
    PORT: String(address.port),
    ETLX_DEMO: demo ? "1" : "0",
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    // The bootstrap's own; children use the Node.js of the packages.
    npm_execpath: undefined,
  };
  stopper.add({ stop: endCommands, kill: endCommands });
  await generateClient();
  await step("Bringing the records up to date", () =>
    runCommand("Bringing the records up to date", projectNode, [inProject("lib", "db", "migrate.ts")], {
      env,
    }),
  );
  await buildPages();
  await assertFree(address);
  const { web, worker } = await startServices({ env, address, dataFolder, stopper });
  const published = demo
    ? await seedDemo({ dataFolder, env, alive: () => web.pid !== undefined && worker.pid !== undefined })
    : undefined;
  process.stdout.write(
    summary({
      address: process.env.ETLX_BASE_URL || shown,
      users: demo ? demoFolderState(dataFolder).users : [],
      published,
      logs: path.join(dataFolder, "logs"),
      took: seconds(Date.now() - begun),
      python: hasPython(),
      needsSetUp: !demo && (await needsSetUp(address)),
    }),
  );
}

async function startDatabase(dataFolder, stopper) {
  const postgres = await step("Starting PostgreSQL", (onDetail) =>
    startEmbeddedPostgres({ dataFolder, onDetail }),
  );
  stopper.add({ stop: () => postgres.stop() });
  return postgres;
}

/** Demo users have printed passwords, so they exist only where nobody else can reach them. */
function wantsDemo(embedded, host) {
  const asked = process.env.ETLX_DEMO;
  if (asked === "0" || asked === "false") return false;
  const reachable = host !== "localhost" && host !== "::1" && !host.startsWith("127.");
  if (embedded && !reachable) return true;
  if (asked === "1" || asked === "true") {
    process.stdout.write(
      "The demo is left out: it exists only on the embedded PostgreSQL and on loopback.\n",
    );
  }
  return false;
}

async function startServices({ env, address, dataFolder, stopper }) {
  const log = (name) => path.join(dataFolder, "logs", `${name}.log`);
  let giveUp;
  const givenUp = new Promise((_, reject) => {
    giveUp = reject;
  });
  // Given up while nobody waits for it any more: everything stops.
  let waiting = true;
  givenUp.catch(async (problem) => {
    if (waiting) return;
    process.stderr.write(`\n${problem.message}\n`);
    await stopper.stop();
    process.exit(problem.exitCode);
  });
  const common = { env, onGivenUp: giveUp, onRestart: (text) => process.stdout.write(`${text}\n`) };
  const worker = new Service({
    ...common,
    name: "worker",
    script: inProject("lib", "worker", "main.ts"),
    log: log("worker"),
    // It hands its run back first.
    grace: 15_000,
  });
  const web = new Service({
    ...common,
    name: "web process",
    script: inProject("node_modules", "next", "dist", "bin", "next"),
    args: ["start", "--hostname", address.host, "--port", String(address.port)],
    log: log("web"),
    // An open stream of events would hold it for most of a minute.
    grace: 4_000,
  });
  for (const service of [worker, web]) {
    stopper.add({ stop: () => service.stop(), kill: () => service.kill() });
    service.start();
  }
  await step("Starting the web process and the worker", () =>
    Promise.race([up(address, web, worker), givenUp]),
  );
  waiting = false;
  return { web, worker };
}

/** Where this computer reaches what listens at `host`. */
const ownHost = (host) => (host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "::1" : host);

async function up({ host, port }, web, worker) {
  const until = Date.now() + webComesUpWithin;
  const target = ownHost(host);
  while (!((await answers(target, port)) && worker.hasRunFor(workerIsUpAfter))) {
    if (Date.now() > until)
      throw new Problem(explain("Starting the web process", web.saidSinceStart(), "no answer"));
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function answers(host, port) {
  return new Promise((resolve) => {
    const request = get({ host, port, path: "/api/health", timeout: 5_000 }, (response) => {
      response.resume();
      resolve((response.statusCode ?? 500) < 500);
    });
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve(false));
  });
}

/** Whether the installation has nobody who could sign in. Unknown counts as no: the hint is a help, not a step. */
async function needsSetUp({ host, port }) {
  const at = ownHost(host);
  const answer = await fetch(`http://${at.includes(":") ? `[${at}]` : at}:${port}/api/set-up`).catch(
    () => undefined,
  );
  return answer?.ok === true && (await answer.json()).needed === true;
}

function hasPython() {
  try {
    execFileSync("python3", ["--version"], { stdio: "ignore", timeout: 5_000 });
    return true;
  } catch {
    return false;
  }
}
