import { type MysqlClient, queryMysql } from "#lib/network/server";
import { type MysqlModes, mysqlModes } from "#lib/sql";

/** What a server says of itself and of our connection to it. */
export interface MysqlServer {
  readonly isMariadb: boolean;
  /** MariaDB 10.11.6. */
  readonly title: string;
  readonly connectionId: number;
  readonly modes: MysqlModes;
}

export async function serverOf(client: MysqlClient): Promise<MysqlServer> {
  const [row] = await queryMysql<{ version: string; id: string | number; modes: string }>(
    client,
    "select version() as version, connection_id() as id, @@sql_mode as modes",
  );
  const { version = "", id = 0, modes = "" } = row ?? {};
  const isMariadb = version.includes("MariaDB");
  return {
    isMariadb,
    title: `${isMariadb ? "MariaDB" : "MySQL"} ${version.split("-")[0]}`,
    connectionId: Number(id),
    modes: mysqlModes(modes),
  };
}
