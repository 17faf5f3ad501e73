import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { MigrationList } from "@prisma/schema-engine-wasm";
import pg from "pg";
import { AppError } from "#lib/kernel";
import { withSchemaEngine } from "./schema-engine.ts";

// Not `new URL("…", import.meta.url)`: the web's bundler takes that for a file to bundle, and a folder is none.
const prismaFolder = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "prisma");
const migrationsFolder = join(prismaFolder, "migrations");
const noFilter = { externalTables: [], externalEnums: [] };

async function schemaFiles(): Promise<[string, string][]> {
  const folder = join(prismaFolder, "schema");
  const names = (await readdir(folder)).filter((name) => name.endsWith(".prisma")).sort();
  return Promise.all(
    names.map(async (name): Promise<[string, string]> => [name, await readFile(join(folder, name), "utf8")]),
  );
}

async function migrationList(): Promise<MigrationList> {
  await mkdir(migrationsFolder, { recursive: true });
  const entries = await readdir(migrationsFolder, { withFileTypes: true });
  const folders = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return {
    baseDir: migrationsFolder,
    lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"\n' },
    shadowDbInitScript: "",
    migrationDirectories: await Promise.all(
      folders.map(async (path) => ({
        path,
        migrationFile: {
          path: "migration.sql",
          content: {
            tag: "ok" as const,
            value: await readFile(join(migrationsFolder, path, "migration.sql"), "utf8"),
          },
        },
      })),
    ),
  };
}

function atDatabase(url: string, database: string): string {
  const at = new URL(url);
  at.pathname = `/${encodeURIComponent(database)}`;
  return at.toString();
}

async function onServer<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: atDatabase(url, "postgres") });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** What `create database` answers where another process made it: before, or at the same moment. */
const databaseExists: readonly unknown[] = ["42P04", "23505"];
const noSuchDatabase = "3D000";

function sqlState(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

function isUnreachable(error: unknown): boolean {
  return ["ECONNREFUSED", "ENOTFOUND", "EHOSTUNREACH", "ETIMEDOUT"].some((code) => code === sqlState(error));
}

async function createWhenMissing(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    return false;
  } catch (error) {
    if (isUnreachable(error)) {
      throw new AppError("database-unreachable", { address: new URL(url).host }, { cause: error });
    }
    if (sqlState(error) !== noSuchDatabase) throw error;
  } finally {
    await client.end().catch(() => {});
  }
  const name = decodeURIComponent(new URL(url).pathname.slice(1));
  await onServer(url, (server) =>
    server.query(`create database ${pg.escapeIdentifier(name)}`).catch((error: unknown) => {
      if (!databaseExists.includes(sqlState(error))) throw error;
    }),
  );
  return true;
}

/** Arbitrary, and the same in every process of the product. */
const migrationLock = 7_130_441;

async function oneAtATime<T>(url: string, work: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [migrationLock]);
    return await work();
  } finally {
    await client.end();
  }
}

/** Creates the database where it is missing and applies what it has not seen yet. Safe to run in several processes at once. */
export async function migrate(
  url: string,
): Promise<{ readonly created: boolean; readonly applied: readonly string[] }> {
  const created = await createWhenMissing(url);
  const migrationsList = await migrationList();
  const datamodels = await schemaFiles();
  const applied = await oneAtATime(url, () =>
    withSchemaEngine(url, datamodels, (engine) =>
      engine.applyMigrations({ migrationsList, filters: noFilter }),
    ),
  );
  return { created, applied: applied.appliedMigrationNames };
}

/**
 * Writes what the schema has and the migrations have not.
 * @param url a server where a database may be made and dropped again; the database named in it is not touched
 * @returns the new migration's folder, or undefined where nothing is to be done
 */
export async function writeNextMigration(url: string, name: string): Promise<string | undefined> {
  const shadow = `etlx_shadow_${randomBytes(6).toString("hex")}`;
  await onServer(url, (server) => server.query(`create database ${shadow}`));
  try {
    const files = await schemaFiles();
    const from = await migrationList();
    const { stdout } = await withSchemaEngine(atDatabase(url, shadow), files, (engine) =>
      engine.diff({
        from: { tag: "migrations", ...from },
        to: { tag: "schemaDatamodel", files: files.map(([path, content]) => ({ path, content })) },
        script: true,
        exitCode: null,
        filters: noFilter,
      }),
    );
    if (stdout === null || stdout.includes("This is an empty migration")) return undefined;
    const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
    const folder = join(migrationsFolder, `${stamp}_${name}`);
    await mkdir(folder);
    await writeFile(join(folder, "migration.sql"), stdout);
    await writeFile(join(migrationsFolder, "migration_lock.toml"), 'provider = "postgresql"\n');
    return folder;
  } finally {
    await onServer(url, (server) => server.query(`drop database ${shadow} with (force)`));
  }
}
