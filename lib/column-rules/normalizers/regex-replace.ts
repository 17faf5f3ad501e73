import { z } from "zod";
import { columnTypeNames } from "#lib/contracts";
import { re2Problem, sql } from "#lib/sql";
import { defineNormalizer } from "../definition.ts";
import { text, textParam } from "../texts.ts";

/** How many groups an expression captures: parentheses that are neither escaped, in a class nor marked `(?` (named ones are refused). */
function groupsOf(pattern: string): number {
  const plain = pattern.replace(/\\Q.*?(\\E|$)|\\./gsu, "").replace(/\[\^?\]?(\[:\^?\w+:\]|[^\]])*\]/gu, "");
  return plain.match(/\((?!\?)/gu)?.length ?? 0;
}

/** The greatest group a replacement names; -1 where a backslash is neither a group nor a backslash. */
function groupUsed(replacement: string): number {
  const escapes = replacement.match(/\\.?/gsu) ?? [];
  if (escapes.some((found) => !/^\\[0-9\\]$/u.test(found))) return -1;
  return Math.max(0, ...escapes.filter((found) => /[0-9]/u.test(found)).map((found) => Number(found[1])));
}

/** Replaces what matches an expression of RE2: linear time, whatever the expression and the text. */
export const regexReplace = defineNormalizer({
  id: "regex-replace",
  version: 1,
  phase: "text",
  accepts: columnTypeNames,
  returns: "text",
  params: z
    .strictObject({
      pattern: textParam({ min: 1, max: 1000 })
        .refine((source) => re2Problem(source) === undefined, {
          error: (issue) => re2Problem(String(issue.input)) ?? "not a regular expression",
        })
        .meta({
          label: text("Pattern", "Шаблон"),
          language: "re2",
          help: text(
            "A regular expression (RE2). No look-around, no back-references.",
            "Регулярное выражение (RE2). Без просмотра вперёд и обратных ссылок.",
          ),
        }),
      // Short, because it may be put in as often as the text has characters.
      replacement: textParam({ max: 100 })
        .refine((replacement) => groupUsed(replacement) >= 0, {
          message: "after a backslash stands a group's digit, or a second backslash",
        })
        .default("")
        .meta({
          label: text("Replacement", "Замена"),
          help: text("\\1 is the first group.", "\\1 — первая группа."),
        }),
      all: z
        .boolean()
        .default(true)
        .meta({ label: text("Every match, not only the first", "Все совпадения, а не только первое") }),
    })
    // The engine leaves the text as it is where a group does not exist: nothing would say that the rule did nothing.
    .refine(({ pattern, replacement }) => groupUsed(replacement) <= groupsOf(pattern), {
      message: "the replacement names a group that the pattern does not have",
    }),
  compile: {
    duckdb: ({ value, params }) =>
      params.all
        ? sql`regexp_replace(${value}, ${params.pattern}, ${params.replacement}, 'g')`
        : sql`regexp_replace(${value}, ${params.pattern}, ${params.replacement})`,
  },
  docs: {
    title: text("Replace by pattern", "Замена по шаблону"),
    summary: text(
      "Replaces what a regular expression matches; the parts it captures may stand in the replacement.",
      "Заменяет то, что соответствует регулярному выражению; захваченные части можно вставить в замену.",
    ),
    examples: [
      { params: { pattern: "[^0-9]+" }, input: "№ 12-34", output: "1234" },
      {
        params: { pattern: "^(\\p{L}+), (\\p{L}+)$", replacement: "\\2 \\1" },
        input: "Smith, Anna",
        output: "Anna Smith",
      },
      { params: { pattern: "а", replacement: "о", all: false }, input: "мама", output: "мома" },
      { params: { pattern: "(a+)+$", replacement: "x" }, input: "aaaaaaaaab", output: "aaaaaaaaab" },
      { params: { pattern: "x" }, input: null, output: null },
    ],
  },
});
