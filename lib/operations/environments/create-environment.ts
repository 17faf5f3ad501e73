import { z } from "zod";
import { slugSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";

/** Adds an environment, in which nothing is bound yet. */
export const createEnvironment = defineOperation({
  id: "create-environment",
  title: { en: "Add an environment", ru: "Добавить окружение" },
  permission: "environments:manage",
  input: z.strictObject({ name: slugSchema, title: z.string().trim().max(200).default("") }),
  output: z.object({ name: z.string() }),
  audit: ({ name }) => ({ kind: "environment", name }),
  clearsWay: true,
  run: async ({ services: { db }, actor }, { name, title }) => {
    await db.environments.create({ name, title, createdBy: actor.userId });
    return { name };
  },
});
