import { z } from "zod";
import { textSchema } from "#lib/contracts";
import type { EntryParameter, Part } from "./entry.ts";
import { code, lead, words } from "./parts.ts";

/** What is read of the JSON Schema that zod makes of a rule's parameters. */
const nodeSchema = z.object({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  items: z.unknown().optional(),
  prefixItems: z.array(z.unknown()).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  default: z.unknown().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  exclusiveMaximum: z.number().optional(),
  label: textSchema.optional(),
  help: textSchema.optional(),
  secret: z.boolean().optional(),
});
type Node = z.infer<typeof nodeSchema>;

/** Of a list's elements; `false` closes a tuple. */
const itemsOf = ({ items, prefixItems = [] }: Node): readonly Node[] =>
  [...prefixItems, items].filter((one) => typeof one === "object").map(nodeOf);

const nodeOf = (schema: unknown): Node => nodeSchema.parse(schema);

const names: Readonly<Record<string, Part>> = {
  string: words("text", "текст"),
  integer: words("whole number", "целое число"),
  number: words("number", "число"),
  boolean: words("yes or no", "да или нет"),
  object: words("object", "объект"),
};

/** What a parameter takes. Several parts are alternatives. */
function typeOf(node: Node): readonly Part[] {
  if (node.enum) return node.enum.map((one) => code(JSON.stringify(one)));
  if (node.const !== undefined) return [code(JSON.stringify(node.const))];
  if (node.anyOf) return node.anyOf.flatMap((one) => typeOf(nodeOf(one)));
  if (node.type === "array") return [lead("list of", "список:"), ...itemsOf(node).flatMap(typeOf)];
  return [node.type ?? ""].flat().map((type) => names[type] ?? words("any JSON", "любой JSON"));
}

/** JavaScript's own greatest numbers are no limit of a rule. */
const isLimit = (bound: number | undefined): bound is number =>
  bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER;

function limitsOf(node: Node): string | undefined {
  const low = isLimit(node.minimum)
    ? `≥ ${node.minimum}`
    : isLimit(node.exclusiveMinimum)
      ? `> ${node.exclusiveMinimum}`
      : undefined;
  const high = isLimit(node.maximum)
    ? `≤ ${node.maximum}`
    : isLimit(node.exclusiveMaximum)
      ? `< ${node.exclusiveMaximum}`
      : undefined;
  return low || high ? [low, high].filter((one) => one !== undefined).join(", ") : undefined;
}

function below(node: Node, prefix: string): readonly EntryParameter[] {
  return Object.entries(node.properties ?? {}).flatMap(([key, schema]) => {
    const field = nodeOf(schema);
    const name = `${prefix}${key}`;
    const limits = limitsOf(field);
    const own: EntryParameter = {
      name,
      label: field.label ?? { en: key, ru: key },
      type: typeOf(field),
      isRequired: (node.required ?? []).includes(key),
      ...(field.help ? { help: field.help } : {}),
      ...(limits ? { limits } : {}),
      ...(field.default === undefined ? {} : { standard: JSON.stringify(field.default) }),
    };
    return [own, ...below(field, `${name}.`), ...itemsOf(field).flatMap((item) => below(item, `${name}[].`))];
  });
}

/** The parameters of a rule, as its schema and the labels in it say. */
export const describeParameters = (params: z.ZodType): readonly EntryParameter[] =>
  below(nodeOf(z.toJSONSchema(params, { io: "input", unrepresentable: "any" })), "");
