import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { editAndSave, smallDocument, type TestRecords, testRecords } from "#lib/testing";
import { placeViews } from "../views/place-view.ts";
import { sourceCosts } from "./source-costs.ts";

let records: TestRecords;
let engineer = "";
beforeAll(async () => {
  records = await testRecords("source_costs");
  engineer = await records.user("data-engineer");
  await records.db.sources.create({ name: "clinic", kind: "files", config: {}, fingerprint: "f" });
});
afterAll(() => records.close());

/** A run of a module whose log says what two sources cost it, by the document's names for them. */
async function runOf(name: string, rows: number, environment?: string, place?: string) {
  const { db } = records;
  const made = await db.modules.create({ name, document: smallDocument(name), createdBy: engineer });
  const revision = await editAndSave(db, name, engineer);
  const document = z.object({ sources: z.array(z.object({ name: z.string(), ref: z.string() })) });
  const own = document.parse(revision.document).sources.find(({ ref }) => ref === "clinic")?.name ?? "";
  expect(own).not.toBe("");
  const run = await db.runs.create({
    moduleId: made.id,
    revisionId: revision.id,
    kind: "trial",
    environment,
  });
  const claim = await db.runs.claim(run.id, "worker", 60_000);
  if (!claim) throw new Error("not claimed");
  const event = (source: string, message: string) => ({
    at: new Date(Date.UTC(2024, 0, 1, 0, 0, rows)),
    level: "info" as const,
    kind: "message" as const,
    stage: "extract" as const,
    message,
    params: {
      source,
      ...(place === undefined ? {} : { place }),
      ...{ queries: 2, rows, bytes: 10, seconds: 1.5, longest: 1.25 },
    },
  });
  await db.runEvents.append(claim.lease, 1, [
    event(own, "source-opened"),
    ...(place === undefined ? [event("another", "source-cost")] : []),
    event(own, "source-cost"),
  ]);
  return run.id;
}

test("a source is told what the newest runs cost it, whatever documents call it, and no other's", async () => {
  const [first, second] = [await runOf("one", 7), await runOf("two", 9)];
  await runOf("three", 11);
  const figures = { queries: 2, bytes: 10, seconds: 1.5, longestQuerySeconds: 1.25 };
  const { db } = records;
  expect(await sourceCosts(db, "clinic", ["one", "two"])).toEqual([
    {
      run: { id: second, kind: "trial", module: "two" },
      at: "2024-01-01T00:00:09.000Z",
      rows: 9,
      ...figures,
    },
    { run: { id: first, kind: "trial", module: "one" }, at: "2024-01-01T00:00:07.000Z", rows: 7, ...figures },
  ]);
  expect(await sourceCosts(db, "another", ["one", "two"])).toEqual([]);
  expect(await sourceCosts(db, "clinic", [])).toEqual([]);
});

test("what a run cost in an environment stands at the source that it read there, and at no other", async () => {
  const { db } = records;
  await db.sources.create({ name: "clinic-live", kind: "files", config: {}, fingerprint: "l" });
  await db.environments.create({ name: "live", title: "Live", createdBy: engineer });
  await db.environments.bind({ environment: "live", kind: "source", name: "clinic", place: "clinic-live" });
  const live = await runOf("four", 20, "live", "clinic-live");
  const written = await runOf("five", 21, undefined, "clinic");
  // A log from before it told what was read.
  await runOf("six", 22, "live");
  const modules = ["four", "five", "six"];
  const runs = async (source: string) => (await sourceCosts(db, source, modules)).map(({ run }) => run.id);
  expect(await runs("clinic-live")).toEqual([live]);
  expect(await runs("clinic")).toEqual([written]);
  const kept = await db.sources.list();
  const views = await placeViews(db, "sources", kept);
  const usersOf = (source: string) => views.find(({ name }) => name === source)?.usedBy.toSorted();
  expect(usersOf("clinic-live")).toEqual(usersOf("clinic"));
  expect(usersOf("clinic-live")).toContain("four");
});
