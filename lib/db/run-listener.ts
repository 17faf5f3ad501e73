import pg from "pg";

/** Called with the run that has news; without one where some may have been missed and all should be looked at again. */
export type RunListener = (runId: string | undefined) => void;

/** Milliseconds between attempts to connect again: short, since a live page waits for it. */
const reconnectDelay = 500;

export interface RunListeners {
  add(listener: RunListener): Promise<() => void>;
  close(): Promise<void>;
}

/** One connection that listens for all listeners of this process, opened at the first. */
export function createRunListeners(url: string): RunListeners {
  const listeners = new Set<RunListener>();
  let connection: Promise<pg.Client> | undefined;
  let closed = false;

  const tellAll = (runId: string | undefined) => {
    for (const listener of listeners) listener(runId);
  };

  const connect = async (): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: url, application_name: "etlx-listener" });
    client.on("notification", ({ payload }) => tellAll(payload));
    client.on("error", () => lost(client));
    client.on("end", () => lost(client));
    await client.connect();
    await client.query("listen etlx_run");
    return client;
  };

  const dead = new WeakSet<pg.Client>();
  const lost = (client: pg.Client) => {
    if (dead.has(client)) return;
    dead.add(client);
    connection = undefined;
    if (!closed && listeners.size > 0) setTimeout(reconnect, reconnectDelay).unref();
  };
  const reconnect = () => {
    if (closed || connection !== undefined) return;
    connection = connect();
    connection.then(
      () => tellAll(undefined),
      () => {
        connection = undefined;
        setTimeout(reconnect, reconnectDelay).unref();
      },
    );
  };

  return {
    add: async (listener) => {
      listeners.add(listener);
      connection ??= connect();
      try {
        await connection;
      } catch (error) {
        connection = undefined;
        listeners.delete(listener);
        throw error;
      }
      return () => listeners.delete(listener);
    },
    close: async () => {
      closed = true;
      listeners.clear();
      const open = await connection?.catch(() => undefined);
      await open?.end().catch(() => {});
    },
  };
}
