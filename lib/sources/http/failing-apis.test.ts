import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { NewRunEvent } from "#lib/contracts";
import { fileSandbox } from "#lib/engine/server";
import {
  answerJson,
  type HttpHandler,
  PipelineHarness,
  plain,
  startHttpServer,
  type TestHttpServer,
  testDocument,
} from "#lib/testing";
import { httpSourceSchema } from "./definition.ts";
import { httpDriver } from "./driver.ts";

// APIs that lie or change in the middle of a run: an error at its page, nothing published, and a retry that has every row.

let harness: PipelineHarness;
let api: TestHttpServer;
beforeAll(async () => {
  harness = await PipelineHarness.open();
  api = await startHttpServer();
});
beforeEach(() => {
  api.routes.clear();
  api.requests.length = 0;
});
afterAll(async () => {
  await api.close();
  await harness.close();
});

const driver = httpDriver(
  {
    network: { privateHosts: "all" },
    files: fileSandbox({ memory: "256MB", threads: 1, seconds: 60, diskBytes: 2 ** 30 }),
  },
  { most: 3, firstMilliseconds: 5, longestMilliseconds: 20, longestAskedMilliseconds: 100 },
);
const paged = { pagination: "page", parameter: "page", records: "rows", format: "json" };

async function outcomeOf(table: object, extra: object = {}, script = "select id, price from items") {
  const events: NewRunEvent[] = [];
  const config = httpSourceSchema.parse({
    baseUrl: api.url,
    auth: "none",
    requestsPerSecond: 1000,
    requestTimeout: 2,
    tables: [{ table: "items", path: "items", ...table }],
    ...extra,
  });
  const document = testDocument(
    [
      {
        name: "items",
        extraction: { language: "sql", source: "api", script },
        columns: [plain("id", "integer"), plain("price", "integer", { onCastFailure: "reject" })],
        limits: { maxRejected: 0.9 },
      },
    ],
    { sources: [{ name: "api", ref: "api" }] },
  );
  try {
    const sources = [{ name: "api", kind: "http", driver, config }];
    const { outcome } = await harness.run(document, {}, { sources, events });
    if (outcome.kind !== "published") throw new Error("a publication was asked for");
    return {
      counts: outcome.manifest.tables[0]?.counts,
      reasons: outcome.reports.quality.tables[0]?.reasons,
    };
  } catch (error) {
    expect(events.filter(({ stage }) => stage === "publish")).toEqual([]);
    const { code, place, params } = error as Error & { code: string; place: object; params: object };
    return { code, place, params };
  }
}

/** Three pages of ten, and what each says beside. */
const pages =
  (page: (number: number, rows: readonly object[]) => unknown, most = 3): HttpHandler =>
  (request, response, url) => {
    const number = Number(url.searchParams.get("page"));
    const rows = Array.from({ length: number > most ? 0 : 10 }, (_, row) => ({
      id: number * 10 + row,
      price: row,
    }));
    answerJson(page(number, rows))(request, response, url);
  };

it.each(["select * from items", "select id, price from items where price > '1'"])(
  "a list without records publishes no rows: %s",
  async (script) => {
    api.routes.set("/items", answerJson({ rows: [] }));
    expect(await outcomeOf(paged, {}, script)).toMatchObject({ counts: { extracted: 0, published: 0 } });
  },
);

describe("totals that lie", () => {
  it.each([0, 7, 1_000_000_000])("a total of %i: what comes is what counts", async (total) => {
    api.routes.set(
      "/items",
      pages((_number, rows) => ({ total, pages: total, rows })),
    );
    expect((await outcomeOf(paged)).counts?.published).toBe(30);
  });
});

/** An answer with a length of its own making. */
const lengthy =
  (length: (bytes: number) => number, text: string, type: string): HttpHandler =>
  (_request, response) => {
    const body = Buffer.from(text);
    const { socket } = response;
    socket?.write(
      `HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\nContent-Length: ${length(body.length)}\r\nConnection: close\r\n\r\n`,
    );
    socket?.end(body);
  };
const csv = "id,price\n1,100\n2,200\n3,300\n";
const json = '[{"id":1,"price":100},{"id":2,"price":200},{"id":3,"price":300}]';

describe("lengths that lie", () => {
  it.each([
    ["more than comes, of JSON", (bytes: number) => bytes + 100, json, "application/json", "api-interrupted"],
    ["more than comes, of CSV", (bytes: number) => bytes + 100, csv, "text/csv", "api-interrupted"],
    [
      "less than comes, of JSON",
      (bytes: number) => bytes - 10,
      json,
      "application/json",
      "api-answer-invalid",
    ],
  ] as const)(
    "%s: ends the run at the table's page, and a retry reads it whole",
    async (_what, length, text, type, code) => {
      api.routes.set("/items", lengthy(length, text, type));
      expect(await outcomeOf({})).toMatchObject({
        code,
        place: { stage: "extract", table: "items" },
        params: { page: 1 },
      });
      api.routes.set(
        "/items",
        lengthy((bytes) => bytes, text, type),
      );
      expect((await outcomeOf({})).counts?.published).toBe(3);
    },
  );
});

