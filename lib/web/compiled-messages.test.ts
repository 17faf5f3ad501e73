import format from "icu-minify/format";
import { expect, test } from "vitest";
import { locales } from "#lib/kernel";
import { compiledMessages } from "./compiled-messages.ts";

const objectsIn = (value: unknown): object[] =>
  typeof value === "object" && value !== null ? [value, ...Object.values(value).flatMap(objectsIn)] : [];

test.each(locales)("what is compiled in %s can be sent to a browser", (locale) => {
  const objects = objectsIn(compiledMessages[locale]);
  expect(objects.length).toBeGreaterThan(50);
  for (const one of objects)
    expect([Object.prototype, Array.prototype]).toContain(Object.getPrototypeOf(one));
});

test("plurals stay what they were", () => {
  const said = (count: number) =>
    format(compiledMessages.ru.common.tableCount, "ru", { count }, { formatters });
  const formatters = {
    getDateTimeFormat: (...args: ConstructorParameters<typeof Intl.DateTimeFormat>) =>
      new Intl.DateTimeFormat(...args),
    getNumberFormat: (...args: ConstructorParameters<typeof Intl.NumberFormat>) =>
      new Intl.NumberFormat(...args),
    getPluralRules: (...args: ConstructorParameters<typeof Intl.PluralRules>) =>
      new Intl.PluralRules(...args),
  };
  expect([1, 2, 5].map(said)).toEqual(["1 таблица", "2 таблицы", "5 таблиц"]);
});
