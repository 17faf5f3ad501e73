import { z } from "zod";
import { environmentSummarySchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";
import { peopleOf } from "../views/people.ts";
import { environmentSummary } from "./environment-view.ts";
import { modulePlaces } from "./module-places.ts";

/** All environments, with the modules that can be run in each. */
export const listEnvironments = defineOperation({
  id: "list-environments",
  title: { en: "List environments", ru: "Список окружений" },
  permission: "environments:read",
  input: z.strictObject({ archived: z.boolean().default(false) }),
  output: z.array(environmentSummarySchema),
  run: async ({ services: { db } }, { archived }) => {
    const records = await db.environments.list({ archived });
    const people = await peopleOf(
      db,
      records.map(({ createdBy }) => createdBy),
    );
    const modules = records.length === 0 ? [] : await modulePlaces(db);
    return records.map((record) => environmentSummary(record, modules, people));
  },
});
