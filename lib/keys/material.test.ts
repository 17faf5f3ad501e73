import { expect, test } from "vitest";
import { deriveMaterial, hkdfSha256 } from "./material.ts";

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, "hex"));
const range = (from: number, to: number) => Uint8Array.from({ length: to - from + 1 }, (_, i) => from + i);

// RFC 5869, appendix A.1 to A.3
const vectors = [
  {
    key: new Uint8Array(22).fill(0x0b),
    salt: range(0x00, 0x0c),
    info: range(0xf0, 0xf9),
    length: 42,
    output: "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
  },
  {
    key: range(0x00, 0x4f),
    salt: range(0x60, 0xaf),
    info: range(0xb0, 0xff),
    length: 82,
    output:
      "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87",
  },
  {
    key: new Uint8Array(22).fill(0x0b),
    salt: new Uint8Array(0),
    info: new Uint8Array(0),
    length: 42,
    output: "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
  },
];

test("HKDF-SHA-256 gives the vectors of RFC 5869", () => {
  for (const { key, salt, info, length, output } of vectors) {
    expect(hkdfSha256(key, salt, info, length)).toEqual(bytes(output));
  }
  expect(vectors).toHaveLength(3);
});

test("material is 32 bytes, the same for the same purpose and another for every other key or purpose", () => {
  const key = new Uint8Array(32).fill(7);
  const material = deriveMaterial(key, "pseudonymize");
  expect(material).toHaveLength(32);
  expect(deriveMaterial(key, "pseudonymize")).toEqual(material);
  expect(deriveMaterial(key, "date-shift")).not.toEqual(material);
  expect(deriveMaterial(new Uint8Array(32).fill(8), "pseudonymize")).not.toEqual(material);
});
