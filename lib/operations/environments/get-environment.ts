import { z } from "zod";
import { environmentViewSchema, slugSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";
import { found } from "../core/require.ts";
import { peopleOf } from "../views/people.ts";
import { environmentSummary, missingFor, namedPlaces } from "./environment-view.ts";
import { modulePlaces } from "./module-places.ts";

/** What every name that documents say means in an environment, and what could be meant. */
export const getEnvironment = defineOperation({
  id: "get-environment",
  title: { en: "See an environment", ru: "Просмотр окружения" },
  permission: "environments:read",
  input: z.strictObject({ name: slugSchema }),
  output: environmentViewSchema,
  run: async ({ services: { db } }, { name }) => {
    const record = found(await db.environments.get(name), "environment", name);
    const modules = await modulePlaces(db);
    const [sources, stores] = [await db.sources.list(), await db.stores.list()];
    const kinds = new Map((await db.sources.list({ archived: true })).map((one) => [one.name, one.kind]));
    const serving = await db.environments.ofStores(stores.map((store) => store.name));
    const { bindings } = record;
    return {
      ...environmentSummary(record, modules, await peopleOf(db, [record.createdBy])),
      sources: namedPlaces(bindings.sources, modules, "sources").map((one) => ({
        ...one,
        kind: kinds.get(one.name),
      })),
      stores: namedPlaces(bindings.stores, modules, "stores"),
      sourceChoices: sources.map((one) => ({ name: one.name, title: one.title, kind: one.kind })),
      storeChoices: stores.map((one) => ({
        name: one.name,
        title: one.title,
        kind: one.kind,
        environment: serving.get(one.name),
      })),
      modules: missingFor(record, modules),
    };
  },
});
