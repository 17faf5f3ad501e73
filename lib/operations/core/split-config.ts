import { z } from "zod";
import { type FieldMeta, fieldMetaSchema } from "#lib/contracts";
import { AppError } from "#lib/kernel";

type Values = Readonly<Record<string, unknown>>;

interface Secret {
  /** Asked for only while the field beside it has one of these values. */
  readonly when?: FieldMeta["when"];
}

/** What a field says of its secret; undefined where it is none. */
function secretIn(schema: z.core.$ZodType): Secret | undefined {
  let inner = schema;
  for (;;) {
    const meta = z.globalRegistry.get(inner);
    if (meta?.secret === true) return fieldMetaSchema.pick({ when: true }).parse(meta);
    if (inner instanceof z.ZodOptional || inner instanceof z.ZodNullable) inner = inner.unwrap();
    else if (inner instanceof z.ZodDefault || inner instanceof z.ZodPrefault) inner = inner.unwrap();
    else if (inner instanceof z.ZodPipe) inner = inner.def.in;
    else return undefined;
  }
}

/** A configuration's secret fields, by `.meta({ secret: true })`. */
export function secretFields(schema: z.core.$ZodType): ReadonlyMap<string, Secret> {
  const object = schema instanceof z.ZodPipe ? schema.def.in : schema;
  if (!(object instanceof z.ZodObject)) return new Map();
  const fields: readonly [string, z.core.$ZodType][] = Object.entries(object.shape);
  return new Map(
    fields.flatMap(([name, field]) => {
      const secret = secretIn(field);
      return secret ? [[name, secret] as const] : [];
    }),
  );
}

/** A configuration as it is kept: what may be shown, and what is sealed. */
export interface SplitConfig {
  readonly config: Values;
  readonly secrets: Readonly<Record<string, string>>;
  /** All of it, as a driver takes it. */
  readonly full: unknown;
}

/**
 * Checks a configuration and takes its secrets apart. A secret that is absent or empty keeps its earlier value.
 * @throws AppError `config-invalid` with the field's path and no value
 */
export function splitConfig(
  schema: z.ZodType,
  given: Values,
  earlier: Readonly<Record<string, string>>,
): SplitConfig {
  const secretNames = secretFields(schema);
  const secrets: Record<string, string> = {};
  const shown: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    if (!secretNames.has(name)) shown[name] = value;
    else if (typeof value === "string" && value !== "") secrets[name] = value;
  }
  const merged = { ...earlier, ...secrets };
  const parsed = schema.safeParse({ ...shown, ...merged });
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.map(String).join("/") ?? "";
    const unknown = parsed.error.issues[0]?.code === "unrecognized_keys";
    throw new AppError("config-invalid", { field: unknown ? "unknown" : field }, { cause: parsed.error });
  }
  return { config: shown, secrets: merged, full: parsed.data };
}
