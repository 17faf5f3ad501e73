import fc from "fast-check";
import { anonymizers } from "#lib/anonymizers";
import type { ModuleDocument } from "#lib/metadata";
import { type SourceData, testDocument } from "#lib/testing";
import type { Needles } from "./find-needles.ts";
import { hierarchies, type LargeDomain, largeDomains } from "./large-domains.ts";

/** A document with rows whose every classed value is from a large domain, and what may occur nowhere. */
export interface RandomCase {
  readonly document: ModuleDocument;
  readonly data: SourceData;
  readonly needles: Needles;
  /** Rules of classed columns, by id. */
  readonly rules: readonly string[];
}

type Draw = <T>(arbitrary: () => fc.Arbitrary<T>) => T;

/** These leave a direct identifier readable: policy refuses them there. */
const blurs = new Set(["round", "noise", "date-shift", "top-bottom-code", "shuffle"]);

const known = new Set<string>(anonymizers.map(({ id }) => id));
const domains = largeDomains.map((domain) => ({
  ...domain,
  rules: domain.rules.filter(({ rule }) => known.has(rule)),
}));

interface Column {
  readonly name: string;
  readonly domain: LargeDomain;
  readonly document: Readonly<Record<string, unknown>>;
  readonly rule: string;
}

/** By index, so that a counterexample shows a number and not the whole list. */
function pick<T>(draw: Draw, list: readonly T[]): T {
  const chosen = list[draw(() => fc.nat(list.length - 1))];
  if (chosen === undefined) throw new TypeError("nothing to pick from");
  return chosen;
}

/** A classed column. What is generalized may be a quasi-identifier; what cannot be read is rejected, nulled or fails the run. */
function column(draw: Draw, name: string): Column {
  const domain = pick(draw, domains);
  // Each rule alike, however many forms of it there are.
  const id = pick(draw, [...new Set(domain.rules.map(({ rule }) => rule))]);
  const use = pick(
    draw,
    domain.rules.filter(({ rule }) => rule === id),
  );
  const isGeneralized = use.rule.startsWith("generalize") || use.rule === "round";
  const privacyClass = draw(() =>
    fc.constantFrom(
      "sensitive",
      ...(blurs.has(use.rule) ? [] : ["direct-identifier"]),
      ...(isGeneralized ? ["quasi-identifier"] : []),
    ),
  );
  const checks =
    domain.datatype === "string" && draw(() => fc.boolean())
      ? [
          {
            rule: "length",
            with: { maximum: draw(() => fc.constantFrom(use.rule === "fpe" ? 50 : 5, 100)) },
            onViolation: draw(() => fc.constantFrom("reject", "warn", "null", "clamp", "fail")),
          },
        ]
      : [];
  return {
    name,
    domain,
    rule: use.rule,
    document: {
      name,
      datatype: domain.datatype,
      ...(domain.normalize ? { normalize: domain.normalize } : {}),
      onCastFailure: draw(() => fc.constantFrom("reject", "reject", "null", "fail")),
      nulls: { rule: draw(() => fc.constantFrom("keep", "keep", "reject")) },
      ...(checks.length > 0 ? { checks } : {}),
      privacyClass,
      anonymize: use,
    },
  };
}

/** A value of the column: mostly good, sometimes missing, sometimes one that its type does not take. */
function cell(draw: Draw, { domain }: Column): string | null {
  const chance = draw(() => fc.nat(40));
  if (chance === 0) return null;
  const value = draw(() => fc.noBias(domain.value));
  return chance === 1 && domain.datatype !== "string" ? `?${value}?` : value;
}

const accountNumber = fc.noBias(fc.bigInt({ min: 10n ** 14n, max: 10n ** 15n }).map(String));

export function randomCase(draw: Draw): RandomCase {
  const persons = draw(() => fc.integer({ min: 12, max: 30 }));
  const columns = Array.from({ length: draw(() => fc.integer({ min: 1, max: 4 })) }, (_, at) =>
    column(draw, `p${at}`),
  );
  const details = Array.from({ length: draw(() => fc.integer({ min: 1, max: 3 })) }, (_, at) =>
    column(draw, `v${at}`),
  );
  const keys = Array.from({ length: persons }, () => draw(() => accountNumber));
  const person = keys.map((key) => [key, ...columns.map((one) => cell(draw, one))]);
  // Some persons come twice, some visits are of nobody.
  person.push([keys[0] ?? "1", ...columns.map((one) => cell(draw, one))]);
  const visit = Array.from({ length: persons * 2 }, (_, at) => [
    String(at),
    draw(() => fc.nat(9)) === 0 ? draw(() => accountNumber) : (keys[at % persons] ?? null),
    ...details.map((one) => cell(draw, one)),
  ]);
  const strategy = pick(draw, [{ rule: "pseudonymize" }, { rule: "surrogate" }]);
  const isQuasi = columns.some((one) => one.document.privacyClass === "quasi-identifier");
  const document = testDocument(
    [
      {
        name: "person",
        columns: [
          { name: "id", datatype: "integer", privacyClass: "direct-identifier" },
          ...columns.map((one) => one.document),
        ],
        primaryKey: {
          columns: ["id"],
          strategy,
          ...(draw(() => fc.boolean()) ? { onDuplicate: { winner: "first", order: ["id"] } } : {}),
        },
        ...(isQuasi ? { privacy: { kAnonymity: 2, suppressionLimit: 1 } } : {}),
      },
      {
        name: "visit",
        columns: [
          { name: "no", datatype: "integer", privacyClass: "insensitive" },
          { name: "person_id" },
          ...details.map((one) => one.document),
        ],
        primaryKey: { columns: ["no"], strategy: { rule: "keep", with: { reason: "A test." } } },
        foreignKeys: [
          {
            columns: ["person_id"],
            references: { table: "person", columns: ["id"] },
            onOrphan: draw(() => fc.constantFrom("reject", "null", "fail", "reject")),
          },
        ],
      },
    ],
    { person: { table: "person" }, hierarchies },
  );
  const texts = new Set<string>();
  const digits = new Set<string>();
  const binaries: bigint[] = [];
  const number = [...keys, ...visit.map((row) => row[1] ?? null)];
  for (const key of number) {
    if (key === null) continue;
    texts.add(key);
    binaries.push(BigInt(key));
  }
  const look = (all: readonly Column[], rows: readonly (readonly (string | null)[])[], first: number) => {
    for (const row of rows) {
      for (const [at, { domain }] of all.entries()) {
        const value = row[first + at];
        if (value === null || value === undefined) continue;
        const found = domain.needles(value.replaceAll("?", ""));
        for (const text of found.texts ?? []) texts.add(text);
        if (found.digits) digits.add(found.digits);
        if (domain.binary && !value.includes("?")) binaries.push(domain.binary(value));
      }
    }
  };
  look(columns, person, 1);
  look(details, visit, 2);
  return {
    document,
    data: {
      person: { columns: ["id", ...columns.map(({ name }) => name)], rows: person },
      visit: { columns: ["no", "person_id", ...details.map(({ name }) => name)], rows: visit },
    },
    needles: {
      texts,
      digits,
      binaries: binaries.map((value) => {
        const bytes = Buffer.alloc(8);
        bytes.writeBigInt64LE(value);
        return bytes;
      }),
    },
    rules: [...columns, ...details].map(({ rule }) => rule),
  };
}
