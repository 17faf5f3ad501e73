import { afterAll, describe, expect, test } from "vitest";
import type { AggregatedClasses } from "../classes/aggregated-classes.ts";
import { packClasses } from "../classes/classes.ts";
import { findPrivacyModel, type PrivacyModel, privacyModels } from "../index.ts";
import { PreparedModels, verdicts } from "../search/prepared-models.ts";
import type { ModelUse } from "./registry.ts";

const models: readonly PrivacyModel[] = privacyModels;
type Example = PrivacyModel["docs"]["examples"][number];

/** One class with the example's values, and one that makes up the rest of the table. */
function classesOf({ class: own, table = own, population }: Example): AggregatedClasses {
  const values = Math.max(...table, ...own) + 1;
  const count = (of: readonly number[]) =>
    Array.from({ length: values }, (_, code) => of.filter((value) => value === code).length);
  const owned = count(own);
  const rest = count(table).map((rows, code) => Math.max(0, rows - (owned[code] ?? 0)));
  const present = (counts: readonly number[]) =>
    counts.flatMap((rows, code) => (rows > 0 ? [[code, rows] as const] : []));
  const entries = [present(owned), present(rest)] as const;
  return {
    columns: [
      {
        name: "q",
        codes: Int32Array.of(0, 1),
        levels: [{ labels: Int32Array.of(0, 1), share: Float64Array.of(0.5, 0.5) }],
      },
    ],
    rows: Float64Array.of(own.length, Math.max(0, table.length - own.length)),
    ...(population === undefined ? {} : { population: Float64Array.of(population, 0) }),
    sensitive: [
      {
        name: "s",
        values,
        offsets: Int32Array.of(0, entries[0].length, entries[0].length + entries[1].length),
        codes: Int32Array.from(entries.flat(), ([code]) => code),
        counts: Float64Array.from(entries.flat(), ([, rows]) => rows),
      },
    ],
  };
}

describe("docs examples are true", () => {
  let cases = 0;
  afterAll(() => {
    console.log(`privacy models: ${cases} examples executed`);
    expect(cases).toBeGreaterThanOrEqual(20);
  });
  for (const model of models) {
    test.each(model.docs.examples)(`${model.id} %j`, (example) => {
      expect(findPrivacyModel(model.id)).toBe(model);
      const classes = classesOf(example);
      // The parameters are parsed before they are used.
      const use = { rule: model.id, with: example.params } as ModelUse;
      const verdict = new PreparedModels([use], classes).verdict(packClasses(classes).classes, 0);
      expect(verdict === verdicts.kept).toBe(example.holds);
      cases++;
    });
  }
});

test("each model has examples of both outcomes and is unlike the others", () => {
  for (const { docs } of models)
    expect(new Set(docs.examples.map(({ holds }) => holds))).toEqual(new Set([true, false]));
  expect(new Set(models.map(({ id }) => id)).size).toBe(models.length);
});
