import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ColumnType, parseColumnType } from "#lib/contracts";
import { name, type Sql, sql, unsafeText } from "#lib/sql";
import { engineTypeOf, openTestEngine, type TestEngine, valuesTable } from "#lib/testing";
import { type AnonymizeContext, findAnonymizer, keyedFunctions } from "./index.ts";
import { lowPopulationZip3 } from "./low-population-zip3.ts";

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

const typeOf = (text: string): ColumnType => {
  const type = parseColumnType(text);
  if (!type) throw new Error(`${text} is no type`);
  return type;
};
const ruleOf = (id: string) => {
  const found = findAnonymizer(id);
  if (!found) throw new Error(`${id} is not found`);
  return found;
};

/** Compiles a rule over a column `v`, with a row's other columns under their own names. */
function compiled(
  id: string,
  type: string,
  given: unknown,
  row: Partial<AnonymizeContext<unknown>> = {},
): Sql {
  const rule = ruleOf(id);
  if (!rule.compile) throw new Error(`${id} is no SQL`);
  return rule.compile.duckdb({
    value: name("v"),
    type: typeOf(type),
    canonical: sql`cast(v as varchar)`,
    params: rule.params.parse(given),
    keyed: keyedFunctions("test/table.column", id),
    keyedFor: (other) => keyedFunctions("test/table.column", other),
    path: "table.column",
    column: (other) => name(other),
    ...row,
  });
}

const problemOf = (id: string, type: string, given: unknown, datatypes: Record<string, string> = {}) => {
  const rule = ruleOf(id);
  const params = rule.params.parse(given);
  return (
    rule.problem?.(params, typeOf(type)) ??
    rule.problemInTable?.(params, typeOf(type), new Map(Object.entries(datatypes)))
  )?.en;
};

const values = (texts: readonly string[], type: string): Sql =>
  valuesTable(texts.map((text) => sql`cast(${text} as ${unsafeText(engineTypeOf(typeOf(type)))})`));
const outputs = async (out: Sql, from: Sql) =>
  (await engine.rows(sql`select cast(${out} as varchar) from (${from})`)).map(([value]) => value);

test("a use and a text are told apart: no use continues another's text", async () => {
  const { pick } = keyedFunctions("person.phone", "fake");
  const picks = [pick(sql`'bc'`, "a"), pick(sql`'c'`, "ab"), pick(sql`''`, "abc"), pick(sql`'abc'`, "")];
  const made = await Promise.all(picks.map((one) => engine.value(sql`select ${one}::varchar`)));
  expect(new Set(made).size).toBe(picks.length);
});

describe("expressions", () => {
  const country = { country: "string" };
  const conditional = (when: string, datatypes: Record<string, string> = country) =>
    problemOf(
      "conditional",
      "integer",
      { when, apply: { rule: "redact" }, otherwise: { rule: "redact" } },
      datatypes,
    );
  const script = (expression: string) =>
    problemOf("column-script", "integer", { expression, returns: "integer" }, country);

  test("know the value by the column's type and other columns by theirs", () => {
    expect(conditional("value > 5 and country = 'US'")).toBeUndefined();
    expect(conditional("value = 'US'")).toBeDefined();
    expect(conditional("country > 5")).toBeDefined();
    expect(conditional("nowhere = 5")).toContain("nowhere");
    // A column that is called so is not what is meant.
    expect(conditional("value > 5", { value: "string" })).toBeUndefined();
    expect(script("value + 1")).toBeUndefined();
    expect(script("country")).toBeDefined();
    expect(script("nowhere + 1")).toContain("nowhere");
  });
});

