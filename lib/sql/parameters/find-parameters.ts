/**
 * Where a script names parameters, `$region`: outside of texts, comments and quoted names of its dialect. What a dialect reads
 * as something else (dollar quotes, `a$b`, `$1`) is none.
 */

export const scriptDialects = ["duckdb", "postgresql", "mysql", "sqlite"] as const;
export type ScriptDialect = (typeof scriptDialects)[number];

export interface ParameterPlace {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

interface Lexis {
  /** A comment may hold comments. */
  readonly nestsComments: boolean;
  /** `#` begins a comment, and `--` only before a space. */
  readonly hasHashComments: boolean;
  /** In plain texts a backslash says what the next character is; elsewhere only in E'…'. */
  readonly escapesTexts: boolean;
  readonly hasEscapeTexts: boolean;
  /** `$tag$ … $tag$` is a text. */
  readonly hasDollarTexts: boolean;
  /** What names are quoted by: each ends with itself, doubled inside; a bracket with its own, never inside. */
  readonly nameQuotes: string;
  /** Double quotes hold texts, with the escapes of texts. */
  readonly doubleIsText: boolean;
}

const lexes: Readonly<Record<ScriptDialect, Lexis>> = {
  duckdb: {
    nestsComments: true,
    hasHashComments: false,
    escapesTexts: false,
    hasEscapeTexts: true,
    hasDollarTexts: true,
    nameQuotes: '"',
    doubleIsText: false,
  },
  postgresql: {
    nestsComments: true,
    hasHashComments: false,
    escapesTexts: false,
    hasEscapeTexts: true,
    hasDollarTexts: true,
    nameQuotes: '"',
    doubleIsText: false,
  },
  mysql: {
    nestsComments: false,
    hasHashComments: true,
    escapesTexts: true,
    hasEscapeTexts: false,
    hasDollarTexts: false,
    nameQuotes: "`",
    doubleIsText: true,
  },
  sqlite: {
    nestsComments: false,
    hasHashComments: false,
    escapesTexts: false,
    hasEscapeTexts: false,
    hasDollarTexts: false,
    nameQuotes: '"`[',
    doubleIsText: false,
  },
};

/** What a session of MySQL has in its `sql_mode` of how a statement is read. */
export interface MysqlModes {
  /** Double quotes hold names. */
  readonly ansiQuotes: boolean;
  /** A backslash is a character as any other. */
  readonly noBackslashEscapes: boolean;
}

/** Reads `@@sql_mode`, in which the server has spelled combinations such as ANSI out. */
export function mysqlModes(sqlMode: string): MysqlModes {
  const modes = new Set(sqlMode.toUpperCase().split(","));
  return { ansiQuotes: modes.has("ANSI_QUOTES"), noBackslashEscapes: modes.has("NO_BACKSLASH_ESCAPES") };
}

const mysqlLexis = ({ ansiQuotes, noBackslashEscapes }: MysqlModes): Lexis => ({
  ...lexes.mysql,
  escapesTexts: !noBackslashEscapes,
  ...(ansiQuotes ? { nameQuotes: '`"', doubleIsText: false } : {}),
});

const isWord = (char: string | undefined): boolean => char !== undefined && /[\w$\u0080-\uffff]/.test(char);

/** Where a quoted piece ends that begins before `at`; the end of the script where it never does. */
function endOfQuoted(script: string, at: number, quote: string, escapes: boolean): number {
  for (let place = at; place < script.length; place++) {
    const char = script[place];
    if (escapes && char === "\\") place++;
    else if (char === quote) {
      if (quote === "]" || script[place + 1] !== quote) return place + 1;
      place++;
    }
  }
  return script.length;
}

function endOfComment(script: string, at: number, nests: boolean): number {
  let depth = 1;
  for (let place = at; place < script.length; place++) {
    const pair = script.slice(place, place + 2);
    if (pair === "*/") {
      depth--;
      place++;
      if (depth === 0) return place + 1;
    } else if (nests && pair === "/*") {
      depth++;
      place++;
    }
  }
  return script.length;
}

const endOfLine = (script: string, at: number): number => {
  const end = script.indexOf("\n", at);
  return end === -1 ? script.length : end;
};

/** Where what begins at a place ends, if it is a comment, a text or a quoted name. */
function endOfOpaque(script: string, at: number, lexis: Lexis): number | undefined {
  const char = script[at] ?? "";
  const next = script[at + 1];
  if (char === "-" && next === "-" && (!lexis.hasHashComments || !/\S/.test(script[at + 2] ?? " ")))
    return endOfLine(script, at);
  if (char === "#" && lexis.hasHashComments) return endOfLine(script, at);
  if (char === "/" && next === "*") return endOfComment(script, at + 2, lexis.nestsComments);
  if (char === "'") {
    const isEscaped = lexis.hasEscapeTexts && /[eE]/.test(script[at - 1] ?? "") && !isWord(script[at - 2]);
    return endOfQuoted(script, at + 1, "'", lexis.escapesTexts || isEscaped);
  }
  if (char === '"' && lexis.doubleIsText) return endOfQuoted(script, at + 1, '"', lexis.escapesTexts);
  if (char !== "" && lexis.nameQuotes.includes(char))
    return endOfQuoted(script, at + 1, char === "[" ? "]" : char, false);
  if (char === "$" && lexis.hasDollarTexts && !isWord(script[at - 1])) {
    const tag = /^\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/.exec(script.slice(at, at + 200))?.[0];
    if (tag === undefined) return undefined;
    const end = script.indexOf(tag, at + tag.length);
    return end === -1 ? script.length : end + tag.length;
  }
  return undefined;
}

/**
 * Every place where a script names a parameter, in order.
 * @param modes of the session that will read it, where it is MySQL's and known
 */
export function findParameters(
  script: string,
  dialect: ScriptDialect,
  modes?: MysqlModes,
): readonly ParameterPlace[] {
  const lexis = dialect === "mysql" && modes ? mysqlLexis(modes) : lexes[dialect];
  const found: ParameterPlace[] = [];
  const pattern = /\$([A-Za-z_]\w*)/y;
  let at = 0;
  while (at < script.length) {
    const end = endOfOpaque(script, at, lexis);
    if (end !== undefined) {
      at = end;
      continue;
    }
    pattern.lastIndex = at;
    const match = script[at] === "$" && !isWord(script[at - 1]) ? pattern.exec(script) : null;
    const to = match === null ? at + 1 : at + match[0].length;
    if (match?.[1] !== undefined && !isWord(script[to])) found.push({ name: match[1], from: at, to });
    at = to;
  }
  return found;
}
