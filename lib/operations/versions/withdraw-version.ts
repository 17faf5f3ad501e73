import { z } from "zod";
import { slugSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";

/** Stops giving out a version's data; its metadata stays, with the reason. */
export const withdrawVersion = defineOperation({
  id: "withdraw-version",
  title: { en: "Withdraw a version", ru: "Отозвать версию" },
  permission: "versions:withdraw",
  input: z.strictObject({
    module: slugSchema,
    number: z.number().int().positive(),
    reason: z.string().trim().min(1).max(2000),
  }),
  output: z.object({}),
  audit: ({ module, number }) => ({ kind: "version", name: `${module}@${number}` }),
  run: async ({ services, actor }, input) => {
    await services.db.versions.withdraw({ ...input, userId: actor.userId });
    return {};
  },
});
