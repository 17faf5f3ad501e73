import { isName, isSymbol, isWord, outsideWords, type SelectDialect, type Word, wordsOf } from "./words.ts";

/**
 * The parts of one plain SELECT: what it gives, of which tables, under which condition. Anything more than that (WITH, UNION,
 * subqueries, functions in FROM) answers undefined, so that whoever asks does the careful thing.
 */

export interface ColumnRead {
  readonly table?: string;
  readonly column: string;
}

export type SelectItem =
  | { readonly kind: "star"; readonly table?: string }
  | { readonly kind: "column"; readonly name: string; readonly reads: ColumnRead }
  /** `name` is absent where nothing says it for certain. `readsAll`: a star inside of it takes in every column. */
  | {
      readonly kind: "expression";
      readonly name?: string;
      readonly reads: readonly ColumnRead[];
      readonly readsAll: boolean;
    };

export interface SelectTable {
  readonly schema?: string;
  readonly name: string;
  readonly alias: string;
}

interface Part {
  readonly at: number;
  readonly end: number;
}

export interface PlainSelect {
  readonly isDistinct: boolean;
  readonly items: readonly SelectItem[];
  /** Where the list of items stands in the script. */
  readonly list: Part;
  readonly tables: readonly SelectTable[];
  readonly from: Part;
  readonly where?: Part & { readonly words: readonly Word[] };
  /** Grouping, ordering, limits and the like come after. */
  readonly hasMore: boolean;
}

const clauses = [
  "where",
  "group",
  "having",
  "qualify",
  "window",
  "order",
  "limit",
  "offset",
  "fetch",
  "for",
  "using",
  "tablesample",
] as const;
const joins = ["join", "inner", "left", "right", "full", "outer", "cross", "natural", "semi", "anti", "asof"];
const never = [
  "select",
  "with",
  "union",
  "intersect",
  "except",
  "minus",
  "lateral",
  "values",
  "into",
  "pivot",
];
/** Words that name no column without quotes, in any dialect; every other word of an expression may be one. */
const reserved = new Set(
  "all and any array as asc both case cast collate default desc distinct else end false from ilike in is leading like not null on or similar some symmetric then to trailing true using when".split(
    " ",
  ),
);
/** Words that give a value of their own where they stand alone. */
const valueWords = new Set([...outsideWords, "false", "null", "true"]);

/** Places of top-level words: brackets in between hide what is inside. */
function depths(words: readonly Word[]): readonly number[] | undefined {
  let depth = 0;
  const found: number[] = [];
  for (const one of words) {
    if (isSymbol(one, ")")) depth--;
    if (depth < 0) return undefined;
    found.push(depth);
    if (isSymbol(one, "(")) depth++;
  }
  return depth === 0 ? found : undefined;
}

function split(words: readonly Word[], level: readonly number[]): readonly (readonly Word[])[] {
  const parts: Word[][] = [[]];
  for (const [index, one] of words.entries()) {
    if (isSymbol(one, ",") && level[index] === 0) parts.push([]);
    else parts.at(-1)?.push(one);
  }
  return parts;
}

/** `a`, `t.a` or `s.t.a`, as its names. */
function path(words: readonly Word[]): readonly Word[] | undefined {
  const names = words.filter((_, index) => index % 2 === 0);
  const isPath = words.length % 2 === 1 && names.every(isName);
  return isPath && words.every((one, index) => index % 2 === 0 || isSymbol(one, ".")) ? names : undefined;
}

function columnRead(words: readonly Word[]): ColumnRead | undefined {
  const names = path(words);
  const [first, second] = [names?.at(-1), names?.at(-2)];
  if (!first || (names && names.length > 3)) return undefined;
  if (!second && first.kind === "word" && valueWords.has(first.text.toLowerCase())) return undefined;
  return { column: first.text, ...(second ? { table: second.text } : {}) };
}

/** Every name of an expression that can be a column. */
function readsOf(words: readonly Word[]): { reads: ColumnRead[]; readsAll: boolean } | undefined {
  const reads: ColumnRead[] = [];
  let readsAll = false;
  for (const [index, one] of words.entries()) {
    const [before, after] = [words[index - 1], words[index + 1]];
    const opens = before === undefined || isSymbol(before, "(", ",") || isWord(before, "distinct");
    if (isSymbol(one, "*") && (opens || isSymbol(before, "."))) {
      readsAll ||= !(isSymbol(before, "(") && isWord(words[index - 2], "count"));
      continue;
    }
    if (!isName(one) || isSymbol(before, ".")) continue;
    // DuckDB's columns() names them by a pattern.
    if (isSymbol(after, "(")) {
      if (isWord(one, "columns", "unpack", "row")) readsAll = true;
      continue;
    }
    if (one.kind === "word" && reserved.has(one.text.toLowerCase()) && !isSymbol(after, ".")) continue;
    const qualified = isSymbol(after, ".") ? words[index + 2] : undefined;
    // A longer path may lead into a structure: its first name can be the column.
    if (isName(qualified)) reads.push({ table: one.text, column: qualified.text });
    reads.push({ column: one.text });
  }
  return { reads, readsAll };
}

