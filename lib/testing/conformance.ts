import { blobValue, DuckDBInstance } from "@duckdb/node-api";
import { type ColumnType, formatColumnType } from "#lib/contracts";
import { duckdbQuoting, join, render, type SecretRef, type Sql, sql, unsafeText } from "#lib/sql";

/** What the conformance tests of the registries share: a real engine in the process, and values that break careless rules. */
export interface TestEngine {
  rows(statement: Sql): Promise<readonly (readonly (string | number | boolean | null)[])[]>;
  /** The first value of the first row. */
  value(statement: Sql): Promise<string | number | boolean | null | undefined>;
  close(): void;
}

const block = 64;

/** A key of 32 bytes in the form that a statement asks for. */
export function secretInForm(key: Uint8Array, form: SecretRef["form"]): Uint8Array {
  if (form === "raw") return key;
  return Uint8Array.from({ length: block }, (_, at) => (key[at] ?? 0) ^ (form === "inner" ? 0x36 : 0x5c));
}

/** A key that is the same in every test: 32 bytes of one value. */
export const testSecret = (ref: SecretRef, keyByte = 7): Uint8Array =>
  secretInForm(
    new TextEncoder().encode(`${keyByte}/${ref.domain}/${ref.purpose}`.padEnd(32, "k").slice(0, 32)),
    ref.form,
  );

type Json = string | number | boolean | null;
const isJson = (value: unknown): value is Json =>
  value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean";

/** An engine in memory, in UTC, as runs have it. */
export async function openTestEngine(
  keyByte = 7,
  secretOf: (ref: SecretRef) => Uint8Array = (ref) => testSecret(ref, keyByte),
): Promise<TestEngine> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
  const connection = await instance.connect();
  await connection.run("set TimeZone = 'UTC'");
  const rows = async (statement: Sql) => {
    const { text, secrets } = render(statement, duckdbQuoting);
    const bound = secrets.map((ref) => blobValue(secretOf(ref)));
    const reader = await connection.runAndReadAll(text, bound);
    return reader
      .getRowsJson()
      .map((row) => row.map((value) => (isJson(value) ? value : JSON.stringify(value))));
  };
  return {
    rows,
    value: async (statement) => (await rows(statement))[0]?.[0],
    close: () => connection.closeSync(),
  };
}

/** Texts that break quoting, matching, counting or drawing. `␀` stands for U+0000, which no literal can hold. */
export const hostileTexts: readonly string[] = [
  "",
  " ",
  "'",
  "''; drop table t; --",
  '"',
  "\\",
  "\\1\\0$1",
  "␀",
  "a␀b@c␀d.ru",
  "\u202eevil\u202c",
  "\u200f+7 916 123-45-67\u200e",
  "👩‍👩‍👧‍👦",
  "𝒜𝓃𝓃𝒶@𝓂.ru",
  "e\u0301".repeat(20),
  "\ufffd\uffff\ud7ff",
  "İıßẞſ",
  "\r\n\t\u0085\u2028",
  "{}[]()*+?|^$.",
  "%d.%m.%Y",
  "NaN",
  "-infinity",
  "1e999",
  "9".repeat(400),
  "-",
  "+",
  "99999999999999999999999999999999999999.99",
  "0000-00-00",
  "99.99.9999",
  "2024-13-45 99:99:99",
  "@",
  "@@@@",
  "a@b",
  `${"a".repeat(1000)}@${"b".repeat(1000)}.ru`,
];

/** Texts of a megabyte, as expressions, since a statement of a megabyte tests the parser. */
export const hugeTexts: readonly Sql[] = [
  sql`repeat('a', 1000000)`,
  sql`repeat('я', 500000)`,
  sql`repeat('1', 1000000)`,
  sql`repeat('1 ', 500000)`,
  sql`repeat('a@', 500000)`,
  sql`repeat(' ', 1000000)`,
  sql`repeat('👍', 250000)`,
];

const textOf = (text: string): Sql =>
  text.includes("␀") ? sql`replace(${text}, '␀', chr(0))` : sql`${text}`;

const edgesOf: Readonly<Record<Exclude<ColumnType["name"], "string" | "decimal">, readonly string[]>> = {
  integer: ["0", "-1", "1", "9223372036854775807", "-9223372036854775808", "9007199254740993"],
  float: [
    "0",
    "-0.0",
    "1.7976931348623157e308",
    "-1.7976931348623157e308",
    "5e-324",
    "0.1",
    "inf",
    "-inf",
    "nan",
  ],
  boolean: ["true", "false"],
  date: [
    "0001-01-01",
    "9999-12-31",
    "1970-01-01",
    "2024-02-29",
    "infinity",
    "-infinity",
    "5881580-07-10",
    "5877642-06-25 (BC)",
  ],
  time: ["00:00:00", "23:59:59.999999", "24:00:00"],
  timestamp: [
    "0001-01-01 00:00:00",
    "9999-12-31 23:59:59.999999",
    "infinity",
    "-infinity",
    "294247-01-10 04:00:54.775806",
    "290309-12-22 (BC) 00:00:00",
  ],
  "timestamp(tz)": [
    "0001-01-01 00:00:00+00",
    "9999-12-31 23:59:59.999999+00",
    "infinity",
    "-infinity",
    "2024-03-31 01:30:00+00",
  ],
  uuid: ["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"],
  json: ["null", "{}", '{"a":"\\u0000\'"}', '"x"', "[1e400]"],
  binary: ["", "\\x00", "\\xff\\x00"],
};

/** The engine's type of a column, written here a second time so that the product's own table is tested. */
export function engineTypeOf(type: ColumnType): string {
  if (type.name === "decimal") return formatColumnType(type);
  return {
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
  }[type.name];
}

/** Expressions of a type's extreme values, null among them; for text the hostile and the huge ones. */
export function edgeValues(type: ColumnType): readonly Sql[] {
  const cast = (text: string): Sql => sql`cast(${text} as ${unsafeText(engineTypeOf(type))})`;
  const none = sql`cast(null as ${unsafeText(engineTypeOf(type))})`;
  if (type.name === "string") return [none, ...hostileTexts.map(textOf), ...hugeTexts];
  if (type.name !== "decimal") return [none, ...edgesOf[type.name].map(cast)];
  const digits = "9".repeat(type.precision);
  const most = `${digits.slice(0, type.precision - type.scale)}.${digits.slice(type.precision - type.scale)}`;
  return [none, ...["0", "1e-30", most, `-${most}`].map(cast)];
}

/** A query of one column `v` with these expressions as its rows, all of one type. */
export const valuesTable = (values: readonly Sql[]): Sql =>
  sql`select v from (values ${join(values.map((value) => sql`(${value})`))}) as t(v)`;
