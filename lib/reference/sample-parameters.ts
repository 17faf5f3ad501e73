import { z } from "zod";

/** Parameters as a document would hold them. */
export type Given = Readonly<Record<string, unknown>>;

interface Sampled {
  readonly params: z.ZodType;
  readonly docs: { readonly examples: readonly { readonly params?: Given }[] };
}

const schemaSchema = z.object({
  properties: z
    .record(z.string(), z.object({ enum: z.array(z.unknown()).optional(), type: z.unknown().optional() }))
    .default({}),
});

/** Values that a parameter can be told to have: choices and yes or no. */
function choicesOf(params: z.ZodType): readonly (readonly [string, unknown])[] {
  const { properties } = schemaSchema.parse(z.toJSONSchema(params, { io: "input", unrepresentable: "any" }));
  return Object.entries(properties).flatMap(([key, { enum: values, type }]) =>
    (values ?? (type === "boolean" ? [true, false] : [])).map((value) => [key, value] as const),
  );
}

/**
 * Parameters of the examples, and each with one choice made otherwise, as far as the rule takes them: what is asked to say
 * what a property depends on.
 */
export function sampleParameters({ params, docs }: Sampled): readonly Given[] {
  const own = docs.examples.map((example) => example.params ?? {});
  const choices = choicesOf(params);
  const varied = own.flatMap((given) => choices.map(([key, value]) => ({ ...given, [key]: value })));
  const all = [...own, ...varied].filter((given) => params.safeParse(given).success);
  return [...new Map(all.map((given) => [JSON.stringify(given), given])).values()];
}
