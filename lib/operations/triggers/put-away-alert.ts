import { z } from "zod";
import { AppError } from "#lib/kernel";
import { defineOperation } from "../core/operation.ts";

/** Takes an alert out of the viewer's own inbox. */
export const putAwayAlert = defineOperation({
  id: "put-away-alert",
  title: { en: "Put an alert away", ru: "Убрать уведомление" },
  permission: "signed-in",
  input: z.strictObject({ id: z.uuid() }),
  output: z.object({}),
  audit: ({ id }) => ({ kind: "alert", name: id }),
  run: async ({ services: { db, clock }, actor }, { id }) => {
    if (!(await db.alerts.putAway(id, actor.userId, clock.now())))
      throw new AppError("not-found", { what: "alert", name: id });
    return {};
  },
});
