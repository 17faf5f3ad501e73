import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import os from "node:os";
import path from "node:path";
import { inspect } from "node:util";
import { gzipSync } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { fileSandbox } from "#lib/engine/server";
import { AppError } from "#lib/kernel";
import { answerJson, type HttpHandler, startHttpServer, type TestHttpServer } from "#lib/testing";
import type { SourceTools } from "../definition.ts";
import { httpSourceSchema } from "./definition.ts";
import { httpDriver } from "./driver.ts";

const secret = "very-secret-value";
const bodySecret = "Тайная-Персона-77";
const { signal } = new AbortController();
const attempts = { most: 3, firstMilliseconds: 5, longestMilliseconds: 20, longestAskedMilliseconds: 2500 };
const tools = (extra: Partial<SourceTools> = {}): SourceTools => ({
  network: { privateHosts: "all" },
  files: fileSandbox({ memory: "256MB", threads: 1, seconds: 60, diskBytes: 2 ** 30 }),
  ...extra,
});

let folder = "";
let api: TestHttpServer;
let other: TestHttpServer;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "etlx-http-test-"));
  await mkdir(path.join(folder, "scratch"));
  api = await startHttpServer();
  other = await startHttpServer();
});
beforeEach(() => {
  for (const server of [api, other]) {
    server.routes.clear();
    server.requests.length = 0;
  }
});
afterAll(async () => {
  await api.close();
  await other.close();
  await rm(folder, { recursive: true, force: true });
});

const configOf = (table: object, extra: object = {}) =>
  httpSourceSchema.parse({
    baseUrl: `${api.url}/v1`,
    auth: "header",
    headerName: "X-Api-Key",
    headerValue: secret,
    requestsPerSecond: 1000,
    requestTimeout: 1,
    tables: [{ table: "t", path: "items", ...table }],
    ...extra,
  });

async function read(
  config: ReturnType<typeof configOf>,
  script = "select * from t",
  extra: Partial<SourceTools> = {},
) {
  const scratch = path.join(folder, "scratch");
  const session = await httpDriver(tools(extra), attempts).open(config, { runName: "r", signal, scratch });
  try {
    const intake = await session.extract("t", script);
    if (intake.kind !== "database") throw new Error("a database file was expected");
    const instance = await DuckDBInstance.create(intake.file, { access_mode: "READ_ONLY" });
    const connection = await instance.connect();
    const reader = await connection.runAndReadAll(`select * from "${intake.table}"`);
    connection.closeSync();
    instance.closeSync();
    return { columns: intake.columns.map((c) => c.name), rows: reader.getRowsJson() };
  } finally {
    await session.close();
    expect(await readdir(scratch)).toEqual([]);
  }
}

async function errorOf(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => undefined,
    (e: unknown) => e,
  );
  if (!(error instanceof AppError)) throw new Error("an AppError was expected", { cause: error });
  const told = inspect(error, { depth: 10, showHidden: true });
  for (const hidden of [secret, bodySecret, Buffer.from(`app:${secret}`).toString("base64")]) {
    expect(told).not.toContain(hidden);
    expect(JSON.stringify(error.toData())).not.toContain(hidden);
  }
  expect(error.message).not.toContain(folder);
  return error;
}

const ids = (rows: readonly unknown[]): readonly unknown[] =>
  rows.map((row) => (Array.isArray(row) ? row[0] : undefined)).toSorted((a, b) => Number(a) - Number(b));

