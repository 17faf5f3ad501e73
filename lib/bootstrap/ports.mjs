import net from "node:net";
import { Problem } from "./problem.mjs";

/**
 * @param {number} port
 * @param {string} host
 * @returns {Promise<string | undefined>} the system's code for why nothing can listen there
 */
export function whyTaken(port, host = "127.0.0.1") {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.on("error", (error) => resolve(error.code ?? "unknown"));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

/** @returns {Promise<number>} a port of loopback on which nobody listens now */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.on("error", reject);
    server.listen({ port: 0, host: "127.0.0.1" }, () => {
      const address = server.address();
      server.close(() => resolve(address.port));
    });
  });
}

/**
 * @param {NodeJS.ProcessEnv} environment
 * @returns {{ host: string, port: number }}
 */
export function webAddress(environment = process.env) {
  const text = environment.PORT || "3000";
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) {
    throw new Problem(`PORT must be a number from 1 to 65535.`, 2);
  }
  return { host: environment.HOST || "127.0.0.1", port };
}

/**
 * @param {{ host: string, port: number }} address
 * @throws {Problem} where the web process could not listen
 */
export async function assertFree({ host, port }) {
  const reason = await whyTaken(port, host);
  if (reason === undefined) return;
  if (reason === "EADDRINUSE") {
    throw new Problem(
      `Port ${port} is taken by another program. Stop that one, or choose another port: PORT=${port + 1} npm start`,
      2,
    );
  }
  throw new Problem(
    `Nothing can listen on ${host}:${port} (${reason}). Choose another host or port: HOST=127.0.0.1 PORT=${port} npm start`,
    2,
  );
}
