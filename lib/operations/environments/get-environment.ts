import { z } from "zod";
import { environmentViewSchema, type NamedPlace, slugSchema } from "#lib/contracts";
import type { EnvironmentRecord, PlaceRecord, Repositories } from "#lib/db/server";
import { defineOperation } from "../core/operation.ts";
import { found } from "../core/require.ts";
import { peopleOf } from "../views/people.ts";
import { environmentSummary, missingFor, namedPlaces } from "./environment-view.ts";
import { modulePlaces } from "./module-places.ts";

type State = NonNullable<NamedPlace["state"]>;

const statesOf = (places: readonly PlaceRecord[]): ReadonlyMap<string, State> =>
  new Map(
    places.map(({ name, kind, archivedAt }) => [name, { kind, archived: archivedAt !== undefined }] as const),
  );

/** How much lies in each store that the environment has. */
async function withSpace(
  { holdings }: Pick<Repositories, "holdings">,
  states: ReadonlyMap<string, State>,
  { bindings }: EnvironmentRecord,
): Promise<ReadonlyMap<string, State>> {
  const bound = new Set(bindings.stores.values());
  const all = [...states].map(async ([name, state]): Promise<[string, State]> => {
    if (!bound.has(name)) return [name, state];
    const modules = await holdings.spaceOf(name);
    return [name, { ...state, usedBytes: modules.reduce((sum, { bytes }) => sum + bytes, 0) }];
  });
  return new Map(await Promise.all(all));
}

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
    const sourceStates = statesOf(await db.sources.list({ archived: true }));
    const storeStates = await withSpace(db, statesOf(await db.stores.list({ archived: true })), record);
    const serving = await db.environments.ofStores(stores.map((store) => store.name));
    const { bindings } = record;
    return {
      ...environmentSummary(record, modules, await peopleOf(db, [record.createdBy])),
      sources: namedPlaces(bindings.sources, modules, "sources").map((one) => ({
        ...one,
        kind: sourceStates.get(one.name)?.kind,
        state: sourceStates.get(one.place ?? ""),
      })),
      stores: namedPlaces(bindings.stores, modules, "stores").map((one) => ({
        ...one,
        state: storeStates.get(one.place ?? ""),
      })),
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
