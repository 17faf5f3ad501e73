import { statfs } from "node:fs/promises";
import { z } from "zod";
import { can } from "#lib/access";
import { spaceViewSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";
import { retentionView } from "../stores/held-version.ts";
import { placeKey } from "../stores/upkeep/places.ts";
import { folderSize } from "./folder-size.ts";

/** How much space the product uses, and for what. */
export const getSpace = defineOperation({
  id: "get-space",
  title: { en: "See the space used", ru: "Занятое место" },
  permission: "space:read",
  input: z.strictObject({}),
  output: spaceViewSchema,
  run: async ({ services: { db, config }, actor }) => {
    const { data } = config;
    const folders = {
      record: data.recordRoot,
      staging: data.stagingRoot,
      quarantine: data.quarantineRoot,
      uploads: data.uploads,
      stores: data.stores,
    } as const;
    const sizes = await Promise.all(
      (Object.keys(folders) as (keyof typeof folders)[]).map(async (id) => ({
        id,
        ...(await folderSize(folders[id])),
      })),
    );
    const disk = await statfs(data.root).catch(() => undefined);
    const used = await db.versions.spaceUsed();
    const modules = await Promise.all(
      used.map(async ({ module, bytes }) => ({
        module,
        bytes,
        versions: (await db.versions.list(module)).length,
      })),
    );
    return {
      folders: sizes,
      freeBytes: disk === undefined ? undefined : disk.bavail * disk.bsize,
      modules: modules.sort((a, b) => b.bytes - a.bytes),
      retention: await retentionView(db, await db.storeUpkeep.retention(placeKey(undefined))),
      mayManage: can(actor.role, "stores:manage"),
    };
  },
});
