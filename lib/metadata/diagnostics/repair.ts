import type { z } from "zod";
import { type ModuleDocument, moduleDocumentSchema } from "../document.ts";
import { pathOf } from "./expectation.ts";
import type { DiagnosticPath } from "./messages.ts";
import { PathSet } from "./path-set.ts";

interface Repaired {
  readonly document: ModuleDocument;
  /** Where something of the repaired document stands in what was given. */
  original(path: DiagnosticPath): DiagnosticPath;
}

type Container = Record<string | number, unknown> | unknown[];
const isContainer = (value: unknown): value is Container => typeof value === "object" && value !== null;
const at = (value: unknown, part: string | number): unknown =>
  isContainer(value) ? (value as Record<string | number, unknown>)[part] : undefined;

type Issue = z.core.$ZodIssue;

/** Takes out keys that are not known; answers whether there were any. */
function takeOutKeys(root: Container, path: DiagnosticPath, keys: readonly string[]): boolean {
  const parent = path.reduce<unknown>(at, root);
  if (!isContainer(parent) || Array.isArray(parent)) return false;
  for (const key of keys) delete parent[key];
  return true;
}

/** Takes out what is at a place, or what misses it; answers the place that is gone. */
function takeOutPlace(root: Container, path: DiagnosticPath): DiagnosticPath | undefined {
  for (let end = path.length; end > 0; end--) {
    const parent = path.slice(0, end - 1).reduce<unknown>(at, root);
    const part = path[end - 1] ?? "";
    if (!isContainer(parent) || at(parent, part) === undefined) continue;
    if (Array.isArray(parent)) parent.splice(Number(part), 1);
    else delete parent[part];
    return path.slice(0, end);
  }
  return undefined;
}

/** Of two places, first the one that comes later in a list, and what lies in a place before the place itself. */
function backwards(a: DiagnosticPath, b: DiagnosticPath): number {
  for (const [depth, part] of a.entries()) {
    const other = b[depth];
    if (other === undefined) return -1;
    if (part === other) continue;
    if (typeof part === "number" && typeof other === "number") return other - part;
    return String(part) < String(other) ? 1 : -1;
  }
  return b.length - a.length;
}

/** Takes out all that a schema refuses; false where that cannot be. */
function takeOut(root: Container, issues: readonly Issue[]): boolean {
  const gone = new PathSet();
  const found = issues.map((issue) => ({ issue, path: pathOf(issue) }));
  // Last first, so that a removal moves no place that is still to be looked at.
  for (const { issue, path } of found.sort((a, b) => backwards(a.path, b.path))) {
    if (gone.around(path) !== undefined) continue;
    if (issue.code === "unrecognized_keys") {
      if (!takeOutKeys(root, path, issue.keys)) return false;
      continue;
    }
    const place = takeOutPlace(root, path);
    if (place === undefined) return false;
    gone.add(place);
  }
  return true;
}

/** Where each part of a document stands. */
function placesIn(root: Container): WeakMap<object, DiagnosticPath> {
  const places = new WeakMap<object, DiagnosticPath>();
  const remember = (value: unknown, path: DiagnosticPath): void => {
    if (!isContainer(value)) return;
    places.set(value, path);
    for (const [key, child] of Object.entries(value))
      remember(child, [...path, Array.isArray(value) ? Number(key) : key]);
  };
  remember(root, []);
  return places;
}

const header = { "@type": "DataModule", format: 2, name: "unnamed", sources: [] };

/** The part of a half-finished document that can be looked at by itself. */
export function repaired(json: unknown): Repaired | undefined {
  if (!isContainer(json) || Array.isArray(json)) return undefined;
  const given = { ...json };
  for (const [key, value] of Object.entries(header)) given[key] ??= value;
  let parsed = moduleDocumentSchema.safeParse(given);
  if (parsed.success) return { document: parsed.data, original: (path) => path };
  const root = structuredClone(given);
  const places = placesIn(root);
  while (!parsed.success) {
    // Each round takes something out, so there is an end.
    if (!takeOut(root, parsed.error.issues)) return undefined;
    parsed = moduleDocumentSchema.safeParse(root);
  }
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
