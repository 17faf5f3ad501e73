import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { AppError } from "#lib/kernel";
import { plain, startHttpServer, type TestHttpServer, testDocument } from "#lib/testing";
import { type TestServices, testServices } from "#lib/testing/server";
import type { Actor, Operation } from "../core/operation.ts";
import { perform } from "../core/perform.ts";
import { archiveEnvironment } from "../environments/archive-environment.ts";
import { bindPlace } from "../environments/bind-place.ts";
import { createEnvironment } from "../environments/create-environment.ts";
import { suggestClasses } from "../proposals/suggest-classes.ts";
import { approveRevision } from "../reviews/approve-revision.ts";
import { getReview } from "../reviews/get-review.ts";
import { createSource } from "../sources/create-source.ts";
import { createModule } from "./create-module.ts";
import { lookAtPreviewOutput } from "./look-at-preview-output.ts";
import { previewTable } from "./preview-table.ts";
import { proposeMerges } from "./propose-merges.ts";
import { saveRevision } from "./save-revision.ts";

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

/**
 * Looks at one document in two environments, whose sources are one API that answers by the key it is asked with: as alike as two
 * sources can be.
 */

let harness: TestServices;
let api: TestHttpServer;
let admin: Actor;
let engineer: Actor;
let reviewer: Actor;

const towns: Readonly<Record<string, readonly string[]>> = {
  "key-of-test": ["Testham", "Testhan", "Elsewhere"],
  "key-of-live": ["Liveham", "Livehan", "Nowhere", "Liveham", "Nowhere"],
};
const module = "firms";
const document = z.json().parse({
  ...testDocument([
    {
      name: "firm",
      extraction: { language: "sql", source: "rows", script: "select * from items" },
      columns: [plain("town", "string")],
    },
    {
      name: "made",
      extraction: null,
      transformation: { language: "sql", script: "select town || '!' as town from firm" },
      columns: [plain("town", "string")],
    },
  ]),
  name: module,
  // Nobody has it here under this name.
  sources: [{ name: "rows", ref: "api" }],
});

function as<I extends z.ZodType, O extends z.ZodType>(
  actor: Actor,
  operation: Operation<I, O>,
  input: z.input<I>,
): Promise<z.output<O>> {
  const signal = AbortSignal.timeout(120_000);
  return perform(operation, { services: harness.services, actor, origin: { local: false }, signal }, input);
}

const bind = (environment: string, place?: string) =>
  as(admin, bindPlace, { environment, kind: "source", name: "api", ...(place ? { place } : {}) });

beforeAll(async () => {
  harness = await testServices("looks");
  admin = await harness.actor("administrator");
  engineer = await harness.actor("data-engineer");
  reviewer = await harness.actor("database-administrator");
  api = await startHttpServer();
  api.routes.set("/items", (request, response) => {
    const found = towns[String(request.headers["x-api-key"])] ?? [];
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(found.map((town, id) => ({ id, town }))));
  });
  for (const name of ["test", "live"]) {
    await as(admin, createSource, {
      name: `api-${name}`,
      kind: "http",
      config: {
        baseUrl: api.url,
        auth: "header",
        headerName: "X-Api-Key",
        headerValue: `key-of-${name}`,
        requestsPerSecond: 1000,
        tables: [{ table: "items", path: "items" }],
      },
    });
    await as(admin, createEnvironment, { name });
    await bind(name, `api-${name}`);
  }
  await as(admin, createEnvironment, { name: "empty" });
  await as(engineer, createModule, { document });
});
afterAll(async () => {
  await harness.close();
  await api.close();
});
beforeEach(() => {
  api.requests.length = 0;
});

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "done",
    (error: unknown) => {
      if (error instanceof AppError)
        return `${error.code} ${error.params.names ?? error.params.source ?? ""}`;
      throw error;
    },
  );

async function seen(table: string, environment: string, actor = reviewer) {
  const stage = actor === reviewer ? "cleanse" : "protect";
  const preview = await as(actor, previewTable, { module, table, stage, environment });
  expect(preview.environment).toBe(environment);
  return { warm: preview.warm, towns: preview.rows.map(({ after }) => after[0] ?? null) };
}

test("what was read in one environment is never shown as what another holds", async () => {
  const made = (environment: string) => towns[`key-of-${environment}`]?.map((town) => `${town}!`);
  expect(await seen("firm", "test")).toEqual({ warm: false, towns: towns["key-of-test"] });
  expect(await seen("firm", "live")).toEqual({ warm: false, towns: towns["key-of-live"] });
  expect((await seen("made", "test")).towns).toEqual(made("test"));
  expect((await seen("made", "live")).towns).toEqual(made("live"));
  // Each keeps its own rows beside the other's.
  expect(await seen("firm", "test")).toEqual({ warm: true, towns: towns["key-of-test"] });
  expect(await seen("made", "live")).toEqual({ warm: true, towns: made("live") });
  expect(await codeOf(as(reviewer, previewTable, { module, table: "firm" }))).toBe(
    "source-binding-missing rows",
  );
  const entries = await harness.services.db.audit.list({ subjectKind: "module", limit: 2 });
  expect(entries.map(({ detail }) => detail?.environment)).toEqual([undefined, "live"]);
});

