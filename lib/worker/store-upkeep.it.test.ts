import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RetentionPolicy } from "#lib/contracts";
import { newId } from "#lib/kernel";
import { sealSecrets } from "#lib/keys/server";
import { carryOutRetention, collectOrphans, findOrphansIn, orphanGraceMs } from "#lib/operations/server";
import { runPipeline } from "#lib/pipeline/server";
import { s3Or, type TestS3 } from "#lib/testing";
import { executeMove } from "./execute-move.ts";
import { executeRun } from "./execute-run.ts";
import { keepStores } from "./keep-stores.ts";
import { type Installation, openInstallation, statement } from "./testing/installation.ts";

// Stores over their lives, on a real PostgreSQL, a real S3 server and folders: several copies of one version, what goes when, what was
// left behind, and moves.

let installation: Installation;
let s3: TestS3 | undefined;
let noS3 = "";

const asOwner = (sql: string) => statement(installation.warehouse.url, sql);

beforeAll(async () => {
  s3 = await s3Or({
    skip: (reason) => {
      noS3 = reason;
      throw new Error(reason);
    },
  }).catch((error: unknown) => {
    if (noS3 === "") throw error;
    return undefined;
  });
  installation = await openInstallation("upkeep", {
    source: `create table visit as select i as id, 'note ' || i as note from generate_series(1, 300) i;
             create table doctor as select i as id, i as visit from generate_series(1, 20) i`,
  });
  const { db } = installation.records;
  const { masterKey, drivers } = installation.context;
  const attic = { folder: path.join(installation.folder, "attic") };
  await mkdir(attic.folder);
  await db.stores.create({
    name: "attic",
    kind: "folder",
    config: attic,
    fingerprint: drivers.storeDriver("folder").fingerprint(attic),
  });
  if (!s3) return;
  const { secretAccessKey, ...bucket } = s3.connection;
  const config = { ...bucket, prefix: "published/" };
  await db.stores.create({
    name: "bucket",
    kind: "s3",
    config,
    sealedSecrets: sealSecrets(masterKey, "store", "bucket", { secretAccessKey }),
    secretNames: ["secretAccessKey"],
    fingerprint: drivers.storeDriver("s3").fingerprint({ ...config, secretAccessKey }),
  });
});
afterAll(async () => {
  await installation.close();
  await s3?.stop();
});

let modules = 0;
const documentFor = (stores: readonly string[], name: string) => ({
  "@type": "DataModule",
  format: 2,
  name,
  title: "Visits",
  sources: [{ name: "clinic", ref: "clinic" }],
  tables: [
    {
      name: "visit",
      title: "Visits of patients",
      extraction: { language: "sql", source: "clinic", script: "select id, note from visit" },
      columns: [
        { name: "id", datatype: "integer", description: "The number.", privacyClass: "insensitive" },
        { name: "note", datatype: "string", privacyClass: "insensitive" },
      ],
      primaryKey: { columns: ["id"], strategy: { rule: "keep", with: { reason: "A test." } } },
    },
    {
      name: "doctor",
      extraction: { language: "sql", source: "clinic", script: "select id, visit from doctor" },
      columns: [
        { name: "id", datatype: "integer", privacyClass: "insensitive" },
        { name: "visit", datatype: "integer" },
      ],
      primaryKey: { columns: ["id"], strategy: { rule: "keep", with: { reason: "A test." } } },
      foreignKeys: [
        { columns: ["visit"], references: { table: "visit", columns: ["id"] }, onOrphan: "reject" },
      ],
    },
  ],
  upload: { stores },
});

/** Publishes versions of a new module, each with rows of its own. Answers its name and how it is run again. */
async function published(stores: readonly string[], versions: number) {
  modules += 1;
  const name = `visits-${modules}`;
  const ids = await installation.approved(documentFor(stores, name));
  const { db } = installation.records;
  const publish = async () => {
    await statement(installation.source.url, "update visit set note = note || '!' where id % 7 = 0");
    const { id } = await db.runs.create({ ...ids, kind: "publication" });
    await executeRun(installation.context, id, runPipeline);
    return db.runs.get(id);
  };
  for (let version = 1; version <= versions; version += 1)
    expect(await publish()).toMatchObject({ state: "succeeded", error: undefined });
  return { name, publish, ids };
}

const upkeep = () => ({
  db: installation.records.db,
  masterKey: installation.context.masterKey,
  storeDriver: installation.context.drivers.storeDriver,
});
const shelfOf = async (store: string, module: string) =>
  (await readdir(path.join(installation.folder, store, module)).catch(() => []))
    .filter((name) => /^v\d/.test(name))
    .sort();
