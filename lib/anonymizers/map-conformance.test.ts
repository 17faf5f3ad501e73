import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type ColumnType, formatColumnType, parseColumnType } from "#lib/contracts";
import { isCard, isIban, isInn, isOgrn, isOgrnip, isSnils, numberFormats } from "#lib/personal-data";
import { sql } from "#lib/sql";
import { edgeValues, openTestEngine, type TestEngine, valuesTable } from "#lib/testing";
import {
  type Anonymizer,
  anonymizers,
  findAnonymizer,
  findKeyStrategy,
  isKeyed,
  type MapValue,
  mapFormOf,
  uniquenessOf,
} from "./index.ts";
import { integerCipher, symbolCiphers } from "./integer-cipher.ts";

/** The rules that are no SQL: what `conformance.test.ts` asks of the others, and the way back of reversible ones. */
const rules = anonymizers
  .map((rule) => findAnonymizer(rule.id))
  .filter((rule): rule is Anonymizer => rule?.map !== undefined);

// Format-preserving encryption takes 50 µs a value; other work may fill the cores.
vi.setConfig({ testTimeout: 300_000 });

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

const key = new Uint8Array(32).fill(7);
const otherKey = new Uint8Array(32).fill(8);

const typeOf = (text = "string"): ColumnType => {
  const type = parseColumnType(text);
  if (!type) throw new Error(`an example has the type ${text}`);
  return type;
};

interface Use {
  readonly rule: Anonymizer;
  readonly params: unknown;
  readonly type: ColumnType;
  readonly label: string;
}

const caseOf = (rule: Anonymizer, given: unknown, type: ColumnType): Use => ({
  rule,
  params: rule.params.parse(given ?? {}),
  type,
  label: `${rule.id} ${formatColumnType(type)} ${JSON.stringify(given ?? {})}`,
});

const open = ({ rule, params, type }: Use, under = key): Promise<MapValue> => {
  const form = mapFormOf(rule, params, type);
  if (!form) throw new Error(`${rule.id} has no map form here`);
  return form.open({ params, type, key: under });
};
const invert = ({ rule, params, type }: Use, under = key): Promise<MapValue> | undefined =>
  mapFormOf(rule, params, type)?.invert?.({ params, type, key: under });

/** Every use that the examples show and that values pass through in JavaScript, once. */
const uses: readonly Use[] = rules.flatMap((rule) => {
  const shown = rule.docs.examples.map((example) => caseOf(rule, example.params, typeOf(example.type)));
  return [...new Map(shown.map((use) => [use.label, use])).values()].filter((use) =>
    mapFormOf(rule, use.params, use.type),
  );
});

/** What a use takes, by number: texts that look like its first example, else numbers. */
function sampleOf(use: Use): (index: number) => string {
  const example = use.rule.docs.examples.find(
    ({ params, type, input, output }) =>
      caseOf(use.rule, params, typeOf(type)).label === use.label && input !== null && output === undefined,
  );
  const input = example?.input ?? "";
  const kind =
    typeof use.params === "object" && use.params && "kind" in use.params ? String(use.params.kind) : "";
  if (use.rule.id === "identifier") {
    const format = Object.entries(numberFormats).find(([id]) => id === kind)?.[1];
    const place = format?.(input.replaceAll(/[ -]/g, ""), { keepStart: 0 });
    if (!place) throw new Error(`${use.label} has no valid example`);
    return (index) => place.write((BigInt(index) * 997_001n) % place.size);
  }
  if (use.type.name === "integer") return (index) => String(10_000_000 + index);
  const letters = (index: number, alphabet: string) =>
    Array.from(
      { length: 8 },
      (_, at) => alphabet[Math.floor(index / alphabet.length ** at) % alphabet.length],
    ).join("");
  if (use.rule.id !== "fpe") return (index) => `${input}${index}`;
  if (/\d/.test(input))
    return (index) => `A${String(index).padStart(9, "0")}`.slice(/[A-Z]/.test(input) ? 0 : 1);
  return (index) =>
    letters(index, /[а-я]/.test(input) ? "абвгдеёжзийклмнопрстуфхцчшщъыьэюя" : "abcdefghijklmnopqrstuvwxyz");
}

test("every rule without SQL is here, and every reversible one has a way back", () => {
  const without = anonymizers
    .map(({ id }) => findAnonymizer(id))
    .filter((rule) => rule && !rule.compile && !rule.script);
  expect(without.map((rule) => rule?.id).sort()).toEqual(["encrypt", "fpe", "identifier"]);
  for (const { id } of anonymizers) {
    const rule = findAnonymizer(id);
    expect(Boolean(rule?.map?.invert), id).toBe(rule?.properties.reversible && id !== "keep");
  }
  for (const id of ["encrypt", "fpe", "identifier"]) expect(findKeyStrategy(id)?.id).toBe(id);
  expect(uses.length).toBeGreaterThanOrEqual(15);
});

