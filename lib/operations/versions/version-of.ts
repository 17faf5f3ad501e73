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
};

/** @throws AppError `not-found` */
export async function versionOf(
  services: Pick<Services, "db">,
  { module, number }: { module: string; number: number | "latest" },
): Promise<VersionRecord> {
  const { versions } = services.db;
  const version = number === "latest" ? await versions.latest(module) : await versions.get(module, number);
  return found(version, "version", `${module}@${number}`);
}

/** For its data: metadata stays readable after a withdrawal. @throws AppError `version-withdrawn` */
export function assertNotWithdrawn(version: VersionRecord): void {
  if (version.withdrawnAt === undefined) return;
  throw new AppError("version-withdrawn", {
    version: `${version.module}@${version.number}`,
    reason: version.withdrawnReason ?? "",
  });
}
