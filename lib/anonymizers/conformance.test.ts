import { createHmac } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { type ColumnType, type ColumnTypeName, formatColumnType, parseColumnType } from "#lib/contracts";
import { fakeNames } from "#lib/personal-data";
import { duckdbQuoting, name, render, type Sql, sql, unsafeText } from "#lib/sql";
import {
  edgeValues,
  engineTypeOf,
  openTestEngine,
  type TestEngine,
  testSecret,
  valuesTable,
} from "#lib/testing";
import {
  type AnonymizeContext,
  type Anonymizer,
  anonymizers,
  findAnonymizer,
  findKeyStrategy,
  isKeyed,
  keyedFunctions,
  keyStrategies,
  lengthLimitOf,
  mapFormOf,
  uniquenessOf,
} from "./index.ts";

let engine: TestEngine;
let otherKey: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  otherKey = await openTestEngine(8);
});
afterAll(() => {
  engine.close();
  otherKey.close();
});

const everyRule: readonly Anonymizer[] = anonymizers.map((rule) => {
  const found = findAnonymizer(rule.id);
  if (!found) throw new Error(`${rule.id} is not found`);
  return found;
});
/** Those in SQL; the others are tested in `map-conformance.test.ts`. */
const rules = everyRule.filter((rule) => rule.compile);
const ruleOf = (id: string): Anonymizer => {
  const found = findAnonymizer(id);
  if (!found) throw new Error(`${id} is not found`);
  return found;
};

const typeOf = (text: string | undefined): ColumnType => {
  const type = parseColumnType(text ?? "string");
  if (!type) throw new Error(`an example has the type ${text}`);
  return type;
};
const anyType = (typeName: ColumnTypeName): ColumnType =>
  typeName === "decimal" ? { name: "decimal", precision: 12, scale: 2 } : { name: typeName };
const cast = (text: string | null, type: ColumnType): Sql =>
  sql`cast(${text} as ${unsafeText(engineTypeOf(type))})`;
const asText = (value: Sql, type: ColumnType): Sql =>
  type.name === "binary" ? sql`hex(${value})` : sql`cast(${value} as varchar)`;

/** Other columns of the row: a latitude where one is asked for, a sex elsewhere. */
const columnOf = (column: string): Sql => (column === "lat" ? sql`55.7558` : sql`'f'`);

/** A hierarchy of the test: cities, regions, countries. */
const cityLabel = (value: Sql) => (level: number) =>
  sql`case when cast(${value} as varchar) = 'Тверь' then ${level === 1 ? "ЦФО" : "Россия"} end`;

/** Compiles over a column `v`; the identity and the entity are columns where a test has them, else constants. */
function compiled(
  rule: Anonymizer,
  type: ColumnType,
  given: unknown,
  row: Partial<AnonymizeContext<unknown>> = {},
): Sql {
  if (!rule.compile) throw new Error(`${rule.id} is no SQL`);
  return rule.compile.duckdb({
    value: name("v"),
    type,
    canonical: asText(name("v"), type),
    params: rule.params.parse(given ?? {}),
    keyed: keyedFunctions("test/table.column", rule.id),
    path: "table.column",
    identity: sql`'row 1'`,
    entity: sql`'person 1'`,
    column: columnOf,
    keyedFor: (other) => keyedFunctions("test/table.column", other),
    hierarchy: (wanted) => (wanted === "city" ? cityLabel(name("v")) : undefined),
    ...row,
  });
}

/** Whether a document may hold the rule with these parameters on this type: what is refused is not compiled. */
function fits(rule: Anonymizer, type: ColumnType, given: unknown): boolean {
  const params = rule.params.parse(given);
  // Applied by threads: `map-conformance.test.ts`.
  if (mapFormOf(rule, params, type)) return false;
  const datatypes = new Map([
    ["lat", "float"],
    ["city", "string"],
  ]);
  return !rule.problem?.(params, type) && !rule.problemInTable?.(params, type, datatypes);
}

