import { z } from "zod";
import { slugSchema } from "#lib/contracts";
import type { Transaction } from "#lib/db/server";
import { defineOperation } from "../core/operation.ts";
import { found } from "../core/require.ts";
import { goOn } from "../triggers/go-on.ts";

/** Brings a module back; what its triggers missed while it was away starts nothing. */
async function restore(tx: Transaction, name: string, now: Date): Promise<void> {
  const { archivedAt } = found(await tx.modules.get(name), "module", name);
  // Where it was not away, its triggers owe what they owe.
  if (archivedAt === undefined) return;
  await tx.modules.restore(name);
  for (const { id } of await tx.triggers.list(name)) {
    const trigger = await tx.triggers.hold(id, true);
    const isOn = trigger?.deletedAt === undefined && trigger?.pausedAt === undefined;
    if (trigger !== undefined && isOn) await goOn(tx, trigger, now);
  }
}

/** Takes a module out of sight, or brings it back. Its versions stay as they are. */
export const archiveModule = defineOperation({
  id: "archive-module",
  title: { en: "Archive a module", ru: "Архивировать модуль" },
  permission: "modules:archive",
  input: z.strictObject({ name: slugSchema, archived: z.boolean().default(true) }),
  output: z.object({}),
  audit: ({ name, archived }) => ({ kind: "module", name, detail: { archived } }),
  run: async ({ services: { db, clock } }, { name, archived }) => {
    if (archived) await db.modules.archive(name);
    else await db.transaction((tx) => restore(tx, name, clock.now()));
    return {};
  },
});
