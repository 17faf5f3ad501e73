import { z } from "zod";
import { type ModuleSummary, moduleSummarySchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";
import { moduleSummary } from "./module-summary.ts";

/** All modules with where each stands. */
export const listModules = defineOperation({
  id: "list-modules",
  title: { en: "List modules", ru: "Список модулей" },
  permission: "modules:read",
  input: z.strictObject({ archived: z.boolean().default(false) }),
  output: z.array(moduleSummarySchema),
  run: async ({ services }, { archived }) => {
    const summaries: ModuleSummary[] = [];
    for (const module of await services.db.modules.list({ archived })) {
      summaries.push(await moduleSummary(services, module));
    }
    return summaries;
  },
});
