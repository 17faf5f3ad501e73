import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AppError } from "#lib/kernel";
import { referencePlaces } from "#lib/metadata";
import { type TestServices, testServices } from "#lib/testing/server";
import type { Actor, OpenOperation, Operation } from "../core/operation.ts";
import { perform } from "../core/perform.ts";
import { operations } from "../registry.ts";
import { artefactLookup, artefactsNamed } from "./module-values.ts";

const secrets = ["Мышкин-Ленская", "Ква-Кваево", "Zyxwvut", "Непустота"];
const [name = "", town = "", odd = "", filler = ""] = secrets;

let harness: TestServices;
let client: pg.Client;
let engineer: Actor;
let administrator: Actor;
beforeAll(async () => {
  harness = await testServices("values");
  client = new pg.Client({ connectionString: harness.database.url });
  await client.connect();
  engineer = await harness.actor("data-engineer");
  administrator = await harness.actor("database-administrator");
});
afterAll(async () => {
  await client.end();
  await harness.close();
});

const all: readonly (Operation | OpenOperation)[] = operations;
/** What an operation answers, by id, so that all of them can be looked at in one way. */
async function ask(id: string, actor: Actor, input: unknown): Promise<Record<string, unknown>> {
  const operation = all.find((one) => one.id === id);
  if (operation === undefined) throw new TypeError(id);
  const request = {
    services: harness.services,
    actor,
    origin: { local: false },
    signal: AbortSignal.timeout(60_000),
  };
  return (await perform(operation, request, input)) as Record<string, unknown>;
}

const failing = (code: string) => expect.objectContaining({ code });

/** Values at every kind of place, of columns of a class. */
const documentOf = (
  module: string,
  privacyClass: string,
  more: { readonly pairs?: string[][]; readonly values?: string[] } = {},
) => ({
  "@type": "DataModule",
  format: 2,
  name: module,
  sources: [],
  hierarchies: [{ name: "towns", rule: "value-table", with: { rows: [[town, "North"]] } }],
  tables: [
    {
      name: "people",
      transformation: { language: "sql", script: "select 1 as surname" },
      columns: [
        {
          name: "surname",
          datatype: "string",
          privacyClass,
          normalize: [{ rule: "map-values", with: { pairs: [[name, odd], ...(more.pairs ?? [])] } }],
          nulls: { rule: "constant", with: { value: filler } },
          checks: [
            {
              rule: "allowed-values",
              with: { values: [odd, filler, ...(more.values ?? [])] },
              onViolation: "default",
              default: odd,
            },
          ],
          ...(privacyClass === "insensitive" ? {} : { anonymize: { rule: "redact" } }),
        },
        {
          name: "town",
          datatype: "string",
          privacyClass: "quasi-identifier",
          anonymize: { rule: "generalize-category", with: { hierarchy: "towns", level: 1 } },
        },
      ],
    },
  ],
});

/** Every row of every table of our database as text; bytes are read as text too. */
async function everythingKept(): Promise<string> {
  const { rows: tables } = await client.query<{ name: string }>(
    `select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
     where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`,
  );
  const found: string[] = [];
  for (const table of tables) {
    const { rows } = await client.query<{ row: string }>(`select t::text as row from ${table.name} t`);
    found.push(...rows.map(({ row }) => row));
  }
  const { rows: sealed } = await client.query<{ sealed: Buffer }>(`select sealed from artefact`);
  return [...found, ...sealed.map((one) => one.sealed.toString("utf8"))].join("\n");
}

const seenIn = (text: string): readonly string[] => secrets.filter((secret) => text.includes(secret));

const draftOf = async (module: string) => {
  const draft = await harness.services.db.drafts.get(module);
  if (draft === undefined) throw new TypeError("no draft");
  return draft;
};
const save = async (module: string, document: unknown, actor = engineer, etag?: number) =>
  ask("save-draft", actor, { module, document, etag: etag ?? (await draftOf(module)).etag });

test("values of classed columns are found nowhere but encrypted, whatever is asked for", async () => {
  const module = "leak";
  const document = documentOf(module, "direct-identifier");
  await ask("create-module", engineer, { document });
  expect(seenIn(await everythingKept())).toEqual([]);
  const saved = await save(module, document);
  expect(saved).toMatchObject({ movedValues: 6, diagnostics: [] });
  const revision = await ask("save-revision", engineer, { module, etag: saved.etag, message: "one" });
  const second = await save(module, documentOf(module, "direct-identifier", { values: ["w"] }));
  const after = await ask("save-revision", engineer, { module, etag: second.etag, message: "two" });
  expect(after.contentHash).not.toBe(revision.contentHash);
  await ask("request-review", engineer, { module, revision: 2 });
  await ask("restore-revision", engineer, { module, revision: 1, etag: (await draftOf(module)).etag });
  const answers: unknown[] = [saved, second, revision];
  for (const actor of [engineer, administrator]) {
    for (const [id, input] of [
      ["get-module", { name: module }],
      ["get-revision", { module, revision: 1 }],
      ["diff-revisions", { module, from: 1, to: 2 }],
      ["get-review", { module, revision: 2 }],
      ["list-modules", {}],
    ] as const)
      answers.push(await ask(id, actor, input));
  }
  answers.push(await ask("list-audit", administrator, {}));
  const told = JSON.stringify(answers);
  expect(seenIn(told)).toEqual([]);
  expect(seenIn(await everythingKept())).toEqual([]);
  // The comparison says how many there are.
  expect(told).toContain("2 ×");
  expect(told).toContain("3 ×");
  // The search finds what is there.
  expect(seenIn(JSON.stringify(document))).toEqual(secrets);
});

