import { afterAll, beforeAll, expect, test } from "vitest";
import type { z } from "zod";
import { type TestServices, testServices } from "#lib/testing/server";
import type { Actor, Operation } from "../core/operation.ts";
import { perform } from "../core/perform.ts";
import { createModule } from "./create-module.ts";
import { getDraft } from "./get-draft.ts";
import { getModule } from "./get-module.ts";
import { saveDraft } from "./save-draft.ts";
import { saveRevision } from "./save-revision.ts";

let harness: TestServices;
let engineer: Actor;
let reader: Actor;
beforeAll(async () => {
  harness = await testServices("drafts");
  engineer = await harness.actor("data-engineer", "Engineer");
  reader = await harness.actor("database-administrator", "Reader");
});
afterAll(() => harness.close());

function ask<I extends z.ZodType, O extends z.ZodType>(
  operation: Operation<I, O>,
  actor: Actor,
  input: z.input<I>,
) {
  const signal = AbortSignal.timeout(60_000);
  return perform(operation, { services: harness.services, actor, origin: { local: false }, signal }, input);
}
const failing = (code: string) => expect.objectContaining({ code });

const secret = "Мышкин-Ленская";
const documentOf = (name: string, privacyClass: string) => ({
  "@type": "DataModule",
  format: 2,
  name,
  sources: [],
  tables: [
    {
      name: "people",
      transformation: { language: "sql", script: "select 1 as surname" },
      columns: [
        {
          name: "surname",
          privacyClass,
          normalize: [{ rule: "map-values", with: { pairs: [[secret, "x"]] } }],
          ...(privacyClass === "insensitive" ? {} : { anonymize: { rule: "redact" } }),
        },
      ],
    },
  ],
});

test("a text with half of a character is kept nowhere", async () => {
  const whole = documentOf("halves", "insensitive");
  const broken = { ...whole, title: "\ud83d" };
  const refused = expect.objectContaining({ code: "text-broken", params: { path: "title" } });
  await expect(ask(createModule, engineer, { document: broken })).rejects.toEqual(refused);
  await ask(createModule, engineer, { document: whole });
  const saving = ask(saveDraft, engineer, { module: "halves", document: broken, etag: 1 });
  await expect(saving).rejects.toEqual(refused);
  // From before such texts were refused.
  const by = { module: "halves", userId: engineer.userId };
  const { etag } = await harness.services.db.drafts.save({ ...by, document: broken, etag: 1 });
  await expect(ask(saveRevision, engineer, { module: "halves", etag, message: "" })).rejects.toEqual(refused);
});

test("the draft alone is what the module's page shows of it, for every reader", async () => {
  const module = "alone";
  await ask(createModule, engineer, { document: documentOf(module, "insensitive") });
  const unfinished = { ...documentOf(module, "insensitive"), tables: [{ name: "people", columns: [{}] }] };
  const saved = await ask(saveDraft, engineer, { module, document: unfinished, etag: 1 });
  const draft = await ask(getDraft, reader, { module });
  expect(draft).toEqual((await ask(getModule, reader, { name: module })).draft);
  expect(draft).toEqual({
    document: unfinished,
    etag: 2,
    baseRevision: undefined,
    updatedBy: { id: engineer.userId, name: "Engineer" },
    updatedAt: saved.updatedAt,
    diagnostics: saved.diagnostics,
  });
  expect(draft.diagnostics.length).toBeGreaterThan(0);
  await expect(ask(getDraft, reader, { module: "none" })).rejects.toThrow(failing("not-found"));
});

test("a save answers the document where values were moved out of it, and only there", async () => {
  const module = "moved";
  await ask(createModule, engineer, { document: documentOf(module, "insensitive") });
  const open = await ask(saveDraft, engineer, {
    module,
    document: documentOf(module, "insensitive"),
    etag: 1,
  });
  expect(open).toMatchObject({ movedValues: 0, document: undefined });
  const closed = await ask(saveDraft, engineer, {
    module,
    document: documentOf(module, "sensitive"),
    etag: 2,
  });
  expect(closed.movedValues).toBe(1);
  expect(closed.document).toEqual((await harness.services.db.drafts.get(module))?.document);
  expect(JSON.stringify(closed)).not.toContain(secret);
  // What was answered is saved as it is.
  const document: z.input<typeof saveDraft.input>["document"] = JSON.parse(JSON.stringify(closed.document));
  const again = await ask(saveDraft, engineer, { module, document, etag: 3 });
  expect(again).toMatchObject({ movedValues: 0, document: undefined, diagnostics: [] });
});
