import fc from "fast-check";
import { anonymizers, hierarchies, keyStrategies } from "#lib/anonymizers";
import { checks, normalizers, nullStrategies, tableChecks } from "#lib/column-rules";
import { columnTypeNames, parameterTypeIds } from "#lib/contracts";
import { policyProfileIds } from "#lib/metadata";

const text = fc.string({ unit: "grapheme", maxLength: 12 });
const dataName = fc
  .string({ unit: fc.constantFrom(..."abcxyz ЖыЁ_-.#/%:"), minLength: 1, maxLength: 8 })
  .filter((name) => !name.startsWith("__"));
const slug = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
const optional = <T extends Readonly<Record<string, fc.Arbitrary<unknown>>>>(
  required: T,
  others: Readonly<Record<string, fc.Arbitrary<unknown>>>,
) => fc.record({ ...required, ...others }, { requiredKeys: Object.keys(required) });

// Linked data has no minus zero, and JSON has none that comes back.
const packageName = fc.constantFrom("rapidfuzz", "scikit-learn", "ruamel.yaml", "PyYAML");
const json = fc
  .jsonValue({ maxDepth: 2 })
  .map((value): unknown => JSON.parse(JSON.stringify(value)))
  .filter((value) => !JSON.stringify(value).includes('"__proto__"'));
const constant = fc.oneof(text, fc.integer(), fc.boolean());
const parameters = fc.dictionary(fc.constantFrom("formats", "minimum", "values", "@id", "type"), json, {
  maxKeys: 3,
});
const use = (rules: readonly { readonly id: string }[]) => ({
  rule: fc.constantFrom(...rules.map(({ id }) => id)),
});
const ruleUse = (rules: readonly { readonly id: string }[]) => optional(use(rules), { with: parameters });
const share = fc.double({ min: 0, max: 1, noNaN: true }).map((value) => Math.round(value * 1000) / 1000);
const policy = fc.constantFrom("reject", "null", "default", "warn", "fail");

const column = optional(
  { name: dataName },
  {
    from: dataName,
    title: text,
    description: text,
    datatype: fc.constantFrom(...columnTypeNames.filter((name) => name !== "decimal"), "decimal(12,2)"),
    normalize: fc.array(
      optional(use(normalizers), { with: parameters, title: text, disabled: fc.boolean() }),
      {
        maxLength: 3,
      },
    ),
    onCastFailure: policy,
    default: constant,
    nulls: optional(use(nullStrategies), { with: parameters, tokens: fc.array(text, { maxLength: 3 }) }),
    checks: fc.array(optional(use(checks), { with: parameters, onViolation: policy, default: constant }), {
      maxLength: 2,
    }),
    privacyClass: fc.constantFrom("direct-identifier", "quasi-identifier", "sensitive", "insensitive"),
    anonymize: ruleUse(anonymizers),
    hierarchy: optional({ name: dataName }, { level: fc.integer({ min: 0, max: 9 }), weight: share }),
  },
);
const names = fc.array(dataName, { minLength: 1, maxLength: 3 });

const table = optional(
  { name: dataName, columns: fc.array(column, { maxLength: 4 }) },
  {
    title: text,
    description: text,
    publish: fc.boolean(),
    extraction: optional(
      { language: fc.constant("sql"), source: slug, script: fc.constant("select 1") },
      { incremental: optional({ cursor: dataName }, { overlap: fc.nat(1000) }) },
    ),
    transformation: fc.record({ language: fc.constant("sql"), script: fc.constant('select "a\\nb" -- ё') }),
    primaryKey: optional(
      { columns: names, strategy: ruleUse(keyStrategies) },
      {
        onDuplicate: optional(
          { winner: fc.constantFrom("first", "last", "reject", "fail") },
          { order: fc.array(dataName, { maxLength: 2 }) },
        ),
        onNull: fc.constantFrom("reject", "fail"),
      },
    ),
    foreignKeys: fc.array(
      optional(
        {
          columns: names,
          references: fc.record({ table: dataName, columns: names }),
          onOrphan: fc.constantFrom("reject", "null", "keep", "fail"),
        },
        { when: fc.record({ column: dataName, equals: constant }) },
      ),
      { maxLength: 2 },
    ),
    deduplicate: optional(
      { columns: names, winner: fc.constantFrom("first", "last") },
      { order: fc.array(dataName, { maxLength: 2 }) },
    ),
    checks: fc.array(optional(use(tableChecks), { with: parameters, onViolation: policy }), { maxLength: 2 }),
    privacy: optional(
      { kAnonymity: fc.integer({ min: 2, max: 100 }) },
      {
        suppressionLimit: share,
        kMap: fc.record({ k: fc.integer({ min: 2, max: 100 }), population: dataName }),
        lDiversity: optional(
          { column: dataName, l: fc.integer({ min: 2, max: 9 }) },
          { kind: fc.constantFrom("distinct", "entropy", "recursive"), c: fc.integer({ min: 1, max: 9 }) },
        ),
        tCloseness: optional(
          { column: dataName, t: share },
          { distance: fc.constantFrom("equal", "ordered") },
        ),
        deltaDisclosure: fc.record({ column: dataName, delta: fc.integer({ min: 1, max: 9 }) }),
        loss: fc.constantFrom("granularity", "discernibility"),
        search: fc.constantFrom("optimal", "multidimensional", "multidimensional-relaxed"),
        timeBudget: fc.integer({ min: 1, max: 60 }),
      },
    ),
    limits: fc.record({ maxRejected: share }),
  },
);

