import type { SqlToken } from "./sql-tokens.ts";

/** What stands in parentheses, as one part of what is around them. */
export interface Nested {
  readonly open: SqlToken;
  readonly inner: readonly Part[];
  readonly close: SqlToken;
  readonly isQuery: boolean;
}
export type Part = SqlToken | Nested;

/** How a clause is broken where it is too long for a line. */
type ClauseKind = "list" | "tables" | "with" | "conditions" | "plain";
interface Clause {
  readonly kind: ClauseKind;
  readonly head: readonly Part[];
  readonly body: readonly Part[];
}

/** The word at a place, in lower case; empty where something else stands there. */
export function wordAt(parts: readonly Part[], at: number): string {
  const part = parts[at];
  return part && "kind" in part && part.kind === "word" ? part.text.toLowerCase() : "";
}

/** Tokens with their parentheses closed; undefined where one has no other. */
export function nestedOf(tokens: readonly SqlToken[]): readonly Part[] | undefined {
  const open: { readonly by: SqlToken; readonly parts: Part[] }[] = [];
  const top: Part[] = [];
  for (const token of tokens) {
    const around = open.at(-1)?.parts ?? top;
    if (token.kind === "symbol" && token.text === "(") open.push({ by: token, parts: [] });
    else if (token.kind === "symbol" && token.text === ")") {
      const own = open.pop();
      if (!own) return undefined;
      const begins = own.parts.findIndex((part) => !("kind" in part) || part.kind !== "comment");
      const isQuery = ["select", "with", "from"].includes(wordAt(own.parts, begins));
      (open.at(-1)?.parts ?? top).push({ open: own.by, inner: own.parts, close: token, isQuery });
    } else around.push(token);
  }
  return open.length === 0 ? top : undefined;
}

const joinWords = [
  "natural",
  "left",
  "right",
  "full",
  "inner",
  "outer",
  "cross",
  "asof",
  "semi",
  "anti",
  "positional",
];
const setWords = ["union", "intersect", "except"];

/** How many words from here on begin a clause, and which it is. */
function clauseAt(parts: readonly Part[], at: number): { kind: ClauseKind; length: number } | undefined {
  const before = parts[at - 1];
  if (before && "kind" in before && before.text === ".") return undefined;
  const word = wordAt(parts, at);
  const next = wordAt(parts, at + 1);
  if (word === "select") return { kind: "list", length: next === "distinct" || next === "all" ? 2 : 1 };
  if ((word === "group" || word === "order") && next === "by") return { kind: "list", length: 2 };
  if (word === "from" && wordAt(parts, at - 1) !== "distinct") return { kind: "tables", length: 1 };
  if (word === "with" && parts.slice(0, at).every((part) => "kind" in part && part.kind === "comment"))
    return { kind: "with", length: next === "recursive" ? 2 : 1 };
  if (word === "where" || word === "having" || word === "qualify") return { kind: "conditions", length: 1 };
  if (word === "limit" || word === "offset") return { kind: "plain", length: 1 };
  if (setWords.includes(word)) {
    const follows = parts[at + 1];
    const isSet = next !== "" || (follows !== undefined && "inner" in follows && follows.isQuery);
    return isSet ? { kind: "plain", length: next === "all" || next === "distinct" ? 2 : 1 } : undefined;
  }
  let end = at;
  while (joinWords.includes(wordAt(parts, end))) end += 1;
  return wordAt(parts, end) === "join" ? { kind: "conditions", length: end - at + 1 } : undefined;
}

/** A query by its clauses; what stands before the first is one of its own. */
export function clausesOf(parts: readonly Part[]): readonly Clause[] {
  const clauses: { kind: ClauseKind; head: readonly Part[]; body: Part[] }[] = [];
  for (let at = 0; at < parts.length; ) {
    const begins = clauseAt(parts, at);
    if (begins) {
      clauses.push({ kind: begins.kind, head: parts.slice(at, at + begins.length), body: [] });
      at += begins.length;
      continue;
    }
    const part = parts[at];
    if (clauses.length === 0) clauses.push({ kind: "plain", head: [], body: [] });
    if (part) clauses.at(-1)?.body.push(part);
    at += 1;
  }
  return clauses;
}

/** Parts between commas, each with its comma and with the comment that ends its line. */
export function commaParts(parts: readonly Part[]): readonly (readonly Part[])[] {
  const found: Part[][] = [[]];
  let isDone = false;
  for (const part of parts) {
    const isRemark = "kind" in part && part.kind === "comment" && !part.startsLine;
    if (isDone && !isRemark) {
      found.push([]);
      isDone = false;
    }
    found.at(-1)?.push(part);
    if ("kind" in part && part.kind === "symbol" && part.text === ",") isDone = true;
  }
  return found;
}
