import { afterAll, beforeAll, expect, test } from "vitest";
import type { z } from "zod";
import { AppError } from "#lib/kernel";
import type { ScriptOutput } from "#lib/pipeline";
import { smallDocument } from "#lib/testing";
import { type TestServices, testServices } from "#lib/testing/server";
import type { Actor, OpenOperation, Operation } from "./core/operation.ts";
import { perform } from "./core/perform.ts";
import { createModule } from "./modules/create-module.ts";
import { saveRevision } from "./modules/save-revision.ts";
import { listAudit } from "./oversight/list-audit.ts";
import { getPythonSettings } from "./python/get-python-settings.ts";
import { lockPackages } from "./python/lock-packages.ts";
import { updatePythonSettings } from "./python/update-python-settings.ts";
import { getReview } from "./reviews/get-review.ts";
import { keepScriptOutput } from "./run-ports/script-outputs.ts";
import { getRun } from "./runs/get-run.ts";
import { lookAtScriptOutput } from "./runs/look-at-script-output.ts";
import { startRun } from "./runs/start-run.ts";
import { createSource } from "./sources/create-source.ts";
import { createStore } from "./stores/create-store.ts";

let harness: TestServices;
let admin: Actor;
let engineer: Actor;
let reviewer: Actor;

beforeAll(async () => {
  harness = await testServices("python");
  admin = await harness.actor("administrator");
  engineer = await harness.actor("data-engineer");
  reviewer = await harness.actor("database-administrator");
  const config = { host: "127.0.0.1", port: 5432, database: "clinic", user: "reader", password: "x" };
  await as(admin, createSource, { name: "clinic", kind: "postgresql", config });
  await as(admin, createStore, { name: "warehouse", kind: "postgresql", config });
});
afterAll(() => harness.close());

