import { isValueReference } from "#lib/contracts";
import { repaired } from "../diagnostics/repair.ts";
import { type RuleKind, ruleKinds } from "../diagnostics/rule-use.ts";
import { effectiveColumn } from "../effective-column.ts";
import { fitsPattern } from "../pattern-rules.ts";

type Path = readonly (string | number)[];

/** A place of a document that holds values of the data, or refers to them. */
export interface ValuePlace {
  readonly path: Path;
  /** What stands there, `normalizer/map-values/pairs`: an artefact made for another kind of place does not fit. */
  readonly kind: string;
  readonly value: unknown;
  /**
   * The columns it belongs to are all said to be insensitive: only then may values stand in the clear. Known when it is asked for,
   * since the whole document is looked at for it.
   */
  readonly isOpen: boolean;
}

type Json = Readonly<Record<string, unknown>>;
const objectOf = (value: unknown): Json =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** Whether nothing is there to keep: an absent value, or a list without members. */
export const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);

/** How many values stand at a place. */
export const countOf = (value: unknown): number => (Array.isArray(value) ? value.length : 1);

/** Names of hierarchies that a rule mentions, in whatever depth: every rule that takes one calls it by this word. */
function hierarchiesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(hierarchiesIn);
  return Object.entries(objectOf(value)).flatMap(([key, child]) =>
    key === "hierarchy" && typeof child === "string" ? [child] : hierarchiesIn(child),
  );
}

interface ColumnFacts {
  readonly table: string;
  readonly name: string;
  readonly isOpen: boolean;
  readonly hierarchies: readonly string[];
}

/** What is open, by names: a draft's places may be broken where a column's class is not. What cannot be read is closed. */
class Openness {
  readonly #json: unknown;
  #facts: readonly ColumnFacts[] | undefined;
  #columns: ReadonlyMap<string, boolean> | undefined;

  constructor(json: unknown) {
    this.#json = json;
  }

  get #known(): readonly ColumnFacts[] {
    this.#facts ??= this.#read();
    return this.#facts;
  }

  #read(): readonly ColumnFacts[] {
    const document = repaired(this.#json)?.document;
    if (!document) return [];
    return document.tables.flatMap((table) =>
      table.columns.map((column): ColumnFacts => {
        const effective = effectiveColumn(document, table, column);
        const own = effective.hierarchy ? [effective.hierarchy.name] : [];
        return {
          table: table.name,
          name: column.name,
          isOpen: effective.privacyClass === "insensitive",
          hierarchies: [...own, ...hierarchiesIn(effective.anonymize)],
        };
      }),
    );
  }

  column(table: string, name: string): boolean {
    if (!this.#columns) {
      const columns = new Map<string, boolean>();
      for (const one of this.#known) {
        const key = JSON.stringify([one.table, one.name]);
        columns.set(key, one.isOpen && (columns.get(key) ?? true));
      }
      this.#columns = columns;
    }
    return this.#columns.get(JSON.stringify([table, name])) ?? false;
  }

  /** A pattern's rules act on the columns it fits; without any, its own class decides. */
  pattern(match: string, privacyClass: unknown): boolean {
    const fitting = this.#known.filter(({ name }) => fitsPattern(match, name));
    return fitting.length > 0 ? fitting.every(({ isOpen }) => isOpen) : privacyClass === "insensitive";
  }

  hierarchy(name: string): boolean {
    const users = this.#known.filter(({ hierarchies }) => hierarchies.includes(name));
    return users.length > 0 && users.every(({ isOpen }) => isOpen);
  }
}

type IsOpen = () => boolean;

const placeOf = (path: Path, kind: string, value: unknown, isOpen: IsOpen): ValuePlace => ({
  path,
  kind,
  value,
  get isOpen() {
    return isOpen();
  },
});

/** The parameters of one use of a rule that its definition marks as values. */
function* placesOfUse(kind: RuleKind, use: unknown, path: Path, isOpen: IsOpen): Generator<ValuePlace> {
  const { rule, with: params } = objectOf(use);
  const definition: { readonly id: string; readonly holdsValues?: readonly string[] } | undefined = ruleKinds[
    kind
  ].find(textOf(rule));
  for (const key of definition?.holdsValues ?? []) {
    const value = objectOf(params)[key];
    if (!isNothing(value))
      yield placeOf([...path, "with", key], `${kind}/${textOf(rule)}/${key}`, value, isOpen);
  }
}

function* constantPlace(holder: Json, key: string, path: Path, isOpen: IsOpen): Generator<ValuePlace> {
  const value = holder[key];
  if (!isNothing(value)) yield placeOf([...path, key], "constant", value, isOpen);
}

function* placesOfColumn(column: Json, path: Path, isOpen: IsOpen): Generator<ValuePlace> {
  for (const [index, use] of listOf(column.normalize).entries())
    yield* placesOfUse("normalizer", use, [...path, "normalize", index], isOpen);
  yield* constantPlace(column, "default", path, isOpen);
  yield* placesOfUse("nulls", column.nulls, [...path, "nulls"], isOpen);
  for (const [index, use] of listOf(column.checks).entries()) {
    const at = [...path, "checks", index];
    yield* placesOfUse("check", use, at, isOpen);
    yield* constantPlace(objectOf(use), "default", at, isOpen);
  }
  yield* placesOfUse("anonymizer", column.anonymize, [...path, "anonymize"], isOpen);
}

/** Every place of a document, half-finished ones too, that holds values or refers to them; in the order of the document. */
export function* valuePlaces(json: unknown): Generator<ValuePlace> {
  const document = objectOf(json);
  const openness = new Openness(json);
  for (const [index, given] of listOf(document.hierarchies).entries()) {
    const isOpen = () => openness.hierarchy(textOf(objectOf(given).name));
    yield* placesOfUse("hierarchy", given, ["hierarchies", index], isOpen);
  }
  for (const [index, given] of listOf(document.patterns).entries()) {
    const pattern = objectOf(given);
    const isOpen = () => openness.pattern(textOf(pattern.match), pattern.privacyClass);
    yield* placesOfColumn(pattern, ["patterns", index], isOpen);
  }
  for (const [at, given] of listOf(document.tables).entries()) {
    const table = objectOf(given);
    const name = textOf(table.name);
    for (const [index, one] of listOf(table.columns).entries()) {
      const column = objectOf(one);
      const isOpen = () => openness.column(name, textOf(column.name));
      yield* placesOfColumn(column, ["tables", at, "columns", index], isOpen);
    }
    for (const [index, one] of listOf(table.foreignKeys).entries()) {
      const when = objectOf(objectOf(one).when);
      const isOpen = () => openness.column(name, textOf(when.column));
      yield* constantPlace(when, "equals", ["tables", at, "foreignKeys", index, "when"], isOpen);
    }
  }
}

/** Places that refer to an artefact. */
export const referencePlaces = (json: unknown): readonly ValuePlace[] =>
  [...valuePlaces(json)].filter(({ value }) => isValueReference(value));

/** Places whose values stand in the clear although nobody said that their columns are insensitive. */
export const clearPlaces = (json: unknown): readonly ValuePlace[] =>
  [...valuePlaces(json)].filter((place) => !isValueReference(place.value) && !place.isOpen);
