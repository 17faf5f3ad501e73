import type { Database, PlaceRecord } from "#lib/db/server";
import { AppError } from "#lib/kernel";
import { unsealSecrets } from "#lib/keys/server";
import type { ModuleDocument } from "#lib/metadata";
import type { BoundSource, BoundStore } from "#lib/pipeline";
import type { SourceDriver } from "#lib/sources";
import type { StoreDriver } from "#lib/stores";

/** Drivers of this process, by the kind of a source or a store; they check what they are given. */
export interface Drivers {
  /** @throws AppError `source-kind-unknown` */
  sourceDriver(kind: string): SourceDriver;
  /** @throws AppError `store-kind-unknown` */
  storeDriver(kind: string): StoreDriver;
}

/** What a document names, bound to the workspace's sources and stores. */
export interface BoundPlaces {
  readonly sources: readonly BoundSource[];
  readonly stores: readonly BoundStore[];
  /** Fingerprints as they were kept when bound, by the data source's own name. */
  readonly fingerprints: ReadonlyMap<string, string>;
}

type Records = Pick<Database, "sources" | "stores">;

/**
 * Binds for a run, and for the hash that an approval is given for.
 * @throws AppError `source-binding-missing`, `store-binding-missing`, `ciphertext-invalid`
 */
export async function bindPlaces(
  db: Records,
  masterKey: Uint8Array,
  drivers: Drivers,
  document: Pick<ModuleDocument, "sources" | "upload">,
): Promise<BoundPlaces> {
  const fingerprints = new Map<string, string>();
  const configOf = async (place: PlaceRecord, kind: "source" | "store") => {
    const sealed = await (kind === "source" ? db.sources : db.stores).sealedSecrets(place.name);
    const secrets = sealed === undefined ? {} : unsealSecrets(masterKey, kind, place.name, sealed);
    return { ...place.config, ...secrets };
  };
  const sources = document.sources.map(async ({ name, ref }): Promise<BoundSource> => {
    const place = await db.sources.get(ref);
    if (place === undefined || place.archivedAt !== undefined) {
      throw new AppError("source-binding-missing", { source: ref });
    }
    fingerprints.set(ref, place.fingerprint);
    const driver = drivers.sourceDriver(place.kind);
    const config = await configOf(place, "source");
    return { name, kind: place.kind, driver, config };
  });
  const stores = (document.upload?.stores ?? []).map(async (name): Promise<BoundStore> => {
    const place = await db.stores.get(name);
    if (place === undefined || place.archivedAt !== undefined) {
      throw new AppError("store-binding-missing", { store: name });
    }
    const driver = drivers.storeDriver(place.kind);
    const config = await configOf(place, "store");
    return { name, kind: place.kind, driver, config };
  });
  return { sources: await Promise.all(sources), stores: await Promise.all(stores), fingerprints };
}
