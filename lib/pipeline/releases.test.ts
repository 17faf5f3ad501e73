import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type HarnessRun, PipelineHarness, plain, testDocument } from "#lib/testing";

let harness: PipelineHarness;
beforeAll(async () => {
  harness = await PipelineHarness.open();
});
afterAll(() => harness.close());

const document = (strategy: Record<string, unknown>) =>
  testDocument([
    {
      name: "person",
      columns: [
        plain("id", "integer"),
        {
          name: "city",
          privacyClass: "quasi-identifier",
          anonymize: { rule: "keep", with: { reason: "A test." } },
        },
      ],
      primaryKey: { columns: ["id"], strategy },
      privacy: { kAnonymity: 2, suppressionLimit: 1 },
    },
  ]);
const pseudonymize = { rule: "pseudonymize", with: { output: "base32" } };
const people = (...cities: readonly string[]) => ({
  person: { columns: ["id", "city"], rows: cities.map((city, id) => [String(id), city]) },
});

/** The version of a run as the next run finds it. */
const asPrevious = ({ outcome, folder }: HarnessRun) => {
  if (outcome.kind !== "published") throw new Error("nothing was published");
  const { number, versionId, manifest, reports } = outcome;
  const file = async (table: string) => path.join(folder, "out", `${table}.parquet`);
  return { number, versionId, manifest, privacy: reports.privacy, file };
};

// One moves from Тверь to Орёл: k = 2 holds in both versions, and only one person has made that way.
const [before, after] = [
  people("Тверь", "Тверь", "Тверь", "Орёл", "Орёл"),
  people("Тверь", "Тверь", "Орёл", "Орёл", "Орёл", "Орёл"),
];

it("tells what two versions reveal together: who moved stands alone in both", async () => {
  const first = await harness.run(document(pseudonymize), before);
  expect(first.outcome.reports.privacy.tables[0]?.release).toBeUndefined();
  const second = await harness.run(document(pseudonymize), after, { previous: asPrevious(first) });
  const { privacy } = second.outcome.reports;
  expect(privacy.tables[0]).toMatchObject({ achievedK: 2 });
  expect(privacy.tables[0]?.release).toEqual({
    version: 1,
    shared: 5 / 6,
    changed: 1 / 5,
    alone: 1 / 5,
    smallest: 1,
  });
  expect(privacy.notCovered.map(({ text }) => text.en)).toContain(
    "Together with version 1, 20.0 % of the rows in both stand alone.",
  );
});

it("says nothing where nobody can join them: other keys, or numbers of one version", async () => {
  const first = await harness.run(document(pseudonymize), before);
  const other = await harness.run(document(pseudonymize), after, {
    previous: asPrevious(first),
    seed: "other",
  });
  expect(other.outcome.reports.privacy.tables[0]?.release).toBeUndefined();
  const numbered = await harness.run(document({ rule: "surrogate" }), before);
  const next = await harness.run(document({ rule: "surrogate" }), after, { previous: asPrevious(numbered) });
  expect(next.outcome.reports.privacy.tables[0]?.release).toBeUndefined();
});
