import { parseModuleReference } from "#lib/contracts";
import type { PlaceRecord } from "#lib/db/server";
import { AppError } from "#lib/kernel";
import { sealSecrets, unsealSecrets } from "#lib/keys/server";
import { findSourceDefinition, moduleSource, type SourceDriver } from "#lib/sources";
import { findStoreDefinition, overlaps, type StoreDriver } from "#lib/stores";
import { assertAllThere, moduleConfigOf, readVersions } from "../run-ports/index.ts";
import { changeConfig } from "./change-config.ts";
import { found } from "./require.ts";
import type { Services } from "./services.ts";
import { type SplitConfig, splitConfig } from "./split-config.ts";

type Values = Readonly<Record<string, unknown>>;
export type PlaceKind = "source" | "store";

type Records = Pick<Services, "db" | "masterKey">;

const repositoryOf = ({ db }: Pick<Services, "db">, what: PlaceKind) =>
  what === "source" ? db.sources : db.stores;

const definitionOf = (what: PlaceKind, kind: string) => {
  const definition = what === "source" ? findSourceDefinition(kind) : findStoreDefinition(kind);
  if (definition === undefined) throw new AppError(`${what}-kind-unknown`, { kind });
  return definition;
};

const driverOf = (services: Services, what: PlaceKind, kind: string): SourceDriver | StoreDriver =>
  what === "source" ? services.sourceDriver(kind) : services.storeDriver(kind);

const uploadId = /^[0-9a-f]{32}$|^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

async function secretsOf(
  services: Records,
  what: PlaceKind,
  name: string,
): Promise<Readonly<Record<string, string>>> {
  const sealed = await repositoryOf(services, what).sealedSecrets(name);
  return sealed === undefined ? {} : unsealSecrets(services.masterKey, what, name, sealed);
}

const uploadsIn = (value: unknown): string[] => {
  if (typeof value === "string") return uploadId.test(value) ? [value] : [];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(uploadsIn) : [];
};

/**
 * Uploads that a place reads are no longer swept. One's own alone can be named, or those the place named before.
 * @throws AppError `not-found`
 */
async function claimUploads(
  services: Services,
  config: Values,
  userId: string,
  earlier: Values = {},
): Promise<void> {
  const known = new Set(uploadsIn(earlier));
  for (const id of uploadsIn(config)) {
    const upload = await services.db.uploads.get(id);
    if (upload === undefined) continue;
    if (upload.ownerId !== userId && !known.has(id))
      throw new AppError("not-found", { what: "upload", name: id });
    await services.db.uploads.keep(id);
  }
}

const recordOf = (services: Services, what: PlaceKind, name: string, split: SplitConfig) => ({
  config: split.config,
  secretNames: Object.keys(split.secrets),
  sealedSecrets:
    Object.keys(split.secrets).length === 0
      ? null
      : sealSecrets(services.masterKey, what, name, split.secrets),
});

/** How two places lie to each other; of one that does not answer, nothing is known. */
type Nearness = "shared" | "apart" | "unknown";
const askWithin = 15_000;

async function nearnessOf(
  driver: StoreDriver,
  store: string,
  one: unknown,
  other: unknown,
): Promise<Nearness> {
  if (overlaps(driver.place(one), driver.place(other))) return "shared";
  const signal = AbortSignal.timeout(askWithin);
  try {
    return (await driver.sharesPlace(one, other, { store, signal })) ? "shared" : "apart";
  } catch (error) {
    if (error instanceof AppError || signal.aborted) return "unknown";
    throw error;
  }
}

/**
 * The stores, archived ones too, that write where one with this configuration does, or inside of it, or around it, by whatever name
 * each reaches it. `among` are asked, else all, but not the one `except`; `orUnknown` adds those of which that could not be found out.
 */
export async function storesAt(
  services: Records & Pick<Services, "storeDriver">,
  kind: string,
  config: unknown,
  options: {
    readonly among?: readonly string[];
    readonly except?: string;
    readonly orUnknown?: boolean;
  } = {},
): Promise<readonly string[]> {
  const { among, except, orUnknown = false } = options;
  const driver = services.storeDriver(kind);
  const others = (await services.db.stores.list({ archived: true })).filter(
    (store) => store.kind === kind && store.name !== except && among?.includes(store.name) !== false,
  );
  const near = await Promise.all(
    others.map(async ({ name }) => {
      const other = await openKept(services, "store", name);
      const nearness = await nearnessOf(driver, name, config, other.config);
      return nearness === "shared" || (orUnknown && nearness === "unknown") ? [name] : [];
    }),
  );
  return near.flat();
}

