import { isValueReference } from "#lib/contracts";
import type { ArtefactRecord, Repositories } from "#lib/db/server";
import { AppError } from "#lib/kernel";
import { type ArtefactContent, sealArtefact, unsealArtefact } from "#lib/keys/server";
import { type ArtefactLookup, closeValues, countOf, referencePlaces, type ValuePlace } from "#lib/metadata";
import type { RecordServices } from "../core/services.ts";

/**
 * Values of classed columns that a module's documents hold: kept encrypted beside the document, which only refers to them.
 */
type Records = Pick<Repositories, "artefacts">;

/** The artefacts that a document refers to, each once. */
export const artefactsNamed = (document: unknown): readonly string[] => [
  ...new Set(
    referencePlaces(document).flatMap(({ value }) => (isValueReference(value) ? [value.artefact] : [])),
  ),
];

/** @throws AppError `ciphertext-invalid` where one is damaged or of another key */
export async function readArtefacts(
  db: Records,
  masterKey: Uint8Array,
  module: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, ArtefactContent>> {
  const sealed = await db.artefacts.read(module, names);
  return new Map(sealed.map((one) => [one.artefact, unsealArtefact(masterKey, one)]));
}

/** What is at hand of the values that a document refers to; a damaged artefact is none, so that the rest can be judged. */
export async function artefactsAtHand(
  { db, masterKey }: RecordServices,
  module: string,
  document: unknown,
): Promise<ReadonlyMap<string, ArtefactContent>> {
  const found = new Map<string, ArtefactContent>();
  for (const one of await db.artefacts.read(module, artefactsNamed(document))) {
    try {
      found.set(one.artefact, unsealArtefact(masterKey, one));
    } catch (error) {
      if (!(error instanceof AppError && error.code === "ciphertext-invalid")) throw error;
    }
  }
  return found;
}

/** The same, as diagnostics ask for it. */
export async function artefactLookup(
  services: RecordServices,
  module: string,
  document: unknown,
): Promise<ArtefactLookup> {
  const found = await artefactsAtHand(services, module, document);
  return (name) => found.get(name);
}

export interface ProtectedDocument {
  readonly document: unknown;
  /** How many values were moved out of the document. */
  readonly moved: number;
  /** To be kept in the transaction that keeps the document. */
  readonly sealed: readonly ArtefactRecord[];
  readonly named: readonly string[];
}

/**
 * A document as it may be kept: values of columns that nobody calls insensitive are moved into artefacts. Names are scoped by
 * module and person, so that saving a guess never tells whether somebody else's values are the same.
 * @throws AppError `artefact-too-large`
 */
export function protectValues(
  masterKey: Uint8Array,
  by: { readonly module: string; readonly userId: string },
  given: unknown,
): ProtectedDocument {
  const sealed = new Map<string, ArtefactRecord>();
  const keep = ({ path, kind, value }: ValuePlace): string => {
    try {
      const one = sealArtefact(masterKey, `${by.module}\n${by.userId}`, { kind, value });
      sealed.set(one.artefact, one);
      return one.artefact;
    } catch (error) {
      if (!(error instanceof AppError && error.code === "artefact-too-large")) throw error;
      throw new AppError(error.code, { ...error.params, path: path.join("/") });
    }
  };
  const { document, moved } = closeValues(given, keep);
  return {
    document,
    moved: moved.reduce((sum, { value }) => sum + countOf(value), 0),
    sealed: [...sealed.values()],
    named: artefactsNamed(document),
  };
}
