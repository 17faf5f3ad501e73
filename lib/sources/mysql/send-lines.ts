import { Readable } from "node:stream";
import type { MysqlClient } from "#lib/network/server";
import { watchSilence } from "../patience.ts";

/** Rows are handed on in pieces of about this many bytes. */
const chunkBytes = 1 << 18;

/** One line of CSV a row, made at the server: what arrives needs no parsing here. */
export function lineStatement(script: string, parts: readonly string[], limit: string): string {
  const line = parts.map((part) => `coalesce(${part}, '')`).join(", ',', ");
  return `select concat(${line}, char(10 using utf8mb4)) from (\n${script}\n) as q${limit}`;
}

interface Sending {
  readonly stream: Readable;
  readonly rowsSent: () => number;
  readonly bytesSent: () => number;
}

/** Streams the single column of a statement as bytes; the server waits where nobody reads. */
export function sendLines(
  client: MysqlClient,
  statement: string,
  toError: (error: unknown) => Error,
  { milliseconds, late }: { readonly milliseconds: number; readonly late: () => void },
): Sending {
  let rows = 0;
  let waiting: Buffer[] = [];
  let bytes = 0;
  let handedOn = 0;
  let isPaused = false;
  const stream = new Readable({
    highWaterMark: 1 << 20,
    read() {
      if (!isPaused) return;
      isPaused = false;
      client.resume();
    },
  });
  const silence = watchSilence(milliseconds, () => !isPaused, late);
  stream.once("close", silence.stop);
  const flush = () => {
    const chunk = Buffer.concat(waiting);
    handedOn += chunk.length;
    waiting = [];
    bytes = 0;
    if (!stream.push(chunk) && !isPaused) {
      isPaused = true;
      client.pause();
    }
  };
  const query = client.query({
    sql: statement,
    rowsAsArray: true,
    typeCast: (field: { buffer(): Buffer | null }) => field.buffer(),
  });
  query.on("result", (row: readonly (Buffer | null)[]) => {
    silence.heard();
    const line = row[0];
    if (line === null || line === undefined) {
      // The server gives null for a line that is longer than it may send.
      stream.destroy(
        toError(Object.assign(new Error(), { errno: 1301, code: "ER_WARN_ALLOWED_PACKET_OVERFLOWED" })),
      );
      return;
    }
    rows += 1;
    waiting.push(line);
    bytes += line.length;
    if (bytes >= chunkBytes) flush();
  });
  const onError = (error: unknown) => stream.destroy(toError(error));
  query.on("error", onError);
  // The end of a connection is told to the connection alone.
  client.on("error", onError);
  stream.once("close", () => client.removeListener("error", onError));
  query.on("end", () => {
    silence.stop();
    if (stream.destroyed) return;
    if (bytes > 0) flush();
    stream.push(null);
  });
  return { stream, rowsSent: () => rows, bytesSent: () => handedOn };
}
