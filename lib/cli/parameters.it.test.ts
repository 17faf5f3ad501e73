import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type EtlxFolder, etlxFolder } from "./testing/etlx-process.ts";

/** `etlx run --parameter NAME=VALUE`, over a file: what is taken, what is refused and in which words. */

let etlx: EtlxFolder;
beforeAll(async () => {
  etlx = await etlxFolder();
  await etlx.write(
    "visits.csv",
    "id,region,made\n1,north,2026-01-01\n2,south,2026-01-02\n3,a=b,2026-01-03\n",
  );
  const document = {
    "@type": "DataModule",
    format: 2,
    name: "regional",
    sources: [{ name: "files", ref: "files" }],
    parameters: [
      { name: "region", datatype: "string", required: true },
      { name: "since", datatype: "date", default: "2026-01-01" },
    ],
    tables: [
      {
        name: "visits",
        extraction: {
          language: "sql",
          source: "files",
          script: "select * from visits where region = $region and made::date >= $since",
        },
        columns: [{ name: "id", datatype: "integer", privacyClass: "insensitive" }],
      },
    ],
  };
  await etlx.write("regional.jsonld", JSON.stringify(document));
});
afterAll(() => etlx.close());

const run = async (...more: string[]) => {
  const args = ["run", "regional.jsonld", "--source", "files=visits.csv", "--out", "out", "--json", ...more];
  const { code, stdout } = await etlx.run(args);
  const lines = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  return { code, error: lines.find(({ type }) => type === "error")?.code };
};

test("values are taken, and told in the manifest", async () => {
  expect(await run("--parameter", "region=a=b", "--parameter", "since=2026-01-03")).toEqual({ code: 0 });
  const manifest = JSON.parse(await readFile(etlx.here("out", "manifest.json"), "utf8"));
  expect(manifest.tables[0].counts.published).toBe(1);
  expect(manifest.parameters).toEqual([
    { name: "region", type: "string", value: "a=b" },
    { name: "since", type: "date", value: "2026-01-03" },
  ]);
});

test("a value that is missing, unknown or of another type is wrong use, and named", async () => {
  expect(await run()).toEqual({ code: 2, error: "parameter-missing" });
  expect(await run("--parameter", "region=x", "--parameter", "regoin=y")).toEqual({
    code: 2,
    error: "parameter-unknown",
  });
  expect(await run("--parameter", "region=x", "--parameter", "since=soon")).toEqual({
    code: 2,
    error: "parameter-date",
  });
});
