import { z } from "zod";
import { slugSchema, versionSummarySchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";
import { found } from "../core/require.ts";
import { versionViews } from "../views/version-view.ts";

/** Versions of a module, newest first; without one, the newest ones of every module. */
export const listVersions = defineOperation({
  id: "list-versions",
  title: { en: "List versions", ru: "Список версий" },
  permission: "versions:read",
  input: z.strictObject({
    module: slugSchema.optional(),
    limit: z.coerce.number().int().min(1).max(1000).default(100),
  }),
  output: z.array(versionSummarySchema),
  run: async ({ services: { db } }, { module, limit }) => {
    if (module !== undefined) found(await db.modules.get(module), "module", module);
    return versionViews(db, { module, limit });
  },
});
