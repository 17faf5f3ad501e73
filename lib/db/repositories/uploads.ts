import type { Client } from "../client.ts";

/** A file put in the browser, read by a source of files. */
export interface UploadRecord {
  readonly id: string;
  readonly ownerId: string;
  readonly fileName: string;
  /** Relative to the folder of uploads. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string | undefined;
  readonly createdAt: Date;
  /** Absent while bytes are still coming. */
  readonly completedAt: Date | undefined;
  readonly expiresAt: Date | undefined;
}

export interface UploadRepository {
  create(upload: {
    readonly id: string;
    readonly ownerId: string;
    readonly fileName: string;
    readonly path: string;
    readonly bytes: number;
    readonly expiresAt?: Date;
  }): Promise<UploadRecord>;
  complete(id: string, result: { readonly bytes: number; readonly sha256?: string }): Promise<void>;
  /** A source uses it now: it no longer expires. */
  keep(id: string): Promise<void>;
  get(id: string): Promise<UploadRecord | undefined>;
  list(ownerId?: string): Promise<readonly UploadRecord[]>;
  expired(now: Date): Promise<readonly UploadRecord[]>;
  markDeleted(id: string): Promise<void>;
}

interface UploadRow {
  id: string;
  ownerId: string;
  fileName: string;
  path: string;
  bytes: bigint;
  sha256: string | null;
  createdAt: Date;
  completedAt: Date | null;
  expiresAt: Date | null;
}

const toUpload = (row: UploadRow): UploadRecord => ({
  id: row.id,
  ownerId: row.ownerId,
  fileName: row.fileName,
  path: row.path,
  bytes: Number(row.bytes),
  sha256: row.sha256 ?? undefined,
  createdAt: row.createdAt,
  completedAt: row.completedAt ?? undefined,
  expiresAt: row.expiresAt ?? undefined,
});

export function uploadRepository(client: Client): UploadRepository {
  return {
    create: async (upload) =>
      toUpload(await client.upload.create({ data: { ...upload, bytes: BigInt(upload.bytes) } })),
    complete: async (id, { bytes, sha256 }) => {
      const data = { bytes: BigInt(bytes), sha256, completedAt: new Date() };
      await client.upload.updateMany({ where: { id }, data });
    },
    keep: async (id) => {
      await client.upload.updateMany({ where: { id }, data: { expiresAt: null } });
    },
    get: async (id) => {
      const row = await client.upload.findFirst({ where: { id, deletedAt: null } });
      return row === null ? undefined : toUpload(row);
    },
    list: async (ownerId) => {
      const rows = await client.upload.findMany({
        where: { ownerId, deletedAt: null },
        orderBy: { createdAt: "desc" },
      });
      return rows.map(toUpload);
    },
    expired: async (now) => {
      const rows = await client.upload.findMany({ where: { deletedAt: null, expiresAt: { lt: now } } });
      return rows.map(toUpload);
    },
    markDeleted: async (id) => {
      await client.upload.updateMany({ where: { id }, data: { deletedAt: new Date() } });
    },
  };
}
