import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { NewRunEvent } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { PipelineHarness, plain, type SourceData, testDocument } from "#lib/testing";

// Format-preserving encryption takes 50 µs a value, more where other work fills the cores.
vi.setConfig({ testTimeout: 240_000 });

let harness: PipelineHarness;
beforeAll(async () => {
  harness = await PipelineHarness.open();
});
afterAll(() => harness.close());

const inn = (index: number): string => {
  const payload = String(770_000_000 + index * 7);
  const sum = [2, 4, 10, 3, 5, 9, 4, 6, 8].reduce((all, w, at) => all + w * Number(payload[at]), 0);
  return `${payload}${(sum % 11) % 10}`;
};

const document = testDocument([
  {
    name: "firm",
    columns: [
      {
        name: "inn",
        datatype: "string",
        privacyClass: "direct-identifier",
      },
      {
        name: "phone",
        datatype: "string",
        privacyClass: "direct-identifier",
        anonymize: { rule: "fpe" },
      },
      {
        name: "account",
        datatype: "integer",
        privacyClass: "direct-identifier",
        anonymize: { rule: "encrypt", with: { output: "hex" } },
      },
    ],
    primaryKey: { columns: ["inn"], strategy: { rule: "identifier", with: { kind: "inn" } } },
  },
  {
    name: "order",
    columns: [{ name: "firm" }, plain("number", "integer")],
    foreignKeys: [{ columns: ["firm"], references: { table: "firm", columns: ["inn"] }, onOrphan: "reject" }],
  },
]);

const firms = 2_500;
const data: SourceData = {
  firm: {
    columns: ["inn", "phone", "account"],
    rows: Array.from({ length: firms }, (_, index) => [
      index === 7 ? "7700000000" : inn(index),
      index === 9 ? "call me" : `+7 (916) ${String(1_000_000 + index)}`,
      String(index % 100),
    ]),
  },
  order: {
    columns: ["firm", "number"],
    rows: Array.from({ length: 2 * firms }, (_, index) => [inn(index % firms), String(index)]),
  },
};

test("values pass through the threads: keys join, wrong ones and what depends on them go to quarantine", async () => {
  const run = await harness.run(document, data);
  const published = await run.rows("firm");
  const orders = await run.rows("order");
  expect(published.length).toBe(firms - 2);
  // The order of the firm without a valid number has no parent, nor has that of the one with a wrong phone.
  expect(orders.length).toBe(2 * (firms - 2));
  const keys = new Set(published.map((row) => row.inn));
  expect(keys.size).toBe(firms - 2);
  expect(orders.every((row) => keys.has(row.firm))).toBe(true);
  expect(published.every((row) => /^\+\d \(\d{3}\) \d{7}$/.test(String(row.phone)))).toBe(true);
  expect(new Set(published.map((row) => row.account)).size).toBe(100);
  const raw = new Set(data.firm?.rows.map(([number]) => number));
  expect([...keys].filter((key) => raw.has(String(key)))).toEqual([]);
  expect((await run.quarantine("firm")).length).toBe(2);
  const again = await harness.run(document, {
    ...data,
    firm: { columns: ["inn", "phone", "account"], rows: [...(data.firm?.rows ?? [])].reverse() },
  });
  expect(await again.rows("firm")).toEqual(published);
  const other = await harness.run(document, data, { seed: "other" });
  expect((await other.rows("firm")).filter((row) => keys.has(row.inn))).toEqual([]);
});

const people = (rows: number, kind: string): [Parameters<PipelineHarness["run"]>[0], SourceData] => [
  testDocument([
    {
      name: "person",
      columns: [
        { name: "login", datatype: "string", privacyClass: "direct-identifier" },
        {
          name: "name",
          datatype: "string",
          privacyClass: "direct-identifier",
          anonymize: { rule: "fake", with: { kind, unique: true } },
        },
      ],
      primaryKey: {
        columns: ["login"],
        strategy: { rule: "fake", with: { kind: "user-name", unique: true } },
      },
    },
    {
      name: "visit",
      columns: [{ name: "login" }, plain("number", "integer")],
      foreignKeys: [
        { columns: ["login"], references: { table: "person", columns: ["login"] }, onOrphan: "reject" },
      ],
    },
  ]),
  {
    person: {
      columns: ["login", "name"],
      rows: Array.from({ length: rows }, (_, index) => [
        `u${index}`,
        index % 3 === 0 ? `Name ${index} ` : `Name ${index}`,
      ]),
    },
    visit: {
      columns: ["login", "number"],
      rows: Array.from({ length: 2 * rows }, (_, index) => [`u${index % rows}`, String(index)]),
    },
  },
];

