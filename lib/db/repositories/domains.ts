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

/** Linkage domains and their keys, wrapped by the master key. */
export interface DomainRepository {
  /** By name, with all keys, oldest first. */
  list(): Promise<readonly { readonly name: string; readonly keys: readonly DomainKeyRecord[] }[]>;
  activeKey(domain: string): Promise<WrappedDomainKey | undefined>;
  /** Makes the key the domain's active one unless it has one already; answers the active one. */
  addFirstKey(domain: string, key: WrappedDomainKey): Promise<WrappedDomainKey>;
  /** Retires the active key in favour of a new one. */
  rotate(domain: string, key: WrappedDomainKey): Promise<void>;
  /** Forgets a retired key: its pseudonyms can no longer be made again. @throws AppError `not-found` */
  destroy(keyId: string): Promise<void>;
  /** Any wrapped key: whether the master key has something to open. */
  anyWrapped(): Promise<Uint8Array | undefined>;
}

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
    list: async () => {
      const rows = await client.linkageDomain.findMany({
        orderBy: { name: "asc" },
        include: { keys: { orderBy: { createdAt: "asc" } } },
      });
      return rows.map(({ name, keys }) => ({
        name,
        keys: keys.map(({ id, domain, state, createdAt }) => ({
          id,
          domain,
          state: keyStateSchema.parse(state),
          createdAt,
        })),
      }));
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