describe("round", () => {
  test("gives the nearest multiple, the one below and the one above, exactly", async () => {
    const numbers = fc.sample(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), { numRuns: 500, seed: 1 });
    const step = 35n;
    const below = (n: bigint) => n - (((n % step) + step) % step);
    const expected = {
      down: below,
      up: (n: bigint) => -below(-n),
      nearest: (n: bigint) => below(n) + ((n - below(n)) * 2n >= step ? step : 0n),
    };
    for (const mode of ["down", "up", "nearest"] as const) {
      const whole = compiled("round", "integer", { step: 35, mode });
      expect(await outputs(whole, values(numbers.map(String), "integer"))).toEqual(
        numbers.map((n) => String(expected[mode](n))),
      );
      // The same digits with two decimals behind them.
      const hundredths = numbers.map(
        (n) => `${n < 0n ? "-" : ""}${String(n < 0n ? -n : n).padStart(3, "0")}`,
      );
      const asDecimal = hundredths.map((text) => `${text.slice(0, -2)}.${text.slice(-2)}`);
      const fraction = compiled("round", "decimal(18,2)", { step: "0.35", mode });
      const made = await outputs(sql`cast(${fraction} * 100 as bigint)`, values(asDecimal, "decimal(18,2)"));
      expect(made).toEqual(numbers.map((n) => String(expected[mode](n))));
    }
  });

  test("refuses a step finer than the column", () => {
    expect(problemOf("round", "integer", { step: "0.5" })).toContain("more decimals");
    expect(ruleOf("round").params.safeParse({ step: 0 }).success).toBe(false);
  });
});

describe("top-bottom-code", () => {
  const rows = sql`select i::bigint as v from range(1000) r(i)`;
  const overRows = (aggregate: (value: Sql) => Sql, from = rows) =>
    sql`(select ${aggregate(name("f", "v"))} from (${from}) f)`;

  test("percentiles are told to two digits towards the middle and hide at least ten rows each", async () => {
    const given = { lowPercentile: 1.5, highPercentile: 98.7 };
    const out = compiled("top-bottom-code", "integer", given, { overRows });
    const [row] = await engine.rows(
      sql`select min(o), max(o), count(*) filter (where o = 14), count(*) filter (where o = 980), count(*) from (select v, ${out} as o from (${rows}))`,
    );
    // The exact percentiles are 14 and 986; the greatest two-digit bound not above 986 is 980.
    expect((row ?? []).map(Number)).toEqual([14, 980, 15, 20, 1000]);
    const tight = compiled("top-bottom-code", "integer", { highPercentile: 99.99 }, { overRows });
    expect(
      await engine.value(sql`select count(*) from (select ${tight} as o from (${rows})) where o = 990`),
    ).toBe("10");
  });

  test("a table of fewer than ten rows has no percentile: every row goes to quarantine", async () => {
    const few = sql`select i::bigint as v from range(9) r(i)`;
    const out = compiled(
      "top-bottom-code",
      "integer",
      { highPercentile: 90 },
      { overRows: (a) => overRows(a, few) },
    );
    expect(await engine.value(sql`select count(o) from (select ${out} as o from (${few}))`)).toBe("0");
  });

  test("infinities and what is no number never become a bound", async () => {
    const wild = sql`select case when i < 20 then 'inf' when i < 40 then 'nan' else i::varchar end::double as v from range(100) r(i)`;
    const out = compiled(
      "top-bottom-code",
      "float",
      { highPercentile: 50 },
      { overRows: (a) => overRows(a, wild) },
    );
    expect(
      await engine.rows(
        sql`select max(o), count(o), bool_and(isfinite(o)) from (select ${out} as o from (${wild}))`,
      ),
    ).toEqual([[69, "60", true]]);
  });

  test("a bound must be a value of the type", () => {
    expect(problemOf("top-bottom-code", "integer", { top: "1.5" })).toContain("no value");
    expect(problemOf("top-bottom-code", "decimal(4,2)", { top: "1000" })).toContain("no value");
  });
});

