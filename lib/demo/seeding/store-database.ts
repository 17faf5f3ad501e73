import { addressOfDatabase, connected, ensureLogin, keptPassword } from "../own-databases.ts";

const database = "etlx_demo_store";
const writer = "etlx_demo_writer";
const reader = "etlx_demo_store_reader";
const script = "etlx_demo_store_script";

/** A database for published versions beside our records: one role writes it, another only reads, a third is that of upload scripts. */
export async function ensureStoreDatabase(adminUrl: string, passwordFile: string) {
  const password = await keptPassword(passwordFile);
  await connected(adminUrl, async (admin) => {
    await ensureLogin(admin, writer, password);
    await ensureLogin(admin, reader, password);
    await ensureLogin(admin, script, password);
    // What a script publishes becomes the writer's.
    await admin.query(`grant ${script} to ${writer}`);
    const known = await admin.query("select 1 from pg_database where datname = $1", [database]);
    if (known.rowCount === 0) {
      await admin.query(`create database ${database} owner ${writer} template template0 encoding 'UTF8'`);
    }
    await admin.query(`revoke all on database ${database} from public`);
    await admin.query(`grant connect on database ${database} to ${reader}, ${script}`);
  });
  const { hostname, port } = new URL(addressOfDatabase(adminUrl, database));
  return {
    host: hostname,
    port: Number(port || 5432),
    database,
    user: writer,
    password,
    ssl: "disable",
    readerUser: reader,
    readerPassword: password,
    scriptUser: script,
    scriptPassword: password,
  };
}
