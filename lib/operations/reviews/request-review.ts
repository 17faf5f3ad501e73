import { z } from "zod";
import { inEnvironment } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";
import { assertEnvironment } from "../run-ports/index.ts";
import { reviewedInput, revisionOf } from "./revision-of.ts";

/** Asks database administrators to look at a revision. */
export const requestReview = defineOperation({
  id: "request-review",
  title: { en: "Ask for a review", ru: "Запросить проверку" },
  permission: "reviews:request",
  input: z.strictObject({ ...reviewedInput, comment: z.string().max(4000).default("") }),
  output: z.object({ revision: z.number() }),
  audit: ({ module, revision, environment }) => ({
    kind: "module",
    name: module,
    detail: { revision: revision ?? "latest", ...inEnvironment(environment) },
  }),
  run: async ({ services, actor }, { comment, environment, ...input }) => {
    const { id, number } = await revisionOf(services, input);
    await assertEnvironment(services.db, environment);
    await services.db.reviews.request({ revisionId: id, environment, requestedBy: actor.userId, comment });
    return { revision: number };
  },
});
