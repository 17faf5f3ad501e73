import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { AppError } from "#lib/kernel";
import type { FileReading } from "#lib/sources";
import { pythonOr } from "#lib/testing";
import { fileSandbox } from "./file-sandbox.ts";

const run = promisify(execFile);
const { signal } = new AbortController();
const files = fileSandbox({ memory: "256MB", threads: 1, seconds: 60, diskBytes: 2 ** 30 });

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "etlx-workbook-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const reading = (name: string, extra: Partial<FileReading> = {}): FileReading => ({
  table: "sheet",
  label: name,
  path: path.join(folder, name),
  format: "auto",
  compression: "auto",
  encoding: "auto",
  header: "auto",
  ...extra,
});

async function make(python: string, script: string): Promise<void> {
  const file = path.join(folder, "make.py");
  await writeFile(file, script);
  await run(python, [file], { cwd: folder });
}

async function rowsOf(file: FileReading, script = "select * from sheet"): Promise<readonly unknown[]> {
  const output = { databaseFile: path.join(folder, `${Math.random()}.duckdb`), table: "rows" };
  await files.run({ files: [file], table: "sheet", script, output, scratch: folder, signal });
  const instance = await DuckDBInstance.create(output.databaseFile);
  const connection = await instance.connect();
  try {
    return (await connection.runAndReadAll("select * from rows")).getRowsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

const codeOf = (work: Promise<unknown>): Promise<string | undefined> =>
  work.then(
    () => undefined,
    (error: AppError) => error.code,
  );

const openpyxl = `
import datetime as dt
from decimal import Decimal
import openpyxl
book = openpyxl.Workbook()
first = book.active
first.title = "Заказы"
first.append(["Номер", "Клиент", "Дата", "Время", "Когда", "Сумма", "Доля", "Верно", "Пусто"])
first.append([1, "Иванов, «ООО»\\nстрока", dt.date(2024, 2, 29), dt.time(9, 30), dt.datetime(2024, 2, 29, 23, 59, 59), 1234.5, 0.1, True, None])
first.append([123456789012345, 'он сказал "да"', dt.date(1900, 1, 1), dt.time(23, 59, 59), dt.datetime(1900, 3, 1), 43.1, 1e-7, False, None])
first.append([None, "", None, None, None, None, None, None, "лишнее"])
first["C2"].number_format = "DD.MM.YYYY"
first["F2"].number_format = '# ##0.00 "₽"'
other = book.create_sheet("Other")
other.append(["a", "b"])
other["A5"] = "далеко"
other["C5"] = 7
book.save("openpyxl.xlsx")
`;

it("reads a workbook as its cells show: dates, times, long texts, gaps", async (context) => {
  await make(pythonOr(context, "ETLX_TEST_PYTHON"), openpyxl);
  const facts = await files.inspect([reading("openpyxl.xlsx")], { signal });
  expect(facts[0]).toMatchObject({ format: "xlsx", header: true });
  expect(facts[0]?.columns.map(({ name }) => name)).toEqual([
    "Номер",
    "Клиент",
    "Дата",
    "Время",
    "Когда",
    "Сумма",
    "Доля",
    "Верно",
    "Пусто",
  ]);
  expect(await rowsOf(reading("openpyxl.xlsx"))).toEqual([
    [
      "1",
      "Иванов, «ООО»\nстрока",
      "2024-02-29",
      "09:30:00",
      "2024-02-29 23:59:59",
      "1234.5",
      "0.1",
      "true",
      null,
    ],
    [
      "123456789012345",
      'он сказал "да"',
      "1900-01-01",
      "23:59:59",
      "1900-03-01 00:00:00",
      "43.1",
      "1e-7",
      "false",
      null,
    ],
    [null, "", null, null, null, null, null, null, "лишнее"],
  ]);
});

it("takes the sheet that is named, wider rows than its header and rows that are missing", async (context) => {
  await make(pythonOr(context, "ETLX_TEST_PYTHON"), openpyxl);
  const other = reading("openpyxl.xlsx", { sheet: "Other", header: "yes" });
  const facts = await files.inspect([other], { signal });
  expect(facts[0]?.columns.map(({ name }) => name)).toEqual(["a", "b", "column3"]);
  expect(await rowsOf(other)).toEqual([["далеко", null, "7"]]);
  expect(await codeOf(files.inspect([reading("openpyxl.xlsx", { sheet: "Nowhere" })], { signal }))).toBe(
    "file-sheet-missing",
  );
});

it("reads shared and inline texts of another writer, and many rows in little memory", async (context) => {
  await make(
    pythonOr(context, "ETLX_TEST_PYTHON"),
    `
import xlsxwriter
for name, options in (("shared.xlsx", {}), ("inline.xlsx", {"constant_memory": True})):
    book = xlsxwriter.Workbook(name, options)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["id", "text", "double"])
    for n in range(1, 60001):
        sheet.write_row(n, 0, [n, "строка %d" % (n % 1000)])
        sheet.write_formula(n, 2, "=A%d*2" % (n + 1), None, n * 2)
    book.close()
`,
  );
  const totals =
    "select count(*) as n, sum(cast(id as bigint)) as ids, count(distinct text) as texts from sheet";
  expect(await rowsOf(reading("shared.xlsx"), totals)).toEqual([["60000", "1800030000", "1000"]]);
  expect(await rowsOf(reading("inline.xlsx"), totals)).toEqual([["60000", "1800030000", "1000"]]);
});

it("refuses what is no workbook, an archive that unpacks too far, and one that is cut off", async (context) => {
  const python = pythonOr(context, "ETLX_TEST_PYTHON");
  await make(
    python,
    `${openpyxl}
import zipfile
with zipfile.ZipFile("bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as z:
    z.writestr("xl/workbook.xml", "<workbook/>")
    z.writestr("xl/worksheets/sheet1.xml", "0" * 300_000_000)
with zipfile.ZipFile("empty.xlsx", "w") as z:
    z.writestr("nothing.txt", "")
with zipfile.ZipFile("entity.xlsx", "w") as z:
    z.writestr("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><workbook><sheets><sheet name="&e;" r:id="1"/></sheets></workbook>')
data = open("openpyxl.xlsx", "rb").read()
open("cut.xlsx", "wb").write(data[: len(data) // 2])
`,
  );
  const code = (name: string) => codeOf(files.inspect([reading(name)], { signal }));
  expect(await code("bomb.xlsx")).toBe("file-expands");
  expect(await code("empty.xlsx")).toBe("file-unreadable");
  expect(await code("entity.xlsx")).toBe("file-unreadable");
  expect(await code("cut.xlsx")).toBe("file-archive-broken");
});
