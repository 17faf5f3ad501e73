import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createKeyFile } from "#lib/keys/server";
import { plain, testDocument } from "#lib/testing";
import { protectCommand } from "./commands/protect.ts";
import { runCommand } from "./commands/run.ts";
import { validateCommand } from "./commands/validate.ts";
import type { Terminal } from "./terminal.ts";

let folder: string;
const file = (name: string) => path.join(folder, name);
const text = (name: string) => readFile(file(name), "utf8");
const secret = "Мышкин-Ленская";

const document = testDocument([
  {
    name: "rows",
    extraction: { language: "sql", source: "rows", script: "select * from rows" },
    columns: [
      plain("id", "integer"),
      {
        name: "surname",
        datatype: "string",
        privacyClass: "direct-identifier",
        normalize: [{ rule: "map-values", with: { pairs: [["a", secret]] } }],
        anonymize: { rule: "pseudonymize" },
      },
    ],
    primaryKey: { columns: ["id"], strategy: { rule: "keep", with: { reason: "A test." } } },
  },
]);

let data: string;
beforeAll(async () => {
  data = await mkdtemp(path.join(tmpdir(), "etlx-data-"));
  vi.stubEnv("ETLX_DATA_DIR", data);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(data, { recursive: true, force: true });
});
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "etlx-kept-"));
  await createKeyFile(file("k.key"));
  await createKeyFile(file("other.key"));
  await writeFile(file("rows.csv"), `id,surname\n1,a\n2,${secret}\n3,b\n`);
  await writeFile(file("m.module.jsonld"), JSON.stringify(document));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const said: string[] = [];
const terminal: Terminal = {
  event: (event) => void said.push(JSON.stringify(event)),
  step: () => undefined,
  say: (line) => void said.push(line),
  result: (result, lines) => void said.push(JSON.stringify(result), ...lines),
  failed: () => undefined,
};
const signal = new AbortController().signal;
const module = () => file("m.module.jsonld");
const keyed = (key: string) => ["--key-file", file(key)];
const protect = (...more: readonly string[]) =>
  protectCommand(terminal).parseAsync([module(), ...keyed("k.key"), ...more], { from: "user" });
const validate = (key: string) =>
  validateCommand(terminal).parseAsync([module(), ...keyed(key)], { from: "user" });
const run = (out: string, key = "k.key") =>
  runCommand(terminal, signal).parseAsync(
    [module(), "--source", `rows=${file("rows.csv")}`, "--out", file(out), ...keyed(key)],
    { from: "user" },
  );

test("values leave the document for a private file beside it, a run gives the same bytes, and they come back", async () => {
  await run("inline");
  await protect();
  expect(await text("m.module.jsonld")).not.toContain(secret);
  expect(await text("m.artefacts")).not.toContain(secret);
  expect((await stat(file("m.artefacts"))).mode & 0o777).toBe(0o600);
  const once = await text("m.module.jsonld");
  await protect();
  expect(await text("m.module.jsonld")).toBe(once);
  said.length = 0;
  await run("kept");
  const parquet = (out: string) => readFile(path.join(file(out), "rows.parquet"));
  expect((await parquet("kept")).equals(await parquet("inline"))).toBe(true);
  expect(said.join("\n")).not.toContain(secret);
  for (const name of await readdir(file("kept")))
    expect((await readFile(path.join(file("kept"), name))).includes(secret), name).toBe(false);
  await protect("--reveal");
  expect(JSON.parse(await text("m.module.jsonld"))).toEqual(JSON.parse(JSON.stringify(document)));
  expect(await readdir(folder)).not.toContain("m.artefacts");
});

test("validate warns of values in the clear, and of nothing once they are protected", async () => {
  said.length = 0;
  await validate("k.key");
  expect(said.join("\n")).toContain("values-in-clear");
  expect(said.join("\n")).not.toContain(secret);
  await protect();
  said.length = 0;
  await validate("k.key");
  expect(said.join("\n")).toContain("is valid");
});

test("another key, a damaged file and an absent one are refused, and nothing is written", async () => {
  await protect();
  const code = (name: string) => expect.objectContaining({ code: name });
  await expect(validate("other.key")).rejects.toThrow(code("ciphertext-invalid"));
  await expect(run("out", "other.key")).rejects.toThrow(code("ciphertext-invalid"));
  await writeFile(file("m.artefacts"), (await text("m.artefacts")).slice(0, 40));
  await expect(run("out")).rejects.toThrow(code("file-unreadable"));
  await rm(file("m.artefacts"));
  await expect(run("out")).rejects.toThrow(code("document-invalid"));
  await expect(protect("--reveal")).rejects.toThrow(code("artefact-missing"));
  expect(await readdir(folder)).not.toContain("out");
});
