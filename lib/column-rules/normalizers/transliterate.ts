import { z } from "zod";
import { columnTypeNames } from "#lib/contracts";
import { type Sql, sql } from "#lib/sql";
import { defineNormalizer, once } from "../definition.ts";
import { text } from "../texts.ts";
import { alphabets } from "./latin-alphabets.ts";

const title = (latin: string): string => latin.charAt(0).toUpperCase() + latin.slice(1);
const upperCase = (letters: string): string => letters.toUpperCase();

/** The letters that become one Latin letter, or none, all at once. What a list of `translate` lacks at its end, it removes. */
function singles(value: Sql, pairs: readonly (readonly [string, string])[]): Sql {
  const both = [...pairs, ...pairs.map(([from, to]) => [upperCase(from), upperCase(to)] as const)];
  const ordered = [...both.filter(([, to]) => to !== ""), ...both.filter(([, to]) => to === "")];
  return sql`translate(${value}, ${ordered.map(([from]) => from).join("")}, ${ordered.map(([, to]) => to).join("")})`;
}

/**
 * Writes a text by one of the tables. A capital that becomes several letters is `Shch` before a small letter or in a text
 * without two capitals in a row, and `SHCH` in the others.
 */
function written(value: Sql, { letters, last }: (typeof alphabets)[keyof typeof alphabets]): Sql {
  const pairs = Object.entries(letters);
  const several = pairs.filter(([, to]) => to.length > 1);
  const small = several.reduce((now, [from, to]) => sql`replace(${now}, ${from}, ${to})`, value);
  const titled = several.reduce(
    (now, [from, to]) => sql`replace(${now}, ${upperCase(from)}, ${title(to)})`,
    small,
  );
  // Before a small letter as in a title, the rest in capitals. What follows is put back and is never a capital itself.
  const mixed = several.reduce((now, [from, to]) => {
    const capital = upperCase(from);
    const before = sql`regexp_replace(${now}, ${`${capital}(\\p{Ll})`}, ${`${title(to)}\\1`}, 'g')`;
    return sql`replace(${before}, ${capital}, ${upperCase(to)})`;
  }, value);
  const shouted = several.reduce((now, [from, to]) => sql`replace(${now}, ${from}, ${to})`, mixed);
  const cased = sql`case when regexp_matches(${value}, '\\p{Lu}\\p{Lu}') then ${shouted} else ${titled} end`;
  return last(
    singles(
      cased,
      pairs.filter(([, to]) => to.length <= 1),
    ),
  );
}

/** Writes Cyrillic in Latin letters by a published standard. Other characters stay. */
export const transliterate = defineNormalizer({
  id: "transliterate",
  version: 1,
  phase: "text",
  accepts: columnTypeNames,
  returns: "text",
  params: z.strictObject({
    standard: z
      .enum(["icao-9303", "gost-7.79-b"])
      .default("icao-9303")
      .meta({
        label: text("Standard", "Стандарт"),
        help: text(
          "icao-9303: as in passports. gost-7.79-b: GOST 7.79-2000, system B, can be read back.",
          "icao-9303: как в загранпаспорте. gost-7.79-b: ГОСТ 7.79-2000, система Б, обратима.",
        ),
      }),
  }),
  compile: {
    duckdb: (context) => {
      const { value, params } = context;
      const composed = once(context, sql`nfc_normalize(${value})`);
      return sql`case when regexp_matches(${value}, '\\p{Cyrillic}') then ${written(composed, alphabets[params.standard])} else ${value} end`;
    },
  },
  docs: {
    title: text("Transliterate", "Транслитерация"),
    summary: text(
      "Writes Russian, Ukrainian and Belarusian letters in Latin ones, as passports do or by GOST 7.79-2000 B.",
      "Записывает кириллицу латиницей: как в загранпаспорте или по ГОСТ 7.79-2000, система Б.",
    ),
    examples: [
      { input: "Щукина Юлия Сергеевна", output: "Shchukina Iuliia Sergeevna" },
      { input: "ЩУКИНА ЮЛИЯ", output: "SHCHUKINA IULIIA" },
      { input: "Объездной пр., д. 5", output: "Obieezdnoi pr., d. 5" },
      { input: "Ёжик Цой, Хабаровск", output: "Ezhik Tsoi, Khabarovsk" },
      { input: "Анна Smith", output: "Anna Smith" },
      {
        params: { standard: "gost-7.79-b" },
        input: "Щётка, объём, цирк, Царь",
        output: "Shhyotka, ob``yom, cirk, Czar`",
      },
      { params: { standard: "gost-7.79-b" }, input: "ЦИЛИЯ ЭЙХЕ, музыка", output: "CILIYA E`JXE, muzy'ka" },
      { input: null, output: null },
    ],
  },
});
