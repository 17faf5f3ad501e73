import type { RuleUse } from "../document.ts";

/** How a value of the document reads in a comparison. Values that may be the data's own are counted, not shown. */
export type Show = (value: unknown) => string | undefined;

export const shown: Show = (value) =>
  value === undefined ? undefined : typeof value === "string" ? value : JSON.stringify(value);

/** Of a column that is classed or not decided yet, only what cannot be a value of the data: switches, and how many there are. */
function counted(value: unknown): unknown {
  if (Array.isArray(value)) return `${value.length} ×`;
  if (typeof value === "boolean" || value === undefined) return value;
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, counted(child)]));
  }
  return "…";
}

export const hidden: Show = (value) => shown(counted(value));

type Use = RuleUse & Readonly<Record<string, unknown>>;

/** A rule in a line: its id, its parameters and what happens where it is violated. */
export function ruleLine(use: Use | undefined, show: Show): string | undefined {
  if (use === undefined) return undefined;
  const { rule, with: params, ...rest } = use;
  const parts = [params === undefined ? undefined : show(params)];
  for (const [key, value] of Object.entries(rest)) {
    // A policy is the document's own word; a constant or a token may be a value of the data.
    parts.push(`${key}: ${key.startsWith("on") ? shown(value) : show(value)}`);
  }
  return [rule, ...parts.filter((part) => part !== undefined)].join(" ");
}
