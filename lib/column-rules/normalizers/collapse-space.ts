import { columnTypeNames } from "#lib/contracts";
import { sql } from "#lib/sql";
import { defineNormalizer } from "../definition.ts";
import { noParams, text } from "../texts.ts";

// RE2's \s is ASCII only. A single plain space needs no work: the guard spares the rewriting of clean values.
const blank =
  "\\t\\n\\x0b\\f\\r \\x{85}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}";
const run = `[${blank}]+`;
const untidy = ` [${blank}]|[${blank.replace(" ", "")}]`;

/** Makes one space of every run of white space inside a text. */
export const collapseSpace = defineNormalizer({
  id: "collapse-space",
  version: 1,
  phase: "text",
  accepts: columnTypeNames,
  returns: "text",
  params: noParams,
  compile: {
    duckdb: ({ value }) =>
      sql`case when regexp_matches(${value}, ${untidy}) then regexp_replace(${value}, ${run}, ' ', 'g') else ${value} end`,
  },
  docs: {
    title: text("Single spaces", "Одиночные пробелы"),
    summary: text(
      "Makes one space of every run of white space; line ends and no-break spaces count.",
      "Заменяет каждую группу пробельных символов, включая переводы строк и неразрывные пробелы, одним пробелом.",
    ),
    examples: [
      { input: "Anna  Maria", output: "Anna Maria" },
      { input: "Анна\u00a0\u202f\n Мария", output: "Анна Мария" },
      { input: "Anna Maria", output: "Anna Maria" },
      { input: null, output: null },
    ],
  },
});