/**
 * Each store has a place to itself: what one clears up would be gone from the other. A place that does not answer is known by its
 * address alone.
 * @throws AppError `store-place-taken`
 */
async function assertOwnPlace(services: Services, name: string, kind: string, full: unknown): Promise<void> {
  const [other] = await storesAt(services, kind, full, { except: name });
  if (other !== undefined) throw new AppError("store-place-taken", { store: other });
}

/** @throws AppError `name-taken`, `store-place-taken`, `config-invalid`, `source-kind-unknown`, `store-kind-unknown` */
export async function createPlace(
  services: Services,
  what: PlaceKind,
  place: { name: string; title?: string; kind: string; config: Values; createdBy: string },
): Promise<PlaceRecord> {
  const { name, kind } = place;
  const split = splitConfig(definitionOf(what, kind).config, place.config, {});
  const fingerprint = driverOf(services, what, kind).fingerprint(split.full);
  if (what === "store") await assertOwnPlace(services, name, kind, split.full);
  const record = { ...recordOf(services, what, name, split), fingerprint };
  await claimUploads(services, split.config, place.createdBy);
  return repositoryOf(services, what).create({ ...place, ...record });
}

/** Absent secrets stay as they are. @throws AppError `not-found`, `store-place-taken`, `config-invalid` */
export async function updatePlace(
  services: Services,
  what: PlaceKind,
  name: string,
  change: { title?: string; config?: Values; userId: string },
): Promise<PlaceRecord> {
  const repository = repositoryOf(services, what);
  const place = found(await repository.get(name), what, name);
  const { title } = change;
  if (change.config === undefined) return repository.update(name, { title });
  const split = await changedConfig(services, what, place, change.config);
  const fingerprint = driverOf(services, what, place.kind).fingerprint(split.full);
  if (what === "store") await assertOwnPlace(services, name, place.kind, split.full);
  await claimUploads(services, split.config, change.userId, place.config);
  return repository.update(name, { title, ...recordOf(services, what, name, split), fingerprint });
}

/** A version of a module as a source. @throws AppError `source-binding-missing` */
async function openVersion(services: Services, reference: string, environment: string | undefined) {
  const document = { sources: [{ name: reference, ref: reference }] };
  const versions = await readVersions(services.db, document, { environment });
  assertAllThere(document, versions);
  const [version] = versions.values();
  const { data } = services.config;
  return {
    kind: moduleSource.id,
    config: version && moduleConfigOf(version, (sha256) => data.record(sha256)),
  };
}

/**
 * The whole configuration of a source or store, secrets included: for a driver, never for an answer. The newest version of a
 * module is the one of an environment.
 */
export async function openConfig(
  services: Services,
  what: PlaceKind,
  name: string,
  environment?: string,
): Promise<{ kind: string; config: unknown }> {
  if (what === "source" && parseModuleReference(name)) return openVersion(services, name, environment);
  return openKept(services, what, name);
}

/** The whole configuration of a place that the records hold, secrets included: for a driver, never for an answer. */
export async function openKept(
  services: Records,
  what: PlaceKind,
  name: string,
): Promise<{ kind: string; config: unknown }> {
  const place = found(await repositoryOf(services, what).get(name), what, name);
  const split = splitConfig(
    definitionOf(what, place.kind).config,
    place.config,
    await secretsOf(services, what, name),
  );
  return { kind: place.kind, config: split.full };
}

/** A configuration to be tried before it is kept; with a name, absent secrets are those of the kept one. */
export async function unsavedConfig(
  services: Services,
  what: PlaceKind,
  given: { kind: string; config: Values; name?: string },
): Promise<unknown> {
  const { kind, config, name } = given;
  const place = name === undefined ? undefined : await repositoryOf(services, what).get(name);
  if (place === undefined || place.kind !== kind)
    return splitConfig(definitionOf(what, kind).config, config, {}).full;
  return (await changedConfig(services, what, place, config)).full;
}

/** A kept place's configuration with changes. @throws AppError `config-invalid`, `secret-needed` */
async function changedConfig(
  services: Services,
  what: PlaceKind,
  place: PlaceRecord,
  config: Values,
): Promise<SplitConfig> {
  const secrets = await secretsOf(services, what, place.name);
  return changeConfig(definitionOf(what, place.kind), { config: place.config, secrets }, config);
}