describe("columns that change between pages", () => {
  it("another type: the rows of that page are rejected by the column's cast, the others published", async () => {
    const textual = (number: number, rows: readonly object[]) => ({
      rows: number === 2 ? rows.map((row) => ({ ...row, price: "бесплатно" })) : rows,
    });
    api.routes.set("/items", pages(textual));
    const run = await outcomeOf(paged);
    expect(run.counts).toMatchObject({ extracted: 30, published: 20, rejected: 10 });
    expect(run.reasons).toMatchObject([{ column: "price", code: "cast", rows: 10 }]);
  });

  it("a column that later pages of JSON lack is null there", async () => {
    const lacking = (number: number, rows: readonly object[]) => ({
      rows: number === 2 ? rows.map((row) => ({ ...row, price: undefined })) : rows,
    });
    api.routes.set("/items", pages(lacking));
    expect((await outcomeOf(paged)).counts).toMatchObject({ extracted: 30, published: 30 });
  });

  it("a column that no page has any more ends the run at the table", async () => {
    api.routes.set("/items", answerJson([{ id: 1 }, { id: 2 }]));
    expect(await outcomeOf({})).toMatchObject({ place: { stage: "extract", table: "items" } });
  });

  it("another header of CSV ends the run at its page", async () => {
    api.routes.set("/items", (_request, response, url) => {
      const number = Number(url.searchParams.get("page"));
      response.writeHead(200, { "content-type": "text/csv" });
      response.end(number === 2 ? "id,cost\n4,4\n" : "id,price\n1,1\n");
    });
    expect(await outcomeOf({ pagination: "page", parameter: "page" })).toMatchObject({
      code: "api-columns-changed",
      place: { stage: "extract", table: "items" },
      params: { page: 2 },
    });
  });
});

describe("a token that ends in the middle", () => {
  const oauth = () => ({ auth: "oauth2", tokenUrl: `${api.url}/token`, clientId: "app", clientSecret: "s" });
  let given = 0;
  /** Takes the first token for one page, then the second. */
  const guarded =
    (inner: HttpHandler): HttpHandler =>
    (request, response, url) => {
      const wanted = Number(url.searchParams.get("page")) < 2 ? 1 : 2;
      const isTaken = request.headers.authorization === `Bearer t${wanted}`;
      (isTaken ? inner : answerJson({}, 401))(request, response, url);
    };
  const everything = pages((_number, rows) => ({ rows }));

  it("is renewed once, and every page comes", async () => {
    given = 0;
    api.routes.set("/token", (request, response, url) =>
      answerJson({ access_token: `t${++given}`, expires_in: 3600 })(request, response, url),
    );
    api.routes.set("/items", guarded(everything));
    expect((await outcomeOf(paged, oauth())).counts?.published).toBe(30);
    expect(given).toBe(2);
  });

  it("and is not given again: the run ends, says so, and a retry reads everything", async () => {
    given = 0;
    let isRevoked = true;
    api.routes.set("/token", (request, response, url) => {
      given++;
      if (isRevoked && given > 1) return answerJson({ error: "invalid_client" }, 401)(request, response, url);
      answerJson({ access_token: isRevoked ? "t1" : "t2", expires_in: 3600 })(request, response, url);
    });
    api.routes.set("/items", guarded(everything));
    expect(await outcomeOf(paged, oauth())).toMatchObject({
      code: "api-token-failed",
      place: { stage: "extract" },
      params: { source: api.url, detail: "401" },
    });
    isRevoked = false;
    api.routes.set("/items", everything);
    expect((await outcomeOf(paged, oauth())).counts?.published).toBe(30);
  });
});

it("an API that dies between two pages ends the run at the page, and a retry reads everything", async () => {
  const dying: HttpHandler = (request, response, url) =>
    url.searchParams.get("page") === "2"
      ? void response.socket?.destroy()
      : pages((_number, rows) => ({ rows }))(request, response, url);
  api.routes.set("/items", dying);
  expect(await outcomeOf(paged)).toMatchObject({
    code: "api-interrupted",
    place: { stage: "extract", table: "items" },
    params: { page: 2 },
  });
  api.routes.set(
    "/items",
    pages((_number, rows) => ({ rows })),
  );
  expect((await outcomeOf(paged)).counts?.published).toBe(30);
});
