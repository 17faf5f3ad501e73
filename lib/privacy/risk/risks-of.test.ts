import { describe, expect, it } from "vitest";
import { risksOf } from "./risks-of.ts";

describe("risksOf", () => {
  it("counts records, not classes, and risks strictly above a threshold", () => {
    const risks = risksOf([
      { size: 1, classes: 2 },
      { size: 2, classes: 1 },
      { size: 10, classes: 2 },
    ]);
    expect(risks).toMatchObject({ prosecutor: 1, journalist: 1, marketer: 5 / 24, uniqueShare: 2 / 24 });
    const at = Object.fromEntries(risks?.atRisk.map(({ threshold, share }) => [threshold, share]) ?? []);
    // A class of ten has a risk of exactly 0.1, a class of two of exactly 0.5.
    expect(at).toEqual({ 0.05: 1, 0.1: 4 / 24, 0.2: 4 / 24, 0.33: 4 / 24, 0.5: 2 / 24 });
  });

  it("takes the journalist's from the population", () => {
    expect(risksOf([{ size: 1, classes: 3 }], 20)).toMatchObject({ prosecutor: 1, journalist: 1 / 20 });
    expect(risksOf([{ size: 1, classes: 3 }], 0)?.journalist).toBe(1);
  });

  it("has nothing to say of no records", () => {
    expect(risksOf([])).toBeUndefined();
    expect(risksOf([{ size: 0, classes: 3 }])).toBeUndefined();
  });
});
