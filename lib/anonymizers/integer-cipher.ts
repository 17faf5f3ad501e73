import { smallFf1 } from "./small-ff1.ts";

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

/** Tweaks that are kept: a column has few, but those of cards name their issuer. */
const mostKept = 1_000;

/** FF1 under a key and a tweak; another tweak gives another permutation. */
export async function symbolCiphers(
  key: Uint8Array,
): Promise<(radix: number, tweak: string) => SymbolCipher> {
  const [{ FF1 }, { unsafe }] = await Promise.all([
    import("@noble/ciphers/ff1.js"),
    import("@noble/ciphers/aes.js"),
  ]);
  const encoder = new TextEncoder();
  const schedule = unsafe.expandKeyLE(Uint8Array.from(key));
  const make = (radix: number, tweak: string): SymbolCipher => {
    const bytes = encoder.encode(tweak);
    const any = FF1(radix, key, bytes);
    const small = smallFf1(radix, bytes, (block) => void unsafe.encryptBlock(schedule, block));
    return {
      encrypt: (symbols) => (small.fits(symbols.length) ? small : any).encrypt(symbols),
      decrypt: (symbols) => (small.fits(symbols.length) ? small : any).decrypt(symbols),
    };
  };
  const kept = new Map<string, SymbolCipher>();
  return (radix, tweak) => {
    const name = `${radix}/${tweak}`;
    const known = kept.get(name);
    if (known) return known;
    if (kept.size >= mostKept) kept.clear();
    const made = make(radix, tweak);
    kept.set(name, made);
    return made;
  };
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
