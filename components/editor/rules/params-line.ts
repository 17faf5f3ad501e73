import { isValueReference } from "#lib/contracts";
import type { JsonObject } from "#lib/drafting";

const word = (value: unknown): string => {
  if (isValueReference(value)) return `(${value.count})`;
  if (Array.isArray(value))
    return value.some((one) => typeof one === "object") ? `(${value.length})` : value.map(String).join(", ");
  if (typeof value === "object" && value !== null)
    return Object.values(value).map(word).filter(Boolean).join(" ");
  return String(value);
};

/** A rule's parameters in a few words, for the line of a closed step; lists of rows are counted. */
export const paramsLine = (params: JsonObject): string => Object.values(params).map(word).join(" · ");
