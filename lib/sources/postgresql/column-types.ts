/** PostgreSQL's built-in types by OID (`pg_type`), as ours. What is not here arrives as its text. */
const byOid: Readonly<Record<number, string>> = {
  16: "boolean",
  17: "binary",
  20: "integer",
  21: "integer",
  23: "integer",
  26: "integer",
  114: "json",
  700: "float",
  701: "float",
  1082: "date",
  1083: "time",
  1114: "timestamp",
  1184: "timestamp(tz)",
  2950: "uuid",
  3802: "json",
};

const numericOid = 1700;
const varHeader = 4;

/**
 * Our type for a column of a result. `numeric` without a precision can hold more digits than any decimal of ours: it
 * comes as text, so that nothing is rounded before a person has chosen a type.
 */
export function columnTypeOf(oid: number, modifier: number): string {
  if (oid !== numericOid) return byOid[oid] ?? "string";
  if (modifier < varHeader) return "string";
  const packed = modifier - varHeader;
  const precision = (packed >> 16) & 0xffff;
  // The scale is 11 bits, signed since PostgreSQL 15.
  const scale = ((packed & 0x7ff) ^ 1024) - 1024;
  if (scale < 0) return precision - scale <= 38 ? `decimal(${precision - scale},0)` : "string";
  if (scale > precision) return scale <= 38 ? `decimal(${scale},${scale})` : "string";
  return precision <= 38 ? `decimal(${precision},${scale})` : "string";
}

/** Years that our dates have; the engine reads `0044-03-15 BC` as 44 AD and a `timestamptz` BC as null, so neither may reach it. */
const yearsOf: Readonly<Record<string, readonly [type: string, first: string, last: string]>> = {
  date: ["date", "0001-01-01", "9999-12-31"],
  timestamp: ["timestamp", "0001-01-01 00:00:00", "9999-12-31 23:59:59.999999"],
  "timestamp(tz)": ["timestamptz", "0001-01-01 00:00:00+00", "9999-12-31 23:59:59.999999+00"],
};

/**
 * The expression that yields a column's canonical text: what the engine's strict casts read back exactly. Dates of other
 * years than ours come as infinity, and with `asText` as the server writes them.
 */
export function canonicalExpression(quoted: string, datatype: string, asText = false): string {
  // COPY writes booleans as t and f.
  if (datatype === "boolean" || (asText && datatype !== "binary")) return `${quoted}::text`;
  const years = yearsOf[datatype];
  if (!years) return quoted;
  const [type, first, last] = years;
  return `case when ${quoted} < ${type} '${first}' then '-infinity' when ${quoted} > ${type} '${last}' then 'infinity' else ${quoted} end`;
}
