import { z } from "zod";
import { type Manifest, manifestSchema, type Reports, reportsSchema } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { type Access, type Client, lockModule } from "../client.ts";
import { fromJsonText, toJsonText } from "../json-text.ts";
import { assertPlacesIn, type BoundFingerprints } from "./bound-places.ts";
import { assertStoresServe } from "./environments.ts";
import { assertActiveIn } from "./modules.ts";
import { assertApprovedIn } from "./reviews.ts";
import { assertLease, type Lease, notifyRun } from "./runs.ts";
import { type CopyRow, toCopy, type VersionCopyRecord } from "./version-copies.ts";

export interface VersionSummary {
  readonly id: string;
  readonly moduleId: string;
  readonly module: string;
  readonly number: number;
  /** SHA-256 of the manifest. */
  readonly versionId: string;
  readonly runId: string;
  readonly revisionId: string;
  /** Where it was made; absent: as the document is written. */
  readonly environment: string | undefined;
  readonly createdAt: Date;
  readonly withdrawnAt: Date | undefined;
  readonly withdrawnBy: string | undefined;
  readonly withdrawnReason: string | undefined;
  /** Somebody wants it kept, whatever retention says. */
  readonly keptAt: Date | undefined;
  /** Retention has removed its files from the record. */
  readonly filesRemovedAt: Date | undefined;
}

export interface VersionFileRecord {
  readonly table: string;
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
}

export interface VersionExtractionRecord {
  readonly table: string;
  readonly language: "sql" | "python";
  readonly source: string;
  readonly text: string;
}

export interface VersionRecord extends VersionSummary {
  readonly manifest: Manifest;
  readonly reports: Reports;
  readonly files: readonly VersionFileRecord[];
  readonly copies: readonly VersionCopyRecord[];
  readonly extraction: readonly VersionExtractionRecord[];
}

export interface VersionCandidate {
  readonly manifest: Manifest;
  readonly versionId: string;
  readonly reports: Reports;
  readonly files: readonly VersionFileRecord[];
  readonly copies: readonly {
    readonly store: string;
    readonly copy: unknown;
    /** It is what readers see already. */
    readonly isShown?: boolean;
  }[];
  readonly extraction: readonly VersionExtractionRecord[];
  /** Of the sources that the run read and the stores that it wrote: they must still be their own. */
  readonly places: BoundFingerprints;
  /** How far sources were read, sealed. */
  readonly watermarks?: readonly { readonly table: string; readonly sealed: Uint8Array }[];
  /** Writes the metadata documents for the number the version gets; runs inside the transaction, so no I/O. */
  describe(number: number): { readonly jsonLd: string; readonly croissant: string };
}

/** What a list shows of a version. */
export interface VersionCard extends VersionSummary {
  readonly manifest: Manifest;
  readonly bytes: number;
  readonly revision: number;
  /** The newest of its module and its environment that is not withdrawn. */
  readonly isLatest: boolean;
}