function returnsOf(rule: Anonymizer, type: ColumnType, given: unknown): ColumnType | "none" {
  const { returns } = rule;
  if (typeof returns === "function") return returns(type, rule.params.parse(given ?? {}));
  if (returns === "none") return "none";
  return returns === "same" ? type : anyType(returns);
}

const parametersOf = (rule: Anonymizer): Readonly<Record<string, unknown>>[] => {
  const seen = rule.docs.examples.map((example) => example.params ?? {});
  return [...new Map(seen.map((params) => [JSON.stringify(params), params])).values()];
};

describe("docs examples run on the engine", () => {
  let cases = 0;
  afterAll(() => {
    console.log(`anonymizers: ${cases} examples executed`);
    expect(cases).toBeGreaterThanOrEqual(160);
  });
  for (const rule of rules) {
    for (const example of rule.docs.examples) {
      if (mapFormOf(rule, rule.params.parse(example.params ?? {}), typeOf(example.type))) continue;
      test(`${rule.id} ${JSON.stringify(example.params ?? {})} ${JSON.stringify(example.input)}`, async () => {
        const type = typeOf(example.type);
        const table = sql`(select ${cast(example.input, type)} as v)`;
        const output = await engine.value(
          sql`select cast(${compiled(rule, type, example.params)} as varchar) from ${table}`,
        );
        if (example.output !== undefined) expect(output).toBe(example.output);
        else {
          expect(isKeyed(rule, rule.params.parse(example.params ?? {}))).toBe(true);
          expect(typeof output).toBe("string");
          expect(output).not.toBe(example.input);
        }
        cases++;
      });
    }
  }
});

// Hundreds of statements, some over texts of a megabyte: minutes where other work fills the cores.
vi.setConfig({ testTimeout: 180_000 });

describe("no value makes a rule fail; nulls and types are as declared; a second run gives the same", () => {
  let cases = 0;
  afterAll(() => {
    console.log(`anonymizers: ${cases} rules × types × parameters over edge values`);
    expect(cases).toBeGreaterThanOrEqual(430);
  });
  for (const rule of rules) {
    test(rule.id, async () => {
      for (const typeName of rule.accepts) {
        const type = anyType(typeName);
        for (const given of parametersOf(rule)) {
          if (!fits(rule, type, given)) continue;
          const out = compiled(rule, type, given);
          const edges = edgeValues(type);
          const query = sql`select v is null, o is null, typeof(o), md5(cast(o as varchar)) from (select v, ${out} as o from (${valuesTable(edges)})) order by all`;
          const rows = await engine.rows(query);
          expect(rows.length).toBe(edges.length);
          if (rule.properties.nulls === "kept") {
            for (const [wasNull, isNull] of rows) if (wasNull) expect(isNull).toBe(true);
          }
          const returns = returnsOf(rule, type, given);
          if (returns !== "none") {
            const expected = engineTypeOf(returns)
              .toUpperCase()
              .replace("TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE");
            expect(
              new Set(rows.map((row) => row[2])),
              `${rule.id} ${formatColumnType(type)} ${JSON.stringify(given)}`,
            ).toEqual(new Set([expected]));
          }
          if (rule.properties.deterministic) expect(await engine.rows(query)).toEqual(rows);
          cases++;
        }
      }
    });
  }
});

