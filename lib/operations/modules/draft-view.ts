import type { z } from "zod";
import type { draftViewSchema } from "#lib/contracts";
import type { DraftRecord } from "#lib/db/server";
import type { Services } from "../core/services.ts";
import { peopleOf } from "../views/people.ts";
import { diagnosticsOf } from "./check-document.ts";

/** A draft as it is shown, with what stands between it and a revision. */
export async function draftView(
  services: Pick<Services, "db" | "masterKey">,
  module: string,
  { document, etag, baseRevision, updatedBy, updatedAt }: DraftRecord,
): Promise<z.input<typeof draftViewSchema>> {
  const people = await peopleOf(services.db, [updatedBy]);
  return {
    document,
    etag,
    baseRevision,
    updatedBy: people(updatedBy),
    updatedAt: updatedAt.toISOString(),
    diagnostics: await diagnosticsOf(services, module, document),
  };
}
