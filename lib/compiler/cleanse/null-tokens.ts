import { trimmed } from "#lib/column-rules";
import { join, literal, type Sql, sql } from "#lib/sql";

/** The form in which null tokens are compared: trimmed, NFC, case-folded. */
const folded = (token: string): string => token.trim().normalize("NFC").toLowerCase();

/**
 * True where a text is one of the null tokens. Folding is slow outside ASCII, so only texts short enough to be a token
 * are folded (a decomposed spelling has at most twice the characters); the nested case keeps the engine from folding all.
 */
export function isNullToken(value: Sql, tokens: readonly string[]): Sql {
  const known = [...new Set(tokens.map(folded))];
  const longest = Math.max(...known.map((token) => token.length)) * 2;
  const among = join(known.map((token) => literal(token)));
  const text = trimmed(value);
  return sql`case when ${value} is null then false when length(${text}) <= ${longest}
    then lower(nfc_normalize(${text})) in (${among}) else false end`;
}