describe("records of an API", () => {
  it("have a source whose fingerprint holds no secret", () => {
    const driver = httpDriver(tools(), attempts);
    expect(driver.fingerprint(configOf({}))).toBe(driver.fingerprint(configOf({}, { headerValue: "other" })));
    expect(driver.fingerprint(configOf({}))).not.toBe(driver.fingerprint(configOf({ path: "others" })));
  });

  it("keep their numbers' digits, what is nested and their nulls", async () => {
    api.routes.set(
      "/v1/items",
      answerJson(
        `{"data":[{"id":12345678901234567890123,"price":1.10,"tiny":1e-400,"tags":["a",{"n":9007199254740993.50}],"ok":true,"note":null,"text":"a\\n\\"b\\"","__proto__":"p"},{"id":2,"late":"é"}]}`,
      ),
    );
    const { columns, rows } = await read(
      configOf({ records: "data" }),
      'select id, price, tiny, tags, ok, note, text, "__proto__", late from t',
    );
    expect(columns).toHaveLength(9);
    expect(rows).toContainEqual([
      "12345678901234567890123",
      "1.10",
      "1e-400",
      '["a",{"n":9007199254740993.50}]',
      "true",
      null,
      'a\n"b"',
      "p",
      null,
    ]);
    expect(rows).toContainEqual(["2", null, null, null, null, null, null, null, "é"]);
  });

  it("come with the key, the parameters and the further headers, and only for tables that a script names", async () => {
    api.routes.set("/v1/items", answerJson([{ id: 1 }]));
    api.routes.set("/v1/others", answerJson([{ id: 2 }]));
    const tables = [
      { table: "first", path: "/items?kind=a", query: [{ name: "since", value: "2024-01-01 &" }] },
      { table: "second", path: "others" },
    ];
    const config = configOf({}, { tables, headers: [{ name: "X-Tenant", value: "north" }] });
    expect((await read(config, "select * from first")).rows).toEqual([["1"]]);
    expect(api.requests.map((r) => r.path)).toEqual(["/v1/items?kind=a&since=2024-01-01+%26"]);
    expect(api.requests[0]?.headers).toMatchObject({ "x-api-key": secret, "x-tenant": "north" });
    const both = await read(config, "select a.id, b.id as other from first a, second b");
    expect(both.rows).toEqual([["1", "2"]]);
  });

  it("may be NDJSON, CSV and packed", async () => {
    api.routes.set("/v1/lines", (_request, response) => {
      response.writeHead(200, { "content-type": "application/x-ndjson", "content-encoding": "gzip" });
      response.end(gzipSync('{"id":9007199254740993}\n{"id":2}'));
    });
    expect(ids((await read(configOf({ path: "lines" }))).rows)).toEqual(["2", "9007199254740993"]);
    api.routes.set("/v1/table", (_request, response) => {
      response.writeHead(200, { "content-type": "text/csv; charset=windows-1251" });
      response.end(
        Buffer.concat([
          Buffer.from("id;имя\n".replace("имя", "name")),
          Buffer.from([0x31, 0x3b, 0xff, 0x0a]),
        ]),
      );
    });
    expect((await read(configOf({ path: "table" }))).rows).toEqual([["1", "я"]]);
  });

  it("are introspected by their first page, and tested", async () => {
    api.routes.set("/v1/items", answerJson({ data: [{ id: 1, name: "a" }], next: "2" }));
    const driver = httpDriver(tools(), attempts);
    const config = configOf({ records: "$.data", pagination: "cursor", cursor: "/next", parameter: "after" });
    expect(
      (await driver.introspect(config, signal)).map((t) => [t.name, t.columns.map((c) => c.name)]),
    ).toEqual([["t", ["id", "name"]]]);
    expect(api.requests).toHaveLength(1);
    expect(await driver.test(config, signal)).toEqual({ server: `HTTP ${api.url}`, warnings: [] });
  });

  it("are fetched once for all scripts of a session", async () => {
    api.routes.set("/v1/items", answerJson([{ id: 1 }]));
    const scratch = path.join(folder, "scratch");
    const session = await httpDriver(tools(), attempts).open(configOf({}), { runName: "r", signal, scratch });
    await session.describe("t", "select id from t");
    await session.extract("t", "select id from t");
    const files = await session.files?.();
    expect(files).toHaveLength(1);
    expect(session.cost()).toMatchObject({ queries: 1, rows: 1, files: 1, bytes: files?.[0]?.bytes });
    await session.close();
    expect(api.requests).toHaveLength(1);
  });
});

