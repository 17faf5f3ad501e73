/** Numbers that look random and are the same every time (a linear congruential generator). */
export function* numbers(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    yield state / 2 ** 31;
  }
}

type Row = Readonly<Record<string, unknown>>;
/** Rows that agree in some columns; null is a value like any other. */
export const classesBy = (rows: readonly Row[], columns: readonly string[]): readonly (readonly Row[])[] => [
  ...Map.groupBy(rows, (row) => JSON.stringify(columns.map((column) => row[column]))).values(),
];
const counted = (values: readonly unknown[]): ReadonlyMap<unknown, number> => {
  const counts = new Map<unknown, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
};
const log2 = Math.log2;

/** The figure of a class by the papers' definitions, written down a second time. */
export const naiveFigures: Readonly<
  Record<string, (own: readonly unknown[], all: readonly unknown[]) => number>
> = {
  "distinct-l-diversity": (own) => new Set(own).size,
  "entropy-l-diversity": (own) => {
    const shares = [...counted(own).values()].map((count) => count / own.length);
    return 2 ** -shares.reduce((sum, share) => sum + share * log2(share), 0);
  },
  "recursive-l-diversity": (own) => {
    const falling = [...counted(own).values()].sort((a, b) => b - a);
    const rare = falling.slice(1).reduce((sum, count) => sum + count, 0);
    return (falling[0] ?? 0) / rare;
  },
  "equal-t-closeness": (own, all) => {
    const [p, q] = [counted(own), counted(all)];
    let sum = 0;
    for (const [value, count] of q) sum += Math.abs((p.get(value) ?? 0) / own.length - count / all.length);
    return sum / 2;
  },
  "ordered-t-closeness": (own, all) => {
    const [p, q] = [counted(own), counted(all)];
    const values = [...q.keys()].sort((a, b) => Number(a) - Number(b));
    let [ahead, sum] = [0, 0];
    for (const value of values) {
      ahead += (p.get(value) ?? 0) / own.length - (q.get(value) ?? 0) / all.length;
      sum += Math.abs(ahead);
    }
    return sum / (values.length - 1);
  },
  "delta-disclosure": (own, all) => {
    const [p, q] = [counted(own), counted(all)];
    return Math.max(
      ...[...q].map(([value, count]) =>
        Math.abs(log2((p.get(value) ?? 0) / own.length / (count / all.length))),
      ),
    );
  },
};
