import { connect, createServer, type Socket } from "node:net";

export interface TestTcpProxy {
  readonly host: string;
  readonly port: number;
  /** From now on nothing goes on, in no direction; no connection is closed, and new ones are taken. */
  fallSilent(): void;
  /** From now on nobody new is taken. */
  refuse(): Promise<void>;
  /** Ends the server's side as the system does when a client's process is killed. */
  cut(): void;
  /** All that clients have sent. */
  sent(): string;
  close(): Promise<void>;
}

/** Stands before a real server of a test, which then falls silent or is left by its client. */
export async function startTcpProxy(to: { host: string; port: number }): Promise<TestTcpProxy> {
  const pairs: (readonly [client: Socket, server: Socket])[] = [];
  const chunks: Buffer[] = [];
  let isSilent = false;
  const silence = (socket: Socket) => socket.unpipe().pause();
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const target = connect({ ...to, allowHalfOpen: true });
    pairs.push([client, target]);
    for (const socket of [client, target]) socket.on("error", () => undefined);
    if (isSilent) return;
    client.on("data", (chunk) => void chunks.push(Buffer.from(chunk)));
    client.pipe(target);
    target.pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no port");
  const leave = (sockets: readonly Socket[]) => {
    for (const socket of sockets) socket.destroy();
  };
  const refuse = () =>
    new Promise<void>((resolve) => {
      if (!server.listening) return resolve();
      server.close();
      resolve();
    });
  return {
    host: "127.0.0.1",
    port: address.port,
    fallSilent: () => {
      isSilent = true;
      for (const pair of pairs) for (const socket of pair) silence(socket);
    },
    refuse,
    cut: () => leave(pairs.map(([, target]) => target)),
    sent: () => Buffer.concat(chunks).toString("latin1"),
    close: async () => {
      leave(pairs.flat());
      await refuse();
    },
  };
}
