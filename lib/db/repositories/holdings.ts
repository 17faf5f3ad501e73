import { AppError, type Text } from "#lib/kernel";
import { storedCopySchema } from "#lib/stores";
import { type Access, lockModule } from "../client.ts";
import { toJsonText } from "../json-text.ts";
import type { MoveHold } from "./store-upkeep.ts";
import { type CopyRow, toCopy, type VersionCopyRecord } from "./version-copies.ts";
import { latestVersions, type VersionExtractionRecord } from "./versions.ts";

/** A version that a place holds: a store, or the product's own record. */
export interface Holding {
  /** The version's record. */
  readonly id: string;
  readonly module: string;
  readonly number: number;
  /** Where it was made; absent: as the document is written. */
  readonly environment: string | undefined;
  /** SHA-256 of the manifest. */
  readonly versionId: string;
  readonly runId: string;
  readonly revisionId: string;
  readonly createdAt: Date;
  readonly withdrawnAt: Date | undefined;
  /** Somebody wants it kept. */
  readonly keptAt: Date | undefined;
  /** The newest of its module and its environment that is not withdrawn. */
  readonly isLatest: boolean;
  /** Bytes that go when it goes: what other versions share counts for each. */
  readonly bytes: number;
  /** Of a store. */
  readonly copy?: unknown;
  /** An upload script made it. */
  readonly byScript: boolean;
  /** Of a store that does not show it to readers yet. */
  readonly notShown?: { readonly triedAt: Date | undefined; readonly failure: Text | undefined };
}

/** A copy that its store does not show to readers, though its run has ended. */
export interface CopyToShow {
  readonly store: string;
  readonly module: string;
  readonly number: number;
  readonly runId: string;
  readonly createdAt: Date;
  readonly triedAt: Date | undefined;
  readonly bytes: number;
}

export interface HeldOne {
  readonly holding: Holding;
  /** How many newer ones of its module and its environment, that are not withdrawn, the place holds. */
  readonly newer: number;
}

/** A copy whose store does not know yet that its version is withdrawn. */
export interface UntoldCopy {
  /** The version's record. */
  readonly id: string;
  readonly store: string;
  readonly module: string;
  readonly number: number;
  readonly runId: string;
  /** An upload script made it: no `latest` shows it. */
  readonly byScript: boolean;
  readonly shownAt: Date | undefined;
  /** When telling the store last failed. */
  readonly triedAt: Date | undefined;
}

/** `undefined`: the record. */
export type HoldingPlace = { readonly store: string } | undefined;

/** What stores and the record hold of versions, and how that changes after they were published. */
export interface HoldingRepository {
  /** Newest first. */
  list(place: HoldingPlace, options?: { readonly module?: string }): Promise<readonly Holding[]>;
  /** One that the place still holds, asked for by itself. */
  one(id: string, place: HoldingPlace): Promise<HeldOne | undefined>;
  /** Bytes of distinct files and tables of a store's copies, by module. */
  spaceOf(
    store: string,
  ): Promise<readonly { readonly module: string; readonly versions: number; readonly bytes: number }[]>;
  /** Runs whose copies a store is to have. */
  ownedRuns(store: string): Promise<ReadonlySet<string>>;
  /**
   * Copies of versions that are not withdrawn, whose runs have ended and left a store that does not show them. What a script made is
   * shown by nobody but the script.
   */
  toShow(): Promise<readonly CopyToShow[]>;
  /** Of several that would show a copy, one. */
  takeToShow(copy: CopyToShow): Promise<boolean>;
  /** The store shows what a run has published: whatever it was told before, it may not have had. False where it is not to have it any more. */
  shown(runId: string, store: string): Promise<boolean>;
  /** It does not, and why; it is tried again. */
  notShown(runId: string, store: string, failure: Text): Promise<void>;
  /** The place gives the version up: nothing reads it there any more. False where it already had, or where it is marked to stay. */
  giveUp(id: string, place: HoldingPlace): Promise<boolean>;
  /** @throws AppError `not-found` */
  setKept(change: {
    readonly module: string;
    readonly number: number;
    readonly userId: string | undefined;
  }): Promise<void>;
  /** Copies of withdrawn versions whose stores are yet to be told; last those that failed last. */
  untold(): Promise<readonly UntoldCopy[]>;
  /** The store knows, unless it began to show the copy only while it was told. */
  told(copy: UntoldCopy): Promise<void>;
  /** The store could not be told; it is tried again. */
  notTold(copy: UntoldCopy): Promise<void>;
  /**
   * The copy stands in another store now; number, hashes and files stay. `gone`: it is not in the first one any more; `not-held`:
   * another delivery carries the move out.
   */
  move(change: {
    readonly hold: MoveHold;
    readonly id: string;
    readonly from: string;
    readonly to: string;
    readonly copy: unknown;
    readonly extraction: readonly VersionExtractionRecord[];
  }): Promise<"moved" | "gone" | "not-held">;
}

