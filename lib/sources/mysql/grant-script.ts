import { quotedTable } from "../table-names.ts";
import type { MysqlConfig } from "./definition.ts";

const literal = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;

/** The statements with which an administrator makes a user that can read these tables and nothing else. */
export function mysqlGrantScript(
  config: MysqlConfig,
  tables: readonly { readonly schema?: string; readonly name: string }[],
): string {
  const user = `${literal(config.user)}@'%'`;
  const database = quotedTable({ name: config.database }, "`");
  const targets =
    tables.length === 0
      ? [`${database}.*`]
      : tables.map(({ name }) => quotedTable({ schema: config.database, name }, "`"));
  const lines = [
    "-- Run as an administrator. Choose a password of your own, and the hosts that may connect.",
    `create user if not exists ${user} identified by 'CHANGE-ME';`,
    ...targets.map((target) => `grant select on ${target} to ${user};`),
  ];
  return `${lines.join("\n")}\n`;
}
