import type { ColumnType } from "#lib/contracts";

/** The engine's type for a column type. JSON is kept as text: the engine's JSON type is an alias of it. */
export function engineType(type: ColumnType): string {
  return type.name === "decimal" ? `decimal(${type.precision},${type.scale})` : engineTypes[type.name];
}

const engineTypes: Readonly<Record<Exclude<ColumnType["name"], "decimal">, string>> = {
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
};
