import { randomBytes } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import pg from "pg";
import { z } from "zod";

/** The demo's own databases and roles on the server that holds our records; nothing else there is touched. */

export function addressOfDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

export async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  // A server that goes away is reported by the query that was running.
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const passwordSchema = z.object({ password: z.string().regex(/^[A-Za-z0-9_-]{16,}$/) });

/** The password of a demo role, made once and kept with mode 0600, so that every process of an installation uses one. */
export async function keptPassword(file: string): Promise<string> {
  const known = await readFile(file, "utf8").catch(() => undefined);
  if (known !== undefined) return passwordSchema.parse(JSON.parse(known)).password;
  const password = randomBytes(18).toString("base64url");
  const fresh = `${file}.${process.pid}`;
  await writeFile(fresh, JSON.stringify({ password }), { mode: 0o600 });
  await rename(fresh, file);
  return password;
}

/** A role that may sign in and has no power over the server. `role` is a name of ours. */
export async function ensureLogin(admin: pg.Client, role: string, password: string): Promise<void> {
  const known = await admin.query("select 1 from pg_roles where rolname = $1", [role]);
  // A role's password cannot be a bound parameter; `keptPassword` makes none that ends a literal.
  await admin.query(
    `${known.rowCount === 0 ? "create" : "alter"} role ${role} login nosuperuser nocreatedb nocreaterole password '${password}'`,
  );
}
