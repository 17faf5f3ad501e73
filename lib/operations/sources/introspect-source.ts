import { z } from "zod";
import { introspectionSchema, parseModuleReference, sourceReferenceSchema } from "#lib/contracts";
import { systemClock } from "#lib/kernel";
import { defineOperation } from "../core/operation.ts";
import { openConfig } from "../core/places.ts";
import { assertRoleMayRead } from "../run-ports/index.ts";

/** Tables of a source with their columns and keys, asked for now; no row is read. */
export const introspectSource = defineOperation({
  id: "introspect-source",
  title: { en: "List a source's tables", ru: "Таблицы источника" },
  permission: "sources:read",
  input: z.strictObject({ name: sourceReferenceSchema }),
  output: introspectionSchema,
  run: async ({ services, actor, signal }, { name }) => {
    assertRoleMayRead(actor.role, { sources: [{ name, ref: name }] });
    const { kind, config } = await openConfig(services, "source", name);
    const tables = await services.sourceDriver(kind).introspect(config, signal);
    const at = systemClock.now();
    if (!parseModuleReference(name)) await services.db.seenSchemas.keep(name, tables, at);
    return { tables: [...tables], at: at.toISOString() };
  },
});
