import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, stat, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { z } from "zod";
import { AppError } from "#lib/kernel";
import { parsePostgresStore, type StoreDriver } from "#lib/stores";
import {
  editAndSave,
  freshDatabase,
  hashOf,
  s3Or,
  smallDocument,
  testManifest,
  testReports,
} from "#lib/testing";
import { type TestServices, testServices } from "#lib/testing/server";
import type { Actor, Operation } from "../core/operation.ts";
import { perform } from "../core/perform.ts";
import { archiveStore } from "./archive-store.ts";
import { createStore } from "./create-store.ts";
import { getStoreContents } from "./get-store-contents.ts";
import { moveVersions } from "./move-versions.ts";
import { updateStore } from "./update-store.ts";
import { carryOutMove } from "./upkeep/move-copies.ts";

let harness: TestServices;
let admin: Actor;
let folder: string;

beforeAll(async () => {
  harness = await testServices("places");
  admin = await harness.actor("administrator");
  folder = await mkdtemp(path.join(tmpdir(), "etlx-places-"));
});
afterAll(async () => {
  await harness.close();
  await rm(folder, { recursive: true, force: true });
});

const ask = <I extends z.ZodType, O extends z.ZodType>(operation: Operation<I, O>, input: z.input<I>) => {
  const { services } = harness;
  const signal = AbortSignal.timeout(60_000);
  return perform(operation, { services, actor: admin, origin: { local: false }, signal }, input).then(
    () => "done",
    (error: unknown) => {
      if (error instanceof AppError) return error.code;
      throw error;
    },
  );
};
const at = (...parts: string[]) => ({ kind: "folder", config: { folder: path.join(folder, ...parts) } });

test("no two stores write into one place: not the same, not one inside of the other, not an archived one's", async () => {
  expect(await ask(createStore, { name: "shelf", ...at("shelf") })).toBe("done");
  expect(await ask(createStore, { name: "twin", ...at("shelf") })).toBe("store-place-taken");
  expect(await ask(createStore, { name: "twin", ...at("other", "..", "shelf", "") })).toBe(
    "store-place-taken",
  );
  expect(await ask(createStore, { name: "inner", ...at("shelf", "inner") })).toBe("store-place-taken");
  expect(await ask(createStore, { name: "outer", ...at() })).toBe("store-place-taken");
  expect(await ask(createStore, { name: "beside", ...at("shelf-2") })).toBe("done");
  const { config } = at("shelf");
  expect(await ask(updateStore, { name: "beside", config })).toBe("store-place-taken");
  expect(await ask(updateStore, { name: "shelf", config })).toBe("done");
  await ask(archiveStore, { name: "shelf" });
  expect(await ask(createStore, { name: "twin", ...at("shelf") })).toBe("store-place-taken");
});

test("PostgreSQL: one database, whatever prefix and user; S3: one bucket, but for folders beside each other", async () => {
  const database = { host: "db.example.com", port: 5432, database: "dwh", user: "one", password: "x" };
  const bucket = {
    endpoint: "https://s3.example.com",
    bucket: "versions",
    accessKeyId: "key",
    secretAccessKey: "secret",
  };
  const postgresql = (change: object) => ({ kind: "postgresql", config: { ...database, ...change } });
  const s3 = (change: object) => ({ kind: "s3", config: { ...bucket, ...change } });
  expect(await ask(createStore, { name: "dwh", ...postgresql({ prefix: "a_" }) })).toBe("done");
  expect(await ask(createStore, { name: "dwh-2", ...postgresql({ prefix: "b_", user: "two" }) })).toBe(
    "store-place-taken",
  );
  expect(await ask(createStore, { name: "dwh-2", ...postgresql({ host: "DB.example.com" }) })).toBe(
    "store-place-taken",
  );
  expect(await ask(createStore, { name: "dwh-2", ...postgresql({ database: "other" }) })).toBe("done");
  expect(await ask(createStore, { name: "bucket", ...s3({ prefix: "a/" }) })).toBe("done");
  expect(await ask(createStore, { name: "bucket-2", ...s3({ prefix: "b/" }) })).toBe("done");
  expect(await ask(createStore, { name: "bucket-3", ...s3({ prefix: "a/b/" }) })).toBe("store-place-taken");
  expect(await ask(createStore, { name: "bucket-3", ...s3({}) })).toBe("store-place-taken");
});