describe("shuffle", () => {
  const table = (order: Sql) =>
    sql`select i::varchar as id, (i % 3)::varchar as g, case when i % 10 = 0 then null else 'v' || i end as v from range(3000) r(i) order by ${order}`;
  const shuffled = (given: unknown) => compiled("shuffle", "string", given, { identity: name("id") });

  test("keeps the values of each group and gives no row its own, whatever the order of rows", async () => {
    const out = shuffled({ within: ["g"] });
    const check = (order: Sql) =>
      sql`select g, count(*) filter (where v = o), count(*) filter (where (v is null) <> (o is null)), md5(string_agg(v, ',' order by v)) = md5(string_agg(o, ',' order by o)), md5(string_agg(id || o, ',' order by id)) from (select *, ${out} as o from (${table(order)})) group by g order by g`;
    const rows = await engine.rows(check(sql`i`));
    expect(rows.map((row) => row.slice(0, 4))).toEqual([
      ["0", "0", "0", true],
      ["1", "0", "0", true],
      ["2", "0", "0", true],
    ]);
    expect(await engine.rows(check(sql`hash(i)`))).toEqual(rows);
  });

  test("a group of nine goes to quarantine, one of ten does not, and missing values do not count", async () => {
    const out = shuffled({ within: ["g"] });
    const small = sql`select i::varchar as id, case when i < 9 then 'nine' else 'ten' end as g, case when i < 19 then i::varchar end as v from range(30) r(i)`;
    expect(
      await engine.rows(
        sql`select g, count(o), count(v) from (select *, ${out} as o from (${small})) group by g order by g`,
      ),
    ).toEqual([
      ["nine", "0", "9"],
      ["ten", "10", "10"],
    ]);
  });

  test("without a key of the row nothing passes", async () => {
    expect(await outputs(compiled("shuffle", "string", {}), values(["a"], "string"))).toEqual([null]);
  });
});

describe("generalize-ip", () => {
  test("every IPv4 address falls into the network that its leading bits name", async () => {
    const addresses = fc.sample(fc.nat({ max: 2 ** 32 - 1 }), { numRuns: 300, seed: 3 });
    const dotted = (n: number) => [24, 16, 8, 0].map((shift) => Math.floor(n / 2 ** shift) % 256).join(".");
    for (const bits of [1, 8, 13, 24, 31]) {
      const out = compiled("generalize-ip", "string", { ipv4Bits: bits, output: "address" });
      const size = 2 ** (32 - bits);
      expect(await outputs(out, values(addresses.map(dotted), "string"))).toEqual(
        addresses.map((n) => dotted(Math.floor(n / size) * size)),
      );
    }
  });

  test("every spelling of an IPv6 address gives one canonical network", async () => {
    const groups = fc.array(fc.oneof(fc.constant(0), fc.nat({ max: 0xffff })), {
      minLength: 8,
      maxLength: 8,
    });
    const addresses = fc.sample(groups, { numRuns: 200, seed: 5 });
    const spellings = (parts: readonly number[]): string[] => {
      const short = parts.map((part) => part.toString(16));
      const long = parts.map((part) => part.toString(16).toUpperCase().padStart(4, "0"));
      const zero = parts.findIndex((part, at) => part === 0 && parts[at + 1] === 0);
      const cut =
        zero < 0 ? short.join(":") : `${short.slice(0, zero).join(":")}::${short.slice(zero + 2).join(":")}`;
      return [short.join(":"), long.join(":"), cut];
    };
    for (const bits of [7, 32, 48, 56, 64]) {
      const out = compiled("generalize-ip", "string", { ipv6Bits: bits });
      const made = await outputs(out, values(addresses.flatMap(spellings), "string"));
      for (const [at, parts] of addresses.entries()) {
        const whole = parts.reduce((sum, part) => sum * 65536n + BigInt(part), 0n);
        const kept = (whole >> BigInt(128 - bits)) << BigInt(128 - bits);
        const expected = `${new URL(`http://[${kept.toString(16).padStart(32, "0").match(/.{4}/g)?.join(":")}]`).hostname.slice(1, -1)}/${bits}`;
        expect(new Set(made.slice(3 * at, 3 * at + 3))).toEqual(new Set([expected]));
      }
    }
  });

  test("what is no address is quarantined", async () => {
    const wrong = [
      "",
      "1.2.3",
      "1.2.3.256",
      "01.2.3.4",
      "1.2.3.4 ",
      "1:2:3:4:5:6:7",
      "1::2::3",
      ":::",
      "fe80::1%eth0",
      "12345::",
      "1.2.3.4/8",
      "::1.2.3.4\n",
    ];
    expect(await outputs(compiled("generalize-ip", "string", {}), values(wrong, "string"))).toEqual(
      wrong.map(() => null),
    );
  });
});

