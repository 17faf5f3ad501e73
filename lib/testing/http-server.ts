import http, { type IncomingMessage, type ServerResponse } from "node:http";

export type HttpHandler = (request: IncomingMessage, response: ServerResponse, url: URL) => void;

/** A server of a test, on a port of its own. */
export interface TestHttpServer {
  readonly url: string;
  /** By path; each request is noted. */
  readonly routes: Map<string, HttpHandler>;
  readonly requests: {
    readonly path: string;
    readonly headers: IncomingMessage["headers"];
    readonly body: string;
    /** When it came, in milliseconds of this process. */
    readonly at: number;
  }[];
  close(): Promise<void>;
}

export async function startHttpServer(): Promise<TestHttpServer> {
  const routes = new Map<string, HttpHandler>();
  const requests: TestHttpServer["requests"] = [];
  const server = http.createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://test");
    let body = "";
    for await (const chunk of request) body += chunk;
    requests.push({
      path: `${url.pathname}${url.search}`,
      headers: request.headers,
      body,
      at: performance.now(),
    });
    const handler = routes.get(url.pathname);
    if (handler) handler(request, response, url);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    routes,
    requests,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Answers with a value as JSON; a text goes as it is. */
export const answerJson =
  (value: unknown, status = 200, headers: Record<string, string> = {}): HttpHandler =>
  (_request, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(typeof value === "string" ? value : JSON.stringify(value));
  };
