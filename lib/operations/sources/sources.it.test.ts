import { afterAll, beforeAll, expect, test } from "vitest";
import type { z } from "zod";
import { AppError } from "#lib/kernel";
import { type TestServices, testServices } from "#lib/testing/server";
import type { Actor, Operation } from "../core/operation.ts";
import { perform } from "../core/perform.ts";
import { createSource } from "./create-source.ts";
import { getSource } from "./get-source.ts";
import { introspectSource } from "./introspect-source.ts";
import { testSource } from "./test-source.ts";
import { updateSource } from "./update-source.ts";

let harness: TestServices;
let admin: Actor;
let config: { host: string; port: number; database: string; user: string; password: string };

beforeAll(async () => {
  harness = await testServices("sources");
  admin = await harness.actor("administrator");
  // Another database of the test server: the product's own one is refused as a source.
  const url = new URL(process.env.TEST_DATABASE_URL ?? "");
  config = {
    host: url.hostname,
    port: Number(url.port),
    database: "postgres",
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password) || "any",
  };
});
afterAll(() => harness.close());

function ask<I extends z.ZodType, O extends z.ZodType>(operation: Operation<I, O>, input: z.input<I>) {
  const { services } = harness;
  const signal = AbortSignal.timeout(60_000);
  return perform(operation, { services, actor: admin, origin: { local: false }, signal }, input);
}

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "done",
    (error: unknown) => {
      if (error instanceof AppError) return error.code;
      throw error;
    },
  );

test("a source is tested before and after it is kept, and its tables are listed", async () => {
  expect((await ask(testSource, { kind: "postgresql", config })).server).toContain("PostgreSQL");
  await ask(createSource, { name: "real", kind: "postgresql", config });
  expect((await ask(testSource, { name: "real" })).milliseconds).toBeGreaterThanOrEqual(0);
  expect(Array.isArray((await ask(introspectSource, { name: "real" })).tables)).toBe(true);
  const unreachable = { ...config, port: 1 };
  expect(await codeOf(ask(testSource, { kind: "postgresql", config: unreachable }))).toBe(
    "source-unreachable",
  );
});

test("secrets are sealed, never answered, and kept where a change leaves them out", async () => {
  const secret = "s3cret-that-must-not-show";
  await ask(createSource, { name: "sealed", kind: "postgresql", config: { ...config, password: secret } });
  expect(JSON.stringify(await ask(getSource, { name: "sealed" }))).not.toContain(secret);
  expect((await ask(getSource, { name: "sealed" })).secretNames).toEqual(["password"]);
  const sealed = await harness.services.db.sources.sealedSecrets("sealed");
  expect(Buffer.from(sealed ?? []).toString("latin1")).not.toContain(secret);
  const { password: _left, ...rest } = config;
  await ask(updateSource, { name: "sealed", config: { ...rest, statementTimeout: 60 } });
  expect((await ask(getSource, { name: "sealed" })).secretNames).toEqual(["password"]);
});

test("a kept password is not sent to another host", async () => {
  await ask(createSource, { name: "moved", kind: "postgresql", config });
  const { password: _left, ...elsewhere } = { ...config, host: "localhost" };
  expect(await codeOf(ask(testSource, { name: "moved", kind: "postgresql", config: elsewhere }))).toBe(
    "secret-needed",
  );
  expect(await codeOf(ask(updateSource, { name: "moved", config: elsewhere }))).toBe("secret-needed");
  expect(await codeOf(ask(updateSource, { name: "moved", config: { ...elsewhere, password: "p" } }))).toBe(
    "done",
  );
});

test("a configuration with a wrong or an unknown field is refused without its value", async () => {
  const wrong = ask(createSource, {
    name: "wrong",
    kind: "postgresql",
    config: { ...config, port: "SECRET" },
  });
  await expect(wrong).rejects.toMatchObject({ code: "config-invalid", params: { field: "port" } });
  const unknown = { ...config, sslrootcert: "/etc/passwd" };
  expect(await codeOf(ask(createSource, { name: "wrong", kind: "postgresql", config: unknown }))).toBe(
    "config-invalid",
  );
  expect(await codeOf(ask(createSource, { name: "wrong", kind: "oracle", config }))).toBe(
    "source-kind-unknown",
  );
});
