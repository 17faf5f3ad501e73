import { realpath } from "node:fs/promises";
import path from "node:path";
import type { Config } from "#lib/config/server";
import type { Database } from "#lib/db/server";
import { fileSandbox, parquetAsCsv, type TaskLimits } from "#lib/engine/server";
import { AppError } from "#lib/kernel";
import type { NetworkPolicy } from "#lib/network";
import type { SourceTools } from "#lib/sources";
import { findSourceDriver } from "#lib/sources/server";
import type { StoreTools } from "#lib/stores";
import { findStoreDriver } from "#lib/stores/server";
import type { Drivers } from "../run-ports/index.ts";
import { found } from "./require.ts";

export interface DriverOptions {
  readonly config: Pick<Config, "databaseUrl" | "data" | "sourceHosts">;
  readonly db: Pick<Database, "uploads">;
  /** Of the child processes that read files. */
  readonly limits: TaskLimits;
}

/** Where a complete upload lies. @throws AppError `not-found`, `file-missing` */
export const uploadPathOf =
  ({ config, db }: Pick<DriverOptions, "db"> & { readonly config: Pick<Config, "data"> }) =>
  async (id: string): Promise<string> => {
    const upload = found(await db.uploads.get(id), "upload", id);
    if (upload.completedAt === undefined) throw new AppError("file-missing", { file: upload.fileName });
    return realpath(path.join(config.data.uploads, upload.path)).catch((cause) => {
      throw new AppError("file-missing", { file: upload.fileName }, { cause });
    });
  };

/**
 * Where alerts may go. Engineers write their addresses, so that private hosts are those alone that an administrator names: else
 * alerts would tell what runs in a network that their writers do not see.
 */
export const alertNetworkOf = ({ alertHosts }: Pick<Config, "alertHosts">): NetworkPolicy => ({
  privateHosts: alertHosts,
});

/** The hosts that an administrator allows. */
export const networkOf = ({ sourceHosts }: Pick<Config, "sourceHosts">): NetworkPolicy => ({
  privateHosts: sourceHosts.length === 0 ? "all" : sourceHosts,
});

/** Drivers of this process, with what they may reach: the hosts an administrator allowed, uploads, child processes for files. */
export function bindDrivers({ config, db, limits }: DriverOptions): Drivers {
  const network = networkOf(config);
  const sourceTools: SourceTools = {
    network,
    ourDatabaseUrl: config.databaseUrl,
    files: fileSandbox(limits),
    fileRoots: [config.data.uploads],
    uploadPath: uploadPathOf({ config, db }),
    looks: config.data.looks,
  };
  const storeTools: StoreTools = { network, parquetAsCsv: parquetAsCsv(limits) };
  return {
    sourceDriver: (kind) => findSourceDriver(kind, sourceTools),
    storeDriver: (kind) => findStoreDriver(kind, storeTools),
  };
}
