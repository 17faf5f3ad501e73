import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { name, sql } from "#lib/sql";
import { hostileTexts, openTestEngine, type TestEngine, valuesTable } from "#lib/testing";
import { findAnonymizer, keyedFunctions } from "./index.ts";
import { jsonPath, redactJson } from "./redact-json.ts";

vi.setConfig({ testTimeout: 180_000 });

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

const found = findAnonymizer("redact-text");
if (!found?.compile || !found.map) throw new Error("redact-text has both forms");
const { compile, map, params: schema, docs } = found;

const parsed = (given: unknown) => schema.parse(given);
const inSql = (given: unknown) =>
  compile.duckdb({
    value: name("v"),
    type: { name: "string" },
    canonical: name("v"),
    params: parsed(given),
    keyed: keyedFunctions("d", "redact-text"),
    column: () => sql`null`,
  });
const redacted = async (texts: readonly string[], detectors: readonly string[]) =>
  (
    await engine.rows(sql`select ${inSql({ detectors })} from (${valuesTable(texts.map((t) => sql`${t}`))})`)
  ).map(([value]) => String(value));

/** Ways of writing each thing, and texts in which it is not. */
const samples: Readonly<
  Record<string, { readonly has: readonly string[]; readonly hasNot: readonly string[] }>
> = {
  url: {
    has: ["https://a.ru/x?y=1", "http://10.0.0.1:80/", "www.example.com", "ftp://h/f"],
    hasNot: ["a.ru and/or", "x:y"],
  },
  email: { has: ["a.b+c@d-e.ru", "почта@пример.рф", "a @ b.ru"], hasNot: ["@handle b", "a at b"] },
  ip: {
    has: ["10.0.0.1", "255.255.255.255", "2001:db8:0:0:0:0:0:1", "fe80::1", "::1"],
    hasNot: ["10:20:30", "1.2.3", "12:05", "256.1.1"],
  },
  iban: {
    has: ["DE89370400440532013000", "GB82 WEST 1234 5698 7654 32", "de89370400440532013000"],
    hasNot: ["AB12 only", "DE89"],
  },
  card: {
    has: ["4111111111111111", "4111 1111 1111 1111", "4222-2222-2222-2"],
    hasNot: ["411111111111", "4111 11"],
  },
  phone: {
    has: ["+7 (916) 123-45-67", "89161234567", "+49 30 1234567", "415-555-0132"],
    hasNot: ["12345", "2024-01-02"],
  },
  snils: {
    has: ["112-233-445 95", "112 233 445 95", "11223344595", "112-233-445-95"],
    hasNot: ["112-233-44", "1122334459"],
  },
  passport: {
    has: ["4510 123456", "45 10 123456", "4510 № 123456", "45 10, номер 123456", "4510123456"],
    hasNot: ["4510 12345", "451012345678"],
  },
  inn: {
    has: ["7707083893", "500100732259", "ИНН: 7707 083893", "5001 0073 2259"],
    hasNot: ["770708389", "77070838931"],
  },
  "birth-date": {
    has: [
      "12.05.1987 г.р.",
      "дата рождения: 5 мая 1971",
      "родился 1987-05-12",
      "born on March 5, 1971",
      "DOB 05/12/1987",
    ],
    hasNot: ["12.05.1987", "meeting on March 5, 2021"],
  },
  date: {
    has: ["12.05.1987", "1987-05-12", "5 мая 1971", "March 5th, 1971", "5 Mar 1971", "1/2/2003"],
    hasNot: ["10.20.30.40", "12.05", "1987"],
  },
  address: {
    has: [
      "ул. Ленина, д. 5, кв. 12",
      "проспект Мира 10",
      "пр-т Мира, 10к2",
      "12 Baker Street, Apt 4",
      "620014, г. Екатеринбург",
    ],
    hasNot: ["около 12 рублей", "дом большой", "ул"],
  },
  fio: {
    has: [
      "Иванов Иван Иванович",
      "иван иванович",
      "Петрова Анна",
      "анна петрова",
      "Марии Сергеевны",
      "Ивану Кузьмичу",
      "Дмитрий С.",
    ],
    hasNot: ["большой кирпич", "основная роль", "Москва и область"],
  },
  name: { has: ["Anna Smith", "Петров И. И.", "И. Петров"], hasNot: ["hello world", "Привет всем"] },
};

const around = (text: string) => [
  text,
  `x ${text} y`,
  `(${text})`,
  `«${text}»`,
  `${text}\n${text}`,
  `${text}; ${text}`,
  `${text} ${text}`,
];

