import { findAnonymizer } from "#lib/anonymizers";
import { findNormalizer } from "#lib/column-rules";
import { isValueReference } from "#lib/contracts";
import type { RuleUse } from "../document.ts";

/** How a value of the document reads in a comparison. Values that may be the data's own are counted, not shown. */
export type Show = (value: unknown) => string | undefined;

/** References as the number of their values: their names tell nobody anything. */
function referred(value: unknown): unknown {
  if (isValueReference(value)) return times(value.count);
  if (Array.isArray(value)) return value.map(referred);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, referred(child)]));
}

const times = (count: number): string => `${count} ×`;

export const shown: Show = (value) => {
  const told = referred(value);
  return told === undefined ? undefined : typeof told === "string" ? told : JSON.stringify(told);
};

/** Of a column that is classed or not decided yet, only what cannot be a value of the data: switches, and how many there are. */
function counted(value: unknown): unknown {
  if (isValueReference(value)) return times(value.count);
  if (Array.isArray(value)) return times(value.length);
  if (typeof value === "boolean" || value === undefined) return value;
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, counted(child)]));
  }
  return "…";
}

export const hidden: Show = (value) => shown(counted(value));

type Use = RuleUse & Readonly<Record<string, unknown>>;

/** A rule in a line: its id, its parameters and what happens where it is violated. */
export function ruleLine(use: RuleUse | Use | undefined, show: Show): string | undefined {
  if (use === undefined) return undefined;
  const { rule, with: params, ...rest } = use;
  // A function is what a reviewer decides about, and stands in the document for all who read it.
  const isScript = (findNormalizer(rule)?.script ?? findAnonymizer(rule)?.script) !== undefined;
  const parts = [params === undefined ? undefined : (isScript ? shown : show)(params)];
  for (const [key, value] of Object.entries(rest)) {
    // A policy is the document's own word; a constant or a token may be a value of the data.
    parts.push(`${key}: ${key.startsWith("on") ? shown(value) : show(value)}`);
  }
  return [rule, ...parts.filter((part) => part !== undefined)].join(" ");
}
