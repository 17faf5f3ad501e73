import { AppError } from "#lib/kernel";
import { type Access, type Client, isUniqueViolation } from "../client.ts";

/** What names of documents mean in an environment, by the names. */
export interface EnvironmentBindings {
  readonly sources: ReadonlyMap<string, string>;
  readonly stores: ReadonlyMap<string, string>;
}

/** Where documents run beside as they are written. */
export interface EnvironmentRecord {
  readonly name: string;
  readonly title: string;
  readonly createdBy: string | undefined;
  readonly createdAt: Date;
  readonly archivedAt: Date | undefined;
  readonly bindings: EnvironmentBindings;
}

export interface EnvironmentRepository {
  list(options?: { readonly archived?: boolean }): Promise<readonly EnvironmentRecord[]>;
  /** Archived ones too: names stay taken. */
  get(name: string): Promise<EnvironmentRecord | undefined>;
  /** @throws AppError `name-taken` */
  create(environment: {
    readonly name: string;
    readonly title: string;
    readonly createdBy: string;
  }): Promise<void>;
  /** The name never changes. @throws AppError `not-found` */
  update(name: string, change: { readonly title?: string; readonly archivedAt?: Date | null }): Promise<void>;
  /**
   * Says what a name means there; without a place, nothing.
   * @throws AppError `environment-store-taken` where another environment has the store, an archived one too
   */
  bind(binding: {
    readonly environment: string;
    readonly kind: "source" | "store";
    readonly name: string;
    readonly place: string | undefined;
  }): Promise<void>;
  /** @throws AppError `environment-store-taken` where one of the stores serves another environment */
  assertServe(stores: readonly string[], environment: string | undefined): Promise<void>;
  /** The environments that stores serve, by the stores; those that serve none are left out. */
  ofStores(stores: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

interface EnvironmentRow {
  name: string;
  title: string;
  createdBy: string | null;
  createdAt: Date;
  archivedAt: Date | null;
  bindings: { kind: string; name: string; place: string }[];
}

function toEnvironment(row: EnvironmentRow): EnvironmentRecord {
  const of = (kind: "source" | "store") =>
    new Map(row.bindings.filter((one) => one.kind === kind).map(({ name, place }) => [name, place]));
  return {
    name: row.name,
    title: row.title,
    createdBy: row.createdBy ?? undefined,
    createdAt: row.createdAt,
    archivedAt: row.archivedAt ?? undefined,
    bindings: { sources: of("source"), stores: of("store") },
  };
}

/** Any number that no other lock of the records has. */
const bindingsLock = 7_130_443;

async function environmentsOf(client: Client, stores: readonly string[]): Promise<Map<string, string>> {
  const rows = await client.environmentBinding.findMany({
    where: { kind: "store", place: { in: [...stores] } },
    select: { place: true, environment: true },
  });
  return new Map(rows.map(({ place, environment }) => [place, environment]));
}

/**
 * A store serves one environment, so that no run of another moves what is read there.
 * @throws AppError `environment-store-taken`
 */
export async function assertStoresServe(
  client: Client,
  stores: readonly string[],
  environment: string | undefined,
): Promise<void> {
  for (const [store, taken] of await environmentsOf(client, stores))
    if (taken !== environment) throw new AppError("environment-store-taken", { store, environment: taken });
}

export function environmentRepository({ client, atomic }: Access): EnvironmentRepository {
  const include = { bindings: { orderBy: { name: "asc" } } } as const;
  return {
    list: async ({ archived = false } = {}) => {
      const where = archived ? {} : { archivedAt: null };
      const rows = await client.environment.findMany({ where, orderBy: { name: "asc" }, include });
      return rows.map(toEnvironment);
    },
    get: async (name) => {
      const row = await client.environment.findUnique({ where: { name }, include });
      return row === null ? undefined : toEnvironment(row);
    },
    create: async (data) => {
      try {
        await client.environment.create({ data });
      } catch (error) {
        if (isUniqueViolation(error)) throw new AppError("name-taken", { name: data.name }, { cause: error });
        throw error;
      }
    },
    update: async (name, data) => {
      const { count } = await client.environment.updateMany({ where: { name }, data });
      if (count === 0) throw new AppError("not-found", { what: "environment", name });
    },
    bind: ({ environment, kind, name, place }) =>
      atomic(async (tx) => {
        const key = { environment, kind, name };
        if (place === undefined) {
          await tx.environmentBinding.deleteMany({ where: key });
          return;
        }
        await tx.$executeRaw`select pg_advisory_xact_lock(${bindingsLock})`;
        if (kind === "store") await assertStoresServe(tx, [place], environment);
        await tx.environmentBinding.upsert({
          where: { environment_kind_name: key },
          create: { ...key, place },
          update: { place },
        });
      }),
    assertServe: (stores, environment) => assertStoresServe(client, stores, environment),
    ofStores: (stores) => environmentsOf(client, stores),
  };
}
