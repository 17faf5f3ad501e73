import { z } from "zod";
import { grantScriptSchema, slugSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";
import { openConfig } from "../core/places.ts";

/** The statements that an owner of the source runs to make a role that can only read. */
export const grantScript = defineOperation({
  id: "grant-script",
  title: { en: "Show a source's GRANT script", ru: "Скрипт GRANT источника" },
  permission: "sources:read",
  input: z.strictObject({
    name: slugSchema,
    tables: z
      .array(z.object({ schema: z.string().optional(), name: z.string() }))
      .max(5000)
      .default([]),
  }),
  output: grantScriptSchema,
  run: async ({ services }, { name, tables }) => {
    const { kind, config } = await openConfig(services, "source", name);
    return { script: services.sourceDriver(kind).grantScript?.(config, tables) };
  },
});
