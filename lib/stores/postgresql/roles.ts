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

/** A script's role that could reach files, programs or our own tables would make the script's limits void. */
export async function assertModest(client: PostgresClient, owner: string, store: string): Promise<void> {
  const { rows } = await client.query<{ mighty: boolean }>(
    `select rolsuper or rolcreaterole or pg_has_role(current_user, $1::name, 'member')
         or exists (select from pg_roles r where r.rolname in
            ('pg_execute_server_program', 'pg_read_server_files', 'pg_write_server_files', 'pg_write_all_data')
            and pg_has_role(current_user, r.oid, 'member')) as mighty
     from pg_roles where rolname = current_user`,
    [owner],
  );
  if (rows[0]?.mighty !== false)
    throw unsuitable(store, {
      en: "its role for scripts may do more than write: it is a superuser, may make roles, or belongs to the store's own user.",
      ru: "его роль для скриптов может больше, чем писать: она суперпользователь, создаёт роли или входит в пользователя хранилища.",
    });
}

/** Whether the roles of upload scripts, where a store has them, may sign in and can do no more than they should. */
export async function assertRolesAnswer(
  config: PostgresqlStoreConfig,
  tools: StoreTools,
  store: string,
): Promise<void> {
  const { scriptUser, scriptPassword, readerUser, readerPassword } = config;
  const as = async (user: string, password: string, work: (client: PostgresClient) => Promise<void>) => {
    const signed = { ...config, user, password };
    const client = await connectPostgres(signed, tools.network, { applicationName: "etl-express" }).catch(
      (cause: unknown) => {
        throw new AppError("store-refused", { store, detail: `ROLE ${user}` }, { cause });
      },
    );
    await work(client).finally(() => client.end());
  };
  if (readerUser !== undefined && readerPassword !== undefined)
    await as(readerUser, readerPassword, async () => undefined);
  if (scriptUser === undefined || scriptPassword === undefined) return;
  await as(scriptUser, scriptPassword, (client) => assertModest(client, config.user, store));
}
