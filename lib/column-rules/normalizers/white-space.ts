import { and, literal, type Sql, sql } from "#lib/sql";

/**
 * Unicode's White_Space characters, and four that show nothing and arrive from spreadsheets and web pages: zero-width
 * space, non-joiner and joiner, byte-order mark. The engine's own `trim` knows no tabs or line ends.
 */
const whiteSpace =
  "\t\n\u000b\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\u200b\u200c\u200d\ufeff";

/**
 * Whether a text begins with a character that is plainly no white space. Ranges, and no list of characters: the engine plans
 * a join for each list, or compares all constant lists of a wide table with each other.
 */
export const isPlain = (code: Sql): Sql => sql`(${code} between 33 and 132 or ${code} between 161 and 5759)`;

/** White space of ASCII: what such a text may end with. */
const asciiEnds = [" ", "\t", "\n", "\r", "\u000b", "\f"];

/** Whether an ASCII text has plainly no white space at its ends; its last character costs more to look at than these. */
const isPlainAscii = (value: Sql): Sql =>
  and([
    sql`${value} between '!' and '~~~'`,
    ...asciiEnds.map((end) => sql`not suffix(${value}, ${literal(end)})`),
    sql`strlen(${value}) = length(${value})`,
  ]);

const isPlainAround = (value: Sql): Sql =>
  sql`${isPlain(sql`unicode(${value})`)} and ${isPlain(sql`unicode(${value}[-1])`)}`;

/**
 * A text without white space at its ends. The engine's `trim` with a list of characters is slow, so only texts whose
 * first or last character may be among them pay for it.
 */
export function trimmed(value: Sql): Sql {
  return sql`case when ${isPlainAscii(value)} then ${value}
    when ${isPlainAround(value)} then ${value}
    else trim(${value}, ${whiteSpace}) end`;
}

/**
 * The same where a step can be named: texts with spaces around them, as columns of a fixed width have, are rid of these
 * by the engine's quick `trim` first, and hardly any needs the slow one.
 */
export function trimmedBySteps(value: Sql, step: (expression: Sql) => Sql): Sql {
  const cut = step(sql`case when ${isPlainAscii(value)} then null
    when ${isPlainAround(value)} then null
    else trim(${value}) end`);
  return sql`case when ${cut} is null then ${value}
    when ${isPlainAround(cut)} then ${cut}
    else trim(${cut}, ${whiteSpace}) end`;
}
