import { afterAll, beforeAll, expect, test } from "vitest";
import { type Role, roleIds } from "#lib/access";
import { roleNameSchema } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { type TestServices, testServices } from "#lib/testing/server";
import type { OpenOperation, Operation } from "./core/operation.ts";
import { perform } from "./core/perform.ts";
import { type OperationId, operations } from "./registry.ts";

const a = "administrator";
const e = "data-engineer";
const d = "database-administrator";
const s = "data-scientist";
const everybody = [a, e, d, s] as const;

/** Who may do what: the product's promise, written apart from the table that makes it so. */
const matrix: Readonly<Record<OperationId, readonly Role[] | "anyone">> = {
  "get-home": everybody,
  "list-help": everybody,
  "get-session": everybody,
  "get-set-up-state": "anyone",
  "set-up": "anyone",
  "create-download-token": everybody,
  "list-users": [a],
  "create-user": [a],
  "set-user-role": [a],
  "set-user-disabled": [a],
  "reset-user-password": [a],
  "list-sources": [a, e, d],
  "list-readable-sources": [a, e, d],
  "get-source": [a, e, d],
  "get-source-drift": [a, e, d],
  "create-source": [a],
  "update-source": [a],
  "archive-source": [a],
  "test-source": [a],
  "introspect-source": [a, e, d],
  "grant-script": [a, e, d],
  "list-stores": [a, e, d],
  "get-store": [a, e, d],
  "create-store": [a],
  "update-store": [a],
  "archive-store": [a],
  "test-store": [a],
  "get-store-contents": [a, e, d],
  "preview-retention": [a, e, d],
  "set-retention": [a],
  "find-orphans": [a],
  "move-versions": [a],
  "stop-move": [a],
  "list-environments": [a, e, d],
  "get-environment": [a, e, d],
  "create-environment": [a],
  "update-environment": [a],
  "archive-environment": [a],
  "bind-place": [a],
  "list-uploads": [a, e],
  "create-upload": [a, e],
  "resume-upload": [a, e],
  "complete-upload": [a, e],
  "list-modules": [a, e, d],
  "find-columns": everybody,
  "get-module": [a, e, d],
  "get-draft": [a, e, d],
  "create-module": [e],
  "archive-module": [a],
  "save-draft": [e],
  "list-checkpoints": [a, e, d],
  "get-checkpoint": [a, e, d],
  "save-checkpoint": [e],
  "restore-checkpoint": [e],
  "report-presence": [e],
  "validate-document": [a, e, d],
  "propose-columns": [e],
  "propose-module": [e],
  "suggest-classes": [e],
  "save-revision": [e],
  "get-revision": [a, e, d],
  "diff-revisions": [a, e, d],
  "restore-revision": [e],
  "read-artefact": [d],
  "propose-merges": [d],
  "save-merges": [d],
  "preview-table": [e, d],
  "look-at-preview-output": [d],
  "get-review": [a, e, d],
  "list-open-reviews": [a, e, d],
  "request-review": [e],
  "approve-revision": [d],
  "request-changes": [d],
  "start-run": [e],
  "list-triggers": [a, e, d],
  "list-schedules": [a, e, d],
  "save-trigger": [e],
  "pause-trigger": [e],
  "remove-trigger": [e],
  "renew-hook-token": [e],
  "renew-signing-secret": [e],
  "receive-hook": "anyone",
  "put-away-alert": everybody,
  "retry-run": [e],
  "cancel-run": [a, e, d],
  "list-runs": [a, e, d],
  "list-run-events": [a, e, d],
  "get-run": [a, e, d],
  "look-at-quarantine": [d],
  "look-at-script-output": [d],
  "list-versions": everybody,
  "get-version": everybody,
  "read-version-rows": everybody,
  "open-version-file": everybody,
  "read-module-metadata": everybody,
  "read-version-metadata": everybody,
  "withdraw-version": [a, d],
  "keep-version": [a, d],
  "list-audit": [a, d],
  "list-domains": [a, e, d],
  "admit-module": [d],
  "dismiss-module": [d],
  "rotate-key": [d],
  "destroy-key": [d],
  "re-identify": [d],
  "get-space": [a, e, d],
  "get-python-progress": [e, d],
  "get-python-settings": [a, e, d],
  "update-python-settings": [a],
  "lock-packages": [e],
};

let harness: TestServices;
beforeAll(async () => {
  harness = await testServices("matrix");
});
afterAll(() => harness.close());

const all: readonly (Operation | OpenOperation)[] = operations;
const signal = AbortSignal.timeout(100_000);

/** The code an operation fails with when it is asked with nothing; undefined where it answers. */
async function codeFor(
  index: number,
  role: Role | undefined,
  impersonatedBy?: string,
): Promise<string | undefined> {
  const { services } = harness;
  const actor = role && { userId: "nobody", name: role, email: `${role}@example.org`, role, impersonatedBy };
  const operation = all[index];
  if (operation === undefined) throw new TypeError("no such operation");
  try {
    await perform(operation, { services, actor, origin: { local: false }, signal }, {});
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

test("every operation has its row, and every row its operation", () => {
  expect(Object.keys(matrix).sort()).toEqual(operations.map((operation) => operation.id).sort());
  expect(new Set(operations.map((operation) => operation.id)).size).toBe(operations.length);
  expect(roleNameSchema.options).toEqual(roleIds);
});

test("each role may do exactly what the matrix says, and nobody anything without signing in", async () => {
  let cases = 0;
  for (const [index, operation] of operations.entries()) {
    const allowed = matrix[operation.id];
    for (const role of roleIds) {
      const code = await codeFor(index, role);
      const refused = code === "permission-missing";
      expect({ id: operation.id, role, refused }).toEqual({
        id: operation.id,
        role,
        refused: allowed !== "anyone" && !allowed.includes(role),
      });
      cases += 1;
    }
    expect({ id: operation.id, refused: (await codeFor(index, undefined)) === "not-signed-in" }).toEqual({
      id: operation.id,
      refused: allowed !== "anyone",
    });
  }
  expect(cases).toBe(operations.length * roleIds.length);
});

test("raw data is shown to nobody who is signed in as somebody else", async () => {
  const raw = operations.filter(
    ({ permission }) =>
      permission === "quarantine:look" ||
      permission === "script-output:look" ||
      permission === "raw-values:look",
  );
  expect(raw.map(({ id }) => id).sort()).toEqual([
    "look-at-preview-output",
    "look-at-quarantine",
    "look-at-script-output",
    "propose-merges",
    "read-artefact",
  ]);
  for (const one of raw) {
    const at = operations.findIndex(({ id }) => id === one.id);
    expect(await codeFor(at, "database-administrator", "an administrator"), one.id).toBe("raw-impersonated");
    expect(await codeFor(at, "database-administrator"), one.id).toBe("request-invalid");
  }
});
