import type { PostgresqlConfig } from "./definition.ts";
import { quoteLiteral, quoteName } from "./quote.ts";

/** The statements with which an owner makes a role that can read these tables and nothing else. The password is theirs to choose. */
export function grantScript(
  config: PostgresqlConfig,
  tables: readonly { readonly schema?: string; readonly name: string }[],
): string {
  const role = quoteName(config.user);
  const named = tables.map((t) => ({ schema: t.schema ?? "public", name: t.name }));
  const schemas = [
    ...new Set([...named.map((t) => t.schema), ...(named.length === 0 ? config.schemas : [])]),
  ];
  const everything = named.length === 0 ? (schemas.length === 0 ? ["public"] : schemas) : [];
  // Dollar quoting ends where its tag stands again, in a name too.
  let tag = "$etlx$";
  while (role.includes(tag)) tag = `${tag.slice(0, -1)}x$`;
  const lines = [
    "-- Run as the owner of the tables. Choose a password of your own.",
    `do ${tag} begin`,
    `  if not exists (select from pg_roles where rolname = ${quoteLiteral(config.user)}) then`,
    `    create role ${role} login password 'CHANGE-ME' nosuperuser nocreatedb nocreaterole;`,
    "  end if;",
    `end ${tag};`,
    `alter role ${role} set default_transaction_read_only = on;`,
    `grant connect on database ${quoteName(config.database)} to ${role};`,
    ...(schemas.length === 0 ? ["public"] : schemas).map(
      (schema) => `grant usage on schema ${quoteName(schema)} to ${role};`,
    ),
    ...everything.map((schema) => `grant select on all tables in schema ${quoteName(schema)} to ${role};`),
    ...named.map((t) => `grant select on table ${quoteName(t.schema)}.${quoteName(t.name)} to ${role};`),
  ];
  return `${lines.join("\n")}\n`;
}
