import { randomBytes } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import pg from "pg";
import { z } from "zod";
import { defaultSeed, generateShop, type ShopOptions } from "./generate-shop.ts";

/** How to read the demo shop: a database beside ours and a role that can only read it. */
export interface ShopSource {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
}

const database = "etlx_demo_shop";
const reader = "etlx_demo_reader";

export interface EnsureShopOptions extends Pick<ShopOptions, "orders" | "signal" | "onProgress"> {
  /** A superuser's address of any database on the server. */
  readonly adminUrl: string;
  /** Keeps the reading role's password, mode 0600, so that every process of this installation uses one. */
  readonly passwordFile: string;
}

const withDatabase = (url: string, name: string): string => {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
};

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
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

async function readerPassword(file: string): Promise<string> {
  const schema = z.object({ password: z.string().min(16) });
  const known = await readFile(file, "utf8").catch(() => undefined);
  if (known !== undefined) return schema.parse(JSON.parse(known)).password;
  const password = randomBytes(18).toString("base64url");
  const fresh = `${file}.${process.pid}`;
  await writeFile(fresh, JSON.stringify({ password }), { mode: 0o600 });
  await rename(fresh, file);
  return password;
}

// One at a time over all processes; the number only has to be ours.
const lock = 4_706_523;

/** Set when the last row is written, so that a database left half made is made again. */
const complete = (orders: number) => `ETL-Express demo shop, ${orders} orders, seed ${defaultSeed}`;

/** The demo shop: made when it is not there or was left half made. What is there stays, whatever its size. */
export async function ensureShop(
  options: EnsureShopOptions,
): Promise<ShopSource & { readonly made: boolean }> {
  const { hostname, port } = new URL(options.adminUrl);
  const password = await readerPassword(options.passwordFile);
  const made = await connected(options.adminUrl, async (admin) => {
    await admin.query("select pg_advisory_lock($1)", [lock]);
    // A role's password cannot be a bound parameter; ours has no character that ends a literal.
    const role = await admin.query("select 1 from pg_roles where rolname = $1", [reader]);
    const verb = role.rowCount === 0 ? "create" : "alter";
    await admin.query(
      `${verb} role ${reader} login nosuperuser password '${password.replaceAll("'", "''")}'`,
    );
    const found = await admin.query<{ mark: string | null }>(
      "select shobj_description(oid, 'pg_database') as mark from pg_database where datname = $1",
      [database],
    );
    if (found.rows[0]?.mark?.startsWith("ETL-Express demo shop")) return false;
    await admin.query(`drop database if exists ${database} with (force)`);
    await admin.query(`create database ${database} template template0 encoding 'UTF8'`);
    await connected(withDatabase(options.adminUrl, database), async (client) => {
      await generateShop(client, options);
      await client.query(
        `revoke all on schema public from public;
         grant usage on schema public to ${reader};
         grant select on all tables in schema public to ${reader};`,
      );
    });
    await admin.query(`revoke all on database ${database} from public`);
    await admin.query(`grant connect on database ${database} to ${reader}`);
    await admin.query(`comment on database ${database} is '${complete(options.orders)}'`);
    return true;
  });
  return { host: hostname, port: Number(port || 5432), database, user: reader, password, made };
}
