import { z } from "zod";
import { slugSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";

/** Takes a source out of sight, or brings it back. Nothing is deleted, and its name stays taken. */
export const archiveSource = defineOperation({
  id: "archive-source",
  title: { en: "Archive a source", ru: "Архивировать источник" },
  permission: "sources:manage",
  input: z.strictObject({ name: slugSchema, archived: z.boolean().default(true) }),
  output: z.object({}),
  audit: ({ name, archived }) => ({ kind: "source", name, detail: { archived } }),
  clearsWay: true,
  run: async ({ services: { db } }, { name, archived }) => {
    await (archived ? db.sources.archive(name) : db.sources.restore(name));
    return {};
  },
});
