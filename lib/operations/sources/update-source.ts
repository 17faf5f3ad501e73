import { z } from "zod";
import { slugSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";
import { updatePlace } from "../core/places.ts";

/** Changes a source. Secrets that are absent or empty stay as they are; a changed place makes approvals stale. */
export const updateSource = defineOperation({
  id: "update-source",
  title: { en: "Change a source", ru: "Изменить источник" },
  permission: "sources:manage",
  input: z.strictObject({
    name: slugSchema,
    title: z.string().max(200).optional(),
    config: z.record(z.string(), z.unknown()).optional(),
  }),
  output: z.object({ name: z.string() }),
  audit: ({ name, config }) => ({ kind: "source", name, detail: { config: config !== undefined } }),
  clearsWay: true,
  run: async ({ services, actor }, { name, ...change }) => {
    await updatePlace(services, "source", name, { ...change, userId: actor.userId });
    return { name };
  },
});
