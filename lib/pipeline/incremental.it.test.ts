import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, type TestContext, vi } from "vitest";
import { fileSandbox } from "#lib/engine/server";
import type { ModuleDocument } from "#lib/metadata";
import type { BoundSource } from "#lib/pipeline";
import { parsePostgresSource } from "#lib/sources";
import { findSourceDriver } from "#lib/sources/server";
import {
  freshDatabase,
  type HarnessRun,
  mariadbOr,
  PipelineHarness,
  plain,
  testDocument,
} from "#lib/testing";

vi.setConfig({ testTimeout: 300_000 });

// What increments publish is what a run over everything publishes, byte for byte, on real databases that change between runs.

let harness: PipelineHarness;
const stops: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  harness = await PipelineHarness.open();
});
afterAll(async () => {
  for (const stop of stops) await stop();
  await harness.close();
});

const tools = {
  network: { privateHosts: "all" },
  files: fileSandbox({ memory: "256MB", threads: 1, seconds: 60, diskBytes: 2 ** 30 }),
} as const;

interface Place {
  readonly source: BoundSource;
  run(sql: string): Promise<unknown>;
  readonly moment: string;
}

async function postgresql(): Promise<Place> {
  const database = await freshDatabase("increments");
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  stops.push(async () => {
    await client.end();
    await database.drop();
  });
  const driver = findSourceDriver("postgresql", tools);
  return {
    source: { name: "clinic", kind: "postgresql", driver, config: parsePostgresSource(database.url) },
    run: (sql) => client.query(sql),
    moment: "timestamptz(6)",
  };
}

async function mysql(context: TestContext): Promise<Place> {
  const server = await mariadbOr(context);
  stops.push(() => server.stop());
  const { host, port, user, password } = server;
  await server.admin.query("set time_zone = '+00:00'");
  return {
    source: {
      name: "clinic",
      kind: "mysql",
      driver: findSourceDriver("mysql", tools),
      config: { host, port, user, password, database: "shop" },
    },
    run: (sql) => server.admin.query(sql),
    moment: "datetime(6)",
  };
}

const key = (rule: object, columns = ["id"]) => ({ columns, strategy: rule });

/** Visits in increments, patients whole. */
function documentOf(cursor: string, overlap?: number): ModuleDocument {
  return testDocument(
    [
      {
        name: "patient",
        extraction: { language: "sql", source: "clinic", script: "select * from patient" },
        columns: [{ name: "id", datatype: "integer", privacyClass: "direct-identifier" }, plain("town")],
        primaryKey: key({ rule: "pseudonymize" }),
      },
      {
        name: "visit",
        extraction: {
          language: "sql",
          source: "clinic",
          script: "select id, patient_id, mail, amount, updated_at, version from visit;",
          incremental: { cursor, ...(overlap === undefined ? {} : { overlap }) },
        },
        columns: [
          { name: "id", datatype: "integer", privacyClass: "direct-identifier" },
          { name: "patient_id" },
          { name: "mail", privacyClass: "direct-identifier", anonymize: { rule: "pseudonymize" } },
          plain("amount", "integer", {
            checks: [{ rule: "range", with: { minimum: 0, maximum: 900 }, onViolation: "reject" }],
          }),
        ],
        primaryKey: key({ rule: "pseudonymize" }),
        foreignKeys: [
          { columns: ["patient_id"], references: { table: "patient", columns: ["id"] }, onOrphan: "reject" },
        ],
      },
    ],
    { sources: [{ name: "clinic", ref: "clinic" }] },
  );
}

type Previous = NonNullable<NonNullable<Parameters<PipelineHarness["run"]>[2]>["previous"]>;

/** A run as the next one finds it. */
function versionOf(run: HarnessRun, more: Partial<Previous> = {}): Previous {
  if (run.outcome.kind !== "published") throw new Error("it was published");
  const { number, versionId, manifest, reports } = run.outcome;
  const file = async (table: string) => `${run.folder}/out/${table}.parquet`;
  return { number, versionId, manifest, ...reports, watermarks: run.watermarks, file, ...more };
}

const hashOf = (run: HarnessRun, table: string) =>
  run.outcome.kind === "published"
    ? run.outcome.manifest.tables.find(({ name }) => name === table)?.sha256
    : undefined;
const readOf = (run: HarnessRun) =>
  run.events.flatMap(({ message, table }) =>
    table === "visit" && message.startsWith("read-") ? [message] : [],
  );

