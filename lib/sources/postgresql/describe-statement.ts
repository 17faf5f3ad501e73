import type { Connection } from "pg";
import type { PostgresClient } from "#lib/network/server";

export interface ResultColumn {
  readonly name: string;
  readonly typeOid: number;
  readonly modifier: number;
  /** The table column it is, 0 where it is computed. */
  readonly tableOid: number;
  readonly tableColumn: number;
}

interface RowDescription {
  readonly fields: readonly {
    readonly name: string;
    readonly dataTypeID: number;
    readonly dataTypeModifier: number;
    readonly tableID: number;
    readonly columnID: number;
  }[];
}

/**
 * Lets the server parse a statement by the extended protocol, where one message holds one statement, and describe what it
 * returns; nothing runs. Undefined: it returns no rows (it is no SELECT).
 */
export function describeStatement(
  client: PostgresClient,
  text: string,
): Promise<readonly ResultColumn[] | undefined> {
  return new Promise((resolve, reject) => {
    let columns: readonly ResultColumn[] | undefined;
    // The shape that pg's client drives a query by; see `Submittable` in @types/pg and lib/client.js of pg.
    const query = {
      submit(connection: Connection) {
        connection.parse({ text, name: "", types: [] }, true);
        connection.describe({ type: "S", name: "" }, true);
        connection.sync();
      },
      handleRowDescription(message: RowDescription) {
        columns = message.fields.map((field) => ({
          name: field.name,
          typeOid: field.dataTypeID,
          modifier: field.dataTypeModifier,
          tableOid: field.tableID,
          tableColumn: field.columnID,
        }));
      },
      handleError: (error: unknown) => reject(error),
      handleReadyForQuery: () => resolve(columns),
      handleEmptyQuery: () => undefined,
      handleCommandComplete: () => undefined,
      handlePortalSuspended: () => undefined,
    };
    client.query(query);
  });
}
