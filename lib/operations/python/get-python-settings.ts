import { z } from "zod";
import { can } from "#lib/access";
import { pythonSettingsSchema } from "#lib/contracts";
import { hasJail } from "#lib/engine/server";
import { defineOperation } from "../core/operation.ts";

/** What Python scripts may use here, and whether this machine has a sandbox for them. */
export const getPythonSettings = defineOperation({
  id: "get-python-settings",
  title: { en: "See the settings of Python", ru: "Настройки Python" },
  permission: "modules:read",
  input: z.strictObject({}),
  output: pythonSettingsSchema,
  run: async ({ services: { db }, actor }) => ({
    ...(await db.workspace.pythonPolicy()),
    hasSandbox: await hasJail(),
    mayChange: can(actor.role, "python:manage"),
  }),
});
