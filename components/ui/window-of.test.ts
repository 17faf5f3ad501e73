import { expect, test } from "vitest";
import { scrolledTo, trackOf, windowOf } from "./window-of.ts";

const equal = trackOf(1000, 32);
const own = trackOf(4, [100, 50, 200, 80]);

test("lines of equal size show where they fall, and some beyond", () => {
  expect(windowOf(equal, 0, 320, 0)).toEqual({ from: 0, to: 10 });
  expect(windowOf(equal, 33, 320, 0)).toEqual({ from: 1, to: 12 });
  expect(windowOf(equal, 3200, 320, 8)).toEqual({ from: 92, to: 118 });
  expect(windowOf(equal, 32_000, 320, 0)).toEqual({ from: 1000, to: 1000 });
});

test("lines of their own size show where they fall", () => {
  expect(own.total).toBe(430);
  expect(windowOf(own, 0, 100, 0)).toEqual({ from: 0, to: 1 });
  expect(windowOf(own, 100, 51, 0)).toEqual({ from: 1, to: 3 });
  expect(windowOf(own, 149, 1, 1)).toEqual({ from: 0, to: 3 });
  expect(windowOf(own, 350, 500, 0)).toEqual({ from: 3, to: 4 });
  expect(windowOf(trackOf(0, []), 0, 100, 3)).toEqual({ from: 0, to: 0 });
});

test("scrolling shows a line whole, as little as does it", () => {
  expect(scrolledTo(own, 0, 120, 100)).toBe(0);
  expect(scrolledTo(own, 2, 0, 300)).toBe(50);
  expect(scrolledTo(own, 1, 90, 100)).toBe(90);
  expect(scrolledTo(equal, 20, 0, 320)).toBe(352);
});
