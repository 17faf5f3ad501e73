import { z } from "zod";
import { retentionPolicySchema, retentionPreviewSchema, slugSchema } from "#lib/contracts";
import { systemClock } from "#lib/kernel";
import { defineOperation } from "../core/operation.ts";
import { found } from "../core/require.ts";
import { heldVersion } from "./held-version.ts";
import { planRetention } from "./upkeep/plan-retention.ts";

/** What would go if a policy were carried out now; nothing is changed. Without a store, of the record. */
export const previewRetention = defineOperation({
  id: "preview-retention",
  title: { en: "See what a retention policy removes", ru: "Просмотр того, что удалит срок хранения" },
  permission: "stores:read",
  input: z.strictObject({ store: slugSchema.optional(), policy: retentionPolicySchema }),
  output: retentionPreviewSchema,
  run: async ({ services: { db } }, { store, policy }) => {
    if (store !== undefined) found(await db.stores.get(store), "store", store);
    const holdings = await db.holdings.list(store === undefined ? undefined : { store });
    const plan = await planRetention(policy, holdings, {
      now: systemClock.now(),
      madeFrom: (ids) => db.versions.madeFrom(ids),
    });
    return {
      removed: plan.removed.map(({ holding, why }) => ({ ...heldVersion(holding), why })),
      spared: plan.spared.map(({ holding, madeFrom }) => ({
        ...heldVersion(holding),
        madeFrom: [...madeFrom],
      })),
      keptVersions: plan.kept.length + plan.spared.length,
      freedBytes: plan.removed.reduce((sum, { holding }) => sum + holding.bytes, 0),
    };
  },
});
