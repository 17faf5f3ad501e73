import { z } from "zod";
import { pythonPolicySchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";

/** Decides which packages modules may declare, and whether scripts may run where there is no sandbox. */
export const updatePythonSettings = defineOperation({
  id: "update-python-settings",
  title: { en: "Change the settings of Python", ru: "Изменить настройки Python" },
  permission: "python:manage",
  input: z.strictObject(pythonPolicySchema.shape),
  output: z.object({}),
  audit: ({ allowUnsandboxed, allowedPackages }) => ({
    kind: "workspace",
    name: "python",
    detail: { allowUnsandboxed, allowedPackages: allowedPackages?.join(", ") ?? "any" },
  }),
  run: async ({ services: { db } }, policy) => {
    await db.workspace.setPythonPolicy(policy);
    return {};
  },
});
