import { z } from "zod";
import { sql } from "#lib/sql";
import { defineNormalizer } from "../definition.ts";
import { text } from "../texts.ts";
import { trimmed } from "./white-space.ts";

// RFC 5321 and 6531 as people use them: a dotted local part, a domain of labels, the last of which is no number.
const label = "[\\p{L}\\p{N}](?:[\\p{L}\\p{N}\\p{M}-]{0,61}[\\p{L}\\p{N}\\p{M}])?";
const atom = "[\\p{L}\\p{N}\\p{M}!#$%&'*+/=?^_`{|}~-]+";
const lastLabel = "\\p{L}(?:[\\p{L}\\p{N}\\p{M}-]{0,61}[\\p{L}\\p{N}\\p{M}])";
const plausible = `${atom}(?:\\.${atom})*@(?:${label}\\.)+${lastLabel}`;

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
    duckdb: ({ value, params }) => {
      const tidy = sql`nfc_normalize(${trimmed(value)})`;
      const spelled =
        params.local === "lower"
          ? sql`lower(v)`
          : sql`split_part(v, '@', 1) || '@' || lower(split_part(v, '@', 2))`;
      // Names the tidied text once; far longer texts cost nothing.
      return sql`case when strlen(${value}) <= 1000 then list_transform([${tidy}], lambda v:
        case when strlen(v) <= ${greatest.address} and strlen(split_part(v, '@', 1)) <= ${greatest.local}
        and regexp_full_match(v, ${plausible}) then ${spelled} end)[1] end`;
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
