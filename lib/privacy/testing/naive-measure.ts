import type { LossUse } from "../loss/registry.ts";
import type { ModelUse } from "../models/registry.ts";
import type { RandomTable } from "./random-table.ts";

/** Written from the definitions, row by row, apart from the product: what it must agree with. */

type Values = readonly string[];
const share = (values: Values, value: string): number =>
  values.filter((each) => each === value).length / values.length;
const distinct = (values: Values): string[] => [...new Set(values)].sort();
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

export function naiveHolds(use: ModelUse, own: Values, all: Values): boolean {
  const shares = distinct(own).map((value) => share(own, value));
  if (use.rule === "k-anonymity") return own.length >= use.with.k;
  if (use.rule === "k-map") throw new Error("there is no population");
  if (use.rule === "distinct-l-diversity") return shares.length >= use.with.l;
  if (use.rule === "entropy-l-diversity")
    return -sum(shares.map((p) => p * Math.log2(p))) >= Math.log2(use.with.l) - 1e-9;
  if (use.rule === "recursive-l-diversity") {
    const falling = shares.map((p) => Math.round(p * own.length)).sort((a, b) => b - a);
    const tail = falling.slice(use.with.l - 1);
    return tail.length > 0 && (falling[0] ?? 0) < use.with.c * sum(tail);
  }
  const order = distinct(all);
  const gaps = order.map((value) => share(own, value) - share(all, value));
  if (use.rule === "equal-t-closeness") return sum(gaps.map(Math.abs)) / 2 <= use.with.t + 1e-9;
  if (use.rule === "ordered-t-closeness") {
    const ahead = gaps.map((_, at) => Math.abs(sum(gaps.slice(0, at + 1))));
    return (order.length < 2 ? 0 : sum(ahead) / (order.length - 1)) <= use.with.t + 1e-9;
  }
  return order.every((value) => {
    const ratio = Math.log2(share(own, value) / share(all, value));
    return Math.abs(ratio) < use.with.delta - 1e-9;
  });
}

export interface NaiveResult {
  readonly score: number;
  readonly suppressedRows: number;
  readonly classes: readonly Values[];
}

/** Generalizes, groups, suppresses and scores one choice of levels. */
export function naiveMeasure(
  { header, rows, hierarchies }: RandomTable,
  levels: readonly number[],
  models: readonly ModelUse[],
  loss: LossUse,
): NaiveResult {
  const names = header.slice(0, -1);
  const at = (name: string, value: string, level: number): string =>
    hierarchies.get(name)?.find(([own]) => own === value)?.[level] ?? "?";
  const general = rows.map((row) => names.map((name, c) => at(name, row[c] ?? "", levels[c] ?? 0)));
  const keys = general.map((row) => JSON.stringify(row));
  const all = rows.map((row) => row.at(-1) ?? "");
  const classOf = (key: string): Values => all.filter((_, r) => keys[r] === key);
  const kept = new Set(
    distinct(keys).filter((key) => models.every((use) => naiveHolds(use, classOf(key), all))),
  );
  const isKept = keys.map((key) => kept.has(key));
  const classes = [...kept].map(classOf);
  const suppressedRows = isKept.filter((keeps) => !keeps).length;
  const count = rows.length;
  const losses = names.map((name, c) => {
    const hierarchy = hierarchies.get(name) ?? [];
    const column = rows.map((row) => row[c] ?? "");
    const labels = (level: number) => hierarchy.map((row) => row[level] ?? "?");
    const own = labels(levels[c] ?? 0);
    if (loss.rule === "non-uniform-entropy") {
      const generalColumn = general.map((row) => row[c] ?? "");
      const bits = column.map((value, r) =>
        Math.log2((isKept[r] ? share(generalColumn, generalColumn[r] ?? "") : 1) / share(column, value)),
      );
      const most = sum(column.map((value) => -Math.log2(share(column, value))));
      return most === 0 ? 0 : sum(bits) / most;
    }
    const least = count / hierarchy.length;
    const cost = sum(general.map((row, r) => (isKept[r] ? share(own, row[c] ?? "") : 1)));
    return count - least < 1e-9 ? 0 : Math.max(0, (cost - least) / (count - least));
  });
  const scores = {
    granularity: () =>
      loss.rule === "granularity" && loss.with.aggregate === "arithmetic-mean"
        ? sum(losses) / losses.length
        : losses.reduce((product, each) => product * (1 + each), 1) ** (1 / losses.length) - 1,
    "non-uniform-entropy": () => sum(losses) / losses.length,
    discernibility: () =>
      (sum(classes.map(({ length }) => length ** 2)) + suppressedRows * count) / count ** 2,
    "average-class-size": () => count / Math.max(1, classes.length + (suppressedRows > 0 ? 1 : 0)),
  };
  return { score: scores[loss.rule](), suppressedRows, classes };
}

/** The least score of all choices of levels; undefined where none keeps a row and suppresses few enough. */
export function naiveOptimum(
  table: RandomTable,
  models: readonly ModelUse[],
  loss: LossUse,
  limit: number,
): number | undefined {
  let choices: number[][] = [[]];
  for (const rows of table.hierarchies.values())
    choices = choices.flatMap((choice) => (rows[0] ?? []).map((_, level) => [...choice, level]));
  const scores = choices
    .map((levels) => naiveMeasure(table, levels, models, loss))
    .filter(({ suppressedRows, classes }) => suppressedRows <= limit && classes.length > 0)
    .map(({ score }) => score);
  return scores.length === 0 ? undefined : Math.min(...scores);
}
