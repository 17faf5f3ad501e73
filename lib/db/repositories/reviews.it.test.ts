import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { editAndSave, hashOf, smallDocument, type TestRecords, testRecords } from "#lib/testing";

let records: TestRecords;
let engineer = "";
let second = "";
let dba = "";
let module = "";
let count = 0;

beforeAll(async () => {
  records = await testRecords("reviews");
  engineer = await records.user("data-engineer", "Engineer");
  second = await records.user("data-engineer", "Second");
  dba = await records.user("database-administrator", "Administrator");
});
afterAll(() => records.close());
beforeEach(async () => {
  count += 1;
  module = `module-${count}`;
  await records.db.modules.create({ name: module, document: smallDocument(module), createdBy: engineer });
});

const failing = (code: string) => expect.objectContaining({ code });

function approve(revisionId: string, contentHash: string, by = dba, impersonatedBy?: string) {
  return records.db.reviews.approve({
    revisionId,
    reviewerId: by,
    impersonatedBy,
    contentHash,
    seenHash: contentHash,
  });
}

test("a database administrator who did not edit approves, and exactly that content may be published", async () => {
  const revision = await editAndSave(records.db, module, engineer);
  await expect(records.db.reviews.assertApproved(revision.id, revision.contentHash)).rejects.toThrow(
    failing("approval-missing"),
  );
  await approve(revision.id, revision.contentHash);
  const approval = await records.db.reviews.assertApproved(revision.id, revision.contentHash);
  expect(approval).toMatchObject({ reviewerId: dba, approvedHash: revision.contentHash });
  await expect(records.db.reviews.assertApproved(revision.id, hashOf("changed"))).rejects.toThrow(
    failing("approval-stale"),
  );
});

test("an approval of one revision is none of the next", async () => {
  const first = await editAndSave(records.db, module, engineer);
  await approve(first.id, first.contentHash);
  const next = await editAndSave(records.db, module, engineer);
  await expect(records.db.reviews.assertApproved(next.id, next.contentHash)).rejects.toThrow(
    failing("approval-missing"),
  );
});

test("an editor does not approve: not the author, not who only saved the draft", async () => {
  const others = await editAndSave(records.db, module, dba, engineer);
  await expect(approve(others.id, others.contentHash)).rejects.toThrow(failing("approval-by-editor"));
  const own = await editAndSave(records.db, module, dba);
  await expect(approve(own.id, own.contentHash)).rejects.toThrow(failing("approval-by-editor"));
});

test("an edit counts until somebody else has approved it", async () => {
  await editAndSave(records.db, module, dba);
  const following = await editAndSave(records.db, module, engineer);
  await expect(approve(following.id, following.contentHash)).rejects.toThrow(failing("approval-by-editor"));
  const other = await records.user("database-administrator", "Other");
  await approve(following.id, following.contentHash, other);
  const later = await editAndSave(records.db, module, engineer);
  expect(await records.db.revisions.editors(later.id)).toEqual([engineer]);
  await expect(approve(later.id, later.contentHash)).resolves.toMatchObject({ state: "approved" });
});

test("restoring somebody's unapproved revision does not wash their edit away", async () => {
  const mine = await editAndSave(records.db, module, dba);
  const replaced = await editAndSave(records.db, module, second);
  const other = await records.user("database-administrator", "Third");
  await approve(replaced.id, replaced.contentHash, other);
  const draft = await records.db.drafts.get(module);
  const { etag } = await records.db.drafts.restore({
    module,
    revision: mine.number,
    etag: draft?.etag ?? 0,
    userId: engineer,
  });
  const restored = await records.db.revisions.save({
    module,
    etag,
    contentHash: mine.contentHash,
    authorId: engineer,
  });
  await expect(approve(restored.id, restored.contentHash)).rejects.toThrow(failing("approval-by-editor"));
});

test("nobody without the role approves, and no impersonated sign-in", async () => {
  const revision = await editAndSave(records.db, module, engineer);
  const administrator = await records.user("administrator");
  for (const by of [second, administrator]) {
    await expect(approve(revision.id, revision.contentHash, by)).rejects.toThrow(
      failing("permission-missing"),
    );
  }
  await expect(approve(revision.id, revision.contentHash, dba, administrator)).rejects.toThrow(
    failing("approval-impersonated"),
  );
  expect(await records.db.reviews.decision(revision.id)).toBeUndefined();
});

test("what the reviewer saw must be what is approved", async () => {
  const revision = await editAndSave(records.db, module, engineer);
  await expect(
    records.db.reviews.approve({
      revisionId: revision.id,
      reviewerId: dba,
      contentHash: revision.contentHash,
      seenHash: hashOf("before"),
    }),
  ).rejects.toThrow(failing("approval-stale"));
});

test("requested changes take an approval back, and a request alone decides nothing", async () => {
  const revision = await editAndSave(records.db, module, engineer);
  await records.db.reviews.request({ revisionId: revision.id, requestedBy: engineer });
  expect((await records.db.reviews.open()).map((open) => open.revisionId)).toContain(revision.id);
  await approve(revision.id, revision.contentHash);
  expect((await records.db.reviews.open()).map((open) => open.revisionId)).not.toContain(revision.id);
  await records.db.reviews.requestChanges({ revisionId: revision.id, reviewerId: dba, comment: "no" });
  await expect(records.db.reviews.assertApproved(revision.id, revision.contentHash)).rejects.toThrow(
    failing("approval-missing"),
  );
});

test("an approval whose reviewer turns out to have edited is none, however it was written", async () => {
  const revision = await editAndSave(records.db, module, dba);
  await records.query(
    `insert into "review" ("id", "revisionId", "state", "reviewerId", "approvedHash") values (gen_random_uuid(), $1, 'approved', $2, $3)`,
    [revision.id, dba, revision.contentHash],
  );
  await expect(records.db.reviews.assertApproved(revision.id, revision.contentHash)).rejects.toThrow(
    failing("approval-missing"),
  );
});
