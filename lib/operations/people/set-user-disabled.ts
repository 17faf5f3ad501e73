import { z } from "zod";
import { AppError } from "#lib/kernel";
import { defineOperation } from "../core/operation.ts";

/** Ends a user's sessions and lets them in no more, or lets them in again. */
export const setUserDisabled = defineOperation({
  id: "set-user-disabled",
  title: { en: "Disable or enable a user", ru: "Отключить или включить пользователя" },
  permission: "users:manage",
  input: z.strictObject({ userId: z.string(), disabled: z.boolean() }),
  output: z.object({}),
  audit: ({ userId, disabled }) => ({ kind: "user", name: userId, detail: { disabled } }),
  clearsWay: true,
  run: async ({ services, actor }, { userId, disabled }) => {
    if (userId === actor.userId) throw new AppError("own-account");
    await services.db.users.setDisabled(userId, disabled);
    return {};
  },
});
