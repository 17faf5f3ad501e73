import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json } from "../json.ts";
import { readDraft } from "../read-draft.ts";
import { applySheet, compareSheet } from "./compare-sheet.ts";
import { readCsv, writeCsv } from "./csv.ts";
import { readSheet, type SheetLine, sheetFields, sheetOf, writeSheetCsv, writeSheetJson } from "./sheet.ts";

const document = (): Json => ({
  tables: [
    {
      name: "people",
      columns: [
        { name: "id", privacyClass: "direct-identifier", datatype: "integer" },
        { name: "born", from: "dob", datatype: "date", description: '=1+1; of the "person"\nor not' },
        {
          name: "mail",
          privacyClass: "direct-identifier",
          anonymize: {
            rule: "conditional",
            with: {
              when: "value = 'Anna'",
              apply: { rule: "column-script", with: { expression: "upper('Anna')", unique: false } },
              otherwise: { rule: "redact" },
            },
          },
        },
      ],
      primaryKey: { columns: ["id"], strategy: { rule: "pseudonymize", with: { domain: "person" } } },
    },
    {
      name: "orders",
      columns: [{ name: "person" }],
      foreignKeys: [{ columns: ["person"], references: { table: "people", columns: ["id"] } }],
    },
  ],
});
const draft = () => readDraft(document());
const read = (text: string): readonly SheetLine[] => {
  const lines = readSheet(text);
  if (!lines.ok) throw new Error(lines.error.en);
  return lines.value;
};

describe("CSV", () => {
  test("whatever stands in cells comes back", () => {
    const cell = fc.oneof(
      fc.string({
        unit: fc.constantFrom("a", '"', ",", ";", "\n", "\r", "\t", "'", "=", "+", "-", "@", " ", "ё"),
      }),
      fc.string(),
    );
    const lines = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 });
    let seen = 0;
    fc.assert(
      fc.property(lines, (given) => {
        seen++;
        expect(readCsv(writeCsv([["table", "column", "x"], ...given]))).toEqual([
          ["table", "column", "x"],
          ...given,
        ]);
      }),
    );
    expect(seen).toBeGreaterThan(50);
  });

  test.each(["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1"])(
    "no spreadsheet computes %j",
    (cell) => {
      const written = writeCsv([[cell, "x"]]).replace(/^\uFEFF"?/, "");
      expect(written.startsWith("'")).toBe(true);
    },
  );

  test("semicolons and tabs separate too, and an open quotation mark is an error", () => {
    expect(readCsv('a;b\n1;"2;3"\n')).toEqual([
      ["a", "b"],
      ["1", "2;3"],
    ]);
    expect(readCsv("a\tb\r\n\r\n1,5\t2")).toEqual([
      ["a", "b"],
      ["1,5", "2"],
    ]);
    expect(readCsv('a,b\n"1,2')).toBeUndefined();
  });
});

describe("a sheet of columns", () => {
  test.each([writeSheetCsv, writeSheetJson])(
    "says what the draft says, so that nothing changes (%#)",
    (write) => {
      const before = draft();
      const text = write(sheetOf(before));
      const diff = compareSheet(before, read(text));
      expect(diff).toEqual({ changed: [], added: [], refused: [], same: 4 });
      expect(applySheet(diff).apply(before.json)).toBe(before.json);
    },
  );

  test("holds no text that may hold values", () => {
    for (const write of [writeSheetCsv, writeSheetJson]) {
      const text = write(sheetOf(draft()));
      expect(text).toContain("redact");
      expect(text).not.toContain("Anna");
    }
  });

  test("such texts stay in the document when their rule changes otherwise", () => {
    const text = writeSheetCsv(sheetOf(draft())).replace('""unique"":false', '""unique"":true');
    const diff = compareSheet(draft(), read(text));
    expect(diff.changed.map(({ column, changes }) => [column, changes.map(({ field }) => field)])).toEqual([
      ["mail", ["parameters"]],
    ]);
    const after = readDraft(applySheet(diff).apply(document()));
    expect(after.tables[0]?.columns[2]?.anonymize?.with).toEqual({
      when: "value = 'Anna'",
      apply: { rule: "column-script", with: { expression: "upper('Anna')", unique: true } },
      otherwise: { rule: "redact" },
    });
  });

  test("changes, adds and refuses, as one step", () => {
    const lines: SheetLine[] = [
      {
        table: "people",
        column: "born",
        class: "quasi-identifier",
        rule: "generalize-date",
        parameters: '{"unit":"year"}',
        from: "born",
      },
      { table: "people", column: "id", rule: "surrogate", parameters: "" },
      { table: "people", column: "phone", datatype: "string", rule: "mask" },
      { table: "nowhere", column: "x" },
      { table: "people", column: "born" },
      { table: "people", column: "mail", datatype: "text" },
      { table: "people", column: "a", class: "secret" },
      { table: "people", column: "b", rule: "encryptt" },
      { table: "people", column: "c", rule: "mask", parameters: "[1]" },
      { table: "orders", column: "person", rule: "mask" },
      { table: "people", column: "" },
    ];
    const diff = compareSheet(draft(), lines);
    expect(diff.refused.map(({ line }) => line)).toEqual([4, 5, 6, 7, 8, 9, 10, 11]);
    for (const { reason } of diff.refused)
      for (const words of Object.values(reason)) expect(words).not.toBe("");
    const after = readDraft(applySheet(diff).apply(document()));
    const people = after.tables[0];
    expect(people?.columns[1]?.json).toEqual({
      name: "born",
      datatype: "date",
      description: '=1+1; of the "person"\nor not',
      privacyClass: "quasi-identifier",
      anonymize: { rule: "generalize-date", with: { unit: "year" } },
    });
    expect(people?.strategy?.json).toEqual({ rule: "surrogate" });
    expect(people?.columns[3]?.json).toEqual({
      name: "phone",
      datatype: "string",
      anonymize: { rule: "mask" },
    });
    expect(diff.changed.flatMap(({ changes }) => changes).length).toBe(6);
  });

  test("a field that the sheet does not have stays", () => {
    const diff = compareSheet(draft(), read("Table;Column;Description\npeople;mail;Where to write\n"));
    expect(diff.changed).toEqual([
      {
        table: "people",
        column: "mail",
        changes: [{ field: "description", before: "", after: "Where to write" }],
        members: { description: "Where to write" },
      },
    ]);
  });

  test("what is no sheet says why", () => {
    for (const text of ["", "a,b\n1,2", "{}", '[{"table":1}]', "[1", '"table,column']) {
      const answer = readSheet(text);
      expect(answer.ok).toBe(false);
    }
    expect(sheetFields.length).toBe(8);
  });
});
