import { z } from "zod";
import { revisionViewSchema, slugSchema } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { defineOperation } from "../core/operation.ts";
import { revisionOf } from "../reviews/revision-of.ts";
import { revisionViews } from "./revision-views.ts";

/** A revision with its document. */
export const getRevision = defineOperation({
  id: "get-revision",
  title: { en: "See a revision", ru: "Просмотр ревизии" },
  permission: "modules:read",
  input: z.strictObject({ module: slugSchema, revision: z.number().int().positive() }),
  output: revisionViewSchema,
  run: async ({ services }, input) => {
    const revision = await revisionOf(services, input);
    const [view] = await revisionViews(services.db, [revision]);
    if (view === undefined) throw new AppError("not-found", { what: "revision", name: input.module });
    return { ...view, document: revision.document };
  },
});
