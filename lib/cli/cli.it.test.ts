import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Reports } from "#lib/contracts";
import { findLeaks, generateShop } from "#lib/demo/server";
import { freshDatabase, pythonOr, type TestDatabase } from "#lib/testing";

/** The command line as a process of its own, on a real PostgreSQL: what it prints, writes, refuses and leaves behind. */

const etlx = fileURLToPath(new URL("./etlx.mjs", import.meta.url));
const shopDocument = fileURLToPath(new URL("../../public/examples/shop.module.jsonld", import.meta.url));

/** Reads a folder as its users do, and says what does not fit together. */
const joins = `
import json, sys, pandas as pd
folder = sys.argv[1]
manifest = json.load(open(f"{folder}/manifest.json"))
frames = {t["name"]: pd.read_parquet(f"{folder}/{t['file']}") for t in manifest["tables"]}
problems, keys = [], 0
for t in manifest["tables"]:
    frame = frames[t["name"]]
    if len(frame) != t["counts"]["published"] or len(frame) == 0: problems.append(f"{t['name']}: {len(frame)} rows")
    if t["primaryKey"] and frame.duplicated(t["primaryKey"]).any(): problems.append(f"{t['name']}: repeated key")
    for fk in t["foreignKeys"]:
        keys += 1
        child = frame[fk["columns"]].dropna()
        parent = frames[fk["references"]["table"]][fk["references"]["columns"]]
        found = child.merge(parent, left_on=fk["columns"], right_on=fk["references"]["columns"])
        if len(found) != len(child) or len(child) == 0: problems.append(f"{t['name']} {fk}: {len(child)} to {len(found)}")
print(json.dumps({"tables": len(frames), "foreignKeys": keys, "problems": problems}))
`;

/** Measures k again: distinct persons of each class, over a table's own and its parents' quasi-identifiers. */
const smallestClasses = `
import json, sys, pandas as pd
folder, person = sys.argv[1:]
manifest = json.load(open(f"{folder}/manifest.json"))
tables = {t["name"]: t for t in manifest["tables"]}
def joined(name):
    t = tables[name]
    frame = pd.read_parquet(f"{folder}/{t['file']}").add_prefix(f"{name}.")
    for fk in t["foreignKeys"]:
        parent = fk["references"]["table"]
        if parent == name: continue
        right = [f"{parent}.{c}" for c in fk["references"]["columns"]]
        above = joined(parent)
        above = above[[c for c in above.columns if c in right or c not in frame.columns]].dropna(subset=right)
        frame = frame.merge(above, how="left", left_on=[f"{name}.{c}" for c in fk["columns"]], right_on=right)
    return frame
found = {}
for report in manifest["reports"]["privacy"]["tables"]:
    columns = report["quasiIdentifiers"]
    if not columns: continue
    frame = joined(report["name"])
    key = [f"{person}.{c}" for c in tables[person]["primaryKey"]]
    frame["person"] = frame.groupby(key, dropna=False).ngroup()
    found[report["name"]] = int(frame.groupby(columns, dropna=False)["person"].nunique().min())
print(json.dumps(found))
`;

const records = `
import json, mlcroissant
dataset = mlcroissant.Dataset("croissant.json")
print(json.dumps({s.name: sum(1 for _ in dataset.records(s.uuid)) for s in dataset.metadata.record_sets}))
`;

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

