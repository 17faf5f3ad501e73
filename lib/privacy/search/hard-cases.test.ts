import fc from "fast-check";
import { expect, test } from "vitest";
import type { AggregatedClasses, ClassColumn } from "../classes/aggregated-classes.ts";
import { labelLevels } from "../classes/label-levels.ts";
import { findGeneralization, findPartition, measureGeneralization } from "../index.ts";

/** One column whose values are joined by twos, then all. */
const pairs = (codes: readonly number[], domain: number): ClassColumn => ({
  name: "q",
  codes: Int32Array.from(codes),
  levels: labelLevels(
    Array.from({ length: domain }, (_, code) => [`${code}`, `${Math.floor(code / 2)}`, "everything"]),
  ),
});
const rows = (...counts: number[]) => Float64Array.from(counts);

test("five visits of one patient are one person under k = 5", () => {
  const base = { columns: [pairs([0, 1, 2, 3], 4)], rows: rows(5, 5, 5, 5) };
  const models = [{ rule: "k-anonymity", with: { k: 5 } }] as const;
  const visits = findGeneralization({ classes: base, models, suppressionLimit: 0 });
  expect(visits).toMatchObject({ outcome: "found", best: { levels: [0], classes: 4 } });
  // Patient 0 has all visits of the first combination; two others share theirs.
  const persons = {
    kind: "lists",
    persons: 6,
    offsets: Int32Array.of(0, 1, 5, 8, 10),
    members: Int32Array.of(0, 1, 2, 3, 4, 1, 2, 5, 3, 4),
  } as const;
  const counted = findGeneralization({ classes: { ...base, persons }, models, suppressionLimit: 0 });
  // Joined by twos they are 5 persons each: {0..4} and {1..5}.
  expect(counted).toMatchObject({ outcome: "found", best: { levels: [1], classes: 2, smallestClass: 10 } });
  const six = findGeneralization({
    classes: { ...base, persons },
    models: [{ rule: "k-anonymity", with: { k: 6 } }],
    suppressionLimit: 0,
  });
  // Persons of both are counted once: 6, not 10.
  expect(six).toMatchObject({ outcome: "found", best: { levels: [2], classes: 1 } });
  const seven = findGeneralization({
    classes: { ...base, persons },
    models: [{ rule: "k-anonymity", with: { k: 7 } }],
    suppressionLimit: 0,
  });
  expect(seven).toMatchObject({ outcome: "none", proven: true });
});

test("persons that are listed are counted as sets, whatever is joined", () => {
  fc.assert(
    fc.property(
      fc.array(fc.uniqueArray(fc.nat({ max: 9 }), { minLength: 1, maxLength: 6 }), {
        minLength: 1,
        maxLength: 6,
      }),
      fc.integer({ min: 1, max: 8 }),
      (lists, k) => {
        const classes: AggregatedClasses = {
          columns: [pairs(lists.keys().toArray(), 6)],
          rows: Float64Array.from(lists, ({ length }) => length),
          persons: {
            kind: "lists",
            persons: 10,
            offsets: Int32Array.from([0, ...lists.map((_, at) => lists.slice(0, at + 1).flat().length)]),
            members: Int32Array.from(lists.flat()),
          },
        };
        const request = {
          classes,
          models: [{ rule: "k-anonymity" as const, with: { k } }],
          suppressionLimit: 0,
        };
        const groups = [
          lists,
          [0, 2, 4].map((at) => lists.slice(at, at + 2).flat()).filter(({ length }) => length > 0),
          [lists.flat()],
        ];
        for (const [level, joined] of groups.entries()) {
          const suppressed = joined.filter((persons) => new Set(persons).size < k);
          const found = measureGeneralization(request, [level]);
          expect(found?.suppressedRows).toBe(suppressed.flat().length);
          expect(found?.classes).toBe(joined.length - suppressed.length);
        }
      },
    ),
    { seed: 5 },
  );
});

