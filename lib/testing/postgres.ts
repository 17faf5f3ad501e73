import { randomBytes } from "node:crypto";
import pg from "pg";

export interface TestDatabase {
  /** A superuser's connection string to a new, empty database. */
  readonly url: string;
  /** Ends whoever is still connected and drops it. */
  drop(): Promise<void>;
}

/**
 * A database of its own for one test file, on the real PostgreSQL that `npm test` starts.
 * @param prefix lower-case letters, digits and underscores; tells in pg_stat_activity whose it is
 */
export async function freshDatabase(prefix: string): Promise<TestDatabase> {
  const server = testServerUrl();
  const name = `${prefix.replaceAll(/[^a-z0-9_]/g, "_").slice(0, 40)}_${randomBytes(6).toString("hex")}`;
  await onServer(server, `create database "${name}"`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () => onServer(server, `drop database if exists "${name}" with (force)`),
  };
}

/** The superuser's connection string of the test server, for tests of roles and of the server itself. */
export function testServerUrl(): string {
  const url = process.env.TEST_DATABASE_URL;
  if (url === undefined || url === "") {
    throw new Error(
      "TEST_DATABASE_URL is not set: integration tests need a superuser of a PostgreSQL. `npm test -- integration [filter]` starts one.",
    );
  }
  return url;
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
