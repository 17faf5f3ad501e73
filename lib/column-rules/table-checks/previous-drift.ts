import { z } from "zod";
import type { Histogram } from "#lib/contracts";
import { text } from "../texts.ts";
import { defineTableCheck, type TableFigures } from "./definition.ts";
import { categories, ranges } from "./examples.ts";
import { columnParam } from "./params.ts";

/** Stands for an empty bin in a logarithm; the usual floor of PSI. */
const leastShare = 0.0001;

const place = (edge: string | undefined): number => {
  const number = Number(edge);
  return Number.isNaN(number) ? Date.parse(edge ?? "") : number;
};

const histogramOf = (figures: TableFigures, column: string): Histogram | undefined => {
  const histogram = figures.columns.find(({ name }) => name === column)?.histogram;
  return histogram && histogram.bins.length > 0 ? histogram : undefined;
};
const rowsOf = ({ bins }: Histogram): number => bins.reduce((sum, { rows }) => sum + rows, 0);

/** The share of rows below a place; rows of a bin are spread evenly over it. */
function below(histogram: Histogram, at: number): number {
  const rows = histogram.bins.reduce((sum, bin) => {
    const [from, to] = [place(bin.from), place(bin.to)];
    if (at >= to) return sum + bin.rows;
    return at <= from ? sum : sum + (bin.rows * (at - from)) / (to - from);
  }, 0);
  return rows / rowsOf(histogram);
}

/** Shares of the same bins in both versions. */
function shares(before: Histogram, now: Histogram): readonly (readonly [number, number])[] {
  if (before.kind === "category") {
    const share = (histogram: Histogram, label: string) =>
      (histogram.bins.find((bin) => bin.label === label)?.rows ?? 0) / rowsOf(histogram);
    const labels = new Set([...before.bins, ...now.bins].map(({ label = "" }) => label));
    return [...labels].sort().map((label) => [share(before, label), share(now, label)]);
  }
  // Bins of the version before; what lies outside of them makes two more.
  const edges = [...new Set(before.bins.flatMap(({ from, to }) => [place(from), place(to)]))].sort(
    (a, b) => a - b,
  );
  const cuts = [Number.NEGATIVE_INFINITY, ...edges, Number.POSITIVE_INFINITY];
  return cuts
    .slice(1)
    .map((to, index) => {
      const from = cuts[index] ?? 0;
      return [below(before, to) - below(before, from), below(now, to) - below(now, from)] as const;
    })
    .filter(([was, is]) => was > 0 || is > 0);
}

/** Population stability index: the sum of (now − before) · ln(now / before) over bins. */
const stabilityIndex = (pairs: readonly (readonly [number, number])[]): number =>
  pairs.reduce((sum, [was, is]) => {
    const [a, b] = [Math.max(was, leastShare), Math.max(is, leastShare)];
    return sum + (b - a) * Math.log(b / a);
  }, 0);

/** Kolmogorov and Smirnov's distance: the greatest difference between the two distribution functions. */
function greatestDistance(before: Histogram, now: Histogram): number {
  const edges = [...before.bins, ...now.bins].flatMap(({ from, to }) => [place(from), place(to)]);
  return Math.max(0, ...edges.map((edge) => Math.abs(below(before, edge) - below(now, edge))));
}

/** The distribution of what is published may not drift too far. */
export const previousDrift = defineTableCheck({
  kind: "table-check",
  id: "previous-drift",
  version: 1,
  params: z.strictObject({
    column: columnParam(text("Column", "Колонка")),
    measure: z
      .enum(["psi", "ks"])
      .default("psi")
      .meta({
        label: text("Measure", "Мера"),
        help: text(
          "psi: population stability index, above 0.2 means a shift; ks: Kolmogorov–Smirnov distance, for numbers and dates.",
          "psi: индекс стабильности, больше 0,2 — сдвиг; ks: расстояние Колмогорова — Смирнова, для чисел и дат.",
        ),
      }),
    maximum: z
      .number()
      .positive()
      .max(100)
      .meta({ label: text("Greatest drift", "Наибольший сдвиг") }),
  }),
  scope: "gate",
  columnsUsed: ({ column }) => [column],
  compare: ({ column, measure, maximum }, before, now) => {
    const [was, is] = [histogramOf(before, column), histogramOf(now, column)];
    if (!was || !is || was.kind !== is.kind || (measure === "ks" && was.kind !== "range"))
      return { outcome: "not-comparable" };
    const figure = measure === "ks" ? greatestDistance(was, is) : stabilityIndex(shares(was, is));
    return { outcome: figure > maximum ? "violated" : "passed", figure };
  },
  docs: {
    title: text("Drift since the previous version", "Сдвиг с прошлой версии"),
    summary: text(
      "The published histogram must stay close to the previous version's.",
      "Опубликованная гистограмма должна быть близка к гистограмме прошлой версии.",
    ),
    examples: [
      {
        params: { column: "status", maximum: 0.2 },
        before: { histogram: categories({ new: 500, paid: 500 }) },
        now: { histogram: categories({ new: 550, paid: 450 }) },
        outcome: "passed",
      },
      {
        params: { column: "status", maximum: 0.2 },
        before: { histogram: categories({ new: 500, paid: 500 }) },
        now: { histogram: categories({ new: 900, paid: 100 }) },
        outcome: "violated",
      },
      {
        params: { column: "age", measure: "ks", maximum: 0.2 },
        before: { histogram: ranges(["0", "40", 500], ["40", "80", 500]) },
        now: { histogram: ranges(["0", "40", 250], ["40", "80", 750]) },
        outcome: "violated",
      },
      {
        params: { column: "status", measure: "ks", maximum: 0.2 },
        before: { histogram: categories({ new: 500, paid: 500 }) },
        now: { histogram: categories({ new: 500, paid: 500 }) },
        outcome: "not-comparable",
      },
    ],
  },
});
