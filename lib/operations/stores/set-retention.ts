import { z } from "zod";
import { retentionPolicySchema, slugSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";
import { found } from "../core/require.ts";
import { placeKey } from "./upkeep/places.ts";

/** How long a store, or without one the record, keeps versions; without a policy, for ever. A worker carries it out. */
export const setRetention = defineOperation({
  id: "set-retention",
  title: { en: "Set how long versions are kept", ru: "Задать срок хранения версий" },
  permission: "stores:manage",
  input: z.strictObject({ store: slugSchema.optional(), policy: retentionPolicySchema.optional() }),
  output: z.object({}),
  audit: ({ store, policy }) => ({
    kind: "store",
    name: store ?? "record",
    detail: Object.fromEntries(
      Object.entries(policy ?? { keep: "all" }).filter(
        (one): one is [string, string | number | boolean] => one[1] !== undefined,
      ),
    ),
  }),
  run: async ({ services: { db }, actor }, { store, policy }) => {
    if (store !== undefined) found(await db.stores.get(store), "store", store);
    await db.storeUpkeep.setRetention(placeKey(store), policy, actor.userId);
    return {};
  },
});
