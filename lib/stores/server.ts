import { AppError } from "#lib/kernel";
import type { StoreDriver, StoreTools, UploadPlace } from "./definition.ts";
import { folderStore } from "./folder/definition.ts";
import { folderDriver } from "./folder/driver.ts";
import { postgresqlStore } from "./postgresql/definition.ts";
import { postgresqlStoreDriver } from "./postgresql/driver.ts";
import type { StoreKind } from "./registry.ts";
import { s3Store } from "./s3/definition.ts";
import { s3StoreDriver } from "./s3/driver.ts";

/** Checks a configuration against its kind before the driver sees it. */
function checked<C>(
  definition: { readonly id: string; readonly config: { parse(value: unknown): C } },
  driver: StoreDriver<C>,
): StoreDriver {
  const parse = (value: unknown): C => {
    try {
      return definition.config.parse(value);
    } catch (cause) {
      throw new AppError("store-refused", { store: definition.id, detail: "configuration" }, { cause });
    }
  };
  const { uploads, freeBytes, unfinished } = driver;
  return {
    ...(uploads ? { uploads: checkedUploads(uploads, parse) } : {}),
    ...(driver.limits ? { limits: driver.limits } : {}),
    ...(driver.copiesToShow ? { copiesToShow: true } : {}),
    ...(freeBytes ? { freeBytes: async (config) => freeBytes(parse(config)) } : {}),
    ...(unfinished
      ? {
          unfinished: {
            list: async (config, context) => unfinished.list(parse(config), context),
            end: async (config, upload, context) => unfinished.end(parse(config), upload, context),
          },
        }
      : {}),
    test: async (config, signal) => driver.test(parse(config), signal),
    write: async (config, files, context) => driver.write(parse(config), files, context),
    commit: async (config, copy, manifest, version, context) =>
      driver.commit(parse(config), copy, manifest, version, context),
    hideFromLatest: async (config, version, context) =>
      driver.hideFromLatest(parse(config), version, context),
    remove: async (config, copy, context) => driver.remove(parse(config), copy, context),
    strays: async (config, owned, context) => driver.strays(parse(config), owned, context),
    verify: async (config, copy, tables, context) => driver.verify(parse(config), copy, tables, context),
    extractionScripts: (config, copy, table, context) =>
      driver.extractionScripts(parse(config), copy, table, context),
    fingerprint: (config) => driver.fingerprint(parse(config)),
    place: (config) => driver.place(parse(config)),
    sharesPlace: async (config, other, context) => driver.sharesPlace(parse(config), parse(other), context),
  };
}

const checkedUploads = <C>(uploads: UploadPlace<C>, parse: (value: unknown) => C): UploadPlace<unknown> => {
  const { cleanUp } = uploads;
  return {
    assertTakes: (config, language, store) => uploads.assertTakes(parse(config), language, store),
    open: async (config, files, context) => uploads.open(parse(config), files, context),
    reader: (config, copy) => uploads.reader(parse(config), copy),
    ...(cleanUp ? { cleanUp: async (config, sql, context) => cleanUp(parse(config), sql, context) } : {}),
  };
};

/** The drivers of all kinds of stores, bound to what their process offers. */
export const storeDrivers = (tools: StoreTools): Readonly<Record<StoreKind, StoreDriver>> => ({
  folder: checked(folderStore, folderDriver(tools)),
  postgresql: checked(postgresqlStore, postgresqlStoreDriver(tools)),
  s3: checked(s3Store, s3StoreDriver(tools)),
});

/** Throws `store-kind-unknown`. */
export function findStoreDriver(kind: string, tools: StoreTools): StoreDriver {
  const found = Object.entries(storeDrivers(tools)).find(([id]) => id === kind)?.[1];
  if (!found) throw new AppError("store-kind-unknown", { kind });
  return found;
}
