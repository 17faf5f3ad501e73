import { z } from "zod";
import { defineOperation } from "../core/operation.ts";
import { revisionInput, revisionOf } from "./revision-of.ts";

/** Asks database administrators to look at a revision. */
export const requestReview = defineOperation({
  id: "request-review",
  title: { en: "Ask for a review", ru: "Запросить проверку" },
  permission: "reviews:request",
  input: z.strictObject({ ...revisionInput, comment: z.string().max(4000).default("") }),
  output: z.object({ revision: z.number() }),
  audit: ({ module, revision }) => ({
    kind: "module",
    name: module,
    detail: { revision: revision ?? "latest" },
  }),
  run: async ({ services, actor }, { comment, ...input }) => {
    const { id, number } = await revisionOf(services, input);
    await services.db.reviews.request({ revisionId: id, requestedBy: actor.userId, comment });
    return { revision: number };
  },
});
