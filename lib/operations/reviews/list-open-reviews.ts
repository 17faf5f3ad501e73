import { z } from "zod";
import { openReviewSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";
import { openReviews } from "./open-reviews.ts";

/** Revisions that await a decision, the longest waiting first. */
export const listOpenReviews = defineOperation({
  id: "list-open-reviews",
  title: { en: "List open reviews", ru: "Открытые проверки" },
  permission: "reviews:read",
  input: z.strictObject({}),
  output: z.array(openReviewSchema),
  run: ({ services }) => openReviews(services.db),
});
