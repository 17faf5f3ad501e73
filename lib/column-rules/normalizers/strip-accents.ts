import { z } from "zod";
import { columnTypeNames } from "#lib/contracts";
import { type Sql, sql } from "#lib/sql";
import { defineNormalizer } from "../definition.ts";
import { text } from "../texts.ts";

/**
 * Cyrillic letters that Unicode writes as a letter and a mark, but that are letters of an alphabet: й is no и with an
 * ornament. They are read off the composed letters of the block, so that none is forgotten.
 */
const letters = Array.from({ length: 0x130 }, (_, at) => String.fromCodePoint(0x400 + at))
  .filter((char) => char.normalize("NFD") !== char)
  .join("");

/** Texts that hold a mark of their own or a letter that is composed of one, Cyrillic letters aside. */
const accented =
  "[\\x{c0}-\\x{24f}\\x{300}-\\x{3ff}\\x{591}-\\x{6d3}\\x{900}-\\x{1fff}\\x{20d0}-\\x{20ff}\\x{304c}-\\x{30fa}\\x{fb1d}-\\x{fb4e}]";

function stripped(value: Sql): Sql {
  const each = sql`case when contains(${letters}, c) then c else strip_accents(c) end`;
  const apart = sql`array_to_string(list_transform(string_split(v, ''), lambda c: ${each}), '')`;
  // The composed text is named once: the engine would compute each mention again.
  return sql`list_transform([nfc_normalize(${value})], lambda v: case when regexp_matches(v, ${`[${letters}]`}) then ${apart} else strip_accents(v) end)[1]`;
}

/** Removes accents and other marks from letters. Cyrillic й and ё stay unless it is asked for. */
export const stripAccents = defineNormalizer({
  id: "strip-accents",
  version: 1,
  phase: "text",
  accepts: columnTypeNames,
  returns: "text",
  params: z.strictObject({
    cyrillic: z
      .enum(["keep", "strip"])
      .default("keep")
      .meta({
        label: text("Cyrillic letters with marks", "Буквы кириллицы со знаками"),
        help: text(
          "keep: й, ё, ї and ў are letters and stay, stress marks go. strip: й becomes и, ё becomes е.",
          "keep: й, ё, ї и ў — буквы и остаются, ударения убираются. strip: й становится и, ё — е.",
        ),
      }),
  }),
  compile: {
    duckdb: ({ value, params }) =>
      params.cyrillic === "strip"
        ? sql`strip_accents(${value})`
        : sql`case when regexp_matches(${value}, ${accented}) then ${stripped(value)} else ${value} end`,
  },
  docs: {
    title: text("Strip accents", "Снятие диакритики"),
    summary: text(
      "Removes accents from letters: é becomes e. Letters that are no accented ones, such as ø, ł and ß, stay.",
      "Убирает надстрочные знаки: é становится e. Самостоятельные буквы (ø, ł, ß) остаются.",
    ),
    examples: [
      { input: "Café Ñandú Ångström", output: "Cafe Nandu Angstrom" },
      { input: "Ёлкин, Йосиф, Їжак", output: "Ёлкин, Йосиф, Їжак" },
      { input: "за\u0301мок Андреи\u0306 é", output: "замок Андрей e" },
      { input: "Łódź ø ß", output: "Łodz ø ß" },
      { params: { cyrillic: "strip" }, input: "Ёлкин, Йосиф", output: "Елкин, Иосиф" },
      { input: null, output: null },
    ],
  },
});
