import { z } from "zod";
import { slugSchema } from "#lib/contracts";
import type { VersionRecord } from "#lib/db/server";
import { AppError } from "#lib/kernel";
import { found } from "../core/require.ts";
import type { Services } from "../core/services.ts";

/** A version as requests name it: by number, or `latest`, which is resolved once and answered as a number. */
export const versionInput = {
  module: slugSchema,
  number: z.union([z.literal("latest"), z.coerce.number().int().positive()]),
  /** Whose `latest`; absent: of the document as it is written. */
  environment: slugSchema.optional(),
};

/** @throws AppError `not-found` */
export async function versionOf(
  services: Pick<Services, "db">,
  {
    module,
    number,
    environment,
  }: { module: string; number: number | "latest"; environment?: string | undefined },
): Promise<VersionRecord> {
  const { versions } = services.db;
  const version =
    number === "latest" ? await versions.latest(module, environment) : await versions.get(module, number);
  return found(version, "version", `${module}@${number}`);
}

/** For its data: metadata stays readable. @throws AppError `version-withdrawn`, `version-files-removed` */
export function assertGivesData(version: VersionRecord): void {
  const named = `${version.module}@${version.number}`;
  if (version.withdrawnAt !== undefined)
    throw new AppError("version-withdrawn", { version: named, reason: version.withdrawnReason ?? "" });
  assertHasFiles(version);
}

/** Whether the record still has the files of a version. @throws AppError `version-files-removed` */
export function assertHasFiles({ module, number, filesRemovedAt }: VersionRecord): void {
  if (filesRemovedAt === undefined) return;
  throw new AppError("version-files-removed", {
    version: `${module}@${number}`,
    date: filesRemovedAt.toISOString().slice(0, 10),
  });
}
