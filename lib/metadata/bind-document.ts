import { parseModuleReference } from "#lib/contracts";
import { err, ok, type Result } from "#lib/kernel";
import type { ModuleDocument } from "./document.ts";

/** Sources and stores of the workspace as documents name them. */
export interface PlaceNames {
  readonly sources: readonly string[];
  readonly stores: readonly string[];
}

/** What such names mean in an environment. */
export interface Bindings {
  readonly sources: ReadonlyMap<string, string>;
  readonly stores: ReadonlyMap<string, string>;
}

/** What an environment has to bind for a document: versions of modules are found by themselves. */
export function placeNames({ sources, upload }: Pick<ModuleDocument, "sources" | "upload">): PlaceNames {
  const refs = sources.map(({ ref }) => ref).filter((ref) => parseModuleReference(ref) === undefined);
  const stores = [...(upload?.stores ?? []), ...(upload?.script ? [upload.script.store] : [])];
  return { sources: [...new Set(refs)], stores: [...new Set(stores)] };
}

/** The names among them that nothing is bound to. */
export const unboundNames = (names: PlaceNames, bindings: Bindings): PlaceNames => ({
  sources: names.sources.filter((name) => !bindings.sources.has(name)),
  stores: names.stores.filter((name) => !bindings.stores.has(name)),
});

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * A draft, however unfinished, with the sources that it reads in an environment; where a name has no binding, those names
 * instead. What it writes stays as it is: a look writes nothing.
 */
export function bindSources(
  draft: unknown,
  bindings: Pick<Bindings, "sources">,
): Result<unknown, readonly string[]> {
  if (!isObject(draft) || !Array.isArray(draft.sources)) return ok(draft);
  const declared: readonly unknown[] = draft.sources;
  const unbound = new Set<string>();
  const sources = declared.map((source) => {
    if (!isObject(source) || typeof source.ref !== "string" || parseModuleReference(source.ref))
      return source;
    const place = bindings.sources.get(source.ref);
    if (place === undefined) unbound.add(source.ref);
    return { ...source, ref: place };
  });
  return unbound.size > 0 ? err([...unbound]) : ok({ ...draft, sources });
}

/**
 * A document as it reads and writes in an environment; where a name has no binding, those names instead: what is not bound must
 * not be what it is elsewhere.
 */
export function bindDocument(
  document: ModuleDocument,
  bindings: Bindings,
): Result<ModuleDocument, PlaceNames> {
  const unbound = unboundNames(placeNames(document), bindings);
  if (unbound.sources.length + unbound.stores.length > 0) return err(unbound);
  const storeOf = (name: string): string => bindings.stores.get(name) ?? name;
  const { upload } = document;
  return ok({
    ...document,
    sources: document.sources.map((source) => ({
      ...source,
      ref: bindings.sources.get(source.ref) ?? source.ref,
    })),
    ...(upload && {
      upload: {
        ...upload,
        // Two names of one store are one copy.
        stores: [...new Set(upload.stores.map(storeOf))],
        ...(upload.script && { script: { ...upload.script, store: storeOf(upload.script.store) } }),
      },
    }),
  });
}
