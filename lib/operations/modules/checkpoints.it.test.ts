import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { z } from "zod";
import { mostCheckpoints } from "#lib/contracts";
import { smallDocument } from "#lib/testing";
import { type TestServices, testServices } from "#lib/testing/server";
import type { Actor, Operation } from "../core/operation.ts";
import { perform } from "../core/perform.ts";
import { createSource } from "../sources/create-source.ts";
import { createModule } from "./create-module.ts";
import { getCheckpoint } from "./get-checkpoint.ts";
import { getDraft } from "./get-draft.ts";
import { listCheckpoints } from "./list-checkpoints.ts";
import { artefactsNamed } from "./module-values.ts";
import { restoreCheckpoint } from "./restore-checkpoint.ts";
import { restoreRevision } from "./restore-revision.ts";
import { saveCheckpoint } from "./save-checkpoint.ts";
import { saveDraft } from "./save-draft.ts";
import { saveRevision } from "./save-revision.ts";

let harness: TestServices;
let client: pg.Client;
let engineer: Actor;
let other: Actor;
beforeAll(async () => {
  harness = await testServices("checkpoints");
  client = new pg.Client({ connectionString: harness.database.url });
  await client.connect();
  engineer = await harness.actor("data-engineer", "Engineer");
  other = await harness.actor("data-engineer", "Other");
  const config = { host: "h", database: "d", user: "u", password: "p" };
  const administrator = await harness.actor("administrator");
  await ask(createSource, administrator, { name: "clinic", kind: "postgresql", config });
});
afterAll(async () => {
  await client.end();
  await harness.close();
});

function ask<I extends z.ZodType, O extends z.ZodType>(
  operation: Operation<I, O>,
  actor: Actor,
  input: z.input<I>,
) {
  const signal = AbortSignal.timeout(60_000);
  return perform(operation, { services: harness.services, actor, origin: { local: false }, signal }, input);
}
const failing = (code: string) => expect.objectContaining({ code });

const etagOf = async (module: string) => (await ask(getDraft, engineer, { module })).etag;
type Json = z.input<typeof saveDraft.input>["document"];
const save = async (module: string, document: Json, actor = engineer) =>
  ask(saveDraft, actor, { module, document, etag: await etagOf(module) });
const keep = async (module: string, name: string, actor = engineer) =>
  ask(saveCheckpoint, actor, { module, name, etag: await etagOf(module) });
const restore = async (module: string, checkpoint: string, actor = engineer) =>
  ask(restoreCheckpoint, actor, { module, checkpoint, etag: await etagOf(module) });

const titled = (module: string, title: string): Json => ({ ...smallDocument(module), title });

const secret = "Мышкин-Ленская";
const withValues = (module: string, town: string): Json => ({
  "@type": "DataModule",
  format: 2,
  name: module,
  sources: [],
  tables: [
    {
      name: "people",
      transformation: { language: "sql", script: "select 1 as town" },
      columns: [
        {
          name: "town",
          privacyClass: "sensitive",
          normalize: [{ rule: "map-values", with: { pairs: [[secret, town]] } }],
          anonymize: { rule: "redact" },
        },
      ],
    },
  ],
});

test("a checkpoint keeps the draft as it stands under a name, and brings it back", async () => {
  const module = "named";
  await ask(createModule, engineer, { document: titled(module, "one") });
  const first = await keep(module, "  Before cleaning ");
  expect(first).toMatchObject({
    name: "Before cleaning",
    createdBy: { id: engineer.userId, name: "Engineer" },
    tables: 1,
    columns: 1,
  });
  const unfinished: Json = { name: module, tables: [{ columns: [{}, {}] }, "x", { columns: [1] }] };
  await save(module, unfinished, other);
  const second = await keep(module, "half", other);
  expect(second).toMatchObject({ createdBy: { name: "Other" }, tables: 3, columns: 3 });
  expect(await ask(listCheckpoints, engineer, { module })).toEqual([second, first]);
  expect(await ask(getCheckpoint, engineer, { module, checkpoint: second.id })).toEqual({
    ...second,
    document: unfinished,
  });

  const back = await restore(module, first.id);
  expect(back).toMatchObject({ etag: 3, document: titled(module, "one"), movedValues: 0, diagnostics: [] });
  expect(await ask(getDraft, engineer, { module })).toMatchObject({
    document: titled(module, "one"),
    etag: 3,
    updatedBy: { name: "Engineer" },
    updatedAt: back.updatedAt,
  });
  expect(await ask(listCheckpoints, engineer, { module })).toEqual([second, first]);
});

