import { z } from "zod";
import { slugSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";

/** Takes an environment out of use, or brings it back: nothing runs there meanwhile. Its stores stay its own. */
export const archiveEnvironment = defineOperation({
  id: "archive-environment",
  title: { en: "Archive an environment", ru: "Архивировать окружение" },
  permission: "environments:manage",
  input: z.strictObject({ name: slugSchema, archived: z.boolean().default(true) }),
  output: z.object({}),
  audit: ({ name, archived }) => ({ kind: "environment", name, detail: { archived } }),
  clearsWay: true,
  run: async ({ services: { db, clock } }, { name, archived }) => {
    await db.environments.update(name, { archivedAt: archived ? clock.now() : null });
    return {};
  },
});
