import fc from "fast-check";
import { expect, test } from "vitest";
import { integerCipher, symbolCiphers } from "./integer-cipher.ts";
import { smallFf1 } from "./small-ff1.ts";

const key = Uint8Array.from(
  Buffer.from("2B7E151628AED2A6ABF7158809CF4F3CEF4359D8D580AA4F7F036D6F04FC6A94", "hex"),
);
const symbols = "0123456789abcdefghijklmnopqrstuvwxyz";

/** NIST's "Block Cipher Modes of Operation: FF1 Method for Format-Preserving Encryption", samples 1 to 9. */
const samples = [
  [16, 10, "", "0123456789", "2433477484"],
  [16, 10, "9876543210", "0123456789", "6124200773"],
  [16, 36, "7777pqrs777", "0123456789abcdefghi", "a9tv40mll9kdu509eum"],
  [24, 10, "", "0123456789", "2830668132"],
  [24, 10, "9876543210", "0123456789", "2496655549"],
  [24, 36, "7777pqrs777", "0123456789abcdefghi", "xbj3kv35jrawxv32ysr"],
  [32, 10, "", "0123456789", "6657667009"],
  [32, 10, "9876543210", "0123456789", "1001623463"],
  [32, 36, "7777pqrs777", "0123456789abcdefghi", "xs8a0azh2avyalyzuwd"],
] as const;

test.each(samples)(
  "FF1 with a key of %i bytes, radix %i, tweak '%s': %s is %s and back",
  async (bytes, radix, tweak, plain, cipher) => {
    const ff1 = (await symbolCiphers(key.slice(0, bytes)))(radix, tweak);
    const numbers = (text: string) => [...text].map((symbol) => symbols.indexOf(symbol));
    expect(ff1.encrypt(numbers(plain))).toEqual(numbers(cipher));
    expect(ff1.decrypt(numbers(cipher))).toEqual(numbers(plain));
  },
);

test("short texts are encrypted as the library does it, whatever radix, tweak, key and length", async () => {
  const { FF1 } = await import("@noble/ciphers/ff1.js");
  const { unsafe } = await import("@noble/ciphers/aes.js");
  let [short, long] = [0, 0];
  fc.assert(
    fc.property(
      fc.constantFrom(2, 3, 10, 16, 26, 33, 36, 256, 65_535),
      fc.string({ maxLength: 40 }),
      fc.constantFrom(16, 24, 32),
      fc.array(fc.nat(2 ** 30), { minLength: 2, maxLength: 60 }),
      (radix, tweak, bytes, numbers) => {
        const plain = numbers.map((number) => number % radix);
        const tweakBytes = new TextEncoder().encode(tweak);
        const own = key.slice(0, bytes);
        const schedule = unsafe.expandKeyLE(own);
        const small = smallFf1(radix, tweakBytes, (block) => void unsafe.encryptBlock(schedule, block));
        if (!small.fits(plain.length)) {
          long++;
          return;
        }
        short++;
        const made = small.encrypt(plain);
        expect(made).toEqual(FF1(radix, own, tweakBytes).encrypt([...plain]));
        expect(small.decrypt(made)).toEqual(plain);
      },
    ),
    { numRuns: 2_000, seed: 5 },
  );
  expect(short).toBeGreaterThan(300);
  expect(long).toBeGreaterThan(300);
});

test("the greatest halves are exact", async () => {
  const { FF1 } = await import("@noble/ciphers/ff1.js");
  const ciphers = await symbolCiphers(key);
  for (const [radix, length] of [
    [10, 26],
    [10, 27],
    [2, 90],
    [2, 91],
    [32, 18],
  ] as const) {
    const plain = Array.from({ length }, () => radix - 1);
    const expected = FF1(radix, key, new TextEncoder().encode("t")).encrypt([...plain]);
    expect(ciphers(radix, "t").encrypt(plain)).toEqual(expected);
    expect(ciphers(radix, "t").decrypt(expected)).toEqual(plain);
  }
});

test("every size is permuted whole: no number is made twice, and each comes back", async () => {
  const cipher = integerCipher((await symbolCiphers(key))(10, "test"));
  let sizes = 0;
  for (const size of [1n, 2n, 7n, 10n, 11n, 99n, 100n, 101n, 1_000n, 1_237n]) {
    const numbers = Array.from({ length: Number(size) }, (_, at) => BigInt(at));
    const made = numbers.map((number) => cipher.encrypt(number, size));
    expect(new Set(made).size).toBe(Number(size));
    expect(made.every((number) => number >= 0n && number < size)).toBe(true);
    expect(made.map((number) => cipher.decrypt(number, size))).toEqual(numbers);
    sizes++;
  }
  expect(sizes).toBe(10);
});

test("numbers of any size come back", async () => {
  const cipher = integerCipher((await symbolCiphers(key))(10, "test"));
  fc.assert(
    fc.property(
      fc.bigInt({ min: 1n, max: 10n ** 40n }),
      fc.bigInt({ min: 0n, max: 10n ** 40n }),
      (size, any) => {
        const number = any % size;
        return cipher.decrypt(cipher.encrypt(number, size), size) === number;
      },
    ),
    { numRuns: 300 },
  );
});
