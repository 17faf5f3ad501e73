import type { Manifest, Reports } from "#lib/contracts";
import type { ModuleDocument } from "#lib/metadata";

/** What a version's metadata is made of. Nothing else goes in, so the same version always has the same bytes. */
export interface VersionMetadataInput {
  readonly document: ModuleDocument;
  readonly manifest: Manifest;
  readonly versionId: string;
  readonly reports: Reports;
  readonly number: number;
  /** Absolute addresses under which the version and its files are found. */
  readonly addresses: {
    readonly module: string;
    readonly version: string;
    file(name: string): string;
    /** The version before this one, where its address is known. */
    readonly previous?: string;
  };
  /** What was changed, for people. */
  readonly notes?: string;
  /** An assessment is on record that no person can be singled out; without one, the result counts as pseudonymised. */
  readonly assessed?: boolean;
  /** Who publishes; the installation itself unless said. */
  readonly publisher?: { readonly name: string; readonly url?: string };
}

/** Versions as labels: a number is a major version, since a refresh changes rows. */
export const versionLabel = (number: number): string => `${number}.0.0`;
