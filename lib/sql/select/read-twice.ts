import type { PlainSelect } from "./parse-select.ts";
import { isName, isSymbol, isWord, outsideWords } from "./words.ts";

/** Words of a condition that are no names: what they mean depends on the row alone. */
const conditions =
  "and or not in is null like ilike between true false escape similar to date timestamp time interval".split(
    " ",
  );
/** What a condition has nothing to do with that looks at the row alone, or calls nothing. */
const outside = [...outsideWords, "case", "cast", "any", "all", "some", "exists"];

/**
 * Whether a script gives the same rows when it is read in parts: plain columns of one table, and a condition that calls nothing
 * and looks at nothing but the row.
 */
export function isReadTwiceAlike({ isDistinct, hasMore, items, tables, where }: PlainSelect): boolean {
  if (isDistinct || hasMore || tables.length !== 1) return false;
  if (items.some(({ kind }) => kind === "expression")) return false;
  const words = where?.words ?? [];
  return words.every((one, index) => {
    if (isWord(one, ...outside)) return false;
    const isCall = isName(one) && isSymbol(words[index + 1], "(") && !isWord(one, ...conditions);
    return !isCall;
  });
}
