import { ExpressionError } from "./expression.ts";

export type TokenKind = "word" | "quoted" | "text" | "number" | "symbol" | "end";

export interface Token {
  readonly kind: TokenKind;
  /** A name or text without its quotes, a number or symbol as it stands. */
  readonly text: string;
  readonly at: number;
}

const space = /\s+/uy;
const word = /[\p{L}_][\p{L}\p{M}\p{N}_]*/uy;
const number = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?/uy;
const quoted = /"((?:[^"]|"")*)"/uy;
const text = /'((?:[^']|'')*)'/uy;
const symbol = /<>|!=|<=|>=|\|\||[-+*/%=<>(),]/uy;

function match(pattern: RegExp, source: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(source);
}

function tokenAt(source: string, at: number): { token: Token; end: number } | undefined {
  const found = (kind: TokenKind, matched: RegExpExecArray | null, content?: string) =>
    matched ? { token: { kind, text: content ?? matched[0], at }, end: at + matched[0].length } : undefined;
  const name = match(quoted, source, at);
  const literal = match(text, source, at);
  return (
    found("word", match(word, source, at)) ??
    found("number", match(number, source, at)) ??
    found("quoted", name, name?.[1]?.replaceAll('""', '"')) ??
    found("text", literal, literal?.[1]?.replaceAll("''", "'")) ??
    found("symbol", match(symbol, source, at))
  );
}

/** The words of an expression. There are no comments, semicolons, parameters or dollar quotes: nothing reads them. */
export function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    at += match(space, source, at)?.[0].length ?? 0;
    if (at >= source.length) return [...tokens, { kind: "end", text: "", at: source.length }];
    if (source.startsWith("--", at) || source.startsWith("/*", at))
      throw new ExpressionError(at, "Comments are not allowed.", "Комментарии не допускаются.");
    const found = tokenAt(source, at);
    if (!found) {
      const char = String.fromCodePoint(source.codePointAt(at) ?? 0);
      if (char === "'" || char === '"')
        throw new ExpressionError(at, `A closing ${char} is missing.`, `Нет закрывающего знака ${char}.`);
      throw new ExpressionError(at, `Unexpected “${char}”.`, `Неожиданный знак «${char}».`);
    }
    // `1abc` is a slip, not a number beside a name.
    const last = tokens.at(-1);
    if (last?.kind === "number" && found.token.kind === "word" && last.at + last.text.length === at)
      throw new ExpressionError(at, "A number runs into a name.", "Число слилось с именем.");
    tokens.push(found.token);
    at = found.end;
  }
}
