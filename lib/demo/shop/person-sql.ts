import { demoCities, demoNames } from "../generate/names.ts";
import { seededSql, text } from "../generate/seeded-sql.ts";

/**
 * Everything about one person as SQL over the person's number, so that a message can quote the name, e-mail and phone that
 * the customers table has without a join.
 */
export interface PersonSql {
  readonly female: string;
  /** First, patronymic where there is one, last. */
  readonly fullName: string;
  readonly lastFirst: string;
  readonly email: string;
  /** Ten digits after the country's code. */
  readonly phone: string;
  readonly birthDate: string;
  readonly city: string;
  /** Ten digits without their two check digits. */
  readonly innPayload: string;
  readonly snilsPayload: string;
}

export function personSql(seed: number, person: string): PersonSql {
  const r = seededSql(seed, "person");
  const pick = (label: string, values: readonly string[]) => r.pick(label, values, person);
  const { russian, english } = demoNames;
  const female = r.chance("female", 0.54, person);
  const russianName = r.chance("russian", 0.85, person);
  const byGender = (women: string, men: string) => `(case when ${female} then ${women} else ${men} end)`;
  const first = `(case when ${russianName} then ${byGender(pick("first", russian.female.first), pick("first", russian.male.first))}
    else ${byGender(pick("first", english.female.first), pick("first", english.male.first))} end)`;
  const last = `(case when ${russianName} then ${byGender(pick("last", russian.female.last), pick("last", russian.male.last))}
    else ${byGender(pick("last", english.female.last), pick("last", english.male.last))} end)`;
  const patronymic = `(case when ${russianName} then ${byGender(pick("patronymic", russian.female.patronymic), pick("patronymic", russian.male.patronymic))} || ' ' else '' end)`;
  const word = pick("word", ["sun", "north", "lynx", "amber", "willow", "quartz", "zarya", "veter"]);
  return {
    female,
    fullName: `(${first} || ' ' || ${patronymic} || ${last})`,
    lastFirst: `(${last} || ' ' || ${first})`,
    email: `(${word} || '.' || (${person}) || '.' || ${r.below("mail", 9000, person)} || '@' || ${pick("host", ["mail.ru", "yandex.ru", "gmail.com", "inbox.ru", "rambler.ru"])})`,
    phone: `('9' || lpad(${r.below("phone", 1_000_000_000, person)}::text, 9, '0'))`,
    birthDate: `(date '1945-01-01' + ((${r.below("birth", 11_000, person)} + ${r.below("birth again", 11_000, person)}))::int)`,
    city: r.oneOf(
      "city",
      demoCities.map(([city, weight]) => [weight, text(city)] as const),
      person,
    ),
    innPayload: `('77' || lpad(${r.below("inn", 100_000_000, person)}::text, 8, '0'))`,
    // Numbers up to 001-001-998 have no check digits; these all lie above.
    snilsPayload: `(100000000 + ${r.below("snils", 899_999_999, person)})::text`,
  };
}

/** A phone as people write it, from its ten digits. */
export const phoneForms = (digits: string): readonly string[] => [
  `('+7' || ${digits})`,
  `('8' || ${digits})`,
  `('8 (' || substr(${digits},1,3) || ') ' || substr(${digits},4,3) || '-' || substr(${digits},7,2) || '-' || substr(${digits},9,2))`,
  `('+7 ' || substr(${digits},1,3) || ' ' || substr(${digits},4,3) || ' ' || substr(${digits},7,2) || ' ' || substr(${digits},9,2))`,
  `('+7 (' || substr(${digits},1,3) || ') ' || substr(${digits},4,3) || '-' || substr(${digits},7,4))`,
];

const weighted = (digits: string, weights: readonly number[]) =>
  weights.map((weight, index) => `${weight} * substr(${digits}, ${index + 1}, 1)::int`).join(" + ");

/** A personal taxpayer number with both check digits, from its ten first digits. */
export function innSql(payload: string): string {
  const first = `((${weighted(payload, [7, 2, 4, 10, 3, 5, 9, 4, 6, 8])}) % 11 % 10)`;
  const second = `((${weighted(payload, [3, 7, 2, 4, 10, 3, 5, 9, 4, 6])} + 8 * ${first}) % 11 % 10)`;
  return `(${payload} || ${first} || ${second})`;
}

/** An insurance number as printed, `123-456-789 00`, from its nine first digits. */
export function snilsSql(payload: string): string {
  const check = `(((${weighted(payload, [9, 8, 7, 6, 5, 4, 3, 2, 1])}) % 101) % 100)`;
  return `(substr(${payload},1,3) || '-' || substr(${payload},4,3) || '-' || substr(${payload},7,3) || ' ' || lpad(${check}::text, 2, '0'))`;
}
