import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createKeyFile } from "#lib/keys/server";
import { testDocument } from "#lib/testing";
import type { Terminal } from "../terminal.ts";
import { hierarchyCommand } from "./hierarchy.ts";

let folder: string;
const file = (name: string) => path.join(folder, name);
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "etlx-hierarchy-"));
  await createKeyFile(file("k.key"));
  const document = testDocument([{ name: "t", columns: [{ name: "a", privacyClass: "insensitive" }] }]);
  await writeFile(file("m.jsonld"), JSON.stringify(document));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const silent: Terminal = {
  event: () => undefined,
  step: () => undefined,
  say: () => undefined,
  result: () => undefined,
  failed: () => undefined,
};
const run = (...args: readonly string[]) =>
  hierarchyCommand(silent).parseAsync([...args, "--key-file", file("k.key")], { from: "user" });
const arx = "Côte d'Ivoire;Africa;World\n-1;World;World\n";

it("a file of ARX goes into a document and comes out again", async () => {
  await writeFile(file("a.csv"), arx);
  await run("import", file("a.csv"), file("m.jsonld"), "--name", "country");
  const { hierarchies } = JSON.parse(await readFile(file("m.jsonld"), "utf8"));
  expect(hierarchies).toMatchObject([{ name: "country", rule: "value-table" }]);
  // No column uses it yet, so nobody has said that its values are harmless.
  expect(await readFile(file("m.jsonld"), "utf8")).not.toContain("Ivoire");
  expect(await readFile(file("m.artefacts"), "utf8")).not.toContain("Ivoire");
  expect(hierarchies[0].with.rows).toMatchObject({ count: 2 });
  await run("export", file("m.jsonld"), file("b.csv"), "--name", "country");
  expect(await readFile(file("b.csv"), "utf8")).toBe(arx);
});

it("a hierarchy of insensitive columns stays in the document", async () => {
  const columns = [{ name: "a", privacyClass: "insensitive", hierarchy: { name: "country" } }];
  await writeFile(file("m.jsonld"), JSON.stringify(testDocument([{ name: "t", columns }])));
  await writeFile(file("a.csv"), arx);
  await run("import", file("a.csv"), file("m.jsonld"), "--name", "country");
  expect(await readFile(file("m.jsonld"), "utf8")).toContain("Ivoire");
});

it("an import under a known name replaces it, and a file that is none changes nothing", async () => {
  await writeFile(file("a.csv"), arx);
  await run("import", file("a.csv"), file("m.jsonld"), "--name", "x");
  await writeFile(file("a.csv"), "1;*\n2;*\n");
  await run("import", file("a.csv"), file("m.jsonld"), "--name", "x");
  const document = await readFile(file("m.jsonld"), "utf8");
  expect(JSON.parse(document).hierarchies).toHaveLength(1);
  await writeFile(file("bad.csv"), "1;x;1\n2;x;2\n");
  await expect(run("import", file("bad.csv"), file("m.jsonld"), "--name", "x")).rejects.toMatchObject({
    code: "request-invalid",
  });
  expect(await readFile(file("m.jsonld"), "utf8")).toBe(document);
  await expect(run("export", file("m.jsonld"), file("c.csv"), "--name", "none")).rejects.toMatchObject({
    code: "not-found",
  });
});
