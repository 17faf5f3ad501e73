import { z } from "zod";
import { linkageDomainViewSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";

/** Linkage domains with the ids and states of their keys; never a key. */
export const listDomains = defineOperation({
  id: "list-domains",
  title: { en: "List linkage domains", ru: "Домены связывания" },
  permission: "domains:read",
  input: z.strictObject({}),
  output: z.array(linkageDomainViewSchema),
  run: async ({ services }) =>
    (await services.db.domains.list()).map(({ name, keys }) => ({
      name,
      keys: keys.map(({ id, state, createdAt }) => ({ id, state, createdAt: createdAt.toISOString() })),
    })),
});
