import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { hashOf, smallDocument, testManifest, testReports } from "#lib/testing";
import { type TestServices, testServices } from "#lib/testing/server";
import type { Actor, Operation } from "../core/operation.ts";
import { perform } from "../core/perform.ts";
import { keyChange } from "../keys/key-change.ts";
import { listModules } from "../modules/list-modules.ts";
import { getVersion } from "../versions/get-version.ts";
import { readModuleMetadata } from "../versions/read-module-metadata.ts";

let harness: TestServices;
let engineer: Actor;
let written: Actor;
let live: Actor;

beforeAll(async () => {
  harness = await testServices("environment_versions");
  engineer = await harness.actor("data-engineer");
  written = await harness.actor("database-administrator", "Wanda");
  live = await harness.actor("database-administrator", "Liv");
});
afterAll(() => harness.close());

const ask = <I extends z.ZodType, O extends z.ZodType>(operation: Operation<I, O>, input: z.input<I>) => {
  const { services } = harness;
  const signal = AbortSignal.timeout(60_000);
  return perform(operation, { services, actor: engineer, origin: { local: false }, signal }, input);
};

/** A module with a revision that is approved as it is written, and in the environment `live` by somebody else. */
async function approved(name: string): Promise<void> {
  const { db } = harness.services;
  await db.modules.create({ name, document: smallDocument(name), createdBy: engineer.userId });
  const contentHash = hashOf(name);
  const { id } = await db.revisions.save({ module: name, etag: 1, contentHash, authorId: engineer.userId });
  const step = { revisionId: id, contentHash, seenHash: contentHash };
  await db.reviews.approve({ ...step, reviewerId: written.userId });
  await db.reviews.approve({ ...step, reviewerId: live.userId, environment: "live" });
}

/** Writes a version, past the pipeline, with values made under a key. */
async function publish(name: string, key: string, environment?: string): Promise<void> {
  const { db } = harness.services;
  const revision = await db.revisions.latest(name);
  if (revision === undefined) throw new Error("no revision");
  const { id: revisionId, moduleId, contentHash } = revision;
  const run = await db.runs.create({ moduleId, revisionId, kind: "publication", environment });
  const claimed = await db.runs.claim(run.id, "w", 1000);
  if (claimed === undefined) throw new Error("not claimed");
  const previous = await db.versions.newest(moduleId, environment);
  const reports = testReports(run.id, contentHash);
  await db.versions.publish(claimed.lease, {
    manifest: {
      ...testManifest(name, run.id, contentHash),
      ...(previous ? { previous: previous.versionId } : {}),
    },
    versionId: hashOf(run.id),
    reports: { ...reports, provenance: { ...reports.provenance, keyIds: { person: key } } },
    files: [],
    copies: [],
    extraction: [],
    places: { sources: new Map(), stores: new Map() },
    describe: () => ({ jsonLd: "{}", croissant: "{}" }),
  });
}

const entrySchema = z.object({ currentVersion: z.string().optional(), hasVersion: z.array(z.string()) });

const currentOf = async (name: string) =>
  (await ask(listModules, {})).find((one) => one.name === name)?.latestVersion;

test("a version stands among those of its environment, approved by whoever approved there", async () => {
  await approved("visits");
  for (const environment of ["live", undefined, "live", undefined]) await publish("visits", "k", environment);
  const shown = async (number: number) => {
    const version = await ask(getVersion, { module: "visits", number });
    const { environment, isLatest, previousNumber, nextNumber, approvedBy } = version;
    return [environment, isLatest, previousNumber, nextNumber, approvedBy?.name];
  };
  expect(await shown(1)).toEqual(["live", false, undefined, 3, "Liv"]);
  expect(await shown(2)).toEqual([undefined, false, undefined, 4, "Wanda"]);
  expect(await shown(3)).toEqual(["live", true, 1, undefined, "Liv"]);
  expect(await shown(4)).toEqual([undefined, true, 2, undefined, "Wanda"]);
  const latest = async (environment?: string) =>
    (await ask(getVersion, { module: "visits", number: "latest", environment })).number;
  expect([await latest(), await latest("live")]).toEqual([4, 3]);
});

test("a module's current version is the one made as written, else it says where it was made", async () => {
  await approved("current");
  expect(await currentOf("current")).toBeUndefined();
  await publish("current", "k", "live");
  expect(await currentOf("current")).toEqual({ number: 1, environment: "live" });
  const entry = async () => {
    const { currentVersion, hasVersion } = entrySchema.parse(
      JSON.parse((await ask(readModuleMetadata, { module: "current" })).jsonLd),
    );
    return { current: currentVersion?.split("/").at(-1), all: hasVersion.length };
  };
  expect(await entry()).toEqual({ all: 1 });
  await publish("current", "k");
  await publish("current", "k", "live");
  expect(await currentOf("current")).toEqual({ number: 2 });
  expect(await entry()).toEqual({ current: "2", all: 3 });
});

test("a key that made the newest version of any environment makes the module due", async () => {
  await approved("keyed");
  await publish("keyed", "key-written");
  await publish("keyed", "key-live", "live");
  const due = async (key: string) => (await keyChange(harness.services, [key])).runAgain;
  expect([await due("key-written"), await due("key-live")]).toEqual([["keyed"], ["keyed"]]);
  await publish("keyed", "key-next", "live");
  expect([await due("key-live"), await due("key-next"), await due("key-written")]).toEqual([
    [],
    ["keyed"],
    ["keyed"],
  ]);
});
