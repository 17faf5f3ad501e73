/**
 * A valid number as a place among all valid ones that share what it keeps, so that it can be permuted among them: the
 * payload counts, check digits follow from it.
 */
export interface NumberPlace {
  /** What stays as it is and separates one set of numbers from another: a length, a country, a bank's digits. */
  readonly kept: string;
  /** How many numbers there are with the same `kept`. */
  readonly size: bigint;
  /** 0 … size − 1. */
  readonly rank: bigint;
  /** The number of another rank, with its own check digits; as long as this one. */
  write(rank: bigint): string;
}

/** An official number: how its text, without separators and in capitals, is read. Undefined where it is not valid. */
export type NumberFormat = (text: string, options: NumberOptions) => NumberPlace | undefined;

export interface NumberOptions {
  /** Leading digits of a card that stay: those of its issuer. */
  readonly keepStart: number;
}

/** Numbers of `digits` digits from `least` on, each followed by check digits that `complete` adds. */
export function decimalPlace(
  payload: string,
  kept: string,
  least: bigint,
  complete: (payload: string) => string,
): NumberPlace | undefined {
  const rank = BigInt(payload) - least;
  if (rank < 0n) return undefined;
  return {
    kept,
    size: 10n ** BigInt(payload.length) - least,
    rank,
    write: (other) => complete(String(other + least).padStart(payload.length, "0")),
  };
}
