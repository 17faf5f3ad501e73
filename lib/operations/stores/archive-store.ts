import { z } from "zod";
import { slugSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";

/** Takes a store out of sight, or brings it back. Nothing is deleted, and its name stays taken. */
export const archiveStore = defineOperation({
  id: "archive-store",
  title: { en: "Archive a store", ru: "Архивировать хранилище" },
  permission: "stores:manage",
  input: z.strictObject({ name: slugSchema, archived: z.boolean().default(true) }),
  output: z.object({}),
  audit: ({ name, archived }) => ({ kind: "store", name, detail: { archived } }),
  clearsWay: true,
  run: async ({ services: { db } }, { name, archived }) => {
    await (archived ? db.stores.archive(name) : db.stores.restore(name));
    return {};
  },
});