const schemasOf = async (module: string) =>
  (await installation.warehouseSchemas()).filter((name) => name.includes(module.replaceAll("-", "_")));
const objectsOf = async (module: string) =>
  (
    await readdir(path.join(s3?.folder ?? "", "published", module), {
      recursive: true,
      withFileTypes: true,
    }).catch(() => [])
  )
    .filter((entry) => entry.isFile() && !entry.parentPath.includes(".sgwtmp"))
    .map((entry) => entry.name);
const sha256 = async (file: string) =>
  createHash("sha256")
    .update(await readFile(file))
    .digest("hex");

describe("a version in several stores at once", () => {
  test("is one version with a copy, its space and its scripts in each", async (context) => {
    if (!s3) return context.skip(noS3);
    const { name } = await published(["shelf", "warehouse", "bucket"], 1);
    const version = await installation.records.db.versions.latest(name);
    expect(version?.copies.map(({ store }) => store)).toEqual(["bucket", "shelf", "warehouse"]);
    const sources = new Set(version?.extraction.map(({ source, language }) => `${source} ${language}`));
    expect(sources.size).toBe(6);
    expect(await shelfOf("shelf", name)).toEqual(["v1"]);
    expect((await objectsOf(name)).sort()).toEqual(
      expect.arrayContaining(["latest.json", "v1.json", "visit.parquet", "doctor.parquet"]),
    );
    for (const store of ["shelf", "bucket", "warehouse"]) {
      const space = await installation.records.db.holdings.spaceOf(store);
      expect(space.find(({ module }) => module === name)).toMatchObject({ versions: 1 });
      expect(space.find(({ module }) => module === name)?.bytes).toBeGreaterThan(1000);
    }
    const stem = name.replaceAll("-", "_");
    // Names of PostgreSQL: the version, the newest, comments, keys and the indexes that they bring.
    expect(await asOwner(`select count(*)::int as n from ${stem}_v1.visit`)).toEqual([{ n: 300 }]);
    expect(await asOwner(`select count(*)::int as n from ${stem}_latest.doctor`)).toEqual([{ n: 20 }]);
    const [run] = (await schemasOf(name)).filter((schema) => schema.startsWith("etlx_"));
    expect(
      await asOwner(
        `select c.relname, obj_description(c.oid) as title, col_description(c.oid, 1) as column from pg_class c
         where relnamespace = '${run}'::regnamespace and relkind = 'r' order by 1`,
      ),
    ).toEqual([
      { relname: "doctor", title: "doctor", column: null },
      { relname: "visit", title: "Visits of patients", column: "The number." },
    ]);
    expect(
      await asOwner(
        `select conrelid::regclass::text as t, contype::text as kind from pg_constraint
         where connamespace = '${run}'::regnamespace and contype in ('p', 'f') order by 2, 1`,
      ),
    ).toEqual([
      { t: `${run}.doctor`, kind: "f" },
      { t: `${run}.doctor`, kind: "p" },
      { t: `${run}.visit`, kind: "p" },
    ]);
  });

  test("is none where one store fails: the others are cleaned up", async (context) => {
    if (!s3) return context.skip(noS3);
    const { db } = installation.records;
    const { name, publish } = await published(["shelf", "warehouse", "bucket"], 1);
    const before = [await shelfOf("shelf", name), await schemasOf(name), await objectsOf(name)];
    const { secretAccessKey: _, ...bucket } = s3.connection;
    const sealed = (key: string) =>
      db.stores.update("bucket", {
        sealedSecrets: sealSecrets(installation.context.masterKey, "store", "bucket", {
          secretAccessKey: key,
        }),
      });
    await sealed("another-key");
    expect(await publish()).toMatchObject({ state: "failed", error: { code: "store-refused" } });
    await sealed(s3.connection.secretAccessKey);
    expect(bucket.bucket).toBe("test-bucket");
    expect([await shelfOf("shelf", name), await schemasOf(name), await objectsOf(name)]).toEqual(before);
    expect((await db.versions.list(name)).map(({ number }) => number)).toEqual([1]);
    expect(await publish()).toMatchObject({ state: "succeeded" });
    expect((await db.versions.list(name)).map(({ number }) => number)).toEqual([2, 1]);
  });
});

