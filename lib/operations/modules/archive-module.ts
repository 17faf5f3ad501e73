import { z } from "zod";
import { slugSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";

/** Takes a module out of sight, or brings it back. Its versions stay as they are. */
export const archiveModule = defineOperation({
  id: "archive-module",
  title: { en: "Archive a module", ru: "Архивировать модуль" },
  permission: "modules:archive",
  input: z.strictObject({ name: slugSchema, archived: z.boolean().default(true) }),
  output: z.object({}),
  audit: ({ name, archived }) => ({ kind: "module", name, detail: { archived } }),
  run: async ({ services: { db } }, { name, archived }) => {
    await (archived ? db.modules.archive(name) : db.modules.restore(name));
    return {};
  },
});
