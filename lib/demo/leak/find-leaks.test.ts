import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findLeaks, leakFinder } from "./find-leaks.ts";

const source = {
  emails: ["Amber.17.2@mail.ru ", "N/A"],
  phones: ["+7 (924) 451-2980", "-"],
  fullNames: ["Рогнеда Добрынична  Перепёлкина", "GODWIN RAMSBOTTOM", "н/д"],
};

describe("the search for leaks", () => {
  const find = leakFinder(source);
  test.each([
    ["an e-mail in a sentence", "Пишите на AMBER.17.2@mail.ru.", "email"],
    ["an e-mail in JSON", '{"x":"amber.17.2@mail.ru"}', "email"],
    ["a phone in other clothes", "call 8 924 451 29 80 now", "phone"],
    ["a phone as a number", "79244512980", "phone"],
    ["a full name", "меня зовут Рогнеда Добрынична Перепёлкина, добрый день", "full name"],
    ["a name without its patronymic, turned round", "С уважением, Перепёлкина Рогнеда.", "full name"],
    ["a name in other letters", "Dear Ramsbottom, Godwin", "full name"],
  ])("finds %s", (_case, text, kind) => {
    expect(find("here", text).map((leak) => leak.kind)).toContain(kind);
  });

  test.each([
    ["a part of a name", "Рогнеда Иванова и Godwin"],
    ["another e-mail", "amber.17.22@mail.ru"],
    ["an order number", "заказ № 20418834"],
    ["digits of a keyed hash", "0a9244512980bcdef0123456789abcdef"],
    ["a time", "2019-09-24 04:51:29.80"],
  ])("passes %s", (_case, text) => {
    expect(find("here", text)).toEqual([]);
  });

  describe("in a folder", () => {
    let folder: string;
    beforeAll(async () => {
      folder = await mkdtemp(path.join(tmpdir(), "etlx-leak-"));
      const instance = await DuckDBInstance.create(":memory:");
      const connection = await instance.connect();
      await connection.run(
        `copy (select i, case when i = 3999 then 'zz amber.17.2@mail.ru' else 'nothing' end as note from range(4000) t(i)) to '${folder}/t.parquet' (format parquet, compression zstd)`,
      );
      connection.closeSync();
      await writeFile(path.join(folder, "manifest.json"), JSON.stringify({ maximum: "Godwin Ramsbottom" }));
    });
    afterAll(() => rm(folder, { recursive: true }));

    test("cells, footers and other files are all read", async () => {
      const { leaks, files } = await findLeaks(source, folder);
      expect(files).toBe(2);
      expect(new Set(leaks.map(({ place, kind }) => `${place}: ${kind}`))).toEqual(
        // The column's maximum stands in the footer, beside the cell itself.
        new Set(["t.parquet: email", "t.parquet (bytes): email", "manifest.json (bytes): full name"]),
      );
    });
  });
});
