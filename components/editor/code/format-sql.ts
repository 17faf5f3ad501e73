import { clausesOf, commaParts, type Nested, nestedOf, type Part, wordAt } from "./sql-clauses.ts";
import { type SqlToken, sqlTokens } from "./sql-tokens.ts";

/** What a line holds at most, where it can be broken. */
const most = 80;
const step = 2;
const pad = (indent: number): string => " ".repeat(indent);

/**
 * A script laid out by its clauses. Nothing but white space between its words changes, names and keywords stay as they were
 * typed; a script that is not whole (a text without its end, a parenthesis without its other) is left alone.
 */
export function formatSql(script: string): string {
  const tokens = sqlTokens(script);
  const nested = tokens && nestedOf(tokens);
  if (!nested || nested.length === 0) return script;
  return `${query(nested, 0)}\n`;
}

/** A query's clauses, a line each and more where they are long. */
const query = (parts: readonly Part[], indent: number): string =>
  clausesOf(parts)
    .map(({ kind, head, body }) => {
      const whole = inline([...head, ...body], indent + step);
      if (!whole.includes("\n") && indent + whole.length <= most) return `${pad(indent)}${whole}`;
      const first = `${pad(indent)}${inline(head, indent)}`;
      if (kind === "list")
        return [first, ...commaParts(body).map((one) => pad(indent + step) + item(one, indent + step))].join(
          "\n",
        );
      if (kind === "tables" || kind === "with") {
        const [lead = [], ...others] = commaParts(body);
        const inner = kind === "with" ? indent : indent + step;
        return [
          joined(first, inline(lead, indent)),
          ...others.map((one) => pad(inner) + inline(one, inner)),
        ].join("\n");
      }
      if (kind === "conditions") {
        const [lead = [], ...others] = conditions(body);
        const inner = indent + step;
        return [
          joined(first, inline(lead, indent)),
          ...others.map((one) => pad(inner) + inline(one, inner)),
        ].join("\n");
      }
      return `${pad(indent)}${inline([...head, ...body], indent)}`;
    })
    .join("\n");

const joined = (first: string, rest: string): string =>
  first.trim() === "" || rest === "" ? first + rest : `${first} ${rest}`;

/** Broken before every `and` and `or` of its own level; that of a `between` is no such. */
function conditions(parts: readonly Part[]): readonly (readonly Part[])[] {
  const found: Part[][] = [[]];
  let isBetween = false;
  for (const [at, part] of parts.entries()) {
    const word = wordAt(parts, at);
    if (word === "between") isBetween = true;
    else if (word === "or" || (word === "and" && !isBetween)) found.push([]);
    else if (word === "and") isBetween = false;
    found.at(-1)?.push(part);
  }
  return found;
}

/** One expression of a list; a `case` that is too long has its arms on lines of their own. */
function item(parts: readonly Part[], indent: number): string {
  const whole = inline(parts, indent);
  if (whole.includes("\n") || indent + whole.length <= most || wordAt(parts, 0) !== "case") return whole;
  const arms: Part[][] = [[]];
  let depth = 0;
  for (const [at, part] of parts.entries()) {
    const word = wordAt(parts, at);
    if (word === "case") depth += 1;
    if (depth === 1 && (word === "when" || word === "else" || word === "end")) arms.push([]);
    if (word === "end") depth -= 1;
    arms.at(-1)?.push(part);
  }
  return arms
    .map(
      (arm, at) =>
        (at === 0 ? "" : pad(wordAt(arm, 0) === "end" ? indent : indent + step)) + inline(arm, indent + step),
    )
    .join("\n");
}

const isNested = (part: Part): part is Nested => "inner" in part;
const first = (part: Part): SqlToken => (isNested(part) ? part.open : part);

/** On one line, but for what needs more: a query in parentheses, and what follows a comment that ends its line. */
function inline(parts: readonly Part[], indent: number): string {
  let text = "";
  let breaks = false;
  for (const [at, part] of parts.entries()) {
    const token = first(part);
    const before = parts[at - 1];
    const isAlone = token.kind === "comment" && token.startsLine;
    if (text !== "" && (breaks || isAlone)) text += `\n${pad(indent)}`;
    else if (before && needsSpace(before, token)) text += " ";
    text += isNested(part) ? parenthesis(part, indent) : token.text;
    const next = parts[at + 1];
    breaks = token.kind === "comment" && next !== undefined && first(next).startsLine;
  }
  return text;
}

function needsSpace(before: Part, token: SqlToken): boolean {
  if (token.text === "," || token.text === ";") return false;
  return token.isApart || (!isNested(before) && before.text === ",");
}

function parenthesis({ inner, close, isQuery }: Nested, indent: number): string {
  const whole = inline(inner, indent + step);
  const endsByComment = first(inner.at(-1) ?? close).text.startsWith("--");
  const isLong = whole.includes("\n") || endsByComment || whole.length > most / 2;
  if (isQuery && isLong) return `(\n${query(inner, indent + step)}\n${pad(indent)}${close.text}`;
  return `(${whole}${endsByComment ? `\n${pad(indent)}` : ""}${close.text}`;
}
