import { z } from "zod";
import { slugSchema } from "#lib/contracts";
import type { RevisionRecord } from "#lib/db/server";
import { found } from "../core/require.ts";
import type { Services } from "../core/services.ts";

/** A revision as requests name it; the newest where no number is given. */
export const revisionInput = { module: slugSchema, revision: z.number().int().positive().optional() };

/** The same, where it would run; without an environment, as its document is written. */
export const reviewedInput = { ...revisionInput, environment: slugSchema.optional() };

/** @throws AppError `not-found` */
export async function revisionOf(
  services: Pick<Services, "db">,
  { module, revision }: { module: string; revision?: number },
): Promise<RevisionRecord> {
  const { revisions } = services.db;
  const record =
    revision === undefined ? await revisions.latest(module) : await revisions.get(module, revision);
  return found(record, "revision", `${module} ${revision ?? ""}`.trim());
}