describe("pages", () => {
  const all = Array.from({ length: 25 }, (_, n) => ({ id: n }));
  const expected = all.map(({ id }) => String(id));
  /** A server that gives at most ten, whatever it is asked for. */
  const slice = (from: number) => all.slice(from, from + 10);

  it("by number", async () => {
    api.routes.set("/v1/items", (request, response, url) =>
      answerJson(slice((Number(url.searchParams.get("p")) - 1) * 10))(request, response, url),
    );
    const config = configOf({ pagination: "page", parameter: "p", sizeParameter: "size", size: 100 });
    expect(ids((await read(config)).rows)).toEqual(expected);
    expect(api.requests.map((r) => r.path)).toEqual([1, 2, 3, 4].map((n) => `/v1/items?size=100&p=${n}`));
  });

  it("by offset, also of CSV with line breaks in its cells", async () => {
    api.routes.set("/v1/items", (_request, response, url) => {
      response.writeHead(200, { "content-type": "text/csv" });
      response.end(
        `id,note\r\n${slice(Number(url.searchParams.get("offset")))
          .map(({ id }) => `${id},"a\nb ""c"""\r\n`)
          .join("")}`,
      );
    });
    const { columns, rows } = await read(configOf({ pagination: "offset" }));
    expect([columns, ids(rows)]).toEqual([["id", "note"], expected]);
    expect(api.requests.map((r) => r.path)).toEqual([0, 10, 20, 25].map((n) => `/v1/items?offset=${n}`));
  });

  it("by a cursor, as a parameter and as an address", async () => {
    const answer = (from: number, next: unknown): HttpHandler =>
      answerJson({ data: { items: slice(from) }, meta: { next } });
    api.routes.set("/v1/items", (request, response, url) => {
      const from = Number(url.searchParams.get("after") ?? 0);
      answer(from, from + 10 < 25 ? from + 10 : null)(request, response, url);
    });
    const place = { records: "/data/items", pagination: "cursor", cursor: "meta.next" };
    expect(ids((await read(configOf({ ...place, parameter: "after" }))).rows)).toEqual(expected);
    api.routes.set("/v1/items", (request, response, url) => {
      const from = Number(url.searchParams.get("from") ?? 0);
      answer(from, from + 10 < 25 ? `/v1/items?from=${from + 10}` : "")(request, response, url);
    });
    expect(ids((await read(configOf(place))).rows)).toEqual(expected);
  });

  it("by links", async () => {
    api.routes.set("/v1/items", (request, response, url) => {
      const from = Number(url.searchParams.get("from") ?? 0);
      const next = `<${api.url}/v1/items?from=${from + 10}>; title="a, <b>; rel=next"; rel="last next"`;
      answerJson(slice(from), 200, {
        link: `<${api.url}/v1>; rel="prev"${from + 10 < 25 ? `, ${next}` : ""}`,
      })(request, response, url);
    });
    expect(ids((await read(configOf({ pagination: "link" }))).rows)).toEqual(expected);
  });

  it("are asked for at the pace that is allowed", async () => {
    api.routes.set("/v1/items", (request, response, url) =>
      answerJson(url.searchParams.get("page") === "3" ? [] : [{ id: url.search }])(request, response, url),
    );
    await read(configOf({ pagination: "page" }, { requestsPerSecond: 5 }));
    const [first, , third] = api.requests;
    expect((third?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(350);
  });

  it("without an end are refused", async () => {
    api.routes.set("/v1/items", answerJson({ data: [{ id: 1 }], next: "same" }));
    const place = { records: "data", parameter: "after" };
    const cursor = await errorOf(read(configOf({ ...place, pagination: "cursor", cursor: "next" })));
    expect([cursor.code, cursor.params.page]).toEqual(["api-pages-repeat", 3]);
    const page = await errorOf(read(configOf({ ...place, pagination: "page" })));
    expect([page.code, page.params.page]).toEqual(["api-pages-repeat", 2]);
    let count = 0;
    api.routes.set("/v1/items", (request, response, url) =>
      answerJson({ data: [{ id: count }], next: `c${count++}` })(request, response, url),
    );
    const many = await errorOf(
      read(configOf({ ...place, pagination: "cursor", cursor: "next", mostPages: 4 })),
    );
    expect([many.code, count]).toEqual(["api-pages-too-many", 4]);
  });

  it("that lead to another origin are refused, without the key", async () => {
    api.routes.set("/v1/items", answerJson([{ id: 1 }], 200, { link: `<${other.url}/steal>; rel=next` }));
    const error = await errorOf(read(configOf({ pagination: "link" })));
    expect([error.code, error.params.page]).toEqual(["api-redirect-refused", 2]);
    expect(other.requests).toEqual([]);
  });

  it("with other columns than the first are refused", async () => {
    api.routes.set("/v1/items", (_request, response, url) => {
      response.writeHead(200, { "content-type": "text/csv" });
      response.end(url.searchParams.get("page") === "1" ? "id,name\n1,a\n" : "name,id\nb,2\n");
    });
    const error = await errorOf(read(configOf({ pagination: "page" })));
    expect([error.code, error.params.page]).toEqual(["api-columns-changed", 2]);
  });
});

describe("a server with faults", () => {
  /** Answers with faults first, then well. */
  const faulty = (
    faults: readonly HttpHandler[],
    then: HttpHandler = answerJson([{ id: 1 }]),
  ): HttpHandler => {
    let at = 0;
    return (...given) => (faults[at++] ?? then)(...given);
  };
  const cut: HttpHandler = (_request, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
    response.write('[{"id":');
    setTimeout(() => response.destroy(), 10);
  };

  it("is waited for as long as it asks", async () => {
    api.routes.set("/v1/items", faulty([answerJson(bodySecret, 429, { "retry-after": "1" })]));
    expect((await read(configOf({}))).rows).toEqual([["1"]]);
    const [first, second] = api.requests;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(990);
    api.routes.set("/v1/items", answerJson(bodySecret, 429, { "retry-after": "3600" }));
    const error = await errorOf(read(configOf({})));
    expect([error.code, error.params.status, error.params.attempts]).toEqual(["api-busy", 429, 1]);
  });

  it.each([
    ["a 500", [answerJson(bodySecret, 500)]],
    ["cut connections", [cut, cut]],
    ["a silent answer", [() => undefined]],
  ] as const)("is asked again after %s", async (_, faults) => {
    api.routes.set("/v1/items", faulty(faults));
    expect((await read(configOf({}))).rows).toEqual([["1"]]);
    expect(api.requests).toHaveLength(faults.length + 1);
  });

  it.each([
    ["always 503", answerJson(bodySecret, 503), "api-busy"],
    ["always cut off", cut, "api-interrupted"],
    ["a 404", answerJson(bodySecret, 404), "api-status"],
    ["a wrong key", answerJson(bodySecret, 403), "api-refused"],
    ["broken JSON", answerJson(`[{"id":"${bodySecret}"`), "api-answer-invalid"],
    ["JSON that is no list", answerJson({ data: bodySecret }), "api-records-missing"],
    ["a list of no objects", answerJson([bodySecret]), "api-records-missing"],
    [
      "bytes that are no text",
      answerJson(Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d]).toString("latin1")),
      "api-records-missing",
    ],
    ["no records", answerJson([]), "api-no-records"],
    ["a broken archive", answerJson("no gzip", 200, { "content-encoding": "gzip" }), "api-answer-invalid"],
    ["too many bytes", answerJson([{ id: "x".repeat(2000) }]), "source-too-large"],
    [
      "a bomb",
      ((_request, response) => {
        response.writeHead(200, { "content-encoding": "gzip" });
        response.end(gzipSync(Buffer.alloc(10 << 20)));
      }) as HttpHandler,
      "source-too-large",
    ],
  ] as const)("with %s is refused, at its place", async (_, handler, code) => {
    api.routes.set("/v1/items", handler);
    const error = await errorOf(read(configOf({ mostBytes: 1000 })));
    expect([error.code, error.place.table]).toEqual([code, "t"]);
  });

  it("has an overall limit of time, and a run that is cancelled ends at once", async () => {
    api.routes.set("/v1/items", () => undefined);
    const late = await errorOf(read(configOf({}, { totalTimeout: 1, requestTimeout: 60 })));
    expect(late.code).toBe("source-timeout");
    const stop = new AbortController();
    const scratch = path.join(folder, "scratch");
    const session = await httpDriver(tools(), attempts).open(configOf({}, { requestTimeout: 60 }), {
      runName: "r",
      signal: stop.signal,
      scratch,
    });
    setTimeout(() => stop.abort(), 50);
    expect((await errorOf(session.extract("t", "select * from t"))).code).toBe("run-cancelled");
    await session.close();
  });

  it("that is not there is told", async () => {
    const gone = await startHttpServer();
    await gone.close();
    const error = await errorOf(read(configOf({}, { baseUrl: gone.url })));
    expect([error.code, error.params.detail]).toEqual(["api-interrupted", "ECONNREFUSED"]);
  });
});

