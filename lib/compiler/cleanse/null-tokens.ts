import { whiteSpace } from "#lib/column-rules";
import { join, literal, type Sql, sql } from "#lib/sql";

/** The form in which null tokens are compared: trimmed, NFC, case-folded. */
const folded = (token: string): string => token.trim().normalize("NFC").toLowerCase();

/**
 * True where a text is one of the null tokens. The length guard spares normalising long values: no token's
 * unnormalised spelling is more than four times as long as its folded one.
 */
export function isNullToken(value: Sql, tokens: readonly string[]): Sql {
  const known = [...new Set(tokens.map(folded))];
  const longest = Math.max(...known.map((token) => token.length)) * 4;
  const trimmed = sql`trim(${value}, ${whiteSpace})`;
  const among = join(known.map((token) => literal(token)));
  return sql`(length(${trimmed}) <= ${longest} and lower(nfc_normalize(${trimmed})) in (${among}))`;
}
