import { z } from "zod";
import { slugSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";
import { createPlace } from "../core/places.ts";

/** Adds a store; secret fields of its configuration are sealed and never answered again. */
export const createStore = defineOperation({
  id: "create-store",
  title: { en: "Add a store", ru: "Добавить хранилище" },
  permission: "stores:manage",
  input: z.strictObject({
    name: slugSchema,
    title: z.string().max(200).default(""),
    kind: z.string().max(40),
    config: z.record(z.string(), z.unknown()),
  }),
  output: z.object({ name: z.string() }),
  audit: ({ name, kind }) => ({ kind: "store", name, detail: { kind } }),
  clearsWay: true,
  run: async ({ services, actor }, input) => {
    const { name } = await createPlace(services, "store", { ...input, createdBy: actor.userId });
    return { name };
  },
});
