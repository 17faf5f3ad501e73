/** Texts of one pattern, such as two letters and six digits, as whole numbers: every place has its own alphabet. */

/** The number of a text, and how many texts there are; `alphabets` holds that of each place. */
export function rankOf(
  symbols: readonly string[],
  alphabets: readonly string[],
): { readonly rank: bigint; readonly size: bigint } {
  let rank = 0n;
  let size = 1n;
  symbols.forEach((symbol, at) => {
    const alphabet = alphabets[at] ?? "";
    rank = rank * BigInt(alphabet.length) + BigInt(alphabet.indexOf(symbol));
    size *= BigInt(alphabet.length);
  });
  return { rank, size };
}

export function symbolsOf(rank: bigint, alphabets: readonly string[]): string[] {
  const symbols: string[] = [];
  let rest = rank;
  for (const alphabet of [...alphabets].reverse()) {
    symbols.push(alphabet[Number(rest % BigInt(alphabet.length))] ?? "");
    rest /= BigInt(alphabet.length);
  }
  return symbols.reverse();
}
