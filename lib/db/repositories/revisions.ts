import { AppError } from "#lib/kernel";
import { type Access, type Client, lockModule } from "../client.ts";
import { fromJsonText } from "../json-text.ts";
import { artefactsToHold } from "./artefacts.ts";
import { documentSchema, moduleIdOf } from "./modules.ts";

/** An immutable state of a module's document. */
export interface RevisionRecord {
  readonly id: string;
  readonly moduleId: string;
  readonly number: number;
  /** The revision it was made from. */
  readonly parentNumber: number | undefined;
  readonly document: unknown;
  /** The approval hash when it was saved; sources may have changed since. */
  readonly contentHash: string;
  readonly authorId: string;
  readonly message: string;
  readonly createdAt: Date;
}

export type RevisionSummary = Omit<RevisionRecord, "document">;

export interface RevisionRepository {
  /** Newest first. */
  list(module: string): Promise<readonly RevisionSummary[]>;
  get(module: string, number: number): Promise<RevisionRecord | undefined>;
  getById(id: string): Promise<RevisionRecord | undefined>;
  latest(module: string): Promise<RevisionRecord | undefined>;
  /**
   * Keeps the draft as it stands under `etag` as the next revision; the caller has validated that very document.
   * @throws AppError `draft-stale`, `not-found`
   */
  save(revision: {
    readonly module: string;
    readonly etag: number;
    readonly contentHash: string;
    readonly authorId: string;
    readonly message?: string;
  }): Promise<RevisionRecord>;
  /**
   * Who edited what this revision has and its nearest approved ancestor has not: they may not approve it. Approvals are those of
   * an environment, or of documents as they are written.
   */
  editors(revisionId: string, environment?: string): Promise<readonly string[]>;
}

interface RevisionRow {
  id: string;
  moduleId: string;
  number: number;
  parentNumber: number | null;
  contentHash: string;
  authorId: string;
  message: string;
  createdAt: Date;
}

const toSummary = (row: RevisionRow): RevisionSummary => ({
  ...row,
  parentNumber: row.parentNumber ?? undefined,
});

const toRevision = (row: RevisionRow & { document: string }): RevisionRecord => ({
  ...toSummary(row),
  document: fromJsonText(documentSchema, row.document, `revision ${row.id}`),
});

const optional = (row: (RevisionRow & { document: string }) | null): RevisionRecord | undefined =>
  row === null ? undefined : toRevision(row);

/** The review states that decide; a request does not. */
export const decidingStates = ["approved", "changes-requested", "revoked"] as const;

/** Walks from the revision to its nearest approved ancestor, which is left out with all before it. */
export async function editorsOf(
  client: Client,
  revisionId: string,
  environment: string | undefined,
): Promise<readonly string[]> {
  const own = await client.revision.findUniqueOrThrow({ where: { id: revisionId } });
  const all = await client.revision.findMany({
    where: { moduleId: own.moduleId },
    select: {
      number: true,
      parentNumber: true,
      authorId: true,
      reviews: {
        where: { environment: environment ?? null, state: { in: [...decidingStates] } },
        orderBy: { ordinal: "desc" },
        take: 1,
        select: { state: true },
      },
    },
  });
  const byNumber = new Map(all.map((revision) => [revision.number, revision]));
  const editors = new Set<string>();
  const numbers: number[] = [];
  let current = byNumber.get(own.number);
  while (current !== undefined) {
    if (current.number !== own.number && current.reviews[0]?.state === "approved") break;
    numbers.push(current.number);
    editors.add(current.authorId);
    current = current.parentNumber === null ? undefined : byNumber.get(current.parentNumber);
  }
  const edits = await client.moduleEdit.findMany({
    where: { moduleId: own.moduleId, revisionNumber: { in: numbers } },
    select: { userId: true },
  });
  for (const { userId } of edits) editors.add(userId);
  return [...editors];
}

export function revisionRepository({ client, atomic }: Access): RevisionRepository {
  return {
    list: async (module) => {
      const rows = await client.revision.findMany({
        where: { module: { name: module } },
        orderBy: { number: "desc" },
        omit: { document: true },
      });
      return rows.map(toSummary);
    },
    get: async (module, number) =>
      optional(await client.revision.findFirst({ where: { number, module: { name: module } } })),
    getById: async (id) => optional(await client.revision.findUnique({ where: { id } })),
    latest: async (module) =>
      optional(
        await client.revision.findFirst({
          where: { module: { name: module } },
          orderBy: { number: "desc" },
        }),
      ),
    save: ({ module, etag, contentHash, authorId, message = "" }) =>
      atomic(async (tx) => {
        const moduleId = await moduleIdOf(tx, module);
        await lockModule(tx, moduleId);
        const draft = await tx.draft.findUnique({ where: { moduleId } });
        if (draft === null || draft.etag !== etag) throw new AppError("draft-stale");
        const newest = await tx.revision.aggregate({ where: { moduleId }, _max: { number: true } });
        const number = (newest._max.number ?? 0) + 1;
        const row = await tx.revision.create({
          data: {
            moduleId,
            number,
            parentNumber: draft.baseRevision,
            document: draft.document,
            contentHash,
            authorId,
            message,
          },
        });
        const held = await artefactsToHold(tx, row);
        await tx.revisionArtefact.createMany({ data: held.map((one) => ({ ...one, revisionId: row.id })) });
        await tx.moduleEdit.updateMany({
          where: { moduleId, revisionNumber: null },
          data: { revisionNumber: number },
        });
        await tx.draft.update({ where: { moduleId }, data: { baseRevision: number } });
        return toRevision(row);
      }),
    editors: (revisionId, environment) => editorsOf(client, revisionId, environment),
  };
}
