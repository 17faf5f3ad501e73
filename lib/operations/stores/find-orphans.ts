import { z } from "zod";
import { orphanViewSchema, slugSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";
import { found } from "../core/require.ts";
import { orphanView } from "./get-store-contents.ts";
import { findOrphansIn } from "./upkeep/orphans.ts";

/** Looks through a store for what runs have left there and no version owns. Nothing is removed before its time of grace. */
export const findOrphans = defineOperation({
  id: "find-orphans",
  title: { en: "Look for what was left behind", ru: "Найти оставленное в хранилище" },
  permission: "stores:manage",
  input: z.strictObject({ name: slugSchema }),
  output: z.array(orphanViewSchema),
  audit: ({ name }) => ({ kind: "store", name }),
  run: async ({ services }, { name }) => {
    found(await services.db.stores.get(name), "store", name);
    return (await findOrphansIn(services, name)).map(orphanView);
  },
});