describe("declared properties hold on a sample", () => {
  /** Injectivity is looked for among more values than the rest needs. */
  const rowsInSample = (unique: boolean) => (unique ? 100_000 : 20_000);
  const sampleOf = (rows: number) => sql`select cast(i as varchar) || '@x' as v from range(${rows}) r(i)`;
  let cases = 0;
  afterAll(() => {
    console.log(`anonymizers: ${cases} rules × parameters over samples in two orders`);
    expect(cases).toBeGreaterThanOrEqual(70);
  });
  for (const rule of rules.filter((r) => r.accepts.includes("string"))) {
    test(rule.id, async () => {
      for (const given of parametersOf(rule).filter((one) => fits(rule, typeOf("string"), one))) {
        const params = rule.params.parse(given);
        const unique = uniquenessOf(rule, params) === "preserved";
        const sample = sampleOf(rowsInSample(unique));
        const mixed = sql`select v from (${sample}) order by hash(v)`;
        const out = compiled(rule, typeOf("string"), given, { identity: name("v") });
        const made = (rows: Sql) => sql`select v, ${out} as o from (${rows})`;
        const [row] = await engine.rows(
          sql`select count(distinct o), count(o), bool_or(cast(o as varchar) = v) from (${made(sample)})`,
        );
        const [distinct, present, same] = row ?? [];
        const all = String(rowsInSample(unique));
        if (unique) expect(distinct).toBe(all);
        const mix = (rows: Sql) =>
          sql`select md5(string_agg(coalesce(cast(o as varchar), chr(31)), ',' order by v)) from (${made(rows)})`;
        expect(await engine.value(mix(mixed))).toBe(await engine.value(mix(sample)));
        if (isKeyed(rule, params)) {
          expect(present).toBe(all);
          expect(same).toBe(false);
          expect(await otherKey.value(mix(sample))).not.toBe(await engine.value(mix(sample)));
        } else expect(await otherKey.value(mix(sample))).toBe(await engine.value(mix(sample)));
        cases++;
      }
    });
  }

  test("no text is longer than its rule promises, hostile and huge ones included", async () => {
    let limits = 0;
    for (const rule of rules) {
      for (const given of parametersOf(rule)) {
        const limit = lengthLimitOf(rule, rule.params.parse(given));
        const type = rule.accepts.includes("string")
          ? typeOf("string")
          : anyType(rule.accepts[0] ?? "string");
        if (limit === undefined || !fits(rule, type, given)) continue;
        const out = compiled(rule, type, given);
        const more = type.name === "string" ? sql` union all ${sampleOf(1000)}` : sql``;
        const most = limit === "as-input" ? sql`length(cast(v as varchar))` : sql`${limit}`;
        const longer = sql`select count(*) from (select v, ${out} as o from (${valuesTable(edgeValues(type))}${more})) where length(cast(o as varchar)) > ${most}`;
        expect(await engine.value(longer), `${rule.id} ${JSON.stringify(given)}`).toBe("0");
        limits++;
      }
    }
    expect(limits).toBeGreaterThanOrEqual(35);
  });

  test("what is no key is no key strategy, and the surrogate is one", () => {
    expect(keyStrategies.map((strategy) => strategy.id)).toEqual([
      "surrogate",
      "keep",
      "pseudonymize",
      "encrypt",
      "fpe",
      "identifier",
      "fake",
    ]);
    expect(findKeyStrategy("mask")).toBeUndefined();
    const unique = (given: unknown) =>
      uniquenessOf(ruleOf("pseudonymize"), ruleOf("pseudonymize").params.parse(given));
    expect(
      [{}, { output: "base32" }, { output: "uuid" }, { length: 20 }, { output: "base32", length: 16 }].map(
        unique,
      ),
    ).toEqual(Array(5).fill("preserved"));
    expect([{ output: "int64" }, { length: 19 }, { output: "base32", length: 15 }].map(unique)).toEqual(
      Array(3).fill("not-guaranteed"),
    );
  });
});

