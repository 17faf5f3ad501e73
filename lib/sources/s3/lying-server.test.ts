import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { fileSandbox } from "#lib/engine/server";
import { type HttpHandler, startHttpServer, type TestHttpServer } from "#lib/testing";
import { s3SourceSchema } from "./definition.ts";
import { s3Driver } from "./driver.ts";

// A server that speaks S3 and does not tell the truth: nothing of it may run without an end, or be read twice.

let server: TestHttpServer;
let scratch = "";
beforeEach(async () => {
  server = await startHttpServer();
  scratch = await mkdtemp(path.join(os.tmpdir(), "etlx-lying-"));
});
afterEach(async () => {
  await server.close();
  await rm(scratch, { recursive: true });
});

const files = fileSandbox({ memory: "256MB", threads: 1, seconds: 60, diskBytes: 2 ** 30 });
const driver = () =>
  s3Driver({ network: { privateHosts: "all" }, files, looks: path.join(scratch, "looks") });
const { signal } = new AbortController();
const configOf = (more: object = {}) =>
  s3SourceSchema.parse({
    endpoint: server.url,
    bucket: "bucket",
    accessKeyId: "key",
    secretAccessKey: "secret",
    tables: [{ table: "t", key: "a/*.csv" }],
    ...more,
  });
const open = (more: object = {}, own = signal) =>
  driver().open(configOf(more), { runName: "run", signal: own, scratch });

const listed = (key: string, bytes: number) =>
  `<Contents><Key>${key}</Key><Size>${bytes}</Size><ETag>"e"</ETag></Contents>`;
const page = (contents: string, next?: string) =>
  `<?xml version="1.0"?><ListBucketResult><IsTruncated>${next !== undefined}</IsTruncated>${contents}${next === undefined ? "" : `<NextContinuationToken>${next}</NextContinuationToken>`}</ListBucketResult>`;
/** Answers its lists by the number of the request. */
const lists = (answer: (request: number) => string): HttpHandler => {
  let requests = 0;
  return (_request, response) => {
    response.writeHead(200, { "content-type": "application/xml" });
    response.end(answer(requests++));
  };
};

const endless: HttpHandler = (_request, response) => {
  response.writeHead(200, { etag: '"e"' });
  const send = () => {
    while (response.writable && response.write("1,".repeat(40_000)));
    if (response.writable) response.once("drain", send);
  };
  send();
};
/** Sends something, and then keeps still. */
const silent: HttpHandler = (_request, response) => {
  response.writeHead(200, { etag: '"e"' });
  response.write("a\n");
};

it("a body that goes on after the bytes that were listed is refused, and fills no disk", async () => {
  server.routes.set(
    "/bucket/",
    lists(() => page(listed("a/1.csv", 1000))),
  );
  server.routes.set("/bucket/a/1.csv", endless);
  const session = await open();
  await expect(session.extract("t", "select * from t")).rejects.toMatchObject({
    code: "file-changed",
    params: { file: "1.csv" },
  });
  const [folder = ""] = (await readdir(scratch)).filter((name) => name.startsWith("s3-"));
  for (const file of await readdir(path.join(scratch, folder)))
    expect((await stat(path.join(scratch, folder, file))).size).toBeLessThanOrEqual(1000);
  await session.close();
});

it("a list that repeats its place, or its objects, is refused", async () => {
  server.routes.set(
    "/bucket/",
    lists((at) => page(listed(`a/${at}.csv`, 5), "same")),
  );
  await expect(open()).rejects.toMatchObject({ code: "objects-repeat" });
  expect(server.requests).toHaveLength(2);
  server.routes.set(
    "/bucket/",
    lists((at) => page(listed("a/1.csv", 5), at === 0 ? "next" : undefined)),
  );
  await expect(open()).rejects.toMatchObject({ code: "objects-repeat" });
  expect(await readdir(scratch)).toEqual([]);
});

it("a list is remembered only where it names objects that a table has", async () => {
  server.routes.set(
    "/bucket/",
    lists((at) => page(listed("a/1.txt", 5) + listed(`a/${at}.csv`, 5), at === 0 ? "next" : undefined)),
  );
  await (await open()).close();
  expect(server.requests).toHaveLength(2);
});

it("a list is asked for what all keys of a pattern begin with", async () => {
  for (const [key, prefix] of [
    ["a/[12]*.csv", "a/"],
    ["a/@(1|2)*.csv", "a/"],
    ["a/1{,2}.csv", "a/1"],
    ["a/1.csv", "a/1.csv"],
  ]) {
    server.routes.set(
      "/bucket/",
      lists(() => page(listed("a/1.csv", 5))),
    );
    await (await open({ tables: [{ table: "t", key }] })).close();
    const asked = new URL(server.requests.at(-1)?.path ?? "", server.url);
    expect(asked.searchParams.get("prefix"), key).toBe(prefix);
  }
});

it("a list without an end of objects that no table has, and an object that stops coming, end in time", async () => {
  server.routes.set(
    "/bucket/",
    lists((at) => page(listed(`a/${at}.txt`, 5), `token ${at}`)),
  );
  const late = { code: "source-timeout", place: { table: "t" } };
  const startedAt = performance.now();
  await expect(open({ totalTimeout: 1 })).rejects.toMatchObject(late);
  server.routes.set(
    "/bucket/",
    lists(() => page(listed("a/1.csv", 1000))),
  );
  server.routes.set("/bucket/a/1.csv", silent);
  const session = await open({ totalTimeout: 1 });
  await expect(session.extract("t", "select * from t")).rejects.toMatchObject(late);
  // Twice a second, and what a busy machine takes beside.
  expect(performance.now() - startedAt).toBeLessThan(7000);
  await session.close();
});

it("is asked with a token where the keys are temporary, and told apart from a key that is not known", async () => {
  server.routes.set(
    "/bucket/",
    lists(() => page(listed("a/1.csv", 5))),
  );
  const sessionToken = "a-session-token";
  for (const more of [{ sessionToken }, {}, { sessionToken: " " }]) await (await open(more)).close();
  const told = server.requests.map(({ headers }) => headers["x-amz-security-token"]);
  expect(told).toEqual([sessionToken, undefined, undefined]);
  server.routes.set("/bucket/", (_request, response) => {
    response.writeHead(400, { "content-type": "application/xml" });
    response.end('<?xml version="1.0"?><Error><Code>ExpiredToken</Code><Message>old</Message></Error>');
  });
  const expired = await open({ sessionToken }).catch((error: unknown) => error);
  expect(expired).toMatchObject({ code: "source-refused-login" });
  expect(JSON.stringify(expired)).not.toContain(sessionToken);
});

it("a look ends with whoever asked for it, and leaves nothing", async () => {
  server.routes.set(
    "/bucket/",
    lists(() => page(listed("a/1.csv", 1000))),
  );
  server.routes.set("/bucket/a/1.csv", silent);
  const left = new AbortController();
  const look = driver().introspect(configOf(), left.signal);
  const told = expect(look).rejects.toMatchObject({ code: "run-cancelled" });
  while (!server.requests.some((request) => request.path.startsWith("/bucket/a/1.csv")))
    await new Promise((resolve) => setTimeout(resolve, 10));
  expect(await readdir(path.join(scratch, "looks"))).toHaveLength(1);
  left.abort();
  await told;
  expect(await readdir(path.join(scratch, "looks"))).toEqual([]);
});
