/**
 * Whether a word stands in texts that their author wrote: by itself, or in quotes. What a script makes of data may name anything,
 * a column by a person's name; an error shows of it what its author has said already.
 */
export function saidIn(texts: readonly string[]): (word: string) => boolean {
  const said = new Set(texts.flatMap((text) => text.match(/[\p{L}\p{N}_]+/gu) ?? []));
  return (word) =>
    said.has(word) ||
    ["'", '"'].some((quote) => texts.some((text) => text.includes(`${quote}${word}${quote}`)));
}
