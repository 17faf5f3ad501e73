import { z } from "zod";
import type { ColumnType } from "#lib/contracts";
import { type Sql, sql } from "#lib/sql";
import { defineAnonymizer, type Uniqueness } from "../definition.ts";
import { text, textParam } from "../texts.ts";

const outputs = ["hex", "base32", "uuid", "int64"] as const;

interface Parameters {
  readonly output: (typeof outputs)[number];
  readonly length?: number | undefined;
  /** Read by the compiler: it decides under whose key the value is hashed. */
  readonly domain?: string | undefined;
}

/** Characters that hold 128 bits. */
const standardLength = { hex: 32, base32: 26 } as const;
const bitsPerCharacter = { hex: 4, base32: 5 } as const;

/** With fewer bits two of a million million values may meet: then a key is not safe. */
const bitsForKeys = 80;

export function uniqueness({ output, length }: Parameters): Uniqueness {
  if (output === "uuid") return "preserved";
  if (output === "int64") return "not-guaranteed";
  return (length ?? standardLength[output]) * bitsPerCharacter[output] >= bitsForKeys
    ? "preserved"
    : "not-guaranteed";
}

const longest = ({ output, length }: Parameters): number =>
  output === "uuid" ? 36 : output === "int64" ? 19 : (length ?? standardLength[output]);

/** Twelve characters from fifteen hexadecimal digits: 60 bits divide evenly both ways. */
const charactersAtOnce = 12;
const digitsAtOnce = 15;

/** The form `base32` is RFC 4648's base32hex (0–9, a–v), the engine's own digits, in small letters and without padding. */
function base32hex(hex: Sql, length: number): Sql {
  const parts = Array.from(
    { length: Math.ceil(length / charactersAtOnce) },
    (_, at) =>
      sql`to_base(('0x' || substring(${hex}, ${at * digitsAtOnce + 1}, ${digitsAtOnce}))::bigint, 32, ${charactersAtOnce})`,
  );
  const joined = parts.reduce((all, part) => sql`${all} || ${part}`);
  return sql`lower(left(${joined}, ${length}))`;
}

/** A UUID of version 8 (RFC 9562): 120 bits of the hash, the version and the variant in their places. */
function uuid(hex: Sql): Sql {
  const part = (start: number, count: number): Sql => sql`substring(${hex}, ${start}, ${count})`;
  return sql`cast(${part(1, 8)} || '-' || ${part(9, 4)} || '-8' || ${part(14, 3)} || '-8' || ${part(18, 3)} || '-' || ${part(21, 12)} as uuid)`;
}

const write = {
  hex: (hex: Sql, length: number) => sql`left(${hex}, ${length})`,
  base32: base32hex,
  uuid,
  int64: (hex: Sql) => sql`(('0x' || left(${hex}, 16))::ubigint >> 1)::bigint`,
} as const;

/** HMAC-SHA-256 of the canonical value under the linkage domain's key: equal values, and only they, get equal pseudonyms. */
export const pseudonymize = defineAnonymizer({
  id: "pseudonymize",
  version: 1,
  accepts: ["string", "integer", "decimal", "date", "timestamp", "timestamp(tz)", "uuid"],
  returns: (_type: ColumnType, { output }: Parameters): ColumnType => ({
    name: output === "uuid" ? "uuid" : output === "int64" ? "integer" : "string",
  }),
  properties: {
    deterministic: true,
    keyed: true,
    reversible: false,
    unique: uniqueness,
    nulls: "kept",
    length: longest,
  },
  params: z
    .strictObject({
      output: z
        .enum(outputs)
        .default("hex")
        .meta({
          label: text("Form", "Вид"),
          help: text(
            "base32 is RFC 4648's base32hex in small letters: digits 0–9 and a–v, no padding.",
            "base32 — это base32hex из RFC 4648 строчными буквами: цифры 0–9 и a–v, без дополнения.",
          ),
        }),
      length: z
        .number()
        .int()
        .min(8)
        .max(64)
        .optional()
        .meta({
          label: text("Characters", "Символов"),
          help: text(
            "For hex and base32. Below 80 bits (20 hex, 16 base32) it cannot stand on a key.",
            "Для hex и base32. Меньше 80 бит (20 hex, 16 base32) нельзя использовать для ключа.",
          ),
        }),
      domain: textParam({ min: 1, max: 120 })
        .optional()
        .meta({
          label: text("Linkage domain", "Домен связывания"),
          help: text(
            "Columns of one domain get equal pseudonyms for equal values, such as person.phone; the column's own when empty.",
            "Колонки одного домена получают равные псевдонимы для равных значений, например person.phone; пусто — свой домен.",
          ),
        }),
    })
    .refine((p) => p.length === undefined || p.output === "hex" || p.output === "base32", {
      message: "only hex and base32 have a length",
    })
    .refine((p) => p.output !== "base32" || (p.length ?? 0) <= 48, {
      message: "base32 has at most 48 characters",
    }),
  compile: {
    duckdb: ({ canonical, keyed, params }) => {
      const length = params.output === "base32" ? standardLength.base32 : standardLength.hex;
      return write[params.output](keyed.hmac(canonical), params.length ?? length);
    },
  },
  loss: () => 0.5,
  technique: {
    dpv: "DeterministicPseudonymisation",
    etlx: "pseudonymize",
    label: text("Pseudonymisation", "Псевдонимизация"),
  },
  docs: {
    title: text("Pseudonymize", "Псевдоним"),
    summary: text(
      "Replaces a value by a keyed hash: tables of one linkage domain still join.",
      "Заменяет значение хешем с ключом: таблицы одного домена связывания по-прежнему соединяются.",
    ),
    risk: text(
      "Whoever has the key can test guesses. How often a value occurs still shows.",
      "Владелец ключа может проверять догадки. Частота значений остаётся видна.",
    ),
    examples: [
      { input: "4711", output: "03576dc97348471939fe7c82dfe59a8a" },
      { params: { output: "base32" }, input: "4711", output: "0dbmribj913hiefufi1dvpcqha" },
      { params: { output: "uuid" }, input: "4711", output: "03576dc9-7348-8719-89fe-7c82dfe59a8a" },
      { params: { output: "int64" }, input: "4711", output: "120390908538790796" },
      { params: { length: 12 }, input: "4711", output: "03576dc97348" },
      { input: null, output: null },
    ],
  },
});
