import { z } from "zod";
import { internationalNumber, type NumberingPlan, numberingPlans } from "#lib/personal-data";
import { type Sql, sql } from "#lib/sql";
import { defineNormalizer } from "../definition.ts";
import { text } from "../texts.ts";

/** What people put between digits. Anything else, letters above all, makes a text no phone number. */
const written =
  "[+＋]?[0-9 \\t\\x{a0}\\x{2009}\\x{202f}\\x{200e}\\x{2066}-\\x{2069}\\x{202a}-\\x{202e}()./\\x{2010}-\\x{2015}\\x{2212}-]+";
const extension =
  "[\\s,;]*(?i:;ext=|доб(?:ав(?:очный)?)?\\.?|вн(?:утр)?\\.?|ext(?:ension)?\\.?|x|#)[\\s:]*[0-9]{1,7}\\s*$";

/** Letters, marks and digits of the longest number with an extension are far fewer. */
const longest = 100;

interface Parameters {
  readonly country: string;
  readonly extension: "reject" | "drop";
}

const matches = (value: Sql, pattern: string): Sql => sql`regexp_full_match(${value}, ${pattern})`;
const international = (digits: Sql): Sql =>
  sql`case when ${matches(digits, internationalNumber)} then '+' || ${digits} end`;

/**
 * Digits without a plus, as they are dialled in the country: first without the prefix, then as they are, then with the
 * country's code before them: the order of libphonenumber's `parse`.
 */
function national(digits: Sql, plan: NumberingPlan): Sql {
  const start = (pattern: string) => sql`regexp_replace(${digits}, ${`^(?:${pattern})`}, '')`;
  const abroad = plan.abroad === "00" ? "00" : `00|${plan.abroad}`;
  const dialled = sql`case when regexp_matches(${digits}, ${`^(?:${abroad})[1-9]`}) then ${international(start(abroad))} end`;
  const as = (number: Sql) =>
    sql`when ${matches(number, plan.pattern)} then '+' || ${plan.code} || ${number}`;
  const withPrefix = plan.prefix === "" ? sql`` : as(start(plan.prefix));
  return sql`coalesce(case ${withPrefix} ${as(digits)}
    when ${matches(digits, `${plan.code}(?:${plan.pattern})`)} then '+' || ${digits} end, ${dialled})`;
}

function parsed(value: Sql, params: Parameters): Sql {
  const alone = params.extension === "drop" ? sql`regexp_replace(${value}, ${extension}, '')` : value;
  // The trunk zero in brackets after a country code is not dialled from abroad.
  const digits = sql`regexp_replace(replace(t, '(0)', ''), '[^0-9]+', '', 'g')`;
  const plan = numberingPlans[params.country];
  const inside = plan
    ? sql`list_transform([regexp_replace(t, '[^0-9]+', '', 'g')], lambda d: ${national(sql`d`, plan)})[1]`
    : sql`null`;
  const abroad = sql`list_transform([${digits}], lambda d: ${international(sql`d`)})[1]`;
  const number = sql`case when regexp_matches(t, '^[^0-9]*[+＋]') then ${abroad} else ${inside} end`;
  return sql`list_transform([trim(${alone})], lambda t: case when ${matches(sql`t`, written)} then ${number} end)[1]`;
}

/** Reads a phone number and writes it in E.164. What no numbering plan has is a failure. */
export const phone = defineNormalizer({
  id: "phone",
  version: 1,
  phase: "parse",
  accepts: ["string"],
  returns: "text",
  params: z.strictObject({
    country: z
      .enum(["none", ...Object.keys(numberingPlans)])
      .default("RU")
      .meta({
        label: text("Country of numbers without +", "Страна номеров без «+»"),
        help: text(
          "ISO 3166-1: RU, KZ, BY, DE … With none, only numbers with + and a country code are read.",
          "ISO 3166-1: RU, KZ, BY, DE … При none читаются только номера с «+» и кодом страны.",
        ),
      }),
    extension: z
      .enum(["reject", "drop"])
      .default("reject")
      .meta({
        label: text("Extension (доб. 12)", "Добавочный номер"),
        help: text("E.164 has no place for it.", "В E.164 для него нет места."),
      }),
  }),
  compile: {
    duckdb: ({ value, params }) =>
      sql`case when strlen(${value}) <= ${longest} then ${parsed(value, params)} end`,
  },
  docs: {
    title: text("Phone number", "Номер телефона"),
    summary: text(
      "Writes phone numbers as +79161234567 (E.164), checked against the numbering plans of libphonenumber. What is no number is a failure.",
      "Записывает телефоны в виде +79161234567 (E.164) и сверяет с планами нумерации libphonenumber. То, что номером не является, — ошибка.",
    ),
    examples: [
      { input: "8 (916) 123-45-67", output: "+79161234567" },
      { input: "+7 916 123\u00a045\u201167", output: "+79161234567" },
      { input: "79161234567", output: "+79161234567" },
      { input: "9161234567", output: "+79161234567" },
      { input: "8 (727) 250-12-34", params: { country: "KZ" }, output: "+77272501234" },
      { input: "8 029 123-45-67", params: { country: "BY" }, output: "+375291234567" },
      { input: "+44 (0)20 7946 0018", output: "+442079460018" },
      { input: "8 10 49 30 901820", output: "+4930901820" },
      { input: "030 901820", params: { country: "DE" }, output: "+4930901820" },
      { input: "8 (495) 123-45-67 доб. 12", params: { extension: "drop" }, output: "+74951234567" },
      { input: "8 (495) 123-45-67 доб. 12", output: null },
      { input: "8 (916) 123-45-67", params: { country: "none" }, output: null },
      { input: "123-45-67", output: null },
      { input: "+7 916 123-45-6", output: null },
      { input: "1-800-FLOWERS", params: { country: "US" }, output: null },
      { input: null, output: null },
    ],
  },
});
