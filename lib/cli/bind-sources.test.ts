import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { AppError } from "#lib/kernel";
import { bindSource } from "./bind-sources.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "etlx-bind-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const bind = (address: string) => bindSource({ name: "source", address }, folder);

async function refusal(address: string): Promise<AppError> {
  const error = await bind(address).then(
    () => undefined,
    (e: unknown) => e,
  );
  if (!(error instanceof AppError)) throw new Error("an AppError was expected", { cause: error });
  expect(`${error.message}${JSON.stringify(error.toData())}`).not.toContain("very-secret");
  return error;
}

it("takes an address by its scheme, and files of rows by their ending", async () => {
  expect(await bind("mariadb://me:p@db/sales")).toMatchObject({ kind: "mysql", config: { port: 3306 } });
  expect(await bind("sqlite:shop.db")).toMatchObject({ config: { path: path.join(folder, "shop.db") } });
  expect(await bind("postgres://me@db/sales")).toMatchObject({ kind: "postgresql" });
  expect(await bind("a.csv,b.xlsx")).toMatchObject({
    kind: "files",
    config: { files: [{ table: "a" }, { table: "b", path: path.join(folder, "b.xlsx") }] },
  });
});

it("takes the settings of any kind from a file, so that no secret stands in the list of processes", async () => {
  const settings = {
    kind: "s3",
    endpoint: "http://127.0.0.1:9000",
    bucket: "exports",
    accessKeyId: "id",
    secretAccessKey: "very-secret",
    tables: [{ table: "orders", key: "orders/*.parquet" }],
  };
  const file = path.join(folder, "lake.json.txt");
  await writeFile(file, `${JSON.stringify(settings)}\n`);
  const { kind, ...config } = settings;
  expect(await bind(`file:${file}`)).toMatchObject({ kind, config });
});

it("says what was expected, without repeating what was given", async () => {
  expect((await refusal('{"kind": "oracle", "password": "very-secret"}')).code).toBe("source-kind-unknown");
  expect((await refusal('{"kind": "s3", "password": "very-secret"')).code).toBe("source-address-invalid");
  const unknown = await refusal("oracle://me:very-secret@db/x");
  expect(unknown.params.detail).toContain("mysql://user@host:port/database");
});
