/** What people write between the digits and letters of a number: it is kept at its places and tells nothing. */
export const separators = /[ \t\u00a0\u2007\u2009\u202f().,/\\_+\-\u2010-\u2015]/u;

/** A text's symbols without its separators. */
export const compactOf = (text: string): string[] => [...text].filter((symbol) => !separators.test(symbol));

/** Other symbols in the places of a text's own; separators stay. */
export function respelled(text: string, symbols: readonly string[]): string {
  let at = 0;
  return [...text].map((symbol) => (separators.test(symbol) ? symbol : (symbols[at++] ?? ""))).join("");
}
