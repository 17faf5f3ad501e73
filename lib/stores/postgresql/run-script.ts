import type { Connection } from "pg";
import type { PostgresClient } from "#lib/network/server";

/** Rows of a script's last statement; more are not what names tables and their scripts. */
const mostRows = 10_000;
/** Bytes of them together: a thousand tables with long scripts, and little of this process's memory. */
const mostBytes = 20_000_000;

export type ScriptRow = Readonly<Record<string, string | null>>;

/** Says that a script answered more than anybody reads. */
export class TooMuchAnswered extends Error {}

/**
 * Runs all statements of a script and answers the rows of the last one that has any, as texts. Rows pass one by one, so that a
 * script that selects a large table costs no memory here; one that asks for rows from us gets none.
 */
export function runScript(client: PostgresClient, text: string): Promise<readonly ScriptRow[]> {
  return new Promise((resolve, reject) => {
    let names: readonly string[] = [];
    let rows: ScriptRow[] = [];
    let count = 0;
    let bytes = 0;
    const isTooMuch = () => count > mostRows || bytes > mostBytes;
    let failure: unknown;
    // The shape that pg's client drives a query by; see `Submittable` in @types/pg and lib/client.js of pg.
    const query = {
      submit: (connection: Connection) => connection.query(text),
      handleRowDescription(message: { readonly fields: readonly { readonly name: string }[] }) {
        names = message.fields.map(({ name }) => name);
        rows = [];
        count = 0;
        bytes = 0;
      },
      handleDataRow(message: { readonly fields: readonly (string | null)[] }) {
        count += 1;
        for (const field of message.fields) bytes += field === null ? 0 : Buffer.byteLength(field);
        // Nobody reads them: what came before goes as well.
        if (isTooMuch()) rows = [];
        else rows.push(Object.fromEntries(names.map((name, index) => [name, message.fields[index] ?? null])));
      },
      handleCopyInResponse: (connection: Connection & { sendCopyFail(reason: string): void }) =>
        connection.sendCopyFail("a script has no rows to send"),
      handleCopyData: () => undefined,
      handleError: (error: unknown) => {
        failure ??= error;
        // After an error the server says once more that it is ready; only then the client may be used again.
        reject(failure);
      },
      handleReadyForQuery: () => (isTooMuch() ? reject(new TooMuchAnswered()) : resolve(rows)),
      handleEmptyQuery: () => undefined,
      handleCommandComplete: () => undefined,
      handlePortalSuspended: () => undefined,
    };
    client.query(query);
  });
}
