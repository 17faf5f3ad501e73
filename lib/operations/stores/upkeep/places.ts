import type { Database, HoldingPlace } from "#lib/db/server";
import type { StoreDriver } from "#lib/stores";
import { openKept } from "../../core/places.ts";

/** What keeping stores in order stands on: the worker's and the web's. */
export interface Upkeep {
  readonly db: Database;
  readonly masterKey: Uint8Array;
  storeDriver(kind: string): StoreDriver;
}

export interface OpenStore {
  readonly name: string;
  readonly kind: string;
  readonly driver: StoreDriver;
  readonly config: unknown;
}

/** @throws AppError `not-found`, `ciphertext-invalid` */
export async function openStore(upkeep: Upkeep, name: string): Promise<OpenStore> {
  const { kind, config } = await openKept(upkeep, "store", name);
  return { name, kind, driver: upkeep.storeDriver(kind), config };
}

/** The key under which a place's retention is kept; without a store, the record's. */
export const placeKey = (store: string | undefined): string =>
  store === undefined ? "record" : `store/${store}`;

/** The place of a key; the record is `undefined`. */
export const placeOfKey = (key: string): HoldingPlace =>
  key === "record" ? undefined : { store: key.slice("store/".length) };