describe("detectors", () => {
  let cases = 0;
  afterAll(() => {
    console.log(`redact-text: ${cases} texts, in SQL and in JavaScript`);
    expect(cases).toBeGreaterThanOrEqual(850);
  });
  const detectors = Object.keys(samples);

  test("every detector is here", () => {
    const shape = JSON.stringify(docs.examples.map(({ params }) => params?.detectors ?? []));
    for (const detector of detectors) expect(parsed({ detectors: [detector] })).toBeDefined();
    for (const detector of ["fio", "passport", "inn", "iban", "url", "ip"]) expect(shape).toContain(detector);
    expect(detectors.length).toBe(14);
    expect(() => parsed({ detectors: ["other"] })).toThrow();
  });

  test.each(detectors)(
    "%s is found in any surrounding and nowhere else; JSON takes it out alike",
    async (detector) => {
      const { has = [], hasNot = [] } = samples[detector] ?? {};
      const texts = [
        ...has.flatMap(around),
        ...hasNot,
        ...hostileTexts.filter((text) => !text.includes("␀")),
      ];
      const made = await redacted(texts, [detector]);
      const replace = await map.open({
        params: parsed({ detectors: [detector] }),
        type: { name: "json" },
        key: new Uint8Array(),
      });
      for (const [at, text] of texts.entries()) {
        expect(JSON.parse(replace(JSON.stringify([text])) ?? "null"), text.slice(0, 80)).toEqual([made[at]]);
        cases++;
      }
      for (const text of has) {
        for (const [at, surrounding] of around(text).entries()) {
          const result = made[texts.indexOf(surrounding)] ?? "";
          expect(result.includes(text), `${detector}: ${surrounding} → ${result}`).toBe(false);
          expect(result.includes(`[${detector}]`), `${at} ${surrounding}`).toBe(true);
        }
      }
      for (const text of hasNot) expect(made[texts.indexOf(text)]).toBe(text);
    },
  );

  test("all together leave no digits of a number and no part of a name", async () => {
    const text =
      "Иванов Пётр Сергеевич (д.р. 12.05.1987), паспорт 4510 123456, ИНН 500100732259, СНИЛС 112-233-445 95, тел. +7 916 123-45-67, a@b.ru, ул. Ленина, д. 5";
    const [made = ""] = await redacted([text], detectors);
    expect(made).not.toMatch(/\d|Иванов|Сергеевич|Ленина|@/);
    expect(made).toContain("паспорт");
  });
});

describe("JSON", () => {
  const open = (given: unknown) =>
    map.open({ params: parsed(given), type: { name: "json" }, key: new Uint8Array() });

  test("what is none, or would lose digits, goes to quarantine", async () => {
    const apply = await open({});
    const wrong = ["", "{", "'a'", "nul", "[1,]", "[90071992547409931]", "[1e999]", "[".repeat(200_000)];
    expect(wrong.map(apply)).toEqual(wrong.map(() => null));
    expect(['{"a":1.50}', "[0.1,-2,3e2]", "null", '""'].map(apply)).toEqual([
      '{"a":1.5}',
      "[0.1,-2,300]",
      "null",
      '""',
    ]);
  });

  test("keys, shape and everything beside the paths stay", async () => {
    const apply = await open({ paths: ["$.a[1]", '$["b c"].*'.replace(".*", "[*]")] });
    expect(apply('{"a":["x@y.ru","x@y.ru"],"b c":{"k":"x@y.ru","n":null},"d":"x@y.ru"}')).toBe(
      '{"a":["x@y.ru","[email]"],"b c":{"k":"[email]","n":null},"d":"x@y.ru"}',
    );
    expect((await open({}))('{"__proto__":{"a":"x@y.ru"},"constructor":"x@y.ru"}')).toBe(
      '{"__proto__":{"a":"[email]"},"constructor":"[email]"}',
    );
    for (const path of ["a", "$.", "$..a", "$[-1]", "$[?(@.a)]", "$.a b"])
      expect(jsonPath(path), path).toBeUndefined();
    expect(() => parsed({ paths: ["$..a"] })).toThrow();
  });

  test("a document in which nothing is found comes back as it was", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = JSON.stringify(value);
        const made = redactJson(text, [[]], (one) => one);
        return made === null ? /\d{16}|e[+-]?\d/i.test(text) : made === JSON.stringify(JSON.parse(text));
      }),
      { numRuns: 500 },
    );
  });

  test("long texts without an end take no longer than their length", async () => {
    const apply = await open({ detectors: Object.keys(samples) });
    const started = performance.now();
    for (const piece of ["a", "я", "1", "a@", "Аб ", "1 ", "ул. "]) {
      expect(apply(JSON.stringify([piece.repeat(20_000)]))).not.toBeNull();
    }
    // Squares of these lengths would take hours.
    expect(performance.now() - started).toBeLessThan(120_000);
  });
});
