import { randomUUID } from "node:crypto";
import pg from "pg";
import type { Role } from "#lib/access";
import type { Manifest, Reports } from "#lib/contracts";
import { type Database, migrate, openDatabase, type RevisionRecord } from "#lib/db/server";
import { freshDatabase } from "./postgres.ts";

export interface TestRecords {
  readonly db: Database;
  readonly url: string;
  /** Runs a statement as the database's owner, past the repositories. */
  query(statement: string, values?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
  user(role: Role, name?: string): Promise<string>;
  close(): Promise<void>;
}

/** The records on a fresh, migrated database. */
export async function testRecords(prefix: string): Promise<TestRecords> {
  const database = await freshDatabase(prefix);
  await migrate(database.url);
  const db = openDatabase(database.url, { connections: 6 });
  const owner = new pg.Client({ connectionString: database.url });
  // A server that a test stops ends it; the next statement says so.
  owner.on("error", () => undefined);
  await owner.connect();
  const query = async (statement: string, values: readonly unknown[] = []) =>
    (await owner.query<Record<string, unknown>>(statement, [...values])).rows;
  return {
    db,
    url: database.url,
    query,
    user: async (role, name = role) => {
      const id = randomUUID();
      await query(
        `insert into "user" ("id", "name", "email", "role", "updatedAt") values ($1, $2, $3, $4, now())`,
        [id, name, `${id}@example.org`, role],
      );
      return id;
    },
    close: async () => {
      await db.close();
      await owner.end();
      await database.drop();
    },
  };
}

/** A small document that runs, of a module and what it reads. */
export const smallDocument = (name: string, source = "clinic") => ({
  "@type": "DataModule",
  format: 2,
  name,
  sources: [{ name: source, ref: source }],
  tables: [
    {
      name: "patient",
      extraction: { language: "sql", source, script: "select 1 as id" },
      columns: [{ name: "id", datatype: "integer", privacyClass: "insensitive" }],
    },
  ],
});

/** Saves the draft under another title, and the draft as a revision, each by whom it says. */
export async function editAndSave(
  db: Database,
  module: string,
  editor: string,
  author = editor,
): Promise<RevisionRecord> {
  const draft = await db.drafts.get(module);
  if (draft === undefined) throw new Error("no draft");
  const document = { ...smallDocument(module), title: randomUUID() };
  const { etag } = await db.drafts.save({ module, document, etag: draft.etag, userId: editor });
  return db.revisions.save({ module, etag, contentHash: hashOf(document.title), authorId: author });
}

/** Stands for an approval hash: 64 hexadecimal digits. */
export const hashOf = (text: string): string =>
  Buffer.from(text.padEnd(32, "x")).toString("hex").slice(0, 64).padEnd(64, "0");

const none = { extracted: 0, transformed: 0, published: 0, rejected: 0, deduplicated: 0, suppressed: 0 };

export const testManifest = (module: string, runId: string, contentHash: string): Manifest => ({
  format: 1,
  module,
  tables: [
    {
      name: "patient",
      file: "patient.parquet",
      mediaType: "application/vnd.apache.parquet",
      sha256: hashOf(runId),
      bytes: 3,
      counts: none,
      columns: [],
      primaryKey: [],
      foreignKeys: [],
    },
  ],
  contentHash,
  runId,
});

export const testReports = (runId: string, contentHash: string): Reports => ({
  quality: { tables: [] },
  privacy: { resultClass: "pseudonymised", tables: [], notCovered: [] },
  provenance: {
    runId,
    kind: "publication",
    engine: "test",
    product: "test",
    sources: [],
    scripts: [],
    revision: { contentHash },
    startedAt: new Date(0).toISOString(),
    finishedAt: new Date(1).toISOString(),
    keyIds: {},
  },
});
