import type { ClassColumn, Counts } from "./aggregated-classes.ts";

/** How many equally frequent labels a column is like at each level (perplexity): how much it multiplies classes at most. */
export function spreadOf({ codes, levels }: ClassColumn, rows: Counts): Float64Array {
  const counts = new Float64Array(levels[0]?.labels.length ?? 0);
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at] ?? 0;
    counts[code] = (counts[code] ?? 0) + (rows[at] ?? 0);
  }
  const all = counts.reduce((sum, count) => sum + count, 0);
  return Float64Array.from(levels, ({ labels, share }) => {
    const together = new Float64Array(share.length);
    for (const [code, label] of labels.entries())
      together[label] = (together[label] ?? 0) + (counts[code] ?? 0);
    let bits = 0;
    for (const count of together) if (count > 0) bits -= (count / all) * Math.log2(count / all);
    return 2 ** bits;
  });
}
