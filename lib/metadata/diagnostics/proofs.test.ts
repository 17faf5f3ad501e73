import { describe, expect, it } from "vitest";
import { anonymizers, hierarchies } from "#lib/anonymizers";
import { checks, normalizers, nullStrategies } from "#lib/column-rules";
import { type ColumnTypeName, columnTypeNames } from "#lib/contracts";
import { asksForDistinct, type DiagnoseOptions, diagnose, moduleDocumentSchema } from "../index.ts";

// What is proved of a document before a run reads anything: of keys, of rules on types, and of what checks let through.

const keep = { rule: "keep", with: { reason: "A test." } };
const table = (column: Record<string, unknown>, key: Record<string, unknown> = {}) => ({
  "@type": "DataModule",
  format: 2,
  name: "test",
  sources: [{ name: "rows", ref: "rows" }],
  tables: [
    {
      name: "person",
      extraction: { language: "sql", source: "rows", script: "select * from person" },
      columns: [
        { name: "id", datatype: "integer", privacyClass: "insensitive", ...key },
        { name: "v", privacyClass: "direct-identifier", ...column },
      ],
      primaryKey: { columns: ["id"], strategy: keep },
    },
  ],
});
const codes = (document: unknown): readonly string[] =>
  diagnose(document, { mode: "executable" })
    .filter(({ severity }) => severity === "error")
    .map(({ code }) => code);

describe("a key is of a type whose equal values are written alike", () => {
  const type = (name: string) => (name === "decimal" ? "decimal(10,2)" : name);
  it.each(columnTypeNames.map((name) => [type(name), name] as const))("%s", (datatype, name) => {
    const refused = ["float", "json"].includes(name);
    expect(codes(table({ anonymize: { rule: "drop" } }, { datatype }))).toEqual(refused ? ["key-type"] : []);
  });

  it("a key that its parent defines is asked of the parent alone", () => {
    const document = table({ anonymize: { rule: "drop" } }, { datatype: "float" });
    const child = {
      name: "passport",
      extraction: { language: "sql", source: "rows", script: "select * from passport" },
      columns: [{ name: "id" }],
      primaryKey: { columns: ["id"], strategy: keep },
      foreignKeys: [
        { columns: ["id"], references: { table: "person", columns: ["id"] }, onOrphan: "reject" },
      ],
    };
    expect(codes({ ...document, tables: [...document.tables, child] })).toEqual(["key-type"]);
  });
});

describe("format-preserving encryption of a domain below a million is refused", () => {
  const length = (maximum: number, onViolation = "reject", extra = {}) => ({
    checks: [{ rule: "length", with: { maximum }, onViolation, ...extra }],
  });
  const range = (minimum: number, maximum: number) => ({
    datatype: "integer",
    checks: [{ rule: "range", with: { minimum, maximum }, onViolation: "reject" }],
  });
  const fpe = (alphabet?: string) => ({
    anonymize: { rule: "fpe", ...(alphabet ? { with: { alphabet } } : {}) },
  });
  const pattern = {
    rule: "pattern",
    with: { pattern: "[0-9]+" },
    onViolation: "default",
    default: "7654321",
  };
  const cases: readonly (readonly [object, readonly string[]])[] = [
    [{ ...length(5), ...fpe() }, ["rule-problem"]],
    [{ ...length(6), ...fpe() }, []],
    [{ ...length(4), ...fpe("latin") }, ["rule-problem"]],
    [{ ...length(5), ...fpe("latin") }, []],
    [{ ...length(3), ...fpe("cyrillic") }, ["rule-problem"]],
    [{ ...length(4), ...fpe("cyrillic") }, []],
    // The larger of its alphabets decides: 26 letters to the fifth, 10 digits to the fifth.
    [{ ...length(4), ...fpe("alnum") }, ["rule-problem"]],
    [{ ...length(5), ...fpe("alnum") }, []],
    [{ ...length(5, "warn"), ...fpe() }, []],
    [{ ...length(5, "clamp"), ...fpe() }, ["rule-problem"]],
    [{ ...length(5, "default", { default: "123456" }), ...fpe() }, []],
    [{ ...range(0, 999_999), ...fpe() }, ["rule-problem"]],
    [{ ...range(-999_999, 999_999), ...fpe() }, ["rule-problem"]],
    [{ ...range(0, 1_000_000), ...fpe() }, []],
    [{ ...range(-1_000_000, 5), ...fpe() }, []],
    // A constant that a check or a cast writes need not fulfil what another check promises, whichever comes first.
    [{ checks: [...length(5).checks, pattern], ...fpe() }, []],
    [{ checks: [pattern, ...length(5).checks], ...fpe() }, []],
    [{ checks: [...length(5).checks, { ...pattern, onViolation: "reject" }], ...fpe() }, ["rule-problem"]],
    [{ ...range(0, 999_999), ...fpe(), onCastFailure: "default", default: 7_654_321 }, []],
    // A constant comes in after the checks.
    [{ ...length(5), ...fpe(), nulls: { rule: "constant", with: { value: "1234567" } } }, []],
  ];
  it.each(cases)("%j", (column, expected) => {
    expect(codes(table({ datatype: "string", ...column }))).toEqual(expected);
  });

  it("as a key's strategy too", () => {
    const document = table(
      { anonymize: { rule: "drop" } },
      { ...range(1, 999_999), privacyClass: "sensitive" },
    );
    const [person] = document.tables;
    const strategy = { rule: "fpe" };
    const tables = [{ ...person, primaryKey: { columns: ["id"], strategy } }];
    expect(codes({ ...document, tables })).toEqual(["rule-problem"]);
  });
});

