import { createServer, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { afterEach, expect, it } from "vitest";
import { PostgresClient } from "./postgres-client.ts";

/** A key that both sides know stands for a certificate. */
const psk = Buffer.from("0123456789abcdef0123456789abcdef", "hex");
const keyed = { ciphers: "PSK", minVersion: "TLSv1.2", maxVersion: "TLSv1.2" } as const;
const ssl = { ...keyed, pskCallback: () => ({ psk, identity: "etl" }), checkServerIdentity: () => undefined };

const closes: (() => void)[] = [];
afterEach(() => {
  for (const close of closes.splice(0)) close();
});

async function serverOf(answer: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    closes.push(() => socket.destroy());
    answer(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closes.push(() => server.close());
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no port");
  return address.port;
}

const clientOf = (port: number, encryption: typeof ssl | false) =>
  Object.assign(new PostgresClient({ host: "127.0.0.1", port, ssl: encryption }), {
    processID: 77,
    secretKey: -5,
  });

/** Takes what comes as a request to cancel, and says goodbye as a server does. */
function taking(requests: (readonly number[])[]) {
  return (socket: Socket) =>
    socket.once("data", (data) => {
      requests.push([data.readInt32BE(0), data.readInt32BE(4), data.readInt32BE(8), data.readInt32BE(12)]);
      socket.end();
    });
}
const request = [16, 80877102, 77, -5];

it("asks to cancel what the server has named at the login", async () => {
  const requests: (readonly number[])[] = [];
  const port = await serverOf(taking(requests));
  await clientOf(port, false).cancel();
  expect(requests).toEqual([request]);
});

it("sends the request encrypted where the connection was, and not at all where the server has no encryption then", async () => {
  const requests: (readonly number[])[] = [];
  const secure = createTlsServer({ ...keyed, pskCallback: () => psk }, taking(requests));
  const port = await serverOf((socket) =>
    socket.once("data", (asked) => {
      expect([asked.readInt32BE(0), asked.readInt32BE(4)]).toEqual([8, 80877103]);
      socket.write("S");
      secure.emit("connection", socket);
    }),
  );
  await clientOf(port, ssl).cancel();
  expect(requests).toEqual([request]);
  const plain = await serverOf((socket) => socket.once("data", () => socket.write("N")));
  await expect(clientOf(plain, ssl).cancel()).rejects.toThrow("does not support SSL");
});

it("gives up a server that does not answer the request", async () => {
  const port = await serverOf(() => undefined);
  await expect(clientOf(port, false).cancel()).rejects.toThrow("aborted");
}, 15_000);
