import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { smallDocument } from "#lib/testing";
import { type TestServices, testServices } from "#lib/testing/server";

/** Next gives actions the request's headers; outside of it there are none, so these stand for them. */
let given = new Headers();
vi.mock("next/headers", () => ({ headers: async () => given, cookies: async () => new Map() }));

const origin = "http://127.0.0.1:21399";
let harness: TestServices;
let web: typeof import("./server.ts");
let operations: typeof import("#lib/operations/server");

beforeAll(async () => {
  harness = await testServices("actions");
  for (const [name, value] of Object.entries(harness.environment)) vi.stubEnv(name, value);
  web = await import("./server.ts");
  operations = await import("#lib/operations/server");
});
afterAll(async () => {
  await (await web.services()).close();
  await harness.close();
});

async function signInAs(email: string): Promise<void> {
  const answer = await web.authRoute(
    new Request(`${origin}/api/auth/sign-in/email`, {
      method: "POST",
      headers: { "content-type": "application/json", origin },
      body: JSON.stringify({ email, password: harness.password }),
    }),
  );
  given = new Headers({
    cookie: answer.headers
      .getSetCookie()
      .map((one) => one.split(";")[0])
      .join("; "),
  });
}

test("the action starts no publication without an approval, and answers instead of throwing", async () => {
  const admin = await harness.actor("administrator");
  const engineer = await harness.actor("data-engineer");
  const nobody = await web.actionFor(operations.startRun)({ module: "by-action", kind: "publication" });
  expect(nobody).toMatchObject({ ok: false, error: { code: "not-signed-in" } });
  await signInAs(admin.email);
  const config = { host: "127.0.0.1", database: "c", user: "u", password: "p" };
  expect(
    (await web.actionFor(operations.createSource)({ name: "clinic", kind: "postgresql", config })).ok,
  ).toBe(true);
  await signInAs(engineer.email);
  expect((await web.actionFor(operations.createModule)({ document: smallDocument("by-action") })).ok).toBe(
    true,
  );
  expect((await web.actionFor(operations.saveRevision)({ module: "by-action", etag: 1 })).ok).toBe(true);
  const refused = await web.actionFor(operations.startRun)({ module: "by-action", kind: "publication" });
  expect(refused).toMatchObject({ ok: false, error: { code: "approval-missing" } });
  const trial = await web.actionFor(operations.startRun)({ module: "by-action", kind: "trial" });
  expect(trial.ok).toBe(true);
});
