/**
 * Our type for a column by its declared type, as SQLite makes its affinity of it (https://sqlite.org/datatype3.html, 3.1).
 * A column of the affinity NUMERIC (decimals, dates, booleans) may hold anything: it comes as text.
 */
export function datatypeOf(declared: string | null): "integer" | "float" | "string" | "binary" {
  const type = declared?.toUpperCase() ?? "";
  if (type.includes("INT")) return "integer";
  if (/CHAR|CLOB|TEXT/.test(type)) return "string";
  if (type.includes("BLOB")) return "binary";
  return /REAL|FLOA|DOUB/.test(type) ? "float" : "string";
}

/** Kinds of values that a column was seen to hold, as bits. */
export const seen = { integer: 1, float: 2, text: 4, blob: 8 } as const;

/** The type a column has in the end: its declared one where every value is of it, else text, so that nothing is lost. */
export function finalType(declared: string | null, kinds: number): ReturnType<typeof datatypeOf> {
  const datatype = datatypeOf(declared);
  const allowed = { integer: seen.integer, float: seen.float, binary: seen.blob, string: 0 }[datatype];
  return (kinds & ~allowed) === 0 ? datatype : "string";
}

/** The expression that makes a value of its type from its text. */
export const expressionOf = (datatype: ReturnType<typeof datatypeOf>, cell: string): string =>
  ({
    integer: `cast(${cell} as bigint)`,
    float: `cast(${cell} as double)`,
    binary: `unhex(${cell}[3:])`,
    string: cell,
  })[datatype];

/** A value as text: integers and doubles exactly, bytes as `\x…`. */
export function textOf(value: unknown): { readonly kind: number; readonly text: string } {
  if (typeof value === "bigint") return { kind: seen.integer, text: String(value) };
  if (typeof value === "number") {
    const text = Object.is(value, -0) ? "-0" : String(value);
    // As SQLite writes it: a double stays apart from an integer.
    return { kind: seen.float, text: /^-?\d+$/.test(text) ? `${text}.0` : text };
  }
  if (value instanceof Uint8Array)
    return {
      kind: seen.blob,
      text: `\\x${Buffer.from(value.buffer, value.byteOffset, value.length).toString("hex")}`,
    };
  return { kind: seen.text, text: String(value) };
}
