import type { CoarseCount } from "#lib/contracts";
import { type Metric, metric, modelMetric, required } from "../concepts.ts";
import { decimalText } from "../encoding.ts";
import type { VersionMetadataInput } from "../input.ts";
import { addressesOf } from "./columns.ts";

type PrivacyTable = VersionMetadataInput["reports"]["privacy"]["tables"][number];

/** One measurement; its value is text, since a JSON number would become a float. */
const measurement = (name: Metric, value: number) => ({
  type: "dqv:QualityMeasurement",
  metric: metric(name),
  value: decimalText(value),
});

/** Below this a count of removed rows is not told: it could point at a few people. */
const leastCount = 5;

const exact = (count: CoarseCount | number, least: number): number | undefined => {
  if (typeof count !== "number") return undefined;
  return count > 0 && count < least ? undefined : count;
};

/** Shares with so few digits that no single row can be counted out of them. */
const share = (value: number): number => Math.round(value * 100) / 100;

const typed = (value: number) => ({ "@value": decimalText(value), "@type": "xsd:decimal" });

/** What every model asked for and its worst class has, with the column that it looks at. */
function modelMeasurements(
  input: VersionMetadataInput,
  { name, models, achievedK }: PrivacyTable,
): unknown[] {
  const addresses = addressesOf(input.addresses.version, name);
  const found = (models ?? []).flatMap(({ rule, column, required: asked, achieved }) => {
    const known = modelMetric(rule);
    // An infinite figure has no decimal; of a finer figure than four digits single rows could be counted out.
    if (!known || !Number.isFinite(achieved)) return [];
    return [
      {
        ...measurement(known, Number(achieved.toPrecision(4))),
        [required]: typed(asked),
        ...(column === undefined ? {} : { "dqv:computedOn": { id: addresses.column(column) } }),
      },
    ];
  });
  const isTold = models?.some(({ rule }) => rule === "k-anonymity") ?? false;
  return achievedK === undefined || isTold ? found : [...found, measurement("kAnonymity", achievedK)];
}

/** What was measured of a table: on what is published, and small counts left out. */
export function tableMeasurements(input: VersionMetadataInput, table: string): readonly unknown[] {
  const manifest = input.manifest.tables.find(({ name }) => name === table);
  const quality = input.reports.quality.tables.find(({ name }) => name === table);
  const privacy = input.reports.privacy.tables.find(({ name }) => name === table);
  if (!manifest) return [];
  const least = Math.max(leastCount, privacy?.requiredK ?? 0);
  const found: unknown[] = [measurement("rowCount", manifest.counts.published)];
  const shares = (quality?.columns ?? []).map(({ nullShareAfter }) => nullShareAfter);
  if (shares.length > 0 && manifest.counts.published > 0) {
    const mean = shares.reduce((sum, value) => sum + value, 0) / shares.length;
    found.push(measurement("completeness", share(1 - mean)));
  }
  for (const name of ["rejected", "suppressed"] as const) {
    const count = exact(manifest.counts[name], least);
    if (count !== undefined) found.push(measurement(name, count));
  }
  if (privacy) found.push(...modelMeasurements(input, privacy));
  if (privacy?.riskAfter) {
    const { uniqueShare, prosecutor, journalist, marketer } = privacy.riskAfter;
    found.push(
      measurement("uniqueness", share(uniqueShare)),
      measurement("prosecutorRisk", share(prosecutor)),
      measurement("journalistRisk", share(journalist)),
      measurement("marketerRisk", share(marketer)),
    );
  }
  return found;
}

/** How many of the 18 identifiers are met or absent, not met, and not known. */
function safeHarborMeasurements({ reports }: VersionMetadataInput): readonly unknown[] {
  const { safeHarbor } = reports.privacy;
  if (!safeHarbor) return [];
  const count = (...statuses: readonly string[]) =>
    safeHarbor.identifiers.filter(({ status }) => statuses.includes(status)).length;
  return [
    measurement("safeHarborMet", count("met", "not-applicable")),
    measurement("safeHarborNotMet", count("not-met")),
    measurement("safeHarborUnknown", count("unknown")),
  ];
}

/** The version's own: its weakest table's. */
export function versionMeasurements(input: VersionMetadataInput): readonly unknown[] {
  const achieved = input.reports.privacy.tables.flatMap(({ achievedK }) => achievedK ?? []);
  const unique = input.reports.privacy.tables.flatMap(({ riskAfter }) => riskAfter?.uniqueShare ?? []);
  return [
    ...safeHarborMeasurements(input),
    ...(achieved.length > 0 ? [measurement("kAnonymity", Math.min(...achieved))] : []),
    ...(unique.length > 0 ? [measurement("uniqueness", share(Math.max(...unique)))] : []),
  ];
}
