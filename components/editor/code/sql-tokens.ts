/** The words of a SQL script as they stand, whatever the dialect: nothing is read into them but where each begins and ends. */
export interface SqlToken {
  readonly kind: "word" | "text" | "comment" | "symbol";
  readonly text: string;
  /** Whether space stands before it, and whether a line begins with it. */
  readonly isApart: boolean;
  readonly startsLine: boolean;
}

const space = /\s+/uy;
/** In their order; whatever is none of these is a symbol of its own. */
const kinds = [
  ["comment", /--[^\n]*/uy],
  ["comment", /\/\*[\s\S]*?\*\//uy],
  ["text", /[eE]'(?:[^'\\]|''|\\[\s\S])*'/uy],
  ["text", /[a-zA-Z]?'(?:[^']|'')*'/uy],
  ["text", /\$([\p{L}_][\p{L}\p{N}_]*)?\$[\s\S]*?\$\1\$/uy],
  ["word", /"(?:[^"]|"")*"|`[^`]*`/uy],
  ["word", /[\p{L}_][\p{L}\p{M}\p{N}_$]*/uy],
  ["word", /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/uy],
  ["symbol", /[-+*/%=<>!|&^~@#:?]+/uy],
] as const;
/** Begins something that no later sign ends. */
const unended = /^(?:['"`]|\/\*)/;

function match(pattern: RegExp, script: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(script)?.[0];
}

/** Longest run of signs that holds no beginning of a comment. */
const upToComment = (text: string): string => /^.+?(?=--|\/\*)/u.exec(text)?.[0] ?? text;

/** The tokens of a script; undefined where a text or a comment in it never ends. */
export function sqlTokens(script: string): readonly SqlToken[] | undefined {
  const tokens: SqlToken[] = [];
  for (let at = 0; ; ) {
    const gap = match(space, script, at) ?? "";
    at += gap.length;
    if (at >= script.length) return tokens;
    const found = kinds
      .map(([kind, pattern]) => ({ kind, text: match(pattern, script, at) ?? "" }))
      .find(({ text }) => text !== "") ?? { kind: "symbol" as const, text: script.charAt(at) };
    if (found.kind === "symbol" && unended.test(script.slice(at))) return undefined;
    const text = found.kind === "symbol" ? upToComment(found.text) : found.text;
    tokens.push({ kind: found.kind, text, isApart: gap !== "", startsLine: at === 0 || gap.includes("\n") });
    at += text.length;
  }
}
