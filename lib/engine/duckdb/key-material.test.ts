import { expect, test } from "vitest";
import { secretBytes } from "./key-material.ts";

const ref = { domain: "person.phone", purpose: "pseudonymize", form: "raw" } as const;

test("a key of fewer than 128 bits, or none, makes no pseudonym", async () => {
  for (const bytes of [0, 1, 15])
    await expect(secretBytes(ref, async () => new Uint8Array(bytes))).rejects.toMatchObject({
      code: "key-short",
      params: { domain: ref.domain, bits: bytes * 8 },
    });
  expect(await secretBytes(ref, async () => new Uint8Array(16).fill(7))).toEqual(new Uint8Array(16).fill(7));
});

test("the pads of HMAC are as long as a block and differ", async () => {
  const key = async () => Uint8Array.from({ length: 32 }, (_, at) => at);
  const [inner, outer] = [
    await secretBytes({ ...ref, form: "inner" }, key),
    await secretBytes({ ...ref, form: "outer" }, key),
  ];
  expect([inner.length, outer.length]).toEqual([64, 64]);
  expect([inner[0], inner[31], inner[63]]).toEqual([0x36, 0x36 ^ 31, 0x36]);
  expect([outer[0], outer[31], outer[63]]).toEqual([0x5c, 0x5c ^ 31, 0x5c]);
});
