import { afterAll, beforeAll, expect, test } from "vitest";
import { smallDocument } from "#lib/testing";
import { type TestServices, testServices } from "#lib/testing/server";
import type { Actor } from "../core/operation.ts";
import { perform } from "../core/perform.ts";
import { createSource } from "../sources/create-source.ts";
import { createModule } from "./create-module.ts";
import { findColumns } from "./find-columns.ts";

let harness: TestServices;
let engineer: Actor;
const context = (actor: Actor) => ({
  services: harness.services,
  actor,
  origin: { local: false },
  signal: AbortSignal.timeout(60_000),
});
const find = (actor: Actor, query: string) => perform(findColumns, context(actor), { query });

beforeAll(async () => {
  harness = await testServices("find-columns");
  engineer = await harness.actor("data-engineer", "Engineer");
  const config = { host: "h", database: "d", user: "u", password: "p" };
  const administrator = await harness.actor("administrator");
  await perform(createSource, context(administrator), { name: "clinic", kind: "postgresql", config });
  for (const name of ["one", "two"])
    await perform(createModule, context(engineer), { document: smallDocument(name) });
});
afterAll(() => harness.close());

test("columns of every draft are found by name and table; who reads versions only finds none of a draft", async () => {
  const [table] = smallDocument("one").tables;
  const column = table?.columns[0]?.name ?? "";
  const { columns, hasMore } = await find(engineer, `${table?.name} ${column.toUpperCase()}`);
  expect(columns.map(({ module, table: of, column: name }) => [module, of, name])).toEqual(
    expect.arrayContaining([
      ["one", table?.name, column],
      ["two", table?.name, column],
    ]),
  );
  expect(hasMore).toBe(false);
  expect((await find(engineer, "no-such-column")).columns).toEqual([]);
  expect((await find(await harness.actor("data-scientist"), column)).columns).toEqual([]);
});