function as<I extends z.ZodType, O extends z.ZodType>(
  actor: Actor,
  operation: Operation<I, O> | OpenOperation<I, O>,
  input: z.input<I>,
): Promise<z.output<O>> {
  const signal = AbortSignal.timeout(60_000);
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

const secret = "Петрова 4711";
const output: ScriptOutput = {
  stage: "transform",
  table: "visits",
  bytes: 40,
  isCut: false,
  text: `${secret}\n`,
  trace: `line 3, in transform\nKeyError: '${secret}'`,
  line: 3,
};

test("what a script printed is sealed, read with a permission of its own, audited, and gone as old as rejected rows", async () => {
  const { db, masterKey } = harness.services;
  await as(engineer, createModule, { document: smallDocument("printing") });
  await as(engineer, saveRevision, { module: "printing", etag: 1, message: "first" });
  const { id } = await as(engineer, startRun, { module: "printing", kind: "trial", sample: 10 });
  await keepScriptOutput({ db, masterKey }, { id, attempt: 1 }, output);

  const seen = await as(engineer, getRun, { id });
  expect(seen.mayReadOutput).toBe(false);
  expect(seen.scriptOutputs).toMatchObject([{ table: "visits", bytes: 40, line: 3, attempt: 1 }]);
  expect(JSON.stringify(seen)).not.toContain("4711");
  const [one] = seen.scriptOutputs;
  const look = { run: id, id: one?.id ?? "" };
  const sealed = await db.scriptOutputs.sealedOf(id, look.id);
  expect(Buffer.from(sealed ?? []).includes(Buffer.from("4711"))).toBe(false);

  expect(await codeOf(as(engineer, lookAtScriptOutput, look))).toBe("permission-missing");
  expect(await codeOf(as(admin, lookAtScriptOutput, look))).toBe("permission-missing");
  const impersonated = { ...reviewer, impersonatedBy: admin.userId };
  expect(await codeOf(as(impersonated, lookAtScriptOutput, look))).toBe("raw-impersonated");
  expect(await as(reviewer, lookAtScriptOutput, look)).toEqual({ text: output.text, trace: output.trace });
  const elsewhere = { run: crypto.randomUUID(), id: look.id };
  expect(await codeOf(as(reviewer, lookAtScriptOutput, elsewhere))).toBe("not-found");
  const audit = await as(reviewer, listAudit, {});
  const looks = audit.filter(({ action }) => action === "look-at-script-output");
  expect(looks.filter(({ outcome }) => outcome === "done").map(({ subject }) => subject)).toContain(id);
  expect(JSON.stringify(audit)).not.toContain("4711");

  // Whether its run has ended or waits: raw data has an end of its own.
  expect(await db.scriptOutputs.deleteBefore(new Date(Date.now() - 60_000))).toBe(0);
  expect(await db.scriptOutputs.deleteBefore(new Date(Date.now() + 60_000))).toBe(1);
});

test("what the administrator decides about Python is audited, and shown to who reviews", async () => {
  expect(await as(engineer, getPythonSettings, {})).toMatchObject({
    allowUnsandboxed: false,
    mayChange: false,
  });
  const policy = { allowUnsandboxed: true, allowedPackages: ["rapidfuzz"] };
  expect(await codeOf(as(engineer, updatePythonSettings, policy))).toBe("permission-missing");
  await as(admin, updatePythonSettings, policy);
  expect(await as(admin, getPythonSettings, {})).toMatchObject({ ...policy, mayChange: true });
  const audit = await as(reviewer, listAudit, {});
  expect(audit.find(({ action }) => action === "update-python-settings")?.detail).toEqual({
    allowUnsandboxed: true,
    allowedPackages: "rapidfuzz",
  });
  const packages = [{ name: "requests" }];
  expect(await codeOf(as(engineer, lockPackages, { module: "printing", packages }))).toBe(
    "package-not-allowed",
  );

  const script = "def transform(df):\n    return df\n";
  const document = smallDocument("with-python");
  const [first, ...rest] = document.tables;
  const lock = {
    at: "2026-01-01T00:00:00.000Z",
    python: "3.11",
    platform: "linux-x86_64",
    packages: [{ name: "rapidfuzz", version: "3.0", sha256: "ab".repeat(32) }],
  };
  const scripted = {
    ...document,
    packages: [{ name: "rapidfuzz" }],
    packageLock: lock,
    tables: [{ ...first, transformation: { language: "python", script } }, ...rest],
  };
  await as(engineer, createModule, { document: scripted });
  const { revision } = await as(engineer, saveRevision, { module: "with-python", etag: 1, message: "first" });
  const review = await as(reviewer, getReview, { module: "with-python", revision });
  expect(review.python).toEqual({ allowUnsandboxed: true, lock });
  const uploading = {
    ...smallDocument("with-upload"),
    packages: scripted.packages,
    packageLock: lock,
    upload: {
      stores: [],
      script: {
        language: "python",
        store: "warehouse",
        script: "def upload(tables, target):\n    return {}\n",
      },
    },
  };
  await as(engineer, createModule, { document: uploading });
  await as(engineer, saveRevision, { module: "with-upload", etag: 1, message: "first" });
  const uploads = await as(reviewer, getReview, { module: "with-upload", revision: 1 });
  expect(uploads.python).toEqual({ allowUnsandboxed: true, lock });
  const plain = await as(reviewer, getReview, { module: "printing", revision: 1 });
  expect(plain.python).toBeUndefined();

  const hashOfPlain = plain.contentHash;
  await as(admin, updatePythonSettings, { allowUnsandboxed: false });
  // What was approved to run where nothing shuts it off is not what runs now; where nothing is Python, it is the same.
  const shutOff = await as(reviewer, getReview, { module: "with-python", revision });
  expect(shutOff.contentHash).not.toBe(review.contentHash);
  expect((await as(reviewer, getReview, { module: "printing", revision: 1 })).contentHash).toBe(hashOfPlain);
  expect(await as(admin, getPythonSettings, {})).toEqual({
    allowUnsandboxed: false,
    hasSandbox: expect.any(Boolean),
    mayChange: true,
  });
});

test("another lock needs another approval", async () => {
  const { contentHash } = await as(reviewer, getReview, { module: "with-python", revision: 1 });
  const { draft } = { draft: await harness.services.db.drafts.get("with-python") };
  const changed = structuredClone(draft?.document) as { packageLock: { packages: { sha256: string }[] } };
  for (const one of changed.packageLock.packages) one.sha256 = "cd".repeat(32);
  await as(engineer, createModule, { document: { ...changed, name: "with-other-lock" } });
  await as(engineer, saveRevision, { module: "with-other-lock", etag: 1, message: "first" });
  const other = await as(reviewer, getReview, { module: "with-other-lock", revision: 1 });
  expect(other.contentHash).not.toBe(contentHash);
});
