import { afterAll, beforeAll, expect, test } from "vitest";
import { hashOf, smallDocument, type TestRecords, testRecords } from "#lib/testing";
import { placeViews } from "./place-view.ts";

// A place is in use where anything that may still run names it, or what it is called in an environment.

let records: TestRecords;
let engineer: string;
let reviewer: string;

beforeAll(async () => {
  records = await testRecords("places_used");
  engineer = await records.user("data-engineer");
  reviewer = await records.user("database-administrator");
  const { db } = records;
  const place = { title: "", config: {}, fingerprint: "f" };
  for (const name of ["clinic", "clinic-test", "clinic-live", "other"])
    await db.sources.create({ ...place, name, kind: "postgresql" });
  for (const name of ["shelf", "shelf-test", "spare"])
    await db.stores.create({ ...place, name, kind: "folder" });
  for (const name of ["test", "live", "gone"])
    await db.environments.create({ name, title: "", createdBy: engineer });
  const bind = (environment: string, kind: "source" | "store", name: string, to: string) =>
    db.environments.bind({ environment, kind, name, place: to });
  await bind("test", "source", "clinic", "clinic-test");
  await bind("test", "store", "shelf", "shelf-test");
  await bind("live", "source", "clinic", "clinic-live");
  await bind("gone", "source", "clinic", "other");
  await db.environments.update("gone", { archivedAt: new Date() });
});
afterAll(() => records.close());

const usedBy = async (what: "sources" | "stores") => {
  const { db } = records;
  const views = await placeViews(db, what, await db[what].list());
  return Object.fromEntries(views.map(({ name, usedBy }) => [name, usedBy]));
};

const written = (name: string, source: string, stores: readonly string[]) => ({
  ...smallDocument(name, source),
  upload: { stores },
});

/** Saves a document as the module's next draft, and that as a revision. */
async function saved(module: string, document: object) {
  const { db } = records;
  const draft = await db.drafts.get(module);
  const { etag } = await db.drafts.save({ module, document, etag: draft?.etag ?? 0, userId: engineer });
  return db.revisions.save({ module, etag, contentHash: hashOf("x"), authorId: engineer });
}

const decide = async (revisionId: string, environment?: string) => {
  const hash = hashOf("x");
  await records.db.reviews.approve({
    revisionId,
    environment,
    reviewerId: reviewer,
    contentHash: hash,
    seenHash: hash,
  });
};

test("drafts use what a name means as written and in each environment, but for archived ones", async () => {
  const { db } = records;
  const document = written("visits", "clinic", ["shelf"]);
  await db.modules.create({ name: "visits", document, createdBy: engineer });
  expect(await usedBy("sources")).toEqual({
    clinic: ["visits"],
    "clinic-live": ["visits"],
    "clinic-test": ["visits"],
    other: [],
  });
  expect(await usedBy("stores")).toEqual({ shelf: ["visits"], "shelf-test": ["visits"], spare: [] });
});

test("the approved revision uses its places after the draft and the newest revision have left them", async () => {
  const { db } = records;
  const approved = await saved("visits", written("visits", "clinic", ["shelf"]));
  await decide(approved.id, "test");
  await saved("visits", written("visits", "other", ["spare"]));
  expect(await usedBy("sources")).toEqual({
    clinic: [],
    "clinic-live": [],
    "clinic-test": ["visits"],
    other: ["visits"],
  });
  expect(await usedBy("stores")).toEqual({ shelf: [], "shelf-test": ["visits"], spare: ["visits"] });
  // The newest revision is not the draft: what a trial would take.
  const draft = await db.drafts.get("visits");
  await db.drafts.save({
    module: "visits",
    document: written("visits", "clinic", []),
    etag: draft?.etag ?? 0,
    userId: engineer,
  });
  expect(await usedBy("stores")).toMatchObject({ spare: ["visits"] });
  // A newer approval there takes its place, one that was taken back counts no more.
  const newest = await db.revisions.latest("visits");
  await decide(newest?.id ?? "", "test");
  expect(await usedBy("stores")).toMatchObject({ "shelf-test": [], spare: ["visits"] });
  await decide(approved.id);
  expect(await usedBy("stores")).toMatchObject({ shelf: ["visits"] });
  await db.reviews.requestChanges({ revisionId: approved.id, reviewerId: reviewer, comment: "no" });
  expect(await usedBy("stores")).toMatchObject({ shelf: [] });
});
