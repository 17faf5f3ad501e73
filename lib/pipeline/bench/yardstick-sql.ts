/** The statements of the hand-written yardstick. One pass cleanses while parsing; raw values are kept of rejected rows alone. */

const raw = {
  id: "VARCHAR",
  email: "VARCHAR",
  full_name: "VARCHAR",
  phone: "VARCHAR",
  birth_date: "VARCHAR",
  gender: "VARCHAR",
  city: "VARCHAR",
  income: "VARCHAR",
  registered_at: "TIMESTAMP",
  points: "VARCHAR",
  status: "VARCHAR",
  note: "VARCHAR",
};

const rawNames = Object.keys(raw);
const digitsOnly = (value: string) => `${value} <> '' and translate(${value}, '0123456789', '') = ''`;
const token = (value: string) => `case when ${value} in ('', 'N/A', '-', 'н/д') then null else ${value} end`;

export const cleanse = (fifo: string): string => `
create table staged as
with trimmed as (
  select *,
    ${token("trim(id)")} as id1, ${token("lower(trim(email))")} as email1, ${token("trim(full_name)")} as name1,
    ${token("trim(phone)")} as phone1, ${token("trim(birth_date)")} as birth1, lower(trim(gender)) as gender1,
    ${token("upper(trim(city))")} as city1, ${token("trim(income)")} as income1, ${token("trim(points)")} as points1,
    lower(trim(status)) as status1, trim(note) as note1
  from read_csv('${fifo}', auto_detect=false, header=false, delim=',', quote='"', escape='"', nullstr='', allow_quoted_nulls=false,
    buffer_size=16777216, columns={${Object.entries(raw)
      .map(([column, type]) => `'${column}': '${type}'`)
      .join(", ")}})
), parsed as (
  select *,
    case when ${digitsOnly("id1")} then try_cast(id1 as bigint) end as id2,
    case when length(birth1) <> 10 then null
         when substr(birth1, 3, 1) in ('.', '/') then try_cast(substr(birth1, 7, 4) || '-' || substr(birth1, 4, 2) || '-' || substr(birth1, 1, 2) as date)
         else try_cast(birth1 as date) end as birth2,
    case when gender1 in ('f', 'ж', 'жен', 'female') then 'female' when gender1 in ('m', 'м', 'муж', 'male') then 'male' end as gender2,
    try_cast(translate(replace(income1, ',', '.'), ' ' || chr(160), '') as decimal(12,2)) as income2,
    case when ${digitsOnly("points1")} then try_cast(points1 as bigint) end as points2
  from trimmed
), judged as (
  select *, case
    when id2 is null then 'id'
    when email1 is null then 'email missing'
    when not regexp_full_match(email1, '[^@\\s]+@[^@\\s]+\\.[^@\\s]+') then 'email form'
    when birth2 is null and birth1 is not null then 'birth form'
    when birth2 not between date '1900-01-01' and date '2026-12-31' then 'birth range'
    when income2 is null and income1 is not null then 'income form'
    when income2 < 0 then 'income range'
    when status1 not in ('active', 'closed', 'blocked', 'new') then 'status'
    end as reason
  from parsed
)
select id2 as id, email1 as email, name1 as full_name, phone1 as phone, birth2 as birth_date, gender2 as gender, city1 as city,
  income2 as income, registered_at, coalesce(points2, 0) as points, status1 as status, note1 as note, reason,
  case when reason is not null then struct_pack(${rawNames.map((n) => `${n} := ${n}`).join(", ")}) end as raw
from judged`;

/** A count proves keys unique; the window runs over repeated keys alone. */
export const deduplicate = [
  "create table repeated as select id from staged where reason is null group by id having count(*) > 1",
  `create table losers as
   select row_id from (
     select s.rowid as row_id, row_number() over (partition by s.id order by s.registered_at desc nulls last, hash(s.email, s.full_name, s.phone, s.note)) as place
     from staged s semi join repeated using (id) where s.reason is null)
   where place > 1`,
];

export const quarantine = (file: string): string =>
  `copy (select reason, raw.* from staged where reason is not null) to '${file}' (format parquet, compression zstd)`;

const surviving = "staged s anti join losers l on s.rowid = l.row_id";

export const smallClasses = [
  `create table small_classes as
   select year(birth_date) as y, gender as g, city as c, count(*) as rows
   from ${surviving} where reason is null group by all having count(*) < 5`,
];

const pick = (value: string) => `('0x' || substr(sha256($1 || encode(${value})), 1, 15))::ubigint`;
const list = (prefix: string, length: number) =>
  `[${Array.from({ length }, (_, index) => `'${prefix}${index}'`).join(",")}]`;

/** Names repeat: each distinct one is hashed once. */
export const fakeNamesOnce = [
  `create table fake_names as
   select full_name, (${list("Имя", 300)})[1 + (pick % 300)::int] || ' ' || (${list("Фамилия", 300)})[1 + (pick // 300 % 300)::int] as fake
   from (select full_name, ${pick("full_name")} as pick from (select distinct full_name from staged where full_name is not null))`,
];

const hmac = (inner: string, outer: string, value: string) =>
  `substr(sha256(${outer} || unhex(sha256(${inner} || encode(${value})))), 1, 32)`;

export const publish = (file: string): string => `
copy (
  select ${hmac("$1", "$2", "s.id::varchar")} as id, ${hmac("$3", "$4", "s.email")} as email, f.fake as full_name,
    repeat('*', length(phone) - 2) || right(phone, 2) as phone,
    date_trunc('year', birth_date)::date as birth_date, gender, city,
    floor(coalesce(income, getvariable('median_income')) / 1000)::bigint * 1000 as income,
    registered_at + (((('0x' || substr(sha256($5 || encode(s.id::varchar)), 1, 15))::ubigint % 60)::int - 30) * interval '1 day') as registered_at,
    points, status,
    case when contains(note, '@') then regexp_replace(note, '[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+', '[email]', 'g')
         when regexp_matches(note, '[0-9]') then regexp_replace(note, '(?:\\+7|8)[ (-]*[0-9]{3}[ )-]*[0-9]{3}[ -]*[0-9]{2}[ -]*[0-9]{2}', '[phone]', 'g')
         else note end as note
  from ${surviving}
  left join fake_names f using (full_name)
  where reason is null and not exists (
    select 1 from small_classes k where k.y is not distinct from year(s.birth_date) and k.g is not distinct from s.gender and k.c is not distinct from s.city)
  order by 1
) to '${file}' (format parquet, compression zstd, row_group_size 122880)`;
