import { expect, it } from "vitest";
import { pathNamed } from "./path-asked.ts";

const of = (...files: readonly (readonly [place: string, is?: string])[]) =>
  files.map(([place, is = place]) => ({ place, is }));
const files = of(["/in/a/x.csv"], ["/in/b/x.csv"], ["/in/b/y.csv"], ["people.csv", "upload 1"], ["x.csv"]);
const named = (wanted: string, all = files) => pathNamed(all, wanted)?.is;

it("a path means what it names alone: a whole path, or an end that no other has", () => {
  expect(named("/in/a/x.csv")).toBe("/in/a/x.csv");
  expect(named("a/x.csv")).toBe("/in/a/x.csv");
  expect(named("y.csv")).toBe("/in/b/y.csv");
  expect(named("people.csv")).toBe("upload 1");
  expect(named("x.csv")).toBe("x.csv");
  expect(named("x.csv", files.slice(0, 2))).toBeUndefined();
  expect(named("x.csv", of(["/in/a/x.csv"], ["/in/a/x.csv"]))).toBe("/in/a/x.csv");
  expect(named("people.csv", of(["people.csv", "upload 1"], ["people.csv", "upload 2"]))).toBeUndefined();
  for (const none of ["", ".csv", "/in/b", "../in/a/x.csv", "z.csv"]) expect(named(none)).toBeUndefined();
});
