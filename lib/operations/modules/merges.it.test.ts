import { readdir } from "node:fs/promises";
import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { z } from "zod";
import { freshDatabase, type TestDatabase } from "#lib/testing";
import { type TestServices, testServices } from "#lib/testing/server";
import type { Actor, Operation } from "../core/operation.ts";
import { perform } from "../core/perform.ts";
import { createSource } from "../sources/create-source.ts";
import { createModule } from "./create-module.ts";
import { artefactsNamed, readArtefacts } from "./module-values.ts";
import { proposeMerges } from "./propose-merges.ts";
import { saveMerges } from "./save-merges.ts";
import { saveRevision } from "./save-revision.ts";

/** A permission that everybody is without for a while. */
let withheld: string | undefined;
vi.mock("#lib/access", async (original) => {
  const access = await original<typeof import("#lib/access")>();
  const can: typeof access.can = (role, permission) =>
    permission !== withheld && access.can(role, permission);
  return { ...access, can };
});

let harness: TestServices;
let source: TestDatabase;
let engineer: Actor;
let administrator: Actor;
const module = "towns";

function ask<I extends z.ZodType, O extends z.ZodType>(
  operation: Operation<I, O>,
  actor: Actor,
  input: z.input<I>,
) {
  const signal = AbortSignal.timeout(60_000);
  const request = { services: harness.services, actor, origin: { local: false }, signal };
  return perform(operation, request, input);
}
const failing = (code: string) => expect.objectContaining({ code });

const column = (name: string, more: Readonly<Record<string, unknown>> = {}) => ({
  name,
  datatype: "string",
  privacyClass: "quasi-identifier",
  anonymize: { rule: "pseudonymize" },
  ...more,
});
const document = {
  "@type": "DataModule",
  format: 2,
  name: module,
  sources: [{ name: "s", ref: "s" }],
  tables: [
    {
      name: "people",
      extraction: { language: "sql", source: "s", script: "select * from people" },
      columns: [
        column("id", { anonymize: undefined }),
        column("town", { normalize: [{ rule: "trim" }] }),
        column("city", { from: "town", privacyClass: "insensitive", anonymize: undefined }),
        column("n", { datatype: "integer", privacyClass: "insensitive", anonymize: undefined }),
        { name: "boss" },
      ],
      primaryKey: { columns: ["id"], strategy: { rule: "pseudonymize" } },
      foreignKeys: [
        { columns: ["boss"], references: { table: "people", columns: ["id"] }, onOrphan: "null" },
      ],
    },
    {
      name: "made",
      transformation: {
        language: "sql",
        script: "select trim(town) || ' (RU)' as place from people where town <> ''",
      },
      columns: [column("town", { from: "place", normalize: [{ rule: "trim" }] })],
    },
  ],
};

beforeAll(async () => {
  harness = await testServices("merges");
  source = await freshDatabase("merges_source");
  const client = new pg.Client({ connectionString: source.url });
  await client.connect();
  await client.query(`create table people as
    select i::text as id, town, i as n, null::text as boss from (values
      (1, 'Екатеринбург'), (2, ' Екатеринбург '), (3, 'Екатиринбург'), (4, 'Санкт-Петербург'), (5, 'Санкт Петербург'),
      (6, 'Санкт Петербург'), (7, 'петербург, санкт'), (8, null), (9, '')) v(i, town)`);
  await client.end();
  engineer = await harness.actor("data-engineer");
  administrator = await harness.actor("database-administrator");
  const url = new URL(source.url);
  const config = {
    host: url.hostname,
    port: Number(url.port),
    database: url.pathname.slice(1),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password) || "any",
  };
  await ask(createSource, await harness.actor("administrator"), { name: "s", kind: "postgresql", config });
  const parsed: z.input<typeof createModule.input>["document"] = JSON.parse(JSON.stringify(document));
  await ask(createModule, engineer, { document: parsed });
});
afterAll(async () => {
  await harness.close();
  await source.drop();
});

const propose = (
  method: "fingerprint" | "ngram-fingerprint" | "levenshtein",
  name = "town",
  table = "people",
) => ask(proposeMerges, administrator, { module, table, column: name, method });

test("values that look alike are found in the source, after the column's own normalizers, each method in its way", async () => {
  const found = await propose("levenshtein");
  expect(found).toMatchObject({ rows: 8, more: 0, isComplete: true });
  // Trimmed, two spellings are one already.
  expect(found.clusters).toContainEqual({ to: "Екатеринбург", from: ["Екатиринбург"], rows: 1 });
  expect((await propose("ngram-fingerprint")).clusters).toEqual([
    { to: "Санкт Петербург", from: ["Санкт-Петербург"], rows: 1 },
  ]);
  expect((await propose("fingerprint")).clusters).toEqual([
    { to: "Санкт Петербург", from: ["петербург, санкт"], rows: 1 },
  ]);
  expect(await readdir(harness.services.config.data.stagingRoot)).toEqual([]);
});

