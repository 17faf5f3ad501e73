/**
 * The fewest rows that a class too far from the table must lose at any more special levels. What is kept of it is a union
 * of classes within `t`, so within `t` itself, and what is lost is at most 1 away: rows · distance ≤ kept · t + lost.
 */
export const rowsBeyond = (distance: number, t: number, rows: number): number =>
  t >= 1 ? 1 : Math.max(1, Math.ceil((rows * (distance - t)) / (1 - t) - 1e-6));
