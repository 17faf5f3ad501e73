import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { plain, testDocument } from "#lib/testing";
import { type TestServices, testServices } from "#lib/testing/server";
import type { Actor, Operation } from "../core/operation.ts";
import { perform } from "../core/perform.ts";
import { archiveEnvironment } from "../environments/archive-environment.ts";
import { bindPlace } from "../environments/bind-place.ts";
import { createEnvironment } from "../environments/create-environment.ts";
import { createModule } from "../modules/create-module.ts";
import { createSource } from "./create-source.ts";
import { getSourceDrift } from "./get-source-drift.ts";

let harness: TestServices;
let admin: Actor;
let engineer: Actor;

function as<I extends z.ZodType, O extends z.ZodType>(
  actor: Actor,
  operation: Operation<I, O>,
  input: z.input<I>,
): Promise<z.output<O>> {
  const signal = AbortSignal.timeout(60_000);
  return perform(operation, { services: harness.services, actor, origin: { local: false }, signal }, input);
}

const ordersOf = (...columns: readonly string[]) => [
  {
    name: "orders",
    kind: "table" as const,
    columns: columns.map((name) => ({
      name,
      nativeType: "text",
      datatype: "string" as const,
      nullable: true,
    })),
    primaryKey: [],
    foreignKeys: [],
  },
];
const table = (name: string, source: string) => ({
  name,
  extraction: { language: "sql", source, script: "select a, b from orders" },
  columns: [plain("a"), plain("b")],
});

beforeAll(async () => {
  harness = await testServices("drift");
  admin = await harness.actor("administrator");
  engineer = await harness.actor("data-engineer");
  for (const name of ["shop", "shop-test"]) {
    const config = { host: "127.0.0.1", port: 5432, database: name, user: "reader", password: "x" };
    await as(admin, createSource, { name, kind: "postgresql", config });
  }
  const document = z.json().parse({
    ...testDocument([table("one", "rows"), table("two", "others")]),
    name: "sales",
    sources: [
      { name: "rows", ref: "shop" },
      { name: "others", ref: "market" },
    ],
  });
  await as(engineer, createModule, { document });
  await harness.services.db.seenSchemas.keep("shop", ordersOf("a", "b"), new Date());
  await harness.services.db.seenSchemas.keep("shop-test", ordersOf("a"), new Date());
  for (const name of ["live", "test"]) await as(admin, createEnvironment, { name });
});
afterAll(() => harness.close());

const bind = (environment: string, name: string, place: string) =>
  as(admin, bindPlace, { environment, kind: "source", name, place });
const read = async (source: string) =>
  (await as(engineer, getSourceDrift, { name: source })).modules.map(
    ({ module, asWritten, environments, tables, findings }) => ({
      module,
      asWritten,
      environments,
      tables,
      missing: findings.map(({ table: at, code, path }) => [at, code, path]),
    }),
  );

test("a source says how it has changed for the modules that reach it in an environment", async () => {
  const written = { module: "sales", asWritten: true, tables: ["one"], missing: [] };
  expect(await read("shop")).toEqual([{ ...written, environments: [] }]);
  // Nothing names it, and nothing means it.
  expect(await read("shop-test")).toEqual([]);
  await bind("test", "shop", "shop-test");
  const missing = (...places: readonly (readonly [string, number])[]) =>
    places.map(([at, index]) => [at, "drift-column-missing", `tables/${index}/columns/1`]);
  const there = { module: "sales", asWritten: false, environments: ["test"] };
  expect(await read("shop-test")).toEqual([{ ...there, tables: ["one"], missing: missing(["one", 0]) }]);
  await bind("test", "market", "shop-test");
  expect(await read("shop-test")).toEqual([
    { ...there, tables: ["one", "two"], missing: missing(["one", 0], ["two", 1]) },
  ]);
  // The same tables read it there as where the document is as it is written.
  await bind("live", "shop", "shop");
  expect(await read("shop")).toEqual([{ ...written, environments: ["live"] }]);
  // Others are a row of their own.
  await bind("live", "market", "shop");
  expect(await read("shop")).toEqual([
    { ...written, environments: [] },
    { ...written, asWritten: false, environments: ["live"], tables: ["one", "two"] },
  ]);
  await as(admin, archiveEnvironment, { name: "test" });
  expect(await read("shop-test")).toEqual([]);
});