describe("generalize-prefix", () => {
  test("the 17 areas of few people become 000, every other area keeps its digits", async () => {
    const all = Array.from({ length: 1000 }, (_, at) => String(at).padStart(3, "0"));
    const made = await outputs(
      compiled("generalize-prefix", "string", { preset: "us-zip3" }),
      values(
        all.map((area) => `${area}99`),
        "string",
      ),
    );
    expect(made).toEqual(all.map((area) => (lowPopulationZip3.includes(area) ? "000" : area)));
    expect(lowPopulationZip3.length).toBe(17);
  });
});

describe("generalize-geo", () => {
  /** Great-circle distance in kilometres. */
  const distance = (a: readonly [number, number], b: readonly [number, number]): number => {
    const [lat1, lon1, lat2, lon2] = [...a, ...b].map((degrees) => (degrees * Math.PI) / 180) as [
      number,
      number,
      number,
      number,
    ];
    const h =
      Math.sin((lat2 - lat1) / 2) ** 2 + Math.cos(lat1) * Math.cos(lat2) * Math.sin((lon2 - lon1) / 2) ** 2;
    return 2 * 6371.0088 * Math.asin(Math.sqrt(h));
  };

  test("a cell of 10 km takes every point to a middle at most about its half diagonal away, and a middle to itself", async () => {
    const points = fc.sample(
      fc.tuple(
        fc.double({ min: -80, max: 80, noNaN: true }),
        fc.double({ min: -180, max: 179.99, noNaN: true }),
      ),
      { numRuns: 400, seed: 6 },
    );
    const texts = points.map((point) => point.map((number) => number.toFixed(6)).join(","));
    const out = compiled("generalize-geo", "string", { grid: 10, unit: "km" });
    const made = (await outputs(out, values(texts, "string"))).map(String);
    const middles = made.map((text) => text.split(",").map(Number) as [number, number]);
    for (const [at, middle] of middles.entries()) {
      const text = texts[at] ?? "";
      const point = text.split(",").map(Number) as [number, number];
      expect(distance(point, middle), text).toBeLessThan(7.3);
    }
    expect(await outputs(out, values(made, "string"))).toEqual(made);
    expect(new Set(made).size).toBeLessThan(texts.length + 1);
  });

  test("two columns agree with a text of both", async () => {
    const lat = compiled(
      "generalize-geo",
      "float",
      { axis: "latitude", grid: 25, unit: "km" },
      { value: name("lat") },
    );
    const lon = compiled(
      "generalize-geo",
      "float",
      { axis: "longitude", grid: 25, unit: "km", latitude: "lat" },
      { value: name("lon") },
    );
    const both = compiled("generalize-geo", "string", { grid: 25, unit: "km" });
    const rows = await engine.rows(
      sql`select (${lat})::varchar || ',' || (${lon})::varchar = ${both} from (select *, lat::varchar || ',' || lon::varchar as v from (select -85 + i * 1.7 as lat, -180 + i * 3.6 as lon from range(100) r(i)))`,
    );
    expect(rows.length).toBe(100);
    expect(new Set(rows.map(([same]) => same))).toEqual(new Set([true]));
  });
});

