import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findAnonymizer } from "#lib/anonymizers";
import { findNormalizer } from "#lib/column-rules";
import { parseColumnType } from "#lib/contracts";
import { duckdbQuoting, join, name, render, type Sql, sql, unsafeText } from "#lib/sql";
import { accountPairs, pairQuery, withPairs } from "./account-pairs.ts";
import { type ColumnProfile, type Detection, detectKinds, personalDataKinds } from "./index.ts";
import { profileQuery, readProfiles } from "./profile-column.ts";
import { corporateColumnsEn } from "./testing/corporate-columns-en.ts";
import { corporateColumnsRu } from "./testing/corporate-columns-ru.ts";
import { foundColumns } from "./testing/found-columns.ts";
import { laterFoundColumns } from "./testing/found-columns-later.ts";
import type { LabelledColumn } from "./testing/labelled-column.ts";
import { heldOutColumns, tuningColumns } from "./testing/labelled-columns.ts";
import { publicColumns } from "./testing/public-columns.ts";
import { drawing } from "./testing/sample-values.ts";
import { serviceColumns } from "./testing/service-columns.ts";
import { closingColumns, confirmingColumns, lastColumns, unseenColumns } from "./testing/unseen-columns.ts";

let instance: DuckDBInstance;
let rowsOf: (query: Sql) => Promise<Record<string, string>[]>;
beforeAll(async () => {
  instance = await DuckDBInstance.create(":memory:", { threads: "2" });
  const connection = await instance.connect();
  rowsOf = async (query) => {
    const reader = await connection.runAndReadAll(render(query, duckdbQuoting).text);
    return reader
      .getRowObjectsJson()
      .map((row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, String(value)])));
  };
});
afterAll(() => instance.closeSync());

const standardRows = 200;

const typeOf = (column: LabelledColumn) =>
  parseColumnType(column.type ?? "string") ?? { name: "string" as const };

async function profilesOf(columns: readonly LabelledColumn[]): Promise<readonly ColumnProfile[]> {
  const cells = columns.map((column, seed) => {
    const draw = drawing(seed);
    const values = Array.from({ length: column.rows ?? standardRows }, (_, row) => column.make(draw, row));
    return sql`select ${seed} as place, value from (values ${join(values.map((value) => sql`(${value})`))}) as t(value)`;
  });
  const values = sql`(${join(cells, unsafeText(" union all "))})`;
  return readProfiles(columns.length, await rowsOf(profileQuery(values)));
}

async function detectAll(columns: readonly LabelledColumn[]): Promise<readonly (Detection | undefined)[]> {
  const profiles = await profilesOf(columns);
  return columns.map((column, at) => {
    const profile = profiles[at];
    return profile && detectKinds(column.name, typeOf(column), profile)[0];
  });
}

/** Right detections over all made, and over all that were to be made. */
async function measure(columns: readonly LabelledColumn[]) {
  const found = await detectAll(columns);
  const right = columns.filter(
    (column, at) => column.kind !== null && found[at]?.kind === column.kind,
  ).length;
  const made = found.filter((one) => one !== undefined).length;
  const expected = columns.filter(({ kind }) => kind !== null).length;
  const wrong = columns.flatMap((column, at) =>
    (found[at]?.kind ?? null) === column.kind
      ? []
      : [
          `${column.name}: ${found[at]?.kind ?? "none"} (${found[at]?.confidence.toFixed(2)}) for ${column.kind ?? "none"}`,
        ],
  );
  return { columns: columns.length, precision: right / made, recall: right / expected, wrong };
}

describe("finds kinds of personal data in labelled columns", () => {
  test.each([
    ["tuning half", tuningColumns],
    ["held-out half", heldOutColumns],
    ["unseen set", unseenColumns],
    ["confirming set", confirmingColumns],
    ["last set", lastColumns],
    ["closing set", closingColumns],
    ["corporate English set", corporateColumnsEn],
    ["corporate Russian set", corporateColumnsRu],
    ["set of public schemas", publicColumns],
    ["set of found names", foundColumns],
    ["later set of found names", laterFoundColumns],
    ["set of services", serviceColumns],
  ] as const)(
    "%s",
    async (half, columns) => {
      const { precision, recall, wrong } = await measure(columns);
      console.info(
        `${half}: ${columns.length} columns, precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}${wrong.map((one) => `\n  ${one}`).join("")}`,
      );
      expect(precision).toBeGreaterThanOrEqual(0.95);
      expect(recall).toBeGreaterThanOrEqual(0.95);
    },
    120_000,
  );
});

