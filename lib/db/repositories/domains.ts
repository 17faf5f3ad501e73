import { z } from "zod";
import { AppError } from "#lib/kernel";
import { type Access, isUniqueViolation } from "../client.ts";

const keyStateSchema = z.enum(["active", "retired", "destroyed"]);

export interface DomainKeyRecord {
  /** The key id that versions record. */
  readonly id: string;
  readonly domain: string;
  readonly state: z.infer<typeof keyStateSchema>;
  readonly createdAt: Date;
}

export interface WrappedDomainKey {
  readonly id: string;
  readonly wrapped: Uint8Array;
}

/** A module that may use a domain's own keys. */
export interface AdmissionRecord {
  readonly module: string;
  /** A user's id. */
  readonly by: string;
  readonly at: Date;
}

export interface DomainRecord {
  readonly name: string;
  /** Oldest first. */
  readonly keys: readonly DomainKeyRecord[];
  /** By module. */
  readonly admitted: readonly AdmissionRecord[];
}

/** Linkage domains and their keys, wrapped by the master key. */
export interface DomainRepository {
  /** By name. */
  list(): Promise<readonly DomainRecord[]>;
  get(domain: string): Promise<DomainRecord | undefined>;
  activeKey(domain: string): Promise<WrappedDomainKey | undefined>;
  /** Makes the key the domain's active one unless it has one already; answers the active one. */
  addFirstKey(domain: string, key: WrappedDomainKey): Promise<WrappedDomainKey>;
  /** Any key that was not destroyed, with its domain. */
  keyById(keyId: string): Promise<(WrappedDomainKey & { readonly domain: string }) | undefined>;
  /** Shared domains whose keys a module may use. */
  admissionsOf(module: string): Promise<ReadonlySet<string>>;
  admit(admission: { readonly domain: string; readonly module: string; readonly by: string }): Promise<void>;
  /** @throws AppError `not-found` */
  dismiss(domain: string, module: string): Promise<void>;
  /** Retires the active key in favour of a new one. */
  rotate(domain: string, key: WrappedDomainKey): Promise<void>;
  /** Forgets a retired key: its pseudonyms can no longer be made again. @throws AppError `not-found` */
  destroy(keyId: string): Promise<void>;
  /** Any wrapped key: whether the master key has something to open. */
  anyWrapped(): Promise<Uint8Array | undefined>;
}

const whole = {
  keys: { orderBy: { createdAt: "asc" } },
  admitted: { orderBy: { module: "asc" } },
} as const;

interface DomainRow {
  readonly name: string;
  readonly keys: readonly {
    readonly id: string;
    readonly domain: string;
    readonly state: string;
    readonly createdAt: Date;
  }[];
  readonly admitted: readonly {
    readonly module: string;
    readonly admittedBy: string;
    readonly admittedAt: Date;
  }[];
}

const recordOf = ({ name, keys, admitted }: DomainRow): DomainRecord => ({
  name,
  keys: keys.map(({ id, domain, state, createdAt }) => ({
    id,
    domain,
    state: keyStateSchema.parse(state),
    createdAt,
  })),
  admitted: admitted.map(({ module, admittedBy, admittedAt }) => ({
    module,
    by: admittedBy,
    at: admittedAt,
  })),
});

export function domainRepository({ client, atomic }: Access): DomainRepository {
  const activeKey = async (domain: string, from = client): Promise<WrappedDomainKey | undefined> => {
    const row = await from.domainKey.findUnique({ where: { activeOf: domain } });
    return row === null || row.wrapped === null ? undefined : { id: row.id, wrapped: row.wrapped };
  };
  const insert = (domain: string, key: WrappedDomainKey) => ({
    id: key.id,
    domain,
    wrapped: Uint8Array.from(key.wrapped),
    state: "active",
    activeOf: domain,
  });
  return {
    list: async () =>
      (await client.linkageDomain.findMany({ orderBy: { name: "asc" }, include: whole })).map(recordOf),
    get: async (domain) => {
      const row = await client.linkageDomain.findUnique({ where: { name: domain }, include: whole });
      return row === null ? undefined : recordOf(row);
    },
    keyById: async (id) => {
      const row = await client.domainKey.findUnique({ where: { id } });
      return row === null || row.wrapped === null
        ? undefined
        : { id, domain: row.domain, wrapped: row.wrapped };
    },
    admissionsOf: async (module) => {
      const rows = await client.domainAdmission.findMany({ where: { module }, select: { domain: true } });
      return new Set(rows.map(({ domain }) => domain));
    },
    admit: ({ domain, module, by }) =>
      atomic(async (tx) => {
        await tx.linkageDomain.createMany({ data: [{ name: domain }], skipDuplicates: true });
        await tx.domainAdmission.createMany({
          data: [{ domain, module, admittedBy: by }],
          skipDuplicates: true,
        });
      }),
    dismiss: async (domain, module) => {
      const { count } = await client.domainAdmission.deleteMany({ where: { domain, module } });
      if (count === 0) throw new AppError("not-found", { what: "admission", name: `${module} ${domain}` });
    },
    activeKey: (domain) => activeKey(domain),
    addFirstKey: async (domain, key) => {
      try {
        await atomic(async (tx) => {
          await tx.linkageDomain.createMany({ data: [{ name: domain }], skipDuplicates: true });
          await tx.domainKey.create({ data: insert(domain, key) });
        });
        return key;
      } catch (error) {
        // Another run was first; both must use its key.
        const active = isUniqueViolation(error) ? await activeKey(domain) : undefined;
        if (active === undefined) throw error;
        return active;
      }
    },
    rotate: (domain, key) =>
      atomic(async (tx) => {
        await tx.linkageDomain.createMany({ data: [{ name: domain }], skipDuplicates: true });
        await tx.domainKey.updateMany({
          where: { activeOf: domain },
          data: { state: "retired", activeOf: null, retiredAt: new Date() },
        });
        await tx.domainKey.create({ data: insert(domain, key) });
      }),
    destroy: async (keyId) => {
      const { count } = await client.domainKey.updateMany({
        where: { id: keyId, state: "retired" },
        data: { state: "destroyed", wrapped: null, destroyedAt: new Date() },
      });
      if (count === 0) throw new AppError("not-found", { what: "key", name: keyId });
    },
    anyWrapped: async () => {
      const row = await client.domainKey.findFirst({ where: { wrapped: { not: null } } });
      return row?.wrapped ?? undefined;
    },
  };
}
