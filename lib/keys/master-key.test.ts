import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  createKeyFile,
  derivedKeys,
  type MasterKeyWitness,
  openMasterKey,
  readKeyFile,
  throwAwayKeys,
} from "./server.ts";

let folder = "";
let file = "";
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "etlx-master-"));
  file = path.join(folder, "data", "master.key");
});
afterEach(() => rm(folder, { recursive: true }));

/** The workspace's row, in memory. */
function workspace(): MasterKeyWitness {
  let kept: Uint8Array | undefined;
  return {
    keyCheck: async () => kept,
    setKeyCheck: async (sealed) => {
      kept ??= sealed;
      return kept;
    },
    hasCiphertext: async () => kept !== undefined,
  };
}

const failing = (code: string) => expect.objectContaining({ code });

test("the first start makes a key that only its owner reads, later ones find it", async () => {
  const witness = workspace();
  const key = await openMasterKey(file, witness);
  expect(key).toHaveLength(32);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await openMasterKey(file, witness)).toEqual(key);
});

test("two processes of one start agree on one key", async () => {
  const witness = workspace();
  const keys = await Promise.all([1, 2, 3, 4].map(() => openMasterKey(file, witness)));
  expect(new Set(keys.map((key) => Buffer.from(key).toString("hex"))).size).toBe(1);
});

test("a key missing beside ciphertext is refused and no new one is made", async () => {
  const witness = workspace();
  await openMasterKey(file, witness);
  await rm(file);
  await expect(openMasterKey(file, witness)).rejects.toThrow(failing("key-missing"));
  expect(await readKeyFile(file)).toBeUndefined();
});

test("another key than the data's is refused", async () => {
  const witness = workspace();
  await openMasterKey(file, witness);
  await rm(file);
  await createKeyFile(file);
  await expect(openMasterKey(file, witness)).rejects.toThrow(failing("key-wrong"));
});

test("a file that holds no key of ours is refused, and what it holds is not shown", async () => {
  await createKeyFile(file);
  const good = await readFile(file, "utf8");
  for (const text of [
    "",
    "hunter2",
    good.trimEnd().slice(0, -1),
    `${good.trimEnd()}A`,
    good.replace("-1:", "-2:"),
  ]) {
    await writeFile(file, text);
    const error = await readKeyFile(file).catch((thrown: unknown) => thrown);
    expect(error).toEqual(failing("key-invalid"));
    expect(String(error)).not.toContain("hunter2");
  }
});

test("a key file is never written over", async () => {
  const key = await createKeyFile(file);
  await expect(createKeyFile(file)).rejects.toThrow(failing("key-exists"));
  expect(await readKeyFile(file)).toEqual(key);
});

test("keys of a file: the same material and key id each time, others for another domain or file", async () => {
  await createKeyFile(file);
  const keys = derivedKeys((await readKeyFile(file)) ?? new Uint8Array());
  const again = derivedKeys((await readKeyFile(file)) ?? new Uint8Array());
  const material = await keys.material("person", "pseudonymize");
  expect(await again.material("person", "pseudonymize")).toEqual(material);
  expect(await again.keyId("person")).toBe(await keys.keyId("person"));
  expect(await keys.material("order", "pseudonymize")).not.toEqual(material);
  expect(await keys.keyId("order")).not.toBe(await keys.keyId("person"));
});

test("keys of a trial are nobody's: another one each time, the same within it", async () => {
  const [first, second] = [throwAwayKeys(), throwAwayKeys()];
  const material = async (keys: typeof first) =>
    Buffer.from(await keys.material("person.phone", "pseudonymize")).toString("hex");
  expect(await material(first)).toBe(await material(first));
  expect(await material(first)).not.toBe(await material(second));
  expect(await first.keyId("person.phone")).not.toBe(await second.keyId("person.phone"));
  expect(await material(first)).toHaveLength(64);
});
