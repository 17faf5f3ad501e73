import { isValueReference, type ValueReference } from "#lib/contracts";
import { clearPlaces, countOf, referencePlaces, type ValuePlace } from "./value-places.ts";

type Container = Record<string | number, unknown>;

/** What is known of an artefact that a document refers to. */
export interface OpenedValues {
  readonly kind: string;
  readonly value: unknown;
}

/** The artefacts that are at hand, by the names in references. */
export type ArtefactLookup = (artefact: string) => OpenedValues | undefined;

/** A document with other things at some places; it shares all others with the one given. */
function withValues<D>(json: D, values: readonly (readonly [path: ValuePlace["path"], value: unknown])[]): D {
  const copies = new WeakSet<object>();
  const copied = <T>(part: T): T => {
    const known: object = part as object;
    if (copies.has(known)) return part;
    const copy = (Array.isArray(part) ? [...part] : { ...part }) as T & object;
    copies.add(copy);
    return copy;
  };
  if (values.length === 0) return json;
  const root = copied(json);
  for (const [path, value] of values) {
    let holder = root as Container;
    for (const part of path.slice(0, -1)) {
      const child = copied(holder[part]) as Container;
      holder[part] = child;
      holder = child;
    }
    holder[path.at(-1) ?? ""] = value;
  }
  return root;
}

/** Why a reference cannot be followed. */
export type ReferenceProblem = "artefact-unknown" | "artefact-kind" | "artefact-count";

export interface OpenedDocument<D> {
  readonly document: D;
  /** Where references stood that were followed. */
  readonly opened: readonly ValuePlace["path"][];
  readonly problems: readonly { readonly path: ValuePlace["path"]; readonly problem: ReferenceProblem }[];
}

function problemOf(
  { kind, value }: ValuePlace,
  found: OpenedValues | undefined,
): ReferenceProblem | undefined {
  if (!found) return "artefact-unknown";
  if (found.kind !== kind) return "artefact-kind";
  return isValueReference(value) && value.count !== countOf(found.value) ? "artefact-count" : undefined;
}

/** The document with values in place of its references; what cannot be followed stays and is told. */
export function openValues<D>(json: D, lookup: ArtefactLookup): OpenedDocument<D> {
  const values: (readonly [ValuePlace["path"], unknown])[] = [];
  const problems: { path: ValuePlace["path"]; problem: ReferenceProblem }[] = [];
  for (const place of referencePlaces(json)) {
    const found = isValueReference(place.value) ? lookup(place.value.artefact) : undefined;
    const problem = problemOf(place, found);
    if (problem) problems.push({ path: place.path, problem });
    else values.push([place.path, found?.value]);
  }
  return { document: withValues(json, values), opened: values.map(([path]) => path), problems };
}

/** The document with references in place of values in the clear, made by `keep`. */
export function closeValues<D>(
  json: D,
  keep: (place: ValuePlace) => string,
): { readonly document: D; readonly moved: readonly ValuePlace[] } {
  const moved = clearPlaces(json);
  const values = moved.map((place) => {
    const reference: ValueReference = { artefact: keep(place), count: countOf(place.value) };
    return [place.path, reference] as const;
  });
  return { document: withValues(json, values), moved };
}