test("the same values by the same person have one name, by another person another one", async () => {
  const document = documentOf("names", "sensitive");
  await ask("create-module", engineer, { document });
  const own = artefactsNamed((await draftOf("names")).document);
  await save("names", document);
  expect(artefactsNamed((await draftOf("names")).document)).toEqual(own);
  const other = await harness.actor("data-engineer");
  await save("names", document, other);
  const others = artefactsNamed((await draftOf("names")).document);
  expect(others).toHaveLength(own.length);
  expect(others.filter((one) => own.includes(one))).toEqual([]);
});

test("a column that is classed later loses its values at the next save, and keeps them so when it is opened again", async () => {
  const module = "later";
  await ask("create-module", engineer, { document: documentOf(module, "insensitive") });
  expect(seenIn(JSON.stringify((await draftOf(module)).document))).toContain(filler);
  const classed = structuredClone((await draftOf(module)).document) as ReturnType<typeof documentOf>;
  Object.assign(classed.tables[0]?.columns[0] ?? {}, {
    privacyClass: "sensitive",
    anonymize: { rule: "redact" },
  });
  const saved = await save(module, classed);
  // The hierarchy was moved when the module was made: its column was classed already.
  expect(saved.movedValues).toBe(5);
  const kept = (await draftOf(module)).document;
  expect(seenIn(JSON.stringify(kept))).toEqual([]);
  const opened = structuredClone(kept) as ReturnType<typeof documentOf>;
  Object.assign(opened.tables[0]?.columns[0] ?? {}, { privacyClass: "insensitive", anonymize: undefined });
  await save(module, JSON.parse(JSON.stringify(opened)));
  expect(artefactsNamed((await draftOf(module)).document)).toHaveLength(5);
});

test("a database administrator reads an artefact and is audited, an engineer is refused", async () => {
  const module = "look";
  await ask("create-module", engineer, { document: documentOf(module, "sensitive") });
  const place = referencePlaces((await draftOf(module)).document).find(({ kind }) =>
    kind.includes("map-values"),
  );
  const { artefact = "" } = (place?.value ?? {}) as { artefact?: string };
  await expect(ask("read-artefact", engineer, { module, artefact })).rejects.toThrow(
    failing("permission-missing"),
  );
  expect(await ask("read-artefact", administrator, { module, artefact })).toEqual({
    artefact,
    kind: "normalizer/map-values/pairs",
    count: 1,
    value: [[name, odd]],
  });
  await expect(ask("read-artefact", administrator, { module: "names", artefact })).rejects.toThrow(
    failing("not-found"),
  );
  const { rows } = await client.query(`select outcome, detail from "audit" where action = 'read-artefact'`);
  expect(rows.map(({ outcome }) => outcome).sort()).toEqual(["done", "refused", "refused"]);
  expect(JSON.stringify(rows)).toContain(artefact);
});

test("a document whose values are elsewhere makes no module; in a draft it is said, and no revision comes of it", async () => {
  const foreign = (await draftOf("look")).document as Record<string, unknown>;
  await expect(
    ask("create-module", engineer, { document: { ...foreign, name: "imported" } }),
  ).rejects.toThrow(failing("artefact-missing"));
  expect(await harness.services.db.modules.get("imported")).toBeUndefined();
  await ask("create-module", engineer, { document: documentOf("imported", "insensitive") });
  const saved = await save("imported", { ...foreign, name: "imported" });
  const codes = (saved.diagnostics as { code: string }[]).map(({ code }) => code);
  expect(new Set(codes)).toEqual(new Set(["artefact-unknown"]));
  await expect(ask("save-revision", engineer, { module: "imported", etag: saved.etag })).rejects.toThrow(
    failing("document-invalid"),
  );
});

