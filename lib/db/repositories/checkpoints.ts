import { z } from "zod";
import { mostCheckpoints } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { type Access, lockModule } from "../client.ts";
import { fromJsonText, toJsonText } from "../json-text.ts";
import { artefactsToHold } from "./artefacts.ts";
import { documentSchema, moduleIdOf } from "./modules.ts";

/** A state of a module's draft that somebody gave a name. */
export interface CheckpointRecord {
  readonly id: string;
  readonly name: string;
  readonly document: unknown;
  readonly tables: number;
  readonly columns: number;
  readonly createdBy: string;
  readonly createdAt: Date;
}

export type CheckpointSummary = Omit<CheckpointRecord, "document">;

export interface CheckpointRepository {
  /** Newest first. */
  list(module: string): Promise<readonly CheckpointSummary[]>;
  get(module: string, id: string): Promise<CheckpointRecord | undefined>;
  /**
   * Keeps a document as that of the draft under `etag`, with whose edits are in it, and removes the oldest beyond the limit. The
   * caller has made the document out of that very draft.
   * @throws AppError `draft-stale`, `not-found`
   */
  save(checkpoint: {
    readonly module: string;
    readonly etag: number;
    readonly name: string;
    readonly document: unknown;
    readonly tables: number;
    readonly columns: number;
    readonly createdBy: string;
  }): Promise<CheckpointSummary>;
  /**
   * Makes its document the draft. Who restores it edits, and so does whoever had edited it: nobody approves what they edited,
   * whichever way it came back.
   * @throws AppError `checkpoint-missing`, `draft-stale`, `not-found`
   */
  restore(change: {
    readonly module: string;
    readonly checkpoint: string;
    readonly etag: number;
    readonly userId: string;
  }): Promise<{ readonly etag: number; readonly updatedAt: Date }>;
}

const editorsSchema = z.array(z.string());

const summary = {
  id: true,
  name: true,
  tables: true,
  columns: true,
  createdBy: true,
  createdAt: true,
} as const;

export function checkpointRepository({ client, atomic }: Access): CheckpointRepository {
  return {
    list: (module) =>
      client.checkpoint.findMany({
        where: { module: { name: module } },
        orderBy: { ordinal: "desc" },
        select: summary,
      }),
    get: async (module, id) => {
      const row = await client.checkpoint.findFirst({
        where: { id, module: { name: module } },
        select: { ...summary, document: true },
      });
      if (row === null) return undefined;
      return { ...row, document: fromJsonText(documentSchema, row.document, `checkpoint ${id}`) };
    },
    save: ({ module, etag, document, ...given }) =>
      atomic(async (tx) => {
        const moduleId = await moduleIdOf(tx, module);
        await lockModule(tx, moduleId);
        const draft = await tx.draft.findFirst({ where: { moduleId, etag }, select: { baseRevision: true } });
        if (draft === null) throw new AppError("draft-stale");
        const edits = await tx.moduleEdit.findMany({ where: { moduleId, revisionNumber: null } });
        const editors = toJsonText([...new Set(edits.map(({ userId }) => userId))]);
        const text = toJsonText(document);
        const row = await tx.checkpoint.create({
          data: { ...given, moduleId, document: text, baseRevision: draft.baseRevision, editors },
          select: summary,
        });
        const held = await artefactsToHold(tx, { moduleId, document: text });
        await tx.checkpointArtefact.createMany({
          data: held.map((one) => ({ ...one, checkpointId: row.id })),
        });
        const old = await tx.checkpoint.findMany({
          where: { moduleId },
          orderBy: { ordinal: "desc" },
          skip: mostCheckpoints,
          select: { id: true },
        });
        await tx.checkpoint.deleteMany({ where: { id: { in: old.map(({ id }) => id) } } });
        return row;
      }),
    restore: ({ module, checkpoint, etag, userId }) =>
      atomic(async (tx) => {
        const moduleId = await moduleIdOf(tx, module);
        await lockModule(tx, moduleId);
        const found = await tx.checkpoint.findFirst({ where: { id: checkpoint, moduleId } });
        if (found === null) throw new AppError("checkpoint-missing", { module, most: mostCheckpoints });
        const { document, baseRevision } = found;
        const [saved] = await tx.draft.updateManyAndReturn({
          where: { moduleId, etag },
          data: { document, baseRevision, etag: etag + 1, updatedBy: userId },
          select: { etag: true, updatedAt: true },
        });
        if (saved === undefined) throw new AppError("draft-stale");
        const pending = await tx.moduleEdit.findMany({ where: { moduleId, revisionNumber: null } });
        const known = new Set(pending.map((edit) => edit.userId));
        const editors = fromJsonText(editorsSchema, found.editors, `checkpoint ${checkpoint}`);
        const added = new Set([userId, ...editors].filter((editor) => !known.has(editor)));
        await tx.moduleEdit.createMany({ data: [...added].map((editor) => ({ moduleId, userId: editor })) });
        return saved;
      }),
  };
}
