import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { z } from "zod";
import { AppError } from "#lib/kernel";
import { type TestServices, testServices } from "#lib/testing/server";
import type { Actor, Operation } from "../core/operation.ts";
import { perform } from "../core/perform.ts";
import { archiveStore } from "./archive-store.ts";
import { createStore } from "./create-store.ts";
import { moveVersions } from "./move-versions.ts";
import { updateStore } from "./update-store.ts";

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
});
