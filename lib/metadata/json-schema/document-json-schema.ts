import { z } from "zod";
import { valueReferenceSchema } from "#lib/contracts";
import type { Locale, Text } from "#lib/kernel";
import { type RuleKind, ruleKinds } from "../diagnostics/rule-use.ts";
import { moduleDocumentSchema } from "../document.ts";
import { keyTexts } from "./key-texts.ts";

type Json = { [key: string]: unknown };
const isJson = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isText = (value: unknown): value is Text =>
  isJson(value) && typeof value.en === "string" && typeof value.ru === "string";

/** Texts of the forms (`label`, `help`) become titles and descriptions in one language. */
function worded(node: unknown, locale: Locale): unknown {
  if (Array.isArray(node)) return node.map((child) => worded(child, locale));
  if (!isJson(node)) return node;
  const { label, help, ...rest } = node;
  const out: Json = {};
  for (const [key, value] of Object.entries(rest)) out[key] = worded(value, locale);
  if (isText(label)) out.title = label[locale];
  else if (label !== undefined) out.label = worded(label, locale);
  if (isText(help)) out.description = help[locale];
  else if (help !== undefined) out.help = worded(help, locale);
  return out;
}

const schemaOf = (schema: z.ZodType, locale: Locale): Json => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    target: "draft-7",
    io: "input",
    unrepresentable: "any",
    reused: "inline",
  });
  const result = worded(rest, locale);
  return isJson(result) ? result : {};
};

/** Parameters that hold values may stand there as a reference too. */
function withReferences(
  params: Json,
  rule: { readonly id: string; readonly holdsValues?: readonly string[] },
  locale: Locale,
): Json {
  if (!isJson(params.properties)) return params;
  const properties = { ...params.properties };
  for (const key of rule.holdsValues ?? []) {
    const { title, ...own } = isJson(properties[key]) ? properties[key] : {};
    const reference = schemaOf(valueReferenceSchema, locale);
    properties[key] = { ...(title === undefined ? {} : { title }), anyOf: [own, reference] };
  }
  return { ...params, properties };
}

/** Puts the ids of one registry under `rule`, and each rule's own parameters under `with`. */
function bindRules(node: unknown, kind: RuleKind, locale: Locale): void {
  if (!isJson(node) || !isJson(node.properties) || !isJson(node.properties.rule)) return;
  const rules = ruleKinds[kind].all;
  node.properties.rule = {
    ...node.properties.rule,
    enum: rules.map(({ id }) => id),
    // Monaco shows these beside each suggestion.
    enumDescriptions: rules.map(({ docs }) => docs.summary[locale]),
    markdownEnumDescriptions: rules.map(({ docs }) => `**${docs.title[locale]}** — ${docs.summary[locale]}`),
  };
  node.allOf = rules.map((rule) => {
    const params = withReferences(schemaOf(rule.params, locale), rule, locale);
    const isNeeded = !rule.params.safeParse({}).success;
    return {
      if: { properties: { rule: { const: rule.id } }, required: ["rule"] },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { properties: { with: params }, ...(isNeeded ? { required: ["with"] } : {}) },
    };
  });
}

/** Where rules are used in the document, and of which registry. */
const places: readonly (readonly [path: readonly string[], kind: RuleKind])[] = [
  [["columns", "[]", "normalize", "[]"], "normalizer"],
  [["columns", "[]", "nulls"], "nulls"],
  [["columns", "[]", "checks", "[]"], "check"],
  [["columns", "[]", "anonymize"], "anonymizer"],
  [["primaryKey", "strategy"], "key"],
];

function step(node: unknown, part: string): unknown {
  if (!isJson(node)) return undefined;
  if (part === "[]") return node.items;
  return isJson(node.properties) ? node.properties[part] : undefined;
}

function addDescriptions(node: unknown, locale: Locale): void {
  if (!isJson(node)) return;
  if (isJson(node.properties)) {
    for (const [key, child] of Object.entries(node.properties)) {
      const text = keyTexts[key]?.[locale];
      if (text !== undefined && isJson(child)) child.description = text;
      addDescriptions(child, locale);
    }
  }
  addDescriptions(node.items, locale);
}

/** The JSON Schema (draft 7, which Monaco reads) of the document, with each rule's own parameters, in one language. */
export function documentJsonSchema(locale: Locale): Readonly<Record<string, unknown>> {
  const schema = schemaOf(moduleDocumentSchema, locale);
  addDescriptions(schema, locale);
  const table = ["tables", "[]"].reduce<unknown>(step, schema);
  bindRules(["hierarchies", "[]"].reduce<unknown>(step, schema), "hierarchy", locale);
  for (const [path, kind] of places) bindRules(path.reduce<unknown>(step, table), kind, locale);
  return { $schema: "http://json-schema.org/draft-07/schema#", ...schema };
}