export interface VersionRepository {
  /** Of one module, newest number first; of all, newest first. However many, three questions to the database. */
  cards(options: { readonly module?: string; readonly limit: number }): Promise<readonly VersionCard[]>;
  /** Newest first, withdrawn ones too. */
  list(module: string): Promise<readonly VersionSummary[]>;
  get(module: string, number: number): Promise<VersionRecord | undefined>;
  /** The newest of an environment, or of the document as it is written, that is not withdrawn. */
  latest(module: string, environment?: string): Promise<VersionRecord | undefined>;
  /** The newest there, withdrawn or not: what the next version's manifest names as its previous. */
  newest(moduleId: string, environment?: string): Promise<VersionRecord | undefined>;
  getById(id: string): Promise<VersionRecord | undefined>;
  /** Withdrawn versions that each of some versions is made from, directly or through others, by the ids of those. */
  madeFromWithdrawn(
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, readonly { readonly module: string; readonly number: number }[]>>;
  /** Versions that were made from each of some, directly or through others, newest first; one question however many there are. */
  madeFrom(
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, readonly { readonly module: string; readonly number: number }[]>>;
  /** Whether a run at work reads it. */
  isBeingRead(id: string): Promise<boolean>;
  watermarks(id: string): Promise<readonly { readonly table: string; readonly sealed: Uint8Array }[]>;
  ofRun(runId: string): Promise<VersionRecord | undefined>;
  /** The metadata documents, byte for byte. */
  metadata(
    module: string,
    number: number,
  ): Promise<{ readonly jsonLd: string; readonly croissant: string } | undefined>;
  /**
   * Makes the version, in one transaction with every check that lets it: the lease, no cancellation, the module, the approval,
   * the places.
   * Repeated for a run, it answers the number of the first time.
   * @throws AppError `run-lease-lost`, `run-cancelled`, `approval-missing`, `approval-stale`, `version-conflict`,
   * `module-archived`, `environment-store-taken`
   */
  publish(lease: Lease, candidate: VersionCandidate): Promise<{ readonly number: number }>;
  /** @throws AppError `approval-stale` where a source or a store is not any more what a run bound */
  assertPlaces(places: BoundFingerprints): Promise<void>;
  /** Metadata stays, files are no longer given out. @throws AppError `not-found` */
  withdraw(change: {
    readonly module: string;
    readonly number: number;
    readonly userId: string;
    readonly reason: string;
  }): Promise<void>;
  /** Versions with values made under a key, newest first. */
  madeUnder(keyId: string): Promise<readonly { readonly module: string; readonly number: number }[]>;
  /** Content hashes that versions hold: what a sweep must leave. */
  referencedHashes(): Promise<ReadonlySet<string>>;
  isReferenced(sha256: string): Promise<boolean>;
  /** Bytes of distinct files that versions hold, by module. */
  spaceUsed(): Promise<readonly { readonly module: string; readonly bytes: number }[]>;
}

const summarySelection = {
  id: true,
  moduleId: true,
  number: true,
  versionId: true,
  runId: true,
  revisionId: true,
  environment: true,
  createdAt: true,
  withdrawnAt: true,
  withdrawnBy: true,
  withdrawnReason: true,
  keptAt: true,
  filesRemovedAt: true,
  module: { select: { name: true } },
} as const;

const fullSelection = {
  ...summarySelection,
  manifest: true,
  reports: true,
  files: { orderBy: { name: "asc" } },
  copies: { orderBy: { store: "asc" } },
  extractions: { orderBy: { ordinal: "asc" } },
} as const;

interface SummaryRow {
  id: string;
  moduleId: string;
  number: number;
  versionId: string;
  runId: string;
  revisionId: string;
  environment: string | null;
  createdAt: Date;
  withdrawnAt: Date | null;
  withdrawnBy: string | null;
  withdrawnReason: string | null;
  keptAt: Date | null;
  filesRemovedAt: Date | null;
  module: { name: string };
}

interface FullRow extends SummaryRow {
  manifest: string;
  reports: string;
  files: { table: string; name: string; sha256: string; bytes: bigint }[];
  copies: CopyRow[];
  extractions: { table: string; language: string; source: string; text: string }[];
}

const toSummary = (row: SummaryRow): VersionSummary => ({
  id: row.id,
  moduleId: row.moduleId,
  module: row.module.name,
  number: row.number,
  versionId: row.versionId,
  runId: row.runId,
  revisionId: row.revisionId,
  environment: row.environment ?? undefined,
  createdAt: row.createdAt,
  withdrawnAt: row.withdrawnAt ?? undefined,
  withdrawnBy: row.withdrawnBy ?? undefined,
  withdrawnReason: row.withdrawnReason ?? undefined,
  keptAt: row.keptAt ?? undefined,
  filesRemovedAt: row.filesRemovedAt ?? undefined,
});

const languageSchema = z.enum(["sql", "python"]);

const toVersion = (row: FullRow): VersionRecord => ({
  ...toSummary(row),
  manifest: fromJsonText(manifestSchema, row.manifest, `version ${row.id}`),
  reports: fromJsonText(reportsSchema, row.reports, `version ${row.id}`),
  files: row.files.map(({ table, name, sha256, bytes }) => ({ table, name, sha256, bytes: Number(bytes) })),
  copies: row.copies.map(toCopy),
  extraction: row.extractions.map(({ table, language, source, text }) => ({
    table,
    language: languageSchema.parse(language),
    source,
    text,
  })),
});

const optional = (row: FullRow | null): VersionRecord | undefined =>
  row === null ? undefined : toVersion(row);

/** What was found for each of some versions, by their ids. */
const byVersion = (
  rows: readonly { readonly id: string; readonly module: string; readonly number: number }[],
) =>
  new Map(
    [...Map.groupBy(rows, ({ id }) => id)].map(([id, found]) => [
      id,
      found.map(({ module, number }) => ({ module, number })),
    ]),
  );

/** Tells the newest versions that are not withdrawn, of each module in each environment. */
export async function latestVersions(
  client: Client,
  where: { readonly module?: { readonly name: string } } = {},
): Promise<(version: { readonly moduleId: string; readonly number: number }) => boolean> {
  const newest = await client.version.groupBy({
    by: ["moduleId", "environment"],
    where: { ...where, withdrawnAt: null },
    _max: { number: true },
  });
  // Numbers go through all environments of a module, so that none is there twice.
  const latest = new Set(newest.map(({ moduleId, _max }) => `${moduleId} ${_max.number}`));
  return ({ moduleId, number }) => latest.has(`${moduleId} ${number}`);
}

export function versionRepository({ client, atomic }: Access): VersionRepository {
  const newestFirst = { number: "desc" } as const;
  return {
    cards: async ({ module, limit }) => {
      const where = module === undefined ? {} : { module: { name: module } };
      const rows = await client.version.findMany({
        where,
        orderBy: module === undefined ? { createdAt: "desc" } : newestFirst,
        take: limit,
        select: {
          ...summarySelection,
          manifest: true,
          files: { select: { bytes: true } },
          revision: { select: { number: true } },
        },
      });
      const latest = await latestVersions(client, where);
      return rows.map((row) => ({
        ...toSummary(row),
        manifest: fromJsonText(manifestSchema, row.manifest, `version ${row.id}`),
        bytes: row.files.reduce((total, file) => total + Number(file.bytes), 0),
        revision: row.revision.number,
        isLatest: latest(row),
      }));
    },
    list: async (module) => {
      const rows = await client.version.findMany({
        where: { module: { name: module } },
        orderBy: newestFirst,
        select: summarySelection,
      });
      return rows.map(toSummary);
    },
    get: async (module, number) =>
      optional(
        await client.version.findFirst({
          where: { number, module: { name: module } },
          select: fullSelection,
        }),
      ),
    latest: async (module, environment) =>
      optional(
        await client.version.findFirst({
          where: { withdrawnAt: null, environment: environment ?? null, module: { name: module } },
          orderBy: newestFirst,
          select: fullSelection,
        }),
      ),
    newest: async (moduleId, environment) =>
      optional(
        await client.version.findFirst({
          where: { moduleId, environment: environment ?? null },
          orderBy: newestFirst,
          select: fullSelection,
        }),
      ),
    getById: async (id) =>
      optional(await client.version.findUnique({ where: { id }, select: fullSelection })),
    madeFromWithdrawn: async (ids) => {
      const rows = await client.$queryRaw<{ id: string; module: string; number: number }[]>`
        with recursive made as (
          select v."id", i."versionId" as "from" from "version" v
            join "run_input" i on i."runId" = v."runId" where v."id" = any(${[...ids]})
          union
          select made."id", i."versionId" from made
            join "version" v on v."id" = made."from" join "run_input" i on i."runId" = v."runId")
        select made."id", m."name" as module, v."number" from made
          join "version" v on v."id" = made."from" join "module" m on m."id" = v."moduleId"
        where v."withdrawnAt" is not null order by 1, 2, 3`;
      return byVersion(rows);
    },
    madeFrom: async (ids) => {
      const rows = await client.$queryRaw<{ root: string; module: string; number: number }[]>`
        with recursive made as (
          select i."versionId" as root, v."id" from "run_input" i
            join "version" v on v."runId" = i."runId" where i."versionId" = any(${[...ids]})
          union
          select made.root, v."id" from made
            join "run_input" i on i."versionId" = made."id" join "version" v on v."runId" = i."runId")
        select made.root, m."name" as module, v."number" from made
          join "version" v on v."id" = made."id" join "module" m on m."id" = v."moduleId"
        order by v."createdAt" desc, v."number" desc`;
      return byVersion(rows.map(({ root, ...made }) => ({ id: root, ...made })));
    },
    isBeingRead: async (id) =>
      (await client.runInput.count({ where: { versionId: id, run: { finishedAt: null } } })) > 0,
    watermarks: async (id) =>
      client.versionWatermark.findMany({
        where: { versionId: id },
        select: { table: true, sealed: true },
      }),
    ofRun: async (runId) =>
      optional(await client.version.findUnique({ where: { runId }, select: fullSelection })),
    metadata: async (module, number) =>
      (await client.version.findFirst({
        where: { number, module: { name: module } },
        select: { jsonLd: true, croissant: true },
      })) ?? undefined,
    publish: (lease, candidate) =>
      atomic(async (tx) => {
        const done = await tx.version.findUnique({ where: { runId: lease.runId }, select: { number: true } });
        if (done !== null) return done;
        const run = await assertLease(tx, lease);
        await lockModule(tx, run.moduleId);
        if (run.cancelRequestedAt !== undefined) throw new AppError("run-cancelled");
        if (run.kind !== "publication") throw new AppError("approval-missing");
        await assertActiveIn(tx, run.moduleId);
        const { environment } = run;
        await assertApprovedIn(tx, run.revisionId, candidate.manifest.contentHash, environment);
        await assertStoresServe(
          tx,
          candidate.copies.map(({ store }) => store),
          environment,
        );
        await assertPlacesIn(tx, candidate.places);
        const newest = await tx.version.findFirst({
          where: { moduleId: run.moduleId, environment: environment ?? null },
          orderBy: newestFirst,
          select: { versionId: true },
        });
        if (newest?.versionId !== candidate.manifest.previous) throw new AppError("version-conflict");
        const numbers = { where: { moduleId: run.moduleId }, _max: { number: true } } as const;
        const number = ((await tx.version.aggregate(numbers))._max.number ?? 0) + 1;
        await tx.version.create({
          data: {
            moduleId: run.moduleId,
            number,
            versionId: candidate.versionId,
            runId: run.id,
            revisionId: run.revisionId,
            environment,
            manifest: toJsonText(candidate.manifest),
            reports: toJsonText(candidate.reports),
            ...candidate.describe(number),
            files: {
              create: candidate.files.map(({ table, name, sha256, bytes }) => ({
                table,
                name,
                sha256,
                bytes: BigInt(bytes),
              })),
            },
            copies: {
              create: candidate.copies.map(({ store, copy, isShown }) => ({
                store,
                copy: toJsonText(copy),
                shownAt: isShown === true ? new Date() : null,
              })),
            },
            watermarks: {
              create: (candidate.watermarks ?? []).map(({ table, sealed }) => ({
                table,
                sealed: new Uint8Array(sealed),
              })),
            },
            extractions: {
              create: candidate.extraction.map((script, ordinal) => ({ ...script, ordinal })),
            },
          },
        });
        await notifyRun(tx, run.id);
        return { number };
      }),
    assertPlaces: (places) => assertPlacesIn(client, places),
    withdraw: async ({ module, number, userId, reason }) => {
      const { count } = await client.version.updateMany({
        where: { number, withdrawnAt: null, module: { name: module } },
        data: { withdrawnAt: new Date(), withdrawnBy: userId, withdrawnReason: reason },
      });
      if (count === 0) throw new AppError("not-found", { what: "version", name: `${module} ${number}` });
    },
    madeUnder: async (keyId) => {
      // Key ids are random and stand in the reports' provenance only where they were used.
      const rows = await client.version.findMany({
        where: { reports: { contains: JSON.stringify(keyId) } },
        orderBy: { createdAt: "desc" },
        select: { number: true, module: { select: { name: true } } },
      });
      return rows.map(({ number, module }) => ({ module: module.name, number }));
    },
    referencedHashes: async () => {
      const rows = await client.versionFile.findMany({
        where: { version: { filesRemovedAt: null } },
        distinct: ["sha256"],
        select: { sha256: true },
      });
      return new Set(rows.map(({ sha256 }) => sha256));
    },
    isReferenced: async (sha256) =>
      (await client.versionFile.count({ where: { sha256, version: { filesRemovedAt: null } } })) > 0,
    spaceUsed: async () => {
      const rows = await client.$queryRaw<{ module: string; bytes: bigint }[]>`
        select m."name" as module, sum(f."bytes")::bigint as bytes
        from (select distinct v."moduleId", f."sha256", f."bytes"
              from "version_file" f join "version" v on v."id" = f."versionId"
              where v."filesRemovedAt" is null) f
        join "module" m on m."id" = f."moduleId"
        group by 1 order by 1`;
      return rows.map(({ module, bytes }) => ({ module, bytes: Number(bytes) }));
    },
  };
}