/** A withdrawn version is not shown any more, and nobody tries. */
function notShownIn(
  copy: VersionCopyRecord | undefined,
  withdrawnAt: Date | null,
): Pick<Holding, "notShown"> {
  if (copy === undefined || copy.shownAt !== undefined || withdrawnAt !== null) return {};
  return { notShown: { triedAt: copy.showTriedAt, failure: copy.showFailure } };
}

const copyOf = (json: string) => storedCopySchema.safeParse(JSON.parse(json)).data;
const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

const selection = {
  id: true,
  moduleId: true,
  number: true,
  versionId: true,
  runId: true,
  revisionId: true,
  environment: true,
  createdAt: true,
  withdrawnAt: true,
  keptAt: true,
  module: { select: { name: true } },
  files: { select: { bytes: true } },
} as const;

const heldIn = (place: HoldingPlace) =>
  place === undefined
    ? { filesRemovedAt: null }
    : { copies: { some: { store: place.store, removedAt: null } } };

const selectionIn = (place: HoldingPlace) => ({
  ...selection,
  copies: { where: { store: place?.store ?? "" } },
});

interface HoldingRow {
  id: string;
  number: number;
  versionId: string;
  runId: string;
  revisionId: string;
  environment: string | null;
  createdAt: Date;
  withdrawnAt: Date | null;
  keptAt: Date | null;
  module: { name: string };
  files: { bytes: bigint }[];
  copies: CopyRow[];
}

function toHolding(row: HoldingRow, isLatest: boolean): Holding {
  const [held] = row.copies.map(toCopy);
  const copy = held && storedCopySchema.safeParse(held.copy).data;
  const sizes = copy?.tables.map(({ bytes }) => bytes) ?? row.files.map(({ bytes }) => Number(bytes));
  return {
    id: row.id,
    module: row.module.name,
    number: row.number,
    versionId: row.versionId,
    runId: row.runId,
    revisionId: row.revisionId,
    environment: row.environment ?? undefined,
    createdAt: row.createdAt,
    withdrawnAt: row.withdrawnAt ?? undefined,
    keptAt: row.keptAt ?? undefined,
    isLatest,
    bytes: sum(sizes),
    ...(held ? { copy: held.copy } : {}),
    byScript: copy?.by === "script",
    ...notShownIn(held, row.withdrawnAt),
  };
}

