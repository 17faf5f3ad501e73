import { z } from "zod";
import { sql } from "#lib/sql";
import { defineNormalizer, once } from "../definition.ts";
import { text } from "../texts.ts";
import { trimmed } from "./white-space.ts";

// RFC 5321 and 6531 as people use them: a dotted local part, a domain of labels, the last of which is no number.
const label = "[\\p{L}\\p{N}](?:[\\p{L}\\p{N}\\p{M}-]*[\\p{L}\\p{N}\\p{M}])?";
const atom = "[\\p{L}\\p{N}\\p{M}!#$%&'*+/=?^_`{|}~-]+";
const lastLabel = "\\p{L}(?:[\\p{L}\\p{N}\\p{M}-]*[\\p{L}\\p{N}\\p{M}])";
const plausible = `${atom}(?:\\.${atom})*@(?:${label}\\.)+${lastLabel}`;

// A label has at most 63 characters. Within the pattern above a count would cost a hundredfold.
const longLabel = "[^.@]{64}";

/** RFC 5321, 4.5.3.1: an address has at most 64 octets before the sign and 254 in all. */
const greatest = { local: 64, address: 254 } as const;

/** Reads an e-mail address: one spelling for equal addresses, and a failure for what cannot be one. */
export const email = defineNormalizer({
  id: "email",
  version: 1,
  phase: "parse",
  accepts: ["string"],
  returns: "text",
  params: z.strictObject({
    local: z
      .enum(["lower", "keep"])
      .default("lower")
      .meta({
        label: text("Letters before the @", "Буквы до знака @"),
        help: text(
          "By the standard they may differ in case; no mail service in wide use tells them apart.",
          "По стандарту регистр может быть важен, но распространённые почтовые службы его не различают.",
        ),
      }),
  }),
  compile: {
    duckdb: (context) => {
      const { value, params } = context;
      const v = once(context, sql`nfc_normalize(${trimmed(value)})`);
      const local = sql`split_part(${v}, '@', 1)`;
      const spelled =
        params.local === "lower" ? sql`lower(${v})` : sql`${local} || '@' || lower(split_part(${v}, '@', 2))`;
      return sql`case when strlen(${v}) <= ${greatest.address} and strlen(${local}) <= ${greatest.local}
        and regexp_full_match(${v}, ${plausible}) and not regexp_matches(split_part(${v}, '@', 2), ${longLabel}) then ${spelled} end`;
    },
  },
  docs: {
    title: text("E-mail address", "Адрес электронной почты"),
    summary: text(
      "Trims an address and writes it in small letters. National domains stay in their letters. What cannot be an address is a failure.",
      "Убирает пробелы по краям и переводит в нижний регистр. Национальные домены остаются в своём алфавите. То, что не может быть адресом, считается ошибкой.",
    ),
    examples: [
      { input: " Anna.Smith@Mail.RU ", output: "anna.smith@mail.ru" },
      { params: { local: "keep" }, input: "Anna@MAIL.ru", output: "Anna@mail.ru" },
      { input: "Почта@Пример.РФ", output: "почта@пример.рф" },
      { input: "anna@xn--E1AFMKFD.xn--p1ai", output: "anna@xn--e1afmkfd.xn--p1ai" },
      { input: `anna@${"a".repeat(64)}.ru`, output: null },
      { input: "anna@localhost", output: null },
      { input: "anna@@mail.ru", output: null },
      { input: "anna smith@mail.ru", output: null },
      { input: "anna..smith@mail.ru", output: null },
      { input: "anna@-mail.ru", output: null },
      { input: "anna@10.0.0.1", output: null },
      { input: null, output: null },
    ],
  },
});
