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
  run: async ({ services: { db } }, { archived }) => {
    const views = await placeViews(db, "stores", await db.stores.list({ archived }));
    const used = views.map(async ({ name }) => {
      const modules = await db.holdings.spaceOf(name);
      return modules.reduce((sum, { bytes }) => sum + bytes, 0);
    });
    const bytes = await Promise.all(used);
    return views.map((view, index) => ({ ...view, usedBytes: bytes[index] ?? 0 }));
  },
});
