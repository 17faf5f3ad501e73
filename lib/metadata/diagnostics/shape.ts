import { z } from "zod";
import type { Diagnostic } from "#lib/contracts";
import { moduleDocumentSchema } from "../document.ts";
import { nearest } from "../nearest.ts";
import { expectation, pathOf } from "./expectation.ts";
import { type DiagnosticPath, diagnostic, hint } from "./messages.ts";

function unwrapped(schema: unknown): unknown {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault
    ? unwrapped(schema.def.innerType)
    : schema;
}

/** The keys that the document's schema knows at a place. */
export function keysAt(path: DiagnosticPath): readonly string[] {
  let schema: unknown = moduleDocumentSchema;
  for (const part of path) {
    schema = unwrapped(schema);
    if (schema instanceof z.ZodArray) schema = schema.def.element;
    else if (schema instanceof z.ZodObject) schema = schema.shape[String(part)];
    else return [];
  }
  schema = unwrapped(schema);
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

const isMissing = (json: unknown, path: DiagnosticPath): boolean => {
  let value: unknown = json;
  for (const part of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return true;
    value = (value as Readonly<Record<string | number, unknown>>)[part];
  }
  return value === undefined;
};

/** What a schema of the document refuses, as diagnostics. */
export function shapeDiagnostics(json: unknown, schema: z.ZodType): readonly Diagnostic[] {
  const parsed = schema.safeParse(json);
  if (parsed.success) return [];
  return parsed.error.issues.flatMap((issue): Diagnostic[] => {
    const path = pathOf(issue);
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) =>
        diagnostic("unknown-key", [...path, key], { key, hint: hint(nearest(key, keysAt(path))) }),
      );
    }
    if (path.length === 0) return [diagnostic("document-not-object", [])];
    const key = String(path.at(-1));
    if (issue.code === "invalid_type" || issue.code === "invalid_value") {
      if (isMissing(json, path)) return [diagnostic("key-required", path, { key })];
    }
    if (path.join("/") === "tables" && issue.code === "too_small") return [diagnostic("no-tables", path)];
    return [diagnostic("value-invalid", path, { key, expected: expectation(issue) })];
  });
}