describe("masks of one value", () => {
  const two = (first: object, second: object, privacyClass = "direct-identifier") => {
    const document = table({ privacyClass, anonymize: first });
    const [person] = document.tables;
    const other = { name: "w", from: "v", privacyClass, anonymize: second };
    return codes({ ...document, tables: [{ ...person, columns: [...(person?.columns ?? []), other] }] });
  };
  const mask = (parameters: object) => ({ rule: "mask", with: parameters });
  const prefix = (keep: number) => ({ rule: "generalize-prefix", with: { keep } });
  it("that show different parts of what identifies are refused together", () => {
    expect(two(mask({ keepStart: 6 }), mask({ keepEnd: 6 }))).toEqual(["masked-twice"]);
    expect(two(prefix(4), mask({ preset: "phone" }))).toEqual(["masked-twice"]);
  });
  it("that show the same part, nothing, or a quasi-identifier in two grains are not", () => {
    expect(two(mask({ keepEnd: 2 }), mask({ keepEnd: 2 }))).toEqual([]);
    expect(two(mask({ keepEnd: 2 }), mask({}))).toEqual([]);
    expect(two(prefix(2), prefix(4), "quasi-identifier")).toEqual([]);
  });
});

describe("a unique column stays unique", () => {
  const unique = (onViolation: string, nulls?: object, extra = {}) =>
    codes(
      table({
        datatype: "integer",
        anonymize: { rule: "drop" },
        checks: [{ rule: "unique", onViolation, ...extra }],
        ...(nulls ? { nulls } : {}),
      }),
    );
  it.each(["reject", "null", "warn", "fail"])("%s is one of its policies", (policy) => {
    expect(unique(policy)).toEqual([]);
    expect(unique(policy, { rule: "reject" })).toEqual([]);
  });
  it("no constant is one: it would repeat", () => {
    expect(unique("default", undefined, { default: 7 })).toEqual(["policy-not-for-rule"]);
    expect(unique("clamp")).toEqual(["policy-not-for-rule"]);
  });
  it.each([
    { rule: "constant", with: { value: 0 } },
    { rule: "mean" },
    { rule: "mode" },
    { rule: "previous", with: { order: ["id"] } },
  ])("nothing fills its gaps: %j", (nulls) => {
    for (const policy of ["reject", "null", "fail"]) expect(unique(policy, nulls)).toEqual(["unique-filled"]);
    expect(unique("warn", nulls)).toEqual([]);
  });
});

