import { trimmed, whiteSpaceCodes } from "#lib/column-rules";
import { join, literal, type Sql, sql, unsafeText } from "#lib/sql";

/** The form in which null tokens are compared: trimmed, NFC, case-folded. */
const folded = (token: string): string => token.trim().normalize("NFC").toLowerCase();

/** What the engine answers for the first character of an empty text. */
const ofEmpty = -1;

/**
 * Code points with which a text may begin that folds to one of the tokens, among Latin and Cyrillic letters, where folding
 * maps letters one to one. Outside of them (Kelvin's sign, decomposed spellings that compose) every text is folded.
 */
function firstCodes(known: readonly string[]): readonly number[] {
  const spellings = known.flatMap((token) => [token, token.toUpperCase()]);
  const forms = spellings.flatMap((token) => [token, token.normalize("NFD")]);
  return [...new Set([...whiteSpaceCodes, ...forms.map((token) => token.codePointAt(0) ?? ofEmpty)])];
}

/**
 * True where a text is one of the null tokens. Folding is slow outside ASCII, so a look at the first character leaves out
 * most texts, and the nested cases keep the engine from trimming and folding the rest.
 */
export function isNullToken(value: Sql, tokens: readonly string[]): Sql {
  const known = [...new Set(tokens.map(folded))];
  const longest = Math.max(...known.map((token) => token.length)) * 2;
  const among = join(known.map((token) => literal(token)));
  const text = trimmed(value);
  const codes = unsafeText(firstCodes(known).join(", "));
  const mayBe = sql`unicode(${value}) in (${codes}) or not (unicode(${value}) < 304 or unicode(${value}) between 1024 and 1327)`;
  return sql`case when ${mayBe} then case when length(${text}) <= ${longest}
    then lower(nfc_normalize(${text})) in (${among}) else false end else false end`;
}
