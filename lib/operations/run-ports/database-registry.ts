import type { DataFolder } from "#lib/config/server";
import type { BoundFingerprints, ClaimedRun, Database } from "#lib/db/server";
import { AppError } from "#lib/kernel";
import { sealSecrets, unsealSecrets } from "#lib/keys/server";
import type { Registry } from "#lib/pipeline";
import { failureText } from "../core/failure-text.ts";
import { claimInRecord, isInRecord } from "./record-files.ts";

export interface RegistryOptions {
  readonly db: Pick<Database, "modules" | "versions" | "holdings" | "reviews" | "users">;
  readonly claimed: ClaimedRun;
  readonly data: DataFolder;
  readonly masterKey: Uint8Array;
  readonly module: string;
  /** Where people find this installation, `https://etl.example.com`. */
  readonly baseUrl: string;
  /** Fingerprints of sources and stores as the run bound them. */
  readonly fingerprints: BoundFingerprints;
}

/** Addresses under which the web serves a version; published in its metadata, so they never change. */
export function versionAddresses(baseUrl: string, module: string, number: number) {
  const moduleAddress = `${baseUrl}/modules/${encodeURIComponent(module)}`;
  const version = `${moduleAddress}/versions/${number}`;
  return {
    module: moduleAddress,
    version,
    file: (name: string) => `${version}/files/${encodeURIComponent(name)}`,
  };
}

/** The records as the authority on whether a run may publish. */
export function databaseRegistry(options: RegistryOptions): Registry {
  const { db, claimed, data, masterKey, module, baseUrl, fingerprints } = options;
  const { run, lease } = claimed;
  return {
    kind: run.kind,
    assertApproved: async (contentHash) => {
      await db.modules.assertActive(run.moduleId);
      const { reviewerId, at } = await db.reviews.assertApproved(
        run.revisionId,
        contentHash,
        run.environment,
      );
      await db.versions.assertPlaces(fingerprints);
      const names = await db.users.names([reviewerId]);
      return { by: names.get(reviewerId) ?? reviewerId, at: at.toISOString() };
    },
    previous: async () => {
      const newest = await db.versions.newest(run.moduleId, run.environment);
      if (newest === undefined) return undefined;
      const { number, versionId, manifest, reports } = newest;
      const file = async (table: string) => {
        const found = manifest.tables.find(({ name }) => name === table);
        return found && (await isInRecord(data, found)) ? data.record(found.sha256) : undefined;
      };
      const isWithdrawn = newest.withdrawnAt !== undefined;
      const watermarks = new Map(
        (await db.versions.watermarks(newest.id)).map(({ table, sealed }) => [
          table,
          unsealSecrets(masterKey, "watermark", `${newest.runId} ${table}`, sealed).value ?? "",
        ]),
      );
      return { number, versionId, manifest, ...reports, file, isWithdrawn, watermarks };
    },
    publish: async (candidate) => {
      for (const file of candidate.files) {
        if (await claimInRecord(data, file)) continue;
        throw new AppError("record-incomplete", { table: file.table });
      }
      const names = new Map(candidate.manifest.tables.map(({ name, file }) => [name, file]));
      return db.versions.publish(lease, {
        manifest: candidate.manifest,
        versionId: candidate.versionId,
        reports: candidate.reports,
        files: candidate.files.map(({ table, sha256, bytes }) => ({
          table,
          name: names.get(table) ?? table,
          sha256,
          bytes,
        })),
        copies: candidate.copies.map(({ store, copy }) => ({ store, copy, isShown: copy.by === "script" })),
        extraction: candidate.extraction.map(({ table, script }) => ({ table, ...script })),
        places: fingerprints,
        watermarks: [...candidate.watermarks].map(([table, value]) => ({
          table,
          sealed: sealSecrets(masterKey, "watermark", `${run.id} ${table}`, { value }),
        })),
        describe: (number) => {
          const { jsonld, croissant } = candidate.describe(number);
          return { jsonLd: jsonld, croissant };
        },
      });
    },
    shown: async (store) => {
      await db.holdings.shown(run.id, store);
    },
    notShown: (store, error) => db.holdings.notShown(run.id, store, failureText(error, run.id)),
    addresses: (number) => versionAddresses(baseUrl, module, number),
  };
}
