import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type ColumnType, type ColumnTypeName, formatColumnType, parseColumnType } from "#lib/contracts";
import { duckdbQuoting, join, name, render, type Sql, sql, unsafeText } from "#lib/sql";
import { edgeValues, engineTypeOf, openTestEngine, type TestEngine, valuesTable } from "#lib/testing";
import {
  checks,
  findCheck,
  findNormalizer,
  findNullStrategy,
  type NullStrategy,
  normalizers,
  nullStrategies,
  type RuleDocs,
  returnsOf,
} from "./index.ts";

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

/** A normalizer in SQL. Those that are functions of users are run by `script-rules.it.test.ts` of the pipeline. */
const inSql = (id: string) => {
  const rule = findNormalizer(id);
  return rule?.compile ? { ...rule, compile: rule.compile } : undefined;
};
const sqlNormalizers = normalizers.filter(({ id }) => inSql(id));

const all = [...normalizers, ...nullStrategies, ...checks];
const typeOf = (text: string | undefined): ColumnType => {
  const type = parseColumnType(text ?? "string");
  if (!type) throw new Error(`an example has the type ${text}`);
  return type;
};
const anyType = (typeName: ColumnTypeName): ColumnType =>
  typeName === "decimal" ? { name: "decimal", precision: 12, scale: 2 } : { name: typeName };
const cast = (text: string | null, type: ColumnType): Sql =>
  sql`cast(${text} as ${unsafeText(engineTypeOf(type))})`;
const asText = (value: Sql): Sql => sql`cast(${value} as varchar)`;

/** Parameters of the examples, and none where none are needed. */
const parametersOf = (rule: { readonly docs: RuleDocs }): Readonly<Record<string, unknown>>[] => {
  const seen = rule.docs.examples.map((example) => example.params ?? {});
  const unique = new Map(seen.map((params) => [JSON.stringify(params), params]));
  return unique.size > 0 ? [...unique.values()] : [{}];
};

/** What a fitted strategy says of the values `v` of a table. */
const fitted = (
  rule: Extract<NullStrategy, { fill: "fitted" }>,
  type: ColumnType,
  params: unknown,
  table: Sql,
): { readonly value: Sql; readonly from: Sql } => {
  const context = { value: name("v"), type, params };
  if (rule.place) {
    const place = rule.place.duckdb(sql`(select count(v) from (${table}))`);
    const sorted = sql`select v, row_number() over (order by v) as place from (${table}) where v is not null`;
    return {
      value: rule.compile.duckdb(context),
      from: sql`(select max(v) as v from (${sorted}) where place = ${place})`,
    };
  }
  if (!rule.overCounts) return { value: rule.compile.duckdb(context), from: sql`(${table})` };
  return {
    value: rule.compile.duckdb({ ...context, rows: name("n") }),
    from: sql`(select v, count(*) as n from (${table}) where v is not null group by v)`,
  };
};

/** Fills a list of values with commas between, empty ones null, in their order; as the pipeline does without groups. */
async function orderedFill(
  rule: Extract<NullStrategy, { fill: "ordered" }>,
  type: ColumnType,
  params: unknown,
  input: string,
): Promise<string> {
  const values = input.split(",").map((cell) => cast(cell === "" ? null : cell, type));
  const table = sql`(select n::bigint as n, v from (${join(
    values.map((value, at) => sql`select ${at} as n, ${value} as v`),
    unsafeText(" union all "),
  )}))`;
  const near = (fn: "first" | "last", frame: string) => (expression: Sql) =>
    sql`${unsafeText(`${fn}_value`)}(case when v is not null then ${expression} end ignore nulls) over (order by n rows between ${unsafeText(frame)})`;
  const { parts, value } = rule.compile.duckdb({
    value: name("v"),
    type,
    params,
    before: near("last", "unbounded preceding and 1 preceding"),
    after: near("first", "1 following and unbounded following"),
    position: name("n"),
  });
  const columns = Object.entries(parts).map(([part, expression]) => sql`, ${expression} as ${name(part)}`);
  const rows = await engine.rows(
    sql`select coalesce(${asText(sql`coalesce(v, ${value})`)}, '') from (select *${join(columns, unsafeText(""))} from ${table}) order by n`,
  );
  return rows.map(([cell]) => String(cell).replace(/^(-?\d+)\.0$/, "$1")).join(",");
}

