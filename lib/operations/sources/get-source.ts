import { z } from "zod";
import { placeViewSchema, slugSchema } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { defineOperation } from "../core/operation.ts";
import { found } from "../core/require.ts";
import { placeViews } from "../views/place-view.ts";

/** One source, without its secrets. */
export const getSource = defineOperation({
  id: "get-source",
  title: { en: "See a source", ru: "Просмотр источника" },
  permission: "sources:read",
  input: z.strictObject({ name: slugSchema }),
  output: placeViewSchema,
  run: async ({ services: { db } }, { name }) => {
    const place = found(await db.sources.get(name), "source", name);
    const [view] = await placeViews(db, "sources", [place]);
    if (view === undefined) throw new AppError("not-found", { what: "source", name });
    return view;
  },
});
