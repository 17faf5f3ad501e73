import type { z } from "zod";
import { exampleLabel, exampleOutput } from "#lib/anonymizers";
import { findCheck, findTableCheck, policiesOf } from "#lib/column-rules";
import {
  type ColumnTypeName,
  type HelpTopicId,
  parseColumnType,
  violationPolicySchema,
} from "#lib/contracts";
import type { Locale, Text } from "#lib/kernel";
import { type RuleKind, ruleKinds } from "#lib/metadata";
import type { Field } from "../../fields/field-kinds.ts";
import { readFields } from "../../fields/read-fields.ts";

/** Where Help describes the rules of a kind. */
export const topicOf: Readonly<Record<RuleKind, HelpTopicId>> = {
  normalizer: "normalizers",
  nulls: "null-strategies",
  check: "checks",
  tableCheck: "table-checks",
  anonymizer: "anonymization",
  hierarchy: "hierarchies",
  key: "key-strategies",
};

/** What forms and pickers need of a rule's definition, whichever its kind. */
export interface RuleDefinition {
  readonly id: string;
  readonly accepts?: readonly ColumnTypeName[];
  readonly params: z.ZodType;
  readonly docs: {
    readonly title: Text;
    readonly summary: Text;
    readonly risk?: Text;
    readonly examples: readonly {
      readonly params?: Readonly<Record<string, unknown>>;
      readonly type?: string;
      readonly input?: string | null;
      readonly output?: string | null;
      readonly labels?: readonly (string | null)[];
    }[];
  };
}

export const definitionsOf = (kind: RuleKind): readonly RuleDefinition[] => ruleKinds[kind].all;

export const findRule = (kind: RuleKind, id: string): RuleDefinition | undefined => ruleKinds[kind].find(id);

const known = new WeakMap<RuleDefinition, Map<Locale, readonly Field[]>>();

/** The fields of a rule's parameters; read once for each language. */
export function fieldsOf(definition: RuleDefinition, locale: Locale): readonly Field[] {
  const byLocale = known.get(definition) ?? new Map<Locale, readonly Field[]>();
  known.set(definition, byLocale);
  const fields = byLocale.get(locale) ?? readFields(definition.params, locale);
  byLocale.set(locale, fields);
  return fields;
}

/** Whether a rule may stand on a column of a type; where the type is not known yet, any may. */
export function accepts({ accepts }: RuleDefinition, datatype: string | undefined): boolean {
  const type = datatype === undefined ? undefined : parseColumnType(datatype);
  return !accepts || !type || accepts.includes(type.name);
}

/** Before and after of a rule's first example, for a picker; undefined where it has none that says something. */
export function exampleOf(kind: RuleKind, definition: RuleDefinition): readonly [string, string] | undefined {
  const example = definition.docs.examples.find(({ input }) => Boolean(input));
  if (!example?.input) return undefined;
  if (example.labels) return [example.input, example.labels.map((label) => label ?? "∅").join(" → ")];
  const output =
    example.output === undefined && (kind === "anonymizer" || kind === "key")
      ? exampleOutput(exampleLabel(definition.id, { ...example, input: example.input }))
      : example.output;
  return output === undefined ? undefined : [example.input, output ?? "∅"];
}

/** What a check may do about a violation, in the order of the vocabulary. */
export function policiesFor(kind: RuleKind, id: string): readonly string[] {
  if (kind === "tableCheck") {
    const check = findTableCheck(id);
    return check ? policiesOf(check) : [];
  }
  const check = findCheck(id);
  const canClamp = check?.scope === "row" && check.clamp !== undefined;
  return violationPolicySchema.options.filter(
    (policy) =>
      (policy !== "clamp" || canClamp) &&
      (policy !== "default" || check === undefined || check.scope === "row"),
  );
}

/** What a check does unless it says so. */
export const standardPolicy = (kind: RuleKind): string => (kind === "tableCheck" ? "fail" : "reject");
