import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { AppError } from "#lib/kernel";
import { freshDatabase, type TestDatabase } from "#lib/testing";
import { type TestServices, testServices } from "#lib/testing/server";
import type { Actor, Operation } from "../core/operation.ts";
import { perform } from "../core/perform.ts";
import { createModule } from "../modules/create-module.ts";
import { getModule } from "../modules/get-module.ts";
import { saveDraft } from "../modules/save-draft.ts";
import { createSource } from "../sources/create-source.ts";
import { proposeColumns } from "./propose-columns.ts";
import { proposeModule } from "./propose-module.ts";
import { suggestClasses } from "./suggest-classes.ts";

let harness: TestServices;
let database: TestDatabase;
let engineer: Actor;
const people = 300;

function configOf(address: string) {
  const url = new URL(address);
  return {
    host: url.hostname,
    port: Number(url.port),
    database: url.pathname.slice(1),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password) || "any",
  };
}

beforeAll(async () => {
  harness = await testServices("proposals");
  database = await freshDatabase("proposed");
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(`
    create table people (id int primary key, fio text, email text, kind text, code int);
    insert into people select n, 'Гремислав Перепёлкин' || chr(1072 + n % 30) || ' Добрынич', 'gremislav' || n || '@pochta.test', 'new', n
      from generate_series(1, ${people}) n;
    create table visits (id int primary key, person_id int references people, zametka text);
    insert into visits select n, n, 'звонить завтра после обеда на домашний' from generate_series(1, ${people}) n;
    create table large as select n, md5(n::text) as text, repeat('x', 200) as filler from generate_series(1, 60000) n;
  `);
  await client.end();
  const admin = await harness.actor("administrator");
  engineer = await harness.actor("data-engineer");
  const config = configOf(database.url);
  await ask(createSource, { name: "people-db", kind: "postgresql", config }, admin);
}, 60_000);
afterAll(async () => {
  await harness?.close();
  await database?.drop();
});