test("only who may see raw data is shown values, and each look is in the audit without one", async () => {
  const input = { module, table: "people", column: "town", method: "levenshtein" as const };
  await expect(ask(proposeMerges, engineer, input)).rejects.toThrow(failing("permission-missing"));
  const entries = (await harness.services.db.audit.list({ limit: 100 })).filter(
    ({ action }) => action === "propose-merges",
  );
  expect(entries.some(({ outcome }) => outcome === "refused")).toBe(true);
  expect(entries.some(({ outcome }) => outcome === "done")).toBe(true);
  expect(JSON.stringify(entries)).not.toContain("Петербург");
  expect(JSON.stringify(entries)).toContain('"column":"town"');
});

test("values that a transformation makes are found on a look at what it reads, and nothing of them stays on disk", async () => {
  const found = await propose("levenshtein", "town", "made");
  expect(found).toMatchObject({ table: "made", column: "town", rows: 7, more: 0, isComplete: true });
  expect(found.clusters).toContainEqual({
    to: "Екатеринбург (RU)",
    from: ["Екатиринбург (RU)"],
    rows: 1,
  });
});

test("a key's child and a number say where to look instead", async () => {
  await expect(propose("fingerprint", "boss")).rejects.toThrow(failing("merge-column-key"));
  await expect(propose("fingerprint", "n")).rejects.toThrow(failing("merge-column-type"));
  await expect(propose("fingerprint", "none")).rejects.toThrow(failing("not-found"));
});

test("chosen clusters become a rule of the draft, encrypted for a classed column; who chose them cannot save over others", async () => {
  const { db, masterKey } = harness.services;
  const before = await db.drafts.get(module);
  const clusters = [{ to: "Санкт-Петербург", from: ["Санкт Петербург", "петербург, санкт"] }];
  const etag = before?.etag ?? 0;
  const saved = await ask(saveMerges, administrator, {
    module,
    etag,
    table: "people",
    column: "town",
    clusters,
  });
  expect(saved.movedValues).toBe(2);
  expect(saved.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  const kept = (await db.drafts.get(module))?.document as typeof document;
  expect(JSON.stringify(kept)).not.toContain("Петербург");
  expect(saved.document).toEqual(kept);
  expect(kept.tables[0]?.columns[1]).toMatchObject({
    normalize: [{ rule: "trim" }, { rule: "map-values", with: { pairs: { count: 2 } } }],
  });
  const values = await readArtefacts(db, masterKey, module, artefactsNamed(kept));
  expect([...values.values()]).toEqual([
    {
      kind: "normalizer/map-values/pairs",
      value: [
        ["Санкт Петербург", "Санкт-Петербург"],
        ["петербург, санкт", "Санкт-Петербург"],
      ],
    },
  ]);
  // What is merged is no cluster any more.
  expect((await propose("fingerprint")).clusters).toEqual([]);
  await expect(
    ask(saveMerges, administrator, { module, etag, table: "people", column: "town", clusters }),
  ).rejects.toThrow(failing("draft-stale"));
  const open = await ask(saveMerges, administrator, {
    module,
    etag: saved.etag,
    table: "people",
    column: "city",
    clusters,
  });
  expect(open.movedValues).toBe(0);
  expect(open.document).toEqual((await db.drafts.get(module))?.document);
  const twice = [
    { to: "a", from: ["x"] },
    { to: "b", from: ["x"] },
  ];
  await expect(
    ask(saveMerges, administrator, {
      module,
      etag: open.etag,
      table: "people",
      column: "city",
      clusters: twice,
    }),
  ).rejects.toThrow(failing("request-invalid"));
  await expect(
    ask(saveMerges, engineer, { module, etag: open.etag, table: "people", column: "city", clusters }),
  ).rejects.toThrow(failing("permission-missing"));
  const { revision } = await ask(saveRevision, engineer, { module, etag: open.etag });
  const record = await db.revisions.get(module, revision);
  expect(await db.revisions.editors(record?.id ?? "")).toContain(administrator.userId);
});

test("another module's versions are searched only for who may read them", async () => {
  const sources = [{ name: "up", ref: `module:${module}@latest` }];
  const [people] = document.tables;
  const tables = [{ ...people, extraction: { ...people?.extraction, source: "up" } }];
  const above: z.input<typeof createModule.input>["document"] = JSON.parse(
    JSON.stringify({ ...document, name: "streets", sources, tables }),
  );
  await ask(createModule, engineer, { document: above });
  const search = () =>
    ask(proposeMerges, administrator, {
      module: "streets",
      table: "people",
      column: "town",
      method: "levenshtein",
    });
  withheld = "versions:read";
  await expect(search()).rejects.toEqual(failing("permission-missing"));
  withheld = undefined;
  // There is none yet.
  await expect(search()).rejects.toEqual(failing("source-binding-missing"));
});
