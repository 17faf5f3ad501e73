import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import firstNames from "./first-names.json" with { type: "json" };
import lists from "./lists.json" with { type: "json" };
import { readFaker, readFirstNames } from "./read-faker.ts";

test("the lists are those of the installed data; UPDATE_LISTS=1 writes them anew", () => {
  const fresh = readFaker();
  const freshNames = readFirstNames();
  if (process.env.UPDATE_LISTS === "1") {
    writeFileSync(new URL("./lists.json", import.meta.url), `${JSON.stringify(fresh)}\n`);
    writeFileSync(new URL("./first-names.json", import.meta.url), `${JSON.stringify(freshNames)}\n`);
    return;
  }
  expect(lists).toEqual(fresh);
  expect(firstNames).toEqual(freshNames);
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

test("names are recognized from the whole alphabet", () => {
  const initials = new Set(firstNames.map((name) => name[0]));
  expect([..."abcdefghijklmnopqrstuvwxyz"].filter((letter) => !initials.has(letter))).toEqual([]);
  expect(firstNames).toEqual(expect.arrayContaining(["mary", "james", "william", "юлия", "олег"]));
});
