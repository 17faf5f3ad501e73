import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestRecords, testRecords } from "#lib/testing";
import {
  createKeyFile,
  databaseKeys,
  newDomainKey,
  openMasterKey,
  readKeyFile,
  sealSecrets,
} from "./server.ts";

let records: TestRecords;
let folder = "";
let file = "";
let masterKey: Uint8Array;

beforeAll(async () => {
  records = await testRecords("keys");
  folder = await mkdtemp(path.join(tmpdir(), "etlx-keys-"));
  file = path.join(folder, "master.key");
  masterKey = await openMasterKey(file, records.db.workspace);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await records.close();
});

const failing = (code: string) => expect.objectContaining({ code });
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

test("a domain's key is made once, found by every run, and kept only wrapped", async () => {
  const { db, query } = records;
  const runs = [1, 2, 3].map(() => databaseKeys(masterKey, db.domains));
  const materials = await Promise.all(runs.map((keys) => keys.material("person", "pseudonymize")));
  expect(new Set(materials.map(hex)).size).toBe(1);
  const ids = await Promise.all(runs.map((keys) => keys.keyId("person")));
  expect(new Set(ids).size).toBe(1);
  expect(await query(`select "id" from "domain_key" where "domain" = 'person'`)).toEqual([{ id: ids[0] }]);
  const other = await databaseKeys(masterKey, db.domains).material("order", "pseudonymize");
  expect(hex(other)).not.toBe(hex(materials[0] ?? new Uint8Array()));
});

test("a rotation changes the key of later runs and not of one at work", async () => {
  const { domains } = records.db;
  const atWork = databaseKeys(masterKey, domains);
  const before = hex(await atWork.material("phone", "pseudonymize"));
  const id = await atWork.keyId("phone");
  await domains.rotate("phone", newDomainKey(masterKey, "phone"));
  expect(hex(await atWork.material("phone", "pseudonymize"))).toBe(before);
  const later = databaseKeys(masterKey, domains);
  expect(hex(await later.material("phone", "pseudonymize"))).not.toBe(before);
  expect(await later.keyId("phone")).not.toBe(id);
});

test("a wrapped key moved to another domain is refused", async () => {
  const { db, query } = records;
  await databaseKeys(masterKey, db.domains).keyId("mail");
  await query(`insert into "linkage_domain" ("name") values ('stolen')`);
  await query(`insert into "domain_key" ("id", "domain", "wrapped", "state", "activeOf")
    select gen_random_uuid(), 'stolen', "wrapped", 'active', 'stolen' from "domain_key" where "domain" = 'mail'`);
  await expect(databaseKeys(masterKey, db.domains).keyId("stolen")).rejects.toThrow(
    failing("ciphertext-invalid"),
  );
});

test("a master key that is missing or another beside ciphertext is refused, never replaced", async () => {
  const { db } = records;
  await db.sources.create({
    name: "clinic",
    kind: "postgresql",
    config: {},
    fingerprint: "f",
    sealedSecrets: sealSecrets(masterKey, "source", "clinic", { password: "p" }),
    secretNames: ["password"],
  });
  await rm(file);
  await expect(openMasterKey(file, db.workspace)).rejects.toThrow(failing("key-missing"));
  expect(await readKeyFile(file)).toBeUndefined();
  await createKeyFile(file);
  await expect(openMasterKey(file, db.workspace)).rejects.toThrow(failing("key-wrong"));
});