describe("etlx", () => {
  let folder: string;
  let database: TestDatabase;
  let client: pg.Client;
  const here = (...parts: string[]) => path.join(folder, ...parts);

  const environment = (more: Record<string, string> = {}): NodeJS.ProcessEnv => ({
    NODE_ENV: "test",
    PATH: process.env.PATH,
    ETLX_DATA_DIR: here("data"),
    ...more,
  });
  const start = (args: readonly string[], env: Record<string, string> = {}): ChildProcess =>
    spawn(process.execPath, [etlx, ...args], {
      cwd: folder,
      env: environment({ SHOP_URL: database.url, ...env }),
      stdio: ["ignore", "pipe", "pipe"],
    });
  const ended = (child: ChildProcess): Promise<Ended> =>
    new Promise((resolve) => {
      let stdout = "";
      let stderr = "";
      child.stdout?.on("data", (chunk) => {
        stdout += chunk;
      });
      child.stderr?.on("data", (chunk) => {
        stderr += chunk;
      });
      child.once("close", (code) => resolve({ code, stdout, stderr }));
    });
  const run = (args: readonly string[], env?: Record<string, string>) => ended(start(args, env));
  const runShop = (...more: string[]) => run(["run", shopDocument, "--source", "shop=env:SHOP_URL", ...more]);
  const hashes = async (out: string) => {
    const files = (await readdir(out)).filter((file) => file.endsWith(".parquet")).sort();
    expect(files.length).toBe(7);
    const sums = await Promise.all(
      files.map(async (file) =>
        createHash("sha256")
          .update(await readFile(path.join(out, file)))
          .digest("hex"),
      ),
    );
    return Object.fromEntries(files.map((file, index) => [file, sums[index]]));
  };

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "etlx-cli-"));
    database = await freshDatabase("cli");
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await generateShop(client, { orders: 3_000 });
    expect((await run(["key", "new", "run.key"])).code).toBe(0);
  });
  afterAll(async () => {
    await client?.end();
    await database?.drop();
    await rm(folder, { recursive: true, force: true });
  });

  describe("run", () => {
    let first: Record<string, string | undefined>;
    beforeAll(async () => {
      const result = await runShop("--key-file", "run.key", "--out", "out", "--quarantine", "rejected");
      expect(result).toMatchObject({ code: 0 });
      first = await hashes(here("out"));
    });

    test("writes a table a file and a manifest whose hashes and counts are true", async () => {
      const manifest = JSON.parse(await readFile(here("out", "manifest.json"), "utf8"));
      for (const table of manifest.tables) {
        expect(table.sha256).toBe(first[table.file]);
        const { transformed, published, rejected, deduplicated, suppressed } = table.counts;
        expect(transformed).toBe(published + rejected + deduplicated + suppressed);
        const reasons: readonly { rows: number | { fewerThan: number } }[] = table.rejections;
        const [least, most] = [0, 1].map((coarse) =>
          reasons.reduce(
            (sum, { rows }) => sum + (typeof rows === "number" ? rows : coarse * (rows.fewerThan - 1)),
            0,
          ),
        );
        expect(transformed - published).toBeGreaterThanOrEqual(least ?? 0);
        expect(transformed - published).toBeLessThanOrEqual(most ?? 0);
      }
      expect(manifest.tables.map(({ name }: { name: string }) => name)).not.toContain("category_names");
      expect(await readdir(here("out"))).toEqual(
        expect.arrayContaining(["manifest.json", "metadata.jsonld", "croissant.json"]),
      );
    });

    test("every table that tells of a person meets k = 5, by its own or its parents' quasi-identifiers", async () => {
      const { reports } = JSON.parse(await readFile(here("out", "manifest.json"), "utf8"));
      const guarded: Reports["privacy"]["tables"] = reports.privacy.tables.filter(
        (table: Reports["privacy"]["tables"][number]) => table.quasiIdentifiers.length > 0,
      );
      expect(guarded.map(({ name }) => name).sort()).toEqual([
        "addresses",
        "customers",
        "order_lines",
        "orders",
        "support_messages",
      ]);
      for (const { name, requiredK, achievedK } of guarded) {
        expect([name, requiredK]).toEqual([name, 5]);
        expect(achievedK, name).toBeGreaterThanOrEqual(5);
      }
    });

    test("k, measured again by pandas from the published files, is what the report says", async (context) => {
      const python = pythonOr(context, "ETLX_TEST_PYTHON");
      const { code, stdout, stderr } = await ended(
        spawn(python, ["-c", smallestClasses, here("out"), "customers"]),
      );
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      const { reports } = JSON.parse(await readFile(here("out", "manifest.json"), "utf8"));
      const reported = reports.privacy.tables.flatMap((table: Reports["privacy"]["tables"][number]) =>
        table.achievedK === undefined ? [] : [[table.name, table.achievedK]],
      );
      expect(reported.length).toBe(5);
      expect(JSON.parse(stdout)).toEqual(Object.fromEntries(reported));
      for (const [name, k] of reported) expect(k, name).toBeGreaterThanOrEqual(5);
    });

    test("pandas reads it: every foreign key joins, keys are unique, counts are the manifest's", async (context) => {
      const python = pythonOr(context, "ETLX_TEST_PYTHON");
      const { code, stdout, stderr } = await ended(spawn(python, ["-c", joins, here("out")]));
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(JSON.parse(stdout)).toEqual({ tables: 7, foreignKeys: 7, problems: [] });
    });

    test("mlcroissant accepts it and loads every record set", async (context) => {
      const python = pythonOr(context, "ETLX_TEST_MLCROISSANT");
      const { code, stdout } = await ended(spawn(python, ["-c", records], { cwd: here("out") }));
      expect(code).toBe(0);
      const manifest = JSON.parse(await readFile(here("out", "manifest.json"), "utf8"));
      expect(JSON.parse(stdout)).toEqual(
        Object.fromEntries(
          manifest.tables.map((table: { name: string; counts: { published: number } }) => [
            table.name,
            table.counts.published,
          ]),
        ),
      );
    });

    test("lets no e-mail, phone or full name of the source out, in texts neither", async () => {
      const { rows } = await client.query("select full_name, email, phone from customers");
      const source = {
        emails: rows.map((row) => row.email ?? ""),
        phones: rows.map((row) => row.phone),
        fullNames: rows.map((row) => row.full_name),
      };
      const { leaks, files, characters } = await findLeaks(source, here("out"));
      expect(leaks).toEqual([]);
      expect(files).toBe(10);
      expect(characters).toBeGreaterThan(500_000);
      // The same search finds them where they are: in the rejected rows.
      expect((await findLeaks(source, here("rejected"))).leaks.length).toBeGreaterThan(20);
    });

    test("a second run gives the same bytes, and so do rows in another order", async () => {
      for (const table of ["customers", "orders", "order_lines", "support_messages"]) {
        await client.query(
          `create table shuffled as select * from ${table} order by md5(${table}::text); truncate ${table}; insert into ${table} select * from shuffled; drop table shuffled`,
        );
      }
      expect((await runShop("--key-file", "run.key", "--out", "again")).code).toBe(0);
      expect(await hashes(here("again"))).toEqual(first);
    });

    test("a version published over another names it as its previous one", async () => {
      expect((await runShop("--key-file", "run.key", "--out", "again")).code).toBe(0);
      const metadata = JSON.parse(await readFile(here("again", "metadata.jsonld"), "utf8"));
      expect([metadata.id, metadata.previousVersion]).toEqual([
        "urn:etl-express:shop:2",
        "urn:etl-express:shop:1",
      ]);
      const before = JSON.parse(await readFile(here("out", "metadata.jsonld"), "utf8"));
      expect(before).not.toHaveProperty("previousVersion");
    });

    test("another key gives other pseudonyms", async () => {
      expect((await run(["key", "new", "other.key"])).code).toBe(0);
      expect((await runShop("--key-file", "other.key", "--out", "other")).code).toBe(0);
      expect((await hashes(here("other")))["orders.parquet"]).not.toBe(first["orders.parquet"]);
    });

    test("rejected rows are readable by their owner alone, and written only when asked", async () => {
      expect((await stat(here("rejected"))).mode & 0o777).toBe(0o700);
      const files = await readdir(here("rejected"));
      expect(files.length).toBeGreaterThan(3);
      for (const file of files) expect((await stat(here("rejected", file))).mode & 0o777).toBe(0o600);
      expect((await stat(here("run.key"))).mode & 0o777).toBe(0o600);
    });

    test("leaves no raw row behind", async () => {
      expect(await readdir(here("data", "staging"))).toEqual([]);
      expect((await readdir(here("out"))).filter((file) => file.startsWith("."))).toEqual([]);
    });

    test("a trial writes nothing and says so", async () => {
      const before = await readdir(folder);
      const result = await runShop("--sample", "500", "--json");
      expect(result.code).toBe(0);
      const lines = result.stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line));
      expect(lines.at(-1)).toMatchObject({ type: "result", kind: "trial" });
      expect(lines.filter(({ type }) => type === "event").length).toBeGreaterThan(10);
      expect(await readdir(folder)).toEqual(before);
    });

    test("a run that is refused leaves the earlier version as it was", async () => {
      const strict = JSON.parse(await readFile(shopDocument, "utf8"));
      for (const table of strict.tables) if (table.limits) table.limits.maxRejected = 0;
      await writeFile(here("strict.module.jsonld"), JSON.stringify(strict));
      const args = ["run", "strict.module.jsonld", "--source", "shop=env:SHOP_URL", "--key-file", "run.key"];
      expect(await run([...args, "--out", "out"])).toMatchObject({
        code: 1,
        stderr: expect.stringContaining("rejected"),
      });
      expect(await hashes(here("out"))).toEqual(first);
      expect((await run([...args, "--out", "never"])).code).toBe(1);
      expect(await readdir(folder)).not.toContain("never");
    });

    test("an interrupted run ends with 130 and leaves nothing", async () => {
      const child = start(["run", shopDocument, "--source", "shop=env:SHOP_URL", "--out", "cut", "--json"]);
      const end = ended(child);
      child.stdout?.once("data", () => child.kill("SIGINT"));
      expect((await end).code).toBe(130);
      expect(await readdir(folder)).not.toContain("cut");
      expect(await readdir(here("data", "staging"))).toEqual([]);
    });
  });

  describe("exit codes", () => {
    const secret = "hunter2-never-shown";
    test.each([
      ["0, help", ["--help"], 0],
      ["1, a document that is not one", ["run", "broken.jsonld", "--out", "x"], 1],
      ["2, an unknown option", ["run", "--colour"], 2],
      ["2, an unknown command", ["fly"], 2],
      ["2, no such document", ["run", "nowhere.jsonld"], 2],
      ["2, a source that the document does not have", ["run", shopDocument, "--source", "x=env:SHOP_URL"], 2],
      ["2, a source without an address", ["run", shopDocument, "--source", "shop"], 2],
      ["2, a variable that is not set", ["run", shopDocument, "--source", "shop=env:NOT_THERE"], 2],
      [
        "3, nobody listens",
        ["run", shopDocument, "--source", `shop=postgresql://u:${secret}@127.0.0.1:9/x`],
        3,
      ],
      ["3, a wrong password", ["run", shopDocument, "--source", "shop=file:wrong.url"], 3],
    ])("%s", async (_case, args, code) => {
      await writeFile(here("broken.jsonld"), '{"@type": "DataModule", "tables": [}');
      const wrong = new URL(database.url);
      wrong.username = "nobody_here";
      wrong.password = secret;
      await writeFile(here("wrong.url"), `${wrong.href}\n`);
      const result = await run(args);
      expect(result).toMatchObject({ code });
      if (code !== 0) expect(result.stderr).not.toBe("");
      expect(result.stdout + result.stderr).not.toContain(secret);
      expect(result.stderr).not.toMatch(/\n\s+at /);
    });
  });

  describe("init", () => {
    test("writes a document of an undescribed database that is valid, runs and leaks nothing", async () => {
      const result = await run(["init", "--source", "shop=env:SHOP_URL", "--out", "first.module.jsonld"]);
      expect(result).toMatchObject({ code: 0 });
      const document = JSON.parse(await readFile(here("first.module.jsonld"), "utf8"));
      const customers = document.tables.find(({ name }: { name: string }) => name === "customers");
      const kept = Object.fromEntries(
        customers.columns.map(
          (column: { name: string; privacyClass: string; anonymize?: { rule: string } }) => [
            column.name,
            `${column.privacyClass}/${column.anonymize?.rule}`,
          ],
        ),
      );
      expect(kept).toMatchObject({
        full_name: "direct-identifier/fake",
        email: "direct-identifier/fake",
        phone: "direct-identifier/pseudonymize",
        birth_date: "quasi-identifier/generalize-date",
        customer_id: "sensitive/drop",
      });
      expect(await run(["validate", "first.module.jsonld"])).toMatchObject({ code: 0 });
      // One key for ever: among its thousands of made numbers a random one hits some phone once in a hundred runs.
      await writeFile(here("first.key"), `etlx-key-1:${Buffer.alloc(32, 7).toString("base64url")}\n`);
      const given = ["--source", "shop=env:SHOP_URL", "--out", "first", "--key-file", "first.key"];
      const done = await run(["run", "first.module.jsonld", ...given]);
      expect(done, done.stderr).toMatchObject({ code: 0 });
      const { rows } = await client.query("select email, phone, full_name from customers");
      const source = {
        emails: rows.map(({ email }) => email ?? ""),
        phones: rows.map(({ phone }) => phone ?? ""),
        fullNames: rows.map(({ full_name }) => full_name ?? ""),
      };
      const { leaks, characters } = await findLeaks(source, here("first"));
      expect(leaks).toEqual([]);
      expect(characters).toBeGreaterThan(10_000);
      expect(
        (await run(["init", "--source", "shop=env:SHOP_URL", "--out", "first.module.jsonld"])).code,
      ).toBe(1);
    }, 240_000);
  });

  test("validate accepts the demo document and places every problem of another", async () => {
    expect(await run(["validate", shopDocument])).toMatchObject({ code: 0 });
    await writeFile(
      here("typo.jsonld"),
      (await readFile(shopDocument, "utf8")).replace('"rule": "trim"', '"rule": "trimm"'),
    );
    const result = await run(["validate", "typo.jsonld"]);
    expect(result.code).toBe(1);
    expect(result.stdout).toMatch(/typo\.jsonld:\d+:\d+ error .*trim/);
  });

  test("reads a file whose path is relative to the document", async () => {
    await writeFile(here("people.csv"), "id;name\n1;Rowena\n2;Osric\n2;Osric\n");
    await writeFile(
      here("people.module.jsonld"),
      JSON.stringify({
        "@type": "DataModule",
        format: 2,
        name: "people",
        sources: [{ name: "files", ref: "files" }],
        tables: [
          {
            name: "people",
            extraction: { language: "sql", source: "files", script: "select * from people" },
            columns: [
              { name: "id", datatype: "integer", privacyClass: "insensitive" },
              {
                name: "name",
                datatype: "string",
                privacyClass: "direct-identifier",
                anonymize: { rule: "redact" },
              },
            ],
            primaryKey: {
              columns: ["id"],
              strategy: { rule: "surrogate" },
              onDuplicate: { winner: "first" },
            },
          },
        ],
      }),
    );
    const result = await ended(
      spawn(
        process.execPath,
        [
          etlx,
          "run",
          here("people.module.jsonld"),
          "--source",
          "files=file:people.csv",
          "--out",
          here("people"),
        ],
        {
          cwd: tmpdir(),
          env: environment(),
          stdio: ["ignore", "pipe", "pipe"],
        },
      ),
    );
    expect(result).toMatchObject({ code: 0 });
    const manifest = JSON.parse(await readFile(here("people", "manifest.json"), "utf8"));
    expect(manifest.tables[0].counts).toMatchObject({ extracted: 3, published: 2, deduplicated: 1 });
  });
});