/** The same numbers each time. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % sides;
  };
}

let clock = Date.UTC(2024, 0, 1);
const now = () => {
  clock += 1;
  return new Date(clock).toISOString().replace("T", " ").replace("Z", "");
};
let version = 0;

async function begin({ run, moment }: Place): Promise<void> {
  for (const table of ["visit", "patient"]) await run(`drop table if exists ${table}`);
  await run("create table patient (id int primary key, town varchar(20))");
  await run(
    `create table visit (id int primary key, patient_id int, mail varchar(40), amount int, kind int, updated_at ${moment}, version bigint)`,
  );
  for (let id = 1; id <= 20; id++) await run(`insert into patient values (${id}, 'town ${id % 3}')`);
}

const stamp = () => `'${now()}', ${++version}`;
const insert = ({ run }: Place, id: number, patient: number, amount: number) =>
  run(
    `insert into visit values (${id}, ${patient}, 'm${id}@example.com', ${amount}, ${id % 7 === 0 ? 2 : 1}, ${stamp()})`,
  );
const change = ({ run }: Place, id: number, amount: number) =>
  run(
    `update visit set amount = ${amount}, updated_at = '${now()}', version = ${++version} where id = ${id}`,
  );

async function publish(place: Place, document: ModuleDocument, previous?: Previous) {
  return harness.run(document, {}, { sources: [place.source], ...(previous ? { previous } : {}) });
}

describe.each([
  ["PostgreSQL", postgresql],
  ["MariaDB", mysql],
] as const)("%s", (_name, open) => {
  let place: Place | undefined;
  const ready = async (context: TestContext) => {
    place ??= await open(context);
    await begin(place);
    return place;
  };

  it.for(["updated_at", "version"])(
    "rounds of changes by %s: every increment is what a whole run publishes",
    async (cursor, context) => {
      const at = await ready(context);
      const document = documentOf(cursor, 0);
      const roll = dice(cursor.length * 7919);
      let last = 0;
      for (; last < 60; last++) await insert(at, last, 1 + roll(18), roll(900));
      let previous = versionOf(await publish(at, document));
      for (let round = 0; round < 4; round++) {
        for (let step = 0; step < 12; step++) {
          // Some amounts are refused, and come back in range later.
          if (roll(2) === 0) await insert(at, last++, 1 + roll(18), roll(1000));
          else await change(at, roll(last), roll(1000));
        }
        // Parents that nobody refers to come and go; one that somebody does goes in the third round.
        if (round === 1) await at.run("delete from patient where id > 18");
        if (round === 2) await at.run("delete from patient where id = 3");
        const part = await publish(at, document, previous);
        const whole = await publish(at, document);
        const rows = await part.rows("visit");
        expect(rows).toEqual(await whole.rows("visit"));
        expect(hashOf(part, "visit")).toBe(hashOf(whole, "visit"));
        expect(rows.length).toBeGreaterThan(40);
        // Orphans of the round before may have a parent by now.
        expect(readOf(part)).toEqual([round === 3 ? "read-whole-orphans" : "read-increment"]);
        const counts =
          part.outcome.kind === "published" ? part.outcome.manifest.tables[1]?.counts : undefined;
        if (round < 3) {
          expect(counts?.extracted).toBeLessThan(20);
          expect(counts?.published).toBe(
            (counts?.transformed ?? 0) + (counts?.carried ?? 0) - (counts?.rejected ?? 0),
          );
          expect(part.outcome.reports.quality.tables[1]?.incremental?.since).toBe(previous.number);
        }
        // A number may stand anywhere by chance, a moment to the millisecond may not.
        if (cursor === "updated_at")
          expect(JSON.stringify(part.outcome)).not.toContain(part.watermarks.get("visit") ?? "a watermark");
        previous = versionOf(part);
      }
    },
  );

  it("rows that come late are read within the overlap, and missed without it", async (context) => {
    const at = await ready(context);
    for (let id = 1; id < 6; id++) await insert(at, id, 1, 5);
    const [plainly, overlapping] = [documentOf("updated_at", 0), documentOf("updated_at", 3600)];
    const usual = documentOf("updated_at");
    const [first, second] = [await publish(at, plainly), await publish(at, overlapping)];
    const third = await publish(at, usual);
    const late = new Date(clock - 60_000).toISOString().replace("T", " ").replace("Z", "");
    await at.run(`insert into visit values (30, 1, 'late@example.com', 5, 1, '${late}', 999)`);
    expect(await (await publish(at, plainly, versionOf(first))).rows("visit")).toHaveLength(5);
    expect(await (await publish(at, overlapping, versionOf(second))).rows("visit")).toHaveLength(6);
    expect(await (await publish(at, usual, versionOf(third))).rows("visit")).toHaveLength(6);
  });

  it("where nothing has been read yet the next run reads everything, rows that come late among them", async (context) => {
    const at = await ready(context);
    const document = documentOf("updated_at");
    const first = await publish(at, document);
    expect([...first.watermarks]).toEqual([]);
    await at.run(`insert into visit values (1, 1, 'early@example.com', 5, 1, '2023-01-01 00:00:00', 1)`);
    await at.run(`insert into visit values (2, 1, 'none@example.com', 5, 1, null, 2)`);
    const second = await publish(at, document, versionOf(first));
    expect(readOf(second)).toEqual(["read-whole-first"]);
    expect(await second.rows("visit")).toHaveLength(2);
    expect(second.watermarks.get("visit")).toContain("2023-01-01");
  });

  it("a moment in the future is read again, and holds nothing else back", async (context) => {
    const at = await ready(context);
    for (let id = 1; id < 6; id++) await insert(at, id, 1, 5);
    await at.run(`insert into visit values (30, 1, 'clock@example.com', 5, 1, '9999-12-31 00:00:00', 999)`);
    const document = documentOf("updated_at");
    const first = await publish(at, document);
    expect(first.watermarks.get("visit")?.slice(0, 4)).toBe(String(new Date().getUTCFullYear()));
    const since = new Date(Date.now() + 1000).toISOString().replace("T", " ").replace("Z", "");
    await at.run(`insert into visit values (31, 1, 'next@example.com', 5, 1, '${since}', 1000)`);
    const second = await publish(at, document, versionOf(first));
    expect(readOf(second)).toEqual(["read-increment"]);
    expect(await second.rows("visit")).toHaveLength(7);
  });

  it("what another run published meanwhile is not skipped: the retry reads on from it", async (context) => {
    const at = await ready(context);
    for (let id = 1; id < 6; id++) await insert(at, id, 1, 5);
    const document = documentOf("version");
    const previous = versionOf(await publish(at, document));
    await insert(at, 40, 1, 6);
    const meanwhile = versionOf(await publish(at, document, previous));
    const options = { sources: [at.source], previous };
    const overtaking = {
      ...options,
      onStageDone: (done: string) => {
        if (done === "upload") overtaking.previous = meanwhile;
      },
    };
    const overtaken = harness.run(document, {}, overtaking);
    await expect(overtaken).rejects.toMatchObject({ code: "version-conflict" });
    const retried = await harness.run(document, {}, { ...options, previous: meanwhile, resume: true });
    expect(retried.events.map(({ message }) => message)).not.toContain("run-resumed");
    expect(await retried.rows("visit")).toHaveLength(6);
  });

  it("nothing new gives the version before once more, with the same end of reading", async (context) => {
    const at = await ready(context);
    for (let id = 1; id < 6; id++) await insert(at, id, 1, 5);
    const document = documentOf("updated_at");
    const first = await publish(at, document);
    const second = await publish(at, document, versionOf(first));
    expect(hashOf(second, "visit")).toBe(hashOf(first, "visit"));
    expect([...second.watermarks]).toEqual([...first.watermarks]);
  });

  it("what could make it another result makes the run read everything, and says why", async (context) => {
    const at = await ready(context);
    for (let id = 1; id < 6; id++) await insert(at, id, 1, 5);
    const document = documentOf("updated_at");
    const first = await publish(at, document);
    const reason = async (more: Partial<Previous>) =>
      readOf(await publish(at, document, versionOf(first, more)));
    const { manifest, provenance } = versionOf(first);
    expect(await reason({})).toEqual(["read-increment"]);
    expect(await reason({ manifest: { ...manifest, contentHash: "0".repeat(64) } })).toEqual([
      "read-whole-document",
    ]);
    expect(provenance && (await reason({ provenance: { ...provenance, keyIds: {} } }))).toEqual([
      "read-whole-keys",
    ]);
    expect(await reason({ isWithdrawn: true })).toEqual(["read-whole-withdrawn"]);
    expect(await reason({ watermarks: new Map() })).toEqual(["read-whole-first"]);
    expect(await reason({ file: async () => undefined })).toEqual(["read-whole-record"]);
    const trial = await harness.run(
      document,
      {},
      { sources: [at.source], kind: "trial", previous: versionOf(first) },
    );
    expect(readOf(trial)).toEqual([]);
  });

  it.for(["extract", "anonymize", "upload"] as const)(
    "a worker that dies in %s leaves the end of reading, and a retry goes on to the same version",
    async (stage, context) => {
      const at = await ready(context);
      for (let id = 1; id < 9; id++) await insert(at, id, 1, 5);
      const document = documentOf("version");
      const previous = versionOf(await publish(at, document));
      await change(at, 2, 7);
      await change(at, 3, 5000);
      const options = { sources: [at.source], previous };
      const died = harness.run(
        document,
        {},
        {
          ...options,
          onStageDone: (done) => {
            if (done === stage) throw new Error("the worker dies");
          },
        },
      );
      await expect(died).rejects.toMatchObject({ code: "internal" });
      await insert(at, 40, 2, 6);
      const resumed = await harness.run(document, {}, { ...options, resume: true });
      const whole = await publish(at, document);
      const rows = await resumed.rows("visit");
      // What was read before it died is what this version is of: the row since is the next one's.
      const expected = stage === "extract" ? whole : undefined;
      if (expected) expect(rows).toEqual(await expected.rows("visit"));
      const next = await publish(at, document, versionOf(resumed));
      expect(await next.rows("visit")).toEqual(await whole.rows("visit"));
      expect(readOf(next)).toEqual(["read-increment"]);
    },
  );

  it("a column that does not move in order is no cursor", async (context) => {
    const at = await ready(context);
    const refused = publish(at, documentOf("mail"));
    await expect(refused).rejects.toMatchObject({ code: "cursor-unusable", place: { table: "visit" } });
  });
});
