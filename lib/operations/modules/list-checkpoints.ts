import { z } from "zod";
import { checkpointSummarySchema, slugSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";
import { found } from "../core/require.ts";
import { checkpointViews } from "./checkpoint-views.ts";

/** The checkpoints of a module's draft, newest first. */
export const listCheckpoints = defineOperation({
  id: "list-checkpoints",
  title: { en: "List checkpoints of a draft", ru: "Список контрольных точек черновика" },
  permission: "modules:read",
  input: z.strictObject({ module: slugSchema }),
  output: z.array(checkpointSummarySchema),
  run: async ({ services: { db } }, { module }) => {
    const { name } = found(await db.modules.get(module), "module", module);
    return checkpointViews(db, await db.checkpoints.list(name));
  },
});
