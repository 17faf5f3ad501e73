import { z } from "zod";
import type { Locale, Text } from "#lib/kernel";

/** One input of a form drawn from a variant's schema. */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly help?: string;
  readonly kind: "text" | "secret" | "lines" | "number" | "boolean" | "choice" | "texts" | "objects" | "file";
  readonly isRequired: boolean;
  readonly options?: readonly { readonly value: string; readonly label: string }[];
  readonly initial?: unknown;
  /** Fields of each object, for `objects`. */
  readonly fields?: readonly Field[];
}

const textOf = (value: unknown, locale: Locale): string | undefined => {
  if (typeof value === "string") return value;
  if (value !== null && typeof value === "object" && locale in value) return String((value as Text)[locale]);
  return undefined;
};

/** The object inside wrappers (strict, refined, defaulted, piped). */
function unwrap(schema: z.core.$ZodType): {
  inner: z.core.$ZodType;
  isOptional: boolean;
  initial?: unknown;
  meta: Record<string, unknown>;
} {
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

/** Reads the fields of a strict object schema with `.meta({label, help, secret, …})`; the schema is the only description of the form. */
export function readFields(schema: z.core.$ZodType, locale: Locale): readonly Field[] {
  const { inner } = unwrap(schema);
  if (!(inner instanceof z.ZodObject)) return [];
  return Object.entries(inner.shape).map(([name, field]) =>
    readField(name, field as z.core.$ZodType, locale),
  );
}

function readField(name: string, schema: z.core.$ZodType, locale: Locale): Field {
  const { inner, isOptional, initial, meta } = unwrap(schema);
  const common = {
    name,
    label: textOf(meta.label, locale) ?? name,
    help: textOf(meta.help, locale),
    isRequired: !isOptional,
    initial,
  };
  if (inner instanceof z.ZodBoolean) return { ...common, kind: "boolean", isRequired: false };
  if (inner instanceof z.ZodNumber) return { ...common, kind: "number" };
  if (inner instanceof z.ZodEnum) {
    const words = meta.options as Readonly<Record<string, unknown>> | undefined;
    return {
      ...common,
      kind: "choice",
      options: inner.options.map((value) => ({
        value: String(value),
        label: textOf(words?.[String(value)], locale) ?? String(value),
      })),
    };
  }
  if (inner instanceof z.ZodArray) {
    const element = unwrap(inner.element).inner;
    return element instanceof z.ZodObject
      ? { ...common, kind: "objects", fields: readFields(element, locale) }
      : { ...common, kind: "texts" };
  }
  if (meta.secret === true) return { ...common, kind: "secret" };
  if (meta.upload === true) return { ...common, kind: "file" };
  return { ...common, kind: meta.multiline === true ? "lines" : "text" };
}