function ask<I extends z.ZodType, O extends z.ZodType>(
  operation: Operation<I, O>,
  input: z.input<I>,
  actor = engineer,
  signal = AbortSignal.timeout(100_000),
) {
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

test("a proposal classes or leaves out every column, says no value, and becomes a valid draft", async () => {
  const tables = [
    { schema: "public", name: "people" },
    { schema: "public", name: "visits" },
  ];
  const proposal = await ask(proposeModule, { source: "people-db", name: "proposed", tables });
  expect(JSON.stringify(proposal)).not.toMatch(/gremislav|Гремислав|обеда/);
  const columns = Object.fromEntries(
    proposal.tables.flatMap((table) =>
      table.columns.map((one) => [
        `${table.name}.${one.name}`,
        [one.privacyClass, one.anonymize?.rule, one.kind ?? one.role],
      ]),
    ),
  );
  expect(columns).toEqual({
    "people.id": ["direct-identifier", "surrogate", "key"],
    "people.fio": ["direct-identifier", "fake", "full-name"],
    "people.email": ["direct-identifier", "fake", "email"],
    "people.kind": ["insensitive", undefined, undefined],
    "people.code": ["sensitive", "pseudonymize", undefined],
    "visits.id": ["direct-identifier", "surrogate", "key"],
    "visits.person_id": ["direct-identifier", undefined, "reference"],
    "visits.zametka": ["sensitive", "drop", "free-text"],
  });
  expect(proposal.tables.map((table) => table.rows)).toEqual([people, people]);
  await ask(createModule, { document: proposal.document });
  const module = await ask(getModule, { name: "proposed", locale: "en" });
  expect(module.draft.diagnostics.filter((one) => one.severity === "error")).toEqual([]);
  expect(module.summary.latestVersion).toBeUndefined();
});

test("what a person chose for a column stands in the document, and is not looked at again", async () => {
  const look = await ask(proposeColumns, { name: "people-db", table: { schema: "public", name: "people" } });
  const columns = look.columns.map((one) =>
    one.name === "email" ? { ...one, privacyClass: "sensitive" as const, anonymize: { rule: "drop" } } : one,
  );
  const tables = [{ schema: "public", name: "people", rows: look.rows, columns }];
  const proposal = await ask(proposeModule, { source: "people-db", name: "chosen", tables });
  expect(proposal.tables[0]).toMatchObject({ rows: people });
  expect(JSON.stringify(proposal.document)).toContain('{"rule":"drop"}');
  // A column that was not among the chosen ones is left out, not guessed.
  const fewer = [{ ...tables[0], name: "people", columns: columns.filter((one) => one.name !== "kind") }];
  const other = await ask(proposeModule, { source: "people-db", name: "chosen", tables: fewer });
  expect(other.tables[0]?.columns.find((one) => one.name === "kind")?.anonymize).toEqual({ rule: "drop" });
});

test("a sample is taken at random from all of a large table, the same rows again", async () => {
  const session = await harness.services.sourceDriver("postgresql").open(configOf(database.url), {
    runName: "sample",
    signal: AbortSignal.timeout(60_000),
    scratch: "unused",
  });
  try {
    const read = async () => {
      const script = await session.sampleScript({ schema: "public", name: "large" }, 500);
      const intake = await session.extract("large", script);
      if (intake.kind !== "csv") throw new Error("a stream was expected");
      const text = (await intake.stream.toArray()).join("");
      return {
        script,
        numbers: text
          .trim()
          .split("\n")
          .map((line) => Number(line.split(",")[0])),
      };
    };
    const first = await read();
    expect(first.script).toContain("tablesample system");
    expect(first.numbers).toHaveLength(500);
    expect((await read()).numbers).toEqual(first.numbers);
    const mean = first.numbers.reduce((sum, n) => sum + n, 0) / first.numbers.length;
    expect(mean).toBeGreaterThan(20_000);
    expect(mean).toBeLessThan(40_000);
  } finally {
    await session.close();
  }
});

test("suggestions are for columns without a class, or all, and change nothing by themselves", async () => {
  const document = z.json().parse({
    "@type": "DataModule",
    format: 2,
    name: "half",
    sources: [{ name: "db", ref: "people-db" }],
    tables: [
      {
        name: "people",
        extraction: { language: "sql", source: "db", script: "select id, fio, email as mail from people;" },
        columns: [
          { name: "id", datatype: "integer" },
          { name: "fio", privacyClass: "sensitive" },
          { name: "address", from: "mail" },
        ],
        primaryKey: { columns: ["id"] },
      },
      {
        name: "made",
        transformation: { language: "sql", script: "select fio as c1, mail as c2, id as c3 from people" },
        columns: [{ name: "c1" }, { name: "person" }, { name: "c2" }, { name: "number", from: "c3" }],
      },
      {
        name: "stuck",
        transformation: { language: "sql", script: "select nothing from people" },
        columns: [{ name: "x" }],
      },
      { name: "wrong", extraction: { language: "sql", source: "db", script: "select nothing" }, columns: [] },
    ],
  });
  await ask(createModule, { document });
  const some = await ask(suggestClasses, { module: "half", table: "people" });
  expect(some.rows).toBe(people);
  expect(some.columns.map(({ name, kind, confidence = 0 }) => [name, kind, confidence > 0.9])).toEqual([
    ["address", "email", true],
  ]);
  const all = await ask(suggestClasses, { module: "half", table: "people", all: true });
  expect(all.columns.map(({ name, current }) => [name, current])).toEqual([
    ["fio", "sensitive"],
    ["address", undefined],
  ]);
  const made = await ask(suggestClasses, { module: "half", table: "made" });
  expect(made.rows).toBe(people);
  expect(made.columns.map(({ name, kind }) => [name, kind])).toEqual([
    ["c1", "full-name"],
    ["c2", "email"],
    ["number", undefined],
  ]);
  expect(JSON.stringify(made)).not.toMatch(/gremislav|Гремислав/);
  const stuck = await ask(suggestClasses, { module: "half", table: "stuck" });
  expect(stuck.skipped?.en).toContain("could not be run on a sample: Table stuck");
  expect((await ask(suggestClasses, { module: "half", table: "wrong" })).skipped?.en).toContain("read");
  const kept = await ask(getModule, { name: "half", locale: "en" });
  expect(kept.draft.document).toEqual(document);
  await ask(saveDraft, { module: "half", document: { name: "half", tables: [] }, etag: kept.draft.etag });
  expect(await codeOf(ask(suggestClasses, { module: "half", table: "people" }))).toBe("not-found");
});

test("a column that a pattern classes is not suggested anew", async () => {
  const document = z.json().parse({
    "@type": "DataModule",
    format: 2,
    name: "patterned",
    sources: [{ name: "db", ref: "people-db" }],
    patterns: [
      { match: "*_MAIL", privacyClass: "direct-identifier", anonymize: { rule: "drop" } },
      { match: "fio*", normalize: [{ rule: "trim" }] },
      { match: "fio", privacyClass: "sensitive" },
    ],
    tables: [
      {
        name: "people",
        extraction: {
          language: "sql",
          source: "db",
          script: "select id, fio, email as home_mail from people",
        },
        columns: [{ name: "id", datatype: "integer" }, { name: "fio" }, { name: "home_mail" }],
        primaryKey: { columns: ["id"] },
      },
    ],
  });
  await ask(createModule, { document });
  const some = await ask(suggestClasses, { module: "patterned", table: "people" });
  // Only the first pattern that fits counts, and that of fio gives no class.
  expect(some.columns.map(({ name }) => name)).toEqual(["fio"]);
  const all = await ask(suggestClasses, { module: "patterned", table: "people", all: true });
  expect(all.columns.map(({ name, current }) => [name, current])).toEqual([
    ["fio", undefined],
    ["home_mail", "direct-identifier"],
  ]);
});

test("a look that is cancelled ends as cancelled, and leaves no rows behind", async () => {
  const stopped = AbortSignal.abort(new AppError("run-cancelled"));
  const table = { schema: "public", name: "people" };
  expect(await codeOf(ask(proposeColumns, { name: "people-db", table }, engineer, stopped))).toBe(
    "run-cancelled",
  );
  expect(await codeOf(ask(proposeColumns, { name: "people-db", table: { name: "no such table" } }))).not.toBe(
    "done",
  );
});
