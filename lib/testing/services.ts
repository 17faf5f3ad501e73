import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Role } from "#lib/access";
import { readConfig } from "#lib/config/server";
import { migrate } from "#lib/db/server";
import { type Actor, type OpenServices, openServices } from "#lib/operations/server";
import { freshDatabase, type TestDatabase } from "./postgres.ts";

export interface TestServices {
  readonly services: OpenServices;
  readonly database: TestDatabase;
  /** Settings of the same installation, for what reads the environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly password: string;
  /** Makes an account of its own. */
  actor(role: Role, name?: string): Promise<Actor>;
  close(): Promise<void>;
}

/** All that operations stand on, real: a fresh database, a data folder in a temporary place, a queue, child processes for data. */
export async function testServices(prefix: string): Promise<TestServices> {
  const database = await freshDatabase(prefix);
  await migrate(database.url);
  const folder = await mkdtemp(path.join(tmpdir(), `etlx-${prefix}-`));
  const environment = {
    DATABASE_URL: database.url,
    ETLX_DATA_DIR: folder,
    ETLX_BASE_URL: "http://127.0.0.1:21399",
    ETLX_LOG_LEVEL: "silent",
    ETLX_SETUP_TOKEN: "a-token-printed-by-the-server",
  };
  const services = await openServices(readConfig(environment));
  const password = "correct horse battery";
  let count = 0;
  return {
    services,
    database,
    environment,
    password,
    actor: async (role, name = role) => {
      count += 1;
      const email = `${role}-${count}@example.org`;
      const { id } = await services.accounts.create({ name, email, password, role });
      return { userId: id, name, email, role };
    },
    close: async () => {
      await services.close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
