import { z } from "zod";
import { type FieldMeta, fieldMetaSchema } from "#lib/contracts";
import type { Locale, Text } from "#lib/kernel";
import type { Choice, Field } from "./field-kinds.ts";

const textOf = (value: unknown, locale: Locale): string | undefined => {
  if (typeof value === "string") return value;
  if (value !== null && typeof value === "object" && locale in value) return String((value as Text)[locale]);
  return undefined;
};

interface Unwrapped {
  readonly inner: z.core.$ZodType;
  readonly isOptional: boolean;
  readonly initial?: unknown;
  readonly meta: Readonly<Record<string, unknown>>;
}

/** The schema inside wrappers (strict, refined, defaulted, piped). */
function unwrap(schema: z.core.$ZodType): Unwrapped {
  let inner = schema;
  let isOptional = false;
  let initial: unknown;
  let meta: Record<string, unknown> = {};
  for (let depth = 0; depth < 12; depth += 1) {
    meta = { ...(z.globalRegistry.get(inner) ?? {}), ...meta };
    if (inner instanceof z.ZodOptional || inner instanceof z.ZodNullable) {
      isOptional = true;
      inner = inner.unwrap();
    } else if (inner instanceof z.ZodDefault || inner instanceof z.ZodPrefault) {
      isOptional = true;
      initial = inner.def.defaultValue;
      inner = inner.unwrap();
    } else if (inner instanceof z.ZodPipe) inner = inner.def.in;
    else if (inner instanceof z.ZodReadonly) inner = inner.unwrap();
    else break;
  }
  return { inner, isOptional, initial, meta };
}

/** Labels and helps for schemas that say none themselves, by key. */
export type FieldWords = (key: string) => { readonly label?: string; readonly help?: string };

/** Reads the fields of a strict object schema with `.meta({label, help, secret, …})`; the schema is the only description of the form. */
export function readFields(
  schema: z.core.$ZodType,
  locale: Locale,
  words: FieldWords = () => ({}),
): readonly Field[] {
  const { inner } = unwrap(schema);
  if (!(inner instanceof z.ZodObject)) return [];
  return Object.entries(inner.shape).map(([name, field]) =>
    readField(name, field as z.core.$ZodType, locale, words),
  );
}

type Drawn = Pick<Field, "kind"> & Partial<Field>;

function readField(name: string, schema: z.core.$ZodType, locale: Locale, words: FieldWords): Field {
  const { inner, isOptional, initial, meta } = unwrap(schema);
  const said = words(name);
  const label = textOf(meta.label, locale) ?? said.label ?? name;
  const help = textOf(meta.help, locale) ?? said.help;
  const own = fieldMetaSchema.safeParse(meta).data ?? {};
  return {
    name,
    label,
    ...(help === undefined ? {} : { help }),
    isRequired: !isOptional && !(inner instanceof z.ZodBoolean),
    ...(initial === undefined ? {} : { initial }),
    ...(Object.keys(own).length > 0 ? { meta: own } : {}),
    ...drawn(inner, { meta, own, locale, words }),
  };
}

interface Context {
  readonly meta: Readonly<Record<string, unknown>>;
  readonly own: FieldMeta;
  readonly locale: Locale;
  readonly words: FieldWords;
}

/** Which input a schema needs. */
function drawn(inner: z.core.$ZodType, context: Context): Drawn {
  const { meta, own, locale, words } = context;
  if (inner instanceof z.ZodBoolean) return { kind: "boolean" };
  if (inner instanceof z.ZodNumber) return { kind: "number", ...limitsOf(inner) };
  if (inner instanceof z.ZodEnum)
    return { kind: "choice", options: choicesOf(inner.options, meta.options, locale) };
  if (inner instanceof z.ZodUnion) return drawnUnion(inner.options, context);
  if (inner instanceof z.ZodArray) return drawnList(inner.element, context);
  if (own.use) return { kind: "use" };
  if (inner instanceof z.ZodObject) return { kind: "object", fields: readFields(inner, locale, words) };
  if (!(inner instanceof z.ZodString || inner instanceof z.ZodStringFormat))
    throw new TypeError(`no input for a schema of the kind ${inner._zod.def.type}`);
  if (meta.secret === true) return { kind: "secret" };
  if (meta.upload === true) return { kind: "file" };
  if (own.names) return { kind: "name" };
  const mayBeEmpty = inner.safeParse("").success ? { mayBeEmpty: true } : {};
  if (own.language) return { kind: "code", ...mayBeEmpty };
  return { kind: meta.multiline === true ? "lines" : "text", ...mayBeEmpty };
}

function drawnList(element: z.core.$ZodType, { meta, own, locale, words }: Context): Drawn {
  const { inner } = unwrap(element);
  if (own.names) return { kind: "names" };
  if (inner instanceof z.ZodObject) return { kind: "objects", fields: readFields(inner, locale, words) };
  if (inner instanceof z.ZodTuple) return { kind: "pairs" };
  if (inner instanceof z.ZodArray) return { kind: "rows" };
  if (inner instanceof z.ZodNumber) return { kind: "numbers", ...limitsOf(inner) };
  if (inner instanceof z.ZodEnum)
    return { kind: "choices", options: choicesOf(inner.options, meta.options, locale) };
  if (inner instanceof z.ZodUnion) return { kind: "scalars", also: alsoOf(inner.options) };
  const mayBeEmpty = inner instanceof z.ZodString && inner.safeParse("").success;
  return { kind: "texts", ...(mayBeEmpty ? { mayBeEmpty } : {}) };
}

function drawnUnion(options: readonly z.core.$ZodType[], { meta, locale }: Context): Drawn {
  const literals = options.flatMap((one) => (one instanceof z.ZodLiteral ? [...one.values] : []));
  if (literals.length === options.length) {
    const choices = choicesOf(literals, meta.options, locale);
    return { kind: "choice", options: choices };
  }
  const also = alsoOf(options);
  const mayBeEmpty = options.some((one) => one instanceof z.ZodString && one.safeParse("").success);
  return { kind: "scalar", also, ...(mayBeEmpty ? { mayBeEmpty } : {}) };
}

const alsoOf = (options: readonly z.core.$ZodType[]): readonly ("number" | "boolean")[] =>
  options.flatMap((one) =>
    one instanceof z.ZodNumber
      ? ["number" as const]
      : one instanceof z.ZodBoolean
        ? ["boolean" as const]
        : [],
  );

/** JavaScript's own greatest numbers are no limit of a parameter. */
const limit = (bound: number | null): bound is number =>
  bound !== null && Math.abs(bound) < Number.MAX_SAFE_INTEGER;

const limitsOf = (number: z.ZodNumber): Pick<Field, "least" | "most" | "isWhole"> => ({
  ...(limit(number.minValue) ? { least: number.minValue } : {}),
  ...(limit(number.maxValue) ? { most: number.maxValue } : {}),
  ...(number.isInt ? { isWhole: true } : {}),
});

function choicesOf(values: readonly unknown[], words: unknown, locale: Locale): readonly Choice[] {
  const texts = words as Readonly<Record<string, unknown>> | undefined;
  return values.map((value) => ({
    value: String(value),
    label: textOf(texts?.[String(value)], locale) ?? String(value),
    ...(typeof value === "number" || typeof value === "boolean" ? { literal: value } : {}),
  }));
}
