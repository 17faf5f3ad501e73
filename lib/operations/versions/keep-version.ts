import { z } from "zod";
import { slugSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";

/** Marks a version as kept, whatever retention says of its age, or takes the mark off. */
export const keepVersion = defineOperation({
  id: "keep-version",
  title: { en: "Keep a version", ru: "Хранить версию всегда" },
  permission: "versions:withdraw",
  input: z.strictObject({
    module: slugSchema,
    number: z.number().int().positive(),
    kept: z.boolean(),
  }),
  output: z.object({}),
  audit: ({ module, number, kept }) => ({ kind: "version", name: `${module}@${number}`, detail: { kept } }),
  run: async ({ services: { db }, actor }, { module, number, kept }) => {
    await db.holdings.setKept({ module, number, userId: kept ? actor.userId : undefined });
    return {};
  },
});
