import { z } from "zod";
import { AppError } from "#lib/kernel";
import { type Client, isUniqueViolation } from "../client.ts";
import { fromJsonText, toJsonText } from "../json-text.ts";

/** A source or a store. Secrets are kept apart, so that a record can be shown and logged. */
export interface PlaceRecord {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly kind: string;
  /** Without secrets. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Which secret fields are set. */
  readonly secretNames: readonly string[];
  readonly fingerprint: string;
  readonly createdBy: string | undefined;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly archivedAt: Date | undefined;
}

export interface PlaceChange {
  readonly title?: string;
  readonly config?: Readonly<Record<string, unknown>>;
  /** All secrets together, sealed with the master key; null removes them. */
  readonly sealedSecrets?: Uint8Array | null;
  readonly secretNames?: readonly string[];
  readonly fingerprint?: string;
}

export interface NewPlace extends PlaceChange {
  readonly name: string;
  readonly kind: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly fingerprint: string;
  readonly createdBy?: string;
}

export interface PlaceRepository {
  list(options?: { readonly archived?: boolean }): Promise<readonly PlaceRecord[]>;
  /** Archived ones too: names stay taken. */
  get(name: string): Promise<PlaceRecord | undefined>;
  sealedSecrets(name: string): Promise<Uint8Array | undefined>;
  /** @throws AppError `name-taken` */
  create(place: NewPlace): Promise<PlaceRecord>;
  /** The name never changes. @throws AppError `not-found` */
  update(name: string, change: PlaceChange): Promise<PlaceRecord>;
  archive(name: string): Promise<void>;
  restore(name: string): Promise<void>;
}

interface PlaceRow {
  id: string;
  name: string;
  title: string;
  kind: string;
  config: string;
  secretNames: string[];
  fingerprint: string;
  createdBy: string | null;
  createdAt: Date;
  updatedAt: Date;
  archivedAt: Date | null;
}

interface PlaceData {
  title?: string;
  config?: string;
  secrets?: Uint8Array<ArrayBuffer> | null;
  secretNames?: string[];
  fingerprint?: string;
  archivedAt?: Date | null;
}

/** The few statements that differ by table. */
interface PlaceTable {
  readonly what: "source" | "store";
  all(archived: boolean): Promise<PlaceRow[]>;
  one(name: string): Promise<PlaceRow | null>;
  secrets(name: string): Promise<{ secrets: Uint8Array | null } | null>;
  insert(
    data: PlaceData & { name: string; kind: string; config: string; fingerprint: string; createdBy?: string },
  ): Promise<PlaceRow>;
  change(name: string, data: PlaceData): Promise<number>;
}

const configSchema = z.record(z.string(), z.unknown());

// Field by field: a row holds the sealed secrets too.
function toRecord(row: PlaceRow): PlaceRecord {
  return {
    id: row.id,
    name: row.name,
    title: row.title,
    kind: row.kind,
    config: fromJsonText(configSchema, row.config, `place ${row.id}`),
    secretNames: row.secretNames,
    fingerprint: row.fingerprint,
    createdBy: row.createdBy ?? undefined,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    archivedAt: row.archivedAt ?? undefined,
  };
}

function toData(change: PlaceChange): PlaceData {
  return {
    title: change.title,
    config: change.config === undefined ? undefined : toJsonText(change.config),
    secrets: change.sealedSecrets == null ? change.sealedSecrets : Uint8Array.from(change.sealedSecrets),
    secretNames: change.secretNames === undefined ? undefined : [...change.secretNames],
    fingerprint: change.fingerprint,
  };
}

function placeRepository(table: PlaceTable): PlaceRepository {
  const change = async (name: string, data: PlaceData): Promise<void> => {
    if ((await table.change(name, data)) === 0) throw new AppError("not-found", { what: table.what, name });
  };
  return {
    list: async ({ archived = false } = {}) => (await table.all(archived)).map(toRecord),
    get: async (name) => {
      const row = await table.one(name);
      return row === null ? undefined : toRecord(row);
    },
    sealedSecrets: async (name) => (await table.secrets(name))?.secrets ?? undefined,
    create: async (place) => {
      try {
        const data = { ...toData(place), config: toJsonText(place.config), fingerprint: place.fingerprint };
        return toRecord(
          await table.insert({ ...data, name: place.name, kind: place.kind, createdBy: place.createdBy }),
        );
      } catch (error) {
        if (isUniqueViolation(error))
          throw new AppError("name-taken", { name: place.name }, { cause: error });
        throw error;
      }
    },
    update: async (name, changed) => {
      await change(name, toData(changed));
      const row = await table.one(name);
      if (row === null) throw new AppError("not-found", { what: table.what, name });
      return toRecord(row);
    },
    archive: (name) => change(name, { archivedAt: new Date() }),
    restore: (name) => change(name, { archivedAt: null }),
  };
}

const byName = { name: "asc" } as const;
const shown = (archived: boolean) => (archived ? {} : { archivedAt: null });

export const sourceRepository = (client: Client): PlaceRepository =>
  placeRepository({
    what: "source",
    all: (archived) => client.dataSource.findMany({ where: shown(archived), orderBy: byName }),
    one: (name) => client.dataSource.findUnique({ where: { name } }),
    secrets: (name) => client.dataSource.findUnique({ where: { name }, select: { secrets: true } }),
    insert: (data) => client.dataSource.create({ data }),
    change: async (name, data) => (await client.dataSource.updateMany({ where: { name }, data })).count,
  });

export const storeRepository = (client: Client): PlaceRepository =>
  placeRepository({
    what: "store",
    all: (archived) => client.store.findMany({ where: shown(archived), orderBy: byName }),
    one: (name) => client.store.findUnique({ where: { name } }),
    secrets: (name) => client.store.findUnique({ where: { name }, select: { secrets: true } }),
    insert: (data) => client.store.create({ data }),
    change: async (name, data) => (await client.store.updateMany({ where: { name }, data })).count,
  });