test("neither is kept nor brought back over what somebody else saved, nor out of another module", async () => {
  const module = "guarded";
  await ask(createModule, engineer, { document: titled(module, "one") });
  await ask(createModule, engineer, { document: titled("elsewhere", "one") });
  const { id: checkpoint } = await keep(module, "one");
  await save(module, titled(module, "two"), other);
  const stale = failing("draft-stale");
  await expect(ask(saveCheckpoint, engineer, { module, name: "two", etag: 1 })).rejects.toThrow(stale);
  await expect(ask(restoreCheckpoint, engineer, { module, checkpoint, etag: 1 })).rejects.toThrow(stale);
  const made = { module, name: "two", document: {}, tables: 0, columns: 0, createdBy: engineer.userId };
  await expect(harness.services.db.checkpoints.save({ ...made, etag: 1 })).rejects.toThrow(stale);
  expect((await ask(getDraft, engineer, { module })).document).toMatchObject({ title: "two" });
  expect(await ask(listCheckpoints, engineer, { module })).toHaveLength(1);

  const missing = failing("checkpoint-missing");
  await expect(ask(getCheckpoint, engineer, { module: "elsewhere", checkpoint })).rejects.toThrow(missing);
  await expect(restore("elsewhere", checkpoint)).rejects.toThrow(missing);
  await expect(ask(listCheckpoints, engineer, { module: "none" })).rejects.toThrow(failing("not-found"));
  await expect(client.query(`update checkpoint set name = 'x'`)).rejects.toThrow(/never changed/);

  const { rows } = await client.query(
    `select action, outcome, detail::json as detail from "audit" where subject = $1 and action like '%-checkpoint' order by id`,
    [module],
  );
  expect(rows).toEqual([
    { action: "save-checkpoint", outcome: "done", detail: { etag: 1 } },
    { action: "save-checkpoint", outcome: "refused", detail: { etag: 1, error: "draft-stale" } },
    { action: "restore-checkpoint", outcome: "refused", detail: { checkpoint, error: "draft-stale" } },
  ]);
});

test("whoever edited what a checkpoint holds has edited it again, though the draft had lost it", async () => {
  const module = "edited";
  await ask(createModule, engineer, { document: titled(module, "one") });
  await ask(saveRevision, engineer, { module, etag: 1 });
  await save(module, titled(module, "two"), other);
  const pending = await keep(module, "in the draft");
  await ask(saveRevision, engineer, { module, etag: await etagOf(module) });
  const revised = await keep(module, "in a revision");
  const third = await harness.actor("data-engineer");
  const editorsAfter = async (checkpoint: string) => {
    await ask(restoreRevision, third, { module, revision: 1, etag: await etagOf(module) });
    await restore(module, checkpoint, third);
    const { revision } = await ask(saveRevision, third, { module, etag: await etagOf(module) });
    const record = await harness.services.db.revisions.get(module, revision);
    return {
      parent: record?.parentNumber,
      by: await harness.services.db.revisions.editors(record?.id ?? ""),
    };
  };
  const all = [engineer.userId, other.userId, third.userId].sort();
  const first = await editorsAfter(pending.id);
  expect({ ...first, by: [...first.by].sort() }).toEqual({ parent: 1, by: all });
  const second = await editorsAfter(revised.id);
  expect({ ...second, by: [...second.by].sort() }).toEqual({ parent: 2, by: all });
  expect(await ask(getDraft, engineer, { module })).toMatchObject({ baseRevision: 4 });
});

const ageArtefacts = () => client.query(`update artefact set "keptAt" = now() - interval '8 days'`);
const sweep = () => harness.services.db.artefacts.deleteUnreferenced(new Date(Date.now() - 7 * 86_400_000));

test("values that a checkpoint refers to stay as long as it, and one more than there may be takes the oldest away", async () => {
  const module = "values";
  await ask(createModule, engineer, { document: withValues(module, "a") });
  const oldest = await keep(module, "a");
  const { document } = await ask(getCheckpoint, engineer, { module, checkpoint: oldest.id });
  const [artefact = ""] = artefactsNamed(document);
  await save(module, withValues(module, "b"));
  await ageArtefacts();
  expect(await sweep()).toBe(0);
  await expect(client.query(`delete from artefact where name = $1`, [artefact])).rejects.toThrow(
    /checkpoint_artefact/,
  );
  const back = await restore(module, oldest.id);
  expect(back).toMatchObject({ document, diagnostics: [] });

  await save(module, withValues(module, "b"));
  for (let more = 1; more < mostCheckpoints; more++) await keep(module, `b${more}`);
  const before = await ask(listCheckpoints, engineer, { module });
  expect(before.map(({ name }) => name).at(-1)).toBe("a");
  await keep(module, "one more");
  const after = await ask(listCheckpoints, engineer, { module });
  expect(after).toHaveLength(mostCheckpoints);
  expect(after.map(({ name }) => name)).toEqual(["one more", ...before.slice(0, -1).map(({ name }) => name)]);
  expect(await sweep()).toBe(0);
  await ageArtefacts();
  expect(await sweep()).toBe(1);
  await expect(restore(module, oldest.id)).rejects.toThrow(failing("checkpoint-missing"));
});

test("values in the clear get into no checkpoint, and out of none into a draft", async () => {
  const module = "older";
  const { db } = harness.services;
  const document = withValues(module, "a");
  await db.modules.create({ name: module, document, createdBy: engineer.userId });
  const { id } = await keep(module, "from a draft of before");
  const made = { module, etag: 1, document, tables: 1, columns: 1, createdBy: engineer.userId };
  const clear = await db.checkpoints.save({ ...made, name: "clear" });
  const kept = await ask(getCheckpoint, engineer, { module, checkpoint: id });
  const back = await restore(module, clear.id);
  expect(back.movedValues).toBe(1);
  expect(back.document).toEqual(kept.document);
  const answers = JSON.stringify([kept, back, await ask(getDraft, engineer, { module })]);
  expect(answers).toContain("hmac-sha256:");
  expect(answers).not.toContain(secret);
});
