import { duckdbType } from "#lib/column-rules";
import type { ColumnType, ColumnTypeName } from "#lib/contracts";
import { literal, type Sql, sql, unsafeText } from "#lib/sql";

const matches = (value: Sql, pattern: string): Sql => sql`regexp_full_match(${value}, ${literal(pattern)})`;

/** `try_cast` behind a written grammar: the engine's own is wider (`1.9` as an integer, `infinity`, `1e3`). */
const guarded = (value: Sql, pattern: string, type: ColumnType): Sql =>
  sql`case when ${matches(value, pattern)} then try_cast(${value} as ${unsafeText(duckdbType(type))}) end`;

/** As text, the year 0 would be read as 1 BC. */
const dated = (value: Sql, pattern: string, type: ColumnType): Sql =>
  sql`case when ${value} >= '0001' then ${guarded(value, pattern, type)} end`;

const clock = "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,6})?)?";
const fullClock = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,6})?";
const day = "[0-9]{4}-[0-9]{2}-[0-9]{2}";

/** The grammar of each type as text; what does not match is a cast failure, never a silent null or a rounding. */
const fromText: Readonly<Record<ColumnTypeName, (value: Sql, type: ColumnType) => Sql>> = {
  string: (value) => value,
  integer: (value, type) => guarded(value, "[+-]?[0-9]{1,19}", type),
  decimal: (value, type) =>
    guarded(value, `[+-]?[0-9]{1,38}(\\.[0-9]{0,${type.name === "decimal" ? type.scale : 0}}0*)?`, type),
  float: (value) =>
    sql`case when ${matches(value, "[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]{1,3})?")}
      then case when isfinite(try_cast(${value} as double)) then try_cast(${value} as double) end end`,
  boolean: (value) => sql`case ${value} when 'true' then true when 'false' then false end`,
  date: (value, type) => dated(value, day, type),
  time: (value, type) => guarded(value, clock, type),
  timestamp: (value, type) => dated(value, `${day}[ T]${clock}`, type),
  "timestamp(tz)": (value, type) =>
    dated(value, `${day}[ T]${fullClock} ?(Z|[+-][0-9]{2}(:?[0-9]{2})?)`, type),
  uuid: (value, type) => guarded(value, "[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}", type),
  json: (value) => sql`case when json_valid(${value}) then ${value} end`,
  binary: (value) =>
    sql`case when ${matches(value, "\\\\x([0-9a-fA-F]{2})*")} then unhex(substr(${value}, 3)) end`,
};

/** Text to a type; null where the text is not exactly a value of it. */
export const castText = (value: Sql, type: ColumnType): Sql => fromText[type.name](value, type);

/** A value as the canonical text of its type, the same that {@link castText} reads. */
export function toText(value: Sql, type: ColumnType): Sql {
  if (type.name === "string" || type.name === "json") return value;
  if (type.name === "binary") return sql`('\\x' || lower(hex(${value})))`;
  return sql`cast(${value} as varchar)`;
}

const sameType = (a: ColumnType, b: ColumnType): boolean =>
  a.name === b.name &&
  (a.name !== "decimal" ||
    (b.name === "decimal" && a.scale <= b.scale && a.precision - a.scale <= b.precision - b.scale));

/** Which values of an engine's type are values of ours: not NaN, infinity, 24:00, years before 1 and after 9999. */
const within: Partial<Readonly<Record<ColumnTypeName, (value: Sql) => Sql>>> = {
  float: (value) => sql`isfinite(${value})`,
  date: (value) => sql`${value} between date '0001-01-01' and date '9999-12-31'`,
  time: (value) => sql`${value} < time '24:00:00'`,
  timestamp: (value) =>
    sql`${value} between timestamp '0001-01-01 00:00:00' and timestamp '9999-12-31 23:59:59.999999'`,
  "timestamp(tz)": (value) =>
    sql`${value} between timestamptz '0001-01-01 00:00:00+00' and timestamptz '9999-12-31 23:59:59.999999+00'`,
};

function withinType(value: Sql, type: ColumnType): Sql {
  const holds = within[type.name];
  return holds ? sql`case when ${holds(value)} then ${value} end` : value;
}

/** Converts between types exactly; null where the value has no exact counterpart. `zone` reads naive timestamps as instants. */
export function convert(value: Sql, from: ColumnType, to: ColumnType, zone: string): Sql {
  const target = unsafeText(duckdbType(to));
  if (sameType(from, to))
    return from.name === "decimal" ? sql`cast(${value} as ${target})` : withinType(value, from);
  if (from.name === "timestamp" && to.name === "timestamp(tz)")
    return sql`timezone(${literal(zone)}, ${withinType(value, from)})`;
  if (from.name === "timestamp" && to.name === "date") {
    const day = sql`case when ${value} = date_trunc('day', ${value}) then cast(${value} as date) end`;
    return withinType(day, to);
  }
  if (from.name === "date" && to.name === "timestamp")
    return sql`cast(${withinType(value, from)} as timestamp)`;
  if (to.name === "string") return toText(value, from);
  // A number of a source's type has decimal places because of its type; where they are zero it is whole.
  if (to.name === "integer" && (from.name === "float" || from.name === "decimal"))
    return castText(sql`regexp_replace(${toText(value, from)}, '\\.0+$', '')`, to);
  return castText(toText(value, from), to);
}
