import { z } from "zod";
import { roleNameSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";
import { emailSchema, passwordSchema, personNameSchema } from "./new-account.ts";

/** Makes an account; its owner signs in with the password given here and should change it. */
export const createUser = defineOperation({
  id: "create-user",
  title: { en: "Create a user", ru: "Создать пользователя" },
  permission: "users:manage",
  input: z.strictObject({
    name: personNameSchema,
    email: emailSchema,
    password: passwordSchema,
    role: roleNameSchema,
  }),
  output: z.object({ id: z.string() }),
  audit: ({ email, role }) => ({ kind: "user", name: email, detail: { role } }),
  run: ({ services }, input) => services.accounts.create(input),
});
