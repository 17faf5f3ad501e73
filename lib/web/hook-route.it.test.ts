import { randomUUID } from "node:crypto";
import http from "node:http";
import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { smallDocument } from "#lib/testing";
import { type TestServices, testServices } from "#lib/testing/server";

/** Programs that call a web hook over HTTP, with the token they were given, a wrong one and none. */

let harness: TestServices;
let web: typeof import("./server.ts");
let server: http.Server;
let base = "";
let id = "";
let token = "";

/** The route as Next serves it: the body comes as the socket's own stream. */
async function serve(incoming: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const { pathname } = new URL(incoming.url ?? "/", "http://hooks");
  const request = new Request(`http://hooks${pathname}`, {
    method: "POST",
    headers: Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
    body: Readable.toWeb(incoming),
    duplex: "half",
  } as RequestInit);
  const params = Promise.resolve({ id: pathname.split("/").at(-1) ?? "" });
  const answer = await web.hookRoute(request, { params });
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(await answer.text());
}

beforeAll(async () => {
  harness = await testServices("hooks");
  for (const [name, value] of Object.entries(harness.environment)) vi.stubEnv(name, value);
  web = await import("./server.ts");
  const { createModule, createSource, createStore, perform, saveRevision, saveTrigger } = await import(
    "#lib/operations/server"
  );
  const actor = await harness.actor("data-engineer");
  const admin = await harness.actor("administrator");
  const request = {
    services: harness.services,
    actor,
    origin: { local: false },
    signal: AbortSignal.timeout(60_000),
  };
  const config = { host: "127.0.0.1", port: 5432, database: "clinic", user: "reader", password: "x" };
  await perform(createSource, { ...request, actor: admin }, { name: "clinic", kind: "postgresql", config });
  await perform(createStore, { ...request, actor: admin }, { name: "warehouse", kind: "postgresql", config });
  await perform(createModule, request, { document: smallDocument("called") });
  await perform(saveRevision, request, { module: "called", etag: 1, message: "first" });
  const saved = await perform(saveTrigger, request, {
    module: "called",
    name: "from outside",
    settings: { kind: "webhook", runKind: "trial", overlap: "queue" },
  });
  id = saved.id;
  token = saved.token ?? "";
  server = http.createServer((incoming, response) => void serve(incoming, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  base = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/api/hooks`;
});
afterAll(async () => {
  server?.close();
  await (await web.services()).close();
  await harness.close();
});

async function call(
  headers: Record<string, string>,
  body = "",
  hook = id,
): Promise<{ readonly status: number; readonly json: Record<string, unknown>; readonly headers: Headers }> {
  const answer = await fetch(`${base}/${hook}`, { method: "POST", headers, body });
  return { status: answer.status, json: await answer.json(), headers: answer.headers };
}
const bearer = (given: string) => ({ authorization: `Bearer ${given}` });
const codeOf = ({ json }: { json: Record<string, unknown> }) =>
  (json.error as { code?: string } | undefined)?.code;
const runsStarted = async () => (await harness.services.db.runs.list({ module: "called" })).length;

test("the right token starts a run, and the same key no second one", async () => {
  const before = await runsStarted();
  const key = { ...bearer(token), "idempotency-key": randomUUID() };
  const first = await call(key);
  expect(first).toMatchObject({ status: 202, json: { state: "running", repeated: false } });
  expect(first.headers.get("cache-control")).toBe("no-store");
  expect(await call(key, "{}")).toMatchObject({ status: 200, json: { run: first.json.run, repeated: true } });
  expect((await runsStarted()) - before).toBe(1);
});

test.for([
  ["a wrong token", () => bearer(`${token.slice(0, -1)}${token.endsWith("A") ? "B" : "A"}`)],
  ["a part of the token", () => bearer(token.slice(0, -1))],
  ["no token", () => ({})],
  ["an empty one", () => ({ authorization: "Bearer " })],
  ["the token under another scheme", () => ({ authorization: `Basic ${token}` })],
  ["the token in a cookie", () => ({ cookie: `token=${token}` })],
] as const)("%s starts nothing and is not told why", async ([, headers]) => {
  const before = await runsStarted();
  const refused = await call(headers());
  expect(refused.status).toBe(401);
  expect(codeOf(refused)).toBe("hook-token-wrong");
  expect(JSON.stringify(refused.json)).not.toContain(token.slice(9));
  expect(await runsStarted()).toBe(before);
});

test("a hook that does not exist answers as one with a wrong token", async () => {
  const unknown = await call(bearer(token), "", randomUUID());
  expect([unknown.status, codeOf(unknown)]).toEqual([401, "hook-token-wrong"]);
});

test.for([
  ["no JSON", "{", 400, "request-invalid"],
  ["a list", "[]", 400, "request-invalid"],
  ["what no hook takes", '{"module": "other"}', 400, "request-invalid"],
  ["a parameter that the module has not", '{"parameters": {"day": "x"}}', 400, "parameter-unknown"],
  [
    "more than a hook reads",
    JSON.stringify({ parameters: { a: "x".repeat(70_000) } }),
    413,
    "hook-body-too-large",
  ],
] as const)("a body of %s starts nothing, whatever the token", async ([, body, status, code]) => {
  const before = await runsStarted();
  const refused = await call({ ...bearer(token), "content-type": "application/json" }, body);
  expect([refused.status, codeOf(refused)]).toEqual([status, code]);
  expect(await runsStarted()).toBe(before);
});

test("a body that does not say how long it is is read no farther than it may be", async () => {
  const before = await runsStarted();
  let chunks = 0;
  const long = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      chunks += 1;
      if (chunks > 8) controller.close();
      else controller.enqueue(new TextEncoder().encode(" ".repeat(16_384)));
    },
  });
  const request = { method: "POST", headers: bearer(token), body: long, duplex: "half" };
  const refused = await fetch(`${base}/${id}`, request as RequestInit);
  expect(refused.status).toBe(413);
  expect(await runsStarted()).toBe(before);
});
