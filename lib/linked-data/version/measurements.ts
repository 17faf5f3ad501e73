import type { CoarseCount } from "#lib/contracts";
import { type Metric, metric } from "../concepts.ts";
import { decimalText } from "../encoding.ts";
import type { VersionMetadataInput } from "../input.ts";

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

/** What was measured of a table: on what is published, and small counts left out. */
export function tableMeasurements(input: VersionMetadataInput, table: string): readonly unknown[] {
  const manifest = input.manifest.tables.find(({ name }) => name === table);
  const quality = input.reports.quality.tables.find(({ name }) => name === table);
  const privacy = input.reports.privacy.tables.find(({ name }) => name === table);
  if (!manifest) return [];
  const least = Math.max(leastCount, privacy?.requiredK ?? 0);
  const found = [measurement("rowCount", manifest.counts.published)];
  const shares = (quality?.columns ?? []).map(({ nullShareAfter }) => nullShareAfter);
  if (shares.length > 0 && manifest.counts.published > 0) {
    const mean = shares.reduce((sum, value) => sum + value, 0) / shares.length;
    found.push(measurement("completeness", share(1 - mean)));
  }
  for (const name of ["rejected", "suppressed"] as const) {
    const count = exact(manifest.counts[name], least);
    if (count !== undefined) found.push(measurement(name, count));
  }
  if (privacy?.achievedK !== undefined) found.push(measurement("kAnonymity", privacy.achievedK));
  if (privacy?.riskAfter) found.push(measurement("uniqueness", share(privacy.riskAfter.uniqueShare)));
  return found;
}

/** The version's own: its weakest table's. */
export function versionMeasurements(input: VersionMetadataInput): readonly unknown[] {
  const achieved = input.reports.privacy.tables.flatMap(({ achievedK }) => achievedK ?? []);
  const unique = input.reports.privacy.tables.flatMap(({ riskAfter }) => riskAfter?.uniqueShare ?? []);
  return [
    ...(achieved.length > 0 ? [measurement("kAnonymity", Math.min(...achieved))] : []),
    ...(unique.length > 0 ? [measurement("uniqueness", share(Math.max(...unique)))] : []),
  ];
}