/** Any document that the executable schema takes, its rules' parameters aside. */
export const arbitraryDocument = optional(
  {
    "@type": fc.constant("DataModule"),
    format: fc.constant(2),
    name: slug,
    sources: fc.array(optional({ name: slug, ref: slug }, { timeZone: fc.constant("Europe/Moscow") }), {
      maxLength: 2,
    }),
    tables: fc.array(table, { minLength: 1, maxLength: 3 }),
  },
  {
    title: text,
    description: text,
    license: fc.constantFrom("https://spdx.org/licenses/MIT.html", "https://example.org/terms?a=1#b"),
    keywords: fc.array(text, { maxLength: 3 }),
    parameters: fc.array(
      optional(
        {
          name: fc.constantFrom("day", "region", "limit_2"),
          datatype: fc.constantFrom(...parameterTypeIds),
        },
        {
          title: text,
          default: fc.oneof(fc.constantFrom("yesterday", "1.50"), fc.integer(), fc.boolean()),
          required: fc.boolean(),
          choices: fc.array(fc.constantFrom("north", "south"), { maxLength: 2 }),
        },
      ),
      { maxLength: 3 },
    ),
    person: fc.record({ table: dataName }),
    policy: fc.record({
      profiles: fc.uniqueArray(fc.constantFrom(...policyProfileIds), {
        minLength: 1,
        maxLength: 3,
      }),
    }),
    hierarchies: fc.array(
      fc.record({
        name: dataName,
        rule: fc.constantFrom(...hierarchies.map(({ id }) => id)),
        with: parameters,
      }),
      { maxLength: 2 },
    ),
    patterns: fc.array(
      optional(
        { match: dataName },
        {
          datatype: fc.constant("integer"),
          normalize: fc.array(ruleUse(normalizers), { maxLength: 2 }),
          nulls: ruleUse(nullStrategies),
          checks: fc.array(ruleUse(checks), { maxLength: 2 }),
          privacyClass: fc.constant("sensitive"),
          anonymize: ruleUse(anonymizers),
        },
      ),
      { maxLength: 2 },
    ),
    packages: fc.array(optional({ name: packageName }, { version: fc.constantFrom("1.0", "2.1rc1") }), {
      maxLength: 2,
    }),
    packageLock: fc.record({
      at: fc.constant("2026-01-01T00:00:00Z"),
      python: fc.constant("3.11"),
      platform: fc.constant("linux-x86_64"),
      packages: fc.array(
        fc.record({ name: packageName, version: fc.constant("1.0"), sha256: fc.constant("ab".repeat(32)) }),
        { maxLength: 2 },
      ),
    }),
    upload: optional(
      { stores: fc.array(slug, { maxLength: 2 }), fileFormat: fc.constant("parquet") },
      {
        script: optional(
          { language: fc.constantFrom("sql", "python"), store: slug, script: fc.constant("select 1 -- ё\n") },
          { cleanUp: fc.constant("delete from t") },
        ),
      },
    ),
    ui: fc.dictionary(fc.constantFrom("nodes", "zoom", "@type"), json, { maxKeys: 2 }),
  },
);
