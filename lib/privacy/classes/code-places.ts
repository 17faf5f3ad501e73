import type { Codes } from "./aggregated-classes.ts";

/** Where a column's code lies in the words. */
export interface CodePlace {
  readonly word: number;
  readonly shift: number;
  readonly mask: number;
}

const wordBits = 32;

/** Places for the codes of columns with so many values each, in as few words of 32 bits as they fill. */
export function codePlaces(domains: readonly number[]): readonly CodePlace[] {
  const used: number[] = [];
  return domains.map((domain) => {
    const bits = Math.max(1, 32 - Math.clz32(Math.max(0, domain - 1)));
    let word = used.findIndex((taken) => taken + bits <= wordBits);
    if (word < 0) word = used.push(0) - 1;
    const shift = used[word] ?? 0;
    used[word] = shift + bits;
    return { word, shift, mask: 2 ** bits - 1 };
  });
}

/** The narrowest array for codes below `domain`. */
export function codesFor(domain: number, count: number): Codes {
  if (domain <= 2 ** 8) return new Uint8Array(count);
  return domain <= 2 ** 16 ? new Uint16Array(count) : new Int32Array(count);
}
