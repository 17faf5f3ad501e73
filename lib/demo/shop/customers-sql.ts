import { seededSql } from "../generate/seeded-sql.ts";
import { innSql, personSql, phoneForms, snilsSql } from "./person-sql.ts";
import type { ShopSize } from "./sizes.ts";

/** The person behind a customer's number; every two-hundredth customer is somebody who registered before. */
export const personOf = (seed: number, size: ShopSize, customer: string): string => {
  const r = seededSql(seed, "customers");
  return `(case when ${r.chance("same person", 0.005, customer)} then 1 + ${r.below("which person", size.customers, customer)} else ${customer} end)`;
};

const evenly = (expressions: readonly string[]) => expressions.map((e) => [1, e] as const);

/** Rows `from`…`to` of customers. Rows beyond the number of customers repeat an earlier key with a later change. */
export function insertCustomers(seed: number, size: ShopSize, from: number, to: number): string {
  const r = seededSql(seed, "customers");
  const person = personSql(seed, "person");
  const changed = "timestamp '2024-01-01' + (i % 40000000) * interval '1 second'";
  const points = r.below("points", 20_000);
  return `
insert into customers
select
  ${r.oneOf("id form", [
    [92, "no::text"],
    [5, "lpad(no::text, 9, '0')"],
    [3, "' ' || no || ' '"],
  ])},
  ${r.oneOf("name form", [
    [88, "full_name"],
    [6, "upper(full_name)"],
    [4, "replace(full_name, ' ', '  ')"],
    [1, "''"],
    [1, "'н/д'"],
  ])},
  ${r.oneOf("email form", [
    [90, "email"],
    [4, "upper(email)"],
    [3, "' ' || email"],
    [1, "'N/A'"],
    [1, "null"],
    [1, "replace(email, '@', ' (at) ')"],
  ])},
  ${r.oneOf("phone form", [...evenly(phoneForms("phone")), [0.1, "''"], [0.1, "'-'"]])},
  ${r.oneOf("birth form", [
    [50, "to_char(birth_date, 'DD.MM.YYYY')"],
    [30, "to_char(birth_date, 'YYYY-MM-DD')"],
    [17, "to_char(birth_date, 'DD/MM/YYYY')"],
    [1, "'н/д'"],
    [1, "'30.02.1977'"],
    [1, "'01.01.1801'"],
  ])},
  case when female then ${r.pick("gender", ["f", "F", "жен", "жен.", "female", "Женский", " Ж"])}
       else ${r.pick("gender", ["m", "M", "муж", "муж.", "male", "Мужской", " М"])} end,
  ${r.oneOf("city form", [
    [80, "city"],
    [8, "upper(city)"],
    [8, "'  ' || city || ' '"],
    [3, "lower(city)"],
    [1, "'-'"],
  ])},
  ${r.oneOf("inn form", [
    [60, innSql("inn_payload")],
    [40, "''"],
  ])},
  ${snilsSql("snils_payload")},
  timestamp '2016-01-01' + ${r.below("registered", 250_000_000, "no")} * interval '1 second',
  ${r.oneOf("points form", [
    [93, `${points}::text`],
    [2, "''"],
    [2, "'N/A'"],
    [1, `(-${points})::text`],
    [1, `${points} || '.5'`],
    [1, "'много'"],
  ])},
  ${r.pick("consent", ["да", "yes", "true", "1", "нет", "no", "0", "Да ", ""])},
  ${r.oneOf("referred", [
    [70, "null"],
    [25, `(1 + ${r.below("referrer", size.customers)})::text`],
    [4, `lpad((1 + ${r.below("referrer", size.customers)})::text, 9, '0')`],
    [1, `(${size.customers * 10} + i)::text`],
  ])},
  ${changed}
from (
  select i, no, ${person.fullName} as full_name, ${person.email} as email, ${person.phone} as phone, ${person.birthDate} as birth_date,
    ${person.female} as female, ${person.city} as city, ${person.innPayload} as inn_payload, ${person.snilsPayload} as snils_payload
  from (
    select i, no, ${personOf(seed, size, "no")} as person
    from (
      select i, case when i > ${size.customers} then 1 + ${r.below("repeated", size.customers)} else i end as no
      from generate_series(${from}::bigint, ${to}::bigint) as i
    ) as numbered
  ) as identified
) as person`;
}

export function insertAddresses(seed: number, size: ShopSize, from: number, to: number): string {
  const r = seededSql(seed, "addresses");
  return `
insert into addresses
select i,
  ${r.oneOf("customer", [
    [97, `(1 + ${r.below("customer no", size.customers)})::text`],
    [2, `lpad((1 + ${r.below("customer no", size.customers)})::text, 9, '0')`],
    [1, `(${size.customers * 10} + i)::text`],
  ])},
  ${r.pick("kind", ["home", "home", "work", "Home ", "дом", "работа", "?"])},
  ${r.pick("street", ["ул. Перекопная", "Сиреневый проезд", "Кривоколенный пер.", "Gillygate", "Snickelway", "Whip-Ma-Whop-Ma-Gate"])} || ', ' || (1 + ${r.below("house", 180)}),
  (100000 + ${r.below("postal", 599_999)})::text
from generate_series(${from}::bigint, ${to}::bigint) as i`;
}
