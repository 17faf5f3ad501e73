import type { ColumnDocument, ModuleDocument, RuleUse, TableDocument } from "../document.ts";
import { effectiveColumn } from "../effective-column.ts";
import { type ChangeKind, change, type DocumentChange } from "./changes.ts";
import { hidden, ruleLine, type Show, shown } from "./describe.ts";
import { equal, matched } from "./match.ts";

type Path = readonly (string | number)[];
type RuleLike = RuleUse & Readonly<Record<string, unknown>>;

/** One kind of change for a key whose value is looked at as a whole. */
function compared(
  changes: DocumentChange[],
  kind: ChangeKind,
  [a, b]: readonly [unknown, unknown],
  path: Path,
  name: string,
  part: string,
  show: Show = shown,
): void {
  if (equal(a, b)) return;
  const action = a === undefined ? "added" : b === undefined ? "removed" : "changed";
  changes.push(change(kind, action, path, name, part, { before: show(a), after: show(b) }));
}

/** Lists of rules: by id, so that one put in front moves no other. */
function diffRules(
  changes: DocumentChange[],
  [a, b]: readonly [readonly RuleLike[] | undefined, readonly RuleLike[] | undefined],
  path: Path,
  name: string,
  part: string,
  show: Show,
): void {
  for (const pair of matched(a ?? [], b ?? [], ({ rule }) => rule)) {
    const { action, path: place } = pair.place(...path);
    if (action === undefined) continue;
    changes.push(
      change("rule", action, place, name, `${part}: ${pair.key}`, {
        before: ruleLine(pair.before, show),
        after: ruleLine(pair.after, show),
      }),
    );
  }
}

const isOpen = (document: ModuleDocument, table: TableDocument, column: ColumnDocument): boolean =>
  effectiveColumn(document, table, column).privacyClass === "insensitive";

interface Side {
  readonly document: ModuleDocument;
  readonly table: TableDocument;
}

function diffColumn(
  a: Side,
  before: ColumnDocument,
  b: Side,
  after: ColumnDocument,
  path: Path,
): DocumentChange[] {
  const changes: DocumentChange[] = [];
  const name = `${b.table.name}.${after.name}`;
  // Shown only where both sides are open: what was classed before may stand in the comparison.
  const show = isOpen(a.document, a.table, before) && isOpen(b.document, b.table, after) ? shown : hidden;
  const use = (rule: unknown): string | undefined =>
    rule === undefined ? undefined : ruleLine(rule as RuleLike, show);
  for (const key of ["title", "description"] as const)
    compared(changes, "text", [before[key], after[key]], [...path, key], name, key);
  for (const key of ["from", "datatype"] as const)
    compared(changes, "column", [before[key], after[key]], [...path, key], name, key);
  diffRules(changes, [before.normalize, after.normalize], [...path, "normalize"], name, "normalize", show);
  compared(
    changes,
    "rule",
    [before.onCastFailure, after.onCastFailure],
    [...path, "onCastFailure"],
    name,
    "onCastFailure",
  );
  compared(changes, "rule", [before.default, after.default], [...path, "default"], name, "default", show);
  compared(changes, "rule", [before.nulls, after.nulls], [...path, "nulls"], name, "nulls", use);
  diffRules(changes, [before.checks, after.checks], [...path, "checks"], name, "checks", show);
  compared(
    changes,
    "privacy",
    [before.privacyClass, after.privacyClass],
    [...path, "privacyClass"],
    name,
    "privacyClass",
  );
  compared(
    changes,
    "privacy",
    [before.anonymize, after.anonymize],
    [...path, "anonymize"],
    name,
    "anonymize",
    (rule) => (rule === undefined ? undefined : ruleLine(rule as RuleLike, shown)),
  );
  compared(
    changes,
    "privacy",
    [before.hierarchy, after.hierarchy],
    [...path, "hierarchy"],
    name,
    "hierarchy",
  );
  return changes;
}

const keyLine: Show = (key) => shown(key);

/** What changed in a table that both documents have. */
export function diffTable(
  beforeDocument: ModuleDocument,
  before: TableDocument,
  afterDocument: ModuleDocument,
  after: TableDocument,
  path: Path,
): readonly DocumentChange[] {
  const changes: DocumentChange[] = [];
  const { name } = after;
  for (const key of ["title", "description"] as const)
    compared(changes, "text", [before[key], after[key]], [...path, key], name, key);
  compared(changes, "table", [before.publish, after.publish], [...path, "publish"], name, "publish");
  // A script is shown by the editor's text comparison; here it is enough that it changed.
  for (const key of ["extraction", "transformation"] as const)
    compared(changes, "script", [before[key], after[key]], [...path, key], name, key, () => undefined);
  const [a, b] = [
    { document: beforeDocument, table: before },
    { document: afterDocument, table: after },
  ];
  for (const pair of matched(before.columns, after.columns, (column) => column.name)) {
    const { action, path: place } = pair.place(...path, "columns");
    const column = `${name}.${pair.key}`;
    if (action === "added" || action === "removed")
      changes.push(change("column", action, place, column, undefined));
    if (pair.hasMoved) changes.push(change("column", "moved", place, column, undefined));
    if (pair.before && pair.after) changes.push(...diffColumn(a, pair.before, b, pair.after, place));
  }
  compared(
    changes,
    "key",
    [before.primaryKey, after.primaryKey],
    [...path, "primaryKey"],
    name,
    "primaryKey",
    keyLine,
  );
  const signature = (key: NonNullable<TableDocument["foreignKeys"]>[number]): string =>
    key.when ? `${key.columns.join(", ")} → ${key.references.table}` : key.columns.join(", ");
  for (const pair of matched(before.foreignKeys ?? [], after.foreignKeys ?? [], signature)) {
    const { action, path: place } = pair.place(...path, "foreignKeys");
    if (action === undefined || action === "moved") continue;
    // The value of `when` may be one of a classed column.
    const [was, is] = [pair.before, pair.after].map(
      (key) => key && { ...key, ...(key.when ? { when: { column: key.when.column } } : {}) },
    );
    const line = { before: shown(was), after: shown(is) };
    changes.push(change("key", action, place, name, `foreignKeys: ${pair.key}`, line));
  }
  compared(
    changes,
    "key",
    [before.deduplicate, after.deduplicate],
    [...path, "deduplicate"],
    name,
    "deduplicate",
    keyLine,
  );
  // A condition may name values of classed columns.
  diffRules(changes, [before.checks, after.checks], [...path, "checks"], name, "checks", hidden);
  compared(changes, "privacy", [before.privacy, after.privacy], [...path, "privacy"], name, "privacy");
  compared(changes, "limit", [before.limits, after.limits], [...path, "limits"], name, "limits");
  return changes;
}
