import { describe, expect, it } from "vitest";
import { binClassSizes } from "./bin-class-sizes.ts";

describe("binClassSizes", () => {
  const sizes = [
    { size: 3, classes: 2 },
    { size: 5, classes: 7 },
    { size: 9, classes: 4 },
    { size: 10, classes: 1 },
    { size: 41, classes: 5 },
  ];

  it("puts a border at k, so that classes below it stand apart", () => {
    const bins = binClassSizes(sizes, 5);
    expect(bins[0]).toEqual({ from: 1, label: "1–4", classes: 2 });
    expect(bins[1]).toEqual({ from: 5, label: "5–9", classes: 11 });
  });

  it("loses no class", () => {
    for (const k of [undefined, 2, 5, 100]) {
      const total = binClassSizes(sizes, k).reduce((sum, bin) => sum + bin.classes, 0);
      expect(total).toBe(19);
    }
  });

  it("answers one empty bin for no classes", () => {
    expect(binClassSizes([], undefined)).toEqual([{ from: 1, label: "1", classes: 0 }]);
  });
});
