import { z } from "zod";
import { sessionViewSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";

/** Who is signed in, and for whom. */
export const getSession = defineOperation({
  id: "get-session",
  title: { en: "Who is signed in", ru: "Кто вошёл" },
  permission: "signed-in",
  input: z.strictObject({}),
  output: sessionViewSchema,
  run: async ({ actor }) => ({
    user: { id: actor.userId, name: actor.name, email: actor.email, role: actor.role },
    impersonatedBy: actor.impersonatedBy,
  }),
});
