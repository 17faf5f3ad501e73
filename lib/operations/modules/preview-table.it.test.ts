import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { z } from "zod";
import { AppError } from "#lib/kernel";
import { plain, testDocument } from "#lib/testing";
import { type TestServices, testServices } from "#lib/testing/server";
import type { Actor, Operation } from "../core/operation.ts";
import { perform } from "../core/perform.ts";
import { approveRevision } from "../reviews/approve-revision.ts";
import { getReview } from "../reviews/get-review.ts";
import { createSource } from "../sources/create-source.ts";
import { createModule } from "./create-module.ts";
import { previewTable } from "./preview-table.ts";
import { saveDraft } from "./save-draft.ts";
import { saveRevision } from "./save-revision.ts";

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

/** Previews of a draft over a real PostgreSQL, in a child process: who sees what, and what is kept of it. */

let harness: TestServices;
let engineer: Actor;
let reviewer: Actor;

const script =
  "select n as id, 'Name ' || n as owner, 'town ' || n % 3 as town from generate_series(1, 30) n";
const document = (town: Record<string, unknown> = {}) => ({
  ...testDocument([
    {
      name: "firm",
      columns: [
        { name: "id", datatype: "integer", privacyClass: "direct-identifier" },
        {
          name: "owner",
          datatype: "string",
          privacyClass: "direct-identifier",
          anonymize: { rule: "pseudonymize" },
        },
        plain("town", "string", town),
      ],
      primaryKey: { columns: ["id"], strategy: { rule: "surrogate" } },
    },
  ]),
  name: "firms",
});
const withScript = (made: ReturnType<typeof document>) =>
  z.json().parse({
    ...made,
    sources: [{ name: "rows", ref: "warehouse" }],
    tables: made.tables.map((table) => ({
      ...table,
      extraction: { language: "sql", source: "rows", script },
    })),
  });

beforeAll(async () => {
  harness = await testServices("preview");
  const admin = await harness.actor("administrator");
  engineer = await harness.actor("data-engineer");
  reviewer = await harness.actor("database-administrator");
  const url = new URL(process.env.TEST_DATABASE_URL ?? "");
  await as(admin, createSource, {
    name: "warehouse",
    kind: "postgresql",
    config: {
      host: url.hostname,
      port: Number(url.port),
      // The product's own database is refused as a source.
      database: "postgres",
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password) || "any",
    },
  });
  await as(engineer, createModule, { document: withScript(document()) });
});
afterAll(() => harness.close());

function as<I extends z.ZodType, O extends z.ZodType>(
  actor: Actor,
  operation: Operation<I, O>,
  input: z.input<I>,
): Promise<z.output<O>> {
  const signal = AbortSignal.timeout(120_000);
  return perform(operation, { services: harness.services, actor, origin: { local: false }, signal }, input);
}

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "done",
    (error: unknown) => {
      if (error instanceof AppError) return error.code;
      throw error;
    },
  );

const firm = { module: "firms", table: "firm" } as const;

test("raw values are for those who may see them, and not for one who is signed in as them", async () => {
  const seen = await as(reviewer, previewTable, { ...firm, stage: "cleanse" });
  expect(seen.raw).toBe(true);
  expect(seen.rows[0]?.after).toEqual(["1", "Name 1", "town 1"]);
  const impersonated = { ...reviewer, impersonatedBy: "somebody" };
  expect(await codeOf(as(impersonated, previewTable, { ...firm, stage: "cleanse" }))).toBe("preview-raw");
});

test("an engineer sees no raw value, whatever the draft says", async () => {
  for (const stage of ["extract", "transform", "cleanse", "keys"] as const)
    expect(await codeOf(as(engineer, previewTable, { ...firm, stage }))).toBe("preview-raw");
  for (const sample of [
    { kind: "key", value: "1" },
    { kind: "failing" },
    { kind: "stratified", column: "town" },
  ] as const)
    expect(await codeOf(as(engineer, previewTable, { ...firm, sample }))).toBe("preview-sample-raw");
  const seen = await as(engineer, previewTable, firm);
  expect(seen.columns.map(({ hidden }) => hidden)).toEqual([undefined, undefined, "not-approved"]);
  expect(JSON.stringify([seen.rows, seen.columns])).not.toMatch(/Name \d|town \d/);
});

test("an engineer sees what another has approved to leave, until it changes", async () => {
  const { revision } = await as(engineer, saveRevision, { module: "firms", etag: 1, message: "first" });
  const { contentHash } = await as(reviewer, getReview, { module: "firms", revision });
  await as(reviewer, approveRevision, {
    module: "firms",
    revision,
    contentHash,
    comment: "",
    acknowledged: [],
  });
  const approved = await as(engineer, previewTable, firm);
  expect(approved.rows[0]?.after[2]).toBe("town 1");
  expect(approved.raw).toBe(false);
  await as(engineer, saveDraft, {
    module: "firms",
    document: withScript(document({ from: "owner" })),
    etag: 1,
  });
  const changed = await as(engineer, previewTable, firm);
  expect(changed.columns[2]?.hidden).toBe("not-approved");
  expect(JSON.stringify(changed.rows)).not.toContain("Name 1");
});

test("a rule is tried without being in the draft, and lets nobody see more than it would there", async () => {
  const mask = { column: "owner", rule: { rule: "mask", with: { keepStart: 2 } } };
  const tried = await as(reviewer, previewTable, { ...firm, stage: "anonymize", instead: mask });
  expect(tried.columns[1]?.rule).toBe("mask");
  expect(tried.rows[0]?.after[1]).toBe("Na****");
  expect(tried.rows[0]?.before).toContainEqual([1, "Name 1"]);
  const key = { column: "id", rule: { rule: "pseudonymize" } };
  const keyed = await as(reviewer, previewTable, { ...firm, stage: "anonymize", instead: key });
  expect(keyed.rows[0]?.after[0]).toMatch(/^[0-9a-f]{32}$/);
  // What is in the draft is approved; what is tried is not.
  await as(engineer, saveDraft, { module: "firms", document: withScript(document()), etag: 2 });
  expect((await as(engineer, previewTable, firm)).columns[2]?.hidden).toBeUndefined();
  for (const instead of [mask, { column: "owner", rule: { rule: "keep", with: { reason: "to see it" } } }]) {
    const seen = await as(engineer, previewTable, { ...firm, instead });
    expect(seen.columns[1]?.hidden).toBeDefined();
    expect(JSON.stringify([seen.rows, seen.columns])).not.toMatch(/Na|town \d/);
  }
  const [entry] = await harness.services.db.audit.list({ subjectKind: "module", limit: 1 });
  expect(entry?.detail).toMatchObject({ column: "owner", rule: "keep" });
});

test("every look is in the audit, refused ones too, and none holds the key that was looked for", async () => {
  const sample = { kind: "key", value: "17" } as const;
  const found = await as(reviewer, previewTable, { ...firm, stage: "cleanse", sample });
  expect(found.rows.map(({ after }) => after[0])).toEqual(["17"]);
  expect(await codeOf(as(engineer, previewTable, { ...firm, sample }))).toBe("preview-sample-raw");
  const entries = await harness.services.db.audit.list({ subjectKind: "module", limit: 2 });
  expect(entries.map(({ actorId, outcome }) => [actorId, outcome])).toEqual([
    [engineer.userId, "refused"],
    [reviewer.userId, "done"],
  ]);
  expect(entries.map(({ detail }) => detail?.sample)).toEqual(["key", "key"]);
  expect(JSON.stringify(entries.map(({ detail }) => detail))).not.toContain("17");
});
