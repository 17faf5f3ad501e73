type Aggregate = (losses: Float64Array, weights: Float64Array) => number;

/** How losses of columns become one score; weights multiply losses, as in ARX. */
export const aggregates = {
  "geometric-mean": (losses, weights) =>
    losses.reduce((product, loss, at) => product * (1 + loss * (weights[at] ?? 1)), 1) **
      (1 / Math.max(1, losses.length)) -
    1,
  "arithmetic-mean": (losses, weights) =>
    losses.reduce((sum, loss, at) => sum + loss * (weights[at] ?? 1), 0) / Math.max(1, losses.length),
} satisfies Record<string, Aggregate>;
