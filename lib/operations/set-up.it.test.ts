import { afterAll, beforeAll, expect, test } from "vitest";
import { AppError } from "#lib/kernel";
import { type TestServices, testServices } from "#lib/testing/server";
import { perform } from "./core/perform.ts";
import { getSetUpState } from "./people/get-set-up-state.ts";
import { setUp } from "./people/set-up.ts";

let harness: TestServices;
beforeAll(async () => {
  harness = await testServices("setup");
});
afterAll(() => harness.close());

const asked = (local: boolean) => ({
  services: harness.services,
  actor: undefined,
  origin: { local },
  signal: AbortSignal.timeout(60_000),
});

const attempt = (local: boolean, more: { email: string; token?: string }): Promise<string> =>
  perform(setUp, asked(local), { name: "First", password: "long enough for it", ...more }).then(
    () => "done",
    (error: unknown) => {
      if (error instanceof AppError) return error.code;
      throw error;
    },
  );

test("one administrator is made: from this computer or with the token, and never a second", async () => {
  expect(await perform(getSetUpState, asked(false), {})).toEqual({
    needed: true,
    local: false,
    needsToken: true,
  });
  expect(await attempt(false, { email: "far@example.org" })).toBe("set-up-refused");
  expect(await attempt(false, { email: "far@example.org", token: "guessed" })).toBe("set-up-refused");
  expect(await attempt(true, { email: "no address" })).toBe("request-invalid");
  const both = await Promise.all([
    attempt(true, { email: "one@example.org" }),
    attempt(false, { email: "two@example.org", token: "a-token-printed-by-the-server" }),
  ]);
  expect(both.sort()).toEqual(["done", "set-up-done"]);
  const users = await harness.services.db.users.list();
  expect(users.map((user) => user.role)).toEqual(["administrator"]);
  expect((await perform(getSetUpState, asked(true), {})).needed).toBe(false);
});
