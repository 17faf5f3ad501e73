import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { errorMessage, errorText } from "#lib/kernel";
import { refusalOf, scriptRefusals, scriptRefused } from "./script-refusals.ts";

const places = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).toSorted();

/** Every `Refused(…)` of the runner: its reason, and the names of what it is filled with. */
async function refusalsOfRunner(): Promise<readonly (readonly [reason: string, given: readonly string[]])[]> {
  const folder = path.join(import.meta.dirname, "..", "python");
  const files = (await readdir(folder)).filter((name) => name.endsWith(".py"));
  const texts = await Promise.all(files.map((name) => readFile(path.join(folder, name), "utf8")));
  const calls = texts.flatMap((text) => text.split("\n").filter((line) => line.includes("raise Refused(")));
  return calls.flatMap((line) => {
    const given = [...line.matchAll(/[(,] ?(\w+)=/g)].map(([, name = ""]) => name).toSorted();
    const reasons = line.slice(0, line.indexOf(", ") < 0 ? undefined : line.indexOf(", "));
    return [...reasons.matchAll(/"([\w-]+)"/g)].map(([, reason = ""]) => [reason, given] as const);
  });
}

it("each reason is said in both languages with the same parameters", () => {
  const all = Object.entries(scriptRefusals);
  expect(all.length).toBeGreaterThan(30);
  for (const [reason, { en, ru }] of all) {
    expect(places(ru), reason).toEqual(places(en));
    expect(ru, reason).toMatch(/[а-я]{3}/);
  }
});

it("each refusal of the runner is one of them, filled as its text wants", async () => {
  const found = await refusalsOfRunner();
  expect(found.length).toBeGreaterThan(18);
  for (const [reason, given] of found) {
    expect(refusalOf(reason), reason).toBe(reason);
    expect(given, reason).toEqual(places(scriptRefusals[refusalOf(reason)].en));
  }
});

it("says in each language what is wrong, in which column and at which line", () => {
  const place = { stage: "anonymize", table: "visits", column: "city", line: 3 };
  const error = scriptRefused(place, "mixed-types", { column: "city", types: "int, str" });
  expect(errorText(error.toData())).toEqual({
    en: "Table visits.city: the anonymize script is not allowed: line 3: column city holds values of different types (int, str)",
    ru: "Таблица visits.city: скрипт этапа «Обезличивание» не допускается: строка 3: в колонке city значения разных типов (int, str)",
  });
  expect(error.place).toEqual(place);
});

it("shows nothing of a reason that a script has made up", () => {
  const error = scriptRefused({ stage: "transform", table: "visits" }, refusalOf("Иванова 4711"), {
    name: "Иванова 4711",
  });
  expect(errorMessage(error.toData(), "en")).not.toContain("4711");
});