test("another source under the same name, at the same address, is read anew", async () => {
  expect((await seen("firm", "test")).towns).toEqual(towns["key-of-test"]);
  await bind("test", "api-live");
  expect(await seen("firm", "test")).toEqual({ warm: false, towns: towns["key-of-live"] });
  await bind("test", "api-test");
  expect((await seen("firm", "test")).towns).toEqual(towns["key-of-test"]);
});

test("merges and suggestions look where they are asked to", async () => {
  const merges = (table: string, environment: string) =>
    as(reviewer, proposeMerges, {
      module,
      table,
      column: "town",
      method: "levenshtein",
      environment,
    });
  for (const [table, mark] of [
    ["firm", ""],
    ["made", "!"],
  ] as const) {
    const test = await merges(table, "test");
    expect(test.clusters.map(({ to, from }) => [to, ...from].sort())).toEqual([
      [`Testham${mark}`, `Testhan${mark}`],
    ]);
    const live = await merges(table, "live");
    expect(live.clusters.map(({ to, from }) => [to, ...from].sort())).toEqual([
      [`Liveham${mark}`, `Livehan${mark}`],
    ]);
    for (const environment of ["test", "live"]) {
      const { rows } = await as(engineer, suggestClasses, { module, table, all: true, environment });
      expect([table, environment, rows]).toEqual([
        table,
        environment,
        towns[`key-of-${environment}`]?.length,
      ]);
    }
  }
});

test("nothing is read where a name is not bound, and nothing in an archived environment", async () => {
  const looks = (environment: string) => [
    as(reviewer, previewTable, { module, table: "firm", environment }),
    as(reviewer, previewTable, { module, table: "made", environment }),
    as(engineer, previewTable, { module, table: "firm", environment }),
    as(reviewer, proposeMerges, {
      module,
      table: "firm",
      column: "town",
      method: "fingerprint",
      environment,
    }),
    as(reviewer, proposeMerges, {
      module,
      table: "made",
      column: "town",
      method: "fingerprint",
      environment,
    }),
    as(engineer, suggestClasses, { module, table: "firm", all: true, environment }),
    as(engineer, suggestClasses, { module, table: "made", all: true, environment }),
  ];
  const unbound = await Promise.all(looks("empty").map(codeOf));
  expect(new Set(unbound)).toEqual(new Set(["environment-unbound api"]));
  await bind("empty", "api-test");
  await as(admin, archiveEnvironment, { name: "empty" });
  const archived = await Promise.all(looks("empty").map(codeOf));
  expect(new Set(archived)).toEqual(new Set(["environment-missing "]));
  expect(await Promise.all(looks("nowhere").map(codeOf))).toEqual(archived);
  expect(api.requests).toEqual([]);
});

test("stores need no binding for a look, which writes nothing", async () => {
  const stored = { ...z.record(z.string(), z.json()).parse(document), name: "stored" };
  await as(engineer, createModule, { document: { ...stored, upload: { stores: ["lake"] } } });
  const look = { module: "stored", table: "firm", stage: "cleanse", environment: "test" } as const;
  expect((await as(reviewer, previewTable, look)).rows).toHaveLength(3);
});

test("what was approved in one environment is shown there, and nowhere else", async () => {
  const hidden = [null, null, null];
  expect((await seen("firm", "test", engineer)).towns).toEqual(hidden);
  const { revision } = await as(engineer, saveRevision, { module, etag: 1 });
  const one = { module, revision, environment: "test" };
  const { contentHash } = await as(reviewer, getReview, one);
  await as(reviewer, approveRevision, { ...one, contentHash, comment: "", acknowledged: [] });
  expect((await seen("firm", "test", engineer)).towns).toEqual(towns["key-of-test"]);
  expect((await seen("firm", "live", engineer)).towns).toEqual([...hidden, null, null]);
  // Approved was what the name meant there.
  await bind("test", "api-live");
  expect((await seen("firm", "test", engineer)).towns).toEqual([...hidden, null, null]);
  await bind("test", "api-test");
});

test("what scripts print stays where they were tried", async () => {
  const outputs = vi.spyOn(harness.services.previews, "outputs");
  await as(reviewer, lookAtPreviewOutput, { module, environment: "test" });
  await as(reviewer, lookAtPreviewOutput, { module, environment: "live" });
  await as(reviewer, lookAtPreviewOutput, { module });
  expect(new Set(outputs.mock.calls.map(([session]) => session)).size).toBe(3);
  outputs.mockRestore();
});