describe("retention", () => {
  const setPolicy = (place: string, policy: RetentionPolicy) =>
    installation.records.db.storeUpkeep.setRetention(place, policy, "somebody");
  const audited = async (module: string) =>
    (await installation.records.db.audit.list({ subjectKind: "version" }))
      .filter(({ action, subject }) => action === "carry-out-retention" && subject.startsWith(`${module}@`))
      .map(({ subject, detail }) => [subject, detail?.place, detail?.why]);

  test("keeps the last ones, the kept and the newest in each kind of store, and says what went", async (context) => {
    if (!s3) return context.skip(noS3);
    const { db } = installation.records;
    const { name } = await published(["shelf", "warehouse", "bucket"], 4);
    await db.holdings.setKept({ module: name, number: 1, userId: "somebody" });
    for (const store of ["shelf", "warehouse", "bucket"]) {
      await setPolicy(`store/${store}`, { keepLast: 2 });
      await carryOutRetention(upkeep(), `store/${store}`);
      const held = await db.holdings.list({ store }, { module: name });
      expect(held.map(({ number }) => number)).toEqual([4, 3, 1]);
    }
    expect(await shelfOf("shelf", name)).toEqual(["v1", "v3", "v4"]);
    expect((await schemasOf(name)).filter((schema) => /_v\d$/.test(schema)).sort()).toEqual(
      [1, 3, 4].map((number) => `${name.replaceAll("-", "_")}_v${number}`),
    );
    expect((await objectsOf(name)).filter((object) => /^v\d/.test(object)).sort()).toEqual([
      "v1.json",
      "v3.json",
      "v4.json",
    ]);
    expect(await audited(name)).toEqual(
      ["bucket", "warehouse", "shelf"].map((store) => [`${name}@2`, `store/${store}`, "older"]),
    );
    // The record is another place: there the version is whole.
    const version = await db.versions.get(name, 2);
    expect(version?.filesRemovedAt).toBeUndefined();
    expect(version?.copies.map(({ removedAt }) => removedAt !== undefined)).toEqual([true, true, true]);
    for (const store of ["shelf", "warehouse", "bucket"])
      await db.storeUpkeep.setRetention(`store/${store}`, undefined, "somebody");
  });

  test("of the record removes files that no other version shares; the version's page stays", async () => {
    const { db } = installation.records;
    const { name } = await published([], 3);
    await db.versions.withdraw({ module: name, number: 2, userId: "somebody", reason: "wrong" });
    await setPolicy("record", { withdrawnDays: 0 });
    const [two, one] = [await db.versions.get(name, 2), await db.versions.get(name, 1)];
    await keepStores(installation.context);
    expect((await db.versions.get(name, 2))?.filesRemovedAt).toBeInstanceOf(Date);
    expect((await db.versions.get(name, 1))?.filesRemovedAt).toBeUndefined();
    expect((await db.versions.get(name, 2))?.manifest).toEqual(two?.manifest);
    const referenced = await db.versions.referencedHashes();
    const visits = (version: typeof one) => version?.files.find(({ table }) => table === "visit")?.sha256;
    const doctors = (version: typeof one) => version?.files.find(({ table }) => table === "doctor")?.sha256;
    expect(referenced.has(visits(two) ?? "")).toBe(false);
    expect(referenced.has(visits(one) ?? "")).toBe(true);
    // All three versions have the same doctors.
    expect(doctors(two)).toBe(doctors(one));
    expect(referenced.has(doctors(two) ?? "")).toBe(true);
    await db.storeUpkeep.setRetention("record", undefined, "somebody");
  });

  test("looks again before each removal: what was marked, or is being read, meanwhile stays", async () => {
    const { db } = installation.records;
    const { name, ids } = await published(["shelf"], 4);
    await setPolicy("store/shelf", { keepLast: 1 });
    const first = await db.versions.get(name, 1);
    const { id: reading } = await db.runs.create({ ...ids, kind: "publication" });
    await db.runs.keepInputs(reading, new Map([["clinic", first?.id ?? ""]]));
    const marking = (kind: string) => {
      const driver = installation.context.drivers.storeDriver(kind);
      const remove: typeof driver.remove = async (...given) => {
        await driver.remove(...given);
        await db.holdings.setKept({ module: name, number: 2, userId: "somebody" });
      };
      return { ...driver, remove };
    };
    await carryOutRetention({ ...upkeep(), storeDriver: marking }, "store/shelf");
    expect(await shelfOf("shelf", name)).toEqual(["v1", "v2", "v4"]);
    await statement(
      installation.records.url,
      `update run set "finishedAt" = now(), state = 'failed' where id = '${reading}'`,
    );
    await carryOutRetention(upkeep(), "store/shelf");
    expect(await shelfOf("shelf", name)).toEqual(["v2", "v4"]);
    await db.storeUpkeep.setRetention("store/shelf", undefined, "somebody");
  });

  test("spares what others were made from, unless it is told to", async () => {
    const { db } = installation.records;
    const { name } = await published(["shelf"], 2);
    const first = await db.versions.get(name, 1);
    const { name: child } = await published([], 1);
    // What a run notes of a version that it read.
    const made = await db.versions.get(child, 1);
    await db.runs.keepInputs(made?.runId ?? "", new Map([["clinic", first?.id ?? ""]]));
    await setPolicy("store/shelf", { keepLast: 1 });
    await carryOutRetention(upkeep(), "store/shelf");
    expect(await shelfOf("shelf", name)).toEqual(["v1", "v2"]);
    await setPolicy("store/shelf", { keepLast: 1, evenMadeFrom: true });
    await carryOutRetention(upkeep(), "store/shelf");
    expect(await shelfOf("shelf", name)).toEqual(["v2"]);
    await db.storeUpkeep.setRetention("store/shelf", undefined, "somebody");
  });
});

