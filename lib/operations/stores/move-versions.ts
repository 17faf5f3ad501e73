import { z } from "zod";
import { slugSchema } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { defineOperation } from "../core/operation.ts";
import { openKept, storesAt } from "../core/places.ts";
import { found } from "../core/require.ts";

/** Moves versions from one store to another: numbers and hashes stay. Documents still name the store that new versions go to. */
export const moveVersions = defineOperation({
  id: "move-versions",
  title: { en: "Move versions to another store", ru: "Перенести версии в другое хранилище" },
  permission: "stores:manage",
  input: z.strictObject({ from: slugSchema, to: slugSchema, module: slugSchema.optional() }),
  output: z.object({ id: z.string() }),
  audit: ({ from, to, module }) => ({
    kind: "store",
    name: from,
    detail: { to, ...(module === undefined ? {} : { module }) },
  }),
  run: async ({ services, actor }, { from, to, module }) => {
    const { db } = services;
    found(await db.stores.get(from), "store", from);
    const target = found(await db.stores.get(to), "store", to);
    if (target.archivedAt !== undefined) throw new AppError("store-binding-missing", { store: to });
    const { kind, config } = await openKept(services, "store", from);
    if ((await storesAt(services, kind, config)).includes(to))
      throw new AppError("move-pointless", { store: from });
    // Versions that are read in one environment are not put where another one's are.
    const serving = await db.environments.ofStores([from, to]);
    const environment = serving.get(to);
    if (environment !== undefined && environment !== serving.get(from))
      throw new AppError("environment-store-taken", { store: to, environment });
    for (const store of [from, to]) {
      if ((await db.storeUpkeep.movesAtWork(store)).length > 0) throw new AppError("move-at-work", { store });
    }
    return db.transaction(async (transaction) => {
      const { id } = await transaction.storeUpkeep.createMove({
        from,
        to,
        requestedBy: actor.userId,
        ...(module === undefined ? {} : { module }),
      });
      await services.enqueueMove(transaction, id);
      return { id };
    });
  },
});
