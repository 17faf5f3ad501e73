/** Applies a text's redaction to the values of a JSON document; its keys and its shape stay. */

/** `$.items[*].note` → `items`, `*`, `note`; undefined where it is no such path. */
export function jsonPath(path: string): readonly string[] | undefined {
  if (!/^\$(?:\.[\p{L}_$][\p{L}\p{N}_$-]*|\[(?:[0-9]+|\*|"[^"\\]*")\])*$/u.test(path)) return undefined;
  return [...path.slice(1).matchAll(/\.([^.[]+)|\[(?:"([^"]*)"|([0-9]+|\*))\]/gu)].map(
    ([, key, quoted, index]) => key ?? quoted ?? index ?? "",
  );
}

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

const isJson = (value: unknown): value is Json => value !== undefined;

/** A number whose digits are found becomes text. */
function redacted(value: Json, redact: (text: string) => string): Json {
  if (typeof value === "string") return redact(value);
  if (typeof value === "number") {
    const made = redact(String(value));
    return made === String(value) ? value : made;
  }
  if (value === null || typeof value === "boolean") return value;
  return changed(value, (inner) => redacted(inner, redact));
}

/** `__proto__` stays a key like any other. */
const changed = (
  value: readonly Json[] | { readonly [key: string]: Json },
  change: (inner: Json, key: string) => Json,
): Json =>
  Array.isArray(value)
    ? value.map((inner, at) => change(inner, String(at)))
    : Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, change(inner, key)]));

function along(value: Json, path: readonly string[], redact: (text: string) => string): Json {
  const [step, ...rest] = path;
  if (step === undefined) return redacted(value, redact);
  if (typeof value !== "object" || value === null) return value;
  return changed(value, (inner, key) => (step === "*" || step === key ? along(inner, rest, redact) : inner));
}

/**
 * A JSON text with what `redact` takes out, in all its values or at the paths alone; null where it is no JSON. Numbers that
 * JavaScript cannot hold exactly would be changed on the way: such a document is refused as well.
 */
export function redactJson(
  text: string,
  paths: readonly (readonly string[])[],
  redact: (text: string) => string,
): string | null {
  try {
    let isExact = true;
    const value: unknown = JSON.parse(text, (_key, inner: unknown, context?: { source?: string }) => {
      if (typeof inner === "number") {
        isExact &&=
          Number.isFinite(inner) && (Number.isSafeInteger(inner) || /[.eE]/.test(context?.source ?? ""));
      }
      return inner;
    });
    if (!isExact || !isJson(value)) return null;
    return JSON.stringify(paths.reduce((current, path) => along(current, path, redact), value));
  } catch {
    // No JSON, or nested deeper than can be walked.
    return null;
  }
}
