import { readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, type TestContext, test, vi } from "vitest";
import { type PackageLock, packageLockSchema } from "#lib/contracts";
import { hasJail } from "#lib/engine/server";
import { linkPythonEnvironment, pythonOr, startPackageRegistry, type TestPackages } from "#lib/testing";
import { documentOf, type Ended, type EtlxFolder, etlxFolder } from "./testing/etlx-process.ts";

/** `etlx lock` on a real document, against a registry that speaks as PyPI does, and the run that its lock is for. */

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

let etlx: EtlxFolder;
let registry: TestPackages;
beforeAll(async () => {
  etlx = await etlxFolder();
  registry = await startPackageRegistry();
  await registry.wheel("etlxone", "1.0", "etlxtwo>=1", "from etlxtwo import twice\n");
  await registry.wheel("etlxtwo", "1.5", "", "def twice(x): return x * 2\n");
  await etlx.write("rows.csv", "a\n1\n2\n");
});
afterAll(async () => {
  await registry.close();
  await etlx.close();
});

let isLinked = false;
async function lock(context: TestContext, file: string, ...options: readonly string[]): Promise<Ended> {
  const python = pythonOr(context, "ETLX_TEST_PYTHON");
  if (!isLinked) await linkPythonEnvironment(python, etlx.here("data", "python"));
  isLinked = true;
  return etlx.run(["lock", file, ...options], pip());
}
const pip = () => ({ PIP_INDEX_URL: registry.index, PIP_EXTRA_INDEX_URL: "" });

const document = (packages: readonly object[]): string => {
  const script =
    "import etlxone\n\ndef transform(df):\n    df['a'] = etlxone.twice(df['a'].astype(int))\n    return df\n";
  const table = {
    script: "select * from rows",
    columns: [{ name: "a", datatype: "integer", privacyClass: "insensitive" }],
    transformation: { language: "python", script },
  };
  return JSON.stringify({ ...JSON.parse(documentOf({ t: table })), packages });
};

test("locks what a document declares with what that needs, by content, and the run uses nothing else", async (context) => {
  await etlx.write("doubled.module.jsonld", document([{ name: "EtlxOne", version: "1.0" }]));
  const ended = await lock(context, "doubled.module.jsonld");
  expect(ended).toMatchObject({ code: 0 });
  expect(ended.stdout).toContain("etlxone==1.0\netlxtwo==1.5\n2 packages for Python 3.");
  const written = JSON.parse(await readFile(etlx.here("doubled.lock.json"), "utf8"));
  const found: PackageLock = packageLockSchema.parse(written);
  expect(found.packages.map(({ name }) => name)).toEqual(["etlxone", "etlxtwo"]);
  const told = await lock(context, "doubled.module.jsonld", "--json");
  expect(JSON.parse(told.stdout.trim().split("\n").at(-1) ?? "")).toMatchObject({
    packages: found.packages,
    python: found.python,
  });

  if (!(await hasJail())) context.skip("no sandbox (bubblewrap)");
  const source = `s=${path.join(etlx.folder, "rows.csv")}`;
  const run = await etlx.run(
    ["run", "doubled.module.jsonld", "--source", source.replace("s=", "s=file:"), "--out", "out"],
    pip(),
  );
  expect(run).toMatchObject({ code: 0 });
  expect((await etlx.manifest("out")).tables[0]?.counts.published).toBe(2);
});

test("a document that declares none needs no lock and no Python", async (context) => {
  await etlx.write("plain.module.jsonld", document([]));
  const ended = await lock(context, "plain.module.jsonld");
  expect(ended).toMatchObject({ code: 0, stdout: "plain.module.jsonld declares no packages.\n" });
  await expect(readFile(etlx.here("plain.lock.json"))).rejects.toThrow("ENOENT");
});

test.for([
  ["a package that nobody has", [{ name: "etlxnowhere" }], 2, "has no package etlxnowhere"],
  ["a version that there is not", [{ name: "etlxone", version: "7.0" }], 2, "has no version 7.0. It has 1.0"],
  [
    "what is an option of pip's",
    [{ name: "--index-url=http://elsewhere" }],
    1,
    "the first is at packages/0/name",
  ],
] as const)("says what to do about %s, and writes no lock", async ([, packages, code, said], context) => {
  await etlx.write("wrong.module.jsonld", document(packages));
  const ended = await lock(context, "wrong.module.jsonld");
  expect(ended.code).toBe(code);
  expect(ended.stderr).toContain(said);
  await expect(readFile(etlx.here("wrong.lock.json"))).rejects.toThrow("ENOENT");
});
