import { DuckDBInstance } from "@duckdb/node-api";
import { beforeAll, expect, test } from "vitest";
import { findNormalizer } from "#lib/column-rules";
import type { ColumnProposal } from "#lib/contracts";
import { duckdbQuoting, join, render, sql, unsafeText } from "#lib/sql";
import { profileQuery, readProfiles } from "./profile-column.ts";
import { proposeColumn } from "./propose-column.ts";

const many = (make: (row: number) => string): string[] => Array.from({ length: 400 }, (_, row) => make(row));
/** Differs from row to row, and in its number of digits. */
const spread = (row: number): number => (row * 7919) % 99_991;
const hundreds = (row: number): string => String(spread(row) % 1000).padStart(3, "0");

/** Columns of text, by their names. */
const columns: Readonly<Record<string, readonly string[]>> = {
  "сумма покупок": many((row) => `${(row % 90) + 1} ${hundreds(row)},${row % 7}5`),
  turnover: many((row) => `${(row % 90) + 1},${hundreds(row)}.5`),
  доля: many((row) => `0,${1000 + spread(row)}`),
  rating: many((row) => String(row % 5)),
  Код: many(String),
  wert: many((row) => String(410_000_000 + spread(row % 60))),
  padded: many((row) => `0${hundreds(row)}`),
  "thousand or decimal": many((row) => `${(row % 9) + 1},${hundreds(row)}`),
  mixed: many((row) => (row % 3 === 0 ? "see above" : String(spread(row)))),
  ИНН: many((row) => String(100_000_000_000 + spread(row))),
  фио: many((row) => `Иванов${"абвгд"[row % 5]} Пётр Сергеевич`),
  full_name: many((row) => `Peter Smith${"abcde"[row % 5]}`),
};
const proposals = new Map<string, ColumnProposal>();

beforeAll(async () => {
  const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
  const connection = await instance.connect();
  const cells = Object.values(columns).map(
    (values, place) =>
      sql`select ${place} as place, value from (values ${join(values.map((value) => sql`(${value})`))}) as t(value)`,
  );
  const all = sql`(${join(cells, unsafeText(" union all "))})`;
  const reader = await connection.runAndReadAll(render(profileQuery(all), duckdbQuoting).text);
  const profiles = readProfiles(cells.length, reader.getRowObjectsJson());
  for (const [at, column] of Object.keys(columns).entries()) {
    const profile = profiles[at];
    if (profile) proposals.set(column, proposeColumn(column, { name: "string" }, profile));
  }
  instance.closeSync();
});

test.each([
  ["сумма покупок", "decimal(20,2)", "ru"],
  ["turnover", "decimal(20,2)", "en"],
  ["доля", "decimal(28,10)", "ru"],
])(
  "numbers in %s are read as they are written, whoever decides what they are",
  (column, datatype, locale) => {
    const proposal = proposals.get(column);
    expect(proposal).toMatchObject({
      datatype,
      normalize: [{ rule: "parse-number", with: { locales: [locale] } }],
      privacyClass: "sensitive",
      anonymize: { rule: "drop" },
      reason: { en: "Left out: numbers written as text, and nobody has said of what." },
    });
    for (const use of proposal?.normalize ?? [])
      expect(findNormalizer(use.rule)?.params.safeParse(use.with).success).toBe(true);
  },
);

test("a few numbers in many rows stay; what its name calls a number becomes a pseudonym; others stay out", () => {
  expect(proposals.get("rating")).toEqual({
    datatype: "integer",
    normalize: [{ rule: "trim" }],
    privacyClass: "insensitive",
    reason: { en: "A few numbers, each in many rows.", ru: "Несколько чисел, каждое во многих строках." },
  });
  expect(proposals.get("Код")).toMatchObject({ datatype: "integer", anonymize: { rule: "pseudonymize" } });
  expect(proposals.get("wert")).toMatchObject({
    datatype: "integer",
    privacyClass: "sensitive",
    anonymize: { rule: "drop" },
  });
});

test.each(["padded", "thousand or decimal", "mixed"])(
  "what is a code or could be read in two ways stays a text: %s",
  (column) => {
    expect(proposals.get(column)).toMatchObject({ anonymize: { rule: "drop" } });
    expect(proposals.get(column)?.datatype).toBeUndefined();
  },
);

test("names are faked in the letters that they are written in", () => {
  expect(proposals.get("фио")?.anonymize).toMatchObject({ rule: "fake", with: { locale: "ru" } });
  expect(proposals.get("full_name")?.anonymize).toMatchObject({ rule: "fake", with: { locale: "en" } });
});

test("what its name says and its values do not is left out under the class of the name", () => {
  expect(proposals.get("ИНН")).toEqual({
    privacyClass: "direct-identifier",
    anonymize: { rule: "drop" },
    reason: {
      en: "Left out: the name says “Taxpayer number (INN)”, but few of the sample's values look like it.",
      ru: "Не публикуется: название говорит «ИНН», но похожих значений в выборке мало.",
    },
  });
});