describe("what was left behind", () => {
  test("is listed, goes after its time of grace, and nothing foreign is touched", async (context) => {
    if (!s3) return context.skip(noS3);
    const { db } = installation.records;
    const { name, ids } = await published(["shelf", "warehouse", "bucket"], 1);
    // A run of ours that ended and whose clean-up failed, and one of another installation.
    const ours = (await db.runs.create({ ...ids, kind: "publication" })).id;
    const theirs = newId();
    const working = (await db.runs.create({ ...ids, kind: "publication" })).id;
    const version = await db.versions.latest(name);
    const files = (version?.manifest.tables ?? []).map((table) => ({
      table,
      path: installation.config.data.record(table.sha256),
    }));
    const { signal } = new AbortController();
    for (const store of ["shelf", "warehouse", "bucket"]) {
      const bound = await import("#lib/operations/server").then(({ bindPlaces }) =>
        bindPlaces(
          db,
          installation.context.masterKey,
          { ...installation.context.drivers, config: installation.config },
          {
            sources: [],
            upload: { stores: [store], fileFormat: "parquet" },
          },
        ),
      );
      const { driver, config } = bound.stores[0] ?? {};
      for (const runId of [ours, theirs, working])
        await driver?.write(config, files, { store, module: name, runId, signal });
    }
    await statement(
      installation.records.url,
      `update run set "finishedAt" = now(), state = 'failed' where id = '${ours}'`,
    );
    await asOwner("create schema etlx_precious; create table etlx_precious.one (id int)");
    await mkdir(path.join(installation.folder, "shelf", "notes", "runs"), { recursive: true });
    await writeFile(path.join(installation.folder, "shelf", "notes", "runs", "todo.txt"), "mine");
    for (const store of ["shelf", "warehouse", "bucket"]) {
      const found = await findOrphansIn(upkeep(), store);
      expect(found.map(({ runId, module }) => [runId, module])).toEqual([[ours, name]]);
      expect(found[0]?.bytes).toBeGreaterThan(1000);
      expect(await collectOrphans(upkeep(), store)).toEqual([]);
    }
    const late = new Date(Date.now() - orphanGraceMs - 1000).toISOString();
    await statement(installation.records.url, `update store_orphan set "firstSeenAt" = '${late}'`);
    for (const store of ["shelf", "warehouse", "bucket"]) {
      expect(await collectOrphans(upkeep(), store)).toEqual([{ runId: ours, outcome: "removed" }]);
      expect(await findOrphansIn(upkeep(), store)).toEqual([]);
    }
    const runs = await readdir(path.join(installation.folder, "shelf", name, "runs"));
    expect(runs.sort()).toEqual([version?.runId ?? "", theirs, working].sort());
    const records = (await objectsOf(name)).filter((object) => object.length > 40);
    expect(records.sort()).toEqual([version?.runId, theirs, working].map((run) => `${run}.json`).sort());
    expect((await schemasOf(name)).filter((schema) => schema.startsWith("etlx_"))).toHaveLength(3);
    expect(await asOwner("select to_regclass('etlx_precious.one') is not null as there")).toEqual([
      { there: true },
    ]);
    expect(await readFile(path.join(installation.folder, "shelf", "notes", "runs", "todo.txt"), "utf8")).toBe(
      "mine",
    );
    // The version that shares its objects with what went is whole.
    for (const { table } of files) {
      const held = path.join(s3.folder, "published", name, "files", table.sha256, path.basename(table.file));
      expect(await sha256(held)).toBe(table.sha256);
    }
  });
});

