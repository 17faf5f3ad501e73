import { z } from "zod";
import { re2Problem, sql } from "#lib/sql";
import { defineCheck } from "../definition.ts";
import { text, textParam } from "../texts.ts";

/** RE2's own flags and classes are no XPath regular expressions, which CSVW and SHACL take. */
const isPortable = (source: string): boolean => !/\(\?|\\[pPQEzAC]|\[\[:/.test(source);

/** The whole text must match a regular expression of RE2: linear time, whatever the text. */
export const pattern = defineCheck({
  kind: "check",
  id: "pattern",
  version: 1,
  accepts: ["string"],
  params: z.strictObject({
    pattern: textParam({ min: 1, max: 1000 })
      .refine((source) => re2Problem(source) === undefined, {
        error: (issue) => re2Problem(String(issue.input)) ?? "not a regular expression",
      })
      .meta({
        label: text("Pattern", "Шаблон"),
        language: "re2",
        help: text(
          "A regular expression (RE2) for the whole value: [A-Z]{2}\\d{6}. No look-around, no back-references.",
          "Регулярное выражение (RE2) для всего значения: [A-Z]{2}\\d{6}. Без просмотра вперёд и обратных ссылок.",
        ),
      }),
  }),
  scope: "row",
  violated: { duckdb: ({ value, params }) => sql`not regexp_full_match(${value}, ${params.pattern})` },
  constraint: (params) => (isPortable(params.pattern) ? { pattern: params.pattern } : {}),
  docs: {
    title: text("Pattern", "Шаблон"),
    summary: text(
      "The whole value must match a regular expression.",
      "Значение целиком должно соответствовать регулярному выражению.",
    ),
    examples: [
      { params: { pattern: "[A-Z]{2}\\d{3}" }, input: "AB123", output: "passes" },
      { params: { pattern: "[A-Z]{2}\\d{3}" }, input: "xAB123", output: "violated" },
      { params: { pattern: "\\p{Cyrillic}+" }, input: "Анна", output: "passes" },
      { params: { pattern: "(?i)yes|no" }, input: "NO", output: "passes" },
      { params: { pattern: "(?i)yes|no" }, input: "", output: "violated" },
    ],
  },
});
