import { z } from "zod";
import { can } from "#lib/access";
import { formatModuleReference, readableSourceSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";

/** Versions that are offered by their number, newest first; older ones can be typed. */
const offeredVersions = 3;

/** What a document may read: sources of the workspace in use, and versions of modules that are not withdrawn. */
export const listReadableSources = defineOperation({
  id: "list-readable-sources",
  title: { en: "List what a module can read", ru: "Что может читать модуль" },
  permission: "sources:read",
  input: z.strictObject({}),
  output: z.array(readableSourceSchema),
  run: async ({ services: { db }, actor }) => {
    const places = (await db.sources.list()).filter(({ archivedAt }) => archivedAt === undefined);
    const modules = can(actor.role, "versions:read") ? await db.modules.list() : [];
    const versions = await Promise.all(
      modules.map(async ({ name: module, title }) => {
        const present = (await db.versions.list(module)).filter(
          ({ withdrawnAt }) => withdrawnAt === undefined,
        );
        const numbers = present.slice(0, offeredVersions).map(({ number }) => number);
        const wanted = numbers.length === 0 ? [] : (["latest", ...numbers] as const);
        return wanted.map((number) => ({
          ref: formatModuleReference({ module, number }),
          title: title || module,
          version: { module, number },
        }));
      }),
    );
    return [...places.map(({ name: ref, title }) => ({ ref, title: title || ref })), ...versions.flat()];
  },
});