test("every kind suggests rules that exist and read their parameters, for every type it accepts", () => {
  const contexts = personalDataKinds.flatMap((kind) =>
    kind.accepts.flatMap((typeName) => {
      const type = typeName === "decimal" ? parseColumnType("decimal(12,2)") : parseColumnType(typeName);
      return [true, false].map((isClean) => ({ kind, type: type ?? { name: "string" as const }, isClean }));
    }),
  );
  for (const { kind, type, isClean } of contexts) {
    const { anonymize, normalize = [] } = kind.suggest({
      type,
      isClean,
      dateFormats: ["%d.%m.%Y"],
      locale: "ru",
    });
    expect(findAnonymizer(anonymize.rule)?.params.safeParse(anonymize.with ?? {}).success, kind.id).toBe(
      true,
    );
    for (const use of normalize)
      expect(findNormalizer(use.rule)?.params.safeParse(use.with ?? {}).success, kind.id).toBe(true);
  }
  expect(contexts.length).toBeGreaterThan(80);
});

test("a bank's code and an account tell themselves by the check digit they share, whatever they are called", async () => {
  // 44525225 is Sberbank's code; the second account has one digit changed.
  const rows = Array.from({ length: 60 }, (_, at) => accountFor("044525225", at));
  const broken = rows.map((account) => account.slice(0, -1) + ((Number(account.at(-1)) + 1) % 10));
  const table = (accounts: readonly string[]) =>
    sql`(values ${join(accounts.map((account) => sql`('044525225', ${account})`))}) as t(a, b)`;
  const columns = [name("a"), name("b")];
  const profilesIn = async (accounts: readonly string[]) => {
    const cells = columns.map(
      (value, at) => sql`select ${at} as place, ${value} as value from ${table(accounts)}`,
    );
    const profiles = readProfiles(
      columns.length,
      await rowsOf(profileQuery(sql`(${join(cells, unsafeText(" union all "))})`)),
    );
    const pairs = accountPairs(profiles);
    expect(pairs).toEqual([{ bik: 0, account: 1 }]);
    const found = await rowsOf(pairQuery(table(accounts), pairs, (at) => columns[at] ?? name("a")));
    return withPairs(profiles, pairs, found);
  };
  const kindsIn = (profiles: readonly ColumnProfile[]) =>
    profiles.map((profile) => detectKinds("x", { name: "string" }, profile)[0]);
  const right = await profilesIn(rows);
  expect(right.map((profile) => profile.pair)).toEqual([
    { rows: 60, fitting: 60 },
    { rows: 60, fitting: 60 },
  ]);
  const [code, account] = kindsIn(right);
  expect([code?.kind, account?.kind]).toEqual(["bik", "bank-account"]);
  expect(account?.reason.en).toContain("check digit fits the BIK");
  const wrong = await profilesIn(broken);
  expect(wrong[0]?.pair).toEqual({ rows: 60, fitting: 0 });
  expect(kindsIn(wrong)[0]?.kind).not.toBe("bik");
});

/** An account with the check digit (the ninth) that a bank's code gives it. */
function accountFor(bik: string, at: number): string {
  const digits = (key: number) => `40817810${key}3800${String(at).padStart(7, "0")}`;
  const fits = (account: string) =>
    [...`${bik.slice(-3)}${account}`].reduce(
      (sum, digit, place) => sum + ((Number(digit) * ([7, 1, 3][place % 3] ?? 0)) % 10),
      0,
    ) %
      10 ===
    0;
  return Array.from({ length: 10 }, (_, key) => digits(key)).find(fits) ?? "";
}

test("says no value: reasons hold shares, and a profile holds counts only", async () => {
  const column = tuningColumns.find(({ name: label }) => label === "field_7");
  if (!column) throw new Error("field_7 is gone");
  const [profile] = await profilesOf([column]);
  if (!profile) throw new Error("there is no profile");
  expect(
    Object.values({ ...profile, ...profile.matches, ...profile.dates }).filter((x) => typeof x === "string"),
  ).toEqual([]);
  expect(detectKinds(column.name, { name: "string" }, profile)[0]?.reason).toEqual({
    en: "the name says nothing; 100 % of the sample's values look like it",
    ru: "название не указывает; похожи 100 % значений выборки",
  });
});
