import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AppError } from "#lib/kernel";
import type { FileReading } from "#lib/sources";
import { fileSandbox } from "./file-sandbox.ts";

let folder = "";
const sandbox = fileSandbox({ memory: "512MB", threads: 2, seconds: 60, diskBytes: 2 ** 31 });
const { signal } = new AbortController();
const secret = "Тайная-Персона-77";

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "etlx-files-test-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const reading = (file: string, extra: Partial<FileReading> = {}): FileReading => ({
  table: "t",
  label: file,
  path: path.join(folder, file),
  format: "auto",
  compression: "auto",
  encoding: "auto",
  header: "auto",
  ...extra,
});

let counter = 0;
async function read(
  name: string,
  content: string | Uint8Array,
  extra: Partial<FileReading> = {},
  script = "select * from t",
) {
  await writeFile(path.join(folder, name), content);
  const databaseFile = path.join(folder, `out${counter++}.duckdb`);
  const { columns } = await sandbox.run({
    files: [reading(name, extra)],
    table: "t",
    script,
    output: { databaseFile, table: "rows" },
    scratch: folder,
    signal,
  });
  const instance = await DuckDBInstance.create(databaseFile, { access_mode: "READ_ONLY" });
  const connection = await instance.connect();
  // Rows come in no particular order.
  const rows = (await connection.runAndReadAll("select * from rows")).getRowsJson();
  rows.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  connection.closeSync();
  instance.closeSync();
  return { columns: columns.map((c) => c.name), rows };
}

async function refusal(
  name: string,
  content: string | Uint8Array,
  extra: Partial<FileReading> = {},
  script?: string,
): Promise<AppError> {
  const error = await read(name, content, extra, script).then(
    () => undefined,
    (e: unknown) => e,
  );
  if (!(error instanceof AppError)) throw new Error("an AppError was expected", { cause: error });
  const told = `${JSON.stringify(error.toData())} ${error.message}`;
  expect(told).not.toContain(secret);
  expect(told).not.toContain(folder);
  return error;
}

/** Cyrillic text in a one-byte encoding that Node only decodes. */
const encode = (text: string, encoding: string): Buffer => {
  const decoder = new TextDecoder(encoding);
  const table = new Map(Array.from({ length: 256 }, (_, b) => [decoder.decode(Uint8Array.of(b)), b]));
  return Buffer.from([...text].map((c) => table.get(c) ?? 63));
};

const russian = "город;улица;дом\nМосква;Тверская улица;1\nКазань;Баумана;22\nПермь;Ленина проспект;3\n";
const russianRows = [
  ["Казань", "Баумана", "22"],
  ["Москва", "Тверская улица", "1"],
  ["Пермь", "Ленина проспект", "3"],
];