export function holdingRepository({ client, atomic }: Access): HoldingRepository {
  return {
    list: async (place, { module } = {}) => {
      const rows = await client.version.findMany({
        where: { ...(module === undefined ? {} : { module: { name: module } }), ...heldIn(place) },
        orderBy: [{ createdAt: "desc" }, { number: "desc" }],
        select: selectionIn(place),
      });
      const latest = await latestVersions(client);
      return rows.map((row) => toHolding(row, latest(row)));
    },
    one: async (id, place) => {
      const row = await client.version.findFirst({
        where: { id, ...heldIn(place) },
        select: selectionIn(place),
      });
      if (row === null) return undefined;
      const latest = await latestVersions(client, { module: row.module });
      const { moduleId, environment } = row;
      const newer = await client.version.count({
        where: { moduleId, environment, number: { gt: row.number }, withdrawnAt: null, ...heldIn(place) },
      });
      return { holding: toHolding(row, latest(row)), newer };
    },
    spaceOf: async (store) => {
      const rows = await client.versionCopy.findMany({
        where: { store, removedAt: null },
        select: { copy: true, version: { select: { module: { select: { name: true } } } } },
      });
      const modules = Map.groupBy(rows, ({ version }) => version.module.name);
      return [...modules].map(([module, copies]) => {
        const tables = new Map(
          copies
            .flatMap(({ copy }) => copyOf(copy)?.tables ?? [])
            .map(({ location, bytes }) => [location, bytes]),
        );
        return { module, versions: copies.length, bytes: sum([...tables.values()]) };
      });
    },
    ownedRuns: async (store) => {
      const rows = await client.version.findMany({
        where: { copies: { some: { store, removedAt: null } } },
        select: { runId: true },
      });
      return new Set(rows.map(({ runId }) => runId));
    },
    toShow: async () => {
      const rows = await client.versionCopy.findMany({
        where: {
          shownAt: null,
          removedAt: null,
          version: { withdrawnAt: null, run: { finishedAt: { not: null } } },
        },
        orderBy: { version: { createdAt: "asc" } },
        select: {
          store: true,
          copy: true,
          showTriedAt: true,
          version: {
            select: { number: true, runId: true, createdAt: true, module: { select: { name: true } } },
          },
        },
      });
      return rows.flatMap(({ store, copy, showTriedAt, version: { module, ...version } }) => {
        const { by, tables = [] } = copyOf(copy) ?? {};
        const bytes = sum(tables.map((table) => table.bytes));
        const triedAt = showTriedAt ?? undefined;
        return by === "script" ? [] : [{ ...version, store, module: module.name, triedAt, bytes }];
      });
    },
    takeToShow: async ({ runId, store, triedAt }) => {
      const { count } = await client.versionCopy.updateMany({
        where: {
          store,
          version: { runId },
          shownAt: null,
          removedAt: null,
          showTriedAt: triedAt ?? null,
        },
        data: { showTriedAt: new Date() },
      });
      return count > 0;
    },
    shown: async (runId, store) => {
      const { count } = await client.versionCopy.updateMany({
        where: { store, version: { runId }, removedAt: null },
        data: { shownAt: new Date(), showTriedAt: null, showFailure: null, withdrawn: false },
      });
      return count > 0;
    },
    notShown: async (runId, store, failure) => {
      await client.versionCopy.updateMany({
        where: { store, version: { runId }, shownAt: null },
        data: { showTriedAt: new Date(), showFailure: toJsonText(failure) },
      });
    },
    giveUp: async (id, place) => {
      const removedAt = new Date();
      const { count } =
        place === undefined
          ? await client.version.updateMany({
              where: { id, keptAt: null, filesRemovedAt: null },
              data: { filesRemovedAt: removedAt },
            })
          : await client.versionCopy.updateMany({
              where: { versionId: id, store: place.store, removedAt: null, version: { keptAt: null } },
              data: { removedAt },
            });
      return count > 0;
    },
    untold: async () => {
      // While its run is at work, the store may not show the version yet.
      const version = { withdrawnAt: { not: null }, run: { finishedAt: { not: null } } };
      const rows = await client.versionCopy.findMany({
        where: { removedAt: null, withdrawn: false, version },
        orderBy: [
          { tellTriedAt: { sort: "asc", nulls: "first" } },
          { store: "asc" },
          { version: { number: "asc" } },
        ],
        include: {
          version: { select: { number: true, runId: true, module: { select: { name: true } } } },
        },
      });
      return rows.map(
        ({ versionId, store, copy, shownAt, tellTriedAt, version: { number, runId, module } }) => ({
          id: versionId,
          store,
          module: module.name,
          number,
          runId,
          byScript: copyOf(copy)?.by === "script",
          shownAt: shownAt ?? undefined,
          triedAt: tellTriedAt ?? undefined,
        }),
      );
    },
    told: async ({ id, store, shownAt }) => {
      await client.versionCopy.updateMany({
        where: { versionId: id, store, shownAt: shownAt ?? null },
        data: { withdrawn: true, tellTriedAt: null },
      });
    },
    notTold: async ({ id, store }) => {
      await client.versionCopy.updateMany({
        where: { versionId: id, store },
        data: { tellTriedAt: new Date() },
      });
    },
    setKept: async ({ module, number, userId }) => {
      const { count } = await client.version.updateMany({
        where: { number, module: { name: module } },
        data: { keptAt: userId === undefined ? null : new Date(), keptBy: userId ?? null },
      });
      if (count === 0) throw new AppError("not-found", { what: "version", name: `${module}@${number}` });
    },
    move: ({ hold, id, from, to, copy, extraction }) =>
      atomic(async (tx) => {
        // Until the end of this transaction nobody takes it over.
        const held = await tx.$queryRaw<unknown[]>`
          select 1 from "store_move" where "id" = ${hold.id} and "holdToken" = ${hold.token} for update`;
        if (held.length === 0) return "not-held";
        const version = await tx.version.findUnique({
          where: { id },
          select: { moduleId: true, extractions: { orderBy: { ordinal: "asc" } } },
        });
        if (version === null) return "gone";
        await lockModule(tx, version.moduleId);
        const { count } = await tx.versionCopy.deleteMany({
          where: { versionId: id, store: from, removedAt: null },
        });
        if (count === 0) return "gone";
        const moved = { copy: toJsonText(copy), shownAt: new Date(), showFailure: null, removedAt: null };
        await tx.versionCopy.upsert({
          where: { versionId_store: { versionId: id, store: to } },
          // Whatever the store was told, it was told of another copy.
          create: { versionId: id, store: to, ...moved },
          update: { ...moved, withdrawn: false },
        });
        await tx.versionExtraction.deleteMany({ where: { versionId: id } });
        const kept = version.extractions
          .filter(({ source }) => source !== from && source !== to)
          .map(({ table, language, source, text }) => ({ table, language, source, text }));
        await tx.versionExtraction.createMany({
          data: [...kept, ...extraction].map((script, ordinal) => ({ ...script, ordinal, versionId: id })),
        });
        return "moved";
      }),
  };
}
