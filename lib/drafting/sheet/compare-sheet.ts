import { z } from "zod";
import { findAnonymizer, findKeyStrategy } from "#lib/anonymizers";
import { dataNameSchema, parseColumnType, privacyClassSchema } from "#lib/contracts";
import type { Text } from "#lib/kernel";
import { addColumn, type ColumnAt, changeColumns } from "../edits/columns.ts";
import { all, type Edit } from "../edits/edit.ts";
import { setKeyStrategy } from "../edits/keys.ts";
import type { Json, JsonObject } from "../json.ts";
import type { DraftColumn, DraftModule, DraftTable } from "../read-draft.ts";
import { withPrivate } from "./private-params.ts";
import { inForeignKey, ownRule, type SheetField, type SheetLine, sheetFields, sheetLine } from "./sheet.ts";

/** One field that a sheet says otherwise. */
export interface SheetChange {
  readonly field: SheetField;
  readonly before: string;
  readonly after: string;
}

/** What a sheet would change of a draft; `line` counts the lines behind the header, from 1. */
export interface SheetDiff {
  readonly changed: readonly (ColumnAt & {
    readonly changes: readonly SheetChange[];
    readonly members: Readonly<Record<string, Json | undefined>>;
    /** A primary key's rule, which stands in its table. */
    readonly strategy?: JsonObject | undefined;
  })[];
  readonly added: readonly (ColumnAt & { readonly json: JsonObject & { readonly name: string } })[];
  readonly refused: readonly (Partial<ColumnAt> & { readonly line: number; readonly reason: Text })[];
  /** Lines that say what the draft says already. */
  readonly same: number;
}

const reason = (en: string, ru: string): Text => ({ en, ru });

/** A line that has a place in the draft, and is well-formed by itself. */
interface Read {
  readonly table: DraftTable;
  readonly name: string;
  readonly column: DraftColumn | undefined;
  readonly line: SheetLine;
  /** Absent where the sheet has no column for it, undefined for none. */
  readonly rule?: JsonObject | undefined;
}

const parameters = z.record(z.string(), z.json());

/** The rule of a line; a text of what is wrong with it. */
function readRule({ rule, parameters: text }: SheetLine, isKey: boolean): JsonObject | undefined | Text {
  if (!rule) return text ? reason("Parameters without a rule.", "Параметры без правила.") : undefined;
  if (!(isKey ? findKeyStrategy(rule) : findAnonymizer(rule)))
    return isKey
      ? reason(`${rule} is no strategy of a key.`, `${rule} не может быть стратегией ключа.`)
      : reason(`There is no rule ${rule}.`, `Нет правила ${rule}.`);
  if (!text) return { rule };
  try {
    const given = parameters.safeParse(JSON.parse(text));
    if (given.success) return { rule, with: given.data };
  } catch {
    // Told below.
  }
  return reason("The parameters are no JSON object.", "Параметры — не объект JSON.");
}

const isText = (value: JsonObject | Text): value is Text => "en" in value && "ru" in value;

const fields = ["datatype", "class", "rule"] as const;

function readLine(draft: DraftModule, line: SheetLine): Read | Text {
  const table = draft.tables.find((one) => one.name === line.table);
  const name = line.column ?? "";
  if (!table) return reason(`There is no table ${line.table ?? ""}.`, `Нет таблицы ${line.table ?? ""}.`);
  if (!dataNameSchema.safeParse(name).success)
    return reason("The column has no name that it could have.", "Такого имени у колонки быть не может.");
  if (line.datatype && !parseColumnType(line.datatype))
    return reason(`${line.datatype} is no column type.`, `${line.datatype} — не тип колонки.`);
  if (line.class && !privacyClassSchema.safeParse(line.class).success)
    return reason(`${line.class} is no privacy class.`, `${line.class} — не класс данных.`);
  if (inForeignKey(draft, table, name) && fields.some((field) => line[field]))
    return reason(
      "A foreign key takes type, class and rule from its parent.",
      "Внешний ключ берёт тип, класс и правило от родителя.",
    );
  const rule = readRule(line, table.primaryKey.includes(name));
  if (rule && isText(rule)) return rule;
  const column = table.columns.find((one) => one.name === name);
  return { table, name, column, line, ...(line.rule === undefined ? {} : { rule }) };
}

