import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findAnonymizer, uniquenessOf } from "#lib/anonymizers";
import { diagnose } from "#lib/metadata";
import { PipelineHarness, plain, testDocument } from "#lib/testing";

let harness: PipelineHarness;
beforeAll(async () => {
  harness = await PipelineHarness.open();
});
afterAll(() => harness.close());

const keep = { rule: "keep", with: { reason: "A test." } };

/** Where each mistake that others made is kept from this product: files and names of tests, which must stay. */
const kept: Readonly<Record<string, readonly (readonly [file: string, test: string])[]>> = {
  "1 unkeyed or fixed-salt hashes of small domains": [
    [
      "pipeline/leak.test.ts",
      "finds no phone under wrong keys or those of a trial, and all of them under the right one",
    ],
    ["engine/duckdb/key-material.test.ts", "a key of fewer than 128 bits, or none, makes no pseudonym"],
    ["keys/master-key.test.ts", "a key missing beside ciphertext is refused and no new one is made"],
  ],
  "2 a random salt per value breaks joins": [
    [
      "pipeline/protect.test.ts",
      "equal values of one linkage domain get equal pseudonyms in every table, other domains and keys do not",
    ],
    ["pipeline/keys.test.ts", "%s: joins survive, source keys do not"],
  ],
  "3 truncated hashes collide": [
    ["pipeline/mistakes.test.ts", "a pseudonym of fewer than 80 bits is no key"],
  ],
  "4 stateful random streams depend on row order": [
    ["pipeline/determinism.test.ts", "whatever the input order and thread count"],
    ["pipeline/cut-classes.test.ts", "publishes the same bytes whatever the input order and thread count"],
  ],
  "5 failing open": [
    ["pipeline/anonymization-rules.test.ts", "what a rule cannot handle goes to quarantine"],
    [
      "anonymizers/conformance.test.ts",
      "no value makes a rule fail; nulls and types are as declared; a second run gives the same",
    ],
    ["pipeline/generalize.test.ts", "a value that the hierarchy does not cover goes to quarantine"],
  ],
  "6 conditions that foreign keys do not inherit": [
    ["pipeline/keys.test.ts", "a rule of its own on a foreign key contradicts its parent's and is refused"],
    ["pipeline/mistakes.test.ts", "a condition on a key holds for the rows that reference it, or is refused"],
  ],
  "7 format-preserving encryption on tiny domains": [
    [
      "anonymizers/map-conformance.test.ts",
      "a domain under a million goes to quarantine, one of a million does not",
    ],
  ],
  "8 mask and hash of one value": [["metadata/testing/diagnostic-cases.ts", '"masked-and-hashed"']],
  "9 null, length, case and e-mail domain leak": [
    ["pipeline/mistakes.test.ts", "a pseudonym tells neither length nor case nor the domain of an address"],
    [
      "anonymizers/conformance.test.ts",
      "no text is longer than its rule promises, hostile and huge ones included",
    ],
    [
      "anonymizers/conformance.test.ts",
      "fake e-mails, phones and addresses lie in ranges that belong to nobody",
    ],
  ],
  "10 noise clamped at bounds, or re-rolled": [
    [
      "anonymizers/laws.test.ts",
      "is independent: neither the difference nor the mean of two releases gets nearer to the value",
    ],
    ["anonymizers/laws.test.ts", "does not pile up at bounds"],
  ],
  "11 per-value date noise reorders events": [
    [
      "pipeline/protect.test.ts",
      "a date shift two tables away is the person's: the same in every table, order and intervals kept, never zero",
    ],
    [
      "anonymizers/conformance.test.ts",
      "date-shift keeps order and distance, is never zero and never beyond the limit",
    ],
  ],
  "12 shuffling small tables": [
    [
      "anonymizers/laws.test.ts",
      "a group of nine goes to quarantine, one of ten does not, and missing values do not count",
    ],
  ],
  "13 null in classes, suppressed rows uncounted": [
    [
      "pipeline/protect.test.ts",
      "small classes are removed, null is a value, and k is measured again on what is published",
    ],
    ["pipeline/generalize.test.ts", "null is a value of its own at every level"],
    ["pipeline/protect.test.ts", "counts: transformed = published + rejected + deduplicated + suppressed"],
  ],
  "14 k-anonymity is no proof, versions compose": [
    ["pipeline/mistakes.test.ts", "levels that were chosen come with what no model proves"],
    ["pipeline/releases.test.ts", "tells what two versions reveal together: who moved stands alone in both"],
  ],
  "15 many quasi-identifiers, noised or keyed ones, k of unpublished values": [
    ["metadata/testing/diagnostic-cases.ts", '"quasi-identifiers-many"'],
    ["metadata/testing/diagnostic-cases.ts", '"quasi-identifier-keyed"'],
    [
      "pipeline/mistakes.test.ts",
      "ten quasi-identifiers pass, eleven are warned of, noise and keys among them",
    ],
    [
      "pipeline/cut-classes.test.ts",
      "models under hierarchies, measured again by a second program on the published file",
    ],
  ],
  "16 side channels": [
    ["pipeline/leak.test.ts", "occurs nowhere in what a random module publishes or says"],
    [
      "pipeline/leak.test.ts",
      "learns nothing from a trial: it writes no file, and its reports hold no pseudonym and no phone",
    ],
    ["telemetry/create-log.test.ts", "keeps what a driver said out of %s"],
    ["demo/leak/find-leaks.test.ts", "cells, footers and other files are all read"],
    [
      "linked-data/version/version-json-ld.test.ts",
      "tells no small count, no value, no source column, no script, no host and no person",
    ],
  ],
};

