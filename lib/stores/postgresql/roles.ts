import { AppError, type Text } from "#lib/kernel";
import { connectPostgres, type PostgresClient } from "#lib/network/server";
import type { StoreTools } from "../definition.ts";
import type { PostgresqlStoreConfig } from "./definition.ts";

export interface Roles {
  readonly script: { readonly user: string; readonly password: string };
  readonly reader: { readonly user: string; readonly password: string };
}

const unsuitable = (store: string, text: Text) => new AppError("upload-store-unsuitable", { store, ...text });

/** Three roles of their own: ours owns the versions of all modules, the script's writes, the reader's only reads. */
export function rolesOf(config: PostgresqlStoreConfig, store: string): Roles {
  const { scriptUser, scriptPassword, readerUser, readerPassword } = config;
  if (scriptUser === undefined || scriptPassword === undefined)
    throw unsuitable(store, {
      en: "it has no role for upload scripts. Give it one on the store's page.",
      ru: "у него нет роли для скриптов выгрузки. Задайте её на странице хранилища.",
    });
  if (readerUser === undefined || readerPassword === undefined)
    throw unsuitable(store, {
      en: "it has no reading role with a password, with which its rows are read back. Give it one on the store's page.",
      ru: "у него нет роли для чтения с паролем, которой строки читаются обратно. Задайте её на странице хранилища.",
    });
  if (new Set([config.user, scriptUser, readerUser]).size < 3)
    throw unsuitable(store, {
      en: "its user, its role for scripts and its reading role must be three different ones.",
      ru: "его пользователь, роль для скриптов и роль для чтения должны быть разными.",
    });
  return {
    script: { user: scriptUser, password: scriptPassword },
    reader: { user: readerUser, password: readerPassword },
  };
}

interface Power {
  readonly role: string;
  readonly power: string;
}

/** What reads and writes files, runs programs, or writes every table there is. */
const mightyGroups = [
  "pg_execute_server_program",
  "pg_read_server_files",
  "pg_write_server_files",
  "pg_write_all_data",
];

/** What one of the roles may that makes its limits void, itself or as a role that it may become: files, roles, tables of ours. */
async function powerOf(
  client: PostgresClient,
  roles: readonly string[],
  scriptUser: string | undefined,
): Promise<Power | undefined> {
  const { rows } = await client.query<{ role: string; power: string }>(
    `with ours as (
       select n.oid, n.nspowner as owner, obj_description(n.oid, 'pg_namespace') as mark from pg_namespace n
     ), held as (
       select owner from ours where mark like '{%etlExpress%'
       union
       select c.relowner from ours join pg_class c on c.relnamespace = ours.oid
       where mark like '{%etlExpress%' and mark not like '%"kind":"script"%'
     )
     select r.rolname as role, concat_ws(' ', found.power, case when m.oid <> r.oid then '(' || m.rolname || ')' end) as power
     from pg_roles r join pg_roles m on pg_has_role(r.oid, m.oid, 'member')
     cross join lateral (select case
       when m.rolsuper then 'SUPERUSER' when m.rolcreaterole then 'CREATEROLE' when m.rolbypassrls then 'BYPASSRLS'
       when m.rolcreatedb then 'CREATEDB' when m.rolreplication then 'REPLICATION'
       when m.rolname = any($2) then 'MEMBER' when m.rolname = current_user then 'MEMBER'
       when r.rolname is distinct from $3 and m.rolname = $3 then 'MEMBER'
       when exists (select from pg_database b where b.datname = current_database() and b.datdba = m.oid)
         or m.oid in (select owner from held) then 'OWNER' end as power) found
     where r.rolname = any($1) and found.power is not null
     order by r.rolname, m.oid <> r.oid, 2 limit 1`,
    [roles, mightyGroups, scriptUser ?? null],
  );
  return rows[0];
}

/** The role of scripts writes and the reading role reads, and neither can do more, or what limits them would be void. */
export async function assertModest(
  client: PostgresClient,
  { scriptUser, readerUser }: PostgresqlStoreConfig,
  store: string,
): Promise<void> {
  const roles = [scriptUser, readerUser].filter((role) => role !== undefined);
  const found = await powerOf(client, roles, scriptUser);
  if (!found) return;
  const { role, power } = found;
  if (scriptUser === undefined)
    throw new AppError("store-refused", { store, detail: `ROLE ${role}: ${power}` });
  throw unsuitable(store, {
    en: `its role ${role} may do more than it should: ${power}. Take that from it.`,
    ru: `его роль ${role} может больше, чем нужно: ${power}. Отнимите это у неё.`,
  });
}

/** What a script makes becomes ours: our user must have its role's rights over it. */
export async function assertTakesOver(client: PostgresClient, script: string, store: string): Promise<void> {
  const { rows } = await client.query<{ may: boolean }>(
    "select pg_has_role(current_user, $1::name, 'usage') as may",
    [script],
  );
  if (rows[0]?.may !== true)
    throw unsuitable(store, {
      en: `its user must be a member of its role for scripts, so that what they publish becomes its own. Run: grant "${script}" to the store's user.`,
      ru: `его пользователь должен входить в роль скриптов, чтобы опубликованное ими стало его собственным. Выполните: grant "${script}" для пользователя хранилища.`,
    });
}

/** Whether the roles of a store may sign in and can do no more than they should. `client` is its own user's. */
export async function assertRolesAnswer(
  client: PostgresClient,
  config: PostgresqlStoreConfig,
  tools: StoreTools,
  store: string,
): Promise<void> {
  const { scriptUser, scriptPassword, readerUser, readerPassword } = config;
  await assertModest(client, config, store);
  if (scriptUser !== undefined) await assertTakesOver(client, scriptUser, store);
  for (const [user, password] of [
    [readerUser, readerPassword],
    [scriptUser, scriptPassword],
  ]) {
    if (user === undefined || password === undefined) continue;
    const signed = { ...config, user, password };
    const other = await connectPostgres(signed, tools.network, { applicationName: "etl-express" }).catch(
      (cause: unknown) => {
        throw new AppError("store-refused", { store, detail: `ROLE ${user}` }, { cause });
      },
    );
    await other.end();
  }
}
