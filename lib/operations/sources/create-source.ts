import { z } from "zod";
import { slugSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";
import { createPlace } from "../core/places.ts";

/** Adds a source; secret fields of its configuration are sealed and never answered again. */
export const createSource = defineOperation({
  id: "create-source",
  title: { en: "Add a source", ru: "Добавить источник" },
  permission: "sources:manage",
  input: z.strictObject({
    name: slugSchema,
    title: z.string().max(200).default(""),
    kind: z.string().max(40),
    config: z.record(z.string(), z.unknown()),
  }),
  output: z.object({ name: z.string() }),
  audit: ({ name, kind }) => ({ kind: "source", name, detail: { kind } }),
  clearsWay: true,
  run: async ({ services, actor }, input) => {
    const { name } = await createPlace(services, "source", { ...input, createdBy: actor.userId });
    return { name };
  },
});
