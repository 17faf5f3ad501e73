import { z } from "zod";
import { reviewViewSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";
import { reviewView } from "./review-view.ts";
import { reviewedInput, revisionOf } from "./revision-of.ts";

/** All a reviewer needs: what would be approved, what changed since the last approval, and who may decide. */
export const getReview = defineOperation({
  id: "get-review",
  title: { en: "See a revision's review", ru: "Проверка ревизии" },
  permission: "reviews:read",
  input: z.strictObject(reviewedInput),
  output: reviewViewSchema,
  run: async ({ services, actor }, { environment, ...input }) =>
    reviewView(services, actor, input.module, await revisionOf(services, input), environment),
});
