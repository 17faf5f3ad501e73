import { AppError } from "#lib/kernel";

/** A column of a result, as the protocol tells of it (MySQL client/server protocol, `Protocol::ColumnDefinition41`). */
export interface ResultColumn {
  readonly name: string;
  readonly columnType?: number;
  readonly columnLength?: number;
  readonly decimals?: number;
  readonly flags?: number | readonly string[];
  readonly characterSet?: number;
}

const notNullFlag = 1;
const unsignedFlag = 32;
const binaryCharset = 63;
/** The largest precision of our decimals. */
const mostDigits = 38;

/** How a kind of column is read: our type, and the expression of its canonical text. */
interface Reading {
  readonly datatype: string;
  readonly text: (name: string, asText: boolean) => string;
}

const asChar = (expression: string): string => `cast(${expression} as char)`;
/** A text in quotes, as CSV has it; an empty one stays apart from a null. */
const quotedText = (expression: string): string => `concat('"', replace(${expression}, '"', '""'), '"')`;

const plain = (datatype: string): Reading => ({ datatype, text: asChar });
const textual: Reading = {
  datatype: "string",
  text: (name) => quotedText(`convert(${name} using utf8mb4)`),
};

/** Dates that are none (a month or a day of zero) come as infinity, as what lies before our first year does. */
const dated = (datatype: string, zone: string): Reading => ({
  datatype,
  text: (name, asText) => {
    const written = zone === "" ? asChar(name) : `concat(${asChar(name)}, '${zone}')`;
    if (asText) return quotedText(written);
    return `case when ${name} < '0001-01-01' or month(${name}) = 0 or day(${name}) = 0 then '-infinity' else ${written} end`;
  },
});

const binary: Reading = {
  datatype: "binary",
  text: (name) => `concat(char(92 using utf8mb4), 'x', lower(hex(${name})))`,
};

/** By the protocol's type code; a code that is missing is refused by name, never guessed. */
const byCode: Readonly<Record<number, (column: ResultColumn) => Reading>> = {
  0: decimalOf,
  1: () => plain("integer"),
  2: () => plain("integer"),
  3: () => plain("integer"),
  // A single-precision number as the double it is: as text the server would show six digits of it.
  4: () => ({ datatype: "float", text: (name) => asChar(`${name} + 0e0`) }),
  5: () => plain("float"),
  6: () => textual,
  7: () => dated("timestamp(tz)", "+00:00"),
  // An unsigned 64-bit number may be larger than our integers.
  8: (column) => plain(hasFlag(column, unsignedFlag) ? "decimal(20,0)" : "integer"),
  9: () => plain("integer"),
  10: () => dated("date", ""),
  // A duration of up to 838 hours: a time of day only where somebody says so.
  11: () => textual,
  12: () => dated("timestamp", ""),
  13: () => plain("integer"),
  15: textOrBinary,
  16: (column) =>
    column.columnLength === 1
      ? {
          datatype: "boolean",
          text: (name) => `case when ${name} then 'true' when not ${name} then 'false' end`,
        }
      : { datatype: "decimal(20,0)", text: (name) => asChar(`${name} + 0`) },
  245: () => ({ datatype: "json", text: (name) => quotedText(asChar(name)) }),
  246: decimalOf,
  247: () => textual,
  248: () => textual,
  249: textOrBinary,
  250: textOrBinary,
  251: textOrBinary,
  252: textOrBinary,
  253: textOrBinary,
  254: textOrBinary,
  255: () => ({ datatype: "string", text: (name) => quotedText(`st_astext(${name})`) }),
};

function hasFlag({ flags }: ResultColumn, flag: number): boolean {
  return typeof flags === "number" && (flags & flag) !== 0;
}

function textOrBinary({ characterSet }: ResultColumn): Reading {
  return characterSet === binaryCharset ? binary : textual;
}

/** The protocol counts the sign and the point as well. */
function decimalOf(column: ResultColumn): Reading {
  const { columnLength = 0, decimals = 0 } = column;
  const precision = columnLength - (decimals > 0 ? 1 : 0) - (hasFlag(column, unsignedFlag) ? 0 : 1);
  return precision >= 1 && precision <= mostDigits ? plain(`decimal(${precision},${decimals})`) : textual;
}

/** @throws AppError `source-type-unknown` */
export function readingOf(column: ResultColumn, source: string, table: string): Reading {
  const found = byCode[column.columnType ?? -1]?.(column);
  if (!found) {
    const params = { source, table, column: column.name, type: column.columnType ?? -1 };
    throw new AppError("source-type-unknown", params, { place: { table, column: column.name } });
  }
  return found;
}

export const isNullable = (column: ResultColumn): boolean => !hasFlag(column, notNullFlag);

const byName: Readonly<Record<string, string>> = {
  bigint: "integer",
  binary: "binary",
  blob: "binary",
  date: "date",
  datetime: "timestamp",
  double: "float",
  float: "float",
  int: "integer",
  json: "json",
  longblob: "binary",
  mediumblob: "binary",
  mediumint: "integer",
  smallint: "integer",
  timestamp: "timestamp(tz)",
  tinyblob: "binary",
  tinyint: "integer",
  varbinary: "binary",
  year: "integer",
};

/** Our type for a column as `information_schema` writes it: `decimal(10,2) unsigned`. Agrees with {@link readingOf}. */
export function columnTypeOf(native: string): string {
  const [, name = "", length] = /^([a-z]+)(?:\((\d+(?:,\d+)?)\))?/.exec(native.toLowerCase()) ?? [];
  if (name === "bigint" && native.includes("unsigned")) return "decimal(20,0)";
  if (name === "bit") return length === undefined || length === "1" ? "boolean" : "decimal(20,0)";
  if (name === "decimal") {
    const [precision = 10, scale = 0] = (length ?? "10,0").split(",").map(Number);
    return precision <= mostDigits ? `decimal(${precision},${scale})` : "string";
  }
  return byName[name] ?? "string";
}