describe("docs examples run on the engine", () => {
  let cases = 0;
  afterAll(() => {
    console.log(`column rules: ${cases} examples executed`);
    expect(cases).toBeGreaterThanOrEqual(75);
  });
  for (const { id } of sqlNormalizers) {
    const rule = inSql(id);
    for (const example of rule?.docs.examples ?? []) {
      test(`${id} ${JSON.stringify(example.params ?? {})} ${JSON.stringify(example.input)}`, async () => {
        const type = typeOf(example.type);
        const params = rule?.params.parse(example.params ?? {});
        const value =
          rule?.phase === "value" ? cast(example.input, type) : sql`cast(${example.input} as varchar)`;
        const table = sql`(select ${value} as v)`;
        const compiled = rule?.compile.duckdb({ value: name("v"), type, params });
        expect(await engine.value(sql`select ${asText(compiled ?? sql`null`)} from ${table}`)).toBe(
          example.output,
        );
        cases++;
      });
    }
  }
  for (const { id } of checks) {
    const rule = findCheck(id);
    // What looks at the whole column is executed by a run: `rule-examples.test.ts` of the pipeline.
    if (rule?.scope !== "row") continue;
    for (const example of rule.docs.examples) {
      test(`${id} ${JSON.stringify(example.params ?? {})} ${JSON.stringify(example.input)}`, async () => {
        const type = typeOf(example.type);
        const params = rule.params.parse(example.params ?? {});
        expect(rule.problem?.(params, type)).toBeUndefined();
        const context = { value: name("v"), type, params };
        const [row] = await engine.rows(
          sql`select ${rule.violated.duckdb(context)}, ${rule.clamp?.duckdb(context) ?? sql`null`} from (select ${cast(example.input, type)} as v)`,
        );
        expect(row?.[0]).toBe(example.output === "violated");
        cases++;
      });
    }
  }
  for (const { id } of nullStrategies) {
    const rule = findNullStrategy(id);
    for (const example of rule?.docs.examples ?? []) {
      test(`${id} ${JSON.stringify(example.params ?? {})} ${JSON.stringify(example.input)}`, async () => {
        if (!rule) throw new Error("not found");
        const type = typeOf(example.type);
        const params = rule.params.parse(example.params ?? {});
        cases++;
        if (rule.fill === "policy") return;
        if (rule.fill === "ordered") {
          expect(await orderedFill(rule, type, params, example.input ?? "")).toBe(example.output);
          return;
        }
        const inputs =
          rule.fill === "fitted" && example.input !== null ? example.input.split(",") : [example.input];
        if (rule.fill === "row") {
          const filled = sql`coalesce(${cast(example.input, type)}, ${rule.compile.duckdb({ type, params })})`;
          expect(await engine.value(sql`select ${asText(filled)}`)).toBe(example.output);
          return;
        }
        const table = valuesTable([cast(null, type), ...inputs.map((input) => cast(input, type))]);
        const { value, from } = fitted(rule, type, params, table);
        expect(await engine.value(sql`select ${asText(value)} from ${from}`)).toBe(example.output);
      });
    }
  }
});

describe("a rule whose steps are named makes the same of every value", () => {
  const stepping = new Set<string>();
  afterAll(() => expect([...stepping]).toEqual(expect.arrayContaining(["trim", "email"])));
  for (const { id } of sqlNormalizers) {
    test(id, async () => {
      const rule = inSql(id);
      const texts = (rule?.docs.examples ?? []).map(({ input }) => cast(input, { name: "string" }));
      for (const typeName of rule?.accepts ?? []) {
        const type = anyType(typeName);
        const isTyped = rule?.phase === "value";
        const given = isTyped ? edgeValues(type) : [...edgeValues({ name: "string" }), ...texts];
        for (const written of rule ? parametersOf(rule) : []) {
          const params = rule?.params.parse(written);
          if (!rule || rule.problem?.(params, type)) continue;
          let rows = valuesTable(given);
          let steps = 0;
          const step = (expression: Sql): Sql => {
            const alias = name(`s${steps++}`);
            rows = sql`select *, ${expression} as ${alias} from (${rows})`;
            return alias;
          };
          const stepped = rule.compile.duckdb({ value: name("v"), type, params, step });
          if (steps === 0) continue;
          const whole = rule.compile.duckdb({ value: name("v"), type, params });
          const differing = sql`select count(*) from (${rows}) where (${whole}) is distinct from (${stepped})`;
          expect(Number(await engine.value(differing))).toBe(0);
          stepping.add(id);
        }
      }
    }, 120_000);
  }
});