describe("files as they come", () => {
  it("reads CSV: quotes, line breaks, empty text apart from null, leading zeros", async () => {
    const { columns, rows } = await read(
      "a.csv",
      'id,name,note\r\n007,"Smith, ""J""","two\r\nlines"\r\n2,"",\r\n',
    );
    expect(columns).toEqual(["id", "name", "note"]);
    expect(rows).toEqual([
      ["007", 'Smith, "J"', "two\r\nlines"],
      ["2", "", null],
    ]);
  });

  it.each([
    ["semicolons", ";"],
    ["tabs", "\t"],
    ["bars", "|"],
  ])("detects %s", async (_, delimiter) => {
    const text = ["a,x", "b", "c"].join(delimiter);
    const { columns, rows } = await read("d.txt", `${text}\n1${delimiter}2${delimiter}3\n`);
    expect([columns, rows]).toEqual([["a,x", "b", "c"], [["1", "2", "3"]]]);
  });

  it("takes data in the first line for data", async () => {
    const { columns, rows } = await read("n.csv", "1,2020-01-01\n2,2020-01-02\n");
    expect([columns, rows.length]).toEqual([["column1", "column2"], 2]);
  });

  it("lets what is said win over what is detected", async () => {
    const { columns, rows } = await read("o.csv", "a;b\nc,d\n", {
      delimiter: ",",
      header: "no",
      quote: "",
    }).catch(() => ({ columns: [], rows: [] }));
    expect(columns).toEqual([]);
    expect(rows).toEqual([]);
    const forced = await read("o2.csv", "a;b\nc;d\n", { delimiter: ",", header: "no" });
    expect(forced).toEqual({ columns: ["column1"], rows: [["a;b"], ["c;d"]] });
  });

  it.each(["windows-1251", "koi8-r", "utf-16le", "utf-8"])("decodes %s", async (encoding) => {
    const bytes =
      encoding === "utf-16le"
        ? Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(russian, "utf16le")])
        : encoding === "utf-8"
          ? Buffer.from(`\ufeff${russian}`)
          : encode(russian, encoding);
    const expected = { columns: ["город", "улица", "дом"], rows: russianRows };
    expect(await read("r.csv", bytes, { encoding })).toEqual(expected);
    expect(await read("r.csv", bytes)).toEqual(expected);
  });

  it.each([
    ["gzip", gzipSync],
    ["zstd", zstdCompressSync],
  ])("unpacks %s", async (name, pack) => {
    expect((await read(`p.csv.${name}`, pack(Buffer.from("a,b\n1,2\n")))).rows).toEqual([["1", "2"]]);
  });

  it("reads NDJSON and JSON as text that rounds no integer; a key that appears late is a column", async () => {
    const records = [
      '{"a":1.5,"b":{"c":[1,2]}}',
      '{"a":12345678901234567890123,"z":"2020-01-01"}',
      '{"a":null}',
    ];
    const expected = {
      columns: ["a", "b", "z"],
      rows: [
        ["1.5", '{"c":[1,2]}', null],
        ["12345678901234567890123", null, "2020-01-01"],
        [null, null, null],
      ],
    };
    expect(await read("j.ndjson", records.join("\n"))).toEqual(expected);
    expect(await read("j.json", `[\n${records.join(",\n")}]`)).toEqual(expected);
  });

  it("reads Parquet with its types", async () => {
    const instance = await DuckDBInstance.create();
    const connection = await instance.connect();
    const file = path.join(folder, "made.parquet");
    await connection.run(`copy (select 1::smallint as n, date '2020-01-02' as d, ['x'] as l) to '${file}'`);
    const databaseFile = path.join(folder, "pq.duckdb");
    const { columns, rows } = await sandbox.run({
      files: [reading("made.parquet")],
      table: "t",
      script: "select * from t",
      output: { databaseFile, table: "rows" },
      scratch: folder,
      signal,
    });
    expect(rows).toBe(1);
    expect(columns.map((c) => c.datatype)).toEqual(["integer", "date", "json"]);
  });

  it("reads by the day it is, as a script of any source may", async () => {
    const script = "select * from t where day::date < current_date";
    const found = await read("days.csv", "day\n2024-02-29\n9999-01-01\n", {}, script);
    expect(found.rows).toEqual([["2024-02-29"]]);
  });

  it("takes a header alone as an empty table", async () => {
    expect(await read("h.csv", "id,name\n")).toEqual({ columns: ["id", "name"], rows: [] });
  });

  it("takes a cell of 10 MB, and refuses one of 80 MB with its line", async () => {
    const { rows } = await read(
      "big.csv",
      `a,b\n1,${"y".repeat(10 << 20)}\n`,
      {},
      "select length(b) as n from t",
    );
    expect(rows).toEqual([[String(10 << 20)]]);
    const error = await refusal("huge.csv", `a,b\n1,2\n3,${"y".repeat(80 << 20)}\n`);
    expect([error.code, error.params.line]).toEqual(["file-cell-too-large", 3]);
  });
});

