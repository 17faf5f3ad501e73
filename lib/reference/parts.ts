import type { HelpTopicId } from "#lib/contracts";
import { type ColumnTypeName, columnTypeNames } from "#lib/contracts";
import type { Text } from "#lib/kernel";
import type { Cell, EntryExample, Fact, Outcome, Part } from "./entry.ts";

export const text = (en: string, ru: string): Text => ({ en, ru });

export const words = (en: string, ru: string): Part => ({ kind: "words", text: { en, ru } });
export const lead = (en: string, ru: string): Part => ({ kind: "lead", text: { en, ru } });
export const said = (given: Text): Part => ({ kind: "words", text: given });
export const code = (given: string): Part => ({ kind: "code", code: given });
export const entry = (topic: HelpTopicId, id: string): Part => ({ kind: "entry", topic, id });

export const fact = (name: Text, ...parts: readonly Part[]): Fact => ({ name, parts });

/** Types a rule stands on. */
export const typesOf = (types: readonly ColumnTypeName[]): readonly Part[] =>
  types.length === columnTypeNames.length ? [words("any type", "любой тип")] : types.map(code);

export const acceptsFact = (types: readonly ColumnTypeName[]): Fact =>
  fact(text("Accepts", "Принимает"), ...typesOf(types));

export const versionFact = (version: number): Fact =>
  fact(text("Version of the rule", "Версия правила"), code(String(version)));

export const ended = (outcome: Outcome): Cell => ({ outcome });
export const cell = (value: string | null): Cell => (value === null ? ended("empty") : { text: value });

const isGiven = (params: Readonly<Record<string, unknown>> | undefined): boolean =>
  params !== undefined && Object.keys(params).length > 0;

/** A list of values with commas between. */
export const several = (given: string | null): readonly Cell[] =>
  given === null ? [ended("empty")] : given.split(",").map((one) => cell(one === "" ? null : one));

/** A rule as a document uses it. */
export const ruleUse = (
  rule: string,
  params: Readonly<Record<string, unknown>> | undefined,
): Readonly<Record<string, unknown>> => (isGiven(params) ? { rule, with: params } : { rule });

/** What the registries' examples have in common. */
export const exampleBase = (example: {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly type?: string;
}): Pick<EntryExample, "given" | "datatype"> => ({
  ...(isGiven(example.params) ? { given: spaced(example.params) } : {}),
  ...(example.type ? { datatype: example.type } : {}),
});

/** A piece of a document, a level of objects to a line as people write it. */
export const pretty = (piece: Readonly<Record<string, unknown>>): string =>
  Object.entries(piece)
    .map(([key, value]) => `${JSON.stringify(key)}: ${spaced(value)}`)
    .join(",\n");

/** JSON with spaces after colons, commas and inside braces. */
function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}: ${spaced(inner)}`);
  return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
}
