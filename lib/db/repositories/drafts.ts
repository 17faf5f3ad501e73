import { AppError } from "#lib/kernel";
import { type Access, lockModule } from "../client.ts";
import { fromJsonText, toJsonText } from "../json-text.ts";
import { documentSchema, moduleIdOf } from "./modules.ts";

/** The one working copy of a module's document. */
export interface DraftRecord {
  readonly document: unknown;
  /** Grows with each save; a save names the one it saw. */
  readonly etag: number;
  readonly baseRevision: number | undefined;
  readonly updatedBy: string;
  readonly updatedAt: Date;
}

export interface DraftRepository {
  get(module: string): Promise<DraftRecord | undefined>;
  /** Keeps who edited. @throws AppError `draft-stale` where somebody saved in between, `not-found` */
  save(change: {
    readonly module: string;
    readonly document: unknown;
    readonly etag: number;
    readonly userId: string;
  }): Promise<{ readonly etag: number; readonly updatedAt: Date }>;
  /**
   * Makes a revision's document the draft. What was only in the draft is gone with its editors; whoever edited on the way
   * to that revision counts again.
   * @throws AppError `draft-stale`, `not-found`
   */
  restore(change: {
    readonly module: string;
    readonly revision: number;
    readonly etag: number;
    readonly userId: string;
  }): Promise<{ readonly etag: number; readonly updatedAt: Date }>;
}

export function draftRepository({ client, atomic }: Access): DraftRepository {
  return {
    get: async (module) => {
      const row = await client.draft.findFirst({ where: { module: { name: module } } });
      if (row === null) return undefined;
      return {
        document: fromJsonText(documentSchema, row.document, `draft ${module}`),
        etag: row.etag,
        baseRevision: row.baseRevision ?? undefined,
        updatedBy: row.updatedBy,
        updatedAt: row.updatedAt,
      };
    },
    save: ({ module, document, etag, userId }) =>
      atomic(async (tx) => {
        const moduleId = await moduleIdOf(tx, module);
        await lockModule(tx, moduleId);
        const [saved] = await tx.draft.updateManyAndReturn({
          where: { moduleId, etag },
          data: { document: toJsonText(document), etag: etag + 1, updatedBy: userId },
          select: { etag: true, updatedAt: true },
        });
        if (saved === undefined) throw new AppError("draft-stale");
        const pending = { moduleId, userId, revisionNumber: null };
        if ((await tx.moduleEdit.count({ where: pending })) === 0)
          await tx.moduleEdit.create({ data: pending });
        return saved;
      }),
    restore: ({ module, revision, etag, userId }) =>
      atomic(async (tx) => {
        const moduleId = await moduleIdOf(tx, module);
        await lockModule(tx, moduleId);
        const found = await tx.revision.findUnique({
          where: { moduleId_number: { moduleId, number: revision } },
        });
        if (found === null)
          throw new AppError("not-found", { what: "revision", name: `${module} ${revision}` });
        const [saved] = await tx.draft.updateManyAndReturn({
          where: { moduleId, etag },
          data: { document: found.document, etag: etag + 1, baseRevision: revision, updatedBy: userId },
          select: { etag: true, updatedAt: true },
        });
        if (saved === undefined) throw new AppError("draft-stale");
        await tx.moduleEdit.deleteMany({ where: { moduleId, revisionNumber: null } });
        await tx.moduleEdit.create({ data: { moduleId, userId } });
        return saved;
      }),
  };
}
