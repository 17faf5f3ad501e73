import { describe, expect, it, test } from "vitest";
import type { Preview, PreviewColumn, PreviewRow } from "#lib/contracts";
import { parseColumnType } from "#lib/contracts";
import { columnValues } from "./column-values.ts";
import { binsOf, keyStep, outside, placeOf, writtenAt } from "./cut.ts";

const typeOf = (text: string) => {
  const type = parseColumnType(text);
  if (!type) throw new Error(text);
  return type;
};

const profile = { nullAfter: 0, valid: 0, error: 0, empty: 0 };
const column = (more: Partial<PreviewColumn> = {}): PreviewColumn => ({
  name: "town",
  datatype: "string",
  profile,
  ...more,
});
const row = (more: Partial<PreviewRow>): PreviewRow => ({
  number: 1,
  fate: "kept",
  after: [null],
  before: [],
  violated: [],
  ...more,
});
const preview = (rows: readonly PreviewRow[], more: Partial<Preview> = {}): Preview => ({
  table: "people",
  stage: "cleanse",
  compare: "stage",
  raw: true,
  sample: { kind: "first", rows: rows.length, looked: rows.length, complete: true },
  others: [],
  columnsIn: [],
  columns: [column()],
  rows: [...rows],
  offset: 0,
  counts: { kept: 0, rejected: 0, deduplicated: 0, suppressed: 0 },
  rules: [
    { ordinal: 0, code: "check", column: "town", rule: "pattern", action: "reject", removed: 1, violated: 2 },
    { ordinal: 1, code: "check", column: "age", rule: "range", action: "reject", removed: 1, violated: 1 },
  ],
  obstacles: [],
  warm: false,
  milliseconds: 1,
  ...more,
});

describe("columnValues", () => {
  const rows = [
    row({ after: ["Perm"] }),
    row({ after: ["Perm"], before: [[0, " perm"]] }),
    row({ after: ["Oslo"] }),
    row({ fate: "rejected", reason: 0, before: [[0, "???"]] }),
    row({ violated: [0], after: [null], before: [[0, "!"]] }),
    row({ fate: "rejected", reason: 1, after: ["Oslo"] }),
    row({}),
  ];

  it("counts what was accepted as it is written now, and what was refused as it was", () => {
    expect(columnValues(preview(rows), "town")).toEqual({
      accepted: [
        { value: "Oslo", rows: 2 },
        { value: "Perm", rows: 2 },
      ],
      refused: [
        { value: "!", rows: 1 },
        { value: "???", rows: 1 },
      ],
      empty: 1,
      rows: 7,
    });
  });

  it("has no values where the reader may not see them, or sees them anonymized", () => {
    const hidden = preview(rows, { columns: [column({ hidden: "not-approved" })] });
    expect(columnValues(hidden, "town")).toBeUndefined();
    const masked = preview(rows, { stage: "anonymize", columns: [column({ rule: "mask" })] });
    expect(columnValues(masked, "town")).toBeUndefined();
    expect(columnValues(preview(rows, { stage: "transform" }), "town")).toBeUndefined();
    expect(columnValues(preview(rows, { stage: "anonymize" }), "town")).toBeDefined();
    expect(columnValues(preview(rows), "no such column")).toBeUndefined();
  });
});

test.each([
  ["integer", "42"],
  ["decimal(6,2)", "-3.25"],
  ["date", "1987-05-04"],
  ["timestamp", "2024-12-31 23:59:59"],
  ["timestamp(tz)", "2024-12-31 23:59:59+00"],
  ["time", "07:30:00"],
])("a value of the type %s comes back from its place as it was written", (datatype, text) => {
  const place = placeOf(text, datatype);
  expect(String(writtenAt(place ?? Number.NaN, typeOf(datatype)))).toBe(text);
});

test("what is no value of its type has no place", () => {
  expect(placeOf("", "integer")).toBeUndefined();
  expect(placeOf("infinity", "date")).toBeUndefined();
  expect(placeOf("x", "float")).toBeUndefined();
});

test("bins hold every place once, and the cut counts what lies beyond it", () => {
  const places = [0, 1, 2, 3, 10, 10];
  const bins = binsOf(places);
  expect(bins.reduce((sum, { rows }) => sum + rows, 0)).toBe(places.length);
  expect([bins[0]?.from, bins.at(-1)?.to]).toEqual([0, 10]);
  expect(bins.at(-1)?.rows).toBe(2);
  expect(binsOf([])).toEqual([]);
  expect(binsOf([5, 5]).reduce((sum, { rows }) => sum + rows, 0)).toBe(2);
  expect(outside(places, 1, 3)).toBe(3);
  expect(outside(places, undefined, undefined)).toBe(0);
  expect(outside(places, 0, 10)).toBe(0);
  expect(keyStep(bins, typeOf("integer"))).toBe(1);
  expect(keyStep(bins, typeOf("decimal(6,2)"))).toBeCloseTo(0.1);
});