test("k-map counts the population, with its combinations that the data lack", () => {
  const classes = { columns: [pairs([0, 1, 2, 3], 4)], rows: rows(1, 0, 1, 1), population: rows(2, 3, 4, 4) };
  const result = findGeneralization({
    classes,
    models: [{ rule: "k-map", with: { k: 5 } }],
    suppressionLimit: 0,
  });
  // 2 + 3 and 4 + 4: nobody of the data is in the second combination, but the population is.
  expect(result).toMatchObject({
    outcome: "found",
    best: { levels: [1], classes: 2, smallestClass: 1, largestClass: 2, suppressedRows: 0 },
  });
});

test("what cannot be searched is refused with the reason", () => {
  const good = { columns: [pairs([0, 1], 2)], rows: rows(1, 1) };
  const reason = (classes: AggregatedClasses, model: "k-map" | "distinct-l-diversity" = "k-map") => {
    const request = {
      classes,
      models:
        model === "k-map"
          ? [{ rule: model, with: { k: 2 } }]
          : [{ rule: model, with: { column: "s", l: 2 } }],
      suppressionLimit: 0,
    };
    const results = [findGeneralization(request), findPartition({ ...request, cuts: "strict" })];
    return results.map((result) => (result.outcome === "refused" ? result.reason.en : result.outcome));
  };
  const both = (text: string) => [expect.stringContaining(text), expect.stringContaining(text)];
  expect(reason({ ...good, rows: rows(1) })).toEqual(both("differ in length"));
  expect(reason({ columns: [], rows: rows() })).toEqual(both("no rows"));
  expect(reason({ ...good, columns: [pairs([0, 2], 2)] })).toEqual(both("does not cover a value"));
  expect(reason({ ...good, columns: [pairs([0, -1], 2)] })).toEqual(both("does not cover a value"));
  expect(reason(good)).toEqual(both("population"));
  expect(reason(good, "distinct-l-diversity")).toEqual(both("sensitive values"));
  const levels = labelLevels([
    ["a", "x", "p"],
    ["b", "x", "q"],
  ]);
  expect(reason({ ...good, columns: [{ name: "q", codes: Int32Array.of(0, 1), levels }] })).toEqual(
    both("parts values"),
  );
});

test("a search whose budget ends says so and answers the same every time", () => {
  const domain = 64;
  const codes = Array.from({ length: 4096 }, (_, at) => at);
  const column = (name: string, shift: number): ClassColumn => ({
    ...pairs(
      codes.map((code) => (code * 37 + (code >> shift)) % domain),
      domain,
    ),
    name,
  });
  const classes = {
    columns: [column("a", 1), column("b", 2), column("c", 3), column("d", 4)],
    rows: new Float64Array(4096).fill(1),
  };
  const search = (seconds: number) =>
    findGeneralization({
      classes,
      models: [{ rule: "k-anonymity", with: { k: 3 } }],
      suppressionLimit: 400,
      budget: { seconds },
    });
  const short = search(0.0005);
  expect(short).toMatchObject({ outcome: "found", optimal: false });
  expect(short.outcome === "found" && short.reason?.en).toContain("budget");
  expect(search(0.0005)).toEqual(short);
  const long = search(60);
  expect(long).toMatchObject({ outcome: "found", optimal: true });
  if (short.outcome !== "found" || long.outcome !== "found") throw new Error("nothing was found");
  expect(long.best.score).toBeLessThanOrEqual(short.best.score);
});

test("a lattice of more levels than can be looked through is searched by steps, and says so", () => {
  const columns = Array.from(
    { length: 14 },
    (_, at): ClassColumn => ({
      ...pairs(
        [0, 1, 2, 3].map((code) => (code + at) % 4),
        4,
      ),
      name: `q${at}`,
    }),
  );
  const result = findGeneralization({
    classes: { columns, rows: rows(1, 1, 1, 1) },
    models: [{ rule: "k-anonymity", with: { k: 2 } }],
    suppressionLimit: 0,
  });
  expect(result).toMatchObject({ outcome: "found", optimal: false, best: { feasible: true } });
  expect(result.outcome === "found" && result.reason?.en).toContain("too many");
});
