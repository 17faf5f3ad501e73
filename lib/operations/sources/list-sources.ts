import { z } from "zod";
import { placeViewSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";
import { placeViews } from "../views/place-view.ts";

/** All sources, without their secrets. */
export const listSources = defineOperation({
  id: "list-sources",
  title: { en: "List sources", ru: "Список источников" },
  permission: "sources:read",
  input: z.strictObject({ archived: z.boolean().default(false) }),
  output: z.array(placeViewSchema),
  run: async ({ services: { db } }, { archived }) =>
    placeViews(db, "sources", await db.sources.list({ archived })),
});
