import { z } from "zod";
import { slugSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";

/** Gives an environment another title; its name stays, since versions say it. */
export const updateEnvironment = defineOperation({
  id: "update-environment",
  title: { en: "Change an environment", ru: "Изменить окружение" },
  permission: "environments:manage",
  input: z.strictObject({ name: slugSchema, title: z.string().trim().max(200) }),
  output: z.object({}),
  audit: ({ name }) => ({ kind: "environment", name }),
  run: async ({ services: { db } }, { name, title }) => {
    await db.environments.update(name, { title });
    return {};
  },
});
