import { addressOfDatabase, connected, ensureLogin, keptPassword } from "../own-databases.ts";
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

// One at a time over all processes; the number only has to be ours.
const lock = 4_706_523;

/** Set when the last row is written, so that a database left half made is made again. */
const complete = (orders: number) => `ETL-Express demo shop, ${orders} orders, seed ${defaultSeed}`;

/** The demo shop: made when it is not there or was left half made. What is there stays, whatever its size. */
export async function ensureShop(
  options: EnsureShopOptions,
): Promise<ShopSource & { readonly made: boolean }> {
  const { hostname, port } = new URL(options.adminUrl);
  const password = await keptPassword(options.passwordFile);
  const made = await connected(options.adminUrl, async (admin) => {
    await admin.query("select pg_advisory_lock($1)", [lock]);
    await ensureLogin(admin, reader, password);
    const found = await admin.query<{ mark: string | null }>(
      "select shobj_description(oid, 'pg_database') as mark from pg_database where datname = $1",
      [database],
    );
    if (found.rows[0]?.mark?.startsWith("ETL-Express demo shop")) return false;
    await admin.query(`drop database if exists ${database} with (force)`);
    await admin.query(`create database ${database} template template0 encoding 'UTF8'`);
    await connected(addressOfDatabase(options.adminUrl, database), async (client) => {
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