test("a place is the same by whatever name it is reached", async (context) => {
  await mkdir(path.join(folder, "real"));
  await symlink(path.join(folder, "real"), path.join(folder, "link"));
  expect(await ask(createStore, { name: "real", ...at("real") })).toBe("done");
  expect(await ask(createStore, { name: "link", ...at("link") })).toBe("store-place-taken");
  expect(await ask(createStore, { name: "link", ...at("link", "not-there-yet") })).toBe("store-place-taken");
  const database = await freshDatabase("places_twin");
  const config = parsePostgresStore(database.url);
  const twin = { ...config, host: config.host === "localhost" ? "127.0.0.1" : "localhost" };
  const other = { ...twin, database: "postgres" };
  try {
    expect(await ask(createStore, { name: "by-name", kind: "postgresql", config })).toBe("done");
    expect(await ask(createStore, { name: "by-address", kind: "postgresql", config: twin })).toBe(
      "store-place-taken",
    );
    expect(await ask(createStore, { name: "other-database", kind: "postgresql", config: other })).toBe(
      "done",
    );
  } finally {
    await database.drop();
  }
  const s3 = await s3Or(context);
  try {
    const { connection } = s3;
    const endpoint = connection.endpoint.replace("127.0.0.1", "localhost");
    expect(endpoint).not.toBe(connection.endpoint);
    expect(await ask(createStore, { name: "s3-by-address", kind: "s3", config: connection })).toBe("done");
    const named = (prefix: string) => ({ kind: "s3", config: { ...connection, endpoint, prefix } });
    expect(await ask(createStore, { name: "s3-by-name", ...named("inside/") })).toBe("store-place-taken");
  } finally {
    await s3.stop();
  }
});

test("versions are not moved into a store that serves another environment", async () => {
  const { db } = harness.services;
  for (const name of ["here", "there", "free"]) await ask(createStore, { name, ...at(name) });
  for (const [environment, place] of [
    ["test", "here"],
    ["live", "there"],
  ] as const) {
    await db.environments.create({ name: environment, title: "", createdBy: admin.userId });
    await db.environments.bind({ environment, kind: "store", name: "lake", place });
  }
  expect(await ask(moveVersions, { from: "here", to: "there" })).toBe("environment-store-taken");
  expect(await ask(moveVersions, { from: "free", to: "there" })).toBe("environment-store-taken");
  expect(await ask(moveVersions, { from: "here", to: "free" })).toBe("done");
});

test("versions are not moved within one place, though two stores have it", async () => {
  const { db, storeDriver } = harness.services;
  for (const name of ["raced-1", "raced-2"]) {
    const { kind, config } = at("raced");
    await db.stores.create({ name, kind, config, fingerprint: storeDriver(kind).fingerprint(config) });
  }
  expect(await ask(moveVersions, { from: "raced-1", to: "raced-2" })).toBe("move-pointless");
  expect(await ask(moveVersions, { from: "raced-1", to: "raced-1" })).toBe("move-pointless");
});

test("a move that was asked for before two stores got one place ends with that, and removes nothing", async () => {
  const { db, masterKey, storeDriver, config } = harness.services;
  for (const name of ["apart", "became-one"]) await ask(createStore, { name, ...at(name) });
  const { id } = await db.storeUpkeep.createMove({
    from: "apart",
    to: "became-one",
    requestedBy: "somebody",
  });
  await symlink(path.join(folder, "apart"), path.join(folder, "became-one"));
  await mkdir(path.join(folder, "apart"));
  const signal = AbortSignal.timeout(60_000);
  await carryOutMove({ db, masterKey, storeDriver, data: config.data, signal }, id);
  expect(await db.storeUpkeep.move(id)).toMatchObject({
    state: "failed",
    error: { en: expect.stringContaining("one place"), ru: expect.stringContaining("одно место") },
  });
});

test("of two moves at once between the same stores, one is refused", async () => {
  for (const name of ["left", "right"]) await ask(createStore, { name, ...at(name) });
  const { storeUpkeep } = harness.services.db;
  for (let round = 0; round < 5; round += 1) {
    const answers = await Promise.all([
      ask(moveVersions, { from: "left", to: "right" }),
      ask(moveVersions, { from: "right", to: "left" }),
    ]);
    expect(answers.sort()).toEqual(["done", "move-at-work"]);
    for (const { id } of await storeUpkeep.movesAtWork("left")) await storeUpkeep.endMove({ id }, "stopped");
  }
});

