import { z } from "zod";
import { placeViewSchema, slugSchema } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { defineOperation } from "../core/operation.ts";
import { found } from "../core/require.ts";
import { placeViews } from "../views/place-view.ts";

/** One store, without its secrets. */
export const getStore = defineOperation({
  id: "get-store",
  title: { en: "See a store", ru: "Просмотр хранилища" },
  permission: "stores:read",
  input: z.strictObject({ name: slugSchema }),
  output: placeViewSchema,
  run: async ({ services: { db } }, { name }) => {
    const place = found(await db.stores.get(name), "store", name);
    const [view] = await placeViews(db, "stores", [place]);
    if (view === undefined) throw new AppError("not-found", { what: "store", name });
    return view;
  },
});