it.each(Object.entries(kept))("mistake %s has its tests", (_mistake, tests) => {
  expect(tests.length).toBeGreaterThan(0);
  for (const [file, name] of tests)
    expect(readFileSync(fileURLToPath(new URL(`../${file}`, import.meta.url)), "utf8"), file).toContain(name);
});
it("all sixteen are there", () => {
  expect(Object.keys(kept).map((name) => Number.parseInt(name, 10))).toEqual(
    [...Array(16).keys()].map((at) => at + 1),
  );
});

describe("what no other test says", () => {
  it("a pseudonym of fewer than 80 bits is no key", () => {
    const rule = findAnonymizer("pseudonymize");
    const of = (length: number) => rule && uniquenessOf(rule, rule.params.parse({ output: "hex", length }));
    // Half of all tables of 4,823 keys have two alike under 24 bits; under 80, one in a trillion of a million keys.
    expect([of(19), of(20), of(32)]).toEqual(["not-guaranteed", "preserved", "preserved"]);
    const document = (length: number) => ({
      ...testDocument([
        {
          name: "t",
          columns: [{ name: "id", datatype: "string", privacyClass: "direct-identifier" }],
          primaryKey: {
            columns: ["id"],
            strategy: { rule: "pseudonymize", with: { output: "hex", length } },
          },
        },
      ]),
    });
    const codes = (length: number) =>
      diagnose(document(length), { mode: "executable" }).map(({ code }) => code);
    expect(codes(19)).toContain("key-strategy-lossy");
    expect(codes(20)).not.toContain("key-strategy-lossy");
  });

  it("a condition on a key holds for the rows that reference it, or is refused", () => {
    const strategy = {
      rule: "conditional",
      with: { when: "country = 'US'", apply: { rule: "pseudonymize" }, otherwise: keep },
    };
    const document = testDocument([
      {
        name: "person",
        columns: [{ name: "id", datatype: "string", privacyClass: "direct-identifier" }, plain("country")],
        primaryKey: { columns: ["id"], strategy },
      },
      {
        name: "visit",
        columns: [plain("no", "integer"), { name: "person_id" }],
        foreignKeys: [
          { columns: ["person_id"], references: { table: "person", columns: ["id"] }, onOrphan: "reject" },
        ],
      },
    ]);
    const errors = diagnose(document, { mode: "executable" }).filter(({ severity }) => severity === "error");
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.map(({ path }) => path.join("/")).join(" ")).toContain("tables/0/primaryKey/strategy");
  });

  it("a pseudonym tells neither length nor case nor the domain of an address", async () => {
    const document = testDocument([
      {
        name: "t",
        columns: [
          plain("id", "integer"),
          {
            name: "v",
            datatype: "string",
            privacyClass: "direct-identifier",
            anonymize: { rule: "pseudonymize" },
          },
        ],
        primaryKey: { columns: ["id"], strategy: keep },
      },
    ]);
    const values = ["a", "A".repeat(300), "ann@gmail.com", "ANN@corp.example", "Ёж"];
    const run = await harness.run(document, {
      t: { columns: ["id", "v"], rows: values.map((value, id) => [String(id), value]) },
    });
    const published = (await run.rows("t")).map(({ v }) => String(v));
    expect(new Set(published.map(({ length }) => length)).size).toBe(1);
    for (const text of published) expect(text).toMatch(/^[0-9a-v]+$/);
  });

  const wide = (count: number, rule: object = keep) =>
    testDocument([
      {
        name: "t",
        columns: Array.from({ length: count }, (_, at) => ({
          name: `q${at}`,
          datatype: "integer",
          privacyClass: "quasi-identifier",
          anonymize: at === 0 ? rule : keep,
        })),
        privacy: { kAnonymity: 2, suppressionLimit: 0.5 },
      },
    ]);
  it("ten quasi-identifiers pass, eleven are warned of, noise and keys among them", () => {
    const codes = (document: unknown) => diagnose(document, { mode: "executable" }).map(({ code }) => code);
    expect(codes(wide(10))).toEqual([]);
    expect(codes(wide(11))).toEqual(["quasi-identifiers-many"]);
    expect(codes(wide(3, { rule: "pseudonymize" }))).toContain("quasi-identifier-keyed");
    expect(codes(wide(3, { rule: "noise", with: { scale: 1 } }))).toContain("quasi-identifier-keyed");
    expect(codes(wide(3, { rule: "round", with: { step: 10 } }))).not.toContain("quasi-identifier-keyed");
  });

  it("levels that were chosen come with what no model proves", async () => {
    const document = testDocument(
      [
        {
          name: "t",
          columns: [
            {
              name: "age",
              datatype: "integer",
              privacyClass: "quasi-identifier",
              hierarchy: { name: "age" },
            },
          ],
          privacy: { kAnonymity: 2 },
        },
      ],
      { hierarchies: [{ name: "age", rule: "intervals", with: { widths: [10] } }] },
    );
    const run = await harness.run(document, { t: { columns: ["age"], rows: [["1"], ["2"]] } });
    expect(run.outcome.reports.privacy.notCovered.map(({ text }) => text.en).join(" ")).toContain(
      "no model proves",
    );
  });
});
