import type { z } from "zod";
import { type ModuleDocument, moduleDocumentSchema } from "../document.ts";
import { pathOf } from "./expectation.ts";
import type { DiagnosticPath } from "./messages.ts";

interface Repaired {
  readonly document: ModuleDocument;
  /** Where something of the repaired document stands in what was given. */
  original(path: DiagnosticPath): DiagnosticPath;
}

type Container = Record<string | number, unknown> | unknown[];
const isContainer = (value: unknown): value is Container => typeof value === "object" && value !== null;
const at = (value: unknown, part: string | number): unknown =>
  isContainer(value) ? (value as Record<string | number, unknown>)[part] : undefined;

/** Takes out what a schema refuses, or what misses a part; undefined where nothing of use is left. */
function takeOut(root: Container, issue: z.core.$ZodIssue): boolean {
  const path = pathOf(issue);
  if (issue.code === "unrecognized_keys") {
    const parent = path.reduce<unknown>(at, root);
    if (!isContainer(parent) || Array.isArray(parent)) return false;
    for (const key of issue.keys) delete parent[key];
    return true;
  }
  for (let end = path.length; end > 0; end--) {
    const parent = path.slice(0, end - 1).reduce<unknown>(at, root);
    const part = path[end - 1] ?? "";
    if (!isContainer(parent) || at(parent, part) === undefined) continue;
    if (Array.isArray(parent)) parent.splice(Number(part), 1);
    else delete parent[part];
    return true;
  }
  return false;
}

/** The part of a half-finished document that can be looked at by itself. */
export function repaired(json: unknown): Repaired | undefined {
  if (!isContainer(json) || Array.isArray(json)) return undefined;
  const root = structuredClone(json);
  const header = { "@type": "DataModule", format: 1, name: "unnamed", sources: [] };
  for (const [key, value] of Object.entries(header)) root[key] ??= value;
  const places = new WeakMap<object, DiagnosticPath>();
  const remember = (value: unknown, path: DiagnosticPath): void => {
    if (!isContainer(value)) return;
    places.set(value, path);
    for (const [key, child] of Object.entries(value))
      remember(child, [...path, Array.isArray(value) ? Number(key) : key]);
  };
  remember(root, []);
  for (let round = 0; round < 200; round++) {
    const parsed = moduleDocumentSchema.safeParse(root);
    if (parsed.success) {
      return {
        document: parsed.data,
        original(path) {
          let found: DiagnosticPath = path;
          let value: unknown = root;
          for (const [index, part] of path.entries()) {
            value = at(value, part);
            const place = isContainer(value) ? places.get(value) : undefined;
            if (place) found = [...place, ...path.slice(index + 1)];
          }
          return found;
        },
      };
    }
    // Last first, so that a removal moves no place that is still to be looked at.
    const issue = parsed.error.issues.at(-1);
    if (!issue || !takeOut(root, issue)) return undefined;
  }
  return undefined;
}
