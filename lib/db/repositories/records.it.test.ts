import { afterAll, beforeAll, expect, test } from "vitest";
import { editAndSave, smallDocument, type TestRecords, testRecords } from "#lib/testing";

let records: TestRecords;
let engineer = "";

beforeAll(async () => {
  records = await testRecords("records");
  engineer = await records.user("data-engineer", "Engineer");
});
afterAll(() => records.close());

const failing = (code: string) => expect.objectContaining({ code });
const refusal = /never changed or removed/;

test("the audit takes new lines and nothing else", async () => {
  const { db, query } = records;
  await db.audit.append({
    actorId: engineer,
    action: "save-draft",
    subjectKind: "module",
    subject: "shop",
    outcome: "done",
    detail: { etag: 2 },
  });
  await expect(query(`update "audit" set "action" = 'nothing'`)).rejects.toThrow(refusal);
  await expect(query(`delete from "audit"`)).rejects.toThrow(refusal);
  await expect(query(`truncate "audit"`)).rejects.toThrow(refusal);
  const [line] = await db.audit.list({ subject: "shop" });
  expect(line).toMatchObject({ action: "save-draft", outcome: "done", detail: { etag: 2 } });
  expect(await db.audit.list({ before: line?.id })).toEqual([]);
});

test("names of modules, sources and stores never change, and revisions and reviews stay as they are", async () => {
  const { db, query } = records;
  await db.modules.create({ name: "fixed", document: smallDocument("fixed"), createdBy: engineer });
  await editAndSave(db, "fixed", engineer);
  const place = { name: "fixed", kind: "files", config: {}, fingerprint: "f" };
  await db.sources.create(place);
  await db.stores.create(place);
  for (const table of ["module", "data_source", "store"]) {
    await expect(query(`update "${table}" set "name" = 'other'`)).rejects.toThrow(refusal);
  }
  await expect(query(`update "revision" set "document" = '{}'`)).rejects.toThrow(refusal);
  await expect(query(`delete from "revision"`)).rejects.toThrow(refusal);
});

test("a name is taken for good, archived or not", async () => {
  const { db } = records;
  const place = { name: "clinic", kind: "postgresql", config: { host: "h" }, fingerprint: "f" };
  await db.sources.create({ ...place, sealedSecrets: Uint8Array.of(1, 2), secretNames: ["password"] });
  await db.sources.archive("clinic");
  await expect(db.sources.create(place)).rejects.toThrow(failing("name-taken"));
  expect((await db.sources.list()).map(({ name }) => name)).not.toContain("clinic");
  expect((await db.sources.list({ archived: true })).map(({ name }) => name)).toContain("clinic");
  await db.modules.create({ name: "taken", document: {}, createdBy: engineer });
  await expect(db.modules.create({ name: "taken", document: {}, createdBy: engineer })).rejects.toThrow(
    failing("name-taken"),
  );
});

test("secrets are apart from the record, and a change without them leaves them", async () => {
  const { db } = records;
  const place = { name: "vault", kind: "postgresql", config: { host: "h" }, fingerprint: "f" };
  const made = await db.sources.create({
    ...place,
    sealedSecrets: Uint8Array.of(9, 8, 7),
    secretNames: ["password"],
  });
  expect(Object.keys(made)).not.toContain("secrets");
  await db.sources.update("vault", { title: "Vault", config: { host: "other" } });
  expect(Buffer.from((await db.sources.sealedSecrets("vault")) ?? [])).toEqual(Buffer.of(9, 8, 7));
  await db.sources.update("vault", { sealedSecrets: null, secretNames: [] });
  expect(await db.sources.sealedSecrets("vault")).toBeUndefined();
  await expect(db.sources.update("nowhere", { title: "x" })).rejects.toThrow(failing("not-found"));
});

test("a document comes back as it was written: order of keys, NUL, lone surrogates, big numbers", async () => {
  const { db } = records;
  const document = { zebra: 1, apple: { "10": "b", b: 1e21, a: "\u0000\ud800 'ё'" }, list: [null, -0.1] };
  await db.modules.create({ name: "text", document, createdBy: engineer });
  expect(JSON.stringify((await db.drafts.get("text"))?.document)).toBe(JSON.stringify(document));
});

test("of two who save the same draft the second is told", async () => {
  const { db } = records;
  await db.modules.create({ name: "two", document: {}, createdBy: engineer });
  const save = (document: unknown) => db.drafts.save({ module: "two", document, etag: 1, userId: engineer });
  const results = await Promise.allSettled([save({ a: 1 }), save({ b: 2 }), save({ c: 3 })]);
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const result of results) {
    if (result.status === "rejected") expect(result.reason).toEqual(failing("draft-stale"));
  }
  await expect(
    db.revisions.save({ module: "two", etag: 1, contentHash: "h", authorId: engineer }),
  ).rejects.toThrow(failing("draft-stale"));
});

test("revisions are numbered without a gap, whoever saves at once", async () => {
  const { db } = records;
  await db.modules.create({ name: "many", document: {}, createdBy: engineer });
  const save = () => db.revisions.save({ module: "many", etag: 1, contentHash: "h", authorId: engineer });
  const saved = await Promise.all([save(), save(), save(), save()]);
  expect(saved.map(({ number }) => number).sort()).toEqual([1, 2, 3, 4]);
});

test("a transaction that throws leaves nothing", async () => {
  const { db } = records;
  await expect(
    db.transaction(async (tx) => {
      await tx.modules.create({ name: "gone", document: {}, createdBy: engineer });
      throw new Error("after all not");
    }),
  ).rejects.toThrow("after all not");
  expect(await db.modules.get("gone")).toBeUndefined();
});

test("two runs that first use a domain at once get one key", async () => {
  const { db } = records;
  const add = (id: string) => db.domains.addFirstKey("person", { id, wrapped: Uint8Array.of(1) });
  const keys = await Promise.all(["a", "b", "c"].map(add));
  expect(new Set(keys.map(({ id }) => id)).size).toBe(1);
  await db.domains.rotate("person", { id: "new", wrapped: Uint8Array.of(2) });
  expect((await db.domains.activeKey("person"))?.id).toBe("new");
  await expect(db.domains.destroy("new")).rejects.toThrow(failing("not-found"));
  const old = keys[0]?.id ?? "";
  await db.domains.destroy(old);
  const [domain] = await db.domains.list();
  expect(domain?.keys.map(({ id, state }) => [id, state])).toEqual([
    [old, "destroyed"],
    ["new", "active"],
  ]);
});

test("disabling a user ends their sessions", async () => {
  const { db, query } = records;
  const user = await records.user("data-scientist");
  await query(
    `insert into "session" ("id", "expiresAt", "token", "updatedAt", "userId") values ('s', now() + interval '1 day', 't', now(), $1)`,
    [user],
  );
  await db.users.setDisabled(user, true);
  expect(await query(`select 1 from "session" where "userId" = $1`, [user])).toEqual([]);
  expect((await db.users.get(user))?.disabled).toBe(true);
});
