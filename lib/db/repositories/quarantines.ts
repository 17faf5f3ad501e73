import type { Client } from "../client.ts";

/** Rejected raw rows of one table of a run, in an encrypted file. Every look at them is audited. */
export interface QuarantineRecord {
  readonly id: string;
  readonly runId: string;
  readonly table: string;
  /** Relative to the folder of quarantines; absent where the cap left no room, or after it was deleted. */
  readonly path: string | undefined;
  readonly rows: number;
  readonly bytes: number;
  readonly wrappedKey: Uint8Array | undefined;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export interface QuarantineRepository {
  /** A retry of the run replaces what an earlier attempt kept. */
  put(quarantine: {
    readonly runId: string;
    readonly table: string;
    readonly path?: string;
    readonly rows: number;
    readonly bytes: number;
    readonly wrappedKey?: Uint8Array;
    readonly expiresAt: Date;
  }): Promise<QuarantineRecord>;
  list(runId: string): Promise<readonly QuarantineRecord[]>;
  get(runId: string, table: string): Promise<QuarantineRecord | undefined>;
  expired(now: Date): Promise<readonly QuarantineRecord[]>;
  /** The file is gone, and its key with it; the counts stay. */
  markDeleted(id: string): Promise<void>;
  spaceUsed(): Promise<number>;
}

interface QuarantineRow {
  id: string;
  runId: string;
  table: string;
  path: string | null;
  rows: bigint;
  bytes: bigint;
  wrappedKey: Uint8Array | null;
  createdAt: Date;
  expiresAt: Date;
}

const toQuarantine = (row: QuarantineRow): QuarantineRecord => ({
  id: row.id,
  runId: row.runId,
  table: row.table,
  path: row.path ?? undefined,
  rows: Number(row.rows),
  bytes: Number(row.bytes),
  wrappedKey: row.wrappedKey ?? undefined,
  createdAt: row.createdAt,
  expiresAt: row.expiresAt,
});

export function quarantineRepository(client: Client): QuarantineRepository {
  const kept = { deletedAt: null, path: { not: null } };
  return {
    put: async ({ runId, table, path, rows, bytes, wrappedKey, expiresAt }) => {
      const data = {
        path: path ?? null,
        rows: BigInt(rows),
        bytes: BigInt(bytes),
        wrappedKey: wrappedKey === undefined ? null : Uint8Array.from(wrappedKey),
        expiresAt,
        deletedAt: null,
      };
      const row = await client.quarantine.upsert({
        where: { runId_table: { runId, table } },
        create: { runId, table, ...data },
        update: data,
      });
      return toQuarantine(row);
    },
    list: async (runId) => {
      const rows = await client.quarantine.findMany({ where: { runId }, orderBy: { table: "asc" } });
      return rows.map(toQuarantine);
    },
    get: async (runId, table) => {
      const row = await client.quarantine.findUnique({ where: { runId_table: { runId, table } } });
      return row === null ? undefined : toQuarantine(row);
    },
    expired: async (now) => {
      const rows = await client.quarantine.findMany({ where: { ...kept, expiresAt: { lt: now } } });
      return rows.map(toQuarantine);
    },
    markDeleted: async (id) => {
      const data = { deletedAt: new Date(), path: null, wrappedKey: null };
      await client.quarantine.updateMany({ where: { id }, data });
    },
    spaceUsed: async () => {
      const sum = await client.quarantine.aggregate({ where: kept, _sum: { bytes: true } });
      return Number(sum._sum.bytes ?? 0);
    },
  };
}