describe("conditional and script", () => {
  const branch = { apply: { rule: "keep", with: { reason: "x" } }, otherwise: { rule: "null" } };
  const redact = { apply: { rule: "redact" }, otherwise: { rule: "redact", with: { constant: "-" } } };

  test("a condition that is unknown takes the other rule; a missing value stays missing", async () => {
    const out = compiled("conditional", "string", { when: "country = 'US'", ...redact });
    const rows = await engine.rows(
      sql`select ${out} from (values ('a', 'US'), ('a', 'RU'), ('a', null), (null, 'US')) t(v, country)`,
    );
    expect(rows.flat()).toEqual(["[redacted]", "-", "-", null]);
  });

  test("an inner rule gives the pseudonym that it gives alone", async () => {
    const alone = compiled("pseudonymize", "string", {});
    const inside = compiled("conditional", "string", {
      when: "true",
      apply: { rule: "pseudonymize" },
      otherwise: { rule: "redact" },
    });
    expect(await outputs(inside, values(["a", "b"], "string"))).toEqual(
      await outputs(alone, values(["a", "b"], "string")),
    );
  });

  test("what a condition cannot choose is refused with the reason", () => {
    const refused = (given: object, type = "string") =>
      problemOf("conditional", type, { when: "true", ...redact, ...given }, { country: "string" });
    expect(refused({})).toBeUndefined();
    expect(refused({ apply: { rule: "shuffle" } })).toContain("whole column");
    expect(
      refused({ apply: { rule: "top-bottom-code", with: { highPercentile: 90 } } }, "integer"),
    ).toContain("whole column");
    expect(refused({ apply: { rule: "conditional" } })).toContain("cannot be chosen");
    expect(refused({ apply: { rule: "constructor" } })).toContain("cannot be chosen");
    expect(refused({ apply: { rule: "drop" } })).toContain("leave the column out");
    expect(refused({ apply: { rule: "mask" } }, "integer")).toContain("does not work on");
    expect(refused({ apply: { rule: "mask", with: { keepStart: -1 } } })).toContain("parameters");
    expect(
      refused({ apply: { rule: "generalize-number", with: { width: 10, output: "lower" } } }, "integer"),
    ).toContain("makes");
    expect(refused({ apply: { rule: "pseudonymize", with: { domain: "d" } } })).toContain("beside");
    expect(refused({ when: "country = " })).toContain("too early");
    expect(refused({ when: "planet = 'x'" })).toContain("no column");
    expect(refused({ when: "country" })).toContain("true or false");
    expect(refused(branch)).toBeUndefined();
  });

  test("a script that cannot be read, reads unknown columns, makes another type or is Python is refused", () => {
    const refused = (given: object) =>
      problemOf("column-script", "string", { expression: "upper(value)", ...given }, { city: "string" });
    expect(refused({})).toBeUndefined();
    expect(refused({ expression: "upper(city)" })).toBeUndefined();
    expect(refused({ language: "python" })).toContain("python-script");
    expect(refused({ expression: "upper(" })).toBeDefined();
    expect(refused({ expression: "upper(street)" })).toContain("no column");
    expect(refused({ expression: "length(value)" })).toContain("makes no string");
    for (const expression of [
      "getvariable('k')",
      "error(value)",
      "(select 1)",
      "read_csv('/etc/passwd')",
      "value; drop table t",
      "regexp_matches(value, '(a+)+\\1')",
    ])
      expect(refused({ expression }), expression).toBeDefined();
  });

  test("whole numbers are not made by rounding", async () => {
    const out = compiled("column-script", "integer", { expression: "value / 2", returns: "integer" });
    expect(await outputs(out, values(["4", "5"], "integer"))).toEqual(["2", null]);
  });
});

describe("noise at two scales", () => {
  test("is independent: neither the difference nor the mean of two releases gets nearer to the value", async () => {
    const of = (scale: number) => compiled("noise", "float", { scale }, { identity: name("id") });
    const [row] = await engine.rows(
      sql`select corr(a, b), stddev_pop(a), stddev_pop((2 * a - b)) from (select ${of(1)} - v as a, (${of(2)} - v) as b from (select i::varchar as id, (i % 50)::double as v from range(50000) r(i)))`,
    );
    const [correlation, alone, combined] = (row ?? []).map(Number);
    expect(Math.abs(correlation ?? 1)).toBeLessThan(0.02);
    // Were both one draw times the scale, twice the small noise less the large one would be nothing.
    expect(combined ?? 0).toBeGreaterThan(2 * (alone ?? 9));
  });

  test("does not pile up at bounds", async () => {
    const out = compiled(
      "noise",
      "integer",
      { scale: 20, minimum: 0, maximum: 100 },
      { identity: name("id") },
    );
    const rows = await engine.rows(
      sql`select o, count(*) from (select ${out} as o from (select i::varchar as id, 0::bigint as v from range(50000) r(i))) where o in (0, 1, 2) group by o order by o`,
    );
    const [atBound = 0, beside = 0] = rows.map(([, count]) => Number(count));
    expect(atBound).toBeLessThan(beside);
  });
});
