export interface SizeBin {
  readonly from: number;
  readonly label: string;
  readonly classes: number;
}

/**
 * Class sizes in at most a dozen bins that double in width, with a border exactly at k, so that the line of k
 * never runs through a bar.
 */
export function binClassSizes(
  sizes: readonly { readonly size: number; readonly classes: number }[],
  k: number | undefined,
): readonly SizeBin[] {
  const largest = Math.max(1, ...sizes.map((one) => one.size));
  const borders: number[] = [1];
  if (k !== undefined && k > 1) borders.push(k);
  for (let next = (k ?? 1) * 2; next <= largest && borders.length < 12; next *= 2) borders.push(next);
  return borders.map((from, index) => {
    const until = borders[index + 1];
    const classes = sizes
      .filter((one) => one.size >= from && (until === undefined || one.size < until))
      .reduce((sum, one) => sum + one.classes, 0);
    const label =
      until === undefined
        ? largest > from
          ? `${from}+`
          : `${from}`
        : until - 1 === from
          ? `${from}`
          : `${from}–${until - 1}`;
    return { from, label, classes };
  });
}
