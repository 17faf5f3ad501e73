import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Manifest } from "#lib/contracts";
import { croissant, pandasFooter } from "../index.ts";
import { mlcroissantPython } from "../testing/mlcroissant.ts";
import { sampleManifest, sampleVersion } from "../testing/sample-version.ts";

const run = promisify(execFile);
const checker = new URL("../testing/check-croissant.py", import.meta.url).pathname;

/** Beyond 2^53, where a float would be another number. */
const big = "9007199254740993";
const rows: Readonly<Record<string, string>> = {
  Пациенты: `select * from (values
    ('а', null, date '1987-01-01', 12.30::decimal(12,2), 1.2345::decimal(30,4), ${big}, ${big}::decimal(20,0)),
    ('б', 'а', null, null, null, null, null),
    ('в', 'а', date '1900-01-01', -0.01, 0, -1, 0)) t("ключ", "referred by", born, "точно/#:%", wide, big, whole)`,
  visits: `select * from (values
    ('а', 1::bigint, timestamp '2024-01-01 10:00:00', timestamptz '2024-01-01 10:00:00+03', time '10:00:01.5', true, 70.5::double, '{"a":null}', '\\x01'::blob),
    ('а', 2, timestamp '2024-01-02', null, null, null, null, null, null),
    ('б', 1, timestamp '2024-01-03', null, time '00:00:00', false, 0.5, 'null', null))
    t("ключ", no, "at", seen, clock, paid, weight, note, photo)`,
  items: `select * from (values ('а', 1::bigint), ('а', 2)) t("ключ", visit)`,
  empty: "select null::bigint as id where false",
};

async function writeFiles(folder: string): Promise<Manifest> {
  const manifest = sampleManifest();
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const tables = [];
  for (const table of manifest.tables) {
    const file = path.join(folder, table.file);
    const footer = pandasFooter(table.columns);
    const metadata = footer ? `, kv_metadata {pandas: '${footer.replaceAll("'", "''")}'}` : "";
    await connection.run(`copy (${rows[table.name]}) to '${file}' (format parquet${metadata})`);
    const content = await readFile(file);
    tables.push({
      ...table,
      sha256: createHash("sha256").update(content).digest("hex"),
      bytes: content.length,
    });
  }
  connection.disconnectSync();
  return { ...manifest, tables };
}

interface Checked {
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  readonly records: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
}

let folder = "";
let server: Server | undefined;
let python: string | undefined;
let reason = "";

beforeAll(async () => {
  const found = await mlcroissantPython();
  python = found.python;
  reason = found.reason ?? "";
  // Where nobody looks at skipped tests, this one must not skip.
  if (!python && process.env.CI === "true") throw new Error(`mlcroissant is needed: ${reason}`);
  folder = await mkdtemp(path.join(tmpdir(), "etlx-croissant-"));
  server = createServer((request, response) => {
    createReadStream(path.join(folder, path.basename(request.url ?? "")))
      .on("error", () => response.writeHead(404).end())
      .pipe(response);
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
}, 300_000);

afterAll(async () => {
  server?.close();
  server?.closeAllConnections();
  if (folder) await rm(folder, { recursive: true, force: true });
});

async function check(document: string): Promise<Checked> {
  const file = path.join(folder, "croissant.json");
  await writeFile(file, document);
  // mlcroissant keeps downloads by address: an empty cache each time, or a test would see an earlier one's files.
  const cache = await mkdtemp(path.join(folder, "cache-"));
  const environment = { ...process.env, CROISSANT_CACHE: cache, HOME: cache, XDG_CACHE_HOME: cache };
  const { stdout } = await run(python ?? "", [checker, file], { env: environment, maxBuffer: 1 << 24 });
  return JSON.parse(stdout.slice(stdout.indexOf('{"errors"'))) as Checked;
}

async function written(): Promise<{ readonly manifest: Manifest; readonly document: string }> {
  const manifest = await writeFiles(folder);
  const address = server?.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const input = sampleVersion(manifest, (name) => `http://127.0.0.1:${port}/${name}`);
  return { manifest, document: croissant(input) };
}

describe("mlcroissant", () => {
  it("finds no error and no warning, and loads every record set with the manifest's rows", async (context) => {
    if (!python) return context.skip(reason);
    const { manifest, document } = await written();
    const { errors, warnings, records } = await check(document);
    expect({ errors, warnings }).toEqual({ errors: [], warnings: [] });
    const counts = Object.fromEntries(Object.entries(records).map(([name, list]) => [name, list.length]));
    expect(counts).toEqual(
      Object.fromEntries(manifest.tables.map(({ name, counts: { published } }) => [name, published])),
    );
    const [first, second] = records.Пациенты ?? [];
    const id = (column: string) => `${encodeURIComponent("Пациенты")}/${encodeURIComponent(column)}`;
    expect(first?.[id("ключ")]).toBe("а");
    expect(first?.[id("точно/#:%")]).toBe(12.3);
    expect(first?.[id("whole")]).toBe(big);
    expect(first?.[id("big")]).toBe(big);
    expect(second?.[id("big")]).toBeNull();
    expect(second?.[id("referred by")]).toBe("а");
  });

  it("keeps integers beyond 2^53 exact beside nulls", async (context) => {
    if (!python) return context.skip(reason);
    await writeFiles(folder);
    const read = `import pandas, sys; d = pandas.read_parquet(sys.argv[1]); print(d["big"].dtype, d["big"][0])`;
    const { stdout } = await run(python, ["-c", read, path.join(folder, "table-1.parquet")]);
    expect(stdout.trim()).toBe(`Int64 ${big}`);
  });

  it("would say so if something were wrong", async (context) => {
    if (!python) return context.skip(reason);
    const { document } = await written();
    const { errors } = await check(
      document.replace('"dataType": "sc:Integer"', '"dataType": "sc:Number of"'),
    );
    expect(errors.join()).not.toBe("");
    const broken = await check(document.replaceAll(/"sha256": "\w{8}/g, '"sha256": "00000000')).catch(
      () => "refused",
    );
    expect(broken).toBe("refused");
  });
});
