import { z } from "zod";
import { linkageDomainViewSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";
import { peopleOf, personOf } from "../views/people.ts";

/** Linkage domains with the ids and states of their keys; never a key. */
export const listDomains = defineOperation({
  id: "list-domains",
  title: { en: "List linkage domains", ru: "Домены связывания" },
  permission: "domains:read",
  input: z.strictObject({}),
  output: z.array(linkageDomainViewSchema),
  run: async ({ services }) => {
    const domains = await services.db.domains.list();
    const people = await peopleOf(
      services.db,
      domains.flatMap(({ admitted }) => admitted.map(({ by }) => by)),
    );
    return domains.map(({ name, keys, admitted }) => ({
      name,
      keys: keys.map(({ id, state, createdAt }) => ({ id, state, createdAt: createdAt.toISOString() })),
      admitted: admitted.map(({ module, by, at }) => ({
        module,
        by: personOf(people, by)?.name ?? "",
        at: at.toISOString(),
      })),
    }));
  },
});
