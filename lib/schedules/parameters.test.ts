import { expect, test } from "vitest";
import type { DeclaredParameter, GivenParameters } from "#lib/contracts";
import { dateOf, readParameter, resolveParameters } from "./index.ts";

const moscow = { at: new Date("2026-03-01T22:30:00Z"), timeZone: "Europe/Moscow" };
const one = (declared: Omit<DeclaredParameter, "name">) => ({ name: "p", ...declared });
const read = (declared: Omit<DeclaredParameter, "name">, value: string | number | boolean) => {
  const result = readParameter(one(declared), value);
  return result.ok ? result.value : result.error.code;
};

test("relative days are those of the run's instant, in its zone", () => {
  expect(dateOf("run-date", moscow)).toBe("2026-03-02");
  expect(dateOf("run-date", { ...moscow, timeZone: "UTC" })).toBe("2026-03-01");
  expect(dateOf("yesterday", moscow)).toBe("2026-03-01");
  expect(dateOf("first-day-of-month", moscow)).toBe("2026-03-01");
  expect(dateOf("first-day-of-previous-month", moscow)).toBe("2026-02-01");
  expect(dateOf("last-day-of-previous-month", moscow)).toBe("2026-02-28");
  expect(dateOf("first-day-of-year", moscow)).toBe("2026-01-01");
});

test("each type takes its written form and no other", () => {
  const cases = [
    ["date", "2024-02-29", "2024-02-29"],
    ["date", "2023-02-29", "parameter-date"],
    ["date", "yesterday", "yesterday"],
    ["date", "tomorrow", "parameter-date"],
    ["date", "0000-01-01", "parameter-date"],
    ["integer", 42, "42"],
    ["integer", " 007 ", "7"],
    ["integer", "1.0", "parameter-integer"],
    ["integer", 1.5, "parameter-integer"],
    ["integer", 1e18, "parameter-integer"],
    ["integer", 2 ** 53, "parameter-integer"],
    ["integer", "999999999999999999", "999999999999999999"],
    ["integer", true, "parameter-integer"],
    ["decimal", "12.50", "12.50"],
    ["decimal", 0.1, "0.1"],
    ["decimal", "1e5", "parameter-decimal"],
    ["decimal", "NaN", "parameter-decimal"],
    ["boolean", true, "true"],
    ["boolean", "false", "false"],
    ["boolean", 1, "parameter-boolean"],
    ["string", " 'quoted' ", " 'quoted' "],
    ["string", "a\0b", "parameter-string"],
    ["string", "x".repeat(1001), "parameter-string"],
    ["string", 5, "parameter-string"],
  ] as const;
  for (const [type, value, expected] of cases)
    expect([type, value, read({ datatype: type }, value)]).toEqual([type, value, expected]);
  expect(read({ datatype: "choice", choices: ["north", "south"] }, "north")).toBe("north");
  expect(read({ datatype: "choice", choices: ["north", "south"] }, "North")).toBe("parameter-choice");
});

const declared: readonly DeclaredParameter[] = [
  { name: "day", datatype: "date", default: "yesterday" },
  { name: "region", datatype: "string", required: true },
  { name: "limit", datatype: "integer" },
];
const resolved = (given: GivenParameters) => resolveParameters(declared, given, moscow);

test("given values come before defaults, and a value that nobody gave is null", () => {
  expect(resolved({ region: "north" })).toEqual({
    ok: true,
    value: [
      { name: "day", type: "date", value: "2026-03-01" },
      { name: "region", type: "string", value: "north" },
      { name: "limit", type: "integer", value: null },
    ],
  });
  expect(resolved({ region: "", day: "2026-01-05" })).toMatchObject({
    value: [{ value: "2026-01-05" }, { value: "" }, {}],
  });
});

test("everything that is wrong is named at once, each at its place", () => {
  const result = resolved({ limit: "ten", colour: "red" });
  expect(result.ok ? [] : result.error.map(({ code, place }) => [code, place?.path])).toEqual([
    ["parameter-unknown", "parameters/colour"],
    ["parameter-missing", "parameters/region"],
    ["parameter-integer", "parameters/limit"],
  ]);
});
