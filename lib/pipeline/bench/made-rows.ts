import { type ModuleDocument, moduleDocumentSchema } from "#lib/metadata";
import { name, type Sql, sql, unsafeText } from "#lib/sql";

interface MadeColumn {
  readonly name: string;
  readonly datatype: "string" | "integer" | "date";
  readonly hierarchy: { readonly rule: string; readonly with: Readonly<Record<string, unknown>> };
  /** Over `i`, the row, and `r0` … `r8`, numbers from 0 to 1 that depend on nothing else; `age` and `place` are made of them. */
  readonly value: string;
}

const listed = (labels: readonly (readonly string[])[]) => ({ rule: "value-table", with: { rows: labels } });
/** Numbers from 0, joined by `width`, then all. */
const numbered = (count: number, width: number) =>
  listed(
    Array.from({ length: count }, (_, at) => [
      `${at}`,
      `${at - (at % width)}–${at - (at % width) + width - 1}`,
      "*",
    ]),
  );
const skewed = (count: number, random: string, skew: number): string =>
  `floor(${count} * pow(${random}, ${skew}))::integer`;

/** People as registers have them: few combinations are likely, most of what varies is the birth date and the postal code. */
const people: readonly MadeColumn[] = [
  {
    name: "sex",
    datatype: "string",
    hierarchy: listed([
      ["f", "*"],
      ["m", "*"],
    ]),
    value: "if(r0 < 0.52, 'f', 'm')",
  },
  {
    name: "birth_date",
    datatype: "date",
    hierarchy: { rule: "date-parts", with: { units: ["month", "year", "decade"] } },
    value: "date '2024-01-01' - (365.25 * age)::integer",
  },
  {
    name: "postal_code",
    datatype: "string",
    hierarchy: { rule: "prefixes", with: { keep: [4, 3, 2, 1] } },
    value: "lpad((10000 + place)::varchar, 5, '0')",
  },
  // Rarely from elsewhere, the more so in large cities, which come first.
  {
    name: "country",
    datatype: "integer",
    hierarchy: numbered(60, 10),
    value: `if(r3 < 0.93 - 0.05 * r2, 0, ${skewed(60, "r4", 4)})`,
  },
  {
    name: "education",
    datatype: "integer",
    hierarchy: numbered(16, 4),
    value: "least(15, floor(4 + 8 * r5 + 4 * (age > 24)::integer * r4))::integer",
  },
  {
    name: "marital_status",
    datatype: "integer",
    hierarchy: numbered(7, 3),
    value: `if(age < 22, 0, if(age > 70 and r6 < 0.4, 6, ${skewed(6, "r6", 2)}))`,
  },
  {
    name: "workclass",
    datatype: "integer",
    hierarchy: numbered(8, 4),
    value: `if(age < 18, 7, ${skewed(7, "r7", 3)})`,
  },
  {
    name: "occupation",
    datatype: "integer",
    hierarchy: numbered(40, 8),
    value: "if(age < 18, 0, least(39, floor(20 * r5 + 16 * pow(r7, 2) + 4 * r8)))::integer",
  },
  {
    name: "income",
    datatype: "integer",
    hierarchy: numbered(10, 5),
    value: "least(9, floor(4 * r5 + 6 * pow(r8, 3)))::integer",
  },
];

/** Columns that know nothing of each other: nearly every row is a combination of its own. */
const independent: readonly MadeColumn[] = [2, 90, 85, 4, 10, 50, 6, 6, 20].map((count, at) => ({
  name: `c${at}`,
  datatype: "integer",
  hierarchy: {
    rule: "intervals",
    with: { widths: count > 40 ? [5, 10, 30] : count > 4 ? [3] : [2] },
  },
  value: skewed(count, `r${at}`, at === 1 ? 1.2 : at === 0 ? 1 : 3),
}));

export const madeKinds = { people, independent } as const;
export type MadeKind = keyof typeof madeKinds;

export const madeDocument = (kind: MadeKind, k: number): ModuleDocument =>
  moduleDocumentSchema.parse({
    "@type": "DataModule",
    format: 2,
    name: "made",
    sources: [{ name: "bench", ref: "bench" }],
    tables: [
      {
        name: "made",
        extraction: { language: "sql", source: "bench", script: "made" },
        columns: madeKinds[kind].map(({ name: own, datatype }) => ({
          name: own,
          datatype,
          privacyClass: "quasi-identifier",
          hierarchy: { name: own },
        })),
        privacy: { kAnonymity: k },
      },
    ],
    hierarchies: madeKinds[kind].map(({ name: own, hierarchy }) => ({ name: own, ...hierarchy })),
  });

/** The table as the Anonymize stage leaves it: texts. */
export function createMade(kind: MadeKind, rows: number): readonly Sql[] {
  const randoms = Array.from(
    { length: 9 },
    (_, at) => `hash(i * 9 + ${at}) / 18446744073709551616.0 as r${at}`,
  );
  const values = madeKinds[kind].map((column) => `(${column.value})::varchar as ${column.name}`);
  return [
    sql`create table ${name("anonymized", "made")} as select i as "__row", ${unsafeText(values.join(", "))} from (
      select *, 90 * pow(r1, 1.2) as age, floor(8000 * pow(r2, 2))::integer as place
      from (select i, ${unsafeText(randoms.join(", "))} from range(${rows}) t(i)))`,
    sql`create table ${name("removed", "made")} ("__row" bigint, "__stage" varchar)`,
  ];
}