describe("a rule on a type that it does not accept is refused", () => {
  interface Rule {
    readonly id: string;
    readonly accepts: readonly ColumnTypeName[];
    readonly docs: { readonly examples: readonly { readonly params?: Readonly<Record<string, unknown>> }[] };
  }
  const typeOf = (name: ColumnTypeName) => (name === "decimal" ? "decimal(10,2)" : name);
  const use = ({ id, docs }: Rule) => ({ rule: id, with: docs.examples[0]?.params ?? {} });
  const places: Readonly<Record<string, readonly [rules: readonly Rule[], column: (rule: Rule) => object]>> =
    {
      normalizers: [normalizers, (rule) => ({ normalize: [use(rule)] })],
      "null strategies": [nullStrategies, (rule) => ({ nulls: use(rule) })],
      checks: [checks, (rule) => ({ checks: [{ ...use(rule), onViolation: "reject" }] })],
      "anonymization rules": [anonymizers, (rule) => ({ anonymize: use(rule) })],
    };
  it.each(Object.entries(places))("%s, each on each", (_, [rules, columnOf]) => {
    let [accepted, refused] = [0, 0];
    for (const rule of rules) {
      for (const type of columnTypeNames) {
        const column = { anonymize: { rule: "drop" }, ...columnOf(rule), datatype: typeOf(type) };
        const isRefused = codes(table(column)).includes("rule-type");
        expect(isRefused, `${rule.id} on ${type}`).toBe(!rule.accepts.includes(type));
        if (isRefused) refused += 1;
        else accepted += 1;
      }
    }
    expect(accepted).toBeGreaterThanOrEqual(rules.length);
    expect(refused).toBeGreaterThan(0);
  });

  it("hierarchies, each on each", () => {
    let refused = 0;
    for (const hierarchy of hierarchies) {
      for (const type of columnTypeNames) {
        const column = {
          datatype: typeOf(type),
          privacyClass: "quasi-identifier",
          hierarchy: { name: "h", level: 1 },
        };
        const document = { ...table(column), hierarchies: [{ name: "h", ...use(hierarchy) }] };
        const isRefused = codes(document).includes("rule-type");
        expect(isRefused, `${hierarchy.id} on ${type}`).toBe(!hierarchy.accepts.includes(type));
        if (isRefused) refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(hierarchies.length);
  });
});

describe("a rule that gives each value one of its own has ten times as many to choose from", () => {
  const cities = { rule: "fake", with: { kind: "city", unique: true } };
  const atLeast = (minimum: number, onViolation = "fail") => ({
    rule: "row-count",
    with: { minimum },
    onViolation,
  });
  const keyed = (more: object, columns = ["id"]) => {
    const document = table({ anonymize: { rule: "drop" } });
    const [person] = document.tables;
    return { ...document, tables: [{ ...person, primaryKey: { columns, strategy: cities }, ...more }] };
  };
  const unique = (nulls: object | undefined, check: object, onViolation = "reject") => {
    const checks = [{ rule: "unique", onViolation }];
    const document = table({ datatype: "integer", anonymize: cities, checks, ...(nulls ? { nulls } : {}) });
    const [person] = document.tables;
    return { ...document, tables: [{ ...person, checks: [check] }] };
  };
  const found = (document: unknown, figures?: DiagnoseOptions["figures"]) =>
    diagnose(document, { mode: "executable", figures }).flatMap(({ code, severity, path, message }) =>
      code.startsWith("values-")
        ? [`${severity} ${path.join("/")} ${/ (\d+) different/.exec(message.en)?.[1]}`]
        : [],
    );
  const onKey = "tables/0/primaryKey/strategy";
  const onColumn = "tables/0/columns/1/anonymize";

  it("of a key, by the rows that the table must have", () => {
    expect(found(keyed({ checks: [atLeast(50)] }))).toEqual([]);
    expect(found(keyed({ checks: [atLeast(51)] }))).toEqual([`error ${onKey} 51`]);
    // A warning lets a run go on with fewer rows.
    expect(found(keyed({ checks: [atLeast(51, "warn")] }))).toEqual([]);
    // Parts of a key repeat.
    const parted = keyed({ checks: [atLeast(5100)] }, ["id", "v"]);
    expect(found(parted)).toEqual([]);
    expect(found(keyed({ checks: [atLeast(51)], publish: false }))).toEqual([]);
  });

  it("of a column whose values differ in every row that is left", () => {
    const reject = { rule: "reject" };
    expect(found(unique(reject, atLeast(51)))).toEqual([`error ${onColumn} 51`]);
    expect(found(unique(undefined, atLeast(51)))).toEqual([]);
    expect(found(unique(reject, atLeast(51), "warn"))).toEqual([]);
  });

  it("by what was there before it is only warned about", () => {
    const figures = (rows: number, distinct = {}) => ({ person: { rows, distinct } });
    expect(found(keyed({}), figures(50))).toEqual([]);
    expect(found(keyed({}), figures(51))).toEqual([`warning ${onKey} 51`]);
    expect(found(keyed({ checks: [atLeast(51)] }), figures(10))).toEqual([`error ${onKey} 51`]);
    const free = table({ anonymize: cities });
    expect(found(free, figures(1_000_000))).toEqual([]);
    expect(found(free, figures(1_000_000, { v: 50 }))).toEqual([]);
    expect(found(free, figures(1_000_000, { v: 51 }))).toEqual([`warning ${onColumn} 51`]);
    // Where values may repeat, nothing is asked for.
    const repeating = table({ anonymize: { rule: "fake", with: { kind: "city" } } });
    expect(found(repeating, figures(1_000_000, { v: 51 }))).toEqual([]);
  });

  it("says so only where a rule asks for it", () => {
    const parsed = (document: unknown) => moduleDocumentSchema.parse(document);
    expect(asksForDistinct(parsed(keyed({})))).toBe(true);
    expect(asksForDistinct(parsed(table({ anonymize: { rule: "fake", with: { kind: "city" } } })))).toBe(
      false,
    );
  });
});
