import { valueAt } from "./json-place.ts";

/** JSON as it is read here: a number keeps its digits. Of ECMAScript's newest, which the compiler's library lacks. */
interface ExactJson {
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
  ): unknown;
  stringify(value: unknown): string;
  rawJSON(text: string): unknown;
  isRawJSON(value: unknown): value is { readonly rawJSON: string };
}

const isExact = (value: unknown): value is ExactJson =>
  typeof value === "object" && value !== null && "rawJSON" in value && "isRawJSON" in value;

const exactJson = (): ExactJson => {
  const known: unknown = JSON;
  if (!isExact(known)) throw new TypeError("this JavaScript does not keep the digits of JSON's numbers");
  return known;
};
const json = exactJson();

/** Throws a SyntaxError, whose words quote the text. */
export const parseExactly = (text: string): unknown =>
  json.parse(text, (_key, value, { source }) =>
    typeof value === "number" && source !== undefined && source !== String(value)
      ? json.rawJSON(source)
      : value,
  );

/** A scalar of a document as text; undefined for what is none, or empty. */
export function scalarText(value: unknown): string | undefined {
  if (json.isRawJSON(value)) return value.rawJSON;
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** A cell of a table: numbers as their own digits and what is nested as JSON text, so that no reader rounds or rewrites it. */
function cellOf(value: unknown): string | boolean | null {
  if (typeof value === "boolean" || typeof value === "string" || value === null) return value;
  return scalarText(value) ?? json.stringify(value);
}

/** The records at a place, one line each; undefined where there is no list of objects. */
export function recordLines(document: unknown, place: readonly string[]): readonly string[] | undefined {
  const list = valueAt(document, place);
  if (!Array.isArray(list)) return undefined;
  const lines: string[] = [];
  for (const record of list) {
    if (typeof record !== "object" || record === null || Array.isArray(record) || json.isRawJSON(record))
      return undefined;
    const cells = Object.entries(record).map(
      ([key, value]) => `${json.stringify(key)}:${json.stringify(cellOf(value))}`,
    );
    lines.push(`{${cells.join(",")}}`);
  }
  return lines;
}
