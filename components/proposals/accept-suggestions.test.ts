import { expect, test } from "vitest";
import { acceptSuggestions, tableNames } from "./accept-suggestions.ts";

const reason = { en: "why", ru: "почему" };
const document = {
  name: "m",
  extra: { kept: true },
  tables: [
    {
      name: "people",
      note: "kept",
      columns: [
        { name: "dr", datatype: "string" },
        { name: "tel", normalize: [{ rule: "trim" }], datatype: "string", anonymize: { rule: "keep" } },
        { name: "other" },
      ],
    },
    { name: "else", columns: [{ name: "dr" }] },
  ],
};
const suggestions = [
  {
    name: "dr",
    privacyClass: "quasi-identifier",
    datatype: "date",
    normalize: [{ rule: "parse-date", with: { formats: ["%d.%m.%Y"] } }],
    anonymize: { rule: "generalize-date", with: { unit: "decade" } },
    kind: "birth-date",
    confidence: 0.9,
    reason,
  },
  {
    name: "tel",
    privacyClass: "direct-identifier",
    normalize: [{ rule: "phone" }],
    anonymize: { rule: "pseudonymize" },
    reason,
  },
] as const;

test("accepted suggestions change their columns, keep somebody's cleaning, and nothing else", () => {
  const text = acceptSuggestions(JSON.stringify(document), "people", suggestions);
  // In the order it was written in: a person finds what they wrote where they wrote it.
  expect(Object.keys(JSON.parse(text ?? ""))).toEqual(Object.keys(document));
  expect(Object.keys(JSON.parse(text ?? "").tables[0])).toEqual(["name", "note", "columns"]);
  expect(JSON.parse(text ?? "")).toEqual({
    ...document,
    tables: [
      {
        name: "people",
        note: "kept",
        columns: [
          {
            name: "dr",
            datatype: "date",
            normalize: [{ rule: "parse-date", with: { formats: ["%d.%m.%Y"] } }],
            onCastFailure: "null",
            privacyClass: "quasi-identifier",
            anonymize: { rule: "generalize-date", with: { unit: "decade" } },
          },
          {
            name: "tel",
            datatype: "string",
            normalize: [{ rule: "trim" }],
            privacyClass: "direct-identifier",
            anonymize: { rule: "pseudonymize" },
          },
          { name: "other" },
        ],
      },
      document.tables[1],
    ],
  });
});

test("a text that is no document is left alone", () => {
  expect(acceptSuggestions("{", "people", suggestions)).toBeUndefined();
  expect(tableNames('{"tables": {}}')).toBeUndefined();
  expect(tableNames(JSON.stringify(document))).toEqual(["people", "else"]);
});
