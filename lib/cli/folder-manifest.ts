import type { PublishCandidate } from "#lib/pipeline/server";

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
      // Each row that left stands under its earliest reason, so these add up to what was not published.
      rejections: reports.quality.tables.find((candidate) => candidate.name === table.name)?.reasons ?? [],
    })),
    reports,
    metadata: { jsonld: "metadata.jsonld", croissant: "croissant.json" },
  };
}
