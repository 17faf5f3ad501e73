import { rm } from "node:fs/promises";
import { DuckDBInstance } from "@duckdb/node-api";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ErrorData, errorMessage } from "#lib/kernel";
import { freshDatabase, type TestDatabase } from "#lib/testing";
import { documentOf, type EtlxFolder, etlxFolder } from "./testing/etlx-process.ts";

/** Bad input through the whole command line: what it answers, in which words, and that it loses nothing. */

let etlx: EtlxFolder;
let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  etlx = await etlxFolder();
  database = await freshDatabase("bad_input");
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client?.end();
  await database?.drop();
  await etlx?.close();
});

/** Stands in every cell of a broken input: no error may show it. */
const secret = "Rowena-Secret-4711";

const plain = (name: string, datatype = "string", rest: Record<string, unknown> = {}) => ({
  name,
  datatype,
  privacyClass: "insensitive",
  ...rest,
});

/** Rows of a published or quarantined file, by a query that names it `t`. */
async function rowsOf(file: string, query: string): Promise<readonly (readonly unknown[])[]> {
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  try {
    const path = etlx.here(file).replaceAll("'", "''");
    return (
      await connection.runAndReadAll(`with t as (from read_parquet('${path}')) ${query}`)
    ).getRowsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

const linesOf = (stdout: string) =>
  stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

interface Refused {
  readonly code: number | null;
  readonly error: ErrorData & { readonly message: string };
  /** Both languages, with their places. */
  readonly said: string;
}

/** Runs a document that must be refused; nothing is published, nothing stays in staging, no value is shown. */
async function refused(document: string, source: string, env: Record<string, string> = {}): Promise<Refused> {
  await etlx.write("refused.jsonld", document);
  const args = ["run", "refused.jsonld", "--source", `s=${source}`, "--out", "refused", "--json"];
  const { code, stdout, stderr } = await etlx.run(args, env);
  const error = linesOf(stdout).find(({ type }) => type === "error");
  expect(error, stdout + stderr).toBeDefined();
  expect(stdout + stderr).not.toContain(secret);
  expect(stderr).toBe("");
  expect(await rm(etlx.here("refused", "manifest.json")).catch(() => "not there")).toBe("not there");
  expect(await etlx.staging()).toEqual([]);
  const russian = errorMessage(error, "ru");
  expect(russian).toMatch(/[а-я]/);
  expect(`${error.message}${russian}`).not.toMatch(/[{}]|undefined/);
  return { code, error, said: `${error.message}\n${russian}` };
}

const fromDatabase = (document: string) => refused(document, "env:U", { U: database.url });

describe("a source", () => {
  test.each(["env:U", "file:address.url"])(
    "that cannot be reached or refuses the password is named, the password never (%s)",
    async (address) => {
      const url = new URL(database.url);
      const document = documentOf({ t: { script: "select 1 as a", columns: ["a"] } });
      const cases: readonly [change: (url: URL) => void, code: string][] = [
        [(u) => Object.assign(u, { port: "21999" }), "source-unreachable"],
        [(u) => Object.assign(u, { hostname: "no-such-host.invalid" }), "host-unknown"],
        [() => undefined, "source-refused-login"],
      ];
      for (const [change, expected] of cases) {
        const wrong = new URL(url);
        wrong.password = secret;
        change(wrong);
        await etlx.write("address.url", `${wrong.href}\n`);
        const { code, error, said } = await refused(document, address, { U: wrong.href });
        expect({ code, error: error.code }).toEqual({ code: 3, error: expected });
        expect(said).toContain(wrong.hostname);
      }
    },
  );

  test("whose address is no address does not repeat it", async () => {
    const document = documentOf({ t: { script: "select 1 as a", columns: ["a"] } });
    for (const wrong of [`postgres://u:${secret}@h/d?sslrootcert=x`, `oracle://u:${secret}@h/d`, secret]) {
      const { code, error } = await refused(document, "env:U", { U: wrong });
      expect({ code, error: error.code }).toEqual({ code: 2, error: "source-address-invalid" });
    }
  });

  test("without the table, the column or the right is told with table and line", async () => {
    await client.query("create table present (a int)");
    const cases: readonly [script: string, code: string, line: number, what: string][] = [
      ["select a\nfrom absent", "source-missing-relation", 2, "absent"],
      ["select a,\n  b\nfrom present", "source-missing-relation", 2, "b"],
      ["select a\nfrom\n  nowhere.present", "source-missing-relation", 3, "nowhere.present"],
      ["selec a from present", "source-script-refused", 1, ""],
      ["delete from present", "source-script-refused", 1, ""],
    ];
    for (const [script, expected, line, what] of cases) {
      const { code, error, said } = await fromDatabase(documentOf({ orders: { script, columns: ["a"] } }));
      expect(error).toMatchObject({ code: expected, place: { table: "orders" } });
      if (what !== "") expect(error.place?.line).toBe(line);
      expect(said.match(/orders/g)).toHaveLength(2);
      expect(said).toContain(what);
      expect(code).toBe(expected === "source-script-refused" ? 1 : 3);
    }
  });

  test("that fails over a value shows its code and no value", async () => {
    await client.query(`create table broken as select '${secret}'::text as v`);
    const { code, error } = await fromDatabase(
      documentOf({ broken: { script: "select v::int as v from broken", columns: ["v"] } }),
    );
    expect({ code, error: error.code, detail: error.params.detail, table: error.place?.table }).toEqual({
      code: 3,
      error: "source-query-failed",
      detail: "22P02",
      table: "broken",
    });
  });
});

describe("a table", () => {
  test("without a column of the document is told with what it has", async () => {
    await client.query(`create table narrow as select 1 as id, '${secret}' as mail`);
    const { code, error, said } = await fromDatabase(
      documentOf({ narrow: { script: "select * from narrow", columns: ["id", plain("mial")] } }),
    );
    expect({ code, error: error.code, place: error.place }).toMatchObject({
      code: 1,
      error: "column-missing",
      place: { table: "narrow", column: "mial" },
    });
    expect(said.match(/id, mail/g)).toHaveLength(2);
  });

  test("whose values do not parse rejects the rows with column and rule, or fails as the document says", async () => {
    await client.query(
      `create table mixed as select * from (values (1, '12'), (2, '${secret}'), (3, '1.9')) t(id, n)`,
    );
    const document = (onCastFailure: string) =>
      documentOf({
        mixed: {
          script: "select id, n from mixed",
          columns: [plain("id", "integer"), plain("n", "integer", { onCastFailure })],
        },
      });
    await etlx.write("mixed.jsonld", document("reject"));
    const args = ["run", "mixed.jsonld", "--source", "s=env:U", "--out", "mixed", "--quarantine", "rejected"];
    const done = await etlx.run(args, { U: database.url });
    expect(done).toMatchObject({ code: 0 });
    expect(done.stdout + done.stderr).not.toContain(secret);
    const [table] = (await etlx.manifest("mixed")).tables;
    expect(table?.counts).toMatchObject({ transformed: 3, published: 1, rejected: 2 });
    expect(table?.rejections).toMatchObject([{ code: "cast", column: "n" }]);
    expect(
      await rowsOf("rejected/mixed.parquet", "select id, n, __code, __column from t order by 1"),
    ).toEqual([
      ["2", secret, "cast", "n"],
      ["3", "1.9", "cast", "n"],
    ]);
    const { code, error, said } = await fromDatabase(document("fail"));
    expect({ code, error: error.code, params: error.params, place: error.place }).toEqual({
      code: 1,
      error: "rule-failed",
      params: { table: "mixed", column: "n", rule: "cast", count: 2 },
      place: { stage: "cleanse", table: "mixed", column: "n", rule: "cast" },
    });
    expect(said).toContain("mixed");
  });

  test("that is empty is published empty, from a database and from a file with a header alone", async () => {
    await client.query("create table nothing (id int, at timestamptz)");
    const columns = [plain("id", "integer"), plain("at", "timestamp(tz)")];
    await etlx.write("none.jsonld", documentOf({ nothing: { script: "select * from nothing", columns } }));
    await etlx.write("nothing.csv", "id,at\n");
    for (const source of ["s=env:U", "s=file:nothing.csv"]) {
      const result = await etlx.run(["run", "none.jsonld", "--source", source, "--out", "none"], {
        U: database.url,
      });
      expect(result).toMatchObject({ code: 0 });
      const [table] = (await etlx.manifest("none")).tables;
      expect(table?.counts).toMatchObject({ extracted: 0, published: 0, rejected: 0 });
      expect(await rowsOf("none/nothing.parquet", "select count(*)::int from t")).toEqual([[0]]);
    }
  });
});

describe("typed values that no type of ours holds", () => {
  // Name, type, then rows: an ordinary value, and others with whether they are published.
  const columns: readonly [
    name: string,
    native: string,
    ours: string,
    published: string[],
    refused: string[],
  ][] = [
    ["free", "numeric", "decimal(18,2)", ["1.5"], ["NaN", "Infinity", "0.001"]],
    ["fixed", "numeric(10,2)", "decimal(10,2)", ["1.25"], ["NaN"]],
    [
      "naive",
      "timestamp",
      "timestamp",
      ["2020-01-01 10:00:00"],
      ["infinity", "0044-03-15 10:00:00 BC", "294276-01-01"],
    ],
    [
      "instant",
      "timestamptz",
      "timestamp(tz)",
      ["2020-01-01 10:00:00+00"],
      ["-infinity", "0044-03-15 10:00:00+00 BC", "294276-01-01 00:00:00+00"],
    ],
    ["day", "date", "date", ["2020-01-01"], ["infinity", "0044-03-15 BC", "5874897-01-01"]],
    ["double", "float8", "float", ["1.5", "1e308"], ["NaN", "Infinity", "-Infinity"]],
    ["clock", "time", "time", ["10:00:00"], ["24:00:00"]],
    ["bytes", "bytea", "binary", ["\\xdead", ""], []],
    ["list", "int[]", "string", ["{1,2}", "{}"], []],
    ["mood", "mood", "string", ["calm"], []],
    ["span", "interval", "string", ["1 day 02:03:00", "-1 years"], []],
    ["tree", "json", "json", ['{"a":1}', "null"], []],
    ["binary_tree", "jsonb", "json", ['{"a": 1}', "1"], []],
    ["address", "inet", "string", ["127.0.0.1"], []],
    ["steps", "int4range", "string", ["[1,3)", "empty"], []],
    ["flag", "boolean", "boolean", ["true", "false"], []],
  ];

  test("are rejected with their place and raw value, and nothing else is lost or changed", async () => {
    await client.query("create type mood as enum ('calm')");
    for (const [name, native, , published, refused] of columns) {
      await client.query(`create table ${name}_t (id int, v ${native})`);
      for (const [id, value] of [...published, ...refused].entries()) {
        await client.query(`insert into ${name}_t values ($1, $2::text::${native})`, [id, value]);
      }
    }
    const tables = columns.map(([name, , ours]) => [
      name,
      {
        script: `select id, v from ${name}_t`,
        columns: [plain("id", "integer"), plain("v", ours)],
      },
    ]);
    await etlx.write("strange.jsonld", documentOf(Object.fromEntries(tables)));
    const args = ["run", "strange.jsonld", "--source", "s=env:U", "--out", "strange", "--quarantine", "odd"];
    expect(await etlx.run(args, { U: database.url })).toMatchObject({ code: 0 });
    const manifest = await etlx.manifest("strange");
    for (const [name, , ours, published, refused] of columns) {
      const table = manifest.tables.find((candidate) => candidate.name === name);
      expect([name, table?.counts.published, table?.counts.rejected]).toEqual([
        name,
        published.length,
        refused.length,
      ]);
      const ids = await rowsOf(`strange/${name}.parquet`, "select id::int from t order by 1");
      expect(ids).toEqual(published.map((_, id) => [id]));
      if (refused.length === 0) continue;
      expect(table?.rejections).toMatchObject([{ code: "cast", column: "v" }]);
      const raw = await rowsOf(`odd/${name}.parquet`, "select v::varchar, __column from t order by id");
      if (ours !== "float")
        expect(raw.map(([value]) => String(value).slice(0, 7))).toEqual(refused.map((v) => v.slice(0, 7)));
      expect(raw.every(([, column]) => column === "v")).toBe(true);
    }
  });

  test("keep their words where the document wants text", async () => {
    await etlx.write(
      "text.jsonld",
      documentOf({
        day: { script: "select id, v from day_t", columns: [plain("id", "integer"), plain("v")] },
      }),
    );
    expect(
      await etlx.run(["run", "text.jsonld", "--source", "s=env:U", "--out", "text"], { U: database.url }),
    ).toMatchObject({ code: 0 });
    expect(await rowsOf("text/day.parquet", "select v from t order by id")).toEqual([
      ["2020-01-01"],
      ["infinity"],
      ["0044-03-15 BC"],
      ["5874897-01-01"],
    ]);
  });
});

describe("a cell of 10 MB", () => {
  const cell = 10 << 20;
  test.each(["file", "database"])("arrives whole from a %s", async (from) => {
    const text = `"${"й,\n".repeat(cell / 4)}"`;
    if (from === "file") await etlx.write("big.csv", `id,v\n1,"${text.replaceAll('"', '""')}"\n2,small\n`);
    else {
      await client.query("create table big (id int, v text)");
      await client.query("insert into big values (1, $1), (2, 'small')", [text]);
    }
    const columns = [plain("id", "integer"), plain("v")];
    await etlx.write("big.jsonld", documentOf({ big: { script: "select id, v from big", columns } }));
    const source = from === "file" ? "s=file:big.csv" : "s=env:U";
    const result = await etlx.run(["run", "big.jsonld", "--source", source, "--out", from], {
      U: database.url,
    });
    expect(result).toMatchObject({ code: 0 });
    const [sum] = await rowsOf(
      `${from}/big.parquet`,
      `select strlen(v)::int, v = '"' || repeat('й,' || chr(10), ${cell / 4}) || '"' from t where id = 1`,
    );
    expect(sum).toEqual([cell + 2, true]);
  });
});

describe("a file", () => {
  const document = documentOf({ people: { script: "select * from people", columns: ["id", "name"] } });
  const invalid = Buffer.concat([Buffer.from("id,name\n1,Анна\n2,"), Buffer.from([0xc3, 0x28, 0x0a])]);
  const binary = Buffer.concat([
    Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"),
    Buffer.alloc(300, 7),
  ]);
  const cases: readonly [string, string | Uint8Array, string, number | undefined][] = [
    ["of 0 bytes", "", "file-empty", undefined],
    ["that is binary", binary, "file-binary", undefined],
    ["with a longer row", `id,name\n1,a\n2,${secret},x\n`, "file-ragged", 3],
    ["with a shorter row", `id,name\n1,a\n${secret}\n`, "file-ragged", 3],
    ["with an open quote", `id,name\n1,a\n2,"${secret}\n`, "file-quote-open", 3],
    ["that is not UTF-8", invalid, "file-encoding-invalid", 3],
  ];
  test.each(cases)("%s is refused with its name and line", async (_, content, expected, line) => {
    await etlx.write("people.csv", content);
    const { code, error, said } = await refused(document, "file:people.csv");
    expect({ code, error: error.code }).toEqual({ code: 1, error: expected });
    expect(said.match(/people\.csv/g)).toHaveLength(2);
    if (line !== undefined) expect([error.params.line, error.place?.line]).toEqual([line, line]);
  });

  test("that is not there, or holds no such table, is named", async () => {
    const missing = await refused(document, "file:missing/people.csv");
    expect([missing.code, missing.error.code]).toEqual([3, "file-missing"]);
    expect(missing.said).toContain("people.csv");
    await etlx.write("people.csv", "id,name\n1,a\n");
    const other = documentOf({ t: { script: "select *\nfrom persons", columns: ["id"] } });
    const absent = await refused(other, "file:people.csv");
    expect([absent.code, absent.error.place?.table]).toEqual([1, "t"]);
  });
});

describe("a document", () => {
  const column = plain("a");
  const cases: readonly [string, Record<string, unknown>, RegExp][] = [
    ["an unknown key", { columns: [{ ...column, privcyClass: "x" }] }, /tables\/0\/columns\/0.*privcyClass/],
    [
      "an unknown rule",
      { columns: [{ ...column, normalize: [{ rule: "trimm" }] }] },
      /tables\/0\/columns\/0\/normalize\/0.*trimm/,
    ],
    ["an unclassed column", { columns: [{ name: "a", datatype: "string" }] }, /tables\/0\/columns\/0/],
  ];
  test.each(cases)("with %s does not run and says where", async (_, table, where) => {
    const text = documentOf({ t: { script: "select 1 as a", columns: [], ...table } });
    const { code, error, said } = await fromDatabase(text);
    expect({ code, error: error.code }).toEqual({ code: 1, error: "document-invalid" });
    for (const line of said.split("\n")) expect(line).toMatch(where);
  });
});

test("a cyclic foreign key keeps the greatest fixpoint, and both keys", async () => {
  await client.query(`create table team (id int, lead int); create table member (id int, team int);
    insert into team values (1, 1), (2, 3), (3, 9), (4, null);
    insert into member values (1, 1), (2, 1), (3, 2), (4, 4), (5, 3)`);
  const key = { columns: ["id"], strategy: { rule: "pseudonymize" } };
  const foreign = (column: string, table: string, onOrphan: string) => [
    { columns: [column], references: { table, columns: ["id"] }, onOrphan },
  ];
  const own = [{ name: "id", datatype: "integer", privacyClass: "direct-identifier" }];
  await etlx.write(
    "cycle.jsonld",
    documentOf({
      team: {
        script: "select * from team",
        columns: [...own, { name: "lead" }],
        primaryKey: key,
        foreignKeys: foreign("lead", "member", "reject"),
      },
      member: {
        script: "select * from member",
        columns: [...own, { name: "team" }],
        primaryKey: key,
        foreignKeys: foreign("team", "team", "reject"),
      },
    }),
  );
  const done = await etlx.run(["run", "cycle.jsonld", "--source", "s=env:U", "--out", "cycle"], {
    U: database.url,
  });
  expect({ code: done.code, stderr: done.code === 0 ? "" : done.stderr }).toEqual({ code: 0, stderr: "" });
  // Team 3 has no lead, so member 5 goes; team 2 is led by member 3, who is in team 2: they hold each other.
  const counts = (await etlx.manifest("cycle")).tables.map((t) => [
    t.name,
    t.counts.published,
    t.counts.rejected,
  ]);
  expect(counts).toEqual([
    ["team", 3, 1],
    ["member", 4, 1],
  ]);
  const orphans = `select count(*)::int from t where "lead" is not null and "lead" not in
    (select id from read_parquet('${etlx.here("cycle", "member.parquet")}'))`;
  expect(await rowsOf("cycle/team.parquet", orphans)).toEqual([[0]]);
});
