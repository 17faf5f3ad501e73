import { z } from "zod";
import { inEnvironment, slugSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";
import { assertEnvironment } from "../run-ports/index.ts";
import { revisionOf } from "./revision-of.ts";

/** Sends a revision back with what is to change; an approval it had is taken back. */
export const requestChanges = defineOperation({
  id: "request-changes",
  title: { en: "Request changes", ru: "Запросить правки" },
  permission: "reviews:decide",
  input: z.strictObject({
    module: slugSchema,
    revision: z.number().int().positive(),
    environment: slugSchema.optional(),
    comment: z.string().trim().min(1).max(4000),
  }),
  output: z.object({}),
  audit: ({ module, revision, environment }) => ({
    kind: "module",
    name: module,
    detail: { revision, ...inEnvironment(environment) },
  }),
  run: async ({ services, actor }, input) => {
    const { id } = await revisionOf(services, input);
    await assertEnvironment(services.db, input.environment);
    await services.db.reviews.requestChanges({
      revisionId: id,
      environment: input.environment,
      reviewerId: actor.userId,
      impersonatedBy: actor.impersonatedBy,
      comment: input.comment,
    });
    return {};
  },
});