describe("declarations", () => {
  test("the SQL of every rule is as it was approved: a change of output needs a new version", () => {
    const golden = rules.flatMap((rule) =>
      parametersOf(rule).map((given) => {
        const type = rule.accepts.includes("string")
          ? typeOf("string")
          : anyType(rule.accepts[0] ?? "string");
        const { text, secrets } = render(compiled(rule, type, given), duckdbQuoting);
        const short = text.replace(/\['[^\]]{300,}\]/g, (words) => `[${words.length} characters of words]`);
        return `${rule.id}@${rule.version} ${JSON.stringify(given)} secrets: ${secrets.length}\n  ${short}`;
      }),
    );
    expect(golden.length).toBeGreaterThanOrEqual(75);
    expect(`${golden.join("\n")}\n`).toMatchSnapshot();
  });

  test("ids are unique, texts and fields have both languages", () => {
    expect(new Set(rules.map((rule) => rule.id)).size).toBe(rules.length);
    let fields = 0;
    const everyField = (schema: unknown, place: string): void => {
      const { properties } = z
        .object({ properties: z.record(z.string(), z.unknown()).optional() })
        .parse(schema);
      for (const [field, inner] of Object.entries(properties ?? {})) {
        expect(inner, `${place}.${field}`).toMatchObject({
          label: { en: expect.any(String), ru: expect.stringMatching(/[а-яё]/i) },
        });
        everyField(inner, `${place}.${field}`);
        fields++;
      }
    };
    for (const { id, docs, technique, params } of rules) {
      for (const words of [docs.title, docs.summary, docs.risk, technique.label]) {
        expect(words.en !== "" && /[а-яё]/i.test(words.ru), id).toBe(true);
      }
      everyField(z.toJSONSchema(params, { io: "input" }), id);
    }
    expect(fields).toBeGreaterThanOrEqual(30);
  });

  test("an unknown id finds nothing, an unknown parameter is refused", () => {
    expect([findAnonymizer("x"), findAnonymizer("constructor"), findKeyStrategy("drop")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    for (const rule of rules)
      expect(rule.params.safeParse({ ...parametersOf(rule)[0], surplus: 1 }).success, rule.id).toBe(false);
  });
});

describe("keyed functions", () => {
  test("hmac is RFC 2104's HMAC-SHA-256", async () => {
    const key = testSecret({ domain: "d", purpose: "p", form: "raw" });
    const { hmac } = keyedFunctions("d", "p");
    for (const value of ["", "a", "Иван ' \" \\", "👍", "x".repeat(5000)]) {
      const expected = createHmac("sha256", key).update(value).digest("hex");
      expect(await engine.value(sql`select ${hmac(name("v"))} from (select ${value} as v)`)).toBe(expected);
    }
  });

  test("pseudonyms are the leading bits of that hash, in RFC 4648's base32hex and RFC 9562's UUID of version 8", async () => {
    const key = testSecret({ domain: "test/table.column", purpose: "pseudonymize", form: "raw" });
    const hash = createHmac("sha256", key).update("4711").digest();
    const bits = [...hash].map((byte) => byte.toString(2).padStart(8, "0")).join("");
    const base32 = (bits.match(/.{5}/g) ?? [])
      .map((five) => "0123456789abcdefghijklmnopqrstuv"[Number.parseInt(five, 2)])
      .join("");
    const of = (given: unknown) =>
      engine.value(
        sql`select cast(${compiled(ruleOf("pseudonymize"), typeOf("string"), given)} as varchar) from (select '4711' as v)`,
      );
    expect(await of({ length: 64 })).toBe(hash.toString("hex"));
    for (const length of [8, 12, 13, 26, 48])
      expect(await of({ output: "base32", length })).toBe(base32.slice(0, length));
    expect(await of({ output: "uuid" })).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(await of({ output: "int64" })).toBe(String(hash.readBigUInt64BE() >> 1n));
  });

  test("pick is uniform, and another one for each use", async () => {
    const { pick } = keyedFunctions("d", "p");
    const rows = await engine.rows(
      sql`select ${pick(name("v"), "a")} % 10 as bin, count(*) from (select i::varchar as v from range(100000) r(i)) group by bin order by bin`,
    );
    const chi = rows.reduce((sum, [, count]) => sum + (Number(count) - 10_000) ** 2 / 10_000, 0);
    expect(rows.length).toBe(10);
    // 0.999 of the chi-squared distribution with 9 degrees of freedom; the key is fixed, so this never flickers.
    expect(chi).toBeLessThan(27.9);
    expect(await engine.value(sql`select ${pick(sql`'x'`, "a")} = ${pick(sql`'x'`, "b")}`)).toBe(false);
  });
});

describe("laws", () => {
  test("date-shift keeps order and distance, is never zero and never beyond the limit", async () => {
    const rule = ruleOf("date-shift");
    const out = compiled(rule, typeOf("date"), { days: 5 }, { entity: name("e") });
    const rows = await engine.rows(
      sql`select e, list_sort(list(distinct (${out}) - v)) from (select (i % 5000)::varchar as e, date '2020-01-01' + (i // 5000)::integer as v from range(20000) r(i)) group by e`,
    );
    const shifts = rows.map((row) => String(row[1]));
    expect(rows.length).toBe(5000);
    expect(new Set(shifts)).toEqual(
      new Set(["-5", "-4", "-3", "-2", "-1", "1", "2", "3", "4", "5"].map((days) => `["${days}"]`)),
    );
    expect(
      await engine.value(
        sql`select ${compiled(rule, typeOf("date"), {}, { entity: sql`null::varchar` })} from (select date '2020-01-01' as v)`,
      ),
    ).toBeNull();
  });

  test("noise has the declared scale, stays inside, does not pile up at bounds and differs with identity, value and parameters", async () => {
    const rule = ruleOf("noise");
    const spread = async (given: unknown, deviation: Sql) =>
      Number(
        await engine.value(
          sql`select ${deviation} from (select ${compiled(rule, typeOf("float"), given, { identity: name("id") })} - v as d from (select i::varchar as id, 50.0::double as v from range(100000) r(i)))`,
        ),
      );
    expect(await spread({ scale: 2 }, sql`avg(abs(d))`)).toBeCloseTo(2, 1);
    expect(await spread({ scale: 2, distribution: "gaussian" }, sql`stddev_pop(d)`)).toBeCloseTo(2, 1);
    expect(Math.abs(await spread({ scale: 2 }, sql`avg(d)`))).toBeLessThan(0.05);
    const bounded = compiled(
      rule,
      typeOf("integer"),
      { scale: 30, minimum: 0, maximum: 100 },
      { identity: name("id") },
    );
    const [row] = await engine.rows(
      sql`select min(o), max(o), count(*) filter (where o = 0), count(*) filter (where o = 1), count(distinct o) from (select ${bounded} as o from (select i::varchar as id, 5::bigint as v from range(100000) r(i)))`,
    );
    const [least, most, atBound, beside, distinct] = (row ?? []).map(Number);
    expect([least, most, distinct]).toEqual([0, 100, 101]);
    expect(atBound ?? 0).toBeLessThan(beside ?? 0);
    const results = [
      compiled(rule, typeOf("float"), { scale: 2 }),
      compiled(rule, typeOf("float"), { scale: 2 }, { identity: sql`'row 2'` }),
      compiled(rule, typeOf("float"), { scale: 2 }, { path: "table.other" }),
      compiled(rule, typeOf("float"), { scale: 4 }),
    ].map((out, at) => sql`(${out} - v) / ${at === 3 ? 4 : 2}`);
    const [noises] = await engine.rows(
      sql`select ${results.reduce((all, one) => sql`${all}, ${one}`)} from (select 10.0::double as v)`,
    );
    expect(new Set(noises).size).toBe(4);
  });

  test("generalize-number puts every number into the interval that holds it", async () => {
    const rule = ruleOf("generalize-number");
    const numbers = fc.sample(fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }), { numRuns: 500, seed: 2 });
    const width = 37n;
    const rows = await engine.rows(
      sql`select ${compiled(rule, typeOf("integer"), { width: 37, output: "lower" })} from (${valuesTable(numbers.map((n) => cast(String(n), typeOf("integer"))))})`,
    );
    const floors = numbers.map((n) => String(n - (((n % width) + width) % width)));
    expect(rows.map(([lower]) => lower)).toEqual(floors);
  });

  test("fake agrees with the gender column and picks from its lists only", async () => {
    const rule = ruleOf("fake");
    for (const [word, gender] of [
      ["Ж ", "female"],
      ["male", "male"],
    ] as const) {
      const out = compiled(
        rule,
        typeOf("string"),
        { kind: "full-name", locale: "ru", gender: { column: "g" } },
        { column: () => sql`${word}` },
      );
      const rows = await engine.rows(
        sql`select distinct ${out} from (select i::varchar as v from range(5000) r(i))`,
      );
      expect(rows.length).toBeGreaterThan(4000);
      for (const [full] of rows) {
        const [last = "", first = "", patronymic = ""] = String(full).split(" ");
        expect(fakeNames.ru.last[gender]).toContain(last);
        expect(fakeNames.ru.first[gender]).toContain(first);
        expect(fakeNames.ru.patronymic[gender]).toContain(patronymic);
      }
    }
  });

  test("fake e-mails, phones and addresses lie in ranges that belong to nobody", async () => {
    const of = async (kind: string, locale: string) =>
      (
        await engine.rows(
          sql`select ${compiled(ruleOf("fake"), typeOf("string"), { kind, locale })} from (select i::varchar as v from range(5000) r(i))`,
        )
      ).map(([value]) => String(value));
    for (const locale of ["en", "ru"]) {
      for (const email of await of("email", locale))
        expect(email).toMatch(/^[a-z]+\.[a-z]+\d{6}@example\.(com|net|org)$/);
      for (const ip of await of("ip", locale)) expect(ip).toMatch(/^198\.1[89]\.\d{1,3}\.\d{1,3}$/);
    }
    for (const phone of await of("phone", "ru")) expect(phone).toMatch(/^\+7000\d{7}$/);
    for (const phone of await of("phone", "en")) expect(phone).toMatch(/^\+1[2-9]\d{2}55501\d{2}$/);
  });

  test("redact-text leaves no phone of any usual spelling", async () => {
    const rule = ruleOf("redact-text");
    const spellings = (d: string) => [
      `+7${d}`,
      `8${d}`,
      d,
      `+7 (${d.slice(0, 3)}) ${d.slice(3, 6)}-${d.slice(6, 8)}-${d.slice(8)}`,
      `8-${d.slice(0, 3)}-${d.slice(3, 6)}-${d.slice(6, 8)}-${d.slice(8)}`,
      `8(${d.slice(0, 3)})${d.slice(3)}`,
      `7\u00a0${d.slice(0, 3)}\u00a0${d.slice(3, 6)}\u00a0${d.slice(6, 8)}\u00a0${d.slice(8)}`,
      `${d.slice(0, 3)} ${d.slice(3, 6)} ${d.slice(6, 8)} ${d.slice(8)}`,
      `+7.${d.slice(0, 3)}.${d.slice(3, 6)}.${d.slice(6)}`,
    ];
    const numbers = fc
      .sample(fc.integer({ min: 9_000_000_000, max: 9_999_999_999 }), { numRuns: 20, seed: 4 })
      .map(String);
    const texts = numbers
      .flatMap((d) => spellings(d))
      .flatMap((s) => [s, `тел${s}.`, `(${s})`, `${s},${s}`, `x ${s} y`, `${s}\n${s}`]);
    const rows = await engine.rows(
      sql`select ${compiled(rule, typeOf("string"), {})} from (${valuesTable(texts.map((t) => sql`${t}`))})`,
    );
    expect(rows.length).toBe(20 * 9 * 6);
    const left = rows
      .filter(([value]) => /\d{3}/.test(String(value)) || !String(value).includes("[phone]"))
      .map(([value]) => value);
    expect(left).toEqual([]);
  });
});