describe("docs examples", () => {
  let cases = 0;
  afterAll(() => {
    console.log(`map forms: ${cases} examples executed`);
    expect(cases).toBeGreaterThanOrEqual(23);
  });
  for (const rule of rules) {
    for (const { params, type, input, output } of rule.docs.examples) {
      const use = caseOf(rule, params, typeOf(type));
      if (input === null || !mapFormOf(rule, use.params, use.type)) continue;
      test(`${use.label} ${JSON.stringify(input)}`, async () => {
        const made = (await open(use))(input);
        if (output !== undefined) expect(made).toBe(output);
        else {
          expect(typeof made).toBe("string");
          expect(made).not.toBe(input);
          expect(isKeyed(rule, use.params)).toBe(true);
        }
        cases++;
      });
    }
  }
});

describe("no value makes a rule fail, none passes unchanged, and each comes back", () => {
  let cases = 0;
  afterAll(() => {
    console.log(`map forms: ${cases} extreme values`);
    expect(cases).toBeGreaterThanOrEqual(500);
  });
  test.each(uses.map((use) => [use.label, use] as const))("%s", async (_label, use) => {
    const rows = await engine.rows(
      sql`select cast(v as varchar) from (${valuesTable(edgeValues(use.type))}) where v is not null`,
    );
    const [apply, back] = [await open(use), await invert(use)];
    expect(rows.length).toBeGreaterThan(3);
    for (const [value] of rows) {
      const text = String(value);
      const made = apply(text);
      if (made === null) {
        cases++;
        continue;
      }
      if (isKeyed(use.rule, use.params)) expect(made === text, use.label).toBe(false);
      if (back) expect(back(made) === text, `${use.label} ${text.slice(0, 40)}`).toBe(true);
      // What was never made under this key must not make the way back fail.
      if (back) expect(() => back(text)).not.toThrow();
      cases++;
    }
  });
});

describe("declared properties", () => {
  let cases = 0;
  afterAll(() => {
    console.log(`map forms: ${cases} values sampled for their properties`);
    expect(cases).toBeGreaterThanOrEqual(30_000);
  });
  test.each(uses.map((use) => [use.label, use] as const))(
    "%s: the same again, another under another key, and back; different ones stay different",
    async (_label, use) => {
      const sample = sampleOf(use);
      const values = Array.from({ length: 2_000 }, (_, index) => sample(index));
      const [apply, again, other, back] = [
        await open(use),
        await open(use),
        await open(use, otherKey),
        await invert(use),
      ];
      expect(new Set(values).size).toBe(values.length);
      const made = values.map(apply);
      cases += made.length;
      expect([...values].reverse().map(again).reverse()).toEqual(made);
      if (use.rule.properties.reversible) expect(made.map((one) => back?.(one ?? ""))).toEqual(values);
      if (uniquenessOf(use.rule, use.params) === "preserved") {
        expect(made).not.toContain(null);
        expect(new Set(made).size).toBe(values.length);
      }
      if (!isKeyed(use.rule, use.params)) return;
      const same = values.map(other).filter((one, index) => one === made[index]);
      // Two permutations of a million values meet by chance now and then.
      expect(same.length).toBeLessThan(5);
      expect(made.filter((one, index) => one === values[index]).length).toBeLessThan(5);
    },
  );

  test.each(["encrypt", "fpe", "identifier"])("%s keeps a hundred thousand values apart", async (id) => {
    const use = uses.find(({ rule }) => rule.id === id);
    if (!use) throw new Error(`${id} has no use`);
    const [apply, sample] = [await open(use), sampleOf(use)];
    const made = new Set<string | null>();
    const started = performance.now();
    for (let index = 0; index < 100_000; index++) made.add(apply(sample(index)));
    console.log(
      `${use.label}: ${Math.round(1e8 / (performance.now() - started))} values a second and thread`,
    );
    expect(made.size).toBe(100_000);
    expect(made.has(null)).toBe(false);
    cases += made.size;
  });
});