describe("redirects", () => {
  const to =
    (location: string, status = 302): HttpHandler =>
    (_request, response) =>
      response.writeHead(status, { location }).end();

  it("inside of the origin take the key with them; another origin never gets it", async () => {
    api.routes.set("/v1/items", to("/moved"));
    api.routes.set("/moved", answerJson([{ id: 1 }]));
    expect((await read(configOf({}))).rows).toEqual([["1"]]);
    expect(api.requests[1]?.headers["x-api-key"]).toBe(secret);
    api.routes.set("/moved", to(`${other.url}/file`, 307));
    other.routes.set("/file", answerJson([{ id: 2 }]));
    const config = configOf({}, { headers: [{ name: "X-Tenant", value: "north" }] });
    expect((await read(config)).rows).toEqual([["2"]]);
    expect(inspect(other.requests)).not.toMatch(/very-secret|north/);
    // Nor does the own one, once another has led to it.
    other.routes.set("/file", to(`${api.url}/back`));
    api.routes.set("/back", answerJson([{ id: 3 }]));
    await read(config);
    expect(api.requests.at(-1)?.path).toBe("/back");
    expect(api.requests.at(-1)?.headers["x-api-key"]).toBeUndefined();
  });

  it.each([
    ["http://169.254.169.254/latest/meta-data/", "address-refused"],
    ["http://[fe80::1]/", "address-refused"],
    ["file:///etc/passwd", "api-redirect-refused"],
    ["/v1/items", "api-redirect-refused"],
  ])("to %s are refused", async (location, code) => {
    api.routes.set("/v1/items", to(location));
    expect((await errorOf(read(configOf({})))).code).toBe(code);
  });

  it("and addresses are held to the network policy", async () => {
    const allowed = { network: { privateHosts: ["127.0.0.1"] } };
    api.routes.set("/v1/items", to(`${other.url.replace("127.0.0.1", "127.0.0.2")}/x`));
    expect((await errorOf(read(configOf({}), "select * from t", allowed))).code).toBe("address-refused");
    const none = { network: { privateHosts: [] } };
    expect((await errorOf(read(configOf({}), "select * from t", none))).code).toBe("address-refused");
  });
});