describe("no value makes a rule fail, and null stays null", () => {
  let cases = 0;
  afterAll(() => {
    console.log(`column rules: ${cases} rules × types × parameters over edge values`);
    expect(cases).toBeGreaterThanOrEqual(140);
  });
  const engineTypes = (type: ColumnType) =>
    engineTypeOf(type).toUpperCase().replace("TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE");
  for (const { id } of sqlNormalizers) {
    test(id, async () => {
      const rule = inSql(id);
      for (const typeName of rule?.accepts ?? []) {
        const type = anyType(typeName);
        const input = rule?.phase === "value" ? type : ({ name: "string" } as const);
        for (const given of rule ? parametersOf(rule) : []) {
          const params = rule?.params.parse(given);
          if (!rule || rule.problem?.(params, type)) continue;
          const out = rule.compile.duckdb({ value: name("v"), type, params });
          const rows = await engine.rows(
            sql`select v is null, (${out}) is null, typeof(${out}) from (${valuesTable(edgeValues(input))})`,
          );
          expect(rows.length).toBe(edgeValues(input).length);
          for (const [wasNull, isNull] of rows) if (wasNull) expect(isNull).toBe(true);
          const returns = returnsOf(rule, type, params);
          expect(new Set(rows.map((row) => row[2]))).toEqual(
            new Set([returns === "text" ? "VARCHAR" : engineTypes(anyType(returns))]),
          );
          cases++;
        }
      }
    });
  }
  for (const { id } of checks) {
    test(id, async () => {
      const rule = findCheck(id);
      if (rule?.scope !== "row") return;
      for (const typeName of rule.accepts) {
        const type = anyType(typeName);
        for (const given of parametersOf(rule)) {
          const context = { value: name("v"), type, params: rule.params.parse(given) };
          const rows = await engine.rows(
            sql`select (${rule.violated.duckdb(context)}) is null, ${rule.clamp ? sql`(${rule.clamp.duckdb(context)}) is null` : sql`true`}
              from (${valuesTable(edgeValues(type))}) where v is not null`,
          );
          expect(rows.length).toBe(edgeValues(type).length - 1);
          expect(rows.every(([unknown]) => unknown === false)).toBe(true);
          cases++;
        }
      }
    });
  }
  for (const { id } of nullStrategies) {
    test(id, async () => {
      const rule = findNullStrategy(id);
      if (!rule || rule.fill === "policy") return;
      for (const typeName of rule.accepts) {
        const type = anyType(typeName);
        for (const given of parametersOf(rule)) {
          const params = rule.params.parse(given);
          if (rule.fill === "row") await engine.rows(sql`select ${rule.compile.duckdb({ type, params })}`);
          else if (rule.fill === "ordered") {
            const { parts, value } = rule.compile.duckdb({
              value: name("v"),
              type,
              params,
              before: (expression) => expression,
              after: (expression) => expression,
              position: sql`1::bigint`,
            });
            const columns = Object.entries(parts).map(([part, from]) => sql`, ${from} as ${name(part)}`);
            await engine.rows(
              sql`select ${value} from (select *${join(columns, unsafeText(""))} from (${valuesTable(edgeValues(type))}))`,
            );
          } else {
            const { value, from } = fitted(rule, type, params, valuesTable(edgeValues(type)));
            await engine.rows(sql`select ${value}, typeof(${value}) from ${from}`);
          }
          cases++;
        }
      }
    });
  }
});

const ordered = <C extends object>(context: C) => ({
  ...context,
  before: (expression: Sql) => sql`before(${expression})`,
  after: (expression: Sql) => sql`after(${expression})`,
  position: name("p"),
});
const orderedText = ({ parts, value }: { parts: Readonly<Record<string, Sql>>; value: Sql }): Sql =>
  sql`${value} of ${join(Object.entries(parts).map(([part, from]) => sql`${from} as ${name(part)}`))}`;

