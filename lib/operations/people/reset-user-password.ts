import { z } from "zod";
import { defineOperation } from "../core/operation.ts";
import { passwordSchema } from "./new-account.ts";

/** Gives a user a new password and ends their sessions. */
export const resetUserPassword = defineOperation({
  id: "reset-user-password",
  title: { en: "Reset a user's password", ru: "Сбросить пароль пользователя" },
  permission: "users:manage",
  input: z.strictObject({ userId: z.string(), password: passwordSchema }),
  output: z.object({}),
  audit: ({ userId }) => ({ kind: "user", name: userId }),
  run: async ({ services }, { userId, password }) => {
    await services.accounts.setPassword(userId, password);
    return {};
  },
});
