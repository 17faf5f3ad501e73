import type { ColumnAt, DraftColumn, DraftModule, DraftTable } from "#lib/drafting";
import { type ColumnRef, type EffectiveColumn, effectiveColumn, fitsPattern, parentOf } from "#lib/metadata";
import { draftColumn, draftDocument, draftTable } from "../../store/draft-document.ts";

/** A column of the module, as a row of the grid. The same object as long as nothing of it has changed. */
export interface ColumnRow extends ColumnAt {
  readonly id: string;
  readonly tableIndex: number;
  readonly index: number;
  readonly own: DraftColumn;
  /** With what it takes from its parent, its key's strategy and patterns. */
  readonly effective: EffectiveColumn;
  readonly isPublished: boolean;
  readonly isPrimary: boolean;
  readonly isUnique: boolean;
  /** The column that it references, of a table of the module. */
  readonly parent?: ColumnRef | undefined;
  /** The first pattern that its name fits. */
  readonly pattern?: string | undefined;
}

/** The name of a row as long as column and table have theirs. */
export const rowId = ({ table, column }: ColumnAt): string =>
  `${encodeURIComponent(table)}/${encodeURIComponent(column)}`;

/** Everything that a row follows from beside its own column. */
type Ground = readonly unknown[];
const isSameGround = (a: Ground, b: Ground): boolean =>
  a.length === b.length && a.every((one, index) => one === b[index]);

interface Known<Value> {
  readonly ground: Ground;
  readonly value: Value;
}

const knownRows = new WeakMap<DraftColumn, Known<ColumnRow>>();
const knownTables = new WeakMap<DraftTable, Known<readonly ColumnRow[]>>();
const knownModules = new WeakMap<DraftModule, readonly ColumnRow[]>();

/** The tables whose keys a table takes from, directly or through others. */
function ancestorsOf(draft: DraftModule, table: DraftTable): readonly DraftTable[] {
  const found = new Set<DraftTable>();
  const visit = (one: DraftTable) => {
    for (const { parent } of one.foreignKeys) {
      const home = draft.tables.find(({ name }) => name === parent);
      if (!home || found.has(home)) continue;
      found.add(home);
      visit(home);
    }
  };
  visit(table);
  return [...found];
}

function makeRow(draft: DraftModule, table: DraftTable, own: DraftColumn, id: string): ColumnRow {
  const document = draftDocument(draft);
  const home = draftTable(table);
  const isPrimary = table.primaryKey.includes(own.name);
  return {
    id,
    table: table.name,
    column: own.name,
    tableIndex: table.index,
    index: own.index,
    own,
    effective: effectiveColumn(document, home, draftColumn(own)),
    isPublished: table.isPublished,
    isPrimary,
    isUnique:
      (isPrimary && table.primaryKey.length === 1) || own.checks.some(({ rule }) => rule === "unique"),
    parent: parentOf(document, home, own.name)?.parent,
    pattern: draft.patterns.find(({ match }) => fitsPattern(match, own.name))?.match,
  };
}

/** A foreign key's row is made anew for every edit of its parents, and mostly says what it said. */
const saysTheSame = ({ own, ...a }: ColumnRow, { own: other, ...b }: ColumnRow): boolean =>
  own === other && JSON.stringify(a) === JSON.stringify(b);

function rowsOfTable(draft: DraftModule, table: DraftTable): readonly ColumnRow[] {
  const ancestors = ancestorsOf(draft, table);
  const tableGround = [draft.json.patterns, table, ...ancestors];
  const known = knownTables.get(table);
  if (known && isSameGround(known.ground, tableGround)) return known.value;
  const { json, index } = table;
  // A column that is in no foreign key follows from its own table's keys only.
  const ground = [draft.json.patterns, json.primaryKey, json.foreignKeys, json.publish, table.name, index];
  const foreign = new Set(table.foreignKeys.flatMap(({ columns }) => columns));
  const seen = new Map<string, number>();
  const rows = table.columns.map((own) => {
    const count = seen.get(own.name) ?? 0;
    seen.set(own.name, count + 1);
    const id = `${rowId({ table: table.name, column: own.name })}${count > 0 ? `/${count}` : ""}`;
    const needs = foreign.has(own.name) ? [...ground, id, table, ...ancestors] : [...ground, id];
    const before = knownRows.get(own);
    if (before && isSameGround(before.ground, needs)) return before.value;
    const made = makeRow(draft, table, own, id);
    const value = before && saysTheSame(before.value, made) ? before.value : made;
    knownRows.set(own, { ground: needs, value });
    return value;
  });
  knownTables.set(table, { ground: tableGround, value: rows });
  return rows;
}

/** All columns of a draft in their order. After an edit only the rows that it changed are other objects. */
export function rowsOf(draft: DraftModule): readonly ColumnRow[] {
  const known = knownModules.get(draft);
  if (known) return known;
  const rows = draft.tables.flatMap((table) => rowsOfTable(draft, table));
  knownModules.set(draft, rows);
  return rows;
}

/** Whether a column seems to leave without anybody having said how: it has no class, or a class that needs a rule and none. */
export const isUnmapped = ({ effective, isPublished, parent }: ColumnRow): boolean =>
  isPublished &&
  parent === undefined &&
  (effective.privacyClass === undefined ||
    (effective.privacyClass !== "insensitive" && !effective.anonymize?.rule && !effective.hierarchy));

/** The columns that take their rule from this key, however far. */
export const linkedTo = (rows: readonly ColumnRow[], { table, column }: ColumnRef): readonly ColumnRow[] =>
  rows.filter(
    ({ effective: { key }, table: own, column: name }) =>
      key?.table === table && key.column === column && !(own === table && name === column),
  );
