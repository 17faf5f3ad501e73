import { describe, expect, test } from "vitest";
import { fakeNames } from "#lib/personal-data";
import { demoNames } from "./names.ts";

/** Every text anywhere inside. */
const texts = (value: unknown): readonly string[] =>
  typeof value === "string"
    ? [value]
    : typeof value === "object" && value !== null
      ? Object.values(value).flatMap(texts)
      : [];

describe("demo names", () => {
  test("are disjoint from every list that fake values are drawn from", () => {
    const demo = texts(demoNames).map((name) => name.toLowerCase());
    const fake = new Set(texts(fakeNames).map((name) => name.toLowerCase()));
    expect(demo.length).toBeGreaterThan(150);
    expect(fake.size).toBeGreaterThan(1000);
    expect(demo.filter((name) => fake.has(name))).toEqual([]);
  });
});
