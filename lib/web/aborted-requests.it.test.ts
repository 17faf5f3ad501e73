import http from "node:http";
import net from "node:net";
import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type TestServices, testServices } from "#lib/testing/server";

/** Clients that leave in the middle of a request, over real sockets: nothing of ours failed, so nothing is logged. */

let harness: TestServices;
let web: typeof import("./server.ts");
let operations: typeof import("#lib/operations/server");
beforeAll(async () => {
  harness = await testServices("aborted");
  for (const [name, value] of Object.entries(harness.environment)) vi.stubEnv(name, value);
  web = await import("./server.ts");
  operations = await import("#lib/operations/server");
});
afterAll(async () => {
  await (await web.services()).close();
  await harness.close();
});

/** Serves a route, lets a client leave after half of its body, and answers what the route said. */
async function abortedAnswer(
  path: string,
  route: (request: Request) => Promise<Response>,
): Promise<{ readonly status: number; readonly text: string }> {
  const answered = Promise.withResolvers<Response>();
  const server = http.createServer((incoming, response) => {
    const request = new Request(`http://127.0.0.1${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      // The body comes as it does from Next: as the socket's own stream.
      body: Readable.toWeb(incoming) as ReadableStream<Uint8Array>,
      duplex: "half",
    } as RequestInit);
    route(request).then(answered.resolve, answered.reject);
    response.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const address = server.address();
    if (typeof address !== "object" || address === null) throw new Error("no port");
    const socket = net.connect(address.port, "127.0.0.1");
    socket.write(`POST ${path} HTTP/1.1\r\nHost: t\r\nContent-Length: 1000\r\n\r\n{"name":`);
    setTimeout(() => socket.resetAndDestroy(), 50);
    const answer = await answered.promise;
    return { status: answer.status, text: await answer.text() };
  } finally {
    server.close();
  }
}

test.each([
  ["an operation", "/api/modules", () => web.routeFor(operations.createModule)],
  ["a web hook", "/api/hooks/1", () => web.hookRoute],
  ["the sign-in", "/api/auth/sign-in/email", () => web.authRoute],
] as const)("of %s are answered quietly", async (_what, path, route) => {
  const answer = await abortedAnswer(path, (request) => route()(request, { params: Promise.resolve({}) }));
  expect(answer.status).toBe(409);
  // An unexpected failure would carry its reference into the log.
  expect(answer.text).toContain('"request-aborted"');
  expect(answer.text).not.toContain("reference");
});
