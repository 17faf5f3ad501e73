import type { EnvironmentSummary, NamedPlace } from "#lib/contracts";
import type { EnvironmentRecord } from "#lib/db/server";
import { unboundNames } from "#lib/metadata";
import { type People, personOf } from "../views/people.ts";
import type { ModulePlaces } from "./module-places.ts";

/** Modules with the names that an environment does not bind for them. */
export const missingFor = ({ bindings }: EnvironmentRecord, modules: readonly ModulePlaces[]) =>
  modules.map(({ module, title, ...names }) => {
    const { sources, stores } = unboundNames(names, bindings);
    return { module, title, sources: [...sources], stores: [...stores] };
  });

export function environmentSummary(
  record: EnvironmentRecord,
  modules: readonly ModulePlaces[],
  people: People,
): EnvironmentSummary {
  const missing = missingFor(record, modules);
  const isReady = (one: (typeof missing)[number]) => one.sources.length + one.stores.length === 0;
  return {
    name: record.name,
    title: record.title,
    createdBy: personOf(people, record.createdBy),
    createdAt: record.createdAt.toISOString(),
    archivedAt: record.archivedAt?.toISOString(),
    bound: record.bindings.sources.size + record.bindings.stores.size,
    ready: missing.filter(isReady).map(({ module }) => module),
    unready: missing.filter((one) => !isReady(one)).map(({ module }) => module),
  };
}

/** Every name that a module says or that is bound, in alphabetical order, with what it means there. */
export function namedPlaces(
  bound: ReadonlyMap<string, string>,
  modules: readonly ModulePlaces[],
  of: "sources" | "stores",
): NamedPlace[] {
  const names = new Set([...bound.keys(), ...modules.flatMap((one) => one[of])]);
  return [...names].sort().map((name) => ({
    name,
    place: bound.get(name),
    usedBy: modules.filter((one) => one[of].includes(name)).map(({ module }) => module),
  }));
}
