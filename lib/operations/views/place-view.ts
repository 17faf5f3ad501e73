import type { PlaceView } from "#lib/contracts";
import type { PlaceRecord, Repositories } from "#lib/db/server";
import { peopleOf, personOf } from "./people.ts";

type Records = Pick<Repositories, "users" | "modules" | "drafts" | "environments">;

/** The names a document uses, read with care: a draft may be half-finished. */
export function placesNamedIn(document: unknown): { sources: string[]; stores: string[] } {
  const object = (value: unknown): Readonly<Record<string, unknown>> =>
    typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
  const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
  const texts = (values: readonly unknown[]) => values.filter((value) => typeof value === "string");
  const { sources, upload } = object(document);
  const { stores, script } = object(upload);
  return {
    sources: texts(list(sources).map((source) => object(source).ref)),
    stores: texts([...list(stores), object(script).store]),
  };
}

/** Sources or stores as pages show them, with the modules that name them, or that read and write them in an environment. */
export async function placeViews(
  db: Records,
  what: "sources" | "stores",
  places: readonly PlaceRecord[],
): Promise<PlaceView[]> {
  const people = await peopleOf(
    db,
    places.map((place) => place.createdBy),
  );
  const environments = places.length === 0 ? [] : await db.environments.list({ archived: true });
  /** A name means the place that has it, and in environments what they bind it to. */
  const meant = (name: string): readonly string[] => [
    name,
    ...environments.flatMap(({ bindings }) => bindings[what].get(name) ?? []),
  ];
  const users = new Map<string, string[]>();
  for (const { name } of places.length === 0 ? [] : await db.modules.list()) {
    const draft = await db.drafts.get(name);
    for (const place of new Set(placesNamedIn(draft?.document)[what].flatMap(meant))) {
      users.set(place, [...(users.get(place) ?? []), name]);
    }
  }
  return places.map((place) => ({
    name: place.name,
    title: place.title,
    kind: place.kind,
    config: { ...place.config },
    secretNames: [...place.secretNames],
    createdBy: personOf(people, place.createdBy),
    createdAt: place.createdAt.toISOString(),
    updatedAt: place.updatedAt.toISOString(),
    archivedAt: place.archivedAt?.toISOString(),
    usedBy: users.get(place.name) ?? [],
    boundIn: environments
      .filter(({ bindings }) => [...bindings[what].values()].includes(place.name))
      .map(({ name }) => name),
  }));
}
