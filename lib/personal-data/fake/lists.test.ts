import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import lists from "./lists.json" with { type: "json" };
import { readFaker } from "./read-faker.ts";

test("the lists are those of the installed data; UPDATE_LISTS=1 writes them anew", () => {
  const fresh = readFaker();
  if (process.env.UPDATE_LISTS === "1") {
    writeFileSync(new URL("./lists.json", import.meta.url), `${JSON.stringify(fresh)}\n`);
    return;
  }
  expect(lists).toEqual(fresh);
});

test("every list has enough words, none twice, none with a quote that a CSV or SQL would have to escape twice", () => {
  for (const locale of ["en", "ru"] as const) {
    const { first, last, patronymic, ...others } = lists[locale];
    const all = [first, last, patronymic]
      .flatMap((names) => [names.female, names.male])
      .concat(Object.values(others));
    expect(all.length).toBe(10);
    for (const words of all) {
      expect(words.length).toBeGreaterThanOrEqual(60);
      expect(new Set(words).size).toBe(words.length);
      expect(words.every((word) => word.trim() === word && word !== "" && !word.includes('"'))).toBe(true);
    }
  }
});
