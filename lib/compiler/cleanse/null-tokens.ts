import { isPlain, trimmed } from "#lib/column-rules";
import { literal, or, type Sql, sql } from "#lib/sql";

/** The form in which null tokens are compared: trimmed, NFC, case-folded. */
const folded = (token: string): string => token.trim().normalize("NFC").toLowerCase();

/**
 * Code points beside white space and nothing with which a text may begin that folds to one of the tokens, among Latin and Cyrillic letters, where folding
 * maps letters one to one. Outside of them (Kelvin's sign, decomposed spellings that compose) every text is folded.
 */
function firstCodes(known: readonly string[]): readonly number[] {
  const spellings = known.flatMap((token) => [token, token.toUpperCase()]);
  const forms = spellings.flatMap((token) => [token, token.normalize("NFD")]);
  return [...new Set(forms.flatMap((token) => token.codePointAt(0) ?? []))];
}

/**
 * True where a text is one of the null tokens. Folding is slow outside ASCII, so a look at the first character leaves out
 * most texts, and the nested cases keep the engine from trimming and folding the rest.
 */
export function isNullToken(value: Sql, tokens: readonly string[]): Sql {
  const known = [...new Set(tokens.map(folded))];
  const longest = Math.max(...known.map((token) => token.length)) * 2;
  const text = trimmed(value);
  const first = sql`unicode(${value})`;
  // Compared one by one: of a list the engine makes a join for each column.
  const begins = or(firstCodes(known).map((code) => sql`${first} = ${code}`));
  const mayBe = sql`not ${isPlain(first)} or ${begins} or not (${first} < 304 or ${first} between 1024 and 1327)`;
  const folding = sql`lower(nfc_normalize(${text}))`;
  const among = or(known.map((token) => sql`${folding} = ${literal(token)}`));
  return sql`case when ${mayBe} then case when length(${text}) <= ${longest}
    then ${among} else false end else false end`;
}
