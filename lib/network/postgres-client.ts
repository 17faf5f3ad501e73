import { once } from "node:events";
import { connect, Socket } from "node:net";
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from "node:tls";
import pg from "pg";
import { within } from "./within.ts";

/** A server that says nothing to a goodbye or to a request to cancel for so long is not waited for. */
const goodbyeMilliseconds = 5000;

/** Codes that a connection begins with in place of a version (PostgreSQL's protocol, "Message Formats"). */
const sslRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);
const cancelRequest = [0, 0, 0, 16, 4, 210, 22, 46];

/** A connection that can be ended whatever the other side does, and whose query can be cancelled without a login. */
export class PostgresClient extends pg.Client {
  readonly #socket: Socket;
  readonly #ssl: pg.ClientConfig["ssl"];
  // What the server tells at the login; pg's types leave it out.
  declare readonly processID: number | null;
  declare readonly secretKey: number | null;

  constructor(config: pg.ClientConfig) {
    const socket = new Socket();
    super({ ...config, stream: () => socket });
    this.#socket = socket;
    this.#ssl = config.ssl;
  }

  /** Ends it at once: what waits for an answer fails. */
  cut(): void {
    this.#socket.destroy();
  }

  override end(): Promise<void>;
  override end(callback: (error: Error) => void): void;
  override end(callback?: (error: Error) => void): Promise<void> | void {
    if (callback) return super.end(callback);
    return within(
      goodbyeMilliseconds,
      () => this.cut(),
      () => super.end(),
    );
  }

  /**
   * Asks the server to cancel what this connection does: by the protocol's own request, which takes neither a login nor a
   * connection of those that a role may have. Throws where it did not get there; that it was heeded is never told.
   */
  async cancel(): Promise<void> {
    const request = Buffer.from([...cancelRequest, 0, 0, 0, 0, 0, 0, 0, 0]);
    request.writeInt32BE(this.processID ?? 0, 8);
    request.writeInt32BE(this.secretKey ?? 0, 12);
    const signal = AbortSignal.timeout(goodbyeMilliseconds);
    const socket = connect({ host: this.host, port: this.port });
    try {
      await once(socket, "connect", { signal });
      const ssl = this.#ssl === true ? {} : this.#ssl;
      const sending = ssl ? await secured(socket, { host: this.host, ...ssl }, signal) : socket;
      sending.write(request);
      sending.resume();
      await once(sending, "close", { signal });
    } finally {
      socket.destroy();
    }
  }
}

/** The same connection, encrypted as the one that is to be cancelled is. */
async function secured(socket: Socket, options: ConnectionOptions, signal: AbortSignal): Promise<TLSSocket> {
  socket.write(sslRequest);
  const [answer] = await once(socket, "data", { signal });
  if (String(answer) !== "S") throw new Error("The server does not support SSL connections");
  const secure = connectTls({ socket, ...options });
  await once(secure, "secureConnect", { signal });
  return secure;
}
