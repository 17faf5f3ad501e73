import type { RuleCount } from "#lib/contracts";
import type { PublishCandidate } from "#lib/pipeline/server";

/** Rules that took rows out, each with how many: the reasons behind a table's `rejected`, `deduplicated` and `suppressed`. */
const removals = (rules: readonly RuleCount[]) =>
  rules
    .filter(({ action }) => ["reject", "deduplicate", "suppress"].includes(action))
    .map(({ code, column, rule, action, rows }) => ({ code, column, rule, action, rows }));

/**
 * `manifest.json` of a folder: the version's manifest, the reasons of every table's rejections, the reports and where the
 * metadata stands. Persisted JSON, read by people's scripts: keys are only ever added.
 */
export function folderManifest({ manifest, versionId, reports }: PublishCandidate, number: number) {
  return {
    ...manifest,
    number,
    versionId,
    tables: manifest.tables.map((table) => ({
      ...table,
      rejections: removals(
        reports.quality.tables.find((candidate) => candidate.name === table.name)?.rules ?? [],
      ),
    })),
    reports,
    metadata: { jsonld: "metadata.jsonld", croissant: "croissant.json" },
  };
}
