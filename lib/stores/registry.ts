import { folderStore } from "./folder/definition.ts";
import { postgresqlStore } from "./postgresql/definition.ts";
import { s3Store } from "./s3/definition.ts";

/** Kinds of stores. */
export const storeDefinitions = [folderStore, postgresqlStore, s3Store] as const;
export type StoreKind = (typeof storeDefinitions)[number]["id"];

/** Undefined for an unknown id: there is no default kind. */
export const findStoreDefinition = (id: string) => storeDefinitions.find((d) => d.id === id);
