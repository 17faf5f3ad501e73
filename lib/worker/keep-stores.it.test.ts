import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sealSecrets } from "#lib/keys/server";
import { createLog } from "#lib/telemetry/server";
import { keepStores } from "./keep-stores.ts";
import { startWorker } from "./start-worker.ts";
import { sweep } from "./sweep.ts";
import { type Installation, openInstallation, statement } from "./testing/installation.ts";
import { visits } from "./testing/visits.ts";

// A store that takes connections and never says a word.

let installation: Installation;
let silent: Server;
const sockets = new Set<Socket>();
let ids: { readonly moduleId: string; readonly revisionId: string };

beforeAll(async () => {
  installation = await openInstallation("slow_stores", { source: "create table visit as select 1 as id" });
  silent = createServer((socket) => void sockets.add(socket.on("error", () => undefined)));
  silent.listen(0, "127.0.0.1");
  await once(silent, "listening");
  const address = silent.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const { db } = installation.records;
  const { masterKey, drivers } = installation.context;
  const config = {
    endpoint: `http://127.0.0.1:${port}`,
    bucket: "silent",
    accessKeyId: "key",
    prefix: "",
  };
  await db.stores.create({
    name: "a-silent-one",
    kind: "s3",
    config,
    sealedSecrets: sealSecrets(masterKey, "store", "a-silent-one", { secretAccessKey: "secret" }),
    secretNames: ["secretAccessKey"],
    fingerprint: drivers.storeDriver("s3").fingerprint({ ...config, secretAccessKey: "secret" }),
  });
  ids = await installation.approved({ ...visits, upload: { stores: [] } });
});
afterAll(async () => {
  silent.close();
  for (const socket of sockets) socket.destroy();
  await installation.close();
});

/** A run whose worker died and whose job is gone. */
async function lostRun(): Promise<string> {
  const { db, url } = installation.records;
  const { id } = await db.runs.create({ ...ids, kind: "publication" });
  await db.runs.claim(id, "dead", 10_000);
  await statement(url, `update run set "heartbeatAt" = now() - interval '5 minutes' where id = '${id}'`);
  return id;
}

test("while a store is waited for, lost runs are found", async () => {
  await lostRun();
  let isOver = false;
  const keeping = keepStores(installation.context).finally(() => {
    isOver = true;
  });
  while (sockets.size === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  // As a worker that has not looked at the store yet.
  const other = { ...installation.context, db: { ...installation.records.db } };
  expect(await sweep(other)).toMatchObject({ runs: 1 });
  expect(isOver).toBe(false);
  // Asked again after each lost connection, a store that has gone is given up.
  silent.close();
  for (const socket of sockets) socket.destroy();
  expect(await keeping).toEqual({ shown: 0, retired: 0, orphans: 0, unfinished: 0 });
  silent.listen(Number(new URL(await endpoint()).port), "127.0.0.1");
  await once(silent, "listening");
});

const endpoint = async () =>
  String((await installation.records.db.stores.get("a-silent-one"))?.config.endpoint);

test("a worker begins its work whatever its stores say", async () => {
  const id = await lostRun();
  const worker = await startWorker(installation.config, createLog({ level: "silent", process: "worker" }));
  try {
    const end = Date.now() + 60_000;
    const { db } = installation.records;
    while ((await db.runs.get(id))?.finishedAt === undefined && Date.now() < end)
      await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await db.runs.get(id)).toMatchObject({ state: "succeeded", attempt: 2 });
  } finally {
    await worker.stop();
  }
});
