import { z } from "zod";
import { setUpStateSchema } from "#lib/contracts";
import { defineOpenOperation } from "../core/operation.ts";

/** Whether the first administrator is still to be made, and whether this request may do it without the token. */
export const getSetUpState = defineOpenOperation({
  id: "get-set-up-state",
  title: { en: "Whether set-up is needed", ru: "Нужна ли настройка" },
  permission: "anyone",
  input: z.strictObject({}),
  output: setUpStateSchema,
  run: async ({ services, origin }) => ({
    needed: (await services.db.users.count()) === 0,
    local: origin.local,
    needsToken: !origin.local,
  }),
});
