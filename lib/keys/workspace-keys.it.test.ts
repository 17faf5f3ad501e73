import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestRecords, testRecords } from "#lib/testing";
import {
  createKeyFile,
  databaseKeys,
  materialOf,
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

/** A module that may use every domain of these tests. */
const holder = { module: "clinic", admitted: new Set(["person", "order", "phone", "mail", "stolen"]) };

const failing = (code: string) => expect.objectContaining({ code });
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

test("a domain's key is made once, found by every run, and kept only wrapped", async () => {
  const { db, query } = records;
  const runs = [1, 2, 3].map(() => databaseKeys(masterKey, db.domains, holder));
  const materials = await Promise.all(runs.map((keys) => keys.material("person", "pseudonymize")));
  expect(new Set(materials.map(hex)).size).toBe(1);
  const ids = await Promise.all(runs.map((keys) => keys.keyId("person")));
  expect(new Set(ids).size).toBe(1);
  expect(await query(`select "id" from "domain_key" where "domain" = 'person'`)).toEqual([{ id: ids[0] }]);
  const other = await databaseKeys(masterKey, db.domains, holder).material("order", "pseudonymize");
  expect(hex(other)).not.toBe(hex(materials[0] ?? new Uint8Array()));
});

test("a rotation changes the key of later runs and not of one at work", async () => {
  const { domains } = records.db;
  const atWork = databaseKeys(masterKey, domains, holder);
  const before = hex(await atWork.material("phone", "pseudonymize"));
  const id = await atWork.keyId("phone");
  await domains.rotate("phone", newDomainKey(masterKey, "phone"));
  expect(hex(await atWork.material("phone", "pseudonymize"))).toBe(before);
  const later = databaseKeys(masterKey, domains, holder);
  expect(hex(await later.material("phone", "pseudonymize"))).not.toBe(before);
  expect(await later.keyId("phone")).not.toBe(id);
});

test("a module that nobody admitted to a shared domain gets keys of its own, and its own domains are nobody else's", async () => {
  const { domains } = records.db;
  const by = (module: string, admitted: readonly string[] = []) =>
    databaseKeys(masterKey, domains, { module, admitted: new Set(admitted) });
  const shared = await by("a", ["tax"]).keyId("tax");
  expect(await by("b", ["tax"]).keyId("tax")).toBe(shared);
  const own = await by("c").keyId("tax");
  expect(own).not.toBe(shared);
  expect(await by("d").keyId("tax")).not.toBe(own);
  expect(await by("c").keyId("tax")).toBe(own);
  // Naming another module's own domain does not open it.
  expect(await by("c").keyId("a/person.id")).not.toBe(await by("a").keyId("a/person.id"));
  expect(hex(await by("c").material("tax", "fpe"))).not.toBe(
    hex(await by("a", ["tax"]).material("tax", "fpe")),
  );
});

test("a retired key still makes the material of the versions made under it, a destroyed one does not", async () => {
  const { domains } = records.db;
  const keys = databaseKeys(masterKey, domains, holder);
  const [id, before] = [await keys.keyId("order"), hex(await keys.material("order", "fpe"))];
  await domains.rotate("order", newDomainKey(masterKey, "order"));
  const retired = await domains.keyById(id);
  expect(retired && hex(materialOf(masterKey, retired, "fpe"))).toBe(before);
  expect(retired && hex(materialOf(masterKey, retired, "encrypt"))).not.toBe(before);
  await domains.destroy(id);
  expect(await domains.keyById(id)).toBeUndefined();
});

test("a wrapped key moved to another domain is refused", async () => {
  const { db, query } = records;
  await databaseKeys(masterKey, db.domains, holder).keyId("mail");
  await query(`insert into "linkage_domain" ("name") values ('stolen')`);
  await query(`insert into "domain_key" ("id", "domain", "wrapped", "state", "activeOf")
    select gen_random_uuid(), 'stolen', "wrapped", 'active', 'stolen' from "domain_key" where "domain" = 'mail'`);
  await expect(databaseKeys(masterKey, db.domains, holder).keyId("stolen")).rejects.toThrow(
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
