import type { ColumnType } from "#lib/contracts";
import { literal, type Sql, sql, unsafeText } from "#lib/sql";

const day = /^(\d{4})-(\d{2})-(\d{2})$/;
const clock = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?$/;
const zone = /(Z|[+-](0\d|1[0-4]):?[0-5]\d)$/;

function isDay(text: string): boolean {
  const parts = day.exec(text);
  if (!parts) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return Number(parts[1]) >= 1 && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

const isMoment = (text: string): boolean =>
  /^.{10}[ T]/.test(text) && isDay(text.slice(0, 10)) && clock.test(text.slice(11));

const int64 = { minimum: -(2n ** 63n), maximum: 2n ** 63n - 1n };

function isInteger(text: string): boolean {
  if (!/^[+-]?\d{1,19}$/.test(text)) return false;
  const value = BigInt(text.replace("+", ""));
  return value >= int64.minimum && value <= int64.maximum;
}

function isDecimal(text: string, precision: number, scale: number): boolean {
  const parts = /^[+-]?(\d+)(?:\.(\d*?)0*)?$/.exec(text);
  if (!parts) return false;
  const whole = (parts[1] ?? "").replace(/^0+/, "");
  return whole.length <= precision - scale && (parts[2] ?? "").length <= scale;
}

const isFloat = (text: string): boolean =>
  /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$/.test(text) && Number.isFinite(Number(text));

/** Whether a text is exactly a value of the type, by the grammar that casts follow. */
function fits(text: string, type: ColumnType): boolean {
  switch (type.name) {
    case "string":
      return true;
    case "integer":
      return isInteger(text);
    case "decimal":
      return isDecimal(text, type.precision, type.scale);
    case "float":
      return isFloat(text);
    case "boolean":
      return text === "true" || text === "false";
    case "date":
      return isDay(text);
    case "time":
      return clock.test(text);
    case "timestamp":
      return isMoment(text);
    case "timestamp(tz)":
      return zone.test(text) && isMoment(text.replace(zone, "").trimEnd());
    case "uuid":
      return /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text);
    case "json":
      return isJson(text);
    case "binary":
      return /^\\x([0-9a-f]{2})*$/i.test(text);
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** DuckDB's name of a column type; JSON is kept as text. */
export function duckdbType(type: ColumnType): string {
  if (type.name === "decimal") return `decimal(${type.precision},${type.scale})`;
  const names = {
    string: "varchar",
    integer: "bigint",
    float: "double",
    boolean: "boolean",
    date: "date",
    time: "time",
    timestamp: "timestamp",
    "timestamp(tz)": "timestamptz",
    uuid: "uuid",
    json: "varchar",
    binary: "blob",
  } as const;
  return names[type.name];
}

/** A constant of the document as a typed literal; undefined where it is not exactly a value of the type. */
export function typedLiteral(value: string | number | boolean, type: ColumnType): Sql | undefined {
  // Without an exponent, which integers have from 1e21 on.
  const text = typeof value === "number" && Number.isInteger(value) ? String(BigInt(value)) : String(value);
  if (!fits(text, type)) return undefined;
  if (type.name === "string" || type.name === "json") return literal(text);
  if (type.name === "binary") return sql`unhex(${text.slice(2)})`;
  return sql`cast(${text} as ${unsafeText(duckdbType(type))})`;
}
