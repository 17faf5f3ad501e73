import { setTimeout } from "node:timers/promises";
import { z } from "zod";
import { can } from "#lib/access";
import { type OrphanView, slugSchema, storeContentsSchema } from "#lib/contracts";
import type { OrphanRecord } from "#lib/db/server";
import { defineOperation } from "../core/operation.ts";
import { found } from "../core/require.ts";
import type { Services } from "../core/services.ts";
import { peopleOf } from "../views/people.ts";
import { heldVersion, moveView, retentionView } from "./held-version.ts";
import { orphanGraceMs } from "./upkeep/orphans.ts";
import { openStore, placeKey } from "./upkeep/places.ts";

const mostMoves = 10;
/** A page does not wait longer for a store that does not answer. */
const askWithinMs = 3_000;

export const orphanView = ({
  firstSeenAt,
  runId,
  module,
  location,
  bytes,
  cleanUp,
  failure,
  failedAt,
}: OrphanRecord): OrphanView => ({
  runId,
  module,
  location,
  bytes,
  firstSeenAt: firstSeenAt.toISOString(),
  goesAt: new Date(firstSeenAt.getTime() + (cleanUp ? 0 : orphanGraceMs)).toISOString(),
  failure: failure && { ...failure },
  failedAt: failedAt?.toISOString(),
});

/** What does not answer in time is not known. Looking at a page writes nothing anywhere. */
async function freeBytesOf(services: Services, name: string): Promise<number | undefined> {
  const late = new AbortController();
  try {
    const { driver, config } = await openStore(services, name);
    const patience = setTimeout(askWithinMs, undefined, { signal: late.signal, ref: false });
    return await Promise.race([driver.freeBytes?.(config), patience]);
  } catch {
    return undefined;
  } finally {
    late.abort();
  }
}

/** What a store holds, by module and version, and how it is kept in order. */
export const getStoreContents = defineOperation({
  id: "get-store-contents",
  title: { en: "See what a store holds", ru: "Просмотр содержимого хранилища" },
  permission: "stores:read",
  input: z.strictObject({ name: slugSchema }),
  output: storeContentsSchema,
  run: async ({ services, actor }, { name }) => {
    const { db } = services;
    found(await db.stores.get(name), "store", name);
    const modules = (await db.holdings.spaceOf(name)).toSorted((a, b) => b.bytes - a.bytes);
    const moves = await db.storeUpkeep.moves(name, mostMoves);
    const people = await peopleOf(
      db,
      moves.map(({ requestedBy }) => requestedBy),
    );
    const mayManage = can(actor.role, "stores:manage");
    const others = (await db.stores.list()).filter((store) => store.name !== name);
    return {
      usedBytes: modules.reduce((sum, { bytes }) => sum + bytes, 0),
      freeBytes: await freeBytesOf(services, name),
      modules,
      versions: (await db.holdings.list({ store: name })).map(heldVersion),
      retention: await retentionView(db, await db.storeUpkeep.retention(placeKey(name))),
      orphans: (await db.storeUpkeep.orphans(name)).map(orphanView),
      moves: moves.map((move) => moveView(move, people)),
      others: others.map(({ name: other, title, kind }) => ({ name: other, title, kind })),
      mayManage,
      mayKeep: can(actor.role, "versions:withdraw"),
    };
  },
});
