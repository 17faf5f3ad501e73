import type { PlaceView } from "#lib/contracts";
import type { EnvironmentRecord, PlaceRecord, Repositories } from "#lib/db/server";
import { peopleOf, personOf } from "./people.ts";

type Records = Pick<Repositories, "users" | "modules" | "drafts" | "revisions" | "reviews" | "environments">;

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

/** A document that may run: in one environment, as it is written, or in any. */
interface Runnable {
  readonly module: string;
  readonly document: unknown;
  /** Absent: it was approved nowhere, so anywhere. */
  readonly approvedIn?: { readonly environment: string | undefined };
}

async function runnable(db: Records): Promise<readonly Runnable[]> {
  const found: Runnable[] = [];
  for (const { name: module } of await db.modules.list()) {
    const draft = await db.drafts.get(module);
    const newest = await db.revisions.latest(module);
    for (const one of [draft, newest]) if (one) found.push({ module, document: one.document });
  }
  // What is planned runs the approved one, whatever the draft says by now.
  for (const { module, document, environment } of await db.reviews.newestApproved())
    found.push({ module, document, approvedIn: { environment } });
  return found;
}

/**
 * The modules that use each source or store: by their drafts, their newest revisions and the approved ones, by what the names mean
 * in each environment where they may run.
 */
async function placesUsed(
  db: Records,
  what: "sources" | "stores",
  environments: readonly EnvironmentRecord[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const inUse = environments.filter(({ archivedAt }) => archivedAt === undefined);
  const users = new Map<string, Set<string>>();
  for (const { module, document, approvedIn } of await runnable(db)) {
    const isFor = (environment: string | undefined) =>
      approvedIn === undefined || approvedIn.environment === environment;
    for (const name of placesNamedIn(document)[what]) {
      const meant = inUse.flatMap((one) => (isFor(one.name) ? (one.bindings[what].get(name) ?? []) : []));
      for (const place of [...(isFor(undefined) ? [name] : []), ...meant])
        users.set(place, (users.get(place) ?? new Set()).add(module));
    }
  }
  return new Map([...users].map(([place, modules]) => [place, [...modules].sort()]));
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
  const users =
    places.length === 0 ? new Map<string, readonly string[]>() : await placesUsed(db, what, environments);
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
    usedBy: [...(users.get(place.name) ?? [])],
    boundIn: environments
      .filter(({ bindings }) => [...bindings[what].values()].includes(place.name))
      .map(({ name }) => name),
  }));
}
