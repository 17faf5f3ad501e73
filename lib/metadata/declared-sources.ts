import { parseModuleReference } from "#lib/contracts";

interface Declared {
  readonly name: string;
  readonly ref: string;
}

interface Reading<D extends Declared> {
  readonly sources: readonly D[];
  readonly tables?: readonly { readonly extraction?: { readonly source: string } | undefined }[] | undefined;
}

/**
 * The sources of a document: those it declares, and versions of modules that its tables name directly. What a table says under
 * `source` is the name of one of these.
 */
export function declaredSources<D extends Declared>(document: Reading<D>): readonly (D | Declared)[] {
  const named = (document.tables ?? []).flatMap(({ extraction }) =>
    extraction && parseModuleReference(extraction.source) ? [extraction.source] : [],
  );
  return [...document.sources, ...[...new Set(named)].map((name) => ({ name, ref: name }))];
}

/** The sources among them that are versions of modules, with what each is asked for by. */
export const moduleSources = <D extends Declared>(document: Reading<D>) =>
  declaredSources(document).flatMap(({ name, ref }) => {
    const reference = parseModuleReference(ref);
    return reference ? [{ name, ...reference }] : [];
  });
