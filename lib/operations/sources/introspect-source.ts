import { z } from "zod";
import { introspectionSchema, slugSchema } from "#lib/contracts";
import { systemClock } from "#lib/kernel";
import { defineOperation } from "../core/operation.ts";
import { openConfig } from "../core/places.ts";

/** Tables of a source with their columns and keys, asked for now; no row is read. */
export const introspectSource = defineOperation({
  id: "introspect-source",
  title: { en: "List a source's tables", ru: "Таблицы источника" },
  permission: "sources:read",
  input: z.strictObject({ name: slugSchema }),
  output: introspectionSchema,
  run: async ({ services, signal }, { name }) => {
    const { kind, config } = await openConfig(services, "source", name);
    const tables = await services.sourceDriver(kind).introspect(config, signal);
    return { tables: [...tables], at: systemClock.now().toISOString() };
  },
});
