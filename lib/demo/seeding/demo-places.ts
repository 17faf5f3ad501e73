import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { Config } from "#lib/config/server";
import {
  type Actor,
  createSource,
  createStore,
  listSources,
  listStores,
  type Services,
} from "#lib/operations/server";
import type { ShopSource } from "../shop/ensure-shop.ts";
import { asker } from "./publish-demo.ts";
import { ensureStoreDatabase } from "./store-database.ts";

/** The source and the stores that the demo module names, each made where it is not there. */
export async function ensurePlaces(
  services: Services,
  administrator: Actor,
  shop: ShopSource,
  settings: Pick<Config, "data" | "databaseUrl">,
): Promise<void> {
  const ask = asker(services);
  const sources = await ask(administrator, listSources, {});
  const { host, port, database, user, password } = shop;
  if (!sources.some(({ name }) => name === "shop")) {
    await ask(administrator, createSource, {
      name: "shop",
      title: "Demo shop",
      kind: "postgresql",
      config: { host, port, database, user, password, ssl: "disable" },
    });
  }
  const stores = await ask(administrator, listStores, {});
  if (!stores.some(({ name }) => name === "files")) {
    const folder = path.join(settings.data.stores, "files");
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await ask(administrator, createStore, {
      name: "files",
      title: "Folder",
      kind: "folder",
      config: { folder },
    });
  }
  if (!stores.some(({ name }) => name === "postgres")) {
    const config = await ensureStoreDatabase(
      settings.databaseUrl,
      path.join(settings.data.root, "demo-store.json"),
    );
    await ask(administrator, createStore, {
      name: "postgres",
      title: "PostgreSQL",
      kind: "postgresql",
      config,
    });
  }
}