/** What the line's fields are in the document. */
function membersOf({ name, line }: Read, changed: readonly SheetField[]): Record<string, Json | undefined> {
  const written = (field: SheetField): Json | undefined => line[field] || undefined;
  const members: Readonly<Partial<Record<SheetField, Record<string, Json | undefined>>>> = {
    from: { from: line.from === name ? undefined : written("from") },
    datatype: { datatype: written("datatype") },
    class: { privacyClass: written("class") },
    description: { description: written("description") },
  };
  return Object.assign({}, ...changed.map((field) => members[field] ?? {}));
}

const ruleFields: readonly SheetField[] = ["rule", "parameters"];

function changesOf({ table, column, line, name }: Read): readonly SheetChange[] {
  if (!column) return [];
  const before = sheetLine(table, column);
  const written = { ...line, ...(line.from === name ? { from: "" } : {}) };
  return sheetFields.flatMap((field) => {
    const after = written[field];
    return after === undefined || isSameText(field, before[field], after)
      ? []
      : [{ field, before: before[field], after }];
  });
}

/** Spaces and the order of keys say nothing in parameters. */
function isSameText(field: SheetField, before: string, after: string): boolean {
  if (before === after) return true;
  if (field !== "parameters" || before === "" || after === "") return false;
  return canonical(before) === canonical(after);
}

const canonical = (text: string): string => {
  const sorted = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(sorted)
      : value !== null && typeof value === "object"
        ? Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, one]) => [key, sorted(one)])
        : value;
  return JSON.stringify(sorted(JSON.parse(text)));
};

/** Compares what a sheet says with a draft. A column that the table does not have is new; all else that has no place is refused. */
export function compareSheet(draft: DraftModule, lines: readonly SheetLine[]): SheetDiff {
  const changed: SheetDiff["changed"][number][] = [];
  const added: SheetDiff["added"][number][] = [];
  const refused: SheetDiff["refused"][number][] = [];
  const seen = new Set<string>();
  let same = 0;
  for (const [index, line] of lines.entries()) {
    const mark = JSON.stringify([line.table, line.column]);
    const read = seen.has(mark)
      ? reason("The sheet has this column twice.", "Эта колонка в таблице дважды.")
      : readLine(draft, line);
    seen.add(mark);
    if (!("line" in read)) {
      refused.push({ line: index + 1, table: line.table, column: line.column, reason: read });
      continue;
    }
    const { table, column, name } = read;
    const at = { table: table.name, column: name };
    if (!column) {
      const members = membersOf(read, sheetFields);
      const json = { ...members, ...(read.rule ? { anonymize: read.rule } : {}) };
      added.push({ ...at, json: { name, ...present(json) } });
      continue;
    }
    const changes = changesOf(read);
    if (changes.length === 0) {
      same++;
      continue;
    }
    const names = changes.map(({ field }) => field);
    const isRule = names.some((field) => ruleFields.includes(field));
    const isKey = table.primaryKey.includes(name);
    const rule = read.rule && withPrivate(read.rule, ownRule(table, column));
    if (isRule && isKey && !rule) {
      refused.push({
        ...at,
        line: index + 1,
        reason: reason("A key needs a strategy.", "Ключу нужна стратегия."),
      });
      continue;
    }
    changed.push({
      ...at,
      changes,
      members: {
        ...membersOf(read, names),
        ...(isRule && !isKey ? { anonymize: rule, hierarchy: undefined } : {}),
      },
      ...(isRule && isKey ? { strategy: rule } : {}),
    });
  }
  return { changed, added, refused, same };
}

const present = (members: Readonly<Record<string, Json | undefined>>): JsonObject =>
  Object.fromEntries(
    Object.entries(members).filter((entry): entry is [string, Json] => entry[1] !== undefined),
  );

/** Makes the draft say what the sheet says, as one step. */
export function applySheet({ changed, added }: SheetDiff): Edit {
  const count = changed.length + added.length;
  const label = {
    en: `Import ${count} ${count === 1 ? "column" : "columns"}`,
    ru: `Импортировать колонок: ${count}`,
  };
  const members = new Map(changed.map((one) => [JSON.stringify([one.table, one.column]), one.members]));
  const memberOf = (at: ColumnAt) => members.get(JSON.stringify([at.table, at.column])) ?? {};
  return all(
    [
      changeColumns(changed, (_column, at) => memberOf(at), label),
      ...changed.flatMap(({ table, strategy }) => (strategy ? [setKeyStrategy([table], strategy)] : [])),
      ...added.map(({ table, json }) => addColumn(table, json)),
    ],
    label,
  );
}
