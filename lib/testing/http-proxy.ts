import http, { type IncomingMessage, type ServerResponse } from "node:http";
import { pipeline } from "node:stream";

export interface TestHttpProxy {
  readonly url: string;
  /**
   * Called with every request before it is sent on; what it answers itself is not sent on. By default everything is.
   */
  onRequest: (request: IncomingMessage, response: ServerResponse) => unknown;
  /** The most requests of one path's beginning that stood between question and end of the answer at once. */
  mostAtOnce(pathBegins: string): number;
  close(): Promise<void>;
}

/** Stands before a real server of a test and lets through what it says: requests are counted, kept waiting or broken here. */
export async function startHttpProxy(target: string): Promise<TestHttpProxy> {
  const open = new Map<ServerResponse, string>();
  const seen: (readonly string[])[] = [];
  const to = new URL(target);
  const server = http.createServer(async (request, response) => {
    open.set(response, request.url ?? "/");
    seen.push([...open.values()]);
    response.on("close", () => open.delete(response));
    await proxy.onRequest(request, response);
    if (response.writableEnded || response.destroyed) return;
    // The name that the client signed goes on as it is.
    const { method, url, headers } = request;
    const sent = http.request({ hostname: to.hostname, port: to.port, method, path: url, headers });
    sent.on("response", (answer) => {
      // Who asked may have left meanwhile.
      if (response.destroyed) return void answer.destroy();
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      pipeline(answer, response, () => undefined);
    });
    sent.on("error", () => response.destroy());
    pipeline(request, sent, () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no port");
  const proxy: TestHttpProxy = {
    url: `http://127.0.0.1:${address.port}`,
    onRequest: () => undefined,
    mostAtOnce: (begins) =>
      Math.max(0, ...seen.map((paths) => paths.filter((one) => one.startsWith(begins)).length)),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}
