import type { ProvenanceReport } from "#lib/contracts";
import { roles } from "../concepts.ts";
import { present, segment } from "../encoding.ts";
import type { VersionMetadataInput } from "../input.ts";

export const checksum = (sha256: string) => ({
  type: "spdx:Checksum",
  algorithm: "spdx:checksumAlgorithm_sha256",
  checksumValue: sha256,
});

/** An opaque address of a source: where data comes from stays private, that two versions share it does not. */
export const sourceAddress = (module: string, source: ProvenanceReport["sources"][number]): string =>
  `${module}/sources/${segment(source.name)}`;

/** The run that made the version. Scripts by their hashes: their texts are not published. */
export function runNode(input: VersionMetadataInput): unknown {
  const { addresses, reports } = input;
  const { provenance } = reports;
  const agent = `${addresses.version}#software`;
  const scripts = [
    ...new Map(provenance.scripts.map((script) => [`${script.role}/${script.sha256}`, script])).values(),
  ];
  return present({
    id: `${addresses.version}#run`,
    type: "prov:Activity",
    identifier: provenance.runId,
    startedAt: provenance.startedAt,
    endedAt: provenance.finishedAt,
    used:
      provenance.sources.length > 0
        ? provenance.sources.map((source) => sourceAddress(addresses.module, source))
        : undefined,
    associatedWith: {
      id: agent,
      type: "prov:SoftwareAgent",
      label: `${provenance.product}, ${provenance.engine}`,
    },
    association: scripts.map(({ role, language, sha256 }) => ({
      type: "prov:Association",
      agent,
      role: roles[role],
      plan: {
        id: `${addresses.module}/scripts/${role}/${sha256}`,
        type: ["prov:Plan", "schema:SoftwareSourceCode"],
        language: language.toUpperCase() === "SQL" ? "SQL" : language,
        checksum: checksum(sha256),
      },
    })),
  });
}