describe("formats", () => {
  const shape = (text: string) =>
    text
      .replaceAll(/[0-9]/g, "9")
      .replaceAll(/[a-z]/g, "a")
      .replaceAll(/[A-Z]/g, "A")
      .replaceAll(/[а-яё]/g, "я")
      .replaceAll(/[А-ЯЁ]/g, "Я");

  test.each([
    ["digits", fc.stringMatching(/^[0-9]{2,4}[ -]?[0-9]{4,20}$/)],
    ["latin", fc.stringMatching(/^[A-Z][a-z]{5,20}-[A-Za-z]{1,9}$/)],
    ["cyrillic", fc.stringMatching(/^[А-ЯЁ][а-яё]{5,20} [а-яё]{1,9}$/)],
    ["alnum", fc.stringMatching(/^[A-Za-z]{3}-[0-9]{3,9}[A-Z]?$/)],
  ])("fpe over %s keeps the shape and comes back", async (alphabet, texts) => {
    const rule = findAnonymizer("fpe");
    if (!rule) throw new Error("no fpe");
    const use = caseOf(rule, { alphabet }, typeOf());
    const [apply, back] = [await open(use), await invert(use)];
    let changed = 0;
    fc.assert(
      fc.property(texts, (text) => {
        const made = apply(text) ?? "";
        if (made !== text) changed++;
        return shape(made) === shape(text) && back?.(made) === text;
      }),
      { numRuns: 300 },
    );
    expect(changed).toBeGreaterThan(295);
  });

  test("integers keep their number of digits and their sign, to the ends of what 64 bits hold", async () => {
    const rule = findAnonymizer("fpe");
    if (!rule) throw new Error("no fpe");
    const use = caseOf(rule, {}, typeOf("integer"));
    const [apply, back] = [await open(use), await invert(use)];
    fc.assert(
      fc.property(fc.bigInt({ min: 1_000_000n, max: 2n ** 63n - 1n }), fc.boolean(), (number, negative) => {
        const text = String(negative ? -number : number);
        const made = apply(text) ?? "";
        return (
          shape(made) === shape(text) &&
          BigInt.asIntN(64, BigInt(made)) === BigInt(made) &&
          back?.(made) === text
        );
      }),
      {
        numRuns: 300,
        examples: [
          [2n ** 63n - 1n, true],
          [1_000_000n, false],
        ],
      },
    );
    expect(["0", "-7", "999999", "-9223372036854775808"].map(apply)).toEqual([null, null, null, null]);
  });

  test("a domain under a million goes to quarantine, one of a million does not", async () => {
    const rule = findAnonymizer("fpe");
    if (!rule) throw new Error("no fpe");
    const of = async (alphabet: string, text: string) =>
      (await open(caseOf(rule, { alphabet }, typeOf())))(text);
    for (const [alphabet, small, large] of [
      ["digits", "12345", "123456"],
      ["latin", "abcd", "abcde"],
      ["cyrillic", "где", "гдеё"],
      ["alnum", "A12345", "AB12345"],
    ] as const) {
      // 26 × 10⁵ is over a million.
      if (alphabet !== "alnum") expect(await of(alphabet, small)).toBeNull();
      expect(await of(alphabet, large)).not.toBeNull();
    }
    expect(await of("alnum", "A1234")).toBeNull();
    expect(await of("latin", "\u212aelvin")).toBeNull();
    expect(await of("digits", "1".repeat(129))).toBeNull();
  });

  const checks = {
    inn: isInn,
    snils: isSnils,
    ogrn: isOgrn,
    ogrnip: isOgrnip,
    card: isCard,
    iban: isIban,
  } as const;
  test.each(Object.entries(checks))(
    "every %s made has its check digits and its spelling",
    async (kind, isValid) => {
      const use = uses.find(
        ({ rule, params }) => rule.id === "identifier" && JSON.stringify(params).includes(`"${kind}"`),
      );
      if (!use) throw new Error(`no example of ${kind}`);
      const [apply, back, sample] = [await open(use), await invert(use), sampleOf(use)];
      for (let index = 0; index < 1_000; index++) {
        const spelled = sample(index)
          .replaceAll(/(....)/g, "$1 ")
          .trim();
        const made = apply(spelled) ?? "";
        expect(shape(made)).toBe(shape(spelled));
        expect(isValid(made.replaceAll(" ", "")), `${kind} ${made}`).toBe(true);
        expect(back?.(made)).toBe(spelled);
      }
    },
  );

  test("on a reduced domain every number is made exactly once, and all are valid", async () => {
    // The rule itself takes no domain that small: its parts are put together here.
    const cipher = integerCipher((await symbolCiphers(key))(10, "card"));
    const place = numberFormats.card("4111111111111111", { keepStart: 12 });
    const numbers = Array.from({ length: 1_000 }, (_, rank) => BigInt(rank));
    const made = numbers.map((rank) => place?.write(cipher.encrypt(rank, place.size)) ?? "");
    expect(place?.size).toBe(1_000n);
    expect(new Set(made).size).toBe(1_000);
    expect(made.every((card) => isCard(card) && card.startsWith("411111111111"))).toBe(true);
  });

  test("a card of which too few digits may change goes to quarantine", async () => {
    const rule = findAnonymizer("identifier");
    if (!rule) throw new Error("no identifier");
    const [six, eight] = await Promise.all(
      [6, 8].map((keepStart) => open(caseOf(rule, { kind: "card", keepStart }, typeOf()))),
    );
    const short = numberFormats.card("411111111111116", { keepStart: 0 })?.write(0n) ?? "";
    expect(isCard(short)).toBe(true);
    expect(six?.(short)).not.toBeNull();
    expect(eight?.(short)).not.toBe(short);
    expect([six?.("4222222222222"), eight?.("4222222222222")]).toEqual([expect.any(String), null]);
  });
});
