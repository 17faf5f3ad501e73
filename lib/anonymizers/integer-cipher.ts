/**
 * Format-preserving encryption of whole numbers below a size: FF1 (NIST SP 800-38G) over decimal digits, walked along
 * its cycle until the number is below the size again (ibid., and Black and Rogaway 2002), which keeps it a bijection.
 */
export interface IntegerCipher {
  encrypt(number: bigint, size: bigint): bigint;
  decrypt(number: bigint, size: bigint): bigint;
}

/** SP 800-38G revision 1: a domain below a million values can be guessed through. */
export const leastDomain = 1_000_000n;

/** FF1 over symbols below a radix. */
export interface SymbolCipher {
  encrypt(symbols: number[]): number[];
  decrypt(symbols: number[]): number[];
}

/** FF1 under a key and a tweak; another tweak gives another permutation. */
export async function symbolCiphers(
  key: Uint8Array,
): Promise<(radix: number, tweak: string) => SymbolCipher> {
  const { FF1 } = await import("@noble/ciphers/ff1.js");
  const encoder = new TextEncoder();
  return (radix, tweak) => FF1(radix, key, encoder.encode(tweak));
}

const digitsOf = (number: bigint, length: number): number[] =>
  [...String(number).padStart(length, "0")].map(Number);

export function integerCipher(cipher: SymbolCipher): IntegerCipher {
  const walk = (number: bigint, size: bigint, step: (symbols: number[]) => number[]): bigint => {
    // Two digits are the least that FF1 takes; only reduced domains of tests are that small.
    const length = Math.max(2, String(size - 1n).length);
    let current = number;
    do current = BigInt(step(digitsOf(current, length)).join(""));
    while (current >= size);
    return current;
  };
  return {
    encrypt: (number, size) => walk(number, size, cipher.encrypt),
    decrypt: (number, size) => walk(number, size, cipher.decrypt),
  };
}
