import type { DataFolder } from "#lib/config/server";
import type { BoundFingerprints, Database, PlaceRecord } from "#lib/db/server";
import { AppError } from "#lib/kernel";
import { unsealSecrets } from "#lib/keys/server";
import { declaredSources, type ModuleDocument } from "#lib/metadata";
import type { BoundSource, BoundStore } from "#lib/pipeline";
import { moduleSource, type SourceDriver } from "#lib/sources";
import type { StoreDriver } from "#lib/stores";
import { assertAllThere, moduleConfigOf, type ReadOptions, readVersions } from "./upstream-sources.ts";

/** Drivers of this process, by the kind of a source or a store; they check what they are given. */
export interface Drivers {
  /** @throws AppError `source-kind-unknown` */
  sourceDriver(kind: string): SourceDriver;
  /** @throws AppError `store-kind-unknown` */
  storeDriver(kind: string): StoreDriver;
}

/** What places are bound with: drivers, and where the record of versions lies. */
export interface Binders extends Drivers {
  readonly config: { readonly data: Pick<DataFolder, "record"> };
}

/** What a document names, bound to the workspace's sources and stores. */
export interface BoundPlaces {
  readonly sources: readonly BoundSource[];
  readonly stores: readonly BoundStore[];
  /** The workspace lets Python run where nothing shuts it off. */
  readonly allowUnsandboxed: boolean;
  /** Fingerprints as they were kept when bound, by the own names of sources and stores. */
  readonly fingerprints: BoundFingerprints;
  /** Records of the versions of modules among the sources, by the document's names for them. */
  readonly versions: ReadonlyMap<string, string>;
}

type Records = Pick<Database, "sources" | "stores" | "versions" | "revisions" | "workspace">;

/**
 * Binds for a run, and for the hash that an approval is given for. The document is already as it is in the run's environment.
 * @throws AppError `source-binding-missing`, `store-binding-missing`, `ciphertext-invalid`
 */
export async function bindPlaces(
  db: Records,
  masterKey: Uint8Array,
  drivers: Binders,
  document: Pick<ModuleDocument, "sources" | "upload"> & Partial<Pick<ModuleDocument, "tables">>,
  options: ReadOptions = {},
): Promise<BoundPlaces> {
  const fingerprints = { sources: new Map<string, string>(), stores: new Map<string, string>() };
  const configOf = async (place: PlaceRecord, kind: "source" | "store") => {
    const sealed = await (kind === "source" ? db.sources : db.stores).sealedSecrets(place.name);
    const secrets = sealed === undefined ? {} : unsealSecrets(masterKey, kind, place.name, sealed);
    return { ...place.config, ...secrets };
  };
  const versions = await readVersions(db, document, options);
  assertAllThere(document, versions);
  const sourceOf = async ({
    name,
    ref,
  }: ReturnType<typeof declaredSources>[number]): Promise<BoundSource> => {
    const version = versions.get(name);
    if (version) {
      const config = moduleConfigOf(version, (sha256) => drivers.config.data.record(sha256));
      return { name, kind: moduleSource.id, driver: drivers.sourceDriver(moduleSource.id), config };
    }
    const place = await db.sources.get(ref);
    if (place === undefined || place.archivedAt !== undefined) {
      throw new AppError("source-binding-missing", { source: ref });
    }
    fingerprints.sources.set(ref, place.fingerprint);
    const driver = drivers.sourceDriver(place.kind);
    const config = await configOf(place, "source");
    return { name, place: place.name, kind: place.kind, driver, config };
  };
  const storeOf = async (name: string): Promise<BoundStore> => {
    const place = await db.stores.get(name);
    if (place === undefined || place.archivedAt !== undefined) {
      throw new AppError("store-binding-missing", { store: name });
    }
    fingerprints.stores.set(name, place.fingerprint);
    const driver = drivers.storeDriver(place.kind);
    const config = await configOf(place, "store");
    return { name, kind: place.kind, driver, config };
  };
  // One after another: within a transaction they share one connection.
  const sources: BoundSource[] = [];
  for (const source of declaredSources(document)) sources.push(await sourceOf(source));
  const stores: BoundStore[] = [];
  const { stores: copied = [], script } = document.upload ?? {};
  for (const name of new Set([...copied, ...(script ? [script.store] : [])]))
    stores.push(await storeOf(name));
  const { allowUnsandboxed } = await db.workspace.pythonPolicy();
  return {
    sources,
    stores,
    allowUnsandboxed,
    fingerprints,
    versions: new Map([...versions].map(([name, { record }]) => [name, record.id])),
  };
}
