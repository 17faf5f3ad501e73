import { z } from "zod";
import { draftViewSchema, slugSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";
import { found } from "../core/require.ts";
import { draftView } from "./draft-view.ts";

/** The working copy alone: what an editor takes over when somebody else has saved. */
export const getDraft = defineOperation({
  id: "get-draft",
  title: { en: "See a draft", ru: "Просмотр черновика" },
  permission: "modules:read",
  input: z.strictObject({ module: slugSchema }),
  output: draftViewSchema,
  run: async ({ services }, { module }) =>
    draftView(services, module, found(await services.db.drafts.get(module), "module", module)),
});
