import { readFile, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Reports } from "#lib/contracts";
import { type EtlxFolder, etlxFolder } from "./testing/etlx-process.ts";

// One module's folder is another's source, with no database anywhere.

let cli: EtlxFolder;
const here = (name: string) => cli.here(name);
beforeAll(async () => {
  cli = await etlxFolder();
  await writeFile(here("people.csv"), "id,name,town\n1,Rowena,Bath\n2,Osric,Bath\n");
  const keyed = (columns: readonly object[], strategy: object) => ({
    columns,
    primaryKey: { columns: ["id"], strategy },
  });
  const write = (name: string, sources: readonly object[], source: string, script: string, table: object) =>
    writeFile(
      here(`${name}.jsonld`),
      JSON.stringify({
        "@type": "DataModule",
        format: 2,
        name,
        sources,
        tables: [{ name: "person", extraction: { language: "sql", source, script }, ...table }],
      }),
    );
  await write(
    "people",
    [{ name: "files", ref: "files" }],
    "files",
    "select * from people",
    keyed(
      [
        { name: "id", datatype: "integer", privacyClass: "direct-identifier" },
        { name: "name", privacyClass: "direct-identifier", anonymize: { rule: "pseudonymize" } },
        { name: "town", privacyClass: "insensitive" },
      ],
      { rule: "surrogate" },
    ),
  );
  const study = (name: string, towns: string) =>
    write(
      name,
      [{ name: "people", ref: "module:people@1" }],
      "people",
      "select * from person",
      keyed([{ name: "id", datatype: "integer" }, { name: "name", privacyClass: towns }, { name: "town" }], {
        rule: "keep",
        with: { reason: "numbers of another module" },
      }),
    );
  await study("study", "direct-identifier");
  await study("weaker", "sensitive");
});
afterAll(() => cli.close());

const run = (...args: string[]) => cli.run(args);

test("a version's folder is read as a source, and its classes come along", async () => {
  expect(await run("run", "people.jsonld", "--source", "files=people.csv", "--out", "people")).toMatchObject({
    code: 0,
  });
  const given = ["--source", "people=version:people"];
  expect(await run("validate", "study.jsonld", ...given)).toMatchObject({ code: 0 });
  expect(await run("run", "study.jsonld", ...given, "--out", "study")).toMatchObject({ code: 0 });
  const manifest: { reports: Reports; versionId: string } = JSON.parse(
    await readFile(here("study/manifest.json"), "utf8"),
  );
  const above: { versionId: string } = JSON.parse(await readFile(here("people/manifest.json"), "utf8"));
  expect(manifest.reports.provenance.sources[0]?.version).toEqual({
    module: "people",
    number: 1,
    versionId: above.versionId,
  });
  expect(manifest.reports.privacy.tables[0]?.columns.find(({ name }) => name === "name")).toMatchObject({
    rule: "keep",
    inherited: { module: "people", number: 1, table: "person", column: "name", rule: "pseudonymize" },
  });
});

test("a weaker class is refused by validate and by a run", async () => {
  for (const command of [["validate"], ["run", "--out", "never"]]) {
    const [name = "", ...more] = command;
    const refused = await run(name, "weaker.jsonld", "--source", "people=version:people", ...more);
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.stdout + refused.stderr).toContain("cannot be declared weaker");
  }
});

test("another version than the one asked for, and a folder that holds none, are said", async () => {
  await writeFile(
    here("study2.jsonld"),
    (await readFile(here("study.jsonld"), "utf8")).replace("module:people@1", "module:people@2"),
  );
  const other = await run("run", "study2.jsonld", "--source", "people=version:people", "--out", "never");
  expect(other.stderr).toContain("module:people@1, not module:people@2");
  const none = await run("run", "study.jsonld", "--source", "people=version:nowhere", "--out", "never");
  expect(none.code).not.toBe(0);
  expect(none.stderr).toContain("manifest.json");
});

test("a module that drops what a version's privacy models held is warned of it", async () => {
  const table = (extraction: object, column: object, more: object) => ({
    name: "person",
    extraction: { language: "sql", script: "select town from person", ...extraction },
    columns: [{ name: "town", ...column }],
    ...more,
  });
  const write = (name: string, ref: string, own: object) =>
    cli.write(
      `${name}.jsonld`,
      JSON.stringify({
        "@type": "DataModule",
        format: 2,
        name,
        sources: [{ name: "s", ref }],
        tables: [own],
      }),
    );
  const kept = { rule: "keep", with: { reason: "towns are large" } };
  await write(
    "towns",
    "files",
    table(
      { source: "s", script: "select town from people" },
      { datatype: "string", privacyClass: "quasi-identifier", anonymize: kept },
      { privacy: { kAnonymity: 2 } },
    ),
  );
  expect(await run("run", "towns.jsonld", "--source", "s=people.csv", "--out", "towns")).toMatchObject({
    code: 0,
  });
  const warned = async (name: string, more: object) => {
    await write(name, "module:towns@1", table({ source: "s" }, { datatype: "string" }, more));
    const { stdout, stderr } = await run("validate", `${name}.jsonld`, "--source", "s=version:towns");
    return /towns@1 person met k-anonymity \(k = 2\)/.test(stdout + stderr);
  };
  const part = { extraction: { language: "sql", source: "s", script: "select town from person limit 5" } };
  expect(await warned("towns-study", part)).toBe(true);
  expect(await warned("towns-careful", { ...part, privacy: { kAnonymity: 2 } })).toBe(false);
  // The same rows still meet what they met.
  expect(await warned("towns-copy", {})).toBe(false);
});