describe("declarations", () => {
  test("the SQL of every rule is as it was approved: a change of output needs a new version", () => {
    const golden = all.flatMap(({ id }) => {
      const rule = inSql(id) ?? findCheck(id) ?? findNullStrategy(id);
      if (!rule) return [];
      return parametersOf(rule).map((given) => {
        const params = rule.params.parse(given);
        const type = rule.accepts.includes("string")
          ? typeOf("string")
          : anyType(rule.accepts[0] ?? "string");
        const context = { value: name("v"), rows: name("n"), type, params };
        const compiled =
          "violated" in rule
            ? rule.violated.duckdb(context)
            : "fill" in rule && rule.fill === "ordered"
              ? orderedText(rule.compile.duckdb(ordered(context)))
              : "place" in rule && rule.place
                ? sql`${rule.compile.duckdb(context)} at ${rule.place.duckdb(name("n"))}`
                : "compile" in rule
                  ? rule.compile.duckdb(context)
                  : sql`-- no SQL of its own`;
        return `${id}@${rule.version} ${JSON.stringify(given)}\n  ${render(compiled, duckdbQuoting).text}`;
      });
    });
    expect(golden.length).toBeGreaterThanOrEqual(40);
    expect(`${golden.join("\n")}\n`).toMatchSnapshot();
  });

  test("ids are unique, titles and fields have both languages", () => {
    expect(new Set(all.map((rule) => rule.id)).size).toBe(all.length);
    let fields = 0;
    for (const rule of all) {
      for (const words of [rule.docs.title, rule.docs.summary])
        expect(words.en !== "" && /[а-яё]/i.test(words.ru)).toBe(true);
      const shape = z.toJSONSchema(rule.params as z.ZodType, { io: "input" }).properties ?? {};
      for (const [field, schema] of Object.entries(shape)) {
        expect(schema, `${rule.id}.${field}`).toMatchObject({
          label: { en: expect.any(String), ru: expect.stringMatching(/[а-яё]/i) },
        });
        fields++;
      }
    }
    expect(fields).toBeGreaterThanOrEqual(18);
  });

  test("an unknown id finds nothing, an unknown parameter is refused", () => {
    expect([findNormalizer("x"), findCheck("x"), findNullStrategy("toString")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    for (const rule of all)
      expect(rule.params.safeParse({ ...parametersOf(rule)[0], surplus: 1 }).success).toBe(false);
  });
});

describe("laws", () => {
  test("parse-number reads back what a locale writes, exactly", async () => {
    const rule = inSql("parse-number");
    if (!rule) throw new Error("not found");
    const type = typeOf("decimal(38,6)");
    const cases = fc.sample(
      fc.record({
        digits: fc.bigInt({ min: 0n, max: 10n ** 24n }),
        scale: fc.integer({ min: 0, max: 6 }),
        minus: fc.boolean(),
      }),
      { numRuns: 300, seed: 5 },
    );
    for (const [locale, group, point] of [
      ["ru", "\u00a0", ","],
      ["en", ",", "."],
      ["de", ".", ","],
      ["ch", "’", "."],
    ] as const) {
      const params = rule.params.parse({ locales: [locale] });
      const texts = cases.map(({ digits, scale, minus }) => {
        const whole = String(digits / 10n ** BigInt(scale));
        const fraction = scale === 0 ? "" : String(digits % 10n ** BigInt(scale)).padStart(scale, "0");
        const sign = minus ? "-" : "";
        return {
          written: `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, group)}${fraction && point + fraction}`,
          plain: `${sign}${whole}${fraction && `.${fraction}`}`,
        };
      });
      const table = valuesTable(texts.map(({ written }) => sql`${written}`));
      const rows = await engine.rows(
        sql`select ${rule.compile.duckdb({ value: name("v"), type, params })} from (${table})`,
      );
      expect(rows.map(([value]) => value)).toEqual(texts.map(({ plain }) => plain));
    }
  });

  test("parse-date takes exactly the days of the calendar", async () => {
    const rule = inSql("parse-date");
    if (!rule) throw new Error("not found");
    const type = typeOf("date");
    const params = rule.params.parse({ formats: ["%d.%m.%Y"] });
    const two = (n: number) => String(n).padStart(2, "0");
    const cases = fc.sample(
      fc.record({
        day: fc.integer({ min: 0, max: 33 }),
        month: fc.integer({ min: 0, max: 14 }),
        year: fc.integer({ min: 1000, max: 9999 }),
      }),
      { numRuns: 2000, seed: 7 },
    );
    const table = valuesTable(cases.map((c) => sql`${`${two(c.day)}.${two(c.month)}.${c.year}`}`));
    const rows = await engine.rows(
      sql`select cast(${rule.compile.duckdb({ value: name("v"), type, params })} as varchar) from (${table})`,
    );
    const expected = cases.map(({ day, month, year }) => {
      const date = new Date(Date.UTC(year, month - 1, day));
      const exists =
        date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
      return exists ? date.toISOString().slice(0, 10) : null;
    });
    expect(expected.filter((text) => text !== null).length).toBeGreaterThan(500);
    expect(rows.map(([value]) => value)).toEqual(expected);
  });

  test("fitted values do not depend on the order of rows", async () => {
    const numbers = fc.sample(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }), {
      numRuns: 500,
      seed: 3,
    });
    for (const id of ["mean", "median", "mode", "minimum", "maximum"]) {
      const rule = findNullStrategy(id);
      if (rule?.fill !== "fitted") throw new Error("not fitted");
      for (const type of [typeOf("float"), typeOf("decimal(18,4)"), typeOf("integer")]) {
        if (!rule.accepts.includes(type.name)) continue;
        const results = new Set<unknown>();
        for (const order of [numbers, numbers.toReversed(), numbers.toSorted()]) {
          const table = valuesTable(order.map((n) => cast(n.toFixed(6), type)));
          const { value, from } = fitted(rule, type, {}, table);
          results.add(await engine.value(sql`select ${asText(value)} from ${from}`));
        }
        expect([...results], `${id} of ${formatColumnType(type)}`).toHaveLength(1);
      }
    }
  });
});
