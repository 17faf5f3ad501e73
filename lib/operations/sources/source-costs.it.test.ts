import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { editAndSave, smallDocument, type TestRecords, testRecords } from "#lib/testing";
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
async function runOf(name: string, rows: number) {
  const { db } = records;
  const made = await db.modules.create({ name, document: smallDocument(name), createdBy: engineer });
  const revision = await editAndSave(db, name, engineer);
  const document = z.object({ sources: z.array(z.object({ name: z.string(), ref: z.string() })) });
  const own = document.parse(revision.document).sources.find(({ ref }) => ref === "clinic")?.name ?? "";
  expect(own).not.toBe("");
  const run = await db.runs.create({ moduleId: made.id, revisionId: revision.id, kind: "trial" });
  const claim = await db.runs.claim(run.id, "worker", 60_000);
  if (!claim) throw new Error("not claimed");
  const event = (source: string, message: string) => ({
    at: new Date(Date.UTC(2024, 0, 1, 0, 0, rows)),
    level: "info" as const,
    kind: "message" as const,
    stage: "extract" as const,
    message,
    params: { source, queries: 2, rows, bytes: 10, seconds: 1.5, longest: 1.25 },
  });
  await db.runEvents.append(claim.lease, 1, [
    event(own, "source-opened"),
    event("another", "source-cost"),
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
