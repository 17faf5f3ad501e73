import { demoCities, demoNames } from "../generate/names.ts";
import { seededSql, text } from "../generate/seeded-sql.ts";

/** The table of the main benchmark: twelve columns of messy personal data, one row a person. */
export const peopleTable = "bench_people";

export const createPeopleTable = `
create unlogged table ${peopleTable} (
  id text, email text, full_name text, phone text, birth_date text, gender text, city text,
  income text, registered_at timestamp, points text, status text, note text)`;

const { russian } = demoNames;
const group = (digits: string) => `replace(to_char(${digits}, 'FM9,999,999'), ',', ' ')`;

/** Fills rows `from`…`to`, both included. About 0.5 % repeat an earlier key, about 1 % cannot be cleansed. */
export function insertPeople(seed: number, from: number, to: number): string {
  const r = seededSql(seed, peopleTable);
  const birth = `(date '1940-01-01' + ${r.below("birth", 25_000)}::int)`;
  const income = r.below("income", 400_000);
  const cents = `lpad(${r.below("cents", 100)}::text, 2, '0')`;
  const cities = demoCities.map(([city, weight]) => [weight, text(city)] as const);
  return `
insert into ${peopleTable}
select
  ${r.oneOf("id form", [
    [96, "key"],
    [2, "lpad(key, 10, '0')"],
    [2, "' ' || key"],
  ])},
  ${r.oneOf("email form", [
    [88, "email"],
    [6, "upper(email)"],
    [5, "email || ' '"],
    [0.5, "'N/A'"],
    [0.5, "replace(email, '@', ' at ')"],
  ])},
  case when female then ${r.pick("first", russian.female.first)} || ' ' || ${r.pick("patronymic", russian.female.patronymic)} || ' ' || ${r.pick("last", russian.female.last)}
       else ${r.pick("first", russian.male.first)} || ' ' || ${r.pick("patronymic", russian.male.patronymic)} || ' ' || ${r.pick("last", russian.male.last)} end,
  ${r.oneOf("phone form", [
    [40, "'+7' || phone"],
    [
      20,
      "'8 (' || substr(phone,1,3) || ') ' || substr(phone,4,3) || '-' || substr(phone,7,2) || '-' || substr(phone,9)",
    ],
    [20, "'+7 ' || substr(phone,1,3) || ' ' || substr(phone,4,3) || ' ' || substr(phone,7)"],
    [15, "'8' || phone"],
    [5, "''"],
  ])},
  ${r.oneOf("birth form", [
    [50, `to_char(${birth}, 'DD.MM.YYYY')`],
    [30, `to_char(${birth}, 'YYYY-MM-DD')`],
    [19, `to_char(${birth}, 'DD/MM/YYYY')`],
    [0.5, "'31.02.1980'"],
    [0.5, "'н/д'"],
  ])},
  case when female then ${r.pick("gender", ["f", "F", "жен", "female", "Ж "])} else ${r.pick("gender", ["m", "M", "муж", "male", "М "])} end,
  ${r.oneOf("city form", [
    [80, "city"],
    [10, "upper(city)"],
    [10, "' ' || city || ' '"],
  ])},
  ${r.oneOf("income form", [
    [50, `${group(income)} || ',' || ${cents}`],
    [40, `${income}::text || '.' || ${cents}`],
    [10, "'-'"],
  ])},
  timestamp '2015-01-01' + ${r.below("registered", 320_000_000)} * interval '1 second',
  ${r.oneOf("points form", [
    [97, `${r.below("points", 5000)}::text`],
    [2, "'1.9'"],
    [1, "''"],
  ])},
  ${r.pick("status", ["active", "active", "active", "Active", "closed", " blocked", "new"])},
  ${r.oneOf("note form", [
    [
      60,
      r.pick("note", [
        "Доволен обслуживанием",
        "Delivered in time, no questions",
        "Просит скидку на следующий заказ",
        "Called twice about order 20418834",
      ]),
    ],
    [20, "'Пишите на ' || email || ', отвечу вечером'"],
    [
      20,
      "'Call me at +7 ' || substr(phone,1,3) || ' ' || substr(phone,4,3) || '-' || substr(phone,7,2) || '-' || substr(phone,9) || ' after six'",
    ],
  ])}
from (
  select i,
    (case when ${r.chance("repeat", 0.005)} then i - 1 - ${r.below("repeated", 40)} else i end)::text as key,
    'user' || i || '.' || ${r.bits("mail")} || '@' || ${r.pick("host", ["mail.ru", "yandex.ru", "gmail.com", "inbox.ru"])} as email,
    '9' || lpad(${r.below("phone", 1_000_000_000)}::text, 9, '0') as phone,
    ${r.chance("female", 0.52)} as female,
    ${r.oneOf("city", cities)} as city
  from generate_series(${from + 40}::bigint, ${to + 40}::bigint) as i) as person`;
}
