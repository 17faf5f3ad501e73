/** Words of a SELECT in a source's own dialect: enough to say where each of its parts stands, and nothing is guessed. */

export type WordKind = "word" | "quoted" | "text" | "number" | "symbol";

export interface Word {
  readonly kind: WordKind;
  /** A name without its quotes; everything else as it stands. */
  readonly text: string;
  readonly at: number;
  readonly end: number;
}

export type SelectDialect = "duckdb" | "mysql" | "postgresql" | "sqlite";

/** Words that stand for something outside of the row, without being called. */
export const outsideWords =
  "current_catalog current_date current_role current_schema current_time current_timestamp current_user localtime localtimestamp session_user system_user user".split(
    " ",
  );

const blank = /(?:\s+|--[^\n]*(?:\n|$)|\/\*(?!!)(?:[^*]|\*(?!\/))*\*\/)+/y;
const word = /[\p{L}_][\p{L}\p{M}\p{N}_]*/uy;
const number = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const double = /"((?:[^"]|"")+)"/y;
const backtick = /`((?:[^`]|``)+)`/y;
const text = /'(?:[^'\\]|'')*'/y;
// A comment that does not end, or ends twice, is no arithmetic.
const symbol = /(?!\/\*|\*\/)(?:::|<>|!=|<=|>=|\|\||[-+*/%=<>(),.;])/y;

const match = (pattern: RegExp, source: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at;
  return pattern.exec(source);
};

/**
 * Undefined where a script has anything that dialects read differently: strings with backslashes or prefixes, dollar quotes,
 * comments that MySQL executes, parameters.
 */
export function wordsOf(script: string, dialect: SelectDialect): readonly Word[] | undefined {
  const words: Word[] = [];
  let at = 0;
  for (;;) {
    at += match(blank, script, at)?.[0].length ?? 0;
    if (at >= script.length) return words;
    const last = words.at(-1);
    const touches = last !== undefined && last.end === at;
    // MySQL reads double quotes as a text or a name by its mode.
    const named = match(dialect === "mysql" ? backtick : double, script, at);
    const literal = match(text, script, at);
    const plain = match(word, script, at);
    const figure = match(number, script, at);
    const sign = match(symbol, script, at);
    const found = named ?? literal ?? plain ?? figure ?? sign;
    if (!found) return undefined;
    const kind = named ? "quoted" : literal ? "text" : plain ? "word" : figure ? "number" : "symbol";
    // E'…', 1abc and the like.
    if (touches && kind !== "symbol" && last.kind !== "symbol") return undefined;
    const quote = dialect === "mysql" ? "`" : '"';
    const content = named?.[1]?.replaceAll(quote + quote, quote) ?? found[0];
    words.push({ kind, text: content, at, end: at + found[0].length });
    at += found[0].length;
  }
}

export const isSymbol = (one: Word | undefined, ...texts: readonly string[]): boolean =>
  one?.kind === "symbol" && texts.includes(one.text);

export const isWord = (one: Word | undefined, ...texts: readonly string[]): boolean =>
  one?.kind === "word" && texts.includes(one.text.toLowerCase());

export const isName = (one: Word | undefined): one is Word => one?.kind === "word" || one?.kind === "quoted";