function itemOf(words: readonly Word[]): SelectItem | undefined {
  if (words.length === 0) return undefined;
  const last = words.at(-1);
  if (isSymbol(last, "*")) {
    if (words.length === 1) return { kind: "star" };
    const names = isSymbol(words.at(-2), ".") ? path(words.slice(0, -2)) : undefined;
    const table = names?.at(-1);
    return table ? { kind: "star", table: table.text } : undefined;
  }
  const plain = columnRead(words);
  if (plain) return { kind: "column", name: plain.column, reads: plain };
  // A star with EXCLUDE or REPLACE after it.
  if (isSymbol(words[0], "*") || (isSymbol(words[1], ".") && isSymbol(words[2], "*"))) return undefined;
  const isNamed = isName(last) && isWord(words.at(-2), "as");
  const body = isNamed ? words.slice(0, -2) : words;
  const reads = isNamed ? columnRead(body) : undefined;
  if (isNamed && reads) return { kind: "column", name: last.text, reads };
  const found = readsOf(body);
  return found && { kind: "expression", ...found, ...(isNamed ? { name: last.text } : {}) };
}

function tableOf(words: readonly Word[]): SelectTable | undefined {
  const [first, dot, second] = words;
  if (!isName(first)) return undefined;
  const isQualified = isSymbol(dot, ".");
  const named = isQualified ? second : first;
  const rest = words.slice(isQualified ? 3 : 1);
  const alias = isWord(rest[0], "as") ? rest.slice(1) : rest;
  if (!isName(named) || alias.length > 1 || (alias[0] && !isName(alias[0]))) return undefined;
  return {
    ...(isQualified ? { schema: first.text } : {}),
    name: named.text,
    alias: alias[0]?.text ?? named.text,
  };
}

/** Tables of FROM; what joins say of conditions gives no column. */
function tablesOf(words: readonly Word[], level: readonly number[]): readonly SelectTable[] | undefined {
  const tables: SelectTable[] = [];
  for (const part of split(words, level)) {
    let current: Word[] = [];
    let isCondition = false;
    const groups: Word[][] = [];
    for (const one of part) {
      if (isWord(one, ...joins)) {
        if (current.length > 0) groups.push(current);
        [current, isCondition] = [[], false];
      } else if (isWord(one, "on", "using")) isCondition = true;
      else if (!isCondition) current.push(one);
    }
    if (current.length > 0) groups.push(current);
    if (groups.length === 0) return undefined;
    for (const group of groups) {
      const table = tableOf(group);
      if (!table) return undefined;
      tables.push(table);
    }
  }
  return tables;
}

/** Undefined for every script that is more than one plain SELECT over named tables. */
export function parseSelect(script: string, dialect: SelectDialect): PlainSelect | undefined {
  const all = wordsOf(script, dialect);
  const words = isSymbol(all?.at(-1), ";") ? all?.slice(0, -1) : all;
  const level = words && depths(words);
  if (!words || !level || !isWord(words[0], "select")) return undefined;
  if (words.some((one, index) => isSymbol(one, ";") || (index > 0 && isWord(one, ...never))))
    return undefined;
  const top = (index: number, ...texts: readonly string[]) =>
    level[index] === 0 && isWord(words[index], ...texts) && !isSymbol(words[index - 1], ".");
  const isDistinct = isWord(words[1], "distinct");
  const start = isDistinct || isWord(words[1], "all") ? 2 : 1;
  const from = words.findIndex((_, index) => top(index, "from"));
  if (from < 0 || isWord(words[start], "on")) return undefined;
  // USING belongs to a join here; what ends FROM is another clause.
  const after = words.findIndex(
    (_, index) => index > from && top(index, ...clauses) && !isWord(words[index], "using"),
  );
  const end = after < 0 ? words.length : after;
  const list = words.slice(start, from);
  const items = split(list, level.slice(start, from)).map(itemOf);
  const tables = tablesOf(words.slice(from + 1, end), level.slice(from + 1, end));
  const [first, last, tableFirst, tableLast] = [list[0], list.at(-1), words[from + 1], words[end - 1]];
  if (!tables || !first || !last || !tableFirst || !tableLast) return undefined;
  if (!items.every((item) => item !== undefined)) return undefined;
  const hasWhere = end < words.length && isWord(words[end], "where");
  const more = words.findIndex((_, index) => index > end && top(index, ...clauses));
  const condition = hasWhere ? words.slice(end + 1, more < 0 ? words.length : more) : [];
  const [head, tail] = [condition[0], condition.at(-1)];
  if (hasWhere && !(head && tail)) return undefined;
  return {
    isDistinct,
    items,
    list: { at: first.at, end: last.end },
    tables,
    from: { at: tableFirst.at, end: tableLast.end },
    ...(head && tail ? { where: { at: head.at, end: tail.end, words: condition } } : {}),
    hasMore: hasWhere ? more >= 0 : end < words.length,
  };
}
