import { mkdir } from "node:fs/promises";
import path from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { duckdbQuoting } from "#lib/sql";
import type { EngineLimits } from "../protocol.ts";

export interface LockedEngine {
  readonly connection: DuckDBConnection;
  rows(sql: string, values?: string[]): Promise<readonly Record<string, unknown>[]>;
  /** From here on nothing but `paths` can be opened, and no setting can be changed. */
  lock(paths: readonly string[]): Promise<void>;
  close(): void;
}

/** An engine in memory that spills into its scratch folder, with no network and no extensions. */
export async function openLockedEngine(scratch: string, limits: EngineLimits): Promise<LockedEngine> {
  const spill = path.join(scratch, "spill");
  await mkdir(spill, { recursive: true, mode: 0o700 });
  const instance = await DuckDBInstance.create(":memory:", {
    memory_limit: limits.memory,
    threads: String(limits.threads),
    temp_directory: spill,
    max_temp_directory_size: `${limits.diskBytes}B`,
    preserve_insertion_order: "false",
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    allow_community_extensions: "false",
  });
  const connection = await instance.connect();
  await connection.run("set timezone = 'UTC'");
  return {
    connection,
    rows: async (sql, values) => (await connection.runAndReadAll(sql, values)).getRowObjectsJson(),
    lock: async (paths) => {
      await connection.run(`set allowed_paths = [${paths.map((p) => duckdbQuoting.literal(p)).join(", ")}]`);
      await connection.run("set enable_external_access = false");
      await connection.run("set lock_configuration = true");
    },
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
