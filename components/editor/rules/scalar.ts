import { parseColumnType } from "#lib/contracts";

/** How a value that may be a text, a number or yes and no is written: as a column of this type has it. */
export type Scalar = string | number | boolean;

const numeric: readonly string[] = ["integer", "decimal", "float"];

const isPlainNumber = (text: string): boolean => text !== "" && String(Number(text)) === text;

/**
 * A typed text as the value that the document holds. Numbers are numbers only where nothing is lost (`0.50` and twenty digits
 * stay texts) and the column holds numbers; without a column, wherever the schema takes them.
 */
export function scalarOf(
  text: string,
  also: readonly ("number" | "boolean")[],
  datatype: string | undefined,
): Scalar {
  const type = datatype === undefined ? undefined : parseColumnType(datatype)?.name;
  const takesNumbers = also.includes("number") && (datatype === undefined || numeric.includes(type ?? ""));
  if (takesNumbers && isPlainNumber(text)) return Number(text);
  if (also.includes("boolean") && type === "boolean" && (text === "true" || text === "false"))
    return text === "true";
  return text;
}

/** Which native input suits the column's values. */
export const inputTypeOf = (datatype: string | undefined, text: string): "date" | "text" =>
  datatype === "date" && (text === "" || /^\d{4}-\d{2}-\d{2}$/.test(text)) ? "date" : "text";