test("unique fakes differ for different values, join, and are the same whatever the order of rows", async () => {
  const [module, rows] = people(2_000, "email");
  const run = await harness.run(module, rows);
  const published = await run.rows("person");
  expect(new Set(published.map((row) => row.login)).size).toBe(2_000);
  expect(new Set(published.map((row) => row.name)).size).toBe(2_000);
  const logins = new Set(published.map((row) => row.login));
  const visits = await run.rows("visit");
  expect(visits.length).toBe(4_000);
  expect(visits.every((row) => logins.has(row.login))).toBe(true);
  const shuffled = {
    ...rows,
    person: { columns: ["login", "name"], rows: [...(rows.person?.rows ?? [])].reverse() },
  };
  expect(await (await harness.run(module, shuffled)).rows("person")).toEqual(published);
});

test("unique fakes are refused where there are fewer than ten times as many as values", async () => {
  const [module, rows] = people(60, "city");
  await expect(harness.run(module, rows)).rejects.toMatchObject({
    code: "too-few-values",
    params: { table: "person", column: "name", distinct: 60, capacity: 500, times: 10 },
  });
  const [smaller, fewer] = people(50, "city");
  expect((await (await harness.run(smaller, fewer)).rows("person")).length).toBe(50);
});

test("a key with too few fakes for the rows that the source expects is told of before they are read", async () => {
  const keyed = (kind: string, more: object = {}) =>
    testDocument([
      {
        name: "town",
        columns: [{ name: "name", datatype: "string", privacyClass: "direct-identifier" }],
        primaryKey: { columns: ["name"], strategy: { rule: "fake", with: { kind, unique: true } } },
        ...more,
      },
    ]);
  const towns = (rows: number) => ({
    town: { columns: ["name"], rows: Array.from({ length: rows }, (_, at) => [`town ${at}`]) },
  });
  const told = async (document: ReturnType<typeof keyed>, rows: number, sample?: number) => {
    const events: NewRunEvent[] = [];
    const code = await harness.run(document, towns(rows), { events, sample }).then(
      () => "done",
      (error: unknown) => (error instanceof AppError ? error.code : String(error)),
    );
    const warned = events.findIndex(({ message }) => message === "few-values-expected");
    const read = events.findIndex(({ message }) => message === "extracted");
    return { code, event: events[warned], isBefore: warned < read };
  };
  expect(await told(keyed("city"), 51)).toMatchObject({
    code: "too-few-values",
    event: {
      level: "warning",
      stage: "extract",
      table: "town",
      params: { column: "name", rows: 51, capacity: 500, times: 10 },
    },
    isBefore: true,
  });
  // What is expected refuses nothing: rows may be fewer in the end.
  const filtered = keyed("city", {
    columns: [
      {
        name: "name",
        datatype: "string",
        privacyClass: "direct-identifier",
        checks: [{ rule: "length", with: { maximum: 6 }, onViolation: "reject" }],
      },
    ],
  });
  expect(await told(filtered, 51)).toMatchObject({ code: "done", event: { params: { rows: 51 } } });
  expect(await told(keyed("city"), 50)).toMatchObject({ code: "done", event: undefined });
  expect(await told(keyed("email"), 51)).toMatchObject({ code: "done", event: undefined });
  expect((await told(keyed("city"), 51, 20)).event).toBeUndefined();
});

test("in a shared domain one phone has one pseudonym however it is written, as a key too", async () => {
  const domain = "person.phone";
  const module = testDocument([
    {
      name: "person",
      columns: [{ name: "phone", datatype: "string", privacyClass: "direct-identifier" }],
      primaryKey: { columns: ["phone"], strategy: { rule: "pseudonymize", with: { domain } } },
    },
    {
      name: "call",
      columns: [
        { name: "caller" },
        {
          name: "callee",
          datatype: "string",
          privacyClass: "direct-identifier",
          anonymize: { rule: "pseudonymize", with: { domain } },
        },
      ],
      foreignKeys: [
        { columns: ["caller"], references: { table: "person", columns: ["phone"] }, onOrphan: "reject" },
      ],
    },
  ]);
  const run = await harness.run(module, {
    person: { columns: ["phone"], rows: [["+7 916 123-45-67"], ["8 (916) 765-43-21"]] },
    call: {
      columns: ["caller", "callee"],
      rows: [
        ["89161234567", "7 916 765 43 21"],
        ["9167654321", "8-916-123-45-67"],
        ["+79160000000", "9161234567"],
      ],
    },
  });
  const people = (await run.rows("person")).map((row) => row.phone);
  const calls = await run.rows("call");
  // The third caller is nobody.
  expect(calls.length).toBe(2);
  expect(new Set(calls.flatMap((row) => [row.caller, row.callee]))).toEqual(new Set(people));
  expect(calls.every((row) => row.caller !== row.callee)).toBe(true);
});
