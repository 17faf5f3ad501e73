import { expect, test } from "vitest";
import { assertWholeTexts } from "./whole-texts.ts";

const half = "\ud83d";
const refused = (document: unknown): unknown => {
  try {
    assertWholeTexts(document);
    return "taken";
  } catch (error) {
    return error;
  }
};

test("half of a character is refused at its place, without a word of the text", () => {
  const broken = refused({ tables: [{ name: "visit", columns: [{}, { title: `secret${half}` }] }] });
  expect(broken).toMatchObject({ code: "text-broken", params: { path: "tables/0/columns/1/title" } });
  expect(String(broken)).not.toContain("secret");
  expect(refused({ tables: [{ [half]: 1 }] })).toMatchObject({ params: { path: "tables/0" } });
  expect(refused({ title: "\ude00\ud83d" })).toMatchObject({ params: { path: "title" } });
  expect(refused(half)).toMatchObject({ params: { path: "document" } });
});

test("whole characters are taken, whatever stands beside them", () => {
  for (const text of ["", "пациент", "😀", "\\ud83d", "\u0000", "\uffff"])
    expect(refused({ title: text, [text]: [text, null, 1] })).toBe("taken");
});
