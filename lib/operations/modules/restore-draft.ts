import type { Transaction } from "#lib/db/server";
import { found } from "../core/require.ts";
import type { Services } from "../core/services.ts";
import { type ProtectedDocument, protectValues } from "./module-values.ts";

type Saved = Awaited<ReturnType<Transaction["drafts"]["save"]>>;

/**
 * Makes an earlier document the draft, by `restore`. A document of an earlier version of the product may hold values in the
 * clear: they are moved out in the same transaction.
 * @throws AppError what `restore` throws
 */
export const restoreDraft = (
  { db, masterKey }: Pick<Services, "db" | "masterKey">,
  by: { readonly module: string; readonly userId: string },
  restore: (transaction: Transaction) => Promise<Saved>,
): Promise<{ readonly saved: Saved; readonly kept: ProtectedDocument }> =>
  db.transaction(async (tx) => {
    const { module } = by;
    const restored = await restore(tx);
    const draft = found(await tx.drafts.get(module), "module", module);
    const kept = protectValues(masterKey, by, draft.document);
    await tx.artefacts.keep(module, kept);
    if (kept.moved === 0) return { saved: restored, kept };
    const { etag } = restored;
    return { saved: await tx.drafts.save({ ...by, document: kept.document, etag }), kept };
  });
