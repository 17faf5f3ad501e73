import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { seal, unseal } from "./envelope.ts";
import { sealSecrets, unsealSecrets } from "./secrets.ts";

const key = randomBytes(32);
const refused = expect.objectContaining({ code: "ciphertext-invalid" });

test("what is sealed comes back, and twice sealed is not twice the same", () => {
  const plain = Buffer.from("тайна \u0000 🔑");
  const sealed = seal(key, plain, "here");
  expect(Buffer.from(unseal(key, sealed, "here"))).toEqual(plain);
  expect(seal(key, plain, "here")).not.toEqual(sealed);
  expect(Buffer.from(sealed).includes(plain)).toBe(false);
});

test("another key, another place, a changed or a cut value is refused", () => {
  const sealed = seal(key, Buffer.from("secret"), "here");
  expect(() => unseal(randomBytes(32), sealed, "here")).toThrow(refused);
  expect(() => unseal(key, sealed, "there")).toThrow(refused);
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = Uint8Array.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => unseal(key, changed, "here")).toThrow(refused);
    expect(() => unseal(key, sealed.subarray(0, at), "here")).toThrow(refused);
  }
});

test("secrets of one source cannot be read as another's, nor as a store's", () => {
  const sealed = sealSecrets(key, "source", "clinic", { password: "p@ss'\"" });
  expect(unsealSecrets(key, "source", "clinic", sealed)).toEqual({ password: "p@ss'\"" });
  expect(() => unsealSecrets(key, "source", "shop", sealed)).toThrow(refused);
  expect(() => unsealSecrets(key, "store", "clinic", sealed)).toThrow(refused);
});