describe("files that are broken", () => {
  it.each([
    ["0 bytes", "z.csv", "", "file-empty", undefined],
    ["blank lines", "blank.csv", "\n\n", "file-empty", undefined],
    ["a longer row", "r1.csv", `a,b\n1,2\n3,4,${secret}\n`, "file-ragged", 3],
    ["a shorter row", "r2.csv", `a,b\n1,2\n${secret}\n`, "file-ragged", 3],
    ["an open quote", "q1.csv", `a,b\n1,2\n3,"${secret}\n4,5\n`, "file-quote-open", 3],
    ["text after a quote", "q2.csv", `a,b\n1,"x"${secret}\n`, "file-quote-open", 2],
    ["NUL", "nul.csv", `a,b\n1,${secret}\0\n`, "file-binary", 2],
    ["a broken object", "b.ndjson", `{"a":1}\n{"a":"${secret}\n{"a":3}\n`, "file-line-invalid", 2],
    ["a broken array", "b.json", `[{"a":1},{"a":"${secret}"]`, "file-line-invalid", undefined],
    ["records that are no objects", "l.json", "[1,2,3]", "file-unreadable", undefined],
  ])("%s", async (_, name, content, code, line) => {
    const error = await refusal(name, content);
    expect(error.code).toBe(code);
    if (line !== undefined) expect(error.params.line).toBe(line);
  });

  it("a binary file that is named .csv", async () => {
    const png = Buffer.concat([Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"), Buffer.alloc(300, 7)]);
    expect((await refusal("picture.csv", png)).code).toBe("file-binary");
  });

  it("invalid UTF-8, with its line", async () => {
    const valid = "привет,мир\n".repeat(3);
    const bytes = Buffer.concat([Buffer.from(valid), Buffer.from([0x61, 0x2c, 0xff, 0xfe, 0x0a])]);
    for (const encoding of ["auto", "utf-8"]) {
      const error = await refusal("u.csv", bytes, { encoding });
      expect([error.code, error.params.line]).toEqual(["file-encoding-invalid", 4]);
    }
    const late = Buffer.concat([
      Buffer.from(`a,b\n${"1,2\n".repeat(600_000)}`),
      Buffer.from([0xc3, 0x28, 0x0a]),
    ]);
    const error = await refusal("late.csv", late);
    expect([error.code, error.params.line]).toEqual(["file-encoding-invalid", 600_002]);
  });

  it("Parquet that is cut off or made up", async () => {
    expect((await refusal("x.parquet", "PAR1xxxxxxxxxxxxPAR1")).code).toBe("file-unreadable");
    expect((await refusal("y.parquet", "no parquet at all")).code).toBe("file-unreadable");
  });

  it("archives that are cut off", async () => {
    const packed = gzipSync(Buffer.from("a,b\n1,2\n".repeat(1000)));
    const error = await refusal("cut.csv.gz", packed.subarray(0, packed.length - 20));
    expect([error.code, error.params.format]).toEqual(["file-archive-broken", "gzip"]);
    const zstd = zstdCompressSync(Buffer.from("a,b\n1,2\n".repeat(1000)));
    expect((await refusal("cut.csv.zst", zstd.subarray(0, zstd.length - 8))).code).toBe(
      "file-archive-broken",
    );
  });

  it("archives that unpack without end", async () => {
    const bomb = gzipSync(Buffer.alloc(200 << 20, "a,b\n"));
    expect((await refusal("bomb.csv.gz", bomb)).code).toBe("file-expands");
  });

  it("a script's own fault is not the file's", async () => {
    const error = await refusal("s.csv", `a\n${secret}\n`, {}, "select\n a::int as n from t");
    expect([error.code, error.params.detail]).toEqual(["script-failed", "Conversion Error"]);
    const other = await refusal("s.csv", "a\n1\n", {}, "select * from read_csv('/etc/passwd')");
    expect(other.code).toBe("script-refused");
  });

  it("a file that is not there", async () => {
    const error = await sandbox.inspect([reading("none.csv")], { signal }).catch((e: unknown) => e);
    expect(error instanceof AppError && error.code).toBe("file-missing");
  });
});
