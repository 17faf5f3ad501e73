import { z } from "zod";
import { slugSchema, sourceViewSchema } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { defineOperation } from "../core/operation.ts";
import { found } from "../core/require.ts";
import { placeViews } from "../views/place-view.ts";
import { sourceCosts } from "./source-costs.ts";

/** One source, without its secrets. */
export const getSource = defineOperation({
  id: "get-source",
  title: { en: "See a source", ru: "Просмотр источника" },
  permission: "sources:read",
  input: z.strictObject({ name: slugSchema }),
  output: sourceViewSchema,
  run: async ({ services: { db } }, { name }) => {
    const place = found(await db.sources.get(name), "source", name);
    const [view] = await placeViews(db, "sources", [place]);
    if (view === undefined) throw new AppError("not-found", { what: "source", name });
    return { ...view, costs: await sourceCosts(db, name, view.usedBy) };
  },
});
