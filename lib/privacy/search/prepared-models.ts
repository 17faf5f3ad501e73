import type { AggregatedClasses } from "../classes/aggregated-classes.ts";
import type { Classes } from "../classes/classes.ts";
import type { ClassValues, CompiledModel, TableValues } from "../models/definition.ts";
import { findPrivacyModel, type ModelUse } from "../models/registry.ts";

/** Whether a class is kept; if not, whether its rows are suppressed at all more special levels too. */
export const verdicts = { kept: 0, suppressedBelow: 1, suppressedHere: 2 } as const;

type ValuesCheck = NonNullable<CompiledModel["values"]> & { readonly list: number; readonly closed: boolean };

/** All models of a search as one question about a class. */
export class PreparedModels {
  /** Fewest persons of a class. */
  readonly smallest: number;
  private readonly population: number;
  private readonly checks: readonly ValuesCheck[];
  private readonly view: { length: number; codes: Int32Array; counts: Float64Array; rows: number };
  /** After `verdict`: the fewest rows that the class loses at any more special levels. */
  leastSuppressed = 0;

  constructor(uses: readonly ModelUse[], input: AggregatedClasses) {
    const compiled = uses.map((use) => {
      const model = findPrivacyModel(use.rule);
      if (!model) throw new TypeError(`${use.rule} is no privacy model`);
      const params = model.params.parse(use.with);
      const column = model.column?.(params);
      const table = column === undefined ? undefined : tableValues(input, column);
      return { closed: model.closed === "supersets", model: model.compile(params, table) };
    });
    this.smallest = Math.max(1, ...compiled.map(({ model }) => model.smallest ?? 1));
    this.population = Math.max(0, ...compiled.map(({ model }) => model.population ?? 0));
    this.checks = compiled.flatMap(({ closed, model: { values } }) => {
      if (!values) return [];
      const list = input.sensitive?.findIndex(({ name }) => name === values.column) ?? -1;
      if (list < 0) throw new TypeError("a model's sensitive column is not among the classes'");
      return [{ ...values, list, closed }];
    });
    this.view = { length: 0, codes: new Int32Array(), counts: new Float64Array(), rows: 0 };
  }

  verdict(classes: Classes, at: number): number {
    const rows = classes.rows[at] ?? 0;
    this.leastSuppressed = rows;
    if (membersOf(classes, at) < this.smallest || (classes.population?.[at] ?? 0) < this.population)
      return verdicts.suppressedBelow;
    let verdict: number = verdicts.kept;
    this.leastSuppressed = 0;
    for (const check of this.checks) {
      const view = this.values(classes, at, check.list);
      if (check.holds(view)) continue;
      if (check.closed) {
        this.leastSuppressed = rows;
        return verdicts.suppressedBelow;
      }
      verdict = verdicts.suppressedHere;
      this.leastSuppressed = Math.max(this.leastSuppressed, Math.min(rows, check.leastSuppressed(view)));
    }
    return verdict;
  }

  private values(classes: Classes, at: number, list: number): ClassValues {
    const { view } = this;
    const lists = classes.sensitive[list];
    const begin = lists?.offsets[at] ?? 0;
    view.length = (lists?.offsets[at + 1] ?? 0) - begin;
    view.codes = lists?.codes.subarray(begin, begin + view.length) ?? view.codes;
    view.counts = lists?.counts?.subarray(begin, begin + view.length) ?? view.counts;
    view.rows = classes.rows[at] ?? 0;
    return view;
  }
}

/** Whom a class counts: persons, or its rows where each is a person of its own. */
export function membersOf(classes: Classes, at: number): number {
  const { persons, personLists } = classes;
  if (persons) return persons[at] ?? 0;
  if (personLists) return (personLists.offsets[at + 1] ?? 0) - (personLists.offsets[at] ?? 0);
  return classes.rows[at] ?? 0;
}

function tableValues(input: AggregatedClasses, name: string): TableValues {
  const column = input.sensitive?.find((candidate) => candidate.name === name);
  const counts = new Float64Array(column?.values ?? 0);
  column?.codes.forEach((code, at) => {
    counts[code] = (counts[code] ?? 0) + (column.counts[at] ?? 0);
  });
  return { counts, rows: counts.reduce((sum, count) => sum + count, 0) };
}
