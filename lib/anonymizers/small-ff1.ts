/**
 * FF1 (NIST SP 800-38G, algorithms 7 and 8) for texts whose halves are numbers below 2^45, which is up to 26 digits: the
 * arithmetic stays in doubles, and what does not depend on the text is encrypted once. AES itself is the library's.
 */
export interface SmallFf1 {
  /** Whether a text of so many symbols is short enough. */
  fits(length: number): boolean;
  encrypt(symbols: readonly number[]): number[];
  decrypt(symbols: readonly number[]): number[];
}

/** Encrypts 16 bytes in place. */
type EncryptBlock = (block: Uint8Array) => void;

const rounds = 10;
const blockBytes = 16;
/** A number below it, times 256 and a byte more, is exact in a double. */
const mostHalf = 2 ** 45;

/** What is the same for all texts of one length. */
interface Frame {
  readonly u: number;
  readonly v: number;
  /** Bytes of a half's number. */
  readonly b: number;
  /** Bytes of the pseudo-random function that are used. */
  readonly d: number;
  /** Numbers that halves have, of even and of odd rounds. */
  readonly sizes: readonly [number, number];
  /** The last block before it is encrypted, without the round and the number in it. */
  readonly last: Uint8Array;
}

const bytesOf = (most: number): number => Math.ceil(most.toString(2).length / 8);

function frameOf(radix: number, tweak: Uint8Array, length: number, encryptBlock: EncryptBlock): Frame {
  const u = Math.floor(length / 2);
  const v = length - u;
  const b = bytesOf(radix ** v - 1);
  const padding = (((-tweak.length - b - 1) % blockBytes) + blockBytes) % blockBytes;
  const blocks = new Uint8Array(blockBytes + tweak.length + padding + 1 + b);
  const view = new DataView(blocks.buffer);
  blocks.set([1, 2, 1, 0, radix >> 8, radix & 255, rounds, u % 256]);
  view.setUint32(8, length);
  view.setUint32(12, tweak.length);
  blocks.set(tweak, blockBytes);
  // The round and the number are at the end, within the last block: all before it is one CBC-MAC for every text.
  const last = new Uint8Array(blockBytes);
  for (let start = 0; start < blocks.length; start += blockBytes) {
    for (let at = 0; at < blockBytes; at++) last[at] = (last[at] ?? 0) ^ (blocks[start + at] ?? 0);
    if (start + blockBytes < blocks.length) encryptBlock(last);
  }
  return { u, v, b, d: 4 * Math.ceil(b / 4) + 4, sizes: [radix ** u, radix ** v], last };
}

export function smallFf1(radix: number, tweak: Uint8Array, encryptBlock: EncryptBlock): SmallFf1 {
  const frames = new Map<number, Frame>();
  const block = new Uint8Array(blockBytes);

  const frame = (length: number): Frame => {
    const known = frames.get(length);
    if (known) return known;
    const made = frameOf(radix, tweak, length, encryptBlock);
    frames.set(length, made);
    return made;
  };

  /** The pseudo-random function of a round over one half, below a size. */
  const mixed = ({ last, b, d }: Frame, round: number, half: number, size: number): number => {
    block.set(last);
    block[blockBytes - 1 - b] = (block[blockBytes - 1 - b] ?? 0) ^ round;
    let rest = half;
    for (let at = blockBytes - 1; at >= blockBytes - b; at--) {
      const higher = Math.floor(rest / 256);
      block[at] = (block[at] ?? 0) ^ (rest - higher * 256);
      rest = higher;
    }
    encryptBlock(block);
    let sum = 0;
    for (let at = 0; at < d; at++) sum = (sum * 256 + (block[at] ?? 0)) % size;
    return sum;
  };

  const numberOf = (symbols: readonly number[], from: number, to: number): number => {
    let number = 0;
    for (let at = from; at < to; at++) number = number * radix + (symbols[at] ?? 0);
    return number;
  };
  const write = (symbols: number[], from: number, to: number, number: number): void => {
    let rest = number;
    for (let at = to - 1; at >= from; at--) {
      symbols[at] = rest % radix;
      rest = Math.floor(rest / radix);
    }
  };
  const written = ({ u }: Frame, length: number, a: number, b: number): number[] => {
    const symbols = new Array<number>(length).fill(0);
    write(symbols, 0, u, a);
    write(symbols, u, length, b);
    return symbols;
  };
  const sizeOf = ({ sizes }: Frame, round: number): number => sizes[round % 2 === 0 ? 0 : 1];

  return {
    fits: (length) => length >= 2 && radix ** length >= 100 && radix ** Math.ceil(length / 2) <= mostHalf,
    encrypt(symbols) {
      const own = frame(symbols.length);
      let a = numberOf(symbols, 0, own.u);
      let b = numberOf(symbols, own.u, symbols.length);
      for (let round = 0; round < rounds; round++) {
        const size = sizeOf(own, round);
        [a, b] = [b, (a + mixed(own, round, b, size)) % size];
      }
      return written(own, symbols.length, a, b);
    },
    decrypt(symbols) {
      const own = frame(symbols.length);
      let a = numberOf(symbols, 0, own.u);
      let b = numberOf(symbols, own.u, symbols.length);
      for (let round = rounds - 1; round >= 0; round--) {
        const size = sizeOf(own, round);
        [a, b] = [(b - mixed(own, round, a, size) + size) % size, a];
      }
      return written(own, symbols.length, a, b);
    },
  };
}
