import { z } from "zod";
import { join, literal, sql } from "#lib/sql";
import { defineNormalizer } from "../definition.ts";
import { text, textParam } from "../texts.ts";

// Signs such as + and - are left out: in some columns they mean "unknown".
const yes = [
  ..."true t yes y 1 on enabled checked ✓ ✔ ☑".split(" "),
  ..."да д истина верно вкл включен включён включено есть имеется".split(" "),
];
const no = [
  ..."false f no n 0 off disabled unchecked ✗ ✘ ☐".split(" "),
  ..."нет н ложь неверно выкл выключен выключено отсутствует".split(" "),
];

const folded = (word: string): string => word.trim().toLowerCase();
const words = (label: ReturnType<typeof text>, standard: readonly string[]) =>
  z
    .array(textParam({ min: 1, max: 100 }))
    .min(1)
    .max(100)
    .default([...standard])
    .meta({ label });

/** Reads words for yes and no as a boolean; a word in neither list is a failure. */
export const parseBoolean = defineNormalizer({
  id: "parse-boolean",
  version: 2,
  phase: "parse",
  accepts: ["boolean"],
  returns: "boolean",
  params: z
    .strictObject({
      true: words(text("Words for yes", "Слова для «да»"), yes),
      false: words(text("Words for no", "Слова для «нет»"), no),
    })
    .refine((p) => !p.true.some((word) => p.false.map(folded).includes(folded(word))), {
      message: "a word stands in both lists",
    }),
  compile: {
    duckdb: ({ value, params }) => {
      const among = (list: readonly string[]) => join([...new Set(list.map(folded))].map(literal));
      return sql`case when length(${value}) > 200 then null when lower(trim(${value})) in (${among(params.true)}) then true
        when lower(trim(${value})) in (${among(params.false)}) then false end`;
    },
  },
  docs: {
    title: text("Parse yes and no", "Разбор «да» и «нет»"),
    summary: text(
      "Reads words such as yes, no, да, нет, 1 and 0. Case and outer spaces do not matter.",
      "Читает слова вроде yes, no, да, нет, 1 и 0. Регистр и пробелы по краям не важны.",
    ),
    examples: [
      { type: "boolean", input: "Да", output: "true" },
      { type: "boolean", input: " NO ", output: "false" },
      { type: "boolean", params: { true: ["active"], false: ["closed"] }, input: "Closed", output: "false" },
      { type: "boolean", input: "Включён", output: "true" },
      { type: "boolean", input: "отсутствует", output: "false" },
      { type: "boolean", input: "✓", output: "true" },
      { type: "boolean", input: "+", output: null },
      { type: "boolean", input: "maybe", output: null },
      { type: "boolean", input: null, output: null },
    ],
  },
});
