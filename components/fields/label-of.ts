import type { Field } from "./field-kinds.ts";

/** The words over the input that `path` leads to (`tables/0/name`), with those of the inputs around it; the path where none is known. */
export function labelOf(fields: readonly Field[], path: string): string {
  const labels: string[] = [];
  let inner: readonly Field[] = fields;
  for (const part of path.split("/")) {
    if (/^\d+$/.test(part)) {
      labels.push(String(Number(part) + 1));
      continue;
    }
    const field = inner.find((one) => one.name === part);
    if (!field) return path;
    labels.push(field.label);
    inner = field.fields ?? [];
  }
  return labels.join(" › ");
}
