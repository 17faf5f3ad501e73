import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { type Config, readConfig } from "#lib/config/server";
import { interactiveLimits } from "#lib/engine/server";
import { openMasterKey, sealSecrets } from "#lib/keys/server";
import { type ModuleDocument, moduleDocumentSchema } from "#lib/metadata";
import { contentHashOf } from "#lib/metadata/server";
import { bindDrivers, bindPlaces, documentIn } from "#lib/operations/server";
import { openQueue, type Queue } from "#lib/queue/server";
import { parsePostgresSource } from "#lib/sources";
import { parsePostgresStore } from "#lib/stores";
import { createLog } from "#lib/telemetry/server";
import { freshDatabase, type TestDatabase, type TestRecords, testRecords } from "#lib/testing";
import type { WorkerContext } from "../worker-context.ts";

/**
 * An installation in which the real pipeline runs: records, a source `clinic` and the stores `shelf` (a folder) and `warehouse`,
 * all on the test's PostgreSQL.
 */
export interface Installation {
  readonly records: TestRecords;
  readonly source: TestDatabase;
  readonly warehouse: TestDatabase;
  readonly queue: Queue;
  readonly folder: string;
  readonly config: Config;
  /** For runs in the test's own process. */
  readonly context: WorkerContext;
  /** Makes a module of the document and has a database administrator approve it. */
  approved(document: object): Promise<{ readonly moduleId: string; readonly revisionId: string }>;
  /** Has a database administrator approve a revision in an environment, as its places are there now. */
  approveIn(made: { readonly revisionId: string }, environment: string): Promise<void>;
  /** What is in the warehouse that is not the server's. */
  warehouseSchemas(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export interface InstallationOptions {
  /** Statements that fill the source. */
  readonly source: string;
  /** Whom the warehouse knows us as; the owner unless said. Gets the address of the warehouse. */
  readonly storeUser?: (warehouse: URL) => Promise<{ readonly user: string; readonly password: string }>;
  /** Further settings of the warehouse; those in the second object are secrets. */
  readonly storeRoles?: (
    warehouse: URL,
  ) => Promise<
    readonly [settings: Readonly<Record<string, string>>, secrets: Readonly<Record<string, string>>]
  >;
}

export async function openInstallation(prefix: string, options: InstallationOptions): Promise<Installation> {
  const records = await testRecords(prefix);
  const source = await freshDatabase(`${prefix}_source`);
  const warehouse = await freshDatabase(`${prefix}_store`);
  await statement(source.url, options.source);
  const folder = await mkdtemp(path.join(tmpdir(), `etlx-${prefix}-`));
  const config = readConfig({ DATABASE_URL: records.url, ETLX_DATA_DIR: folder });
  const { db } = records;
  const masterKey = await openMasterKey(config.data.masterKey, db.workspace);
  const drivers = bindDrivers({ config, db, limits: interactiveLimits });
  const { password = "", ...clinic } = parsePostgresSource(source.url);
  await db.sources.create({
    name: "clinic",
    kind: "postgresql",
    config: clinic,
    sealedSecrets: sealSecrets(masterKey, "source", "clinic", { password }),
    secretNames: ["password"],
    fingerprint: drivers.sourceDriver("postgresql").fingerprint({ ...clinic, password }),
  });
  const shelf = { folder: path.join(folder, "shelf") };
  await mkdir(shelf.folder);
  await db.stores.create({
    name: "shelf",
    kind: "folder",
    config: shelf,
    fingerprint: drivers.storeDriver("folder").fingerprint(shelf),
  });
  const { password: ownersPassword = "", ...owner } = parsePostgresStore(warehouse.url);
  const as = (await options.storeUser?.(new URL(warehouse.url))) ?? {
    user: owner.user,
    password: ownersPassword,
  };
  const [settings, secrets] = (await options.storeRoles?.(new URL(warehouse.url))) ?? [{}, {}];
  const place = { ...owner, user: as.user, ...settings };
  await db.stores.create({
    name: "warehouse",
    kind: "postgresql",
    config: place,
    sealedSecrets: sealSecrets(masterKey, "store", "warehouse", {
      password: as.password,
      ...secrets,
    }),
    secretNames: ["password", ...Object.keys(secrets)],
    fingerprint: drivers.storeDriver("postgresql").fingerprint({ ...place, password: as.password }),
  });
  const queue = await openQueue({ url: records.url, role: "sender" });
  return {
    records,
    source,
    warehouse,
    queue,
    folder,
    config,
    context: {
      db,
      queue,
      drivers,
      masterKey,
      workerId: "worker-of-the-test",
      config,
      limits: { memory: "256MB", threads: 2, scriptSeconds: 60 },
      log: createLog({ level: "silent", process: "worker" }),
      stopping: new AbortController().signal,
    },
    approved: async (draft) => {
      const document: ModuleDocument = moduleDocumentSchema.parse(draft);
      const { name } = document;
      const engineer = await records.user("data-engineer");
      const reviewerId = await records.user("database-administrator");
      const { id } = await db.modules.create({ name, document, createdBy: engineer });
      const contentHash = contentHashOf(
        document,
        await bindPlaces(db, masterKey, { ...drivers, config }, document),
      );
      const revision = await db.revisions.save({ module: name, etag: 1, contentHash, authorId: engineer });
      await db.reviews.approve({
        revisionId: revision.id,
        reviewerId,
        contentHash,
        seenHash: contentHash,
      });
      return { moduleId: id, revisionId: revision.id };
    },
    approveIn: async ({ revisionId }, environment) => {
      const reviewerId = await records.user("database-administrator");
      const revision = await db.revisions.getById(revisionId);
      const document = await documentIn(db, moduleDocumentSchema.parse(revision?.document), environment);
      const places = await bindPlaces(db, masterKey, { ...drivers, config }, document, { environment });
      const contentHash = contentHashOf(document, places);
      await db.reviews.approve({ revisionId, environment, reviewerId, contentHash, seenHash: contentHash });
    },
    warehouseSchemas: async () =>
      (
        await statement(
          warehouse.url,
          "select nspname as name from pg_namespace where nspname !~ '^pg_' and nspname not in ('information_schema', 'public') order by 1",
        )
      ).map(({ name }) => String(name)),
    close: async () => {
      await queue.close();
      await records.close();
      await source.drop();
      await warehouse.drop();
      await rm(folder, { recursive: true });
    },
  };
}

/** Runs SQL somewhere and answers the last statement's rows. */
export async function statement(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}
