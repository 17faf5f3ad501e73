import fc from "fast-check";
import { expect, test } from "vitest";
import type { ClassColumn } from "./aggregated-classes.ts";
import { type Classes, packClasses } from "./classes.ts";
import type { CodePlace } from "./code-places.ts";
import { labelLevels } from "./label-levels.ts";
import { RollUp } from "./roll-up.ts";
import { sortClasses } from "./sort-classes.ts";

const count = 20_000;
const domains = [90, 64, 40, 40];

/** Labels whose numbers do not follow the codes: what is joined lies apart until it is sorted. */
const joined = (domain: number) =>
  labelLevels(
    Array.from({ length: domain }, (_, code) => {
      const third = (code * 7) % Math.ceil(domain / 3);
      return [`${code}`, `${third}`, `${third % 5}`, "all"];
    }),
  );

function columnsOf(seed: number): readonly ClassColumn[] {
  let state = seed | 1;
  const next = (): number => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9;
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
  };
  return domains.map((domain, at) => ({
    name: `q${at}`,
    codes: Uint8Array.from({ length: count }, () => Math.floor(domain * next() ** (1 + at / 2))),
    levels: joined(domain),
  }));
}

interface Packed {
  readonly columns: readonly ClassColumn[];
  readonly places: readonly CodePlace[];
}

const labelsOf = ({ columns, places }: Packed, { words }: Classes, levels: readonly number[], at: number) =>
  columns
    .map((column, own) => {
      const { word = 0, shift = 0, mask = 0 } = places[own] ?? {};
      return column.levels[levels[own] ?? 0]?.labels[((words[word]?.[at] ?? 0) >>> shift) & mask];
    })
    .join();

/** Rows by the labels at `levels`, one class after the other. */
function naive(packed: Packed, classes: Classes, levels: readonly number[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (let at = 0; at < classes.count; at++) {
    const key = labelsOf(packed, classes, levels, at);
    sums.set(key, (sums.get(key) ?? 0) + (classes.rows[at] ?? 0));
  }
  return sums;
}

const asMap = (packed: Packed, classes: Classes, levels: readonly number[]) =>
  new Map(Array.from(classes.rows, (rows, at) => [labelsOf(packed, classes, levels, at), rows] as const));

const someLevels = fc.array(fc.nat({ max: 3 }), { minLength: 4, maxLength: 4 });

test("classes that are sorted are grouped as they are one by one, whatever runs are forgotten", () => {
  let cut = 0;
  fc.assert(
    fc.property(
      fc.integer(),
      someLevels,
      someLevels,
      fc.constantFrom(1, 700, 5000, 2 ** 15),
      fc.boolean(),
      (seed, below, more, leastRun, narrow) => {
        const columns = columnsOf(seed);
        const counts = Array.from({ length: count }, (_, at) => 1 + ((at * 31) % 4));
        const rows = narrow ? Uint32Array.from(counts) : Float64Array.from(counts);
        const { classes, places } = packClasses({ columns, rows });
        const packed = { columns, places };
        const sorted = sortClasses(classes, columns, places, [0, 1, 2, 3]);
        expect(sorted.sortedBy?.length).toBeGreaterThan(2);
        const rollUp = new RollUp(columns, places, leastRun);
        const first = rollUp.at(sorted, below, { most: count });
        const levels = below.map((level, at) => Math.min(3, level + (more[at] ?? 0)));
        const second = first && rollUp.at(first, levels, { most: count });
        if (!first || !second) throw new Error("nothing barred it");
        expect(asMap(packed, first, below)).toEqual(naive(packed, classes, below));
        expect(asMap(packed, second, levels)).toEqual(naive(packed, classes, levels));
        expect(second.rows instanceof Uint32Array).toBe(narrow);
        if (leastRun < count && (first.sortedBy?.length ?? 0) > 0) cut++;
      },
    ),
    { numRuns: 40, seed: 3 },
  );
  expect(cut).toBeGreaterThan(10);
});

test("a bar ends exactly the groupings that suppress more or make more classes than it lets", () => {
  const ended = { short: 0, most: 0, none: 0 };
  fc.assert(
    fc.property(
      fc.integer(),
      someLevels,
      fc.constantFrom(2, 5, 30),
      fc.nat({ max: count }),
      fc.constantFrom(1, 2000),
      (seed, levels, smallest, limit, leastRun) => {
        const columns = columnsOf(seed);
        const { classes, places } = packClasses({ columns, rows: new Uint32Array(count).fill(2) });
        const sorted = sortClasses(classes, columns, places, [1, 0]);
        const rollUp = new RollUp(columns, places, leastRun);
        const sums = [...naive({ columns, places }, classes, levels).values()];
        const short = sums.reduce((sum, rows) => sum + (rows < smallest ? rows : 0), 0);
        for (const most of [sums.length, sums.length - 1])
          for (const allowed of [short, short - 1, limit]) {
            const grouped = rollUp.at(sorted, levels, { most, smallest, short: allowed });
            const barred = most < sums.length ? "most" : short > allowed ? "short" : "none";
            expect(grouped?.count).toBe(barred === "none" ? sums.length : undefined);
            ended[barred]++;
          }
      },
    ),
    { numRuns: 30, seed: 5 },
  );
  expect(Math.min(...Object.values(ended))).toBeGreaterThan(20);
});

test("counts that are narrow are added up beyond what is narrow", () => {
  const column = {
    name: "q",
    codes: Uint8Array.of(0, 1),
    levels: labelLevels([
      ["a", "*"],
      ["b", "*"],
    ]),
  };
  const { classes, places } = packClasses({ columns: [column], rows: Uint32Array.of(3e9, 3e9) });
  expect([...(new RollUp([column], places).at(classes, [1], { most: 2 })?.rows ?? [])]).toEqual([6e9]);
});
