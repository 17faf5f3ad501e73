import plans from "./numbering-plans.json" with { type: "json" };

/**
 * Numbering plans of the world, read off libphonenumber's metadata (Apache 2.0) by this room's test, as patterns of RE2:
 * which numbers a country calling code has, and how a number is written inside a country.
 */
export interface NumberingPlan {
  /** The country calling code: `7`. */
  readonly code: string;
  /** What a national number may start with when dialled inside the country, as a pattern; empty where nothing. */
  readonly prefix: string;
  /** What is dialled before a foreign number, as a pattern. */
  readonly abroad: string;
  /** The national number, without what stands before. */
  readonly pattern: string;
}

/** Plans by country (ISO 3166-1), the few left out where a national number is more than a prefix and digits. */
export const numberingPlans: Readonly<Record<string, NumberingPlan>> = plans.countries;

/** Every assigned international number, without the plus. */
export const internationalNumber: string = plans.international;
