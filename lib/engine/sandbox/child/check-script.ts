import { AppError } from "#lib/kernel";
import type { ScriptPlace } from "../protocol.ts";
import { type ScriptRefusal, scriptRefused } from "../script-refusals.ts";

/**
 * Reads the engine's own syntax tree of a script, so that what is checked is what will run. One SELECT over the given
 * tables; nothing that names files, settings, variables or other catalogues.
 */

/** Table functions that make rows from their arguments alone. Everything else reads files, settings or the catalogue. */
const tableFunctions = new Set([
  "range",
  "generate_series",
  "unnest",
  "json_each",
  "json_tree",
  "repeat",
  "repeat_row",
]);

/** Scalar functions that look outside the row: settings, variables, the catalogue, files, other statements. */
const refusedScalar =
  /^(getvariable|current_setting|getenv|query|query_table|write_log|nextval|currval|which_secret|current_query|sql_auto_complete|glob|sniff_csv|json_serialize_plan|json_execute_serialized_sql|(read|duckdb|pragma|pg|parquet|load|test|arrow|from_substrait|get_substrait)_.*|.*_scan(_.*)?)$/;

/** Views of the engine's own catalogue: a common table expression of that name somewhere does not make them the script's. */
const catalogueView = /^(duckdb|pg|pragma|sqlite)_/;

/** Functions that give something else each time: two runs over the same rows would publish different ones. */
const drawn = /^(random|uuid|uuidv4|uuidv7|gen_random_uuid|setseed|txid_current)$/;

/** Functions that tell when they are asked. */
const clock =
  /^(now|today|current_date|get_current_time(stamp)?|current_time(stamp)?|transaction_timestamp|current_localtime(stamp)?|localtime(stamp)?)$/;
/** Those that stand without parentheses, as a column would: a column of a table that is named is none. */
const bareClock = /^(current_date|current_time(stamp)?|localtime(stamp)?)$/;
/** The time between an instant and now, unless it is given both. */
const isAgeOfNow = (name: string, given: Tree | undefined): boolean =>
  name === "age" && Array.isArray(given) && given.length === 1;

/** What of a transformation asks for the time; a source's own script may, as far as the source lets it. */
function clockIn(node: Node): string | undefined {
  if (node.class === "FUNCTION") {
    const name = textOf(node.function_name).toLowerCase();
    return clock.test(name) || isAgeOfNow(name, node.children) ? `${name}()` : undefined;
  }
  const names = node.class === "COLUMN_REF" && Array.isArray(node.column_names) ? node.column_names : [];
  const [name] = names.map((one) => textOf(one).toLowerCase());
  return names.length === 1 && name !== undefined && bareClock.test(name) ? name : undefined;
}

type Tree = string | number | boolean | null | readonly Tree[] | { readonly [key: string]: Tree };
type Node = { readonly [key: string]: Tree };

const isNode = (tree: Tree | undefined): tree is Node =>
  typeof tree === "object" && tree !== null && !Array.isArray(tree);
const textOf = (tree: Tree | undefined): string => (typeof tree === "string" ? tree : "");

/** The line of a byte position. */
export const lineAt = (script: string, position: number): number =>
  Buffer.from(script).subarray(0, position).toString().split("\n").length;

function* nodesOf(tree: Tree | undefined): Generator<Node> {
  if (Array.isArray(tree)) {
    for (const item of tree) yield* nodesOf(item);
  } else if (isNode(tree)) {
    yield tree;
    for (const value of Object.values(tree)) yield* nodesOf(value);
  }
}

const commonTables = (root: Tree): ReadonlySet<string> => {
  const names = new Set<string>();
  for (const node of nodesOf(root)) {
    const map = isNode(node.cte_map) ? node.cte_map.map : undefined;
    if (Array.isArray(map))
      for (const entry of map) if (isNode(entry)) names.add(textOf(entry.key).toLowerCase());
    if (textOf(node.cte_name) !== "") names.add(textOf(node.cte_name).toLowerCase());
  }
  return names;
};

/** Throws `script-refused` or `script-failed` (for a syntax error) unless the tree is one harmless SELECT. `serialized` is what `json_serialize_sql` gave. */
export function checkScript(
  script: string,
  serialized: string,
  tables: readonly string[],
  place: ScriptPlace,
  parameters: readonly string[] = [],
): void {
  const root: Tree = JSON.parse(serialized);
  const refuse = (
    reason: ScriptRefusal,
    params?: Readonly<Record<string, string | number>>,
    position?: Tree,
  ): AppError =>
    scriptRefused(
      { ...place, ...(typeof position === "number" ? { line: lineAt(script, position) } : {}) },
      reason,
      params,
    );
  if (!isNode(root)) throw refuse("not-select");
  if (root.error === true) {
    if (root.error_type !== "parser") throw refuse("not-select");
    const line = lineAt(script, Number(textOf(root.position) || 0));
    throw new AppError(
      "script-failed",
      { ...place, detail: "Parser Error", line },
      { place: { ...place, line } },
    );
  }
  const statements = Array.isArray(root.statements) ? root.statements : [];
  if (statements.length !== 1) throw refuse("many-statements", { count: statements.length });
  const given = new Set(tables.map((t) => t.toLowerCase()));
  const common = commonTables(root);
  const isKnown = (name: string) => given.has(name) || (common.has(name) && !catalogueView.test(name));
  for (const node of nodesOf(root)) {
    const at = node.query_location;
    if (node.type === "SHOW_REF")
      throw refuse("other-statement", { what: textOf(node.show_type) || "SHOW" }, at);
    if (node.class === "PARAMETER" && !parameters.includes(textOf(node.identifier)))
      throw refuse("unknown-parameter", { name: `$${textOf(node.identifier)}` });
    if (node.type === "BASE_TABLE") {
      const qualified = textOf(node.schema_name) !== "" || textOf(node.catalog_name) !== "";
      const name = textOf(node.table_name);
      if (qualified || !isKnown(name.toLowerCase())) throw refuse("unread-table", { name }, at);
    }
    if (isNode(node.sample) && node.sample.seed === -1) throw refuse("drawn-sample", {}, at);
    const inner = node.type === "TABLE_FUNCTION" && isNode(node.function) ? node.function : undefined;
    if (inner && !tableFunctions.has(textOf(inner.function_name).toLowerCase())) {
      throw refuse("refused-function", { name: textOf(inner.function_name) }, at);
    }
    if (node.class === "FUNCTION" || node.class === "WINDOW") {
      const name = textOf(node.function_name).toLowerCase();
      if (refusedScalar.test(name)) throw refuse("refused-function", { name }, at);
      if (drawn.test(name)) throw refuse("drawn-function", { name }, at);
    }
    const asking = place.stage === "transform" ? clockIn(node) : undefined;
    if (asking !== undefined) throw refuse("clock-function", { name: asking }, at);
  }
}
