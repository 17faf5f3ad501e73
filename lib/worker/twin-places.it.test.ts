import { existsSync } from "node:fs";
import { cp, mkdir, symlink } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AppError } from "#lib/kernel";
import { sealSecrets } from "#lib/keys/server";
import { collectOrphans, findOrphansIn, orphanGraceMs } from "#lib/operations/server";
import { runPipeline } from "#lib/pipeline/server";
import { parsePostgresStore, type StoreDriver } from "#lib/stores";
import { s3Or, type TestS3 } from "#lib/testing";
import { executeRun } from "./execute-run.ts";
import { type Installation, openInstallation, statement } from "./testing/installation.ts";
import { visits } from "./testing/visits.ts";

// One place under two names, each a store of its own: what one has published is nobody's waste to the other.

let installation: Installation;
let published: { readonly runId: string; readonly names: readonly string[] };
let s3: TestS3 | undefined;

/** As from before places were compared by more than their names. */
async function addStore(name: string, kind: string, given: Readonly<Record<string, unknown>>): Promise<void> {
  const { db } = installation.records;
  const { masterKey, drivers } = installation.context;
  const { password, secretAccessKey, ...config } = given;
  const secrets = Object.fromEntries(
    Object.entries({ password, secretAccessKey }).flatMap(([key, value]) =>
      typeof value === "string" ? [[key, value]] : [],
    ),
  );
  await db.stores.create({
    name,
    kind,
    config,
    sealedSecrets: Object.keys(secrets).length === 0 ? null : sealSecrets(masterKey, "store", name, secrets),
    secretNames: Object.keys(secrets),
    fingerprint: drivers.storeDriver(kind).fingerprint(given),
  });
}

const otherName = (host: string) => (host === "localhost" ? "127.0.0.1" : "localhost");

beforeAll(async () => {
  s3 = await s3Or({
    skip: (reason) => {
      throw new Error(reason);
    },
  }).catch(() => undefined);
  installation = await openInstallation("twins", { source: "create table visit as select 1 as id" });
  const { db } = installation.records;
  await symlink(path.join(installation.folder, "shelf"), path.join(installation.folder, "link"));
  await addStore("shelf-twin", "folder", { folder: path.join(installation.folder, "link") });
  const warehouse = parsePostgresStore(installation.warehouse.url);
  await addStore("warehouse-twin", "postgresql", { ...warehouse, host: otherName(warehouse.host) });
  const names = ["shelf", "warehouse"];
  if (s3) {
    const { connection } = s3;
    const endpoint = new URL(connection.endpoint);
    endpoint.hostname = otherName(endpoint.hostname);
    await addStore("bucket", "s3", connection);
    await addStore("bucket-twin", "s3", { ...connection, endpoint: endpoint.origin });
    names.push("bucket");
  }
  const ids = await installation.approved({ ...visits, upload: { stores: names } });
  const { id: runId } = await db.runs.create({ ...ids, kind: "publication" });
  await executeRun(installation.context, runId, runPipeline);
  expect(await db.runs.get(runId)).toMatchObject({ state: "succeeded", error: undefined });
  published = { runId, names };
});
afterAll(async () => {
  await installation.close();
  await s3?.stop();
});

const upkeep = (sharesPlace?: StoreDriver["sharesPlace"]) => ({
  db: installation.records.db,
  masterKey: installation.context.masterKey,
  storeDriver: (kind: string) => ({
    ...installation.context.drivers.storeDriver(kind),
    ...(sharesPlace ? { sharesPlace } : {}),
  }),
});
const grow = () => {
  const late = new Date(Date.now() - orphanGraceMs - 1000).toISOString();
  return statement(installation.records.url, `update store_orphan set "firstSeenAt" = '${late}'`);
};

test("what one name has published is no waste under the other", async () => {
  expect(published.names.length).toBeGreaterThan(1);
  for (const name of published.names) {
    expect(await findOrphansIn(upkeep(), `${name}-twin`)).toEqual([]);
    await grow();
    expect(await collectOrphans(upkeep(), `${name}-twin`)).toEqual([]);
  }
  const rows = await statement(installation.warehouse.url, "select id from visits_v1.visit");
  expect(rows).toHaveLength(1);
  expect(existsSync(path.join(installation.folder, "shelf", "visits", "v1", "visit.parquet"))).toBe(true);
});

test("a clean-up that is due under the other name waits for as long as the version is there", async () => {
  const { db } = installation.records;
  await db.storeUpkeep.leaveBehind({
    store: "shelf-twin",
    runId: published.runId,
    module: "visits",
    location: "upload.script.cleanUp",
    failure: { en: "failed", ru: "не вышло" },
  });
  expect(await collectOrphans(upkeep(), "shelf-twin")).toEqual([]);
  await db.storeUpkeep.forgetOrphan("shelf-twin", published.runId);
  expect(existsSync(path.join(installation.folder, "shelf", "visits", "v1", "visit.parquet"))).toBe(true);
});

test("what a version of another place has left here is waste, but where that cannot be told", async () => {
  const attic = path.join(installation.folder, "attic");
  await mkdir(attic);
  await addStore("attic", "folder", { folder: attic });
  await cp(path.join(installation.folder, "shelf"), attic, { recursive: true });
  const dead = () => Promise.reject(new AppError("store-failed", { store: "shelf", detail: "ETIMEDOUT" }));
  expect(await findOrphansIn(upkeep(dead), "attic")).toEqual([]);
  expect(await findOrphansIn(upkeep(), "attic")).toMatchObject([{ runId: published.runId }]);
  await grow();
  expect(await collectOrphans(upkeep(dead), "attic")).toEqual([]);
  await findOrphansIn(upkeep(), "attic");
  await grow();
  expect(await collectOrphans(upkeep(), "attic")).toEqual([{ runId: published.runId, outcome: "removed" }]);
  expect(existsSync(path.join(attic, "visits", "v1"))).toBe(false);
  expect(existsSync(path.join(installation.folder, "shelf", "visits", "v1", "visit.parquet"))).toBe(true);
});
