import { z } from "zod";
import { roleNameSchema } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { defineOperation } from "../core/operation.ts";
import { found } from "../core/require.ts";

/** Gives a user another role, from the next request on. Nobody changes their own: an installation keeps an administrator. */
export const setUserRole = defineOperation({
  id: "set-user-role",
  title: { en: "Change a user's role", ru: "Сменить роль пользователя" },
  permission: "users:manage",
  input: z.strictObject({ userId: z.string(), role: roleNameSchema }),
  output: z.object({}),
  audit: ({ userId, role }) => ({ kind: "user", name: userId, detail: { role } }),
  clearsWay: true,
  run: async ({ services, actor }, { userId, role }) => {
    if (userId === actor.userId) throw new AppError("own-account");
    found(await services.db.users.get(userId), "user", userId);
    await services.db.users.setRole(userId, role);
    return {};
  },
});
