import { z } from "zod";
import { placeViewSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";
import { placeViews } from "../views/place-view.ts";

/** All stores, without their secrets. */
export const listStores = defineOperation({
  id: "list-stores",
  title: { en: "List stores", ru: "Список хранилищ" },
  permission: "stores:read",
  input: z.strictObject({ archived: z.boolean().default(false) }),
  output: z.array(placeViewSchema),
  run: async ({ services: { db } }, { archived }) =>
    placeViews(db, "stores", await db.stores.list({ archived })),
});