describe("a move", () => {
  const { signal } = new AbortController();
  const start = async (from: string, to: string, module: string) => {
    const { db } = installation.records;
    return (await db.storeUpkeep.createMove({ from, to, module, requestedBy: "somebody" })).id;
  };

  test.each([
    ["shelf", "attic"],
    ["shelf", "warehouse"],
    ["shelf", "bucket"],
    ["bucket", "warehouse"],
    ["warehouse", "bucket"],
    ["warehouse", "shelf"],
  ])("from %s to %s keeps numbers and hashes, and leaves nothing behind", async (from, to) => {
    if (!s3 && [from, to].includes("bucket")) return;
    const { db } = installation.records;
    const { name } = await published([from], 3);
    const before = await Promise.all([1, 2, 3].map((number) => db.versions.get(name, number)));
    const id = await start(from, to, name);
    await executeMove(installation.context, id, signal);
    expect(await db.storeUpkeep.move(id)).toMatchObject({
      state: "succeeded",
      error: undefined,
      total: 3,
      done: 3,
      skipped: 0,
    });
    for (const version of before) {
      const after = await db.versions.get(name, version?.number ?? 0);
      expect(after?.versionId).toBe(version?.versionId);
      expect(after?.manifest).toEqual(version?.manifest);
      expect(after?.files).toEqual(version?.files);
      expect(after?.copies.map(({ store }) => store)).toEqual([to]);
      expect(new Set(after?.extraction.map(({ source }) => source))).toEqual(new Set([to]));
    }
    const held = {
      shelf: () => shelfOf("shelf", name),
      attic: () => shelfOf("attic", name),
      warehouse: async () =>
        (await schemasOf(name)).flatMap((schema) => /_(v\d)$/.exec(schema)?.[1] ?? []).sort(),
      bucket: async () =>
        (await objectsOf(name)).flatMap((object) => /^(v\d)\.json$/.exec(object)?.[1] ?? []).sort(),
    };
    const heldIn = (store: string) => Object.entries(held).find(([known]) => known === store)?.[1]();
    expect(await heldIn(to)).toEqual(["v1", "v2", "v3"]);
    expect(await heldIn(from)).toEqual([]);
    if (from === "warehouse") expect(await schemasOf(name)).toEqual([]);
    if (from === "bucket") expect(await objectsOf(name)).toEqual([]);
    if (to === "warehouse")
      expect(
        await asOwner(`select count(*)::int as n from ${name.replaceAll("-", "_")}_latest.visit`),
      ).toEqual([{ n: 300 }]);
  });

  test("that a store ends half-way leaves every version whole in one of them, and goes on when it is started again", async () => {
    const { db } = installation.records;
    const { name } = await published(["warehouse"], 3);
    const broken = path.join(installation.folder, "attic", name);
    // The second version's place is taken by somebody else's file.
    await mkdir(broken, { recursive: true });
    await mkdir(path.join(broken, "v2"));
    await writeFile(path.join(broken, "v2", "manifest.json"), JSON.stringify({ runId: newId() }));
    const first = await start("warehouse", "attic", name);
    await executeMove(installation.context, first, signal);
    expect(await db.storeUpkeep.move(first)).toMatchObject({ state: "failed", done: 1 });
    expect(
      (await db.holdings.list({ store: "attic" }, { module: name })).map(({ number }) => number),
    ).toEqual([1]);
    const left = await db.holdings.list({ store: "warehouse" }, { module: name });
    expect(left.map(({ number }) => number)).toEqual([3, 2]);
    await rm(path.join(broken, "v2"), { recursive: true });
    const second = await start("warehouse", "attic", name);
    await executeMove(installation.context, second, signal);
    expect(await db.storeUpkeep.move(second)).toMatchObject({ state: "succeeded", done: 2, total: 2 });
    expect(await shelfOf("attic", name)).toEqual(["v1", "v2", "v3"]);
    expect(await schemasOf(name)).toEqual([]);
  });

  test("of a version whose record is not there any more leaves it where it is", async () => {
    const { db } = installation.records;
    const { name } = await published(["shelf"], 2);
    const version = await db.versions.get(name, 1);
    const visits = version?.files.find(({ table }) => table === "visit")?.sha256 ?? "";
    await rm(installation.config.data.record(visits));
    const id = await start("shelf", "attic", name);
    await executeMove(installation.context, id, signal);
    expect(await db.storeUpkeep.move(id)).toMatchObject({ state: "succeeded", done: 1, skipped: 1 });
    expect([await shelfOf("shelf", name), await shelfOf("attic", name)]).toEqual([["v1"], ["v2"]]);
  });
});
