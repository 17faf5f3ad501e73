import { z } from "zod";
import { domainNameSchema, slugSchema } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { defineOperation } from "../core/operation.ts";
import { found } from "../core/require.ts";

/** Lets a module use the keys of a shared domain: its next versions join with those of the others. */
export const admitModule = defineOperation({
  id: "admit-module",
  title: { en: "Admit a module to a linkage domain", ru: "Допустить модуль к домену связывания" },
  permission: "domains:manage",
  input: z.strictObject({ domain: domainNameSchema, module: slugSchema }),
  output: z.object({}),
  audit: ({ domain, module }) => ({ kind: "domain", name: domain, detail: { module } }),
  run: async ({ services, actor }, { domain, module }) => {
    const { db } = services;
    if (actor.impersonatedBy !== undefined) throw new AppError("approval-impersonated");
    // A module's own domains stay its own.
    if (domain.includes("/")) throw new AppError("domain-not-shared", { domain });
    found(await db.modules.get(module), "module", module);
    await db.domains.admit({ domain, module, by: actor.userId });
    return {};
  },
});