describe("OAuth 2", () => {
  const oauth = (extra: object = {}) => ({
    auth: "oauth2",
    headerValue: "",
    tokenUrl: `${other.url}/token`,
    clientId: "app",
    clientSecret: secret,
    scope: "read all",
    ...extra,
  });
  /** Gives tokens one after another; the API takes the newest only. */
  function tokens(lasts: number) {
    let given = 0;
    other.routes.set("/token", (request, response, url) => {
      given++;
      answerJson({ access_token: `${secret}-${given}`, token_type: "bearer", expires_in: lasts })(
        request,
        response,
        url,
      );
    });
    return {
      isTaken: (request: IncomingMessage) => request.headers.authorization === `Bearer ${secret}-${given}`,
      count: () => given,
      revoke: () => given++,
    };
  }

  it("gets a token with the client's id and secret, once", async () => {
    const { isTaken, count } = tokens(3600);
    api.routes.set("/v1/items", (request, response, url) =>
      answerJson(
        url.searchParams.get("page") === "3" ? [] : [{ id: url.searchParams.get("page") }],
        isTaken(request) ? 200 : 401,
      )(request, response, url),
    );
    expect(ids((await read(configOf({ pagination: "page" }, oauth()))).rows)).toEqual(["1", "2"]);
    expect(count()).toBe(1);
    expect(other.requests[0]?.headers.authorization).toBe(
      `Basic ${Buffer.from(`app:${secret}`).toString("base64")}`,
    );
    expect(other.requests[0]?.body).toBe("grant_type=client_credentials&scope=read+all");
    await read(configOf({ pagination: "page" }, oauth({ clientAuth: "body" })));
    expect(other.requests[1]?.headers.authorization).toBeUndefined();
    expect(other.requests[1]?.body).toContain(`client_id=app&client_secret=${secret}`);
  });

  it("gets another token where one ends in the middle, once a request", async () => {
    const { isTaken, count, revoke } = tokens(3600);
    api.routes.set("/v1/items", (request, response, url) => {
      const page = url.searchParams.get("page");
      const isFine = isTaken(request);
      if (page === "1" && isFine) setImmediate(revoke);
      answerJson(page === "3" ? [] : [{ id: page }], isFine ? 200 : 401)(request, response, url);
    });
    expect(ids((await read(configOf({ pagination: "page" }, oauth()))).rows)).toEqual(["1", "2"]);
    expect(other.requests).toHaveLength(2);
    expect(count()).toBe(3);
    api.requests.length = 0;
    other.requests.length = 0;
    api.routes.set("/v1/items", answerJson(bodySecret, 401));
    expect((await errorOf(read(configOf({}, oauth())))).code).toBe("api-refused");
    expect([api.requests.length, other.requests.length]).toEqual([2, 2]);
  });

  it.each([
    ["a refusal", answerJson(bodySecret, 401), "401"],
    ["no JSON", answerJson(bodySecret), "JSON"],
    ["a token that is none", answerJson({ access_token: `a\r\nb ${bodySecret}` }), "JSON"],
    ["a redirect", answerJson("", 302, { location: "http://127.0.0.1:1/" }), "3xx"],
  ] as const)("is told of %s", async (_, handler, detail) => {
    other.routes.set("/token", handler);
    const error = await errorOf(read(configOf({}, oauth())));
    expect([error.code, error.params.detail]).toEqual(["api-token-failed", detail]);
    expect(api.requests).toEqual([]);
  });
});
