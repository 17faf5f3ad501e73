import { z } from "zod";
import { userViewSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";

/** Everybody who can sign in, and who no longer can. */
export const listUsers = defineOperation({
  id: "list-users",
  title: { en: "List users", ru: "Список пользователей" },
  permission: "users:manage",
  input: z.strictObject({}),
  output: z.array(userViewSchema),
  run: async ({ services }) =>
    (await services.db.users.list()).map((user) => ({ ...user, createdAt: user.createdAt.toISOString() })),
});