test("a version that an upload script has put into the other store is not moved there", async () => {
  const { db } = harness.services;
  for (const name of ["copies", "scripted"]) await ask(createStore, { name, ...at(name) });
  const engineer = (await harness.actor("data-engineer")).userId;
  const reviewerId = (await harness.actor("database-administrator")).userId;
  const document = { ...smallDocument("shop"), sources: [] };
  const { id: moduleId } = await db.modules.create({ name: "shop", document, createdBy: engineer });
  const { id: revisionId, contentHash } = await editAndSave(db, "shop", engineer);
  await db.reviews.approve({ revisionId, reviewerId, contentHash, seenHash: contentHash });
  const { id } = await db.runs.create({ moduleId, revisionId, kind: "publication" });
  const claimed = await db.runs.claim(id, "worker", 10_000);
  if (claimed === undefined) throw new Error("not claimed");
  const copy = { location: "somewhere", tables: [] };
  await db.versions.publish(claimed.lease, {
    manifest: testManifest("shop", id, contentHash),
    versionId: hashOf(id),
    reports: testReports(id, contentHash),
    files: [],
    copies: [
      { store: "copies", copy },
      { store: "scripted", copy: { ...copy, by: "script" } },
    ],
    extraction: [],
    places: { sources: new Map(), stores: new Map() },
    describe: () => ({ jsonLd: "{}", croissant: "{}" }),
  });
  expect(await ask(moveVersions, { from: "copies", to: "scripted" })).toBe("move-held-by-script");
  expect(await ask(moveVersions, { from: "copies", to: "scripted", module: "shop" })).toBe(
    "move-held-by-script",
  );
  expect(await ask(moveVersions, { from: "copies", to: "scripted", module: "other" })).toBe("done");
  // One that was asked for before the script's version was there.
  for (const { id } of await db.storeUpkeep.movesAtWork("copies"))
    await db.storeUpkeep.endMove({ id }, "stopped");
  const early = await db.storeUpkeep.createMove({ from: "copies", to: "scripted", requestedBy: engineer });
  const { services } = harness;
  const { masterKey, storeDriver } = services;
  const signal = AbortSignal.timeout(60_000);
  await carryOutMove({ db, masterKey, storeDriver, data: services.config.data, signal }, early.id);
  expect(await db.storeUpkeep.move(early.id)).toMatchObject({
    state: "failed",
    done: 0,
    error: { en: expect.stringContaining("shop@1"), ru: expect.stringContaining("shop@1") },
  });
  expect((await db.versions.get("shop", 1))?.copies.map(({ store }) => store)).toEqual([
    "copies",
    "scripted",
  ]);
});

test("who looks at a store's page writes nothing there: neither a folder nor a probe", async () => {
  await ask(createStore, { name: "unused", ...at("unused") });
  expect(await ask(getStoreContents, { name: "unused" })).toBe("done");
  expect(existsSync(path.join(folder, "unused"))).toBe(false);
  await mkdir(path.join(folder, "unused"));
  const { mtimeNs } = await stat(path.join(folder, "unused"), { bigint: true });
  expect(await ask(getStoreContents, { name: "unused" })).toBe("done");
  expect((await stat(path.join(folder, "unused"), { bigint: true })).mtimeNs).toBe(mtimeNs);
});

test("a store that does not answer, or in time, is known by its address alone; a fault of ours is no answer", async () => {
  expect(await ask(createStore, { name: "quiet", ...at("quiet") })).toBe("done");
  const { services } = harness;
  const made = async (name: string, sharesPlace: StoreDriver["sharesPlace"]) => {
    const storeDriver = (kind: string) => ({ ...services.storeDriver(kind), sharesPlace });
    const request = { services: { ...services, storeDriver }, actor: admin, origin: { local: false } };
    const signal = AbortSignal.timeout(60_000);
    return perform(createStore, { ...request, signal }, { name, ...at(name) });
  };
  const down = new AppError("store-failed", { store: "quiet", detail: "–" });
  expect(await made("one", () => Promise.reject(down))).toEqual({ name: "one" });
  await expect(made("two", () => Promise.reject(new TypeError("ours")))).rejects.toThrow(TypeError);
  const late = new DOMException("late", "TimeoutError");
  const clock = vi.spyOn(AbortSignal, "timeout").mockImplementation(() => AbortSignal.abort(late));
  try {
    const silent: StoreDriver["sharesPlace"] = (_one, _other, { signal }) => Promise.reject(signal.reason);
    expect(await made("three", silent)).toEqual({ name: "three" });
  } finally {
    clock.mockRestore();
  }
});
