import outputs from "./example-outputs.json" with { type: "json" };

/** The published key of examples is the SHA-256 of this text: whoever likes can compute them again. No run uses it. */
export const exampleKeyText = "ETL-Express example key";

/** Names an example of a rule among the others. */
export const exampleLabel = (
  rule: string,
  example: {
    readonly params?: Readonly<Record<string, unknown>>;
    readonly type?: string;
    readonly input: string | null;
  },
): string => JSON.stringify([rule, example.params ?? {}, example.type ?? "string", example.input]);

const known: Readonly<Record<string, string>> = outputs;

/**
 * What the engine makes of a keyed rule's example under the published key; undefined where no key is used. The file is
 * the snapshot of `example-outputs.test.ts`, which fails while it differs from what the engine answers.
 */
export const exampleOutput = (label: string): string | undefined => known[label];