test("of two saves at once one is kept with its values, and the other leaves nothing", async () => {
  const module = "together";
  await ask("create-module", engineer, { document: documentOf(module, "insensitive") });
  const { etag } = await draftOf(module);
  const namesKept = async () => {
    const of = `select name from artefact where "moduleId" = (select id from module where name = $1)`;
    return (await client.query<{ name: string }>(of, [module])).rows.map((row) => row.name);
  };
  const before = await namesKept();
  const other = await harness.actor("data-engineer");
  const document = documentOf(module, "sensitive");
  const ended = await Promise.allSettled([
    save(module, document, engineer, etag),
    save(module, document, other, etag),
  ]);
  expect(ended.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(ended.find((one) => one.status === "rejected")?.reason).toMatchObject({ code: "draft-stale" });
  const kept = (await draftOf(module)).document;
  expect(new Set(await namesKept())).toEqual(new Set([...before, ...artefactsNamed(kept)]));
  const lookup = await artefactLookup(harness.services, module, kept);
  expect(artefactsNamed(kept).every((one) => lookup(one) !== undefined)).toBe(true);
});

test("what a draft or a revision refers to is never swept, the rest after a while; a revision's cannot be deleted at all", async () => {
  const module = "sweep";
  const { db } = harness.services;
  await ask("create-module", engineer, { document: documentOf(module, "sensitive") });
  await ask("save-revision", engineer, { module, etag: (await draftOf(module)).etag });
  const revised = artefactsNamed((await draftOf(module)).document);
  await save(module, documentOf(module, "sensitive", { pairs: [["a", "b"]] }));
  await save(module, documentOf(module, "sensitive", { pairs: [["c", "d"]] }));
  const drafted = artefactsNamed((await draftOf(module)).document);
  await client.query(
    `update artefact set "keptAt" = now() - interval '8 days'
    where "moduleId" = (select id from module where name = $1)`,
    [module],
  );
  const cutoff = new Date(Date.now() - 7 * 86_400_000);
  expect(await db.artefacts.deleteUnreferenced(cutoff)).toBe(1);
  const all = [...new Set([...revised, ...drafted])];
  expect(await db.artefacts.read(module, all)).toHaveLength(all.length);
  await expect(client.query(`delete from artefact where name = $1`, [revised[0]])).rejects.toThrow(
    /revision_artefact/,
  );
});

test("a draft that held values in the clear before loses them when a revision is made of it, or restored", async () => {
  const module = "older";
  const { db } = harness.services;
  const document = documentOf(module, "sensitive");
  await db.modules.create({ name: module, document, createdBy: engineer.userId });
  const saved = await ask("save-revision", engineer, { module, etag: 1 });
  expect(saved.movedValues).toBe(6);
  const { document: kept, etag } = await draftOf(module);
  expect(seenIn(JSON.stringify(kept))).toEqual([]);
  await db.drafts.save({ module, document, etag, userId: engineer.userId });
  await db.revisions.save({ module, etag: etag + 1, contentHash: "0".repeat(64), authorId: engineer.userId });
  await ask("restore-revision", engineer, { module, revision: 2, etag: etag + 1 });
  expect(seenIn(JSON.stringify((await draftOf(module)).document))).toEqual([]);
});

test("a hierarchy that is kept elsewhere stands in no reviewer's way, and shows no value", async () => {
  const module = "leveled";
  const given = documentOf(module, "sensitive");
  const [people] = given.tables;
  const columns = [{ name: "town", privacyClass: "quasi-identifier", hierarchy: { name: "towns" } }];
  const document = { ...given, tables: [{ ...people, columns, privacy: { kAnonymity: 2 } }] };
  await ask("create-module", engineer, { document });
  await ask("save-revision", engineer, { module, etag: (await draftOf(module)).etag });
  await ask("request-review", engineer, { module, revision: 1 });
  const review = await ask("get-review", administrator, { module, revision: 1 });
  const notes = (review.notCovered as { id: string }[]).map(({ id }) => id);
  expect(review).toMatchObject({ mayApprove: true });
  expect(notes.length).toBeGreaterThan(0);
  expect(await ask("get-module", engineer, { name: module })).toMatchObject({ review: { revision: 1 } });
  expect(seenIn(JSON.stringify(review))).toEqual([]);
  const approval = { module, revision: 1, contentHash: review.contentHash };
  await expect(ask("approve-revision", administrator, approval)).rejects.toThrow(
    failing("not-covered-unacknowledged"),
  );
  const damage = (by: number) =>
    client.query(
      `update artefact set sealed = set_byte(sealed, 20, (get_byte(sealed, 20) + $2) % 256)
      where "moduleId" = (select id from module where name = $1)`,
      [module, by],
    );
  await damage(1);
  const damaged = await ask("get-review", administrator, { module, revision: 1 });
  expect(damaged).toMatchObject({ mayApprove: false, refusal: "document-invalid", notCovered: [] });
  await damage(255);
  await ask("approve-revision", administrator, { ...approval, acknowledged: notes });
});

test("a damaged artefact is told as absent in a draft, and never as a fault of the page", async () => {
  const module = "damaged";
  await ask("create-module", engineer, { document: documentOf(module, "sensitive") });
  await client.query(
    `update artefact set sealed = set_byte(sealed, 20, (get_byte(sealed, 20) + 1) % 256)
    where "moduleId" = (select id from module where name = $1)`,
    [module],
  );
  const { draft } = (await ask("get-module", engineer, { name: module })) as {
    draft: { diagnostics: { code: string }[] };
  };
  expect(draft.diagnostics.map(({ code }) => code)).toContain("artefact-unknown");
  const [artefact] = artefactsNamed((await draftOf(module)).document);
  const look = ask("read-artefact", administrator, { module, artefact });
  await expect(look).rejects.toThrow(failing("ciphertext-invalid"));
  await expect(look).rejects.toThrow(AppError);
});
