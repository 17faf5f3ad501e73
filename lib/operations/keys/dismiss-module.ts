import { z } from "zod";
import { domainNameSchema, slugSchema } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { defineOperation } from "../core/operation.ts";

/** Takes a module's leave to use a shared domain: its next versions have keys of their own. */
export const dismissModule = defineOperation({
  id: "dismiss-module",
  title: { en: "Dismiss a module from a linkage domain", ru: "Исключить модуль из домена связывания" },
  permission: "domains:manage",
  input: z.strictObject({ domain: domainNameSchema, module: slugSchema }),
  output: z.object({}),
  audit: ({ domain, module }) => ({ kind: "domain", name: domain, detail: { module } }),
  run: async ({ services, actor }, { domain, module }) => {
    if (actor.impersonatedBy !== undefined) throw new AppError("approval-impersonated");
    await services.db.domains.dismiss(domain, module);
    return {};
  },
});
