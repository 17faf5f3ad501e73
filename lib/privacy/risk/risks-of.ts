/** How many classes have a size, in persons or rows. */
export interface SizeCount {
  readonly size: number;
  readonly classes: number;
}

/** Risks above which a record counts as at risk; ARX's usual thresholds. */
export const riskThresholds = [0.05, 0.1, 0.2, 0.33, 0.5] as const;

export interface Risks {
  /** The highest risk of one who knows that a person is in the data: 1 / smallest class. */
  readonly prosecutor: number;
  /** The highest risk of one who knows only the population: 1 / its smallest class with a record in the data. */
  readonly journalist: number;
  /** The mean risk: the share of records that an attacker of all of them gets right. */
  readonly marketer: number;
  /** Share of records alone in their class. */
  readonly uniqueShare: number;
  /** Share of records whose risk is above each threshold. */
  readonly atRisk: readonly { readonly threshold: number; readonly share: number }[];
}

/**
 * Re-identification risks from class sizes (K. El Emam, Guide to the De-Identification of Personal Health Information, 2013),
 * as ARX computes them. `population` is the smallest class of the population that has a record; without one the data are
 * their own population. Undefined where there are no records.
 */
export function risksOf(sizes: readonly SizeCount[], population?: number): Risks | undefined {
  const present = sizes.filter(({ size, classes }) => size > 0 && classes > 0);
  const records = present.reduce((sum, { size, classes }) => sum + size * classes, 0);
  if (records === 0) return undefined;
  const count = present.reduce((sum, { classes }) => sum + classes, 0);
  const smallest = present.reduce((least, { size }) => Math.min(least, size), Number.POSITIVE_INFINITY);
  const share = (holds: (size: number) => boolean) =>
    present.reduce((sum, { size, classes }) => sum + (holds(size) ? size * classes : 0), 0) / records;
  return {
    prosecutor: 1 / smallest,
    // A population that lacks a class of the data is wrong there, and hides nobody.
    journalist: population === undefined ? 1 / smallest : 1 / Math.max(1, population),
    marketer: count / records,
    uniqueShare: share((size) => size === 1),
    atRisk: riskThresholds.map((threshold) => ({ threshold, share: share((size) => 1 / size > threshold) })),
  };
}
