import type { z } from "zod";
import type { savedDraftSchema } from "#lib/contracts";
import type { Repositories } from "#lib/db/server";
import type { Services } from "../core/services.ts";
import { diagnosticsOf } from "./check-document.ts";
import type { ProtectedDocument } from "./module-values.ts";
import { assertWholeTexts } from "./whole-texts.ts";

type SavedDraft = z.input<typeof savedDraftSchema>;
type Saved = Awaited<ReturnType<Repositories["drafts"]["save"]>>;

/** Puts a document and the values moved out of it in place of the draft, both or none. @throws AppError `draft-stale`, `not-found`, `text-broken` */
export const keepDraft = async (
  { db }: Pick<Services, "db">,
  by: { readonly module: string; readonly etag: number; readonly userId: string },
  kept: ProtectedDocument,
): Promise<Saved> => {
  assertWholeTexts(kept.document);
  return db.transaction(async (tx) => {
    await tx.artefacts.keep(by.module, kept);
    return tx.drafts.save({ ...by, document: kept.document });
  });
};

/** What a save answers, apart from the document: it is added where the editor does not have it as it was kept. */
export async function savedDraft(
  services: Pick<Services, "db" | "masterKey">,
  module: string,
  { etag, updatedAt }: Saved,
  { document, moved }: ProtectedDocument,
): Promise<Omit<SavedDraft, "document">> {
  return {
    etag,
    updatedAt: updatedAt.toISOString(),
    diagnostics: await diagnosticsOf(services, module, document),
    movedValues: moved,
  };
}
